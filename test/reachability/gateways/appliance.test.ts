import { describe, expect, test } from 'vitest';
import { dualStack } from '../../scenarios/situations/ipv6.ts';
import { asked } from '../../support/healthy-world.ts';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  instance,
  item,
  networkInterface,
  OPEN,
  permit,
  putAcl,
  refuse,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../../support/world.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const ALL = '0.0.0.0/0';
const OUT = { to: '198.51.100.7', port: 443 };

/** An instance that forwards between the function's subnet and the database's, in a subnet of its own or another. */
function forwards(standing = 'subnet-middle', address = '10.0.60.5'): Change {
  return (w) => {
    if (standing === 'subnet-middle') {
      addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
      w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], []));
    }
    const eni = networkInterface('eni-mid', standing, address, ['sg-mid'], { SourceDestCheck: false });
    const it = instance('i-mid', eni);
    w.Instances.push(it.instance);
    w.NetworkInterfaces.push(it.interface);
    w.SecurityGroups.push(securityGroup('sg-mid', [OPEN]));
    addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-mid')]);
    addRoutes(w, 'rtb-db', [route('10.0.1.0/24', 'eni-mid')]);
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 5432)];
  };
}

type Interface = World['NetworkInterfaces'][number];
const mid =
  (fields: { readonly [F in keyof Interface]?: Interface[F] | undefined }): Change =>
  (w) => {
    const eni = item(w, 'NetworkInterfaces', 'eni-mid');
    Object.assign(eni, fields);
    for (const [name, value] of Object.entries(fields)) if (value === undefined) delete eni[name];
  };
const middleAcl =
  (subnetId: string, ingress: readonly ReturnType<typeof entry>[]): Change =>
  (w) =>
    putAcl(w, 'acl-mid', [subnetId], ingress, ALLOW_ALL);
const group =
  (ingress: readonly ReturnType<typeof permit>[], egress = [OPEN]): Change =>
  (w) =>
    Object.assign(item(w, 'SecurityGroups', 'sg-mid'), { IpPermissions: ingress, IpPermissionsEgress: egress });
const unrouted: Change = (w) => setRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'eni-gone')]);
const UNREAD = 'unknown, forward UNKNOWN_RESOURCE eni-mid at';

const FORWARDING: readonly [string, Change[], string][] = [
  ['in a subnet of its own', [forwards()], 'reachable'],
  [
    'that its ACL keeps out',
    [forwards(), middleAcl('subnet-middle', [entry(1, 'allow', '6', '10.0.20.0/24')])],
    'blocked, forward SUBNET_ACL_RESTRICTION acl-mid at subnet-middle',
  ],
  [
    'that its ACL lets in by port',
    [
      forwards(),
      middleAcl('subnet-middle', [
        entry(1, 'allow', '6', '10.0.1.0/24', [5432, 5432]),
        entry(2, 'allow', '6', '10.0.20.0/24'),
      ]),
    ],
    'reachable',
  ],
  [
    "in the function's own subnet, whose routes lead back to it, and whose ACL is not asked",
    [forwards('subnet-l1', '10.0.1.5'), middleAcl('subnet-l1', [entry(1, 'allow', '6', '10.0.20.0/24')])],
    'blocked, forward X_ROUTE_LOOP eni-mid at subnet-l1',
  ],
  ["whose group knows the function's", [forwards(), group([permit('tcp', ['sg-lambda'], 5432)])], 'reachable'],
  [
    'whose group admits another port',
    [forwards(), group([permit('tcp', ['sg-lambda'], 22)])],
    'blocked, forward ENI_SG_RULES_MISMATCH sg-mid at eni-mid',
  ],
  [
    'whose group lets nothing out',
    [forwards(), group([OPEN], [permit('tcp', [ALL], 22)])],
    'blocked, forward ENI_SG_RULES_MISMATCH sg-mid at eni-mid',
  ],
  [
    'to a database that admits its group alone',
    [
      forwards(),
      (w) => {
        item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['sg-mid', 'sg-lambda'], 5432)];
      },
    ],
    'blocked, forward ENI_SG_RULES_MISMATCH sg-db at eni-db',
  ],
  [
    'that checks whom it forwards for',
    [forwards(), mid({ SourceDestCheck: true })],
    'blocked, forward ENI_SOURCE_DEST_CHECK_RESTRICTION eni-mid at eni-mid',
  ],
  ['that checks whom it forwards for or not', [forwards(), mid({ SourceDestCheck: undefined })], `${UNREAD} eni-mid`],
  ['that states no groups', [forwards(), mid({ Groups: undefined })], `${UNREAD} eni-mid`],
  ['that states no subnet', [forwards(), mid({ SubnetId: undefined })], `${UNREAD} subnet-l1`],
  ['that is detached', [forwards(), mid({ Status: 'available' })], 'blocked, forward BAD_STATE eni-mid at eni-mid'],
  ['that is not among those read', [unrouted], 'unknown, forward UNKNOWN_RESOURCE eni-gone at subnet-l1'],
  [
    'that is known to be none',
    [unrouted, (w) => w.requests?.push(asked('NetworkInterfaces', {}))],
    'unknown, forward UNKNOWN_RESOURCE eni-gone at subnet-l1',
  ],
  [
    'that nobody read',
    [forwards(), (w) => refuse(w, 'NetworkInterfaces')],
    'unknown, forward UNKNOWN_RESOURCE eni-mid at subnet-l1',
  ],
];

