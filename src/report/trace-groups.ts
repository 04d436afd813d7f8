import { blockerKey } from '../reachability/blocker.ts';
import type { Disposition, Leg, Trace } from '../reachability/trace.ts';

/** Traces that tell the same story: same hops in kind, same outcomes, same blockers. The first stands for all. */
export interface TraceGroup {
  readonly first: Trace;
  readonly traces: readonly Trace[];
}

const WEIGHT: Readonly<Record<Disposition, number>> = { blocked: 0, unknown: 1, reachable: 2 };

/** Failing first, then unknown, then passing; within these in the order given. */
export function traceGroups(traces: readonly Trace[]): readonly TraceGroup[] {
  return [...Map.groupBy(traces, story).values()]
    .flatMap((group) => (group[0] === undefined ? [] : [{ first: group[0], traces: group }]))
    .toSorted((a, b) => WEIGHT[a.first.disposition] - WEIGHT[b.first.disposition]);
}

function story(trace: Trace): string {
  const leg = (walked: Leg | null) =>
    walked?.hops.map((hop) => [hop.kind, hop.steps.map((step) => [step.kind, step.direction, step.outcome])]);
  return JSON.stringify([
    trace.disposition,
    trace.intermittent,
    trace.clientPorts,
    trace.blockers.map(blockerKey).sort(),
    leg(trace.forward),
    leg(trace.return),
  ]);
}
