import { missingFact } from '../reachability/walk-record.ts';
import { explain } from '../rules/explain.ts';
import type { Finding } from '../rules/finding.ts';
import type { SnapshotDocument } from '../snapshot/document.ts';

/** Gaps that are no error of AWS: what it shows to another account, or to the owner of a shared VPC alone, and what nobody asked it. */
const NO_ERROR: ReadonlySet<string> = new Set(['NotShown', 'OtherAccount', 'SharedVpc']);

/**
 * The calls of a capture that AWS answered with an error. A verdict may stand without them, but RotateSecret is sent on a
 * complete reading only: what a refused call would have shown, nobody has looked at.
 */
export function unansweredCalls(document: SnapshotDocument): readonly Finding[] {
  const gaps = document.gaps.filter(({ error }) => !NO_ERROR.has(error));
  return explain(
    gaps.map(({ list, action, error, message }) => ({
      prerequisite: 'precondition',
      trace: null,
      blocker: missingFact([{ list, action, reason: `${error}: ${message}` }], [list], null, null),
    })),
  );
}
