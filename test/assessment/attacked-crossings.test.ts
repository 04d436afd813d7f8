import { describe } from 'vitest';
import { overTransitGateway } from '../scenarios/situations/far-balancers.ts';
import { QUESTION } from '../scenarios/situations/load-balancers.ts';
import { type Change, holds } from '../support/answered.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  networkInterface,
  permit,
  putAcl,
  REGION,
  remove,
  route,
  routeTable,
  setRoutes,
  subnet,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway, addPeerVpc } from '../support/world-parts.ts';

const FAR = { targets: ['10.1.0.10:5432'] };
const ON_PREMISES = { targets: ['192.168.50.10:5432'] };

function admits(world: World, group: string, ...peers: readonly string[]): void {
  item(world, 'SecurityGroups', group).IpPermissions = [permit('tcp', peers, 5432)];
}

const pair = { GroupId: 'sg-lambda', UserId: ACCOUNT, VpcId: 'vpc-1', VpcPeeringConnectionId: 'pcx-1' };

function referenced(world: World, more: object): void {
  item(world, 'SecurityGroups', 'sg-peer-db').IpPermissions = [
    { ...permit('tcp', [], 5432), UserIdGroupPairs: [{ ...pair, ...more }] },
  ];
}

function peered(change: Change): Change {
  return (w) => {
    addPeerVpc(w);
    change(w);
  };
}

describe('over peering', () => {
  holds([
    [
      'to a VPC that is not among those read, whatever it enforces',
      peered((w) => remove(w, 'Vpcs', 'vpc-2')),
      'unknown unknown pass UNKNOWN_RESOURCE',
      FAR,
    ],
    [
      'whose reference does not say whether it is still in effect',
      peered((w) => referenced(w, {})),
      'unknown unknown pass UNKNOWN_RESOURCE',
      FAR,
    ],
    [
      'whose reference is stale',
      peered((w) => referenced(w, { PeeringStatus: 'deleted' })),
      'fail fail pass ENI_SG_RULES_MISMATCH',
      FAR,
    ],
    [
      'with a way back for half of the subnet',
      peered((w) => setRoutes(w, 'rtb-peer', [route('10.0.1.0/25', 'pcx-1')])),
      'fail fail at times pass NO_ROUTE_TO_DESTINATION',
      FAR,
    ],
    [
      'with a way back by another connection',
      peered((w) => setRoutes(w, 'rtb-peer', [route('10.0.0.0/16', 'pcx-9')])),
      'fail fail pass X_ROUTE_NEVER_RETURNS',
      FAR,
    ],
    [
      'to a subnet with a table of its own, without the route of the main one',
      peered((w) => w.RouteTables.push(routeTable('rtb-own', ['subnet-peer'], [], '10.1.0.0/16', 'vpc-2'))),
      'fail fail pass NO_ROUTE_TO_DESTINATION',
      FAR,
    ],
    [
      'to a network behind the peer',
      peered((w) => addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'pcx-1')])),
      'fail fail pass PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
      ON_PREMISES,
    ],
    [
      'whose range the own VPC has taken since',
      peered((w) => {
        const block = { CidrBlock: '10.1.0.0/20', CidrBlockState: { State: 'associated' } };
        item(w, 'Vpcs', 'vpc-1').CidrBlockAssociationSet?.push(block);
        addRoutes(w, 'rtb-private', [route('10.1.0.0/20', 'local', { Origin: 'CreateRouteTable' })]);
      }),
      'fail fail pass X_NO_SUBNET_AT_ADDRESS',
      FAR,
    ],
  ]);
});

const routes = (w: World) => item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1').Routes ?? [];
const blackhole = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, Type: 'static', State: 'blackhole' });

function transit(change: Change): Change {
  return (w) => {
    addDatabaseBehindTransitGateway(w);
    change(w);
  };
}

/** The far attachment stands in a subnet of its own, in this zone. */
function attachedIn(w: World, zone: 'a' | 'b'): void {
  addSubnet(w, subnet('subnet-attached', '10.1.7.0/28', zone, 'vpc-2'), null);
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2').SubnetIds = ['subnet-attached'];
}

/** The function itself would reach the far database's subnet through a private NAT gateway, and that subnet answers the gateway alone. */
function privateNat(w: World): void {
  addSubnet(w, subnet('subnet-nat', '10.0.77.0/24', 'a'), null);
  w.RouteTables.push(
    routeTable('rtb-nat', ['subnet-nat'], [route('10.1.0.0/16', 'tgw-1')]),
    routeTable('rtb-target', ['subnet-far'], [route('10.0.77.0/24', 'tgw-1')], '10.1.0.0/16', 'vpc-2'),
  );
  w.NetworkInterfaces.push(
    networkInterface('eni-nat-2', 'subnet-nat', '10.0.77.5', [], { InterfaceType: 'nat_gateway' }),
  );
  w.NatGateways.push({
    NatGatewayId: 'nat-2',
    VpcId: 'vpc-1',
    SubnetId: 'subnet-nat',
    State: 'available',
    ConnectivityType: 'private',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [{ PrivateIp: '10.0.77.5', NetworkInterfaceId: 'eni-nat-2', Status: 'succeeded' }],
  });
  addRoutes(w, 'rtb-private', [route('10.1.0.0/24', 'nat-2')]);
}

