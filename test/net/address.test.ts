import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, type Family, formatAddress, parseAddress } from '../../src/net/address.ts';

const address = fc.oneof(
  fc.record({ family: fc.constant<Family>(4), value: fc.bigInt(0n, 2n ** 32n - 1n) }),
  fc.record({ family: fc.constant<Family>(6), value: fc.bigInt(0n, 2n ** 128n - 1n) }),
);

describe('an address as AWS writes it', () => {
  test.each<[string, Address]>([
    ['0.0.0.0', { family: 4, value: 0n }],
    ['10.0.20.10', { family: 4, value: 0x0a00140an }],
    ['255.255.255.255', { family: 4, value: 0xffffffffn }],
    ['::', { family: 6, value: 0n }],
    ['::1', { family: 6, value: 1n }],
    ['2001:db8::a', { family: 6, value: 0x20010db800000000000000000000000an }],
    ['2001:DB8:0:0:0:0:0:A', { family: 6, value: 0x20010db800000000000000000000000an }],
    ['2001:0db8:0000:0000:0000:0000:0000:000a', { family: 6, value: 0x20010db800000000000000000000000an }],
    ['1:2:3:4:5:6:7::', { family: 6, value: 0x00010002000300040005000600070000n }],
    ['::ffff:192.0.2.1', { family: 6, value: 0xffffc0000201n }],
    ['fe80::', { family: 6, value: 0xfe80n << 112n }],
  ])('%s is read', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
  });

  test.each([
    ['octal, which others read as 8.0.0.1', '010.0.0.1'],
    ['a leading zero', '10.0.0.01'],
    ['hexadecimal', '0x0a.0.0.1'],
    ['a short form', '10.1'],
    ['one number', '167772161'],
    ['three parts', '10.0.0'],
    ['five parts', '10.0.0.0.1'],
    ['a part over 255', '10.0.0.256'],
    ['a sign', '-1.0.0.0'],
    ['a trailing dot', '10.0.0.1.'],
    ['a leading dot', '.10.0.0.1'],
    ['an empty part', '10..0.1'],
    ['white space', ' 10.0.0.1'],
    ['a line end', '10.0.0.1\n'],
    ['a prefix length', '10.0.0.0/8'],
    ['other digits', '１０.0.0.1'],
    ['nothing', ''],
    ['a colon', ':'],
    ['three colons', ':::'],
    ['two gaps', '2001::db8::1'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['seven groups without a gap', '1:2:3:4:5:6:7'],
    ['eight groups and a gap', '1:2:3:4::5:6:7:8'],
    ['a group of five digits', '2001:0db80::1'],
    ['a letter beyond f', '2001:db8::g'],
    ['a zone', 'fe80::1%eth0'],
    ['brackets', '[::1]'],
    ['an embedded address that is none', '::ffff:192.0.2.256'],
    ['an embedded address with octal', '::ffff:010.0.2.1'],
    ['a lone leading colon', ':1:2:3:4:5:6:7'],
    ['a host name', 'db.corp.example'],
  ])('%s is none', (_, text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test.each([
    ['2001:DB8:0:0:0:0:0:A', '2001:db8::a'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
  ])('%s is written %s (RFC 5952)', (text, canonical) => {
    const parsed = parseAddress(text);
    expect(parsed && formatAddress(parsed)).toBe(canonical);
  });

  test('what is written is read as the same address', () => {
    fc.assert(
      fc.property(address, (a) => {
        expect(parseAddress(formatAddress(a))).toEqual(a);
      }),
    );
  });

  test('any text is read or refused, never thrown at', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcdef.:/') }));
    fc.assert(
      fc.property(text, (t) => {
        expect([4, 6, undefined]).toContain(parseAddress(t)?.family);
      }),
    );
  });
});