describe('an appliance on the way', () => {
  const VOUCHED = { vouched: ['i-mid', 'eni-mid'] };
  test.each(FORWARDING)('%s', (_, changes, expected) => {
    expect(told(traced(changes, VOUCHED))).toBe(expected);
  });

  test('in words', () => {
    expect(FORWARDING.map(([what, changes]) => [what, ...traced(changes, VOUCHED).blockers])).toMatchSnapshot();
  });

  test('that no answer passes', () => {
    const past: Change = (w) => setRoutes(w, 'rtb-db', []);
    expect(told(traced([forwards(), past], VOUCHED))).toBe('blocked, return X_ROUTE_NEVER_RETURNS rtb-db at subnet-db');
  });
});

/** The function's way out leads to the interface, and from its subnet on to `target`. */
const outBy =
  (target: string): Change =>
  (w) => {
    forwards()(w);
    setRoutes(w, 'rtb-private', [route(ALL, 'eni-mid')]);
    setRoutes(w, 'rtb-middle', [route(ALL, target)]);
  };
const publicly = mid({
  PrivateIpAddresses: [
    { PrivateIpAddress: '10.0.60.6', Association: { PublicIp: '203.0.113.66' } },
    { PrivateIpAddress: '10.0.60.5', Primary: true, Association: { PublicIp: '203.0.113.65' } },
  ],
});
const answersThrough: Change = (w) => addRoutes(w, 'rtb-public', [route('10.0.1.0/24', 'eni-mid')]);
const admitted =
  (cidr: string): Change =>
  (w) =>
    putAcl(
      w,
      'acl-public',
      ['subnet-public'],
      [entry(1, 'allow', '6', cidr), entry(2, 'allow', '6', '198.51.100.0/24')],
      ALLOW_ALL,
    );

describe('an instance on the way out', () => {
  const VOUCHED = { ...OUT, vouched: ['i-mid', 'eni-mid'] };
  test.each<[string, Asked, Change[], string]>([
    [
      'translates to its public address',
      VOUCHED,
      [outBy('igw-1'), mid({ Association: { PublicIp: '203.0.113.65' } })],
      'reachable',
    ],
    ['translates to the public address of its first private one', VOUCHED, [outBy('igw-1'), publicly], 'reachable'],
    [
      'has a public address for its second private one only',
      VOUCHED,
      [
        outBy('igw-1'),
        mid({
          PrivateIpAddresses: [
            { PrivateIpAddress: '10.0.60.6', Association: { PublicIp: '203.0.113.66' } },
            { PrivateIpAddress: '10.0.60.5', Primary: true },
          ],
        }),
      ],
      'blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-middle',
    ],
    [
      'has no public address',
      VOUCHED,
      [outBy('igw-1')],
      'blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-middle',
    ],
    [
      'states no private address',
      VOUCHED,
      [outBy('igw-1'), mid({ PrivateIpAddress: undefined, PrivateIpAddresses: undefined })],
      'blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-middle',
    ],
    [
      'that nobody vouches for',
      OUT,
      [outBy('igw-1'), publicly],
      'unknown, forward X_OPAQUE_HOP eni-mid i-mid at eni-mid',
    ],
    [
      'forwards to a NAT gateway that answers through it',
      VOUCHED,
      [outBy('nat-1'), answersThrough, admitted('10.0.1.0/24')],
      'reachable',
    ],
    ['translates before a NAT gateway', VOUCHED, [outBy('nat-1'), admitted('10.0.60.5/32')], 'reachable'],
    [
      'does either before a NAT gateway that admits neither',
      VOUCHED,
      [outBy('nat-1'), admitted('10.0.9.0/24')],
      'blocked, forward SUBNET_ACL_RESTRICTION acl-public at subnet-public, return X_ROUTE_NEVER_RETURNS rtb-public at subnet-public',
    ],
  ])('%s', (_, question, changes, expected) => {
    expect(told(traced(changes, question))).toBe(expected);
  });

  test('forwards IPv6 as it is', () => {
    const six: Change = (w) => {
      dualStack(w);
      addRoutes(w, 'rtb-private', [route('::/0', 'eni-mid')]);
      addRoutes(w, 'rtb-middle', [route('::/0', 'igw-1')]);
      item(w, 'SecurityGroups', 'sg-mid').IpPermissions?.push(permit('-1', ['::/0']));
      item(w, 'SecurityGroups', 'sg-mid').IpPermissionsEgress?.push(permit('-1', ['::/0']));
    };
    const question = { to: '2001:db8:ffff::7', port: 443, vouched: ['i-mid', 'eni-mid', 'igw-1'] };
    const { forward, natPorts } = traced([outBy('igw-1'), six], question);
    expect(natPorts).toBeNull();
    expect(forward.hops.map((hop) => hop.resource)).toContain('igw-1');
  });
});

