import { describe, expect, test } from 'vitest';
import { answerTrace, type FunctionTraces } from '../../src/reachability/answer-trace.ts';
import { EVERY_OPAQUE_KIND } from '../../src/reachability/assumptions.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import {
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  entry,
  FUNCTION_ARN,
  instance,
  item,
  networkAcl,
  networkInterface,
  OPEN,
  permit,
  putAcl,
  route,
  routeTable,
  securityGroup,
  setRoutes,
  subnet,
  vpc,
  vpcConfig,
  type World,
} from '../support/world.ts';
import { addCentralEgress, addDatabaseBehindTransitGateway, addPeerVpc } from '../support/world-parts.ts';

type Change = (world: World) => void;
const FAR = { to: '10.1.0.10', port: 5432 };
const NET = { to: '198.51.100.7', port: 443 };
const FIREWALL = 'vpce-firewall';
const FIREWALL_B = 'vpce-firewall-b';
const APPLIANCE = 'i-appliance';

/** The traces from the function, with the firewalls and the appliance vouched for. */
function tracesOf(changes: readonly Change[], question: { to: string; port: number }): FunctionTraces {
  const world = healthyWorld();
  for (const change of changes) change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'snapshot.json'), 'snapshot.json');
  const stated = [FIREWALL, FIREWALL_B, APPLIANCE].map((hop) => ({ hop, because: 'its rules were read' }));
  const assumptions = { stated, allowed: EVERY_OPAQUE_KIND };
  return answerTrace(snapshot, { from: FUNCTION_ARN, ...question, protocol: 'tcp', assumptions }) as FunctionTraces;
}

/** The disposition, and the codes against it. */
function answered(changes: readonly Change[], question: { to: string; port: number }): string {
  const { disposition, traces } = tracesOf(changes, question);
  const codes = traces.flatMap((t) => t.blockers.map((b) => `${b.leg} ${b.code}`));
  return [disposition, ...new Set(codes)].join(', ');
}

function addFirewall(w: World, standing: string, vpcId = 'vpc-1', id = FIREWALL): void {
  w.VpcEndpoints.push({
    VpcEndpointId: id,
    VpcEndpointType: 'GatewayLoadBalancer',
    VpcId: vpcId,
    State: 'available',
    SubnetIds: [standing],
  });
}

function addAppliance(w: World, standing: string, address: string): void {
  const eni = networkInterface('eni-appliance', standing, address, ['sg-appliance'], { SourceDestCheck: false });
  const it = instance(APPLIANCE, eni);
  w.Instances.push(it.instance);
  w.NetworkInterfaces.push(it.interface);
  w.SecurityGroups.push(securityGroup('sg-appliance', [OPEN]));
}

function attach(w: World, id: string, vpcId: string, standing: readonly string[], table: string): void {
  const gateway = { TransitGatewayAttachmentId: id, TransitGatewayId: 'tgw-1', State: 'available' };
  const Options = { ApplianceModeSupport: 'enable' };
  w.TransitGatewayVpcAttachments.push({ ...gateway, VpcId: vpcId, SubnetIds: [...standing], Options });
  const Association = { TransitGatewayRouteTableId: table, State: 'associated' };
  w.TransitGatewayAttachments.push({ ...gateway, ResourceType: 'vpc', ResourceId: vpcId, Association });
}

function transitRoute(cidr: string, attachment: string) {
  const TransitGatewayAttachments = [{ TransitGatewayAttachmentId: attachment, ResourceType: 'vpc' }];
  return { DestinationCidrBlock: cidr, Type: 'static', State: 'active', TransitGatewayAttachments };
}

/** The tables of the transit gateway, each with its routes: destination to attachment. */
function setTransitTables(w: World, tables: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  w.TransitGatewayRouteTables = Object.entries(tables).map(([id, routes]) => ({
    TransitGatewayRouteTableId: id,
    TransitGatewayId: 'tgw-1',
    Routes: Object.entries(routes).map(([cidr, attachment]) => transitRoute(cidr, attachment)),
  }));
}

