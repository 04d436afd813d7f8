import { describe, expect, test } from 'vitest';
import { dualStack } from '../../scenarios/situations/ipv6.ts';
import { asked as row } from '../../support/healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addRoutes,
  EPHEMERAL,
  entry,
  HTTPS,
  item,
  permit,
  putAcl,
  refuse,
  remove,
  rotationFunction,
  route,
  setRoutes,
  type World,
} from '../../support/world.ts';
import { addAppliance, addFirewall, addWeb, FIREWALL } from './middleboxes.ts';
import { type Asked, type Change, told, traced } from './traced.ts';

const ALL = '0.0.0.0/0';
const OUT = { to: '198.51.100.7', port: 443 };
const IN = { from: '198.51.100.7', to: '203.0.113.80', port: 443 };
const SIX = { to: '2001:db8:ffff::7', port: 443 };

type Attachments = World['InternetGateways'][number]['Attachments'];
const attached =
  (attachments: Attachments): Change =>
  (w) => {
    const gateway = item(w, 'InternetGateways', 'igw-1');
    delete gateway.Attachments;
    if (attachments !== undefined) gateway.Attachments = attachments;
  };
const inState = (State: string) => attached([{ VpcId: 'vpc-1', State }]);
const DETACHED = 'blocked, forward BAD_STATE_ATTACHMENT igw-1 at subnet-public';

const ATTACHMENTS: readonly [string, Change, string][] = [
  ["in the wire's words", inState('available'), 'reachable'],
  ["in the API model's words", inState('attached'), 'reachable'],
  ['in no stated state', attached([{ VpcId: 'vpc-1' }]), 'reachable'],
  ['not yet', inState('attaching'), DETACHED],
  ['not any more', inState('detaching'), DETACHED],
  ['to another VPC', attached([{ VpcId: 'vpc-2', State: 'available' }]), DETACHED],
  ['to nothing', attached([]), DETACHED],
  ['to nothing that is stated', attached(undefined), DETACHED],
  ['and gone', (w) => remove(w, 'InternetGateways', 'igw-1'), DETACHED],
  [
    'or not, nobody asked',
    (w) => refuse(w, 'InternetGateways'),
    'unknown, forward UNKNOWN_RESOURCE igw-1 at subnet-public',
  ],
];

describe('an internet gateway', () => {
  test.each(ATTACHMENTS)('is attached %s', (_, change, expected) => {
    expect(told(traced([change], OUT))).toBe(expected);
  });

  test('in words', () => {
    expect(ATTACHMENTS.map(([what, change]) => [what, ...traced([change], OUT).blockers])).toMatchSnapshot();
  });
});

/** The function runs on instances of a capacity provider in one subnet. */
const onInstances =
  (subnet: string): Change =>
  (w) => {
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;
    const lambda = rotationFunction(w);
    delete lambda.VpcConfig;
    lambda.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: arn } };
    const VpcConfig = { SubnetIds: [subnet], SecurityGroupIds: ['sg-lambda'] };
    w.CapacityProviders.push({ CapacityProviderArn: arn, State: 'Active', VpcConfig });
    w.requests?.push(row('CapacityProviders', { 'capacity-provider-arn': [arn] }));
  };
