import { describe, expect, test } from 'vitest';
import { dualStack } from '../scenarios/situations/ipv6.ts';
import { addVpnGateway } from '../scenarios/situations/opaque-hops.ts';
import {
  addRoutes,
  addSubnet,
  EPHEMERAL,
  entry,
  instance,
  item,
  networkInterface,
  OPEN,
  POSTGRES,
  putAcl,
  remove,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway, addPeerVpc } from '../support/world-parts.ts';
import { addWeb, FIREWALL } from './gateways/middleboxes.ts';
import { type Change, told, traced } from './gateways/traced.ts';
import { transitRoute } from './gateways/transit-worlds.ts';

const ALL = '0.0.0.0/0';
const NEAR_VPC = '10.0.0.0/16';
const FAR_VPC = '10.1.0.0/16';
const NEAR_IPV6 = '2001:db8:1::/56';
const NAT64 = '64:ff9b::/96';
/** 198.51.100.7, as DNS64 writes it. */
const SYNTHESISED = { to: '64:ff9b::c633:6407', port: 443 };
const ON_PREMISES = '192.168.0.0/16';

function firewallIn(w: World, standing: string, vpcId = 'vpc-1'): void {
  const firewall = { VpcEndpointId: FIREWALL, VpcEndpointType: 'GatewayLoadBalancer', State: 'available' };
  w.VpcEndpoints.push({ ...firewall, VpcId: vpcId, SubnetIds: [standing] });
}

/** In the far VPC a firewall stands between the attachment and the database, both ways. */
const beforeDatabase: Change = (w) => {
  addDatabaseBehindTransitGateway(w);
  addSubnet(w, subnet('subnet-far-in', '10.1.7.0/28', 'a', 'vpc-2'), null);
  addSubnet(w, subnet('subnet-far-wall', '10.1.7.16/28', 'a', 'vpc-2'), null);
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2').SubnetIds = ['subnet-far-in'];
  const served = (id: string, standing: string, to: string) =>
    routeTable(id, [standing], [route(to, FIREWALL)], FAR_VPC, 'vpc-2');
  w.RouteTables.push(
    served('rtb-far-in', 'subnet-far-in', '10.1.0.0/24'),
    served('rtb-far-db', 'subnet-far', NEAR_VPC),
  );
  firewallIn(w, 'subnet-far-wall', 'vpc-2');
};
type Entries = Parameters<typeof putAcl>[3];
const requests = (cidr: string) => entry(1, 'allow', '6', cidr, POSTGRES);
const answers = (cidr: string) => entry(2, 'allow', '6', cidr, EPHEMERAL);
const wallAcl =
  (ingress: Entries, egress: Entries): Change =>
  (w) =>
    putAcl(w, 'acl-wall', ['subnet-far-wall'], ingress, egress);

describe('a firewall in front of a database behind a transit gateway', () => {
  const WALL = 'SUBNET_ACL_RESTRICTION acl-wall at subnet-far-wall';
  test.each<[string, Change[], string]>([
    ['there and back', [], 'reachable'],
    [
      'whose ACL admits requests and answers',
      [wallAcl([requests(NEAR_VPC), answers(FAR_VPC)], [requests(FAR_VPC), answers(NEAR_VPC)])],
      'reachable',
    ],
    [
      'whose ACL lets no answer in',
      [wallAcl([requests(NEAR_VPC)], [requests(FAR_VPC), answers(NEAR_VPC)])],
      `blocked, return ${WALL}`,
    ],
    [
      'whose ACL lets no answer out',
      [wallAcl([requests(NEAR_VPC), answers(FAR_VPC)], [requests(FAR_VPC)])],
      `blocked, return ${WALL}`,
    ],
    [
      'that the answers may pass by, if the gateway does not bring them back to it',
      [(w) => remove(w, 'RouteTables', 'rtb-far-db')],
      'unknown, return X_NOT_MODELLED rtb-far tgw-1 at subnet-far',
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(traced([beforeDatabase, ...changes], { to: '10.1.0.10', vouched: [FIREWALL] }))).toBe(expected);
  });
});

const routed =
  (table: string, destination: string, target: string): Change =>
  (w) =>
    addRoutes(w, table, [route(destination, target)]);

/** What is for 64:ff9b::/96 passes a firewall beside the NAT gateway, in the subnet of both. */
const besideNat: Change = (w) => {
  dualStack(w);
  firewallIn(w, 'subnet-public');
  addRoutes(w, 'rtb-private', [route(NAT64, FIREWALL)]);
  addRoutes(w, 'rtb-public', [route(NAT64, 'nat-1')]);
};

describe('a firewall in the subnet of the NAT gateway that follows', () => {
  const LOST = 'blocked, return X_ROUTE_NEVER_RETURNS rtb-public at subnet-public';
  test.each<[string, Change[], string]>([
    ['that the answers pass by', [], LOST],
    ['whose own routes lead answers back into it', [routed('rtb-public', '2001:db8:1:1::/64', FIREWALL)], LOST],
  ])('%s', (_, changes, expected) => {
    expect(told(traced([besideNat, ...changes], { ...SYNTHESISED, vouched: [FIREWALL] }))).toBe(expected);
  });
});

