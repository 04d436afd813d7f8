import { describe, expect, test } from 'vitest';
import { answerTrace, type FunctionTraces } from '../../src/reachability/answer-trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { regionalNat } from '../scenarios/situations/opaque-hops.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  addRoutes,
  addSubnet,
  FUNCTION_ARN,
  instance,
  item,
  networkInterface,
  OPEN,
  permit,
  REGION,
  refuse,
  remove,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

type Change = (world: World) => void;

const APPLIANCE = '10.0.60.5';
const DEAD = { State: 'blackhole' };

/** The answer from the function, with the appliance vouched for. */
function traced(to: string, ...changes: readonly Change[]): FunctionTraces {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const stated = [{ hop: 'i-appliance', because: 'its rules were read' }];
  const assumptions = { stated, allowed: new Set(['appliance'] as const) };
  return answerTrace(snapshot, { from: FUNCTION_ARN, to, port: 5432, protocol: 'tcp', assumptions }) as FunctionTraces;
}

/** The disposition, and what stands against it in the order in which it is met: `CODE resource`. */
function told(to: string, ...changes: readonly Change[]): string {
  const { disposition, traces } = traced(to, ...changes);
  const found = traces.flatMap((t) => t.blockers.map((b) => `${b.code} ${b.resources.join(' ')}`));
  return [disposition, ...found].join(', ');
}

/** The function's group lets out to other groups only. */
const namesGroups: Change = (w) => {
  item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['sg-db', 'sg-appliance'], 5432)];
};

/** The database admits the function by its addresses. */
const admitsBlocks: Change = (w) => {
  item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
};

/** An appliance in a subnet of its own, which answers pass too. */
const appliance: Change = (w) => {
  addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
  w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], []));
  const eni = networkInterface('eni-appliance', 'subnet-middle', APPLIANCE, ['sg-appliance'], {
    SourceDestCheck: false,
  });
  const it = instance('i-appliance', eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-appliance', [OPEN]));
  addRoutes(w, 'rtb-db', [route('10.0.1.0/24', 'eni-appliance')]);
};

const routed =
  (...routes: Parameters<typeof addRoutes>[2]): Change =>
  (w) =>
    addRoutes(w, 'rtb-private', routes);

/** A way to S3, whose list nobody read where no blocks are given. */
const gatewayEndpoint =
  (blocks: readonly string[] | null): Change =>
  (w) => {
    w.VpcEndpoints.push({
      VpcEndpointId: 'vpce-s3',
      VpcEndpointType: 'Gateway',
      VpcId: 'vpc-1',
      State: 'available',
      ServiceName: `com.amazonaws.${REGION}.s3`,
    });
    addRoutes(w, 'rtb-private', [route('pl-s3', 'vpce-s3')]);
    if (blocks !== null)
      w.ManagedPrefixLists.push({
        PrefixListId: 'pl-s3',
        PrefixListName: `com.amazonaws.${REGION}.s3`,
        Entries: blocks.map((Cidr) => ({ Cidr })),
      });
  };

const OTHER = '444455556666';

const ownedBy =
  (list: 'Vpcs' | 'Subnets', owner: string | undefined): Change =>
  (w) => {
    for (const it of w[list]) it.OwnerId = owner;
  };

const noTables: Change = (w) => {
  item(w, 'RouteTables', 'rtb-main').Associations = [];
  item(w, 'RouteTables', 'rtb-private').Associations = [];
};

describe('outbound rules that name the group of the destination', () => {
  const database = '10.0.20.10';

  test.each<[string, string, Change[], string]>([
    ['match it inside the VPC', database, [], 'reachable'],
    [
      'may match it where no route table was read',
      database,
      [(w) => refuse(w, 'RouteTables')],
      'unknown, UNKNOWN_RESOURCE subnet-l1',
    ],
    [
      'match nothing behind an appliance',
      database,
      [appliance, routed(route('10.0.20.0/24', 'eni-appliance'))],
      'blocked, ENI_SG_RULES_MISMATCH sg-lambda',
    ],
    [
      'match the appliance itself',
      APPLIANCE,
      [appliance, (w) => setRoutes(w, 'rtb-db', []), routed(route('10.0.60.0/24', 'eni-appliance'))],
      'reachable',
    ],
    [
      'are not to blame where the way to an appliance is a blackhole',
      database,
      [routed(route('10.0.20.0/24', 'eni-gone', DEAD))],
      'blocked, BAD_STATE_ROUTE rtb-private',
    ],
    [
      'are not to blame where the way to a transit gateway is a blackhole',
      database,
      [routed(route('10.0.20.0/24', 'tgw-gone', DEAD))],
      'blocked, BAD_STATE_ROUTE rtb-private',
    ],
  ])('%s', (_, to, changes, expected) => {
    expect(told(to, namesGroups, admitsBlocks, ...changes)).toBe(expected);
  });
});

