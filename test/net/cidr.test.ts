import { excludeCidr, mergeCidr } from 'cidr-tools';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../src/net/address.ts';
import { addressSetOf } from '../../src/net/address-space.ts';
import { type Cidr, cidrContains, cidrInterval, cidrsOf, formatCidr, hostCidr, parseCidr } from '../../src/net/cidr.ts';
import { subtract } from '../../src/net/interval-set.ts';

const bits = (family: Family) => (family === 4 ? 32 : 128);
const cidrOf = (family: Family): fc.Arbitrary<Cidr> =>
  fc
    .tuple(fc.bigInt(0n, 2n ** BigInt(bits(family)) - 1n), fc.integer({ min: 0, max: bits(family) }))
    .map(([value, length]) => {
      const host = BigInt(bits(family) - length);
      return { family, base: (value >> host) << host, length };
    });
/** Blocks of one small neighbourhood, so that they touch, overlap and contain each other. */
const crowdOf = (family: Family) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: bits(family) - 8, max: bits(family) }))
      .map(([value, length]) => {
        const host = BigInt(bits(family) - length);
        const base = (family === 4 ? 0x0a000000n : 0x20010db8n << 96n) + BigInt(value);
        return { family, base: (base >> host) << host, length };
      }),
    { maxLength: 12 },
  );
const family = fc.constantFrom<Family>(4, 6);

describe('a block as AWS writes it', () => {
  test.each([
    ['0.0.0.0/0', { family: 4, base: 0n, length: 0 }],
    ['10.0.0.0/8', { family: 4, base: 0x0a000000n, length: 8 }],
    ['10.0.20.10/32', { family: 4, base: 0x0a00140an, length: 32 }],
    ['10.0.20.10/16', { family: 4, base: 0x0a000000n, length: 16 }],
    ['::/0', { family: 6, base: 0n, length: 0 }],
    ['2001:db8::/32', { family: 6, base: 0x20010db8n << 96n, length: 32 }],
    ['2001:db8::1/128', { family: 6, base: (0x20010db8n << 96n) + 1n, length: 128 }],
    ['2001:db8:0:ff::1/56', { family: 6, base: 0x20010db8n << 96n, length: 56 }],
  ])('%s is read, host bits cleared as EC2 does', (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  test.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/032',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    '10.0.0.0/8.0',
    '10.0.0.0/8 ',
    '10.0.0.0 /8',
    '10.0.0.0/8\n',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '10/8',
    '010.0.0.0/8',
    '10.0.0.256/32',
    '/8',
    '',
    '::/129',
    '2001:db8::/1e1',
    '::ffff:10.0.0/104',
    'pl-63a5400a',
  ])('%j is none', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  test('what is written is read as the same block', () => {
    fc.assert(
      fc.property(family.chain(cidrOf), (c) => {
        expect(parseCidr(formatCidr(c))).toEqual(c);
      }),
    );
  });

  test('a block holds its first and last address, and the one before and after are outside', () => {
    fc.assert(
      fc.property(family.chain(cidrOf), (c) => {
        const [low, high] = cidrInterval(c);
        expect(high - low + 1n).toBe(2n ** BigInt(bits(c.family) - c.length));
        for (const [value, inside] of [
          [low, true],
          [high, true],
          [low - 1n, false],
          [high + 1n, false],
        ] as const) {
          expect(cidrContains(c, { family: c.family, value })).toBe(inside);
        }
      }),
    );
  });

  test('no block holds an address of the other family', () => {
    expect(cidrContains({ family: 6, base: 0n, length: 0 }, { family: 4, value: 5n })).toBe(false);
    expect(cidrContains({ family: 4, base: 0n, length: 0 }, { family: 6, value: 5n })).toBe(false);
  });

  test('a host is a block of one address', () => {
    expect(formatCidr(hostCidr({ family: 4, value: 0x0a00140an }))).toBe('10.0.20.10/32');
    expect(formatCidr(hostCidr({ family: 6, value: 1n }))).toBe('::1/128');
  });
});

describe('sets of blocks, with cidr-tools as a second opinion', () => {
  const ours = (of: Family, set: ReturnType<typeof addressSetOf>['set']) => cidrsOf(of, set).map(formatCidr);

  test('merging gives the same fewest blocks', () => {
    fc.assert(
      fc.property(family.chain(crowdOf), (crowd) => {
        const [first] = crowd;
        if (first === undefined) return;
        const merged = ours(first.family, addressSetOf(first.family, crowd).set);
        expect(merged.toSorted()).toEqual(mergeCidr(crowd.map(formatCidr)).toSorted());
      }),
    );
  });

  test('taking blocks out of blocks leaves the same', () => {
    fc.assert(
      fc.property(
        family.chain((f) => fc.tuple(crowdOf(f), crowdOf(f))),
        ([from, out]) => {
          const [first] = from;
          if (first === undefined) return;
          const set = subtract(addressSetOf(first.family, from).set, addressSetOf(first.family, out).set);
          const theirs = mergeCidr(excludeCidr(from.map(formatCidr), out.map(formatCidr)));
          expect(ours(first.family, set).toSorted()).toEqual(theirs.toSorted());
        },
      ),
    );
  });

  test.each([
    [4, ['0.0.0.0/0']],
    [4, ['0.0.0.0/1', '128.0.0.0/1']],
    [6, ['::/0']],
    [6, ['8000::/1', '::/1']],
  ] as const)('all of IPv%i is one block: %j', (of, blocks) => {
    const set = addressSetOf(
      of,
      blocks.map((text) => parseCidr(text)).filter((c) => c !== null),
    ).set;
    expect(ours(of, set)).toEqual([of === 4 ? '0.0.0.0/0' : '::/0']);
  });

  test('blocks of the other family are left out', () => {
    const mixed = ['10.0.0.0/8', '2001:db8::/32'].map((text) => parseCidr(text)).filter((c) => c !== null);
    expect(ours(4, addressSetOf(4, mixed).set)).toEqual(['10.0.0.0/8']);
    expect(ours(6, addressSetOf(6, mixed).set)).toEqual(['2001:db8::/32']);
  });
});
