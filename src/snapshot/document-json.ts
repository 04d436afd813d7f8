import type { RawItem, SnapshotDocument } from './document.ts';

/** A document as it is written down: what was never asked for is not in it. */
export function documentJson({ lists, places, ...envelope }: SnapshotDocument): RawItem {
  const asked = Object.entries({ ...envelope, ...lists }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(asked);
}
