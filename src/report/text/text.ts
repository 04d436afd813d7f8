import type { Assessment, Finding, Gap, Severity, Verdict } from '../../assessment/assessment.ts';
import type { Trace } from '../../reachability/trace.ts';
import { findingGroups, messagesOf, type NumberedFinding, numberedFindings } from '../findings-of.ts';
import { flowText, portsText } from '../flow-text.ts';
import {
  headline,
  PREREQUISITES,
  pathCount,
  preconditionCount,
  preconditionVerdict,
  verdictWord,
} from '../headline.ts';
import { shortName } from '../short-name.ts';
import { traceGroups } from '../trace-groups.ts';
import { captureTime, MARK, ROTATION_WORD, TARGET_SOURCE, VERDICT_OF, VERDICT_WORD } from '../wording.ts';
import { PAINT, paint } from './ansi.ts';
import { assumptionLines } from './assumption-lines.ts';
import { pathLines, type TextOptions } from './path-lines.ts';
import { columns, hang, wrap } from './wrap.ts';

/** The assessment for a terminal: the verdict, what it rests on, what to do. Ends with a line feed. */
export function renderText(assessment: Assessment, options: TextOptions): string {
  const findings = numberedFindings(assessment);
  const sections = [
    verdict(assessment, options),
    prerequisites(assessment, options),
    rotation(assessment, options),
    paths(assessment, findings, options),
    toDo(assessment, options),
    preconditions(assessment, findings, options),
    missing(assessment.snapshot.gaps, options),
    provenance(assessment, options),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdict(assessment: Assessment, { color, width }: TextOptions): string[] {
  const { verdict: word, because } = headline(assessment);
  const shade = PAINT[assessment.status];
  const { question } = assessment;
  return [
    paint(`${MARK[assessment.status]} ${word.toUpperCase()}`, color, 'bold', shade),
    ...wrap(because, width - 2).map((line) => paint(`  ${line}`, color, shade)),
    '',
    ...wrap(assessment.summary, width - 2).map((line) => `  ${line}`),
    '',
    ...hang('  secret     ', shortName(question.secret), width),
    ...hang('  function   ', question.function === null ? 'none named' : shortName(question.function), width),
    ...question.targets.flatMap((target) => {
      const others = target.addresses.filter((address) => address !== target.host);
      const at = others.length === 0 ? '' : ` at ${others.join(', ')}`;
      return hang('  target     ', `${target.host}:${target.port}${at}, ${TARGET_SOURCE[target.source]}`, width);
    }),
    ...(question.noTarget ? ['  target     none: the function rotates nothing over a network'] : []),
    ...(question.reference === null ? [] : hang('  reference  ', question.reference, width)),
    ...assumptionLines(question.assumptions, width),
  ];
}

function prerequisites(assessment: Assessment, options: TextOptions): string[] {
  const held = preconditionVerdict(assessment);
  return [
    ...PREREQUISITES.map(({ key, letter, name }) => {
      const result = assessment.prerequisites[key];
      return row(letter, name, result.verdict, `${verdictWord(result)}: ${pathCount(result)}`, options);
    }),
    row(' ', 'Preconditions', held, `${VERDICT_WORD[held]}: ${preconditionCount(assessment)}`, options),
  ].flat();
}

function row(letter: string, name: string, result: Verdict, detail: string, { color, width }: TextOptions): string[] {
  const lead = `${MARK[result]} ${letter}  `;
  const aligned = `${lead}${name.padEnd(38)}${detail}`;
  const narrow = [...hang(lead, name, width), ...hang('     ', detail, width)];
  const [first = lead, ...others] = columns(aligned) <= width ? [aligned] : narrow;
  return [paint(first, color, PAINT[result]), ...others];
}

function paths(assessment: Assessment, findings: readonly NumberedFinding[], options: TextOptions): string[] {
  const lines = PREREQUISITES.flatMap(({ key, letter }) =>
    traceGroups(assessment.prerequisites[key].traces)
      .filter(({ first }) => first.disposition !== 'reachable')
      .flatMap(({ first, traces }) => [
        '',
        ...pathHead(letter, first, traces, options),
        ...pathLines(first, findings, options),
      ]),
  );
  return lines.length === 0 ? [] : [title('PATHS THAT DO NOT PASS', options), ...lines.slice(1)];
}

function pathHead(letter: string, first: Trace, all: readonly Trace[], { color, width }: TextOptions): string[] {
  const lead = `${MARK[first.disposition]} ${letter}  `;
  const others = all.length === 1 ? '' : ` and ${all.length - 1} more like it`;
  const [head = lead, ...more] = hang(lead, `${flowText(first)}${others}`, width);
  return [
    paint(head, color, 'bold', PAINT[VERDICT_OF[first.disposition]]),
    ...more,
    ...(first.intermittent ? wrap(`intermittent: ${portsText(first)}`, width - 5).map((line) => `     ${line}`) : []),
  ];
}

const SEVERITY_PAINT = { error: 'red', unknown: 'yellow', warning: 'yellow', note: 'dim' } as const;
const SEVERITY_MARK: Readonly<Record<Severity, string>> = { error: '✗', unknown: '?', warning: '!', note: 'i' };

function toDo(assessment: Assessment, options: TextOptions): string[] {
  const groups = findingGroups(assessment);
  if (groups.length === 0) return [];
  const digits = String(groups.length).length;
  return [
    title('WHAT TO DO', options),
    ...groups.flatMap((group, index) => [
      ...(index === 0 ? [] : ['']),
      ...groupLines(group, String(index + 1).padStart(digits), options),
    ]),
  ];
}

function groupLines(group: readonly Finding[], number: string, { color, width }: TextOptions): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const lead = `${SEVERITY_MARK[first.severity]} ${number}  `;
  const indent = ' '.repeat(columns(lead));
  const hidden = group.every(({ behind }) => behind) ? ', behind another' : '';
  const messages = messagesOf(group).flatMap((message, index) => hang(index === 0 ? lead : indent, message, width));
  return [
    ...messages.map((line, index) =>
      paint(line, color, 'bold', ...(index === 0 ? [SEVERITY_PAINT[first.severity]] : [])),
    ),
    ...hang(`${indent}fix   `, first.fix, width),
    ...hang(`${indent}log   `, first.symptom, width),
    ...hang(`${indent}rule  `, `${first.rule} (${first.code})${hidden}`, width).map((line) =>
      paint(line, color, 'dim'),
    ),
  ];
}

function preconditions(assessment: Assessment, findings: readonly NumberedFinding[], options: TextOptions): string[] {
  const open = assessment.preconditions.filter(({ verdict: v }) => v === 'fail' || v === 'unknown');
  if (open.length === 0) return [];
  return [
    title('PRECONDITIONS THAT DO NOT PASS', options),
    ...open.flatMap(({ id, verdict: v, message }) => {
      const told = findings.find(({ finding }) => finding.message === message);
      const [first = '', ...more] = hang(
        `${MARK[v]} `,
        told ? `${id} [${told.number}]` : `${id}: ${message}`,
        options.width,
      );
      return [paint(first, options.color, PAINT[v]), ...more];
    }),
  ];
}

function missing(gaps: readonly Gap[], options: TextOptions): string[] {
  if (gaps.length === 0) return [];
  return [
    title('FACTS THAT WERE MISSING', options),
    ...gaps.flatMap(({ list, action, error, message }) => [
      ...hang('? ', `${list}: allow ${action}`, options.width),
      ...hang('  ', `${error}: ${message}`, options.width),
    ]),
  ];
}

function rotation({ rotation: outcome }: Assessment, options: TextOptions): string[] {
  if (outcome === null) return [];
  const facts = [
    ['version', outcome.VersionId],
    ['token', outcome.clientRequestToken],
    ['AWS said', outcome.awsError === null ? null : `${outcome.awsError.name}: ${outcome.awsError.message}`],
  ] as const;
  return [
    title('ROTATION', options),
    ...hang('  ', ROTATION_WORD[outcome.status], options.width),
    ...facts.flatMap(([name, value]) => (value === null ? [] : hang(`  ${name.padEnd(11)}`, value, options.width))),
  ];
}

function provenance({ snapshot }: Assessment, { color, width }: TextOptions): string[] {
  return wrap(`Facts of ${captureTime(snapshot)}, ${snapshot.factsDigest}`, width).map((line) =>
    paint(line, color, 'dim'),
  );
}

function title(text: string, { color }: TextOptions): string {
  return paint(text, color, 'bold');
}
