import { describe, expect, test } from 'vitest';
import { dualStack } from '../../scenarios/situations/ipv6.ts';
import { ACCOUNT, addRoutes, item, permit, REGION, refuse, remove, route, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addPeerVpc } from '../../support/world-parts.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const PEER = { to: '10.1.0.10' };
const OTHER_ACCOUNT = '444455556666';

type Peering = World['VpcPeeringConnections'][number];
type Side = NonNullable<Peering['RequesterVpcInfo']>;
const peering =
  (change: (it: Peering) => void): Change =>
  (w) =>
    change(item(w, 'VpcPeeringConnections', 'pcx-1'));
/** Every connection of the account was asked for, and it is not among them. */
const gone: Change = (w) => {
  remove(w, 'VpcPeeringConnections', 'pcx-1');
  w.requests = (w.requests ?? []).map((row) => (row.list === 'VpcPeeringConnections' ? { ...row, filters: {} } : row));
};
const sides = (requester: Side | undefined, accepter: Side | undefined): Change =>
  peering((it) => {
    delete it.RequesterVpcInfo;
    delete it.AccepterVpcInfo;
    if (requester !== undefined) it.RequesterVpcInfo = requester;
    if (accepter !== undefined) it.AccepterVpcInfo = accepter;
  });
const inState = (Code: string) =>
  peering((it) => {
    it.Status = { Code };
  });
const ofPeer = (more: Side): Change => peering((it) => Object.assign(it.AccepterVpcInfo ?? {}, more));
const withoutOwn =
  (...fields: readonly (keyof Side)[]): Change =>
  (w) =>
    peering((it) => {
      for (const field of fields) delete it.RequesterVpcInfo?.[field];
    })(w);
const withoutPeers =
  (...fields: readonly (keyof Side)[]): Change =>
  (w) =>
    peering((it) => {
      for (const field of fields) delete it.AccepterVpcInfo?.[field];
    })(w);
/** The connection was requested from the other side. */
const swapped = peering((it) => {
  const { RequesterVpcInfo: requester = {}, AccepterVpcInfo: accepter = {} } = it;
  Object.assign(it, { RequesterVpcInfo: accepter, AccepterVpcInfo: requester });
});
/** Nobody asked for the peer's facts. */
const farUnread: Change = (w) => {
  for (const list of ['Vpcs', 'Subnets', 'RouteTables', 'NetworkAcls', 'SecurityGroups', 'NetworkInterfaces'] as const)
    Object.assign(w, { [list]: w[list].filter((it) => it['VpcId'] !== 'vpc-2') });
  w.requests = (w.requests ?? []).map((row) => ({
    ...row,
    filters: Object.fromEntries(
      Object.entries(row.filters).map(([name, values]) => [name, values.filter((v) => v !== 'vpc-2')]),
    ),
  }));
};
const farOf =
  (more: Side): Change =>
  (w) => {
    farUnread(w);
    ofPeer(more)(w);
  };
const refusedByPeer: Change = (w) => {
  w.gaps.push({
    list: 'Vpcs',
    action: 'ec2:DescribeVpcs',
    account: OTHER_ACCOUNT,
    region: REGION,
    filters: { 'vpc-id': ['vpc-2'] },
    error: 'UnauthorizedOperation',
    message: 'You are not authorized to perform this operation.',
  });
};
const ofOther = farOf({ OwnerId: OTHER_ACCOUNT });
/** The database admits the function's group, not its addresses. */
const byGroup: Change = (w) => {
  const pair = { GroupId: 'sg-lambda', UserId: ACCOUNT, VpcId: 'vpc-1', VpcPeeringConnectionId: 'pcx-1' };
  item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [
    { ...permit('tcp', [], 5432), UserIdGroupPairs: [{ ...pair, PeeringStatus: 'active' }] },
  ];
};
/** A private NAT gateway stands between the function and the connection. */
const behindNat: Change = (w) => {
  Object.assign(item(w, 'NatGateways', 'nat-1'), { ConnectivityType: 'private' });
  const table = item(w, 'RouteTables', 'rtb-private');
  table.Routes = (table.Routes ?? []).filter((r) => r.VpcPeeringConnectionId === undefined);
  addRoutes(w, 'rtb-public', [route('10.1.0.0/16', 'pcx-1')]);
};
const toSix: Change = (w) => {
  dualStack(w);
  addRoutes(w, 'rtb-private', [route('2001:db8:2::/56', 'pcx-1')]);
};
const SIX = { to: '2001:db8:2::10' };
const farSix = (cidr: string): Change => {
  const { CidrBlock, ...more } = { CidrBlock: '10.1.0.0/16', Ipv6CidrBlockSet: [{ Ipv6CidrBlock: cidr }] };
  return farOf({ OwnerId: OTHER_ACCOUNT, CidrBlock, ...more });
};

