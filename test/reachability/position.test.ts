import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/net/address.ts';
import { inSameZone, subnetHolds, zoneOf } from '../../src/reachability/position.ts';
import { known, unknown } from '../../src/snapshot/known.ts';
import type { Subnet } from '../../src/snapshot/network-facts.ts';
import { draftTopology } from '../../src/topology/topology.ts';
import { ACCOUNT, subnet } from '../support/world.ts';

const UNREAD = unknown({ list: 'Subnets', action: 'ec2:DescribeSubnets', reason: 'refused' });

function inZone(id: string, AvailabilityZone: string, AvailabilityZoneId?: string): Subnet {
  const { AvailabilityZoneId: _, ...plain } = subnet(id, '10.0.1.0/24', 'a');
  return { ...plain, AvailabilityZone, ...(AvailabilityZoneId === undefined ? {} : { AvailabilityZoneId }) };
}

function topology() {
  const draft = draftTopology(ACCOUNT);
  const subnets = [
    inZone('subnet-a', 'us-east-1a', 'use1-az1'),
    inZone('subnet-b', 'us-east-1b', 'use1-az2'),
    inZone('subnet-shared', 'us-east-1c', 'use1-az1'),
    inZone('subnet-by-name', 'us-east-1a'),
  ];
  for (const it of subnets) draft.addNode('subnet', it.SubnetId, known(it));
  draft.addNode('subnet', 'subnet-absent', known(null));
  draft.addNode('subnet', 'subnet-unread', UNREAD);
  return draft;
}

describe('a subnet', () => {
  test.each<[string, string, boolean | null]>([
    ['subnet-a', 'subnet-a', true],
    ['subnet-a', 'subnet-shared', true],
    ['subnet-a', 'subnet-b', false],
    ['subnet-shared', 'subnet-b', false],
    ['subnet-a', 'subnet-by-name', null],
    ['subnet-by-name', 'subnet-by-name', null],
    ['subnet-a', 'subnet-absent', null],
    ['subnet-absent', 'subnet-absent', null],
    ['subnet-a', 'subnet-unread', null],
  ])('%s in the zone of %s, whatever accounts name it: %s', (one, other, expected) => {
    expect(inSameZone(topology(), one, other)).toBe(expected);
    expect(inSameZone(topology(), other, one)).toBe(expected);
  });

  test.each<[string, string | null]>([
    ['subnet-b', 'us-east-1b'],
    ['subnet-absent', null],
    ['subnet-unread', null],
  ])('%s is in %s by name', (id, expected) => {
    expect(zoneOf(topology(), id)).toBe(expected);
  });

  test.each<[string, string[], string, boolean]>([
    ['an address of its block', [], '10.0.1.7', true],
    ['no address of another', [], '10.0.2.7', false],
    ['no IPv6 address without an IPv6 block', [], '2001:db8:1::7', false],
    ['an address of either IPv6 block', ['2001:db8:1::/64', '2001:db8:2::/64'], '2001:db8:2::7', true],
    ['no address of a third', ['2001:db8:1::/64', '2001:db8:2::/64'], '2001:db8:3::7', false],
  ])('holds %s', (_, blocks, text, expected) => {
    const Ipv6CidrBlockAssociationSet = blocks.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock }));
    const fact = known({ ...subnet('subnet-a', '10.0.1.0/24', 'a'), Ipv6CidrBlockAssociationSet });
    const address = parseAddress(text);
    expect(address !== null && subnetHolds({ id: 'subnet-a', kind: 'subnet', fact }, address)).toBe(expected);
  });

  test.each([known(null), UNREAD])('that nobody knows holds nothing', (fact) => {
    const address = { family: 4, value: 0x0a000107n } as const;
    expect(subnetHolds({ id: 'subnet-a', kind: 'subnet', fact }, address)).toBe(false);
  });
});