type Endpoint = World['VpcEndpoints'][number];

/** A firewall endpoint between the function and the database, with these fields; undefined: not stated. */
function firewall(fields: { readonly [F in keyof Endpoint]?: Endpoint[F] | undefined } = {}): Change {
  return (w) => {
    addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
    w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], []));
    const stated = { VpcId: 'vpc-1', State: 'available', SubnetIds: ['subnet-middle'], ...fields };
    const kept = Object.entries(stated).filter(([, value]) => value !== undefined);
    const VpcEndpointId = 'vpce-mid';
    w.VpcEndpoints.push({ VpcEndpointId, VpcEndpointType: 'GatewayLoadBalancer', ...Object.fromEntries(kept) });
    addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'vpce-mid')]);
    addRoutes(w, 'rtb-db', [route('10.0.1.0/24', 'vpce-mid')]);
    item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.0.0/16'], 5432)];
  };
}

const UNSTATED = 'unknown, forward UNKNOWN_RESOURCE vpce-mid at subnet-l1';
const FIREWALLS: readonly [string, Change[], string][] = [
  ['available', [firewall()], 'reachable'],
  ['available in the words of the API model', [firewall({ State: 'Available' })], 'reachable'],
  ['not yet available', [firewall({ State: 'pending' })], 'blocked, forward BAD_STATE vpce-mid at subnet-l1'],
  ['in no stated state', [firewall({ State: undefined })], UNSTATED],
  ['in no stated subnet', [firewall({ SubnetIds: undefined })], UNSTATED],
  [
    "in the function's own subnet, whose routes lead back to it, and whose ACL is not asked",
    [firewall({ SubnetIds: ['subnet-l1'] }), middleAcl('subnet-l1', [entry(1, 'allow', '6', '10.0.20.0/24')])],
    'blocked, forward X_ROUTE_LOOP vpce-mid at subnet-l1',
  ],
  [
    'whose ACL admits the request by its port',
    [
      firewall(),
      middleAcl('subnet-middle', [
        entry(1, 'allow', '6', '10.0.1.0/24', [5432, 5432]),
        entry(2, 'allow', '6', '10.0.20.0/24'),
      ]),
    ],
    'reachable',
  ],
  [
    'whose ACL refuses the request',
    [firewall(), middleAcl('subnet-middle', [entry(1, 'allow', '6', '10.0.20.0/24')])],
    'blocked, forward SUBNET_ACL_RESTRICTION acl-mid at subnet-middle',
  ],
];

describe('a firewall endpoint on the way', () => {
  test.each(FIREWALLS)('%s', (_, changes, expected) => {
    expect(told(traced(changes, { vouched: ['vpce-mid'] }))).toBe(expected);
  });

  test('in words', () => {
    const VOUCHED = { vouched: ['vpce-mid'] };
    expect(FIREWALLS.map(([what, changes]) => [what, ...traced(changes, VOUCHED).blockers])).toMatchSnapshot();
  });
});
