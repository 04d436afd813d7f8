import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import type { Hop, LegName, Trace } from '../reachability/trace.ts';
import { meets, stepRuns } from './step-runs.ts';

/** A blocker and the hop of its leg where the packet meets it; `hop` is null where the trace shows none. */
export interface PlacedBlocker {
  readonly blocker: Blocker;
  readonly leg: LegName;
  readonly hop: number | null;
}

/** What keeps this trace from passing or from being judged, in the order the packet meets it. Notes are left out. */
export function placedBlockers(trace: Trace): readonly PlacedBlocker[] {
  return trace.blockers
    .filter((blocker) => outcomeOf(blocker) === 'fail' || outcomeOf(blocker) === 'unknown')
    .map((blocker) => place(blocker, trace))
    .toSorted((a, b) => position(a) - position(b));
}

export function hopsOf(trace: Trace, leg: LegName): readonly Hop[] {
  return (leg === 'forward' ? trace.forward : trace.return)?.hops ?? [];
}

function place(blocker: Blocker, trace: Trace): PlacedBlocker {
  const leg = blocker.leg ?? 'forward';
  const hops = hopsOf(trace, leg);
  const found = [
    (hop: Hop) => isAt(hop, blocker) && refuses(hop, blocker),
    (hop: Hop) => refuses(hop, blocker),
    (hop: Hop) => blocker.resources.includes(hop.resource),
    (hop: Hop) => isAt(hop, blocker) && hop.steps.some((step) => step.outcome !== 'accept'),
  ].map((matches) => hops.findIndex(matches));
  return { blocker, leg, hop: found.find((index) => index >= 0) ?? null };
}

function refuses(hop: Hop, blocker: Blocker): boolean {
  return stepRuns(hop.steps).some((run) => meets(run, blocker));
}

/** The same network ACL may stand at two subnets of one path. */
function isAt(hop: Hop, { at }: Blocker): boolean {
  return hop.resource === at || hop.subnet === at;
}

function position({ leg, hop }: PlacedBlocker): number {
  return (leg === 'forward' ? 0 : 1_000_000) + (hop ?? 999_999);
}
