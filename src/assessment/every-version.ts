import type { PreconditionFacts } from '../preconditions/facts.ts';
import { type JudgedPrecondition, judgePreconditions } from '../preconditions/judge-preconditions.ts';
import type { PreconditionId } from '../preconditions/precondition.ts';
import type { RunningVersions } from '../preconditions/running-versions.ts';
import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import type { Outcome } from '../reachability/codes.ts';
import type { Verdict } from './assessment.ts';
import type { Prerequisites } from './judge-prerequisites.ts';
import { every, type Judged, undecided } from './judged.ts';
import { judgeOtherServices } from './other-services.ts';

const WEIGHT: Readonly<Record<Verdict | Outcome, number>> = {
  fail: 5,
  unknown: 4,
  warning: 3,
  pass: 2,
  note: 1,
  'not-applicable': 0,
};
const OF_A_VERSION: ReadonlySet<PreconditionId> = new Set([
  'function-state',
  'function-update',
  'function-timeout',
  'other-services',
]);

/** The preconditions: what each version has for itself must hold for every one of them. */
export function preconditionsOf(
  facts: PreconditionFacts,
  { versions }: RunningVersions,
): readonly JudgedPrecondition[] {
  const byVersion = versions.map((version) => judged(version));
  return judged(facts).map((own, i) => {
    if (!OF_A_VERSION.has(own.id)) return own;
    const [first, ...others] = byVersion.flatMap((all) => all[i] ?? []);
    return others.reduce((worst, one) => (weightOf(one) > weightOf(worst) ? one : worst), first ?? own);
  });
}

function weightOf({ verdict, finding }: JudgedPrecondition): number {
  return WEIGHT[finding?.outcome ?? verdict];
}

function judged(facts: PreconditionFacts): readonly JudgedPrecondition[] {
  const otherServices = judgeOtherServices(facts);
  return judgePreconditions(facts).map((one) =>
    one.id === 'other-services' && otherServices !== null ? { ...one, ...otherServices } : one,
  );
}

/** Both prerequisites must hold from wherever an invocation may run. */
export function everyVersion(
  { versions, doubts }: RunningVersions,
  judgeOne: (facts: PreconditionFacts) => Prerequisites,
): Prerequisites {
  const [first, ...others] = versions.map((version, i) =>
    i === 0 ? judgeOne(version) : named(judgeOne(version), version),
  );
  if (first === undefined) throw new RangeError('A function without a version');
  const all = [first, ...others];
  return {
    ...first,
    service: inDoubt('service', together('service', all), doubts),
    endpoint: inDoubt('endpoint', together('endpoint', all), doubts),
    hosts: distinct(all.flatMap(({ hosts }) => hosts)),
    graph: {
      nodes: distinct(all.flatMap(({ graph }) => graph.nodes)),
      edges: distinct(all.flatMap(({ graph }) => graph.edges)),
    },
  };
}

function together(prerequisite: 'service' | 'endpoint', all: readonly Prerequisites[]): Judged {
  const parts = all.map((one) => one[prerequisite]).filter(({ verdict }) => verdict !== 'not-applicable');
  const [only, ...others] = parts.length === 0 ? all.map((one) => one[prerequisite]) : parts;
  if (only === undefined) throw new RangeError('A function without a version');
  if (parts.length === 0 || others.length === 0) return only;
  const works = parts.some(({ verdict, intermittent }) => verdict === 'pass' || intermittent);
  return every(prerequisite, parts, [], works);
}

/** Two versions may send from one subnet to one address: their traces bear the version. */
function named(judgedOne: Prerequisites, { functionArn }: PreconditionFacts): Prerequisites {
  const rename = (id: string) => `${id}@${functionArn?.split(':').at(-1) ?? ''}`;
  const renamed = (one: Judged): Judged => ({
    ...one,
    traces: one.traces.map((trace) => ({ ...trace, id: rename(trace.id) })),
    found: one.found.map((f) => ({ ...f, trace: f.trace === null ? null : rename(f.trace) })),
  });
  return { ...judgedOne, service: renamed(judgedOne.service), endpoint: renamed(judgedOne.endpoint) };
}

function inDoubt(prerequisite: 'service' | 'endpoint', one: Judged, doubts: readonly Blocker[]): Judged {
  if (doubts.length === 0 || one.verdict === 'not-applicable') return one;
  if (doubts.some((b) => outcomeOf(b) === 'unknown')) return undecided(prerequisite, one, doubts);
  return { ...one, found: [...one.found, ...doubts.map((b) => ({ prerequisite, trace: null, blocker: b }))] };
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
