import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../src/net/address.ts';
import {
  isOnInternet,
  namedInterface,
  namesInterface,
  publicAddressOf,
} from '../../src/reachability/named-interface.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import type { NetworkInterface } from '../../src/snapshot/network-facts.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { instance, item, networkInterface, type World } from '../support/world.ts';

type Change = (world: World) => void;

function opened(change: Change = () => {}) {
  const world = healthyWorld();
  change(world);
  return openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
}

/** The database's interface with two private addresses, each with a public one, and with one of IPv6. */
const published: Change = (w) => {
  const eni = item(w, 'NetworkInterfaces', 'eni-db');
  eni.Association = { PublicIp: '203.0.113.20' };
  eni.PrivateIpAddresses = [
    { PrivateIpAddress: '10.0.20.10', Primary: true, Association: { PublicIp: '203.0.113.20' } },
    { PrivateIpAddress: '10.0.20.11', Primary: false, Association: { PublicIp: '203.0.113.21' } },
    { PrivateIpAddress: '10.0.20.12', Primary: false },
  ];
  eni.Ipv6Addresses = [{ Ipv6Address: '2001:db8:20::10' }];
};

function named(text: string, family: 4 | 6 = 4, change: Change = published): string | null {
  const found = namedInterface(opened(change), text, family);
  if (found === null) return null;
  return `${found.eni.NetworkInterfaceId} at ${found.address === null ? 'no address' : formatAddress(found.address)}`;
}

describe('an interface', () => {
  test.each<[string, boolean]>([
    ['eni-db', true],
    ['i-db', true],
    ['rotate-i-db', false],
    ['function-eni-db', false],
  ])('is what %s names: %s', (text, expected) => {
    expect(namesInterface(text)).toBe(expected);
  });

  test.each<[string, 4 | 6, string | null]>([
    ['eni-db', 4, 'eni-db at 10.0.20.10'],
    ['eni-db', 6, 'eni-db at 2001:db8:20::10'],
    ['i-db', 4, 'eni-db at 10.0.20.10'],
    ['10.0.20.10', 4, 'eni-db at 10.0.20.10'],
    ['10.0.20.11', 4, 'eni-db at 10.0.20.11'],
    ['203.0.113.20', 4, 'eni-db at 10.0.20.10'],
    ['203.0.113.21', 4, 'eni-db at 10.0.20.11'],
    ['2001:db8:20::10', 6, 'eni-db at 2001:db8:20::10'],
    ['10.0.20.99', 4, null],
    ['203.0.113.99', 4, null],
  ])('named by %s over IPv%s: %s', (text, family, expected) => {
    expect(named(text, family)).toBe(expected);
  });

  test('has no IPv6 address where none is listed', () => {
    expect(named('eni-db', 6, () => {})).toBe('eni-db at no address');
    expect(named('eni-db', 6, (w) => (item(w, 'NetworkInterfaces', 'eni-db').Ipv6Addresses = []))).toBe(
      'eni-db at no address',
    );
  });

  test('that nobody read, or one of several, is refused with what to name instead', () => {
    const second: Change = (w) => {
      w.NetworkInterfaces.push(
        instance('i-db', networkInterface('eni-second', 'subnet-db', '10.0.20.13', ['sg-db'])).interface,
      );
    };
    const refused = (text: string) => () => named(text, 4, second);
    expect(refused('eni-gone')).toThrow(
      expect.objectContaining({
        message: 'eni-gone is held by no interface that was read.',
        hint: 'Name an interface that was read, or subnet-…/sg-….',
      }),
    );
    expect(refused('i-db')).toThrow(
      expect.objectContaining({
        message: 'i-db is ambiguous: eni-db, eni-second.',
        hint: 'Name one of these interfaces.',
      }),
    );
  });

  test.each<[string, Partial<NetworkInterface>, string, string | null]>([
    ['is the one associated with it', {}, '10.0.20.10', '203.0.113.20'],
    ['is that of a second address', {}, '10.0.20.11', '203.0.113.21'],
    ['is none where none is associated', {}, '10.0.20.12', null],
    ['is none of IPv6', {}, '2001:db8:20::10', null],
    [
      'is that of the interface, where its list of addresses says nothing',
      { PrivateIpAddresses: [{ PrivateIpAddress: '10.0.20.10' }] },
      '10.0.20.10',
      '203.0.113.20',
    ],
    [
      'is that of the interface, where it has no such list',
      { PrivateIpAddresses: undefined },
      '10.0.20.10',
      '203.0.113.20',
    ],
    ['is none of an interface for IPv6 alone', { PrivateIpAddress: undefined }, '2001:db8:20::10', null],
  ])('the public address %s', (_, more, text, expected) => {
    const [eni] = opened(published).seen('NetworkInterfaces', { 'network-interface-id': 'eni-db' });
    const inside = parseAddress(text);
    if (eni === undefined || inside === null) throw new Error('No interface');
    const outside = publicAddressOf({ ...eni, ...more }, inside);
    expect(outside === null ? null : formatAddress(outside)).toBe(expected);
  });
});

describe('an address', () => {
  const ownPublicBlock: Change = (w) => {
    published(w);
    item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
      CidrBlock: '198.51.100.0/24',
      CidrBlockState: { State: 'associated' },
    });
  };

  test.each<[string, string, boolean]>([
    ['on the internet', '192.0.2.7', true],
    ['private', '10.9.9.9', false],
    ['of an interface', '203.0.113.21', false],
    ['of a public block that a VPC has to itself', '198.51.100.7', false],
    ['no address', 'eni-db', false],
  ])('%s: %s', (_, text, expected) => {
    expect(isOnInternet(opened(ownPublicBlock), text)).toBe(expected);
  });
});
