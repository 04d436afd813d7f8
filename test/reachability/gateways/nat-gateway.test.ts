import { describe, expect, test } from 'vitest';
import { ask } from '../../scenarios/ask.ts';
import { dualStack } from '../../scenarios/situations/ipv6.ts';
import { regionalNat } from '../../scenarios/situations/opaque-hops.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addRoutes, item, refuse, remove, route, SECRET_ARN, type World } from '../../support/world.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const OUT = { to: '198.51.100.7', port: 443 };
/** 198.51.100.7, as DNS64 writes it. */
const NAT64 = { ...OUT, to: '64:ff9b::c633:6407' };

type Gateway = World['NatGateways'][number];
type Addresses = NonNullable<Gateway['NatGatewayAddresses']>;
const nat =
  (more: Partial<Gateway>): Change =>
  (w) => {
    Object.assign(item(w, 'NatGateways', 'nat-1'), more);
  };
const silent =
  (...fields: readonly (keyof Gateway)[]): Change =>
  (w) => {
    const gateway = item(w, 'NatGateways', 'nat-1');
    for (const field of fields) delete gateway[field];
  };
const sendingFrom = (...addresses: Addresses) => nat({ NatGatewayAddresses: addresses });
const HALVES = { inside: { PrivateIp: '10.0.100.5' }, outside: { PublicIp: '203.0.113.5' } };
const served = { ...HALVES.inside, ...HALVES.outside };
const gone: Change = (w) => remove(w, 'NatGateways', 'nat-1');
const shared: Change = (w) => {
  item(w, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
};
/** A regional one that has an address in another zone than the function's. */
const elsewhere: Change = (w) => {
  regionalNat(w);
  nat({ NatGatewayAddresses: [{ ...HALVES.outside, AvailabilityZone: 'us-east-1b', Status: 'succeeded' }] })(w);
};
const nowhereStated: Change = (w) => {
  delete item(w, 'Subnets', 'subnet-l1').AvailabilityZone;
};
const translatesIpv6: Change = (w) => {
  dualStack(w);
  addRoutes(w, 'rtb-private', [route('::/0', 'nat-1')]);
};

const UNMODELLED = 'unknown, forward X_NOT_MODELLED nat-1 at subnet-l1';
const bad = (code: string) => `blocked, forward ${code} nat-1 at subnet-public`;
const ADDRESSLESS = bad('X_NAT_GATEWAY_WITHOUT_ADDRESS');
const FOREIGN_PROTOCOL = 'blocked, forward X_NAT_GATEWAY_PROTOCOL nat-1 at subnet-l1';

const WORLDS: readonly [string, Asked, readonly Change[], string][] = [
  ['as it is', OUT, [], 'reachable'],
  ['that does not say that it is public', OUT, [silent('ConnectivityType')], 'reachable'],
  ['that does not say that it is zonal', OUT, [silent('AvailabilityMode')], 'reachable'],
  ['of a mode nobody knows', OUT, [nat({ AvailabilityMode: 'global' })], UNMODELLED],
  ['of a connectivity nobody knows', OUT, [nat({ ConnectivityType: 'carrier' })], UNMODELLED],
  ['in a subnet that is not stated', OUT, [silent('SubnetId')], UNMODELLED],
  ['whose private address is not stated', OUT, [sendingFrom(HALVES.outside)], UNMODELLED],
  ['whose public address is not stated', OUT, [sendingFrom({ ...HALVES.inside, AllocationId: 'eip-1' })], UNMODELLED],
  ['of whose addresses one is half stated', OUT, [sendingFrom(served, HALVES.outside)], UNMODELLED],
  ['in no stated state', OUT, [silent('State')], 'unknown, forward UNKNOWN_RESOURCE nat-1 at subnet-public'],
  ['not yet available', OUT, [nat({ State: 'pending' })], bad('BAD_STATE')],
  ['whose address is in no stated state', OUT, [sendingFrom(served)], 'reachable'],
  ['without an address', OUT, [sendingFrom()], ADDRESSLESS],
  ['without a word of addresses', OUT, [silent('NatGatewayAddresses')], ADDRESSLESS],
  [
    'with a private address alone',
    OUT,
    [sendingFrom({ ...HALVES.inside, NetworkInterfaceId: 'eni-nat' })],
    ADDRESSLESS,
  ],
  [
    'whose addresses all failed',
    OUT,
    [sendingFrom({ ...served, Status: 'failed' }, { ...served, Status: 'disassociating' })],
    ADDRESSLESS,
  ],
  [
    'that is private, with a private address alone',
    OUT,
    [nat({ ConnectivityType: 'private' }), sendingFrom(HALVES.inside)],
    'blocked, forward X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY nat-1 at subnet-public',
  ],
  [
    'that is private, with no private address',
    OUT,
    [nat({ ConnectivityType: 'private' }), sendingFrom({})],
    `${ADDRESSLESS}, forward X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY nat-1 at subnet-public`,
  ],
  ['asked for UDP', { ...OUT, protocol: 'udp' }, [], 'reachable'],
  ['asked for ICMP', { ...OUT, port: null, protocol: 'icmp' }, [], 'reachable'],
  ['asked for GRE', { ...OUT, port: null, protocol: '47' }, [], FOREIGN_PROTOCOL],
  ['asked for the addresses of NAT64', NAT64, [translatesIpv6], 'reachable'],
  ['asked for ICMPv6 to them', { ...NAT64, port: null, protocol: 'icmp' }, [translatesIpv6], 'reachable'],
  [
    'asked for other IPv6 addresses',
    { ...OUT, to: '2001:db8:ffff::7' },
    [translatesIpv6],
    'blocked, forward X_NAT_GATEWAY_CARRIES_IPV4 nat-1 at subnet-l1',
  ],
  ['asked for the addresses of NAT64 while it has none itself', NAT64, [translatesIpv6, sendingFrom()], ADDRESSLESS],
  [
    'asked for the addresses of NAT64 while its own are not stated',
    NAT64,
    [translatesIpv6, sendingFrom({ AllocationId: 'eip-1' })],
    UNMODELLED,
  ],
  ['gone', OUT, [gone], 'blocked, forward BAD_STATE nat-1 at subnet-l1'],
  ['nobody asked for', OUT, [(w) => refuse(w, 'NatGateways')], 'unknown, forward UNKNOWN_RESOURCE nat-1 at subnet-l1'],
  [
    'that the owner of the shared VPC alone sees',
    OUT,
    [shared, gone],
    'unknown, forward UNKNOWN_RESOURCE nat-1 at subnet-l1',
  ],
  [
    'with an appliance of no stated type',
    OUT,
    [nat({ AttachedAppliances: [{}] })],
    'unknown, forward X_OPAQUE_HOP nat-1 at subnet-l1',
  ],
  ['that is regional', OUT, [regionalNat], 'reachable'],
  ['that is regional and provides for zones by itself', OUT, [elsewhere], 'reachable'],
  [
    'that is regional and provides for other zones by hand',
    OUT,
    [elsewhere, nat({ AutoProvisionZones: 'disabled' })],
    UNMODELLED,
  ],
  [
    'that is regional and provides by hand for zones nobody can compare',
    OUT,
    [elsewhere, nat({ AutoProvisionZones: 'disabled' }), nowhereStated],
    UNMODELLED,
  ],
  ['that is regional, with a table that is not stated', OUT, [regionalNat, silent('RouteTableId')], UNMODELLED],
];

describe('a NAT gateway', () => {
  test.each(WORLDS)('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });

  test('in words', () => {
    expect(WORLDS.map(([what, asked, changes]) => [what, ...traced(changes, asked).blockers])).toMatchSnapshot();
  });
});

interface Zone {
  readonly AvailabilityZone: string | undefined;
  readonly AvailabilityZoneId: string | undefined;
}

/** Whether the NAT gateway is said to be in another zone than the function, which is in us-east-1a with the id use1-az1. */
function isRemarked(zone: Zone): boolean {
  const world = healthyWorld();
  Object.assign(item(world, 'Subnets', 'subnet-public'), zone);
  const { findings } = ask(JSON.parse(JSON.stringify(world)), { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] });
  return findings.some(({ code }) => code === 'X_NAT_IN_OTHER_ZONE');
}

describe('the zone of a NAT gateway', () => {
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['in the same zone', 'us-east-1a', 'use1-az1', false],
    ['in another zone', 'us-east-1b', 'use1-az2', true],
    ['in the same zone, which its account names otherwise', 'us-east-1b', 'use1-az1', false],
    ['in another zone, whose id is not stated', 'us-east-1b', undefined, true],
    ['in the same zone, whose id is not stated', 'us-east-1a', undefined, false],
    ['in a zone that is not stated', undefined, undefined, false],
  ])('%s', (_, AvailabilityZone, AvailabilityZoneId, expected) => {
    expect(isRemarked({ AvailabilityZone, AvailabilityZoneId })).toBe(expected);
  });
});