const UNREAD = 'unknown, forward UNKNOWN_RESOURCE pcx-1 at subnet-l1';
const BAD = 'blocked, forward BAD_STATE pcx-1 at subnet-l1';
const OPAQUE = 'unknown, forward X_OPAQUE_HOP pcx-1 at subnet-l1';
const BEYOND = 'blocked, forward PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-1 at subnet-l1';
const FAR_UNREAD = 'unknown, forward UNKNOWN_RESOURCE vpc-2 at subnet-l1';
const GROUP_UNREAD = 'unknown, forward UNKNOWN_RESOURCE sg-peer-db at eni-peer-db';
const GROUP_REFUSES = 'blocked, forward ENI_SG_RULES_MISMATCH sg-peer-db at eni-peer-db';

const WORLDS: readonly [string, Asked, readonly Change[], string][] = [
  ['active', PEER, [], 'reachable'],
  ['requested from the other side', PEER, [swapped], 'reachable'],
  ['that is not among those read', PEER, [(w) => remove(w, 'VpcPeeringConnections', 'pcx-1')], UNREAD],
  ['that is gone', PEER, [gone], UNREAD],
  ['nobody asked for', PEER, [(w) => refuse(w, 'VpcPeeringConnections')], UNREAD],
  ['in no stated state', PEER, [peering((it) => delete it.Status)], UNREAD],
  ['in a state without a code', PEER, [peering((it) => Object.assign(it, { Status: {} }))], UNREAD],
  ['not accepted yet', PEER, [inState('pending-acceptance')], BAD],
  ['between other VPCs', PEER, [sides({ VpcId: 'vpc-7' }, { VpcId: 'vpc-8' })], BAD],
  ['not active and between other VPCs', PEER, [sides({ VpcId: 'vpc-7' }, { VpcId: 'vpc-8' }), inState('failed')], BAD],
  ["whose peer's VPC is not stated", PEER, [withoutPeers('VpcId')], UNREAD],
  ['whose own VPC is not stated', PEER, [withoutOwn('VpcId')], UNREAD],
  ['whose VPCs are not stated', PEER, [sides(undefined, undefined)], UNREAD],
  ['whose requester is not stated', PEER, [sides(undefined, { VpcId: 'vpc-1' })], UNREAD],
  ['whose accepter is not stated', PEER, [sides({ VpcId: 'vpc-1' }, undefined)], UNREAD],
  ['that states the accepter alone, the peer', PEER, [sides(undefined, { VpcId: 'vpc-2' })], UNREAD],
  ['that states the requester alone, the peer', PEER, [sides({ VpcId: 'vpc-2' }, undefined)], UNREAD],
  ['not active, whose VPCs are not stated', PEER, [sides(undefined, undefined), inState('deleted')], BAD],
  [
    'of which nothing but its id is stated',
    PEER,
    [sides(undefined, undefined), peering((it) => delete it.Status)],
    `${UNREAD}, forward UNKNOWN_RESOURCE pcx-1 at subnet-l1`,
  ],
  ['behind a NAT gateway', PEER, [behindNat], 'unknown, forward X_NOT_MODELLED pcx-1 at subnet-public'],
  [
    "asked for an address that is not the peer's",
    { to: '10.2.0.10' },
    [(w) => addRoutes(w, 'rtb-private', [route('10.2.0.0/16', 'pcx-1')])],
    BEYOND,
  ],
  ['asked for IPv6 of a peer without', SIX, [toSix], BEYOND],
  ["to another account's VPC", PEER, [ofOther], OPAQUE],
  ["to another account's VPC, which requested it", PEER, [ofOther, swapped], OPAQUE],
  ['to a VPC of another Region', PEER, [farOf({ Region: 'eu-west-1' })], OPAQUE],
  ["to another account's VPC, in no stated Region", PEER, [ofOther, withoutPeers('Region')], OPAQUE],
  [
    'to a VPC of another Region and no stated account',
    PEER,
    [farOf({ Region: 'eu-west-1' }), withoutPeers('OwnerId')],
    OPAQUE,
  ],
  [
    'to a VPC of no stated account and Region',
    PEER,
    [farUnread, withoutPeers('OwnerId', 'Region')],
    'unknown, forward UNKNOWN_RESOURCE vpc-2 at null',
  ],
  [
    'from a VPC of no stated account and Region',
    PEER,
    [farUnread, withoutOwn('OwnerId', 'Region')],
    'unknown, forward UNKNOWN_RESOURCE vpc-2 at null',
  ],
  [
    "to a second block of another account's VPC",
    { to: '10.2.0.10' },
    [
      (w) => addRoutes(w, 'rtb-private', [route('10.2.0.0/16', 'pcx-1')]),
      farOf({ OwnerId: OTHER_ACCOUNT, CidrBlockSet: [{ CidrBlock: '10.1.0.0/16' }, { CidrBlock: '10.2.0.0/16' }] }),
    ],
    OPAQUE,
  ],
  [
    "to no block of another account's VPC",
    { to: '10.2.0.10' },
    [(w) => addRoutes(w, 'rtb-private', [route('10.2.0.0/16', 'pcx-1')]), ofOther],
    BEYOND,
  ],
  ["to the IPv6 block of another account's VPC", SIX, [toSix, farSix('2001:db8:2::/56')], OPAQUE],
  ["to no IPv6 block of another account's VPC", SIX, [toSix, farSix('2001:db8:3::/56')], BEYOND],
  ["to IPv6 of another account's VPC, where IPv4 alone is stated", SIX, [toSix, ofOther], FAR_UNREAD],
  [
    "to another account's VPC, whose blocks are not stated",
    PEER,
    [ofOther, withoutPeers('CidrBlock', 'CidrBlockSet')],
    FAR_UNREAD,
  ],
  ["to another account's VPC, which was asked for in vain", PEER, [ofOther, refusedByPeer], OPAQUE],
  ['to a database that names the group', PEER, [byGroup], 'reachable'],
  [
    'to a database of another Region that names the group',
    PEER,
    [byGroup, ofPeer({ Region: 'eu-west-1' })],
    GROUP_REFUSES,
  ],
  ['to a database of no stated Region that names the group', PEER, [byGroup, withoutPeers('Region')], GROUP_UNREAD],
  ['from no stated Region to a database that names the group', PEER, [byGroup, withoutOwn('Region')], GROUP_UNREAD],
  [
    'between no stated Regions to a database that names the group',
    PEER,
    [byGroup, withoutOwn('Region'), withoutPeers('Region')],
    'reachable',
  ],
];