function associate(w: World, attachment: string, table: string): void {
  item(w, 'TransitGatewayAttachments', attachment).Association = { TransitGatewayRouteTableId: table };
}

/** A VPC through which the transit gateway sends everything: in by the attachment's subnet, through a firewall, out again. */
function addInspection(w: World): void {
  delete w.requests;
  const cidr = '10.7.0.0/16';
  w.Vpcs.push(vpc('vpc-inspect', cidr));
  w.NetworkAcls.push(networkAcl('acl-inspect-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-inspect'));
  w.RouteTables.push(
    routeTable('rtb-inspect-in', ['subnet-inspect-in'], [route('0.0.0.0/0', FIREWALL)], cidr, 'vpc-inspect'),
    routeTable('rtb-inspect-out', ['subnet-inspect-out'], [route('0.0.0.0/0', 'tgw-1')], cidr, 'vpc-inspect'),
  );
  addSubnet(w, subnet('subnet-inspect-in', '10.7.1.0/24', 'a', 'vpc-inspect'), null);
  addSubnet(w, subnet('subnet-inspect-out', '10.7.2.0/24', 'a', 'vpc-inspect'), null);
  addFirewall(w, 'subnet-inspect-out', 'vpc-inspect');
  attach(w, 'tgw-attach-inspect', 'vpc-inspect', ['subnet-inspect-in'], 'tgw-rtb-inspected');
}

const SPOKES = { '10.0.0.0/16': 'tgw-attach-1', '10.1.0.0/16': 'tgw-attach-2' };
const TO_INSPECTION = { '0.0.0.0/0': 'tgw-attach-inspect' };

function eastWest(w: World): void {
  addDatabaseBehindTransitGateway(w);
  addInspection(w);
  setTransitTables(w, { 'tgw-rtb-1': TO_INSPECTION, 'tgw-rtb-inspected': SPOKES, 'tgw-rtb-straight': SPOKES });
}

function northSouth(w: World): void {
  addCentralEgress(w);
  addInspection(w);
  const out = { '10.0.0.0/16': 'tgw-attach-1', '0.0.0.0/0': 'tgw-attach-9' };
  setTransitTables(w, { 'tgw-rtb-1': TO_INSPECTION, 'tgw-rtb-inspected': out, 'tgw-rtb-straight': SPOKES });
}

describe('an inspection VPC behind a transit gateway', () => {
  test.each<[string, Change, { to: string; port: number }, Change, string]>([
    ['between two VPCs', eastWest, FAR, () => undefined, 'reachable'],
    [
      'answers go straight back',
      eastWest,
      FAR,
      (w) => associate(w, 'tgw-attach-2', 'tgw-rtb-straight'),
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'only answers are inspected',
      eastWest,
      FAR,
      (w) => associate(w, 'tgw-attach-1', 'tgw-rtb-straight'),
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'its table leads inspected packets back into it',
      eastWest,
      FAR,
      (w) => associate(w, 'tgw-attach-inspect', 'tgw-rtb-1'),
      'blocked, forward X_ROUTE_LOOP, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'the firewall stands in a zone without attachment',
      eastWest,
      FAR,
      (w) => {
        const zone = { AvailabilityZone: 'us-east-1c', AvailabilityZoneId: 'use1-az4' };
        Object.assign(item(w, 'Subnets', 'subnet-inspect-out'), zone);
      },
      'blocked, forward TGW_ROUTE_AZ_RESTRICTION, return TGW_ROUTE_AZ_RESTRICTION',
    ],
    [
      "the firewall's subnet has no route back",
      eastWest,
      FAR,
      (w) => setRoutes(w, 'rtb-inspect-out', [route('10.1.0.0/16', 'tgw-1')]),
      'blocked, return NO_ROUTE_TO_DESTINATION',
    ],
    [
      'the database admits by reference, which no middlebox passes on',
      eastWest,
      FAR,
      (w) => {
        item(w, 'TransitGateways', 'tgw-1').Options = { SecurityGroupReferencingSupport: 'enable' };
        item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
      },
      'blocked, forward ENI_SG_RULES_MISMATCH',
    ],
    ['before central egress', northSouth, NET, () => undefined, 'reachable'],
    [
      'the egress VPC answers past it',
      northSouth,
      NET,
      (w) => associate(w, 'tgw-attach-9', 'tgw-rtb-straight'),
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      "the NAT gateway's subnet has no route back",
      northSouth,
      NET,
      (w) => setRoutes(w, 'rtb-egress-public', [route('0.0.0.0/0', 'igw-9')]),
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
  ])('%s', (_, base, question, change, expected) => {
    expect(answered([base, change], question)).toBe(expected);
  });
});

/** The function in two zones, and the inspection VPC with a firewall endpoint in each of them. */
function eastWestInTwoZones(w: World): void {
  eastWest(w);
  vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-l2'];
  const cidr = '10.7.0.0/16';
  w.RouteTables.push(
    routeTable('rtb-inspect-in-b', ['subnet-inspect-in-b'], [route('0.0.0.0/0', FIREWALL_B)], cidr, 'vpc-inspect'),
  );
  addSubnet(w, subnet('subnet-inspect-in-b', '10.7.3.0/24', 'b', 'vpc-inspect'), null);
  addSubnet(w, subnet('subnet-inspect-out-b', '10.7.4.0/24', 'b', 'vpc-inspect'), 'rtb-inspect-out');
  addFirewall(w, 'subnet-inspect-out-b', 'vpc-inspect', FIREWALL_B);
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-inspect').SubnetIds = [
    'subnet-inspect-in',
    'subnet-inspect-in-b',
  ];
}

