import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/net/packet-set.ts';
import { inside, outside } from '../../src/reachability/translation.ts';

const PAIRS = [
  { inside: 10n, outside: 1000n },
  { inside: 11n, outside: 500n },
];
const from = (...source: [bigint, bigint][]): Box => ({
  family: 4,
  source,
  destination: [[7n, 7n]],
  sourcePort: [[1024, 65535]],
  destinationPort: [[443, 443]],
});

describe('an internet gateway', () => {
  test('puts public addresses for private ones, ports and destinations untouched, and back', () => {
    expect(outside([from([10n, 10n])], PAIRS)).toEqual([from([1000n, 1000n])]);
    expect(outside([from([10n, 11n])], PAIRS)).toEqual([from([500n, 500n], [1000n, 1000n])]);
    expect(inside(outside([from([10n, 11n])], PAIRS), PAIRS)).toEqual([from([10n, 11n])]);
  });

  test('lets nothing out that has no public address', () => {
    expect(outside([from([12n, 20n])], PAIRS)).toEqual([]);
    expect(outside([from([9n, 10n])], PAIRS)).toEqual([from([1000n, 1000n])]);
    expect(outside([from([10n, 10n])], [])).toEqual([]);
  });

  test('changes nothing where it does not translate', () => {
    expect(outside([from([10n, 10n])], null)).toEqual([from([10n, 10n])]);
    expect(inside([from([10n, 10n])], null)).toEqual([from([10n, 10n])]);
  });
});
