import { describe, expect, test } from 'vitest';
import {
  EPHEMERAL,
  entry,
  HTTPS,
  item,
  permit,
  putAcl,
  refuse,
  remove,
  route,
  routeTable,
  setRoutes,
} from '../../support/world.ts';
import { addAppliance, addFirewall, addWeb, FIREWALL } from './middleboxes.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const ALL = '0.0.0.0/0';
const BLOCK = '10.0.100.0/24';
const IN = { from: '198.51.100.7', to: '203.0.113.80', port: 443 };
const OUT = { to: '198.51.100.7', port: 443 };
const WEB = { ...OUT, from: 'eni-web' };
const VOUCHED = { vouched: [FIREWALL, 'eni-appliance', 'i-appliance'] };

type Route = Parameters<typeof setRoutes>[2][number];

/** The gateway route table of igw-1 has these routes besides local. */
function edge(...routes: readonly Route[]): Change {
  return (w) => {
    if (w.RouteTables.some((table) => table.RouteTableId === 'rtb-edge')) return setRoutes(w, 'rtb-edge', routes);
    const Associations = [{ Main: false, GatewayId: 'igw-1' }];
    w.RouteTables.push({ ...routeTable('rtb-edge', [], routes), Associations });
  };
}

const association =
  (state: string): Change =>
  (w) => {
    item(w, 'RouteTables', 'rtb-edge').Associations = [{ GatewayId: 'igw-1', AssociationState: { State: state } }];
  };
const elsewhere: Change = (w) => {
  item(w, 'InternetGateways', 'igw-1').Attachments = [{ VpcId: 'vpc-2', State: 'available' }];
};
const straight: Change = (w) => setRoutes(w, 'rtb-public', [route(ALL, 'igw-1')]);
/** Another address of the web server, with a public one. */
const second: Change = (w) => {
  const eni = item(w, 'NetworkInterfaces', 'eni-web');
  delete eni.Association;
  eni.PrivateIpAddresses = [
    { PrivateIpAddress: '10.0.100.80', Primary: true },
    { PrivateIpAddress: '10.0.100.81', Association: { PublicIp: '203.0.113.80' } },
  ];
};
const UNREAD = 'unknown, forward UNKNOWN_RESOURCE igw-1 at subnet-public';
const PAST = 'blocked, return X_ROUTE_NEVER_RETURNS rtb-public at subnet-public';

describe('what comes in by a gateway route table', () => {
  test.each<[string, Asked, Change[], string]>([
    ['by local', {}, [edge()], 'reachable'],
    ['by a route that says local', {}, [edge(route(BLOCK, 'local'))], 'reachable'],
    ["past another subnet's firewall", {}, [addFirewall, edge(route('10.0.20.0/24', FIREWALL)), straight], 'reachable'],
    ['through a firewall', VOUCHED, [addFirewall], 'reachable'],
    [
      'through a firewall nobody vouches for',
      {},
      [addFirewall],
      `unknown, forward X_OPAQUE_HOP igw-1 rtb-edge at subnet-public`,
    ],
    ['through a firewall that the answers pass by', VOUCHED, [addFirewall, straight], PAST],
    ['through an appliance', VOUCHED, [addAppliance], 'reachable'],
    [
      'through an appliance nobody vouches for',
      {},
      [addAppliance],
      `unknown, forward X_OPAQUE_HOP igw-1 rtb-edge at subnet-public`,
    ],
    ['past a firewall that the answers pass', VOUCHED, [addFirewall, edge()], PAST],
    ['to a second address', VOUCHED, [addFirewall, second], 'reachable'],
    [
      'into a route that drops',
      {},
      [edge(route(BLOCK, 'eni-gone', { State: 'blackhole' }))],
      'blocked, forward BAD_STATE_ROUTE rtb-edge at subnet-public',
    ],
    [
      'into a route that drops for others',
      {},
      [edge(route('10.0.20.0/24', 'eni-gone', { State: 'blackhole' }))],
      'reachable',
    ],
    ['into a route of an unknown state', {}, [edge(route(BLOCK, 'eni-gone', { State: 'filtered' }))], UNREAD],
    ['by a table without routes', {}, [edge(), (w) => delete item(w, 'RouteTables', 'rtb-edge').Routes], UNREAD],
    ['by a table that is being associated', VOUCHED, [addFirewall, association('associating'), straight], UNREAD],
    [
      'by a table that is associated no longer',
      VOUCHED,
      [addFirewall, association('disassociated'), straight],
      'reachable',
    ],
    [
      'by a gateway of another VPC, whose table says nothing here',
      {},
      [edge(route(BLOCK, 'eni-gone', { State: 'blackhole' })), elsewhere],
      PAST,
    ],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced([addWeb, ...changes], { ...IN, ...asked }))).toBe(expected);
  });

  test('in words', () => {
    const worlds: Change[][] = [
      [edge(route(BLOCK, 'eni-gone', { State: 'blackhole' }))],
      [edge(route(BLOCK, 'eni-gone', { State: 'filtered' }))],
      [addFirewall],
      [addAppliance],
    ];
    expect(worlds.map((changes) => traced([addWeb, ...changes], IN).blockers)).toMatchSnapshot();
  });
});

const GATEWAY_LEADS_PAST = 'blocked, return X_ROUTE_NEVER_RETURNS igw-1';

