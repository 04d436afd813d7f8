import type { Family } from './address.ts';
import { type IntervalSet, intersect, isEmpty, subtract, union } from './interval-set.ts';

/**
 * An exact set of packets of one protocol and one address family: a union of disjoint boxes.
 * Each dimension is itself a set, so boxes stay few.
 */
export interface Box {
  readonly family: Family;
  readonly source: IntervalSet<bigint>;
  readonly destination: IntervalSet<bigint>;
  readonly sourcePort: IntervalSet<number>;
  readonly destinationPort: IntervalSet<number>;
}

export type PacketSet = readonly Box[];
type Dimension = Exclude<keyof Box, 'family'>;

const DIMENSIONS: readonly Dimension[] = ['source', 'destination', 'sourcePort', 'destinationPort'];

export function packets(box: Box): PacketSet {
  return isEmptyBox(box) ? [] : [box];
}

export function isEmptyBox(box: Box): boolean {
  return DIMENSIONS.some((d) => isEmpty<number | bigint>(box[d]));
}

export function noPackets(set: PacketSet): boolean {
  return set.length === 0;
}

export function intersectBoxes(a: Box, b: Box): Box {
  return {
    family: a.family,
    source: intersect(a.source, b.source),
    destination: intersect(a.destination, b.destination),
    sourcePort: intersect(a.sourcePort, b.sourcePort),
    destinationPort: intersect(a.destinationPort, b.destinationPort),
  };
}

export function intersectPackets(a: PacketSet, b: PacketSet): PacketSet {
  return a.flatMap((x) => b.map((y) => intersectBoxes(x, y)).filter((box) => !isEmptyBox(box)));
}

/** `a` without `cut`: along each dimension in turn, what lies outside the cut is kept and the rest is cut on. */
function subtractBox(a: Box, cut: Box): PacketSet {
  if (isEmptyBox(intersectBoxes(a, cut))) return [a];
  const kept: Box[] = [];
  let rest = a;
  const outside = (part: Partial<Box>, inside: Partial<Box>) => {
    const box = { ...rest, ...part };
    if (!isEmptyBox(box)) kept.push(box);
    rest = { ...rest, ...inside };
  };
  outside({ source: subtract(rest.source, cut.source) }, { source: intersect(rest.source, cut.source) });
  outside(
    { destination: subtract(rest.destination, cut.destination) },
    { destination: intersect(rest.destination, cut.destination) },
  );
  outside(
    { sourcePort: subtract(rest.sourcePort, cut.sourcePort) },
    { sourcePort: intersect(rest.sourcePort, cut.sourcePort) },
  );
  outside({ destinationPort: subtract(rest.destinationPort, cut.destinationPort) }, {});
  return kept;
}

export function subtractPackets(a: PacketSet, b: PacketSet): PacketSet {
  return b.reduce((rest, cut) => rest.flatMap((box) => subtractBox(box, cut)), a);
}

export function unionPackets(a: PacketSet, b: PacketSet): PacketSet {
  return [...a, ...subtractPackets(b, a)];
}

export function isSubsetOf(a: PacketSet, b: PacketSet): boolean {
  return noPackets(subtractPackets(a, b));
}

/** The replies: sources and destinations, addresses and ports, change places. */
export function reversed(set: PacketSet): PacketSet {
  return set.map((box) => ({
    family: box.family,
    source: box.destination,
    destination: box.source,
    sourcePort: box.destinationPort,
    destinationPort: box.sourcePort,
  }));
}

/** All values one dimension takes in a set. */
export function project<D extends Dimension>(set: PacketSet, dimension: D): Box[D] {
  return set.reduce<IntervalSet<number | bigint>>(
    (all, box) => union<number | bigint>(all, box[dimension]),
    [],
  ) as Box[D];
}
