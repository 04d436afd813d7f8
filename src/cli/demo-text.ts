import type { Assessment, Severity } from '../assessment/assessment.ts';
import { findingGroups } from '../report/findings-of.ts';
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
function reasons(assessment: Assessment): readonly string[] {
  if (assessment.status === 'pass') {
    const { service, endpoint } = assessment.prerequisites;
    const [host] = endpoint.hosts;
    return [
      `the function reaches the service: ${pathCount(service)}`,
      `and Secrets Manager: ${pathCount(endpoint)}${host === undefined ? '' : `; ${host.because}`}`,
    ];
  }
  const titles = new Map(RULE_BOOK.rules.map(({ id, title }) => [id, title]));
  return [...thingsOf(assessment, 'error'), ...thingsOf(assessment, 'unknown')].map(({ rule, resources }) => {
    const named = [...resources].map(shortName).join(', ');
    return `${titles.get(rule) ?? rule}: ${named}`;
  });
}

function whyNot(assessment: Assessment): string {
  return assessment.status === 'fail'
    ? `${count(thingsOf(assessment, 'error').length, 'thing')} to mend first`
    : `${count(thingsOf(assessment, 'unknown').length, 'fact')} not known`;
}

interface Thing {
  readonly rule: string;
  readonly resources: ReadonlySet<string>;
}

/** What one fix settles is one thing, however many paths it stands in the way of. */
function thingsOf(assessment: Assessment, severity: Severity): readonly Thing[] {
  return findingGroups(assessment).flatMap((group) => {
    const [first] = group;
    if (first?.severity !== severity) return [];
    return [{ rule: first.rule, resources: new Set(group.flatMap(({ resources }) => resources)) }];
  });
}

function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
