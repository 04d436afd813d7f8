import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, type IntervalSet, intervalSet } from '../../src/net/interval-set.ts';
import {
  type Box,
  intersectBoxes,
  intersectPackets,
  isEmptyBox,
  isSubsetOf,
  noPackets,
  type PacketSet,
  packets,
  project,
  reversed,
  subtractPackets,
  unionPackets,
} from '../../src/net/packet-set.ts';

/** A space so small that every packet in it can be asked for: 4 × 4 × 4 × 4. */
const side = [0, 1, 2, 3];
const small = fc.subarray(side).map((values): IntervalSet<number> => intervalSet(values.map((v) => [v, v] as const)));
const big = small.map((set): IntervalSet<bigint> => set.map(([low, high]) => [BigInt(low), BigInt(high)]));
const box: fc.Arbitrary<Box> = fc.record({
  family: fc.constant(4 as const),
  source: big,
  destination: big,
  sourcePort: small,
  destinationPort: small,
});
const packetSet = fc
  .array(box, { maxLength: 3 })
  .map((boxes) => boxes.reduce<PacketSet>((all, b) => unionPackets(all, packets(b)), []));

const space = side.flatMap((s) => side.flatMap((d) => side.flatMap((sp) => side.map((dp) => [s, d, sp, dp] as const))));
type Packet = (typeof space)[number];

function isIn({ source, destination, sourcePort, destinationPort }: Box, [s, d, sp, dp]: Packet): boolean {
  return (
    contains(source, BigInt(s)) &&
    contains(destination, BigInt(d)) &&
    contains(sourcePort, sp) &&
    contains(destinationPort, dp)
  );
}

/** How many boxes hold each packet: more than one would not be disjoint. */
function timesHeld(set: PacketSet): readonly number[] {
  return space.map((p) => set.filter((b) => isIn(b, p)).length);
}

describe('sets of packets', () => {
  test('union, intersection and difference hold what they say, in disjoint boxes that are not empty', () => {
    fc.assert(
      fc.property(packetSet, packetSet, (a, b) => {
        const [inA, inB] = [timesHeld(a), timesHeld(b)];
        expect(timesHeld(unionPackets(a, b))).toEqual(inA.map((n, i) => Math.max(n, inB[i] ?? 0)));
        expect(timesHeld(intersectPackets(a, b))).toEqual(inA.map((n, i) => Math.min(n, inB[i] ?? 0)));
        expect(timesHeld(subtractPackets(a, b))).toEqual(inA.map((n, i) => (inB[i] === 0 ? n : 0)));
        for (const set of [unionPackets(a, b), intersectPackets(a, b), subtractPackets(a, b)]) {
          expect(set.some(isEmptyBox)).toBe(false);
          expect(Math.max(0, ...timesHeld(set))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('a subset is one that leaves nothing over', () => {
    fc.assert(
      fc.property(packetSet, packetSet, (a, b) => {
        const inB = timesHeld(b);
        expect(isSubsetOf(a, b)).toBe(timesHeld(a).every((n, i) => n === 0 || inB[i] === 1));
        expect(isSubsetOf(intersectPackets(a, b), a)).toBe(true);
        expect(noPackets(subtractPackets(a, a))).toBe(true);
      }),
    );
  });

  test('replies swap both ends, and the replies to replies are the packets', () => {
    fc.assert(
      fc.property(packetSet, (a) => {
        expect(reversed(reversed(a))).toEqual(a);
        const held = new Map(space.map((p, i) => [p.join(), timesHeld(a)[i]]));
        expect(timesHeld(reversed(a))).toEqual(space.map(([s, d, sp, dp]) => held.get([d, s, dp, sp].join())));
      }),
    );
  });

  test('a projection holds every value that some packet has, and no other', () => {
    fc.assert(
      fc.property(packetSet, (a) => {
        const held = space.filter((p) => a.some((b) => isIn(b, p)));
        const values = (at: 0 | 1 | 2 | 3) => side.filter((v) => held.some((p) => p[at] === v));
        expect(side.filter((v) => contains(project(a, 'source'), BigInt(v)))).toEqual(values(0));
        expect(side.filter((v) => contains(project(a, 'destination'), BigInt(v)))).toEqual(values(1));
        expect(side.filter((v) => contains(project(a, 'sourcePort'), v))).toEqual(values(2));
        expect(side.filter((v) => contains(project(a, 'destinationPort'), v))).toEqual(values(3));
      }),
    );
  });

  test('a box with an empty side holds nothing', () => {
    const full: Box = {
      family: 4,
      source: [[0n, 3n]],
      destination: [[0n, 3n]],
      sourcePort: [[0, 3]],
      destinationPort: [[0, 3]],
    };
    expect(packets(full)).toEqual([full]);
    for (const dimension of ['source', 'destination', 'sourcePort', 'destinationPort'] as const) {
      expect(packets({ ...full, [dimension]: [] })).toEqual([]);
      expect(isEmptyBox(intersectBoxes(full, { ...full, [dimension]: [] }))).toBe(true);
    }
  });
});
