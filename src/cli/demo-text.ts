import type { Assessment } from '../assessment/assessment.ts';
import { headline, pathCount } from '../report/headline.ts';
import { shortName } from '../report/short-name.ts';
import { PAINT, paint } from '../report/text/ansi.ts';
import { hang, wrap } from '../report/text/wrap.ts';
import { count, MARK } from '../report/wording.ts';
import { RULE_BOOK } from '../rules/rule-book.ts';
import type { DemoResult } from './demo.ts';
import type { Terminal } from './deps.ts';

type Screen = Pick<Terminal, 'color' | 'width'>;

export function demoOpening(url: string, { color, width }: Screen): string {
  return lines(
    paint('rotation-preflight demo', color, 'bold'),
    ...wrap(
      'Three example accounts, read from files. No AWS is asked: a recorder stands in for RotateSecret, and nothing rotates.',
      width,
    ),
    `Service on ${url}`,
  );
}

/** The verdict, why, what became of RotateSecret, and where to read on. */
export function demoExample(
  { example, assessment, report, rotation, sent }: DemoResult,
  number: number,
  screen: Screen,
): string {
  const { color, width } = screen;
  const verdict = `${MARK[assessment.status]} ${headline(assessment).verdict}`;
  return lines(
    '',
    `${paint(`${number}  ${example.secret}`, color, 'bold')}  ${paint(example.title, color, 'dim')}`,
    `   ${paint(verdict, color, 'bold', PAINT[assessment.status])}`,
    ...reasons(assessment).flatMap((reason) => hang('     - ', reason, width)),
    ...hang(
      '   RotateSecret  ',
      sent ? `sent, version ${rotation.VersionId}` : `not sent: ${whyNot(assessment)}`,
      width,
    ),
    `   report        ${report}`,
  );
}

export function demoEnding(
  results: readonly DemoResult[],
  url: string,
  { once }: { readonly once: boolean },
  { color }: Screen,
): string {
  const sent = results.filter((result) => result.sent).length;
  return lines(
    '',
    paint(
      `${count(results.length, 'secret')} asked for, RotateSecret sent for ${sent}: only where rotation would work.`,
      color,
      'bold',
    ),
    ...(once ? [] : [`The API is explained at ${url}/docs. Ctrl-C ends the demo.`]),
  );
}

/** What stops the rotation, one line for each; on a pass, what it rests on. */
function reasons({ status, prerequisites: { service, endpoint }, findings }: Assessment): readonly string[] {
  if (status === 'pass') {
    const [host] = endpoint.hosts;
    return [
      `the function reaches the service: ${pathCount(service)}`,
      `and Secrets Manager: ${pathCount(endpoint)}${host === undefined ? '' : `; ${host.because}`}`,
    ];
  }
  const titles = new Map(RULE_BOOK.rules.map(({ id, title }) => [id, title]));
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'unknown')
    .map(({ rule, resources }) => `${titles.get(rule) ?? rule}: ${resources.map(shortName).join(', ')}`);
}

function whyNot({ status, findings }: Assessment): string {
  const stopping = findings.filter(({ severity }) => severity === (status === 'fail' ? 'error' : 'unknown')).length;
  return status === 'fail' ? `${count(stopping, 'thing')} to mend first` : `${count(stopping, 'fact')} not known`;
}

function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
