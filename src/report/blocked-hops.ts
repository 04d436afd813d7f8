import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import type { Hop, LegName, Trace } from '../reachability/trace.ts';

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
  const found = [refusesBy, passesBy, isBlocked].map((matches) => hops.findIndex((hop) => matches(hop, blocker)));
  return { blocker, leg, hop: found.find((index) => index >= 0) ?? null };
}

/** A step of the hop was refused by a resource of the blocker, in its direction. */
function refusesBy(hop: Hop, blocker: Blocker): boolean {
  return hop.steps.some(
    (step) =>
      step.outcome !== 'accept' &&
      (blocker.direction === null || step.direction === null || step.direction === blocker.direction) &&
      blocker.resources.includes(step.evidence.resource),
  );
}

function passesBy(hop: Hop, blocker: Blocker): boolean {
  return blocker.resources.includes(hop.resource);
}

/** The hop is where the blocker says it happens, and something went wrong there. */
function isBlocked(hop: Hop, blocker: Blocker): boolean {
  return (
    (hop.resource === blocker.at || hop.subnet === blocker.at) && hop.steps.some((step) => step.outcome !== 'accept')
  );
}

function position({ leg, hop }: PlacedBlocker): number {
  return (leg === 'forward' ? 0 : 1_000_000) + (hop ?? 999_999);
}
