import { type IntervalSet, intersect, isEmpty, subtract } from '../net/interval-set.ts';
import { type Box, isSubsetOf, noPackets, type PacketSet } from '../net/packet-set.ts';

/** The dimension in which a flow has one unknown member instead of all: the address of a public service. */
export type MemberDimension = 'source' | 'destination' | null;

/**
 * How much of a query passes. `mixed`: some possible members pass whole and others do not, so nobody can tell.
 * `part` and `none` refuse whatever the member is.
 */
export type Coverage = 'all' | 'part' | 'none' | 'mixed';

/**
 * Compares what passes with what was asked. Several segments of one path (before and after address translation) pass
 * together only where each of them does; the unknown member is the same in all of them.
 */
export function coverage(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  member: MemberDimension,
): Coverage {
  const verdicts = new Set(membersAlike(segments, member).map((alike) => coverageOf(segments, alike)));
  if (!verdicts.has('all')) return verdicts.size === 1 && verdicts.has('none') ? 'none' : 'part';
  return verdicts.size === 1 ? 'all' : 'mixed';
}

/** Whether something is known to pass whatever the unknown member is. */
export function passesInPart(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  member: MemberDimension,
): boolean {
  return membersAlike(segments, member).every((alike) => coverageOf(segments, alike) !== 'none');
}

/** Possible members that no box tells apart; null: all members together. */
type Alike = { readonly dimension: 'source' | 'destination'; readonly members: IntervalSet<bigint> } | null;

function coverageOf(segments: readonly { readonly query: Box; readonly passing: PacketSet }[], alike: Alike) {
  const parts = segments.map(({ query, passing }) => ({
    asked: restrict([query], alike),
    passes: restrict(passing, alike),
  }));
  if (parts.some(({ passes }) => noPackets(passes))) return 'none';
  return parts.every(({ asked, passes }) => isSubsetOf(asked, passes)) ? 'all' : 'part';
}

export function restrict(set: PacketSet, alike: Alike): PacketSet {
  if (alike === null) return set;
  const { dimension, members } = alike;
  return set
    .map((box) => ({ ...box, [dimension]: intersect(box[dimension], members) }))
    .filter((box) => !isEmpty(box[dimension]));
}

/** The members in classes no box tells apart. Segments that do not see the member (after translation) cannot split it. */
export function membersAlike(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  dimension: MemberDimension,
): readonly Alike[] {
  if (dimension === null) return [null];
  const asked = segments[0]?.query[dimension] ?? [];
  const boxes = segments.flatMap(({ passing }) => passing);
  return boxes
    .reduce<readonly IntervalSet<bigint>[]>(
      (classes, box) =>
        classes
          .flatMap((members) => [intersect(members, box[dimension]), subtract(members, box[dimension])])
          .filter((members) => !isEmpty(members)),
      [asked],
    )
    .map((members) => ({ dimension, members }));
}
