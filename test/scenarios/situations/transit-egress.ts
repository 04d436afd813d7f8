import {
  addRoutes,
  addSubnet,
  item,
  networkInterface,
  permit,
  refuse,
  route,
  routeTable,
  subnet,
  type World,
} from '../../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway } from '../../support/world-parts.ts';
import { groupsRefuse, type Situation, situation, thing } from './situation.ts';

const FAR = { question: { targets: ['10.1.0.10:5432'] } };

const NETWORK = '444455556666';

/** The transit gateway belongs to another account, and none of its associations is shown. */
function ofTheNetworkAccount(world: World): void {
  item(world, 'TransitGateways', 'tgw-1').OwnerId = NETWORK;
  for (const it of world.TransitGatewayAttachments) {
    it.TransitGatewayOwnerId = NETWORK;
    delete it.Association;
  }
}

/**
 * The function's range is one the far VPC cannot route back to; a private NAT gateway in a secondary range stands between:
 * function -> nat-private (100.64.0.5) -> transit gateway -> database.
 */
function privateNat(world: World, admitted: string): void {
  addDatabaseBehindTransitGateway(world);
  const block = { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } };
  item(world, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push(block);
  for (const table of world.RouteTables.filter((t) => t.VpcId === 'vpc-1'))
    table.Routes?.push(route('100.64.0.0/16', 'local', { Origin: 'CreateRouteTable' }));
  world.RouteTables.push(
    routeTable('rtb-nat-private', ['-'], [route('100.64.0.0/16', 'local'), route('10.1.0.0/16', 'tgw-1')]),
  );
  item(world, 'RouteTables', 'rtb-nat-private').Associations = [];
  addSubnet(world, subnet('subnet-nat-private', '100.64.0.0/24', 'a'), 'rtb-nat-private');
  const address = { PrivateIp: '100.64.0.5', NetworkInterfaceId: 'eni-nat-private', Status: 'succeeded' };
  world.NatGateways.push({
    NatGatewayId: 'nat-private',
    VpcId: 'vpc-1',
    SubnetId: 'subnet-nat-private',
    State: 'available',
    ConnectivityType: 'private',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [address],
  });
  world.NetworkInterfaces.push(
    networkInterface('eni-nat-private', 'subnet-nat-private', '100.64.0.5', [], {
      InterfaceType: 'nat_gateway',
      SourceDestCheck: false,
    }),
  );
  const toDatabase = item(world, 'RouteTables', 'rtb-private').Routes?.find((r) => r.TransitGatewayId === 'tgw-1');
  if (toDatabase === undefined) throw new Error('rtb-private has no route to the transit gateway');
  delete toDatabase.TransitGatewayId;
  toDatabase.NatGatewayId = 'nat-private';
  item(world, 'TransitGatewayVpcAttachments', 'tgw-attach-1').SubnetIds = ['subnet-nat-private'];
  const [own] = item(world, 'TransitGatewayRouteTables', 'tgw-rtb-1').Routes ?? [];
  Object.assign(own ?? {}, { DestinationCidrBlock: '100.64.0.0/16' });
  item(world, 'RouteTables', 'rtb-far').Routes = [
    route('10.1.0.0/16', 'local', { Origin: 'CreateRouteTable' }),
    route('100.64.0.0/16', 'tgw-1'),
  ];
  item(world, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', [admitted], 5432)];
}

function egressOutOfSight(world: World): void {
  addCentralEgress(world);
  Object.assign(item(world, 'TransitGateways', 'tgw-1'), { OwnerId: '444455556666' });
  world.TransitGatewayRouteTables.length = 0;
  refuse(world, 'TransitGatewayRouteTables', 'ec2:SearchTransitGatewayRoutes');
}

const egressRoutes = (world: World) => item(world, 'TransitGatewayRouteTables', 'tgw-rtb-1').Routes ?? [];

/** Ways out over a transit gateway that are broken at the gateway itself, and private NAT gateways before one. */
export const TRANSIT_EGRESS: readonly Situation[] = [
  situation('central-egress-whose-attachment-has-no-association', {
    world: (w) => {
      addCentralEgress(w);
      delete item(w, 'TransitGatewayAttachments', 'tgw-attach-1').Association;
    },
    endpoint: 'fail',
    blockers: [thing('TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', 'endpoint', 'tgw-attach-1', 'subnet-l1')],
    explain: `The function's VPC is attached to the transit gateway and associated with no route table of it. What comes in by such an
      attachment is dropped.`,
    source: 'tgw',
  }),
  situation('central-egress-whose-default-route-is-a-blackhole', {
    world: (w) => {
      addCentralEgress(w);
      Object.assign(egressRoutes(w).find((r) => r.DestinationCidrBlock === '0.0.0.0/0') ?? {}, {
        State: 'blackhole',
        TransitGatewayAttachments: [],
      });
    },
    endpoint: 'fail',
    blockers: [{ ...thing('TGW_RTB_BAD_STATE_ROUTE', 'endpoint', 'tgw-rtb-1', 'subnet-l1'), entry: '0.0.0.0/0' }],
    explain: `The transit gateway's default route is a blackhole: the attachment of the egress VPC is gone.`,
    source: 'tgw',
  }),
  situation('central-egress-whose-gateway-drops-half-of-the-internet', {
    world: (w) => {
      addCentralEgress(w);
      const routes = egressRoutes(w);
      const all = routes.find((r) => r.DestinationCidrBlock === '0.0.0.0/0') ?? {};
      routes.push({ ...all, DestinationCidrBlock: '128.0.0.0/1', State: 'blackhole', TransitGatewayAttachments: [] });
      Object.assign(all, { DestinationCidrBlock: '0.0.0.0/1' });
    },
    endpoint: 'unknown',
    blockers: [
      {
        ...thing('X_PARTLY_COVERS_SERVICE_RANGE', 'endpoint', 'tgw-rtb-1', 'subnet-l1'),
        entry: '128.0.0.0/1',
      },
    ],
    explain: `The transit gateway's table leads 0.0.0.0/1 to the egress VPC and drops 128.0.0.0/1. Secrets Manager's public addresses may
      lie in either half.`,
    source: 'tgw',
  }),
  situation('central-egress-whose-answers-find-no-route-to-the-spoke', {
    world: (w) => {
      addCentralEgress(w);
      const routes = egressRoutes(w);
      routes.splice(0, Infinity, ...routes.filter((r) => r.DestinationCidrBlock === '0.0.0.0/0'));
      w.TransitGatewayRouteTables.push({
        TransitGatewayRouteTableId: 'tgw-rtb-egress',
        TransitGatewayId: 'tgw-1',
        State: 'available',
        Routes: [],
      });
      item(w, 'TransitGatewayAttachments', 'tgw-attach-9').Association = {
        TransitGatewayRouteTableId: 'tgw-rtb-egress',
        State: 'associated',
      };
    },
    endpoint: 'fail',
    blockers: [thing('TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', 'endpoint', 'tgw-rtb-egress', null, 'return')],
    explain: `The table the egress VPC's attachment is associated with holds no route for the spokes: nobody propagates them there.
      Requests leave, answers are dropped at the transit gateway.`,
    source: 'tgw',
  }),
  situation('central-egress-out-of-sight-somebody-vouches-for', {
    world: egressOutOfSight,
    question: { assumptions: [{ hop: 'tgw-1', because: 'the network team showed its tables' }] },
    warnings: ['X_ASSUMED'],
    explain: `The transit gateway's route tables belong to another account and cannot be read. Somebody has seen them and says so with
      their reason.`,
    source: 'tgw',
  }),
  situation('association-that-only-the-owner-of-the-transit-gateway-sees', {
    world: (w) => {
      addDatabaseBehindTransitGateway(w);
      ofTheNetworkAccount(w);
    },
    ...FAR,
    service: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'service', 'tgw-1', 'subnet-l1')],
    explain: `The transit gateway is shared by another account, which alone surely sees with which of its tables an attachment is
      associated: that no association is shown says nothing.`,
    source: 'tgw-share',
  }),
  situation('database-behind-a-private-nat-gateway-that-admits-the-nat-gateway', {
    world: (w) => privateNat(w, '100.64.0.5/32'),
    ...FAR,
    explain: `The two networks overlap, so a private NAT gateway in a range of its own stands before the transit gateway. The
      database admits the NAT gateway's address, which is the one it sees.`,
    source: 'nat',
  }),
  situation('database-behind-a-private-nat-gateway-that-admits-the-functions-range', {
    world: (w) => privateNat(w, '10.0.1.0/24'),
    ...FAR,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-far-db', 'ingress', 'eni-far-db')],
    explain: `The database admits the function's subnet, and what arrives comes from the private NAT gateway.`,
    source: 'nat',
  }),
  situation('database-behind-a-private-nat-gateway-that-admits-the-functions-group', {
    world: (w) => {
      privateNat(w, 'sg-lambda');
      Object.assign(item(w, 'TransitGateways', 'tgw-1'), { Options: { SecurityGroupReferencingSupport: 'enable' } });
    },
    ...FAR,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-far-db', 'ingress', 'eni-far-db')],
    explain: `The database admits the function's group by its id. Behind a NAT gateway no reference to the function's group holds,
      whatever the transit gateway supports.`,
    source: 'nat',
  }),
  situation('database-behind-a-private-nat-gateway-whose-range-is-not-routed-back', {
    world: (w) => {
      privateNat(w, '100.64.0.5/32');
      addRoutes(w, 'rtb-far', [route('100.64.0.0/24', 'eni-gone', { State: 'blackhole' })]);
    },
    ...FAR,
    service: 'fail',
    blockers: [{ ...thing('BAD_STATE_ROUTE', 'service', 'rtb-far', 'subnet-far', 'return'), entry: '100.64.0.0/24' }],
    explain: `The database's table sends the NAT gateway's range into an appliance that is gone.`,
    source: 'nat',
  }),
];
