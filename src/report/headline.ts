import type { Assessment, PreconditionResult, PrerequisiteResult, Verdict } from '../assessment/assessment.ts';
import type { Disposition } from '../reachability/trace.ts';
import { changesSinceCheck } from './findings-of.ts';
import { count, VERDICT_WORD } from './wording.ts';

export interface Headline {
  /** The verdict in three words or so. */
  readonly verdict: string;
  /** What it rests on, in plain words; empty on a pass. */
  readonly because: string;
}

/** The verdict as one says it aloud. */
export function headline(assessment: Assessment): Headline {
  switch (assessment.status) {
    case 'pass':
      return { verdict: 'Safe to rotate', because: '' };
    case 'fail':
      if (changesSinceCheck(assessment).length > 0)
        return { verdict: 'Not sent', because: 'the facts changed since the check' };
      return { verdict: 'Rotation would fail', because: failures(assessment).join(', and ') };
    case 'unknown':
      return { verdict: 'Cannot tell', because: doubts(assessment).join(', and ') };
  }
}

export const PREREQUISITES = [
  { key: 'service', letter: 'A', name: 'The function reaches the service', object: 'the service' },
  {
    key: 'endpoint',
    letter: 'B',
    name: 'The function reaches Secrets Manager',
    object: 'the Secrets Manager endpoint',
  },
] as const;

/** `Fail`, or `Fail at times` where some of the paths are known to work. */
export function verdictWord(result: PrerequisiteResult): string {
  return `${VERDICT_WORD[result.verdict]}${result.verdict === 'fail' && result.intermittent ? ' at times' : ''}`;
}

/** How many paths stand behind a prerequisite's verdict; where all are open, what fails or is unknown stands beside them. */
export function pathCount({ verdict, traces }: PrerequisiteResult): string {
  if (traces.length === 0) return verdict === 'not-applicable' ? 'no path to judge' : 'no path walked';
  const counted = (disposition: Disposition) => traces.filter((trace) => trace.disposition === disposition).length;
  const [blocked, unknown] = [counted('blocked'), counted('unknown')];
  const all = count(traces.length, 'path');
  const open = verdict === 'fail' || verdict === 'unknown' ? `${all} reachable, not enough` : `${all} reachable`;
  if (blocked + unknown === 0) return open;
  return [
    ...(blocked > 0 ? [`${blocked} of ${all} blocked`] : []),
    ...(unknown > 0 ? [`${unknown}${blocked > 0 ? '' : ` of ${all}`} unknown`] : []),
  ].join(', ');
}

/** `2 of 16 fail, 1 unknown`, or how many pass when none of these is there. */
export function preconditionCount({ preconditions }: Assessment): string {
  const counted = (verdict: Verdict) => preconditions.filter((p) => p.verdict === verdict).length;
  const [fail, unknown] = [counted('fail'), counted('unknown')];
  if (fail + unknown === 0) return `${counted('pass')} pass, ${counted('not-applicable')} not applicable`;
  return [
    ...(fail > 0 ? [`${fail} of ${preconditions.length} ${fail === 1 ? 'fails' : 'fail'}`] : []),
    ...(unknown > 0 ? [`${unknown}${fail > 0 ? '' : ` of ${preconditions.length}`} unknown`] : []),
  ].join(', ');
}

export function preconditionVerdict(assessment: Assessment): Verdict {
  const verdicts = new Set(assessment.preconditions.map((p) => p.verdict));
  return (['fail', 'unknown', 'pass'] as const).find((verdict) => verdicts.has(verdict)) ?? 'not-applicable';
}

function failures(assessment: Assessment): string[] {
  const failing = PREREQUISITES.filter(({ key }) => assessment.prerequisites[key].verdict === 'fail');
  const never = failing.filter(({ key }) => !assessment.prerequisites[key].intermittent);
  const partly = failing.filter(({ key }) => assessment.prerequisites[key].intermittent);
  const failed = assessment.preconditions.filter((p) => p.verdict === 'fail');
  return [
    ...(never.length > 0 ? [`the function cannot reach ${objects(never)}`] : []),
    ...(partly.length > 0 ? [`the function reaches ${objects(partly)} only at times`] : []),
    ...onPreconditions(
      failed,
      (which) => `${which} fails`,
      (n) => `${n} preconditions fail`,
    ),
  ];
}

function doubts(assessment: Assessment): string[] {
  const open = PREREQUISITES.filter(({ key }) => assessment.prerequisites[key].verdict === 'unknown');
  const undecided = assessment.preconditions.filter((p) => p.verdict === 'unknown');
  return [
    ...(open.length > 0 ? [`whether the function reaches ${objects(open)}`] : []),
    ...onPreconditions(
      undecided,
      (which) => `whether ${which} holds`,
      (n) => `whether ${n} preconditions hold`,
    ),
  ];
}

function objects(prerequisites: readonly (typeof PREREQUISITES)[number][]): string {
  return prerequisites.map(({ object }) => object).join(' or ');
}

function onPreconditions(
  those: readonly PreconditionResult[],
  one: (which: string) => string,
  several: (n: number) => string,
): string[] {
  const [first] = those;
  if (first === undefined) return [];
  return [those.length === 1 ? one(`precondition ${first.id}`) : several(those.length)];
}