const sparing = (cidr: string) => [entry(10, 'deny', '-1', cidr), ...ALLOW_ALL];

/** What the account that owns the transit gateway sees stands beside a view that does not show the associations. */
function sharedBy(w: World, owner: string): void {
  const seen = structuredClone(w.TransitGatewayAttachments);
  const place = { _from: { account: owner, region: REGION }, TransitGatewayOwnerId: owner };
  for (const it of w.TransitGatewayAttachments) {
    it.TransitGatewayOwnerId = owner;
    delete it.Association;
  }
  w.TransitGatewayAttachments.push(...seen.map((it) => ({ ...it, ...place })));
}

describe('over a transit gateway', () => {
  holds([
    [
      'of another account that shows the associations which those it is shared with do not see',
      transit((w) => sharedBy(w, '444455556666')),
      'pass pass pass',
      FAR,
    ],
    [
      'of another account that shows its associations and tables to those it is shared with',
      transit((w) => {
        for (const it of w.TransitGatewayAttachments) it.TransitGatewayOwnerId = '444455556666';
      }),
      'pass pass pass',
      FAR,
    ],
    [
      'of another account, which sees that an attachment is associated with nothing',
      transit((w) => {
        delete item(w, 'TransitGatewayAttachments', 'tgw-attach-2').Association;
        sharedBy(w, '444455556666');
      }),
      'fail fail pass TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
      FAR,
    ],
    [
      'to a load balancer that keeps the client address, in front of a target which the client reaches through a NAT gateway',
      (w) => {
        overTransitGateway(w);
        privateNat(w);
      },
      'unknown unknown pass X_NOT_MODELLED',
      QUESTION,
    ],
    [
      'that does not say whether groups can be referenced',
      transit((w) => {
        delete item(w, 'TransitGateways', 'tgw-1').Options;
        admits(w, 'sg-far-db', 'sg-lambda');
      }),
      'unknown unknown pass UNKNOWN_RESOURCE',
      FAR,
    ],
    [
      'to a group that names the function, without a word of which zones the subnets are in',
      transit((w) => {
        Object.assign(item(w, 'TransitGateways', 'tgw-1').Options ?? {}, { SecurityGroupReferencingSupport: 'enable' });
        admits(w, 'sg-far-db', 'sg-lambda');
        for (const it of w.Subnets) delete it.AvailabilityZoneId;
      }),
      'unknown unknown pass UNKNOWN_RESOURCE',
      FAR,
    ],
    [
      'with a blackhole for the one address',
      transit((w) => routes(w).push(blackhole('10.1.0.10/32'))),
      'fail fail pass TGW_RTB_BAD_STATE_ROUTE',
      FAR,
    ],
    [
      'with a static blackhole for the propagated range',
      transit((w) => routes(w).push(blackhole('10.1.0.0/16'))),
      'fail fail pass TGW_RTB_BAD_STATE_ROUTE',
      FAR,
    ],
    [
      "attached in another zone than the database's",
      transit((w) => attachedIn(w, 'b')),
      'fail fail pass TGW_ROUTE_AZ_RESTRICTION',
      FAR,
    ],
    [
      "whose far attachment's subnet leads the database's into a blackhole",
      transit((w) => {
        attachedIn(w, 'a');
        const lost = [route('10.1.0.0/24', 'eni-gone', { State: 'blackhole' })];
        w.RouteTables.push(routeTable('rtb-attached', ['subnet-attached'], lost, '10.1.0.0/16', 'vpc-2'));
      }),
      'fail fail pass BAD_STATE_ROUTE',
      FAR,
    ],
    [
      'in whose subnet the function is, whose ACL refuses answers that it does not ask about',
      transit((w) => putAcl(w, 'acl-l1', ['subnet-l1'], sparing('10.1.0.0/16'), ALLOW_ALL)),
      'pass pass pass',
      FAR,
    ],
    [
      'in whose subnet the function is, whose ACL refuses its own range',
      transit((w) => putAcl(w, 'acl-l1', ['subnet-l1'], sparing('10.0.1.0/24'), ALLOW_ALL)),
      'fail fail pass SUBNET_ACL_RESTRICTION',
      FAR,
    ],
    [
      'in whose subnet the database is, whose ACL refuses the function',
      transit((w) => putAcl(w, 'acl-far', ['subnet-far'], sparing('10.0.1.0/24'), ALLOW_ALL)),
      'pass pass pass',
      FAR,
    ],
    [
      "beside the database's subnet, whose ACL refuses the function",
      transit((w) => {
        attachedIn(w, 'a');
        putAcl(w, 'acl-far', ['subnet-far'], sparing('10.0.1.0/24'), ALLOW_ALL);
      }),
      'fail fail pass SUBNET_ACL_RESTRICTION',
      FAR,
    ],
    [
      'into a VPC whose NAT gateway stands in a zone without attachment',
      (w) => {
        addCentralEgress(w);
        const zone = { AvailabilityZone: 'us-east-1c', AvailabilityZoneId: 'use1-az4' };
        Object.assign(item(w, 'Subnets', 'subnet-egress-public'), zone);
      },
      'fail pass fail TGW_ROUTE_AZ_RESTRICTION',
    ],
  ]);
});
