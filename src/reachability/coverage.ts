import { intersect, intervalSet, isEmpty, subtract } from '../net/interval-set.ts';
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
  const atoms = member === null ? [null] : memberAtoms(segments, member);
  const verdicts = new Set(atoms.map((atom) => atomCoverage(segments, member, atom)));
  if (!verdicts.has('all')) return verdicts.size === 1 && verdicts.has('none') ? 'none' : 'part';
  return verdicts.size === 1 ? 'all' : 'mixed';
}

/** Whether something is known to pass whatever the unknown member is. */
export function passesInPart(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  member: MemberDimension,
): boolean {
  const atoms = member === null ? [null] : memberAtoms(segments, member);
  return atoms.every((atom) => atomCoverage(segments, member, atom) !== 'none');
}

type Atom = readonly (readonly [bigint, bigint])[] | null;

function atomCoverage(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  member: MemberDimension,
  atom: Atom,
) {
  const parts = segments.map(({ query, passing }) => ({
    asked: restrict([query], member, atom),
    passes: restrict(passing, member, atom),
  }));
  if (parts.some(({ passes }) => noPackets(passes))) return 'none';
  return parts.every(({ asked, passes }) => isSubsetOf(asked, passes)) ? 'all' : 'part';
}

export function restrict(set: PacketSet, member: MemberDimension, atom: Atom): PacketSet {
  if (member === null || atom === null) return set;
  return set.map((box) => ({ ...box, [member]: intersect(box[member], atom) })).filter((box) => !isEmpty(box[member]));
}

/** The members in classes no box tells apart. Segments that do not see the member (after translation) cannot split it. */
export function memberAtoms(
  segments: readonly { readonly query: Box; readonly passing: PacketSet }[],
  member: 'source' | 'destination',
): readonly (readonly (readonly [bigint, bigint])[])[] {
  const asked = segments[0]?.query[member] ?? [];
  let atoms = [asked];
  for (const { passing } of segments) {
    for (const box of passing) {
      atoms = atoms.flatMap((atom) =>
        [intersect(atom, box[member]), subtract(atom, box[member])].filter((a) => !isEmpty(a)),
      );
    }
  }
  return atoms.map((atom) => intervalSet(atom));
}
