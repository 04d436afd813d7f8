import { expect, test } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { healthyWorld } from '../support/healthy-world.ts';

function parse(ranges: unknown) {
  return parseSnapshot({ ...healthyWorld(), ServiceIpRanges: ranges }, 'facts.json');
}

test.each<[unknown, string]>([
  [[], 'ServiceIpRanges: expected a value of type object'],
  [{ prefixes: [null] }, 'ServiceIpRanges.prefixes[0]: expected a value of type object'],
  [{ prefixes: [{ region: 'us-east-1' }] }, 'ServiceIpRanges.prefixes[0].ip_prefix: expected a value of type string'],
  [
    { prefixes: [{ ip_prefix: '203.0.113.0/24' }, { ip_prefix: '203.0.113.0/33' }] },
    'ServiceIpRanges.prefixes[1].ip_prefix: expected an IPv4 CIDR block',
  ],
])('%j is refused: %s', (ranges, message) => {
  expect(() => parse(ranges)).toThrow(
    expect.objectContaining({ code: 'INVALID_SNAPSHOT', message: expect.stringContaining(`facts.json: ${message}`) }),
  );
});

test('blocks are kept as they are', () => {
  const ranges = { createDate: '2026-11-01', prefixes: [{ ip_prefix: '203.0.113.0/24', service: 'AMAZON' }] };
  expect(parse(ranges).ServiceIpRanges).toEqual(ranges);
  expect(parse(null).ServiceIpRanges).toBeNull();
});