/** The NAT gateway of the egress VPC stands in the very subnet of the attachment, and serves 64:ff9b::/96. */
const attachedBesideNat: Change = (w) => {
  addCentralEgress(w);
  dualStack(w);
  const { Routes: carried = [] } = item(w, 'TransitGatewayRouteTables', 'tgw-rtb-1');
  carried.push(transitRoute(NAT64, 'tgw-attach-9'), transitRoute(NEAR_IPV6, 'tgw-attach-1'));
  for (const attachment of w.TransitGatewayVpcAttachments) attachment.Options = { Ipv6Support: 'enable' };
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-9').SubnetIds = ['subnet-egress-public'];
  addRoutes(w, 'rtb-private', [route(NAT64, 'tgw-1')]);
  addRoutes(w, 'rtb-egress-public', [route(NAT64, 'nat-9'), route(NEAR_IPV6, 'tgw-1')]);
};
const ofEgress = (w: World) => item(w, 'RouteTables', 'rtb-egress-public');

describe('a NAT gateway in the subnet of the attachment', () => {
  test.each<[string, Change[], string]>([
    ['there and back', [], 'reachable'],
    [
      'without a route back',
      [(w) => Object.assign(ofEgress(w), { Routes: ofEgress(w).Routes?.slice(0, -1) })],
      'blocked, return NO_ROUTE_TO_DESTINATION rtb-egress-public at subnet-egress-public',
    ],
  ])('%s', (_, changes, expected) => {
    expect(told(traced([attachedBesideNat, ...changes], SYNTHESISED))).toBe(expected);
  });
});

/** The gateway route table of the VPN gateway. */
const vpnTable =
  (...routes: Parameters<typeof setRoutes>[2]): Change =>
  (w) => {
    const Associations = [{ Main: false, GatewayId: 'vgw-1', AssociationState: { State: 'associated' } }];
    w.RouteTables.push({ ...routeTable('rtb-vpn', [], routes), Associations });
  };
const overVpn =
  (target: string): Change =>
  (w) => {
    addVpnGateway(w);
    firewallIn(w, 'subnet-public');
    addRoutes(w, 'rtb-private', [route(ON_PREMISES, target)]);
    setRoutes(w, 'rtb-public', [route(ON_PREMISES, 'vgw-1')]);
  };

describe('answers by the gateway route table of a VPN gateway', () => {
  const through = vpnTable(route('10.0.1.0/24', FIREWALL));
  test.each<[string, Change[], string]>([
    ['straight', [overVpn('vgw-1')], 'reachable'],
    ['straight, as its table says', [overVpn('vgw-1'), vpnTable()], 'reachable'],
    ['through the firewall of the requests', [overVpn(FIREWALL), through], 'reachable'],
    [
      'through a firewall that the requests passed by',
      [overVpn('vgw-1'), through],
      'blocked, return X_ROUTE_NEVER_RETURNS rtb-vpn vgw-1 at subnet-l1',
    ],
    [
      'past the firewall of the requests',
      [overVpn(FIREWALL)],
      'blocked, return X_ROUTE_NEVER_RETURNS vgw-1 at subnet-public',
    ],
  ])('%s', (_, changes, expected) => {
    const asked = { to: '192.168.50.10', vouched: [FIREWALL, 'vgw-1'] };
    expect(told(traced(changes, asked))).toBe(expected);
  });
});

describe('answers out to the internet', () => {
  const attachments =
    (...stated: readonly string[]): Change =>
    (w) => {
      const it = item(w, 'InternetGateways', 'igw-1');
      it.Attachments = stated.map((VpcId) => ({ VpcId, State: 'available' }));
    };
  const LOST = 'blocked, return X_ROUTE_NEVER_RETURNS rtb-public at subnet-public';
  test.each<[string, Change[], string]>([
    ['by the internet gateway of their VPC', [], 'reachable'],
    ['by one that is attached to another VPC, too', [attachments('vpc-2', 'vpc-1')], 'reachable'],
    ['by one that is attached to nothing', [attachments()], LOST],
    ['by one that does not say to what', [(w) => delete item(w, 'InternetGateways', 'igw-1').Attachments], LOST],
    ['by one that is not among those of their VPC', [(w) => remove(w, 'InternetGateways', 'igw-1')], LOST],
  ])('%s', (_, changes, expected) => {
    const asked = { from: '198.51.100.7', to: '203.0.113.80', port: 443 };
    const trace = traced([addWeb, ...changes], asked);
    expect(told(trace)).toBe(expected);
    for (const { details } of trace.blockers) expect(details['expected']).toBe('the internet gateway');
  });
});

/** An appliance in front of a peering connection. */
const beforePeering: Change = (w) => {
  addPeerVpc(w);
  addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
  w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], [route(FAR_VPC, 'pcx-1')]));
  const eni = networkInterface('eni-mid', 'subnet-middle', '10.0.60.5', ['sg-mid'], { SourceDestCheck: false });
  const it = instance('i-mid', eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-mid', [OPEN]));
  setRoutes(w, 'rtb-private', [route(FAR_VPC, 'eni-mid'), route(ALL, 'nat-1')]);
};

test('what comes out of a peering connection passes no appliance, and no route table mends that', () => {
  const { disposition, blockers, return: back } = traced([beforePeering], { to: '10.1.0.10', vouched: ['i-mid'] });
  expect(disposition).toBe('blocked');
  expect(blockers).toMatchSnapshot();
  const steps = back?.hops.flatMap(({ resource, steps }) => steps.map((s) => `${resource} ${s.kind} ${s.outcome}`));
  expect(steps).toEqual([
    'subnet-peer network-acl accept',
    'subnet-peer route accept',
    'subnet-peer route deny',
    'subnet-middle network-acl accept',
    'subnet-middle network-acl accept',
    'subnet-middle route accept',
    'subnet-l1 network-acl accept',
  ]);
});
