import { describe, expect, test } from 'vitest';
import {
  ALLOW_ALL,
  addRoutes,
  entry,
  item,
  networkInterface,
  permit,
  putAcl,
  refuse,
  remove,
  route,
  setRoutes,
} from '../../support/world.ts';
import { addPeerVpc } from '../../support/world-parts.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const PEER = { to: '10.1.0.10' };
const unread: Change = (w) => refuse(w, 'NetworkInterfaces');
const closed: Change = (w) => putAcl(w, 'acl-db', ['subnet-db'], [entry(1, 'deny', '-1', '0.0.0.0/0')], ALLOW_ALL);
/** A second interface in the database's subnet. */
const neighbour: Change = (w) => {
  w.NetworkInterfaces.push(networkInterface('eni-beside', 'subnet-db', '10.0.20.11', ['sg-lambda']));
};
/** Nobody asked for the subnets of the other side of the peering connection. */
const farSubnetsUnread: Change = (w) => {
  addPeerVpc(w);
  remove(w, 'Subnets', 'subnet-peer');
  w.requests = (w.requests ?? []).map((row) =>
    row.list === 'Subnets' ? { ...row, filters: { 'vpc-id': ['vpc-1'] } } : row,
  );
};
/** A capture that holds the route of a block and not the block. */
const localBeforeItsBlock: Change = (w) => setRoutes(w, 'rtb-private', [route('198.51.100.0/24', 'local')]);

describe('what arrives at an address of a VPC', () => {
  test.each<[string, Asked, Change[], string]>([
    ['in another subnet, by local', {}, [], 'reachable'],
    [
      'in another subnet, by a route to its very interface',
      {},
      [(w) => addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-db')])],
      'reachable',
    ],
    [
      'in another subnet, whose ACL is asked',
      {},
      [closed],
      'blocked, forward SUBNET_ACL_RESTRICTION acl-db at subnet-db',
    ],
    ['in its own subnet, whose ACL is not asked', { from: 'eni-beside' }, [neighbour, closed], 'reachable'],
    ['in a subnet of the other side of a peering connection', PEER, [addPeerVpc], 'reachable'],
    ['nobody has it', { to: '10.0.20.99' }, [], 'blocked, forward X_NO_INTERFACE_AT_ADDRESS subnet-db at subnet-db'],
    ['no subnet has it', { to: '10.0.77.1' }, [], 'blocked, forward X_NO_SUBNET_AT_ADDRESS vpc-1 at null'],
    ['whose subnets nobody read', PEER, [farSubnetsUnread], 'unknown, forward UNKNOWN_RESOURCE vpc-2 at null'],
    [
      'whose block nobody read',
      { to: '198.51.100.7' },
      [localBeforeItsBlock],
      'unknown, forward UNKNOWN_RESOURCE vpc-1 at null',
    ],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });

  test('in words', () => {
    const worlds = [
      traced([], { to: '10.0.77.1' }),
      traced([farSubnetsUnread], PEER),
      traced([localBeforeItsBlock], { to: '198.51.100.7' }),
    ];
    expect(worlds.map(({ blockers }) => blockers)).toMatchSnapshot();
  });
});

describe('what stands behind a route that drops', () => {
  const dead =
    (cidr: string): Change =>
    (w) =>
      addRoutes(w, 'rtb-private', [route(cidr, 'nat-1', { State: 'blackhole' })]);
  const group: Change = (w) => {
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-lambda'], 22)];
  };
  const DEAD = 'blocked, forward BAD_STATE_ROUTE rtb-private at subnet-l1';

  test.each<[string, Asked, Change[], string]>([
    ['nothing more', {}, [], DEAD],
    ["the destination's group", {}, [group], `${DEAD}, forward ENI_SG_RULES_MISMATCH sg-db at eni-db`],
    [
      "the ACL of the destination's subnet",
      {},
      [closed],
      `${DEAD}, forward SUBNET_ACL_RESTRICTION acl-db at subnet-db`,
    ],
    ['an address that no interface has', { to: '10.0.20.99' }, [], DEAD],
    ['an address that no subnet has', { to: '10.0.20.10' }, [(w) => remove(w, 'Subnets', 'subnet-db')], DEAD],
    ['an interface nobody read', {}, [unread], DEAD],
  ])('%s', (_, asked, changes, expected) => {
    const trace = traced([dead('10.0.20.0/24'), ...changes], asked);
    expect(told({ ...trace, blockers: trace.blockers.filter((b) => b.leg === 'forward') })).toBe(expected);
  });
});