describe('a route', () => {
  test.each<[string, string, Change[], string]>([
    [
      'of a subnet that no table serves is missing at the subnet',
      '10.0.20.10',
      [noTables],
      'unknown, UNKNOWN_RESOURCE subnet-l1',
    ],
    [
      'into a peering connection that was not read',
      '10.1.0.10',
      [routed(route('10.1.0.0/16', 'pcx-unread'))],
      'unknown, UNKNOWN_RESOURCE pcx-unread',
    ],
    [
      'into a peering connection of which one VPC alone is stated',
      '10.1.0.10',
      [addPeerVpc, (w) => delete item(w, 'VpcPeeringConnections', 'pcx-1').AccepterVpcInfo],
      'unknown, UNKNOWN_RESOURCE pcx-1',
    ],
    [
      'into a peering connection that is gone, before a group that refuses',
      '10.0.20.10',
      [
        routed(route('10.0.20.0/24', 'pcx-gone', DEAD)),
        (w) => {
          item(w, 'SecurityGroups', 'sg-db').IpPermissions = [];
        },
      ],
      'blocked, BAD_STATE_ROUTE rtb-private, SG_HAS_NO_RULES sg-db',
    ],
    [
      'to a gateway endpoint takes the public addresses of its list',
      '198.51.100.7',
      [(w) => setRoutes(w, 'rtb-private', []), gatewayEndpoint(['198.51.100.0/24'])],
      'reachable',
    ],
    [
      'to a gateway endpoint takes no other',
      '203.0.113.99',
      [(w) => setRoutes(w, 'rtb-private', []), gatewayEndpoint(['198.51.100.0/24'])],
      'blocked, NO_ROUTE_TO_DESTINATION rtb-private',
    ],
    [
      'to a gateway endpoint may take a public address where its list was not read',
      '198.51.100.7',
      [gatewayEndpoint(null)],
      'unknown, UNKNOWN_RESOURCE rtb-private',
    ],
    ['to a gateway endpoint takes no private address, read or not', '10.0.20.10', [gatewayEndpoint(null)], 'reachable'],
    [
      'to an address in a block that AWS is adding to the VPC may be local',
      '10.7.0.10',
      [
        (w) =>
          item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push({
            CidrBlock: '10.7.0.0/16',
            CidrBlockState: { State: 'associating' },
          }),
      ],
      'unknown, UNKNOWN_RESOURCE rtb-private',
    ],
    [
      'local to a public block of a VPC that was not read',
      '198.51.100.7',
      [(w) => refuse(w, 'Vpcs'), routed(route('198.51.100.0/24', 'local', { Origin: 'CreateRouteTable' }))],
      'unknown, UNKNOWN_RESOURCE vpc-1',
    ],
    [
      'to a gateway that was not read, out of a VPC that was not read',
      '198.51.100.7',
      [(w) => refuse(w, 'Vpcs'), (w) => refuse(w, 'NatGateways')],
      'unknown, UNKNOWN_RESOURCE nat-1, UNKNOWN_RESOURCE nat-1',
    ],
    [
      'to a gateway that was not read, out of a VPC that is not there',
      '198.51.100.7',
      [(w) => remove(w, 'Vpcs', 'vpc-1'), (w) => refuse(w, 'NatGateways')],
      'unknown, UNKNOWN_RESOURCE nat-1, UNKNOWN_RESOURCE nat-1',
    ],
    [
      'to a gateway that is not there',
      '198.51.100.7',
      [(w) => remove(w, 'NatGateways', 'nat-1')],
      'blocked, BAD_STATE nat-1',
    ],
    [
      'to a gateway that is not there, where nobody says whose the VPC is',
      '198.51.100.7',
      [(w) => remove(w, 'NatGateways', 'nat-1'), ownedBy('Vpcs', undefined), ownedBy('Subnets', undefined)],
      'blocked, BAD_STATE nat-1',
    ],
    [
      'to a gateway that another account alone can see, out of a VPC it shares',
      '198.51.100.7',
      [(w) => remove(w, 'NatGateways', 'nat-1'), ownedBy('Vpcs', OTHER)],
      'unknown, UNKNOWN_RESOURCE nat-1',
    ],
    [
      'to a gateway that another account alone can see, out of a VPC that does not say whose it is',
      '198.51.100.7',
      [(w) => remove(w, 'NatGateways', 'nat-1'), ownedBy('Vpcs', undefined), ownedBy('Subnets', OTHER)],
      'unknown, UNKNOWN_RESOURCE nat-1',
    ],
    [
      'to a gateway that another account alone can see, out of a VPC that was not read',
      '198.51.100.7',
      [(w) => remove(w, 'NatGateways', 'nat-1'), (w) => refuse(w, 'Vpcs'), ownedBy('Subnets', OTHER)],
      'unknown, UNKNOWN_RESOURCE nat-1, UNKNOWN_RESOURCE nat-1',
    ],
    [
      'that is missing, towards another VPC',
      '10.1.0.10',
      [(w) => setRoutes(w, 'rtb-private', [])],
      'blocked, NO_ROUTE_TO_DESTINATION rtb-private',
    ],
  ])('%s', (_, to, changes, expected) => {
    expect(told(to, ...changes)).toBe(expected);
  });
});

test('what an appliance in a subnet that was not read does with packets is not known', () => {
  const way = told(
    '198.51.100.7',
    appliance,
    (w) => setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'eni-appliance')]),
    (w) => remove(w, 'Subnets', 'subnet-middle'),
    (w) => remove(w, 'RouteTables', 'rtb-middle'),
  );
  expect(way).toMatch(/^unknown, UNKNOWN_RESOURCE subnet-middle, /);
});

describe('a regional NAT gateway', () => {
  const publicHost = '198.51.100.7';

  test.each([
    ['a transit gateway', 'tgw-1'],
    ['a network firewall', 'vpce-firewall'],
  ])('whose table leads to %s sends from an address that AWS does not state', (_, target) => {
    const { disposition, traces } = traced(publicHost, regionalNat, (w) =>
      setRoutes(w, 'rtb-nat', [route('0.0.0.0/0', target)]),
    );
    expect(disposition).toBe('unknown');
    expect(traces.flatMap((t) => t.blockers)).toMatchObject([
      {
        code: 'X_NOT_MODELLED',
        resources: ['nat-1'],
        at: 'subnet-l1',
        details: {
          what: 'NAT gateway nat-1',
          reason: `from which address it sends to ${target} is not stated`,
        },
      },
    ]);
  });

  test('whose table leads to the internet gateway sends from its own', () => {
    expect(told(publicHost, regionalNat)).toBe('reachable');
  });
});