function withoutApplianceMode(w: World): void {
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-inspect').Options = { ApplianceModeSupport: 'disable' };
}

describe('an inspection VPC in two zones', () => {
  test.each<[string, Change, string]>([
    ['whose appliance mode brings answers back by the zone of the request', () => undefined, 'reachable'],
    [
      'one firewall of which refuses',
      (w) => {
        item(w, 'VpcEndpoints', FIREWALL_B).State = 'failed';
      },
      'unknown, forward X_NOT_MODELLED',
    ],
    [
      'where answers enter in the zone of the database, not in that of the request',
      withoutApplianceMode,
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'of which the function uses that of the database alone',
      (w) => {
        withoutApplianceMode(w);
        vpcConfig(w).SubnetIds = ['subnet-l1'];
      },
      'reachable',
    ],
  ])('%s', (_, change, expected) => {
    expect(answered([eastWestInTwoZones, change], FAR)).toBe(expected);
  });

  test('is mended by appliance mode, not by a route', () => {
    const [found] = tracesOf([eastWestInTwoZones, withoutApplianceMode], FAR).traces.flatMap((t) => t.blockers);
    expect(found?.details['mend']).toBe(
      'Turn on appliance mode on tgw-attach-inspect, so that replies enter in the zone in which the requests did',
    );
  });
});

/** A subnet between the function's and what follows. */
function addMiddle(w: World, onward: Parameters<typeof routeTable>[2]): void {
  addSubnet(w, subnet('subnet-middle', '10.0.60.0/24', 'a'), null);
  w.RouteTables.push(routeTable('rtb-middle', ['subnet-middle'], onward));
}

function firewallBeforeNat(w: World): void {
  addMiddle(w, [route('0.0.0.0/0', 'nat-1')]);
  addFirewall(w, 'subnet-middle');
  setRoutes(w, 'rtb-private', [route('0.0.0.0/0', FIREWALL)]);
}

function applianceBeforePeering(w: World): void {
  addPeerVpc(w);
  addMiddle(w, [route('10.1.0.0/16', 'pcx-1')]);
  addAppliance(w, 'subnet-middle', '10.0.60.5');
  setRoutes(w, 'rtb-private', [route('10.1.0.0/16', 'eni-appliance')]);
}

/** The appliance, and the attachment of its VPC, both in the subnet of the appliance. */
function applianceAtAttachment(w: World): void {
  addDatabaseBehindTransitGateway(w);
  addMiddle(w, [route('10.1.0.0/16', 'tgw-1')]);
  addAppliance(w, 'subnet-middle', '10.0.60.5');
  setRoutes(w, 'rtb-private', [route('10.1.0.0/16', 'eni-appliance')]);
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1').SubnetIds = ['subnet-middle'];
}

