import { describe } from 'vitest';
import { addVpnGateway, blockPublicAccess, natInstance, regionalNat } from '../scenarios/situations/opaque-hops.ts';
import { publish } from '../scenarios/situations/public-service.ts';
import { type Change, holds } from '../support/answered.ts';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  item,
  permit,
  putAcl,
  route,
  routeTable,
  setRoutes,
  subnet,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addEndpoint, addPeerVpc } from '../support/world-parts.ts';

const FAR = { targets: ['10.1.0.10:5432'] };
const PUBLISHED = { targets: ['203.0.113.20:5432'] };
const ON_PREMISES = { targets: ['192.168.50.10:5432'] };

function admits(world: World, group: string, ...peers: readonly string[]): void {
  item(world, 'SecurityGroups', group).IpPermissions = [permit('tcp', peers, 5432)];
}

/** The function in both zones. */
function twoSubnets(world: World): void {
  vpcConfig(world).SubnetIds = ['subnet-l1', 'subnet-l2'];
}

/** A NAT gateway of its own for zone b, and the function in both zones. */
function gatewayInEachZone(world: World): void {
  twoSubnets(world);
  addSubnet(world, subnet('subnet-public-b', '10.0.101.0/24', 'b'), 'rtb-public');
  world.NatGateways.push({
    ...item(world, 'NatGateways', 'nat-1'),
    NatGatewayId: 'nat-2',
    SubnetId: 'subnet-public-b',
    NatGatewayAddresses: [{ PublicIp: '203.0.113.6', PrivateIp: '10.0.101.5', Status: 'succeeded' }],
  });
  leaveTable(world, 'rtb-private', 'subnet-l2');
  world.RouteTables.push(routeTable('rtb-private-b', ['subnet-l2'], [route('0.0.0.0/0', 'nat-2')]));
}

function leaveTable(world: World, table: string, subnetId: string): void {
  const it = item(world, 'RouteTables', table);
  it.Associations = (it.Associations ?? []).filter((a) => a.SubnetId !== subnetId);
}

function blocked(world: World, mode: string, ...subnets: readonly string[]): void {
  for (const id of subnets) item(world, 'Subnets', id).BlockPublicAccessStates = { InternetGatewayBlockMode: mode };
}

/** The database is asked for by a public address and admits the NAT gateway's. */
function published(change: Change = () => {}): Change {
  return (w) => {
    publish(w);
    admits(w, 'sg-db', '203.0.113.5/32');
    change(w);
  };
}

describe('public access blocked', () => {
  holds([
    [
      'both ways for the VPC of a regional NAT gateway, whatever its subnets are excluded from',
      (w) => {
        regionalNat(w);
        blockPublicAccess(w, 'block-bidirectional', ['subnet-l1', 'subnet-public']);
      },
      'fail pass fail VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ],
    [
      'for one of two NAT gateways',
      (w) => {
        gatewayInEachZone(w);
        blocked(w, 'block-bidirectional', 'subnet-public-b');
      },
      'fail pass fail at times VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ],
    [
      'in the VPC of a peered database',
      (w) => {
        addPeerVpc(w);
        blocked(w, 'block-bidirectional', 'subnet-peer');
      },
      'pass pass pass',
      FAR,
    ],
    [
      'both ways in the egress VPC',
      (w) => {
        addCentralEgress(w);
        blocked(w, 'block-bidirectional', 'subnet-egress-public', 'subnet-egress-attach');
      },
      'fail pass fail VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ],
    [
      'inbound in the egress VPC',
      (w) => {
        addCentralEgress(w);
        blocked(w, 'block-ingress', 'subnet-egress-public', 'subnet-egress-attach');
      },
      'pass pass pass',
    ],
    ['in a mode nobody knows', (w) => blockPublicAccess(w, 'block-something'), 'unknown pass unknown X_NOT_MODELLED'],
    [
      'both ways, beside an endpoint',
      (w) => {
        addEndpoint(w);
        blockPublicAccess(w, 'block-bidirectional');
      },
      'pass pass pass',
    ],
  ]);
});

describe('a database of the same VPC by its public address', () => {
  holds([
    ['that admits the NAT gateway', published(), 'pass pass pass', PUBLISHED],
    [
      'by one of two NAT gateways',
      published(gatewayInEachZone),
      'fail fail at times pass ENI_SG_RULES_MISMATCH',
      PUBLISHED,
    ],
    [
      'without a route back to the internet',
      published((w) => setRoutes(w, 'rtb-db', [])),
      'fail fail pass NO_ROUTE_TO_DESTINATION',
      PUBLISHED,
    ],
    [
      'whose answers go to the NAT gateway',
      published((w) => setRoutes(w, 'rtb-db', [route('0.0.0.0/0', 'nat-1')])),
      'fail fail pass X_ROUTE_NEVER_RETURNS',
      PUBLISHED,
    ],
    [
      'whose ACL answers the ports of Linux alone',
      published((w) =>
        putAcl(w, 'acl-db', ['subnet-db'], ALLOW_ALL, [entry(1, 'allow', '6', '0.0.0.0/0', [32768, 65535])]),
      ),
      'fail fail at times pass SUBNET_ACL_RESTRICTION',
      PUBLISHED,
    ],
  ]);
});

describe('other ways', () => {
  holds([
    [
      'by a NAT instance whose interface is gone',
      (w) => {
        natInstance(w);
        setRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'eni-box', { State: 'blackhole' })]);
      },
      'fail pass fail BAD_STATE_ROUTE',
    ],
    [
      'by a NAT instance to a service at a public address',
      natInstance,
      'unknown unknown unknown X_OPAQUE_HOP',
      { targets: ['198.51.100.7:5432'] },
    ],
    [
      'a VPN gateway that is being detached',
      (w) => {
        addVpnGateway(w);
        item(w, 'VpnGateways', 'vgw-1').VpcAttachments = [{ VpcId: 'vpc-1', State: 'detaching' }];
        addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1')]);
      },
      'fail fail pass BAD_STATE_ATTACHMENT X_OPAQUE_HOP',
      ON_PREMISES,
    ],
    [
      'a route to what nobody knows yet',
      (w) =>
        addRoutes(w, 'rtb-private', [
          { DestinationCidrBlock: '192.168.0.0/16', NewGatewayId: 'new-1', State: 'active' },
        ]),
      'unknown unknown pass X_NOT_MODELLED',
      ON_PREMISES,
    ],
    [
      'a propagated default route beside a static one',
      (w) => {
        addVpnGateway(w);
        addRoutes(w, 'rtb-private', [route('0.0.0.0/0', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
      },
      'pass pass pass',
    ],
    [
      'a NAT gateway in the place of the local route',
      (w) => {
        const local = item(w, 'RouteTables', 'rtb-private').Routes?.find((r) => r.GatewayId === 'local');
        delete local?.GatewayId;
        Object.assign(local ?? {}, { NatGatewayId: 'nat-1' });
      },
      'fail fail pass ENI_SG_RULES_MISMATCH',
    ],
    [
      'a NAT instance whose group lets no HTTPS out',
      (w) => {
        natInstance(w);
        item(w, 'SecurityGroups', 'sg-nat').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 80)];
      },
      'fail pass fail ENI_SG_RULES_MISMATCH X_OPAQUE_HOP',
    ],
    [
      'an edge table for another subnet',
      (w) => {
        const edge = routeTable('rtb-edge', [], [route('10.0.101.0/24', 'eni-gone', { State: 'blackhole' })]);
        w.RouteTables.push({ ...edge, Associations: [{ Main: false, GatewayId: 'igw-1' }] });
      },
      'pass pass pass',
    ],
  ]);
});
