import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  type Interval,
  type IntervalSet,
  intersect,
  intervalSet,
  isEmpty,
  isSubset,
  overlaps,
  subtract,
  union,
} from '../../src/net/interval-set.ts';

const HIGH = 40;
/** Ranges in a small space, in any order, some of them empty (low > high): every law can be checked point by point. */
const ranges = fc.array(fc.tuple(fc.integer({ min: 0, max: HIGH }), fc.integer({ min: 0, max: HIGH })), {
  maxLength: 8,
});
const portSet = ranges.map((r) => intervalSet<number>(r));
const points = Array.from({ length: HIGH + 3 }, (_, i) => i - 1);

function membersOf(set: IntervalSet<number>): readonly number[] {
  return points.filter((p) => contains(set, p));
}

function isCanonical(set: IntervalSet<number>): boolean {
  return set.every(([low, high], i) => low <= high && (i === 0 || low > (set[i - 1]?.[1] ?? 0) + 1));
}

describe('a set made of ranges', () => {
  test('holds exactly what some range holds', () => {
    fc.assert(
      fc.property(ranges, (r) => {
        expect(membersOf(intervalSet<number>(r))).toEqual(
          points.filter((p) => r.some(([low, high]) => low <= p && p <= high)),
        );
      }),
    );
  });

  test('is sorted, disjoint and without seams, whatever the order of the ranges', () => {
    fc.assert(
      fc.property(ranges, (r) => {
        const set = intervalSet<number>(r);
        expect(isCanonical(set)).toBe(true);
        expect(intervalSet<number>(r.toReversed())).toEqual(set);
        expect(intervalSet(set)).toEqual(set);
      }),
    );
  });

  test('leaves its ranges as they were', () => {
    const given: readonly Interval<number>[] = [
      [5, 9],
      [1, 5],
    ];
    expect(intervalSet(given)).toEqual([[1, 9]]);
    expect(given).toEqual([
      [5, 9],
      [1, 5],
    ]);
  });

  test.each<[readonly Interval<number>[], IntervalSet<number>]>([
    [[], []],
    [[[3, 2]], []],
    [[[1, 1]], [[1, 1]]],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 4]],
    ],
    [
      [
        [1, 2],
        [4, 5],
      ],
      [
        [1, 2],
        [4, 5],
      ],
    ],
    [
      [
        [1, 9],
        [2, 3],
      ],
      [[1, 9]],
    ],
    [
      [
        [0, 65535],
        [443, 443],
      ],
      [[0, 65535]],
    ],
  ])('%j is %j', (given, set) => {
    expect(intervalSet(given)).toEqual(set);
  });
});

describe('the algebra', () => {
  test('union, intersection and difference hold what they say, in canonical form', () => {
    fc.assert(
      fc.property(portSet, portSet, (a, b) => {
        const [inA, inB] = [membersOf(a), membersOf(b)];
        expect(membersOf(union(a, b))).toEqual(points.filter((p) => inA.includes(p) || inB.includes(p)));
        expect(membersOf(intersect(a, b))).toEqual(inA.filter((p) => inB.includes(p)));
        expect(membersOf(subtract(a, b))).toEqual(inA.filter((p) => !inB.includes(p)));
        for (const set of [union(a, b), intersect(a, b), subtract(a, b)]) expect(isCanonical(set)).toBe(true);
      }),
    );
  });

  test('union and intersection commute, associate and absorb', () => {
    fc.assert(
      fc.property(portSet, portSet, portSet, (a, b, c) => {
        expect(union(a, b)).toEqual(union(b, a));
        expect(intersect(a, b)).toEqual(intersect(b, a));
        expect(union(a, union(b, c))).toEqual(union(union(a, b), c));
        expect(intersect(a, intersect(b, c))).toEqual(intersect(intersect(a, b), c));
        expect(union(a, intersect(a, b))).toEqual(a);
        expect(intersect(a, union(a, b))).toEqual(a);
        expect(intersect(a, union(b, c))).toEqual(union(intersect(a, b), intersect(a, c)));
      }),
    );
  });

  test('difference obeys De Morgan, and what is cut off and what is left make the whole', () => {
    fc.assert(
      fc.property(portSet, portSet, portSet, (a, b, c) => {
        expect(subtract(a, union(b, c))).toEqual(intersect(subtract(a, b), subtract(a, c)));
        expect(subtract(a, intersect(b, c))).toEqual(union(subtract(a, b), subtract(a, c)));
        expect(union(subtract(a, b), intersect(a, b))).toEqual(a);
        expect(subtract(a, a)).toEqual([]);
      }),
    );
  });

  test('the empty set is neutral', () => {
    fc.assert(
      fc.property(portSet, (a) => {
        const none: IntervalSet<number> = [];
        expect(union(a, none)).toEqual(a);
        expect(intersect(a, none)).toEqual([]);
        expect(subtract(a, none)).toEqual(a);
        expect(subtract(none, a)).toEqual([]);
        expect(isEmpty(a)).toBe(membersOf(a).length === 0);
      }),
    );
  });

  test('subset and overlap say what the members say', () => {
    fc.assert(
      fc.property(portSet, portSet, (a, b) => {
        const [inA, inB] = [membersOf(a), membersOf(b)];
        expect(isSubset(a, b)).toBe(inA.every((p) => inB.includes(p)));
        expect(overlaps(a, b)).toBe(inA.some((p) => inB.includes(p)));
        expect(isSubset(a, union(a, b))).toBe(true);
      }),
    );
  });

  test('addresses obey the same laws as ports', () => {
    const big = (set: IntervalSet<number>): IntervalSet<bigint> =>
      set.map(([low, high]) => [BigInt(low), BigInt(high)]);
    fc.assert(
      fc.property(portSet, portSet, (a, b) => {
        expect(union(big(a), big(b))).toEqual(big(union(a, b)));
        expect(intersect(big(a), big(b))).toEqual(big(intersect(a, b)));
        expect(subtract(big(a), big(b))).toEqual(big(subtract(a, b)));
      }),
    );
  });
});
