import { addZone, record } from '../../support/names-world.ts';
import { addRoutes, item, permit, remove, route, setRoutes, type World } from '../../support/world.ts';
import { addDatabaseBehindTransitGateway, addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import { peerOutOfSight } from './gaps.ts';
import { addGatewayLoadBalancerEndpoint, addVpnGateway, appliance, FIREWALL } from './opaque-hops.ts';
import { behind, both, groupsRefuse, noRoute, overall, type Situation, situation, thing } from './situation.ts';

const PUBLIC_NAME = 'ec2-203-0-113-40.compute-1.amazonaws.com';
const PEER = { question: { targets: ['10.1.0.10:5432'] } };

/** The peer is in eu-west-1; everything of it was asked for there. */
function inAnotherRegion(world: World): void {
  addPeerVpc(world);
  const { AccepterVpcInfo: info } = item(world, 'VpcPeeringConnections', 'pcx-1');
  if (info !== undefined) info.Region = 'eu-west-1';
  for (const it of world.Subnets.filter((s) => s.VpcId === 'vpc-2'))
    Object.assign(it, { AvailabilityZone: 'eu-west-1a', AvailabilityZoneId: 'euw1-az1' });
  const ofBoth = (world.requests ?? []).filter((row) => Object.values(row.filters).flat().includes('vpc-2'));
  world.requests?.push(...ofBoth.map((row) => ({ ...row, region: 'eu-west-1' })));
}

/** The database behind the transit gateway has a public name, which its options may resolve to the private address. */
function nameBehindTransitGateway(world: World, support: 'enable' | 'disable' | null): void {
  withoutNat(world);
  addDatabaseBehindTransitGateway(world);
  Object.assign(item(world, 'Instances', 'i-far-db'), { PublicDnsName: PUBLIC_NAME, PublicIpAddress: '203.0.113.40' });
  if (support === null) delete item(world, 'TransitGateways', 'tgw-1').Options;
  else item(world, 'TransitGateways', 'tgw-1').Options = { DnsSupport: support };
}

const byName = { question: { targets: [`${PUBLIC_NAME}:5432`] } };

/** Databases elsewhere, and what stands between. */
export const FAR_DATABASES: readonly Situation[] = [
  situation('peered-database-in-another-region', {
    world: inAnotherRegion,
    ...PEER,
    explain: `The peer is in another Region. Routes lead there and back, and the database admits the function's range.`,
    source: 'peering',
  }),
  situation('peered-database-in-another-region-that-names-the-functions-group', {
    world: (w) => {
      inAnotherRegion(w);
      item(w, 'SecurityGroups', 'sg-peer-db').IpPermissions = [permit('tcp', ['sg-lambda'], 5432)];
    },
    ...PEER,
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-peer-db', 'ingress', 'eni-peer-db')],
    explain: `The database admits the function's group by its id. Across Regions such references do not hold: the rule has to name
      the range.`,
    source: 'peering-sg',
  }),
  situation('public-name-of-an-instance-behind-a-transit-gateway-that-resolves-it-privately', {
    world: (w) => nameBehindTransitGateway(w, 'enable'),
    ...byName,
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The database's public name is asked for across a transit gateway with DNS support: it gives the private address. Secrets
      Manager is another matter: nothing leads there.`,
    source: 'tgw-attach',
  }),
  situation('public-name-of-an-instance-behind-a-transit-gateway-that-resolves-it-publicly', {
    world: (w) => nameBehindTransitGateway(w, 'disable'),
    ...byName,
    service: 'fail',
    endpoint: 'fail',
    blockers: [...both((p) => noRoute(p, 'rtb-private', 'subnet-l1'))],
    explain: `DNS support of the transit gateway is off, so the public name gives the public address, and no route leads out.`,
    source: 'tgw-attach',
  }),
  situation('public-name-of-an-instance-behind-a-transit-gateway-that-does-not-say', {
    world: (w) => nameBehindTransitGateway(w, null),
    ...byName,
    service: 'unknown',
    endpoint: 'fail',
    blockers: [overall('X_NAME_UNKNOWN', 'service', PUBLIC_NAME), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The transit gateway's options are not stated. By the private address the database is reached, by the public one it is
      not.`,
    source: 'tgw-attach',
  }),
  situation('peer-account-out-of-sight-somebody-vouches-for', {
    world: peerOutOfSight,
    question: {
      targets: ['10.1.0.10:5432'],
      assumptions: [{ hop: 'pcx-1', because: 'the other account sent us its rules and tables' }],
    },
    warnings: ['X_ASSUMED'],
    explain: `The peer's account cannot be read. Somebody who has seen its configuration vouches for what lies behind the peering.`,
    source: 'peering',
  }),
  situation('appliance-that-answers-do-not-pass', {
    world: (w) => {
      appliance(w);
      setRoutes(w, 'rtb-db', []);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    service: 'fail',
    blockers: [
      FIREWALL,
      behind({ ...thing('X_ROUTE_NEVER_RETURNS', 'service', 'rtb-db', 'subnet-db', 'return'), entry: '10.0.0.0/16' }),
    ],
    explain: `Requests pass an appliance by a route of their own; the database's subnet has none, so answers go straight to the
      function. The appliance sees half of each conversation.`,
    source: 'routes',
  }),
  situation('firewall-endpoint-between-function-and-database', {
    world: (w) => {
      addGatewayLoadBalancerEndpoint(w);
      addRoutes(w, 'rtb-private', [route('10.0.20.0/24', 'vpce-gwlb')]);
      addRoutes(w, 'rtb-db', [route('10.0.1.0/24', 'vpce-gwlb')]);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('tcp', ['10.0.1.0/24'], 5432)];
    },
    service: 'unknown',
    blockers: [thing('X_OPAQUE_HOP', 'service', 'vpce-gwlb', 'subnet-l1')],
    explain: `Routes more specific than local lead through a firewall endpoint, there and back, and the database admits the
      function's range. What the firewall lets pass cannot be seen.`,
    source: 'edge',
  }),
  situation('host-name-of-a-private-zone-of-another-vpc', {
    world: (w) => addZone(w, 'corp.example', [record('db.corp.example', 'A', '10.0.20.10')], { vpcs: ['vpc-77'] }),
    question: { targets: ['db.corp.example:5432'] },
    service: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'service', 'db.corp.example')],
    explain: `The zone has the database's record and is associated with another VPC alone. Here the name is one of public DNS, of which
      nothing is known.`,
    source: 'zones',
  }),
  situation('database-instance-terminated', {
    world: (w) => {
      const it = item(w, 'Instances', 'i-db');
      it.State = { Name: 'terminated' };
      for (const gone of ['NetworkInterfaces', 'PrivateIpAddress', 'PrivateDnsName', 'SubnetId', 'VpcId'] as const)
        delete it[gone];
      remove(w, 'NetworkInterfaces', 'eni-db');
    },
    question: { targets: ['i-db:5432'] },
    service: 'fail',
    blockers: [overall('X_TARGET_NOT_FOUND', 'service', 'i-db')],
    explain: `The database's instance was terminated. The list shows it for a while, without interface or address.`,
    source: 'instances',
  }),
  situation('vpn-route-that-the-functions-group-does-not-let-out-to', {
    world: (w) => {
      addVpnGateway(w);
      addRoutes(w, 'rtb-private', [route('192.168.0.0/16', 'vgw-1', { Origin: 'EnableVgwRoutePropagation' })]);
      item(w, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['0.0.0.0/0'], 443)];
    },
    question: { targets: ['192.168.50.10:5432'] },
    service: 'fail',
    blockers: [
      groupsRefuse('service', 'sg-lambda', 'egress', 'subnet-l1'),
      behind({ ...thing('X_OPAQUE_HOP', 'service', 'vgw-1', 'subnet-l1'), entry: '192.168.0.0/16' }),
    ],
    explain: `What lies behind the VPN is out of sight, and need not be known: the function's own group lets no 5432 out.`,
    source: 'sg',
  }),
];
