import type {
  Assessment,
  Finding,
  PrerequisiteResult,
  RotationOutcome,
  Severity,
  Verdict,
} from '../assessment/assessment.ts';
import type { Trace } from '../reachability/trace.ts';
import { changesSinceCheck } from './findings-of.ts';
import { flowText } from './flow-text.ts';
import { PREREQUISITES, pathCount } from './headline.ts';
import { printable } from './printable.ts';
import { ROTATION_WORD, VERDICT_OF, VERDICT_WORD } from './wording.ts';

const KEEPS_SHUT: ReadonlySet<Severity> = new Set(['error', 'unknown']);

interface Case {
  readonly name: string;
  readonly verdict: Verdict;
  readonly message: string;
  readonly findings: readonly Finding[];
}

/**
 * JUnit XML: a suite for each prerequisite, one for the preconditions and, where a rotation was asked for, one for it.
 * Each prerequisite's own verdict is a case too, so that one without a trace (an unknown name) still counts. An unknown
 * is an `error`: CI takes it for not passed.
 */
export function renderJunit(assessment: Assessment): string {
  const properties = propertiesXml(assessment);
  const suites = [
    ...PREREQUISITES.map(({ key, letter, name }) =>
      suite(key, properties, [
        prerequisiteCase(`${letter}: ${name}`, key, assessment),
        ...assessment.prerequisites[key].traces.map((trace) => traceCase(trace, assessment)),
      ]),
    ),
    suite('preconditions', properties, preconditionCases(assessment)),
    ...(assessment.rotation === null
      ? []
      : [suite('rotation', properties, [rotationCase(assessment, assessment.rotation)])]),
  ];
  const cases = suites.flatMap((s) => s.cases);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="rotation-preflight" ${counts(cases)}>
${suites.map((s) => s.xml).join('\n')}
</testsuites>
`;
}

function prerequisiteCase(name: string, key: 'service' | 'endpoint', assessment: Assessment): Case {
  const result: PrerequisiteResult = assessment.prerequisites[key];
  const findings = assessment.findings.filter(
    (f) => KEEPS_SHUT.has(f.severity) && f.prerequisite === key && f.traces.length === 0,
  );
  return { name, verdict: result.verdict, message: pathCount(result), findings };
}

function traceCase(trace: Trace, assessment: Assessment): Case {
  const findings = assessment.findings.filter((f) => KEEPS_SHUT.has(f.severity) && f.traces.includes(trace.id));
  const message = `${flowText(trace)} ${trace.disposition}${trace.intermittent ? ', intermittent' : ''}`;
  return { name: trace.id, verdict: VERDICT_OF[trace.disposition], message, findings };
}

function preconditionCases(assessment: Assessment): Case[] {
  return assessment.preconditions.map(({ id, verdict, message }) => {
    const code = `X_${id.toUpperCase().replaceAll('-', '_')}`;
    return { name: id, verdict, message, findings: assessment.findings.filter((f) => f.code === code) };
  });
}

const ROTATION_VERDICT: Readonly<Record<RotationOutcome['status'], Verdict>> = {
  requested: 'pass',
  refused: 'not-applicable',
  rejected: 'fail',
  'outcome-unknown': 'unknown',
};

/** A refusal for a failed check is told by the cases of that check; one for changed facts has no other case. */
function rotationCase(assessment: Assessment, { status, awsError }: RotationOutcome): Case {
  const findings = changesSinceCheck(assessment);
  const error = awsError === null ? '' : ` ${awsError.name}: ${awsError.message}`;
  const verdict = findings.length > 0 ? 'fail' : ROTATION_VERDICT[status];
  return { name: 'RotateSecret', verdict, message: `${ROTATION_WORD[status]}${error}`, findings };
}

interface Suite {
  readonly xml: string;
  readonly cases: readonly Case[];
}

function suite(name: string, properties: readonly string[], cases: readonly Case[]): Suite {
  const body = [...properties, ...cases.map((c) => caseXml(name, c))].join('\n');
  return { cases, xml: `  <testsuite name="${attribute(name)}" ${counts(cases)}>\n${body}\n  </testsuite>` };
}

/** The caller's reference, and what the caller vouches for. */
function propertiesXml({ question: { reference, assumptions } }: Assessment): readonly string[] {
  const properties = [
    ...(reference === null ? [] : [['reference', reference] as const]),
    ...assumptions.map(({ hop, because }) => ['assumed', `${hop} forwards, because ${because}`] as const),
  ].map(([name, value]) => `<property name="${name}" value="${attribute(value)}"/>`);
  return properties.length === 0 ? [] : [`    <properties>${properties.join('')}</properties>`];
}

function counts(cases: readonly Case[]): string {
  const counted = (verdict: Verdict) => cases.filter((c) => c.verdict === verdict).length;
  return `tests="${cases.length}" failures="${counted('fail')}" errors="${counted('unknown')}" skipped="${counted('not-applicable')}"`;
}

function caseXml(suiteName: string, { name, verdict, message, findings }: Case): string {
  const open = `    <testcase classname="rotation-preflight.${attribute(suiteName)}" name="${attribute(name)}"`;
  switch (verdict) {
    case 'pass':
      return `${open}/>`;
    case 'not-applicable':
      return `${open}>\n      <skipped message="${attribute(message)}"/>\n    </testcase>`;
    case 'fail':
    case 'unknown': {
      const element = verdict === 'fail' ? 'failure' : 'error';
      const type = findings[0]?.code ?? VERDICT_WORD[verdict];
      const body = findings.map(findingText).join('\n');
      return `${open}>\n      <${element} type="${attribute(type)}" message="${attribute(message)}">${content(body)}</${element}>\n    </testcase>`;
    }
  }
}

function findingText({ code, message, fix }: Finding): string {
  return [`${code}: ${printable(message)}`, ...(fix === '' ? [] : [`Fix: ${printable(fix)}`])].join('\n');
}

function attribute(text: string): string {
  return content(printable(text)).replaceAll('"', '&quot;');
}

function content(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