describe('answers by a gateway route table', () => {
  const none: Change = (w) => remove(w, 'RouteTables', 'rtb-edge');
  const unread: Change = (w) => refuse(w, 'InternetGateways');
  test.each<[string, Asked, Change[], string]>([
    ['through the firewall of the requests', WEB, [addFirewall], 'reachable'],
    [
      'past the firewall of the requests, by a route',
      WEB,
      [addFirewall, edge(route(BLOCK, 'local'))],
      `${GATEWAY_LEADS_PAST} rtb-edge at subnet-middle`,
    ],
    [
      'past the firewall of the requests, without a table',
      WEB,
      [addFirewall, none],
      `${GATEWAY_LEADS_PAST} at subnet-middle`,
    ],
    [
      'through a firewall that the requests passed by',
      WEB,
      [addFirewall, straight],
      `${GATEWAY_LEADS_PAST} rtb-edge at subnet-public`,
    ],
    [
      'into a route that drops',
      WEB,
      [edge(route(BLOCK, 'eni-gone', { State: 'blackhole' }))],
      'blocked, return BAD_STATE_ROUTE rtb-edge at subnet-public',
    ],
    [
      'by a table without routes',
      WEB,
      [edge(), (w) => delete item(w, 'RouteTables', 'rtb-edge').Routes],
      'unknown, return UNKNOWN_RESOURCE igw-1 at subnet-public',
    ],
    [
      'nobody knows how, where the gateway was not read',
      { ...WEB, ...VOUCHED },
      [addFirewall, unread],
      'unknown, forward UNKNOWN_RESOURCE igw-1 at subnet-middle',
    ],
    ['to a NAT gateway', OUT, [edge()], 'reachable'],
    ['to a NAT gateway in front of a firewall', OUT, [addFirewall], 'reachable'],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced([addWeb, ...changes], { ...asked, ...VOUCHED }))).toBe(expected);
  });

  test('in words', () => {
    const worlds: Change[][] = [
      [addFirewall, none],
      [addFirewall, straight],
      [edge(route(BLOCK, 'eni-gone', { State: 'blackhole' }))],
    ];
    expect(worlds.map((changes) => traced([addWeb, ...changes], { ...WEB, ...VOUCHED }).blockers)).toMatchSnapshot();
  });
});

/** The middlebox's subnet admits these inbound and outbound: requests are for port 443, answers for client ports. */
const middleAcl =
  (ingress: readonly AclEntry[], egress: readonly AclEntry[]): Change =>
  (w) =>
    putAcl(w, 'acl-middle', ['subnet-middle'], ingress, egress);
type AclEntry = ReturnType<typeof entry>;
const requests = entry(1, 'allow', '6', ALL, HTTPS);
const answers = entry(2, 'allow', '6', ALL, EPHEMERAL);
const REFUSED = 'SUBNET_ACL_RESTRICTION acl-middle at subnet-middle';

describe('a middlebox between the internet gateway and who is asked', () => {
  test.each<[string, Change[], string]>([
    [
      'a firewall whose ACL admits requests and answers',
      [addFirewall, middleAcl([requests, answers], [requests, answers])],
      'reachable',
    ],
    [
      'a firewall whose ACL lets no request in',
      [addFirewall, middleAcl([answers], [requests, answers])],
      `blocked, forward ${REFUSED}`,
    ],
    [
      'a firewall whose ACL lets no request out',
      [addFirewall, middleAcl([requests, answers], [answers])],
      `blocked, forward ${REFUSED}`,
    ],
    [
      'a firewall whose ACL lets no answer in',
      [addFirewall, middleAcl([requests], [requests, answers])],
      `blocked, return ${REFUSED}`,
    ],
    [
      'a firewall whose ACL lets no answer out',
      [addFirewall, middleAcl([requests, answers], [requests])],
      `blocked, return ${REFUSED}`,
    ],
    [
      'a firewall whose subnet has no way out',
      [addFirewall, (w) => setRoutes(w, 'rtb-middle', [])],
      'blocked, return NO_ROUTE_TO_DESTINATION rtb-middle at subnet-middle',
    ],
    [
      'a firewall that is not yet available',
      [addFirewall, (w) => Object.assign(item(w, 'VpcEndpoints', FIREWALL), { State: 'pending' })],
      `blocked, forward BAD_STATE ${FIREWALL} at subnet-public`,
    ],
    [
      'a firewall that states no subnet',
      [addFirewall, (w) => delete item(w, 'VpcEndpoints', FIREWALL).SubnetIds],
      `unknown, forward UNKNOWN_RESOURCE ${FIREWALL} at subnet-public`,
    ],
    [
      'a firewall that nobody read',
      [addFirewall, (w) => refuse(w, 'VpcEndpoints')],
      `unknown, forward UNKNOWN_RESOURCE ${FIREWALL} at subnet-public`,
    ],
    [
      'an appliance whose ACL lets no request in',
      [addAppliance, middleAcl([answers], [requests, answers])],
      `blocked, forward ${REFUSED}`,
    ],
    [
      'an appliance that checks whom it forwards for',
      [addAppliance, (w) => Object.assign(item(w, 'NetworkInterfaces', 'eni-appliance'), { SourceDestCheck: true })],
      'blocked, forward ENI_SOURCE_DEST_CHECK_RESTRICTION eni-appliance at eni-appliance',
    ],
    [
      'an appliance whose group refuses',
      [
        addAppliance,
        (w) => Object.assign(item(w, 'SecurityGroups', 'sg-appliance'), { IpPermissions: [permit('tcp', [ALL], 22)] }),
      ],
      'blocked, forward ENI_SG_RULES_MISMATCH sg-appliance at eni-appliance',
    ],
    [
      'an appliance of a stopped instance',
      [addAppliance, (w) => Object.assign(item(w, 'Instances', 'i-appliance'), { State: { Name: 'stopped' } })],
      'blocked, forward BAD_STATE i-appliance at eni-appliance',
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(traced([addWeb, ...changes], { ...IN, ...VOUCHED }))).toBe(expected);
  });
});