describe('a peering connection', () => {
  test.each(WORLDS)('%s', (_, asked, changes, expected) => {
    expect(told(traced([addPeerVpc, ...changes], asked))).toBe(expected);
  });

  test('behind a transit gateway takes nothing from it', () => {
    const onward: Change = (w) => {
      const table = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
      const [, far] = table.Routes ?? [];
      table.Routes?.push({ ...far, DestinationCidrBlock: '10.3.0.0/16' });
      addRoutes(w, 'rtb-private', [route('10.3.0.0/16', 'tgw-1')]);
      addRoutes(w, 'rtb-far', [route('10.3.0.0/16', 'pcx-3')]);
      w.VpcPeeringConnections.push({
        VpcPeeringConnectionId: 'pcx-3',
        Status: { Code: 'active' },
        RequesterVpcInfo: { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16' },
        AccepterVpcInfo: { VpcId: 'vpc-3', CidrBlock: '10.3.0.0/16' },
      });
    };
    const [first] = traced([addDatabaseBehindTransitGateway, onward], { to: '10.3.0.10' }).blockers;
    expect(first).toMatchSnapshot();
  });

  test('in words', () => {
    const words = WORLDS.map(([what, asked, changes]) => [what, ...traced([addPeerVpc, ...changes], asked).blockers]);
    expect(words).toMatchSnapshot();
  });
});
