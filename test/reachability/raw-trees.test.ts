import { describe, expect, test } from 'vitest';
import { answerTrace } from '../../src/reachability/answer-trace.ts';
import type { Trace } from '../../src/reachability/trace.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import type { Fact } from '../../src/snapshot/families.ts';
import { importRaw } from '../../src/snapshot/import-raw.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import {
  ALLOW_ALL,
  instance,
  networkAcl,
  networkInterface,
  permit,
  route,
  routeTable,
  securityGroup,
  subnet,
  vpc,
} from '../support/world.ts';

const APP = '111122223333';
const DATA = '444455556666';
const PLACES = { app: `accounts/${APP}/us-east-1`, data: `accounts/${DATA}/us-west-2` } as const;

interface Side {
  readonly name: keyof typeof PLACES;
  readonly cidr: string;
  readonly host: string;
  readonly owner: string;
  readonly routes: readonly Parameters<typeof routeTable>[2][number][];
  readonly rules: readonly ReturnType<typeof permit>[];
}

/** The files that a collector writes for one account and Region: a VPC, a subnet, an instance. */
function files({ name, cidr, host, owner, routes, rules }: Side): RawFile[] {
  const vpcId = `vpc-${name}`;
  const eni = networkInterface(`eni-${name}`, `subnet-${name}`, host, [`sg-${name}`], { VpcId: vpcId });
  const server = instance(`i-${name}`, eni);
  const block = cidr.replace('.0.0/16', '.1.0/24');
  const zone = { AvailabilityZone: name === 'app' ? 'us-east-1a' : 'us-west-2a', OwnerId: owner };
  const file = (list: string, ...items: readonly object[]) => ({
    path: `${PLACES[name]}/${list}.json`,
    json: { [list]: items },
  });
  return [
    file('Vpcs', { ...vpc(vpcId, cidr), OwnerId: owner }),
    file('Subnets', { ...subnet(`subnet-${name}`, block, 'a', vpcId), ...zone }),
    file('RouteTables', routeTable(`rtb-${name}`, [], routes, cidr, vpcId)),
    file('NetworkAcls', networkAcl(`acl-${name}-default`, [`subnet-${name}`], ALLOW_ALL, ALLOW_ALL, vpcId)),
    file('SecurityGroups', { ...securityGroup(`sg-${name}`, rules, undefined, vpcId), OwnerId: owner }),
    file('NetworkInterfaces', server.interface),
    { path: `${PLACES[name]}/Reservations.json`, json: { Reservations: [{ Instances: [server.instance] }] } },
  ];
}

function sides(way: string, back = way): RawFile[] {
  const app = { name: 'app', cidr: '10.1.0.0/16', host: '10.1.1.10', owner: APP, rules: [] } as const;
  const data = { name: 'data', cidr: '10.2.0.0/16', host: '10.2.1.10', owner: DATA } as const;
  const rules = [permit('tcp', ['10.1.0.0/16'], 5432), permit('icmp', ['10.1.0.0/16'], -1)];
  return [
    ...files({ ...app, routes: [route('10.2.0.0/16', way)] }),
    ...files({ ...data, rules, routes: [route('10.1.0.0/16', back)] }),
  ];
}

function told(tree: readonly RawFile[], from = 'i-app', to = 'i-data', port: number | null = 5432): string {
  const { snapshot, places } = importRaw(tree, 'tree');
  const facts = openSnapshot({ ...parseSnapshot(snapshot, 'tree'), places }, 'tree');
  const protocol = port === null ? 'icmp' : 'tcp';
  const trace = answerTrace(facts, { from, to, port, protocol }) as Trace;
  const blockers = trace.blockers.filter((b) => !b.behind);
  return [trace.disposition, ...blockers.map((b) => `${b.code} ${b.leg} ${b.resources.join(' ')}`)].join(', ');
}

const without = (tree: readonly RawFile[], path: string) => tree.filter((file) => !file.path.endsWith(path));