const UNSTATED = 'unknown, forward UNKNOWN_RESOURCE igw-1 at';
const regional: Change = (w) => {
  const nat = item(w, 'NatGateways', 'nat-1');
  delete nat.SubnetId;
  const NatGatewayAddresses = [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.5', Status: 'succeeded' }];
  Object.assign(nat, {
    AvailabilityMode: 'regional',
    AutoProvisionZones: 'enabled',
    RouteTableId: 'rtb-public',
    NatGatewayAddresses,
  });
};

describe('a public address of its own', () => {
  test.each<[string, Change[], string]>([
    [
      'a function never has',
      [(w) => setRoutes(w, 'rtb-private', [route(ALL, 'igw-1')])],
      'blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-l1',
    ],
    [
      'a private NAT gateway never has',
      [(w) => Object.assign(item(w, 'NatGateways', 'nat-1'), { ConnectivityType: 'private' })],
      'blocked, forward X_PRIVATE_NAT_BEFORE_INTERNET_GATEWAY nat-1 at subnet-public',
    ],
    ['managed instances may have', [onInstances('subnet-public')], `${UNSTATED} subnet-public`],
    [
      'managed instances may have, in front of a firewall',
      [onInstances('subnet-public'), addFirewall],
      `${UNSTATED} subnet-middle`,
    ],
    ['managed instances do not need behind a NAT gateway', [onInstances('subnet-l1')], 'reachable'],
    ['managed instances do not need behind a regional NAT gateway', [onInstances('subnet-l1'), regional], 'reachable'],
    [
      'managed instances may have in front of an appliance, which translates or not',
      [onInstances('subnet-public'), addAppliance],
      'unknown, forward UNKNOWN_RESOURCE igw-1 at subnet-middle, forward X_NOT_MODELLED igw-1 at subnet-middle',
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(traced(changes, { ...OUT, vouched: [FIREWALL, 'i-appliance'] }))).toBe(expected);
  });
});

/** A web server with an IPv6 address as well, in whose subnet both families lead to the internet gateway. */
const webOfBoth: Change = (w) => {
  addWeb(w);
  dualStack(w);
  addRoutes(w, 'rtb-public', [route('::/0', 'igw-1')]);
  item(w, 'NetworkInterfaces', 'eni-web').Ipv6Addresses = [{ Ipv6Address: '2001:db8:1:100::80' }];
  item(w, 'SecurityGroups', 'sg-web').IpPermissionsEgress = [permit('-1', ['::/0'])];
  item(w, 'SecurityGroups', 'sg-web').IpPermissions?.push(permit('tcp', ['::/0'], 443));
};
const isPrivate: Change = (w) => {
  for (const block of item(w, 'Subnets', 'subnet-public').Ipv6CidrBlockAssociationSet ?? [])
    block.Ipv6AddressAttribute = 'private';
};

describe('IPv6', () => {
  const from = 'eni-web';
  const back = { from: '2001:db8:ffff::7', to: '2001:db8:1:100::80', port: 443 };
  test.each<[string, Asked, Change[], string]>([
    ['needs no translation', { ...SIX, from }, [webOfBoth], 'reachable'],
    [
      'is dropped where its block is private',
      { ...SIX, from },
      [webOfBoth, isPrivate],
      'blocked, forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-1 at subnet-public',
    ],
    ['comes in', back, [webOfBoth], 'reachable'],
    [
      'does not come in where its block is private',
      back,
      [webOfBoth, isPrivate],
      'blocked, forward IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS eni-web at subnet-public',
    ],
    ['comes in where the block of IPv4 beside it is private', IN, [webOfBoth, isPrivate], 'reachable'],
  ])('%s', (_, asked, changes, expected) => {
    expect(told(traced(changes, asked))).toBe(expected);
  });

  test('in words', () => {
    expect(traced([webOfBoth, isPrivate], back).blockers).toMatchSnapshot();
  });
});

const acl =
  (ingress: readonly ReturnType<typeof entry>[], egress: readonly ReturnType<typeof entry>[]): Change =>
  (w) =>
    putAcl(w, 'acl-public', ['subnet-public'], ingress, egress);
const nowhere: Change = (w) => {
  delete item(w, 'NetworkInterfaces', 'eni-web').SubnetId;
};

describe('what comes in from the internet', () => {
  test.each<[string, Change[], string]>([
    ['to an open door', [addWeb], 'reachable'],
    [
      'past an ACL for the request and its answer',
      [addWeb, acl([entry(1, 'allow', '6', ALL, HTTPS)], [entry(1, 'allow', '6', ALL, EPHEMERAL)])],
      'reachable',
    ],
    [
      'past an ACL that refuses the request',
      [addWeb, acl([entry(1, 'allow', '6', ALL, EPHEMERAL)], ALLOW_ALL)],
      'blocked, forward SUBNET_ACL_RESTRICTION acl-public at subnet-public',
    ],
    [
      'past an ACL that refuses the answer',
      [addWeb, acl(ALLOW_ALL, [entry(1, 'allow', '6', ALL, HTTPS)])],
      'blocked, return SUBNET_ACL_RESTRICTION acl-public at subnet-public',
    ],
    [
      'to an interface whose subnet is not stated',
      [addWeb, nowhere],
      'unknown, forward UNKNOWN_RESOURCE eni-web at null',
    ],
    [
      'to a subnet that answers another way',
      [addWeb, (w) => setRoutes(w, 'rtb-public', [route(ALL, 'nat-1')])],
      'blocked, return X_ROUTE_NEVER_RETURNS rtb-public at subnet-public',
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(traced(changes, IN))).toBe(expected);
  });

  test('in words', () => {
    expect(traced([addWeb, nowhere], IN).blockers).toMatchSnapshot();
  });
});
