import { describe, expect, test } from 'vitest';
import type { Box, PacketSet } from '../../src/net/packet-set.ts';
import { coverage, type MemberDimension, passesInPart } from '../../src/reachability/coverage.ts';

/** Destinations 0–9, client ports 0–9. */
const WHOLE = box([0, 9], [0, 9]);

function box(destinations: readonly [number, number], clientPorts: readonly [number, number]): Box {
  const [low, high] = destinations;
  return {
    family: 4,
    source: [[1n, 1n]],
    destination: [[BigInt(low), BigInt(high)]],
    sourcePort: [clientPorts],
    destinationPort: [[443, 443]],
  };
}

type Row = [name: string, member: MemberDimension, passing: PacketSet[], expected: string, inPart: boolean];

describe('coverage', () => {
  test.each<Row>([
    ['everything', null, [[WHOLE]], 'all', true],
    ['everything, in two pieces', null, [[box([0, 4], [0, 9]), box([5, 9], [0, 9])]], 'all', true],
    ['nothing', null, [[]], 'none', false],
    ['some addresses, all asked', null, [[box([0, 4], [0, 9])]], 'part', true],
    ['some ports, all asked', null, [[box([0, 9], [0, 4])]], 'part', true],
    ['everything, one asked', 'destination', [[WHOLE]], 'all', true],
    ['nothing, one asked', 'destination', [[]], 'none', false],
    ['some addresses, one asked', 'destination', [[box([0, 4], [0, 9])]], 'mixed', false],
    ['some ports of every address, one asked', 'destination', [[box([0, 9], [0, 4])]], 'part', true],
    [
      'other ports of every address, one asked',
      'destination',
      [[box([0, 4], [0, 4]), box([5, 9], [5, 9])]],
      'part',
      true,
    ],
    [
      'all ports of some, some ports of the rest',
      'destination',
      [[box([0, 4], [0, 9]), box([5, 9], [0, 4])]],
      'mixed',
      true,
    ],
    ['some ports of some addresses', 'destination', [[box([0, 4], [0, 4])]], 'part', false],
    ['both segments whole', null, [[WHOLE], [WHOLE]], 'all', true],
    ['one segment whole, the other in part', null, [[WHOLE], [box([0, 9], [0, 4])]], 'part', true],
    ['one segment whole, the other not at all', null, [[WHOLE], []], 'none', false],
    ['each segment for other members', 'destination', [[box([0, 4], [0, 9])], [box([5, 9], [0, 9])]], 'none', false],
    [
      'both segments for the same members',
      'destination',
      [[box([0, 4], [0, 9])], [box([0, 6], [0, 9])]],
      'mixed',
      false,
    ],
  ])('of %s', (_, member, passing, expected, inPart) => {
    const segments = passing.map((set) => ({ query: WHOLE, passing: set }));
    expect(coverage(segments, member)).toBe(expected);
    expect(passesInPart(segments, member)).toBe(inPart);
  });

  test('tells sources apart where the source is the unknown member', () => {
    const half: Box = { ...WHOLE, source: [[0n, 0n]] };
    const asked: Box = { ...WHOLE, source: [[0n, 1n]] };
    expect(coverage([{ query: asked, passing: [half] }], 'source')).toBe('mixed');
    expect(coverage([{ query: asked, passing: [half] }], null)).toBe('part');
  });
});