describe('two accounts and Regions in one tree, peered', () => {
  const connection: Fact<'VpcPeeringConnections'> = {
    VpcPeeringConnectionId: 'pcx-1',
    Status: { Code: 'active' },
    RequesterVpcInfo: { VpcId: 'vpc-app', OwnerId: APP, Region: 'us-east-1', CidrBlock: '10.1.0.0/16' },
    AccepterVpcInfo: { VpcId: 'vpc-data', OwnerId: DATA, Region: 'us-west-2', CidrBlock: '10.2.0.0/16' },
  };
  const seen = (place: string) => ({
    path: `${place}/VpcPeeringConnections.json`,
    json: { VpcPeeringConnections: [connection] },
  });
  const tree = [...sides('pcx-1'), seen(PLACES.app), seen(PLACES.data)];

  test.each<[string, readonly RawFile[], Parameters<typeof told>, string]>([
    ['the open port', tree, [tree], 'reachable'],
    ['icmp', tree, [tree, 'i-app', 'i-data', null], 'reachable'],
    ['the other way round nothing is open', tree, [tree, 'i-data', 'i-app'], 'blocked, SG_HAS_NO_RULES forward sg-app'],
    ['another port', tree, [tree, '10.1.1.10', '10.2.1.10', 22], 'blocked, ENI_SG_RULES_MISMATCH forward sg-data'],
    [
      'nobody at the address',
      tree,
      [tree, 'i-app', '10.2.1.11'],
      'blocked, X_NO_INTERFACE_AT_ADDRESS forward subnet-data',
    ],
    ['no subnet there', tree, [tree, 'i-app', '10.2.9.1'], 'blocked, X_NO_SUBNET_AT_ADDRESS forward vpc-data'],
  ])('%s', (_, __, asked, expected) => {
    expect(told(...asked)).toBe(expected);
  });

  test.each([
    'NetworkAcls',
    'RouteTables',
    'SecurityGroups',
    'Subnets',
  ])('the other account without its %s makes it unknown, never blocked', (list) => {
    expect(told(without(tree, `us-west-2/${list}.json`))).toMatch(/^unknown, /);
  });

  test('an address of the other account is unknown where its interfaces were not collected', () => {
    const partly = without(tree, 'us-west-2/NetworkInterfaces.json');
    expect(told(partly, 'i-app', '10.2.1.10')).toMatch(/^unknown, UNKNOWN_RESOURCE forward/);
  });

  test('a VPC that its owner shares is whole where the owner was asked, too', () => {
    const shownTo = (path: string) => path.replace(DATA, APP);
    const participant = tree
      .filter(({ path }) => path.startsWith(PLACES.data))
      .map(({ path, json }) => ({ path: shownTo(path), json: path.includes('Interfaces') ? [] : json }));
    const both = [...tree, ...participant];
    expect(told(both)).toBe('reachable');
    expect(told(both, 'i-app', '10.2.9.1')).toBe('blocked, X_NO_SUBNET_AT_ADDRESS forward vpc-data');
    expect(told(both, 'i-app', '10.2.1.11')).toBe('blocked, X_NO_INTERFACE_AT_ADDRESS forward subnet-data');
    const alone = both.filter(({ path }) => !path.startsWith(PLACES.data));
    expect(told(alone, 'i-app', '10.2.9.1')).toMatch(/^unknown, /);
    expect(told(alone, 'i-app', '10.2.1.11')).toMatch(/^unknown, /);
  });

  test('only one of the two accounts in sight', () => {
    const half = tree.filter((file) => file.path.startsWith(PLACES.app));
    expect(told(half, 'i-app', '10.2.1.10')).toMatch(/^unknown, /);
  });
});

describe('two accounts behind one transit gateway, its routes told by other calls', () => {
  const attachment = (name: string) => ({
    TransitGatewayAttachmentId: `tgw-attach-${name}`,
    TransitGatewayId: 'tgw-1',
    State: 'available',
  });
  const association = { Association: { State: 'associated', TransitGatewayRouteTableId: 'tgw-rtb-0a' } };
  const names = ['app', 'data'] as const;
  const owners = { app: APP, data: DATA };
  const propagation = (name: string) => ({
    ResourceId: `vpc-${name}`,
    ResourceType: 'vpc',
    State: 'enabled',
    TransitGatewayAttachmentId: `tgw-attach-${name}`,
  });
  const file = (list: string, ...items: readonly object[]) => ({
    path: `${PLACES.app}/${list}.json`,
    json: { [list]: items },
  });
  const central = (propagating: readonly string[], statics: readonly object[] = []): readonly RawFile[] => [
    file('TransitGateways', { TransitGatewayId: 'tgw-1', OwnerId: APP, State: 'available', Options: {} }),
    file(
      'TransitGatewayVpcAttachments',
      ...names.map((name) => ({
        ...attachment(name),
        VpcId: `vpc-${name}`,
        VpcOwnerId: owners[name],
        SubnetIds: [`subnet-${name}`],
        Options: { DnsSupport: 'enable', Ipv6Support: 'disable' },
      })),
    ),
    file(
      'TransitGatewayAttachments',
      ...names.map((name) => ({
        ...attachment(name),
        ...association,
        TransitGatewayOwnerId: APP,
        ResourceOwnerId: owners[name],
        ResourceType: 'vpc',
        ResourceId: `vpc-${name}`,
      })),
    ),
    file('TransitGatewayRouteTables', {
      TransitGatewayRouteTableId: 'tgw-rtb-0a',
      TransitGatewayId: 'tgw-1',
      State: 'available',
    }),
    file('TransitGatewayStaticRoutes', { TransitGatewayRouteTableId: 'tgw-rtb-0a', Routes: statics }),
    file('TransitGatewayPropagations', {
      TransitGatewayRouteTableId: 'tgw-rtb-0a',
      TransitGatewayRouteTablePropagations: propagating.map(propagation),
    }),
  ];
  const blackhole = { DestinationCidrBlock: '10.2.1.0/24', Type: 'static', State: 'blackhole' };

  test.each<[string, readonly RawFile[], RegExp]>([
    ['both propagate', central(names), /^reachable$/],
    ['the destination does not', central(['app']), /^blocked, TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT forward tgw-rtb-0a$/],
    ['the source does not', central(['data']), /^blocked, TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return tgw-rtb-0a$/],
    ['a static blackhole is more specific', central(names, [blackhole]), /^blocked, \S+ forward tgw-rtb-0a$/],
    [
      'nobody asked who propagates',
      without(central(names), 'Propagations.json'),
      /^unknown, UNKNOWN_RESOURCE forward tgw-rtb-0a$/,
    ],
    [
      'nobody asked for the VPC side of the attachments',
      without(central(names), 'TransitGatewayVpcAttachments.json'),
      /^unknown, UNKNOWN_RESOURCE forward /,
    ],
    [
      'the route table does not say whose it is',
      [
        ...without(central(names), 'TransitGatewayRouteTables.json'),
        file('TransitGatewayRouteTables', { TransitGatewayRouteTableId: 'tgw-rtb-0a' }),
      ],
      /^unknown, UNKNOWN_RESOURCE forward tgw-rtb-0a$/,
    ],
  ])('%s', (_, gateway, expected) => {
    expect(told([...sides('tgw-1'), ...gateway])).toMatch(expected);
  });
});

