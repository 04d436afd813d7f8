import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, parseAddress } from '../../src/net/address.ts';
import {
  addressSetOf,
  allAddresses,
  describeAddresses,
  isPublic,
  publicAddresses,
  singleAddress,
} from '../../src/net/address-space.ts';
import { type Cidr, parseCidr } from '../../src/net/cidr.ts';
import { contains, isSubset } from '../../src/net/interval-set.ts';

function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}

function blocks(...texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => parseCidr(text)).filter((c) => c !== null);
}

describe('public addresses', () => {
  /** The first and the last address of every block that is not public, and their neighbours outside it. */
  test.each([
    ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
    ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
    ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
    ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
    ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
    ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
    ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
    ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
    ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '2000::'],
    ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null],
  ])('none from %s to %s', (first, last, before, after) => {
    for (const text of [first, last]) expect(isPublic(addressOf(text))).toBe(false);
    for (const text of [before, after]) if (text !== null) expect(isPublic(addressOf(text))).toBe(true);
  });

  test.each([
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '2001:db8::1',
  ])('%s of a documentation or benchmark range counts as public', (text) => {
    expect(isPublic(addressOf(text))).toBe(true);
  });

  test('the set and the question agree', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), (value) => {
        expect(isPublic({ family: 4, value })).toBe(contains(publicAddresses(4).set, value));
      }),
    );
    expect(isSubset(publicAddresses(6).set, allAddresses(6).set)).toBe(true);
  });
});

describe('a set of addresses as text', () => {
  test.each([
    [['10.0.0.0/9', '10.128.0.0/9'], '10.0.0.0/8'],
    [['10.0.20.10/32'], '10.0.20.10'],
    [['10.0.0.0/24', '10.0.2.0/24'], '10.0.0.0/24, 10.0.2.0/24'],
    [[], ''],
  ])('%j is %j', (texts, expected) => {
    expect(describeAddresses(addressSetOf(4, blocks(...texts)))).toBe(expected);
  });

  test('names the first blocks and counts the rest', () => {
    const even = addressSetOf(4, blocks(...[0, 2, 4, 6, 8, 10].map((n) => `10.0.${n}.0/24`)));
    expect(describeAddresses(even)).toBe('10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24, 10.0.6.0/24 and 2 more blocks');
    expect(describeAddresses(even, 5)).toMatch(/ and 1 more block$/);
    expect(describeAddresses(even, 6)).not.toContain('more');
  });

  test('one address is itself', () => {
    expect(describeAddresses(singleAddress(addressOf('2001:DB8::1')))).toBe('2001:db8::1');
  });
});
