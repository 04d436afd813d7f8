import type { Assumptions } from '../reachability/assumptions.ts';
import { blocker } from '../reachability/blocker.ts';
import type { FoundBlocker } from '../rules/explain.ts';

/** Assumptions that no path of the question had a use for: somebody may believe them to count. */
export function unusedAssumptions({ stated }: Assumptions, found: readonly FoundBlocker[]): readonly FoundBlocker[] {
  const opaque = found.filter(({ blocker: { code } }) => code === 'X_ASSUMED' || code === 'X_OPAQUE_HOP');
  const met = new Set(opaque.map(({ blocker: { details } }) => details['hop']));
  return stated
    .filter(({ hop }) => !met.has(hop))
    .map(({ hop, because }) => ({
      prerequisite: 'precondition',
      trace: null,
      blocker: blocker('X_ASSUMPTION_UNUSED', { resources: [hop] }, { hop, because }),
    }));
}