describe('two transit gateways, one for each direction', () => {
  const joined = [
    ['app', 'tgw-1'],
    ['data', 'tgw-1'],
    ['app', 'tgw-2'],
    ['data', 'tgw-2'],
  ] as const;
  const id = (name: string, gateway: string) => `tgw-attach-${name}-${gateway}`;
  const owners = { app: APP, data: DATA };
  const file = (list: string, items: readonly object[]) => ({
    path: `${PLACES.app}/${list}.json`,
    json: { [list]: items },
  });
  /** The sender's attachment is associated with the gateway's table; the receiver's propagates to it and has none. */
  const sends = (name: string, gateway: string) => (gateway === 'tgw-1') === (name === 'app');
  const table = (gateway: string) => `tgw-rtb-${gateway === 'tgw-1' ? '0a' : '0b'}`;
  const toVpc = (gateway: string, name: 'app' | 'data') => ({
    DestinationCidrBlock: name === 'app' ? '10.1.0.0/16' : '10.2.0.0/16',
    TransitGatewayAttachments: [
      { ResourceId: `vpc-${name}`, ResourceType: 'vpc', TransitGatewayAttachmentId: id(name, gateway) },
    ],
    Type: 'propagated',
    State: 'active',
  });
  const gateways = [
    file(
      'TransitGateways',
      ['tgw-1', 'tgw-2'].map((gateway) => ({ TransitGatewayId: gateway, OwnerId: APP, State: 'available' })),
    ),
    file(
      'TransitGatewayVpcAttachments',
      joined.map(([name, gateway]) => ({
        TransitGatewayAttachmentId: id(name, gateway),
        TransitGatewayId: gateway,
        State: 'available',
        VpcId: `vpc-${name}`,
        VpcOwnerId: owners[name],
        SubnetIds: [`subnet-${name}`],
      })),
    ),
    file(
      'TransitGatewayAttachments',
      joined.map(([name, gateway]) => ({
        TransitGatewayAttachmentId: id(name, gateway),
        TransitGatewayId: gateway,
        TransitGatewayOwnerId: APP,
        ResourceOwnerId: owners[name],
        ResourceType: 'vpc',
        ResourceId: `vpc-${name}`,
        State: 'available',
        ...(sends(name, gateway)
          ? { Association: { State: 'associated', TransitGatewayRouteTableId: table(gateway) } }
          : {}),
      })),
    ),
    file('TransitGatewayRouteTables', [
      { TransitGatewayRouteTableId: 'tgw-rtb-0a', TransitGatewayId: 'tgw-1', Routes: [toVpc('tgw-1', 'data')] },
      { TransitGatewayRouteTableId: 'tgw-rtb-0b', TransitGatewayId: 'tgw-2', Routes: [toVpc('tgw-2', 'app')] },
    ]),
  ];
  const tree = [...sides('tgw-1', 'tgw-2'), ...gateways];

  test('carry requests and replies', () => {
    expect(told(tree)).toBe('reachable');
  });

  test('the gateway of the requests carries no replies', () => {
    expect(told([...sides('tgw-1', 'tgw-1'), ...gateways])).toBe(
      'blocked, TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION return tgw-attach-data-tgw-1',
    );
  });

  test.each(
    [...tree.map(({ path }) => path)].filter((path) => !path.startsWith(PLACES.app) || !path.includes('Interfaces')),
  )('without %s nothing is blocked', (path) => {
    expect(told(without(tree, path), 'i-app', '10.2.1.10')).not.toMatch(/^blocked/);
  });
});
