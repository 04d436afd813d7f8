import type { Assessment, PrerequisiteResult, Status } from './assessment.ts';

const LIMIT = 500;

const OPENING: Readonly<Record<Status, string>> = {
  pass: 'Rotation can be turned on',
  fail: 'Rotation would fail',
  unknown: 'Whether rotation would work is not known',
};

/** One plain paragraph for a ticket: the verdict, both prerequisites, then the reasons as far as 500 characters go. */
export function summarize({
  status,
  question,
  prerequisites: { service, endpoint },
  preconditions,
  findings,
}: Pick<Assessment, 'status' | 'question' | 'prerequisites' | 'preconditions' | 'findings'>): string {
  const secret = question.secret.split(':').at(-1) ?? question.secret;
  const bad = preconditions
    .filter((p) => p.verdict === 'fail' || p.verdict === 'unknown')
    .map((p) => `${p.id} ${p.verdict}`);
  const head = [
    `${OPENING[status]} for ${secret}.`,
    `Function to service: ${inWords(service)}. Function to Secrets Manager: ${inWords(endpoint)}.`,
    ...(bad.length === 0 ? [] : [`Preconditions: ${bad.join(', ')}.`]),
  ].join(' ');
  const reasons = findings.filter((f) => f.severity === 'error' || f.severity === 'unknown').map((f) => f.message);
  return fitting(head, reasons);
}

function inWords({ verdict, intermittent }: PrerequisiteResult): string {
  return intermittent ? `${verdict} (intermittent)` : verdict.replace('-', ' ');
}

function fitting(head: string, reasons: readonly string[]): string {
  let text = head;
  let told = 0;
  for (const reason of reasons) {
    const left = reasons.length - told - 1;
    const next = `${text} ${reason}`;
    if (next.length + (left > 0 ? ` And ${left} more.`.length : 0) > LIMIT) break;
    text = next;
    told++;
  }
  const left = reasons.length - told;
  const more = told === 0 ? ` ${left} reason${left === 1 ? '' : 's'} in the report.` : ` And ${left} more.`;
  const whole = left > 0 ? text + more : text;
  return whole.length > LIMIT ? `${whole.slice(0, LIMIT - 1)}…` : whole;
}