/** The far attachment stands in a subnet of its own, with such an ACL. */
function farAttachment(ingress: typeof ALLOW_ALL, egress: typeof ALLOW_ALL): Change {
  return (w) => {
    addDatabaseBehindTransitGateway(w);
    addSubnet(w, subnet('subnet-attached', '10.1.7.0/28', 'a', 'vpc-2'), null);
    item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-2').SubnetIds = ['subnet-attached'];
    putAcl(w, 'acl-attached', ['subnet-attached'], ingress, egress);
  };
}

/** AWS's two VPCs of one CIDR: the function's sends from a block of its own by a private NAT gateway. */
function privateNat(w: World): void {
  addDatabaseBehindTransitGateway(w);
  w.Vpcs[0]?.CidrBlockAssociationSet?.push({ CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } });
  addSubnet(w, subnet('subnet-routable', '100.64.0.0/24', 'a'), null);
  w.RouteTables.push(routeTable('rtb-routable', ['subnet-routable'], [route('10.1.0.0/16', 'tgw-1')]));
  const own = [{ PrivateIp: '100.64.0.9', Status: 'succeeded' }];
  const moved = { ConnectivityType: 'private', SubnetId: 'subnet-routable', NatGatewayAddresses: own };
  Object.assign(item(w, 'NatGateways', 'nat-1'), moved);
  setRoutes(w, 'rtb-private', [route('10.1.0.0/16', 'nat-1')]);
  item(w, 'TransitGatewayVpcAttachments', 'tgw-attach-1').SubnetIds = ['subnet-routable'];
  setTransitTables(w, { 'tgw-rtb-1': { '100.64.0.0/16': 'tgw-attach-1', '10.1.0.0/16': 'tgw-attach-2' } });
  setRoutes(w, 'rtb-far', [route('100.64.0.0/16', 'tgw-1')]);
  item(w, 'SecurityGroups', 'sg-far-db').IpPermissions = [permit('tcp', ['100.64.0.0/16'], 5432)];
}

describe('middleboxes and gateways one after the other', () => {
  test.each<[string, { to: string; port: number }, Change[], string]>([
    [
      'a firewall before a NAT gateway',
      NET,
      [firewallBeforeNat, (w) => addRoutes(w, 'rtb-public', [route('10.0.1.0/24', FIREWALL)])],
      'reachable',
    ],
    [
      'a firewall before a NAT gateway, which answers past it',
      NET,
      [firewallBeforeNat],
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'an appliance before peering, which answers past it',
      FAR,
      [applianceBeforePeering],
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      'an appliance beside its attachment, which answers past it',
      FAR,
      [applianceAtAttachment],
      'blocked, return X_ROUTE_NEVER_RETURNS',
    ],
    [
      "an attachment's ACL that lets answers in and requests out",
      FAR,
      [farAttachment([entry(1, 'allow', '6', '10.1.0.0/24')], [entry(1, 'allow', '6', '10.1.0.0/24')])],
      'reachable',
    ],
    [
      "an attachment's ACL that lets requests in and answers out",
      FAR,
      [farAttachment([entry(1, 'allow', '6', '10.0.0.0/16')], [entry(1, 'allow', '6', '10.0.0.0/16')])],
      'blocked, forward SUBNET_ACL_RESTRICTION, return SUBNET_ACL_RESTRICTION',
    ],
    ['a private NAT gateway before a transit gateway', FAR, [privateNat], 'reachable'],
    [
      'a private NAT gateway whose block nobody routes back',
      FAR,
      [privateNat, (w) => setRoutes(w, 'rtb-far', [route('10.0.0.0/16', 'tgw-1')])],
      'blocked, return NO_ROUTE_TO_DESTINATION',
    ],
  ])('%s', (_, question, changes, expected) => {
    expect(answered(changes, question)).toBe(expected);
  });
});
