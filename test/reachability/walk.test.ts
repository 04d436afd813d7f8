import { describe, expect, test } from 'vitest';
import { dualStack } from '../scenarios/situations/ipv6.ts';
import { regionalNat } from '../scenarios/situations/opaque-hops.ts';
import {
  addRoutes,
  entry,
  instance,
  item,
  networkInterface,
  OPEN,
  permit,
  putAcl,
  refuse,
  remove,
  route,
  securityGroup,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addPeerVpc } from '../support/world-parts.ts';
import { addWeb } from './gateways/middleboxes.ts';
import { type Asked, type Change, told, traced } from './gateways/traced.ts';

const OUT = { to: '198.51.100.7', port: 443 };
const FROM_DATABASE = { ...OUT, from: 'eni-db' };

/** Every subnet of the account was asked for, and this one is not among them. */
const gone =
  (id: string): Change =>
  (w) => {
    remove(w, 'Subnets', id);
    for (const row of w.requests ?? []) if (row.list === 'Subnets') Object.assign(row, { filters: {} });
  };
const unread: Change = (w) => refuse(w, 'Subnets');

describe('what was not read on the way', () => {
  const SUBNET = 'forward UNKNOWN_RESOURCE subnet-db at subnet-db';
  /** The list of what enters, the way on, and the list of what leaves for the source. */
  const unseenSubnet = (id: string) =>
    ['forward', 'forward', 'return'].map((leg) => `${leg} UNKNOWN_RESOURCE ${id} at ${id}`).join(', ');
  const ROWS: readonly [string, Asked, Change, string][] = [
    ['the subnet where it starts', FROM_DATABASE, unread, `unknown, ${SUBNET}`],
    ['the subnet where it starts, which is gone', FROM_DATABASE, gone('subnet-db'), `unknown, ${SUBNET}`],
    [
      'the groups of the interface where it starts',
      FROM_DATABASE,
      (w) => {
        delete item(w, 'NetworkInterfaces', 'eni-db').Groups;
        addRoutes(w, 'rtb-db', [route('0.0.0.0/0', 'nat-1')]);
      },
      'unknown, forward UNKNOWN_RESOURCE eni-db at subnet-db',
    ],
    ['the subnet of a NAT gateway', OUT, gone('subnet-public'), `unknown, ${unseenSubnet('subnet-public')}`],
    [
      'the subnet of a NAT gateway behind a transit gateway',
      OUT,
      (w) => {
        addCentralEgress(w);
        gone('subnet-egress-public')(w);
      },
      `unknown, ${unseenSubnet('subnet-egress-public')}`,
    ],
  ];

  test.each(ROWS)('%s', (_, asked, change, expected) => {
    expect(told(traced([change], asked))).toBe(expected);
  });

  test('in words', () => {
    const words = ROWS.map(([what, asked, change]) => ({ what, ...traced([change], asked) }));
    expect(words.map(({ what, forward, blockers }) => ({ what, hops: forward.hops, blockers }))).toMatchSnapshot();
  });
});

/** The function's group lets out to the group of the peered database alone. */
const namesPeer: Change = (w) => {
  addPeerVpc(w);
  const pair = { GroupId: 'sg-peer-db', VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'active' };
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [
    { ...permit('tcp', [], 5432), UserIdGroupPairs: [pair] },
  ];
};
const region =
  (of: string | undefined): Change =>
  (w) => {
    const { AccepterVpcInfo: peer = {} } = item(w, 'VpcPeeringConnections', 'pcx-1');
    delete peer.Region;
    if (of !== undefined) peer.Region = of;
  };

describe('outbound rules that name the group of the destination', () => {
  const PEER = { to: '10.1.0.10' };
  const namesDatabase: Change = (w) => {
    item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db'], 5432)];
  };
  test.each<[string, Asked, Change[], string]>([
    ['match it in a peered VPC', PEER, [namesPeer], 'reachable'],
    [
      'match nothing in a peered VPC of another Region',
      PEER,
      [namesPeer, region('eu-west-1')],
      'blocked, forward ENI_SG_RULES_MISMATCH sg-lambda at subnet-l1',
    ],
    [
      'may match it in a peered VPC of which nobody says where it is',
      PEER,
      [namesPeer, region(undefined)],
      'unknown, forward UNKNOWN_RESOURCE sg-lambda at subnet-l1',
    ],
    [
      'may match it where no interface was read',
      {},
      [namesDatabase, (w) => refuse(w, 'NetworkInterfaces')],
      'unknown, forward UNKNOWN_RESOURCE sg-lambda at subnet-l1, forward UNKNOWN_RESOURCE 10.0.20.10 at subnet-db',
    ],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });
});

/** An appliance in the function's own subnet, where a network ACL lets nothing out. */
const besideFunction: Change = (w) => {
  const eni = networkInterface('eni-mid', 'subnet-l1', '10.0.1.99', ['sg-mid'], { SourceDestCheck: false });
  const it = instance('i-mid', eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-mid', [OPEN]));
  addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-mid')]);
  putAcl(w, 'acl-shut', ['subnet-l1'], [], []);
};

test('no network ACL is asked on the way to an appliance in the same subnet', () => {
  const { blockers } = traced([besideFunction], { vouched: ['i-mid'] });
  expect(blockers.map(({ leg, code }) => `${leg} ${code}`)).toEqual([
    'forward X_ROUTE_LOOP',
    'return SUBNET_ACL_RESTRICTION',
  ]);
});

/** The NAT gateway serves the addresses that DNS64 makes. */
const synthesised: Change = (w) => addRoutes(w, 'rtb-private', [route('64:ff9b::/96', 'nat-1')]);

test('a regional NAT gateway is in no subnet: what it sends to the one it was asked from goes by its own routes', () => {
  const trace = traced([dualStack, regionalNat, synthesised], { to: '64:ff9b::10.0.1.25' });
  expect(told(trace)).toBe('unknown, forward X_NOT_MODELLED nat-1 at subnet-l1');
});

test('what a regional NAT gateway makes of IPv6 passes no network ACL of the subnet that asked', () => {
  const ipv6Alone = (w: World) => {
    const all = [entry(100, 'allow', '-1', '::/0')];
    putAcl(w, 'acl-l1', ['subnet-l1'], all, all);
  };
  const worlds = [dualStack, regionalNat, synthesised, ipv6Alone];
  expect(told(traced(worlds, { to: '64:ff9b::198.51.100.7', port: 443 }))).toBe('reachable');
});

test('a host on the internet comes in from there', () => {
  const trace = traced([addWeb], { from: '198.51.100.7', to: '203.0.113.80', port: 443 });
  expect(trace).toMatchSnapshot();
});
