import {
  addCentralEndpoint,
  addProfile,
  addZone,
  alias,
  CENTRAL_NAME,
  record,
  ZONE,
  zoneArn,
} from '../../support/names-world.ts';
import { SECRETS_MANAGER_HOST as HOST, item, permit, setRoutes, type World } from '../../support/world.ts';
import { addEndpoint, withoutNat } from '../../support/world-parts.ts';
import { groupsRefuse, noRoute, overall, type Situation, situation } from './situation.ts';
import { useTemplate } from './template.ts';

const REGION_ZONE = 'us-east-1.amazonaws.com';
const OTHER_ZONE = '/hostedzone/Z0OTHER';
const endpointArn = 'arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-central';
const notThere = (zone = ZONE) => [overall('X_NAME_NOT_RESOLVED', 'endpoint', zone)];

/** An endpoint nothing names, and no other way out. */
function unnamedEndpoint(world: World): void {
  withoutNat(world);
  addEndpoint(world, { privateDns: false });
}

const toEndpoint = [record(HOST, 'A', '10.0.30.10', '10.0.31.10')];

function centralByZone(world: World): void {
  addCentralEndpoint(world);
  addZone(world, HOST, [alias(HOST, 'A', CENTRAL_NAME)]);
}

/** Zones of the company's own, and what they make of Secrets Manager's name. */
export const PRIVATE_ZONES: readonly Situation[] = [
  situation('private-zone-aliased-to-a-central-endpoint', {
    world: centralByZone,
    explain: `The endpoint is in a shared VPC beyond a peering connection, its private DNS off. A private hosted zone with the name of
      Secrets Manager is an alias of the endpoint, and routes and groups are open both ways.`,
    source: 'zones',
  }),
  situation('central-endpoint-without-a-way-back', {
    world: (w) => {
      centralByZone(w);
      setRoutes(w, 'rtb-peer', []);
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-peer', 'subnet-peer', 'return')],
    explain: `The name leads to the central endpoint, and the way there is open. The table of the endpoint's subnet has no route back
      through the peering connection.`,
    source: 'peering',
  }),
  situation('central-endpoint-that-admits-its-own-vpc-only', {
    world: (w) => {
      centralByZone(w);
      item(w, 'SecurityGroups', 'sg-central').IpPermissions = [permit('tcp', ['10.1.0.0/16'], 443)];
    },
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-central', 'ingress', 'eni-central')],
    explain: `The endpoint's group was made for its own VPC. The function comes from another range.`,
    source: 'peering-sg',
  }),
  situation('central-endpoint-by-its-own-name', {
    world: (w) => {
      addCentralEndpoint(w);
      useTemplate(w, `https://${CENTRAL_NAME}`);
    },
    explain: `The template is pointed at the name AWS gave the endpoint in the other VPC. That name is public, its addresses are
      private, and the peering connection leads there.`,
    source: 'endpoint',
  }),
  situation('central-endpoint-whose-private-name-does-not-cross-the-peering', {
    world: (w) => addCentralEndpoint(w, true),
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The central endpoint has private DNS, which answers in its own VPC alone. In the function's VPC the name stays public,
      and no route leads out.`,
    source: 'endpoint',
  }),
  situation('private-zone-with-addresses-of-the-endpoint', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, toEndpoint);
    },
    explain: `The zone's record lists the addresses of both interfaces of the endpoint.`,
    source: 'zones',
  }),
  situation('private-zone-with-a-closed-endpoints-address', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, toEndpoint);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
    },
    endpoint: 'fail',
    blockers: ['eni-sm-a', 'eni-sm-b'].map((at) => ({
      ...groupsRefuse('endpoint', 'sg-endpoint', 'ingress', at),
      code: 'SG_HAS_NO_RULES',
    })),
    explain: `The zone's record lists the addresses of the endpoint, whose group admits nobody.`,
    source: 'sg',
  }),
  situation('private-zone-of-the-name-itself-without-a-record', {
    world: (w) => addZone(w, HOST, []),
    endpoint: 'fail',
    blockers: notThere(),
    explain: `Somebody made the zone and not yet the record. For this VPC the name does not exist, whatever the NAT gateway could
      reach.`,
    source: 'zones',
  }),
  situation('private-zone-with-ipv6-records-only', {
    world: (w) => addZone(w, HOST, [record(HOST, 'AAAA', '2001:db8::10')]),
    endpoint: 'fail',
    blockers: notThere(),
    explain: `The zone has an AAAA record of the name and no A record. The function has no IPv6, and for IPv4 the name gives nothing.`,
    source: 'zones',
  }),
  situation('private-zone-whose-records-nobody-read', {
    world: (w) => addZone(w, HOST, null),
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', ZONE)],
    explain: `The zone belongs to another account, which alone reads its records. What it answers is not known.`,
    source: 'zones',
  }),
  situation('longer-private-zone-before-a-shorter-one', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, REGION_ZONE, [], { id: OTHER_ZONE });
      addZone(w, HOST, toEndpoint);
    },
    explain: `Two zones are above the name. The more specific one answers, and it has the record that the other lacks.`,
    source: 'zones',
  }),
  situation('shorter-private-zone-is-not-asked-for-what-the-longer-lacks', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, REGION_ZONE, toEndpoint, { id: OTHER_ZONE });
      addZone(w, HOST, []);
    },
    endpoint: 'fail',
    blockers: notThere(),
    explain: `The shorter zone has the record. The longer one answers for the name, and has none.`,
    source: 'zones',
  }),
  situation('private-zone-of-another-vpc', {
    world: (w) => addZone(w, HOST, [], { vpcs: ['vpc-2'] }),
    explain: `A zone of that name is associated with another VPC. It does not answer in this one.`,
    source: 'zones',
  }),
  situation('zones-asked-for-another-vpc-only', {
    world: (w) => {
      w.requests = (w.requests ?? []).map((row) =>
        row.list === 'HostedZones' ? { ...row, filters: { 'vpc-id': ['vpc-2'] } } : row,
      );
    },
    explain: `Zones were asked for, of another VPC. For this one AWS's default is assumed, with a note, as if nobody had asked.`,
    source: 'zones',
  }),
  situation('star-of-a-private-zone', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, REGION_ZONE, [record(`\\052.${REGION_ZONE}`, 'A', '10.0.30.10', '10.0.31.10')]);
    },
    explain: `The zone of the whole Region has a record for the star, which Route 53 writes \\052. It answers every name that has no
      record of its own.`,
    source: 'zones',
  }),
  situation('star-of-a-private-zone-hidden-by-another-record', {
    world: (w) => {
      unnamedEndpoint(w);
      const star = record(`\\052.${REGION_ZONE}`, 'A', '10.0.30.10');
      addZone(w, REGION_ZONE, [star, record(HOST, 'TXT', '"managed by the network team"')]);
    },
    endpoint: 'fail',
    blockers: notThere(),
    explain: `The star answers names that do not exist otherwise. This one exists, with a text record, and so has no address.`,
    source: 'zones',
  }),
  situation('private-zone-that-leaves-the-name-to-other-servers', {
    world: (w) => addZone(w, 'amazonaws.com', [record(REGION_ZONE, 'NS', 'ns1.corp.example.')]),
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', ZONE)],
    explain: `A record in the zone hands names below us-east-1.amazonaws.com to name servers of the company's own.`,
    source: 'zones',
  }),
  situation('chain-of-names-across-private-zones', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, [record(HOST, 'CNAME', 'sm.corp.example.')]);
      addZone(w, 'corp.example', [record('sm.corp.example', 'A', '10.0.30.10')], { id: OTHER_ZONE });
    },
    explain: `The name is another name for one of the company's own, which a second zone answers with the endpoint's address.`,
    source: 'zones',
  }),
  situation('chain-of-names-that-leads-in-a-circle', {
    world: (w) => {
      addZone(w, HOST, [record(HOST, 'CNAME', 'sm.corp.example.')]);
      addZone(w, 'corp.example', [record('sm.corp.example', 'CNAME', `${HOST}.`)], { id: OTHER_ZONE });
    },
    endpoint: 'fail',
    blockers: notThere(),
    explain: `Two records point at each other. No address comes of it.`,
    source: 'zones',
  }),
  situation('chain-of-names-that-ends-at-a-stranger', {
    world: (w) => addZone(w, HOST, [record(HOST, 'CNAME', 'sm.partner.example.')]),
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', HOST)],
    explain: `The zone makes the name another name for a partner's, of which nothing here says where it is.`,
    source: 'zones',
  }),
  situation('private-zone-that-chooses-between-two-endpoints', {
    world: (w) => {
      unnamedEndpoint(w);
      const weighted = (SetIdentifier: string, value: string) => ({
        ...record(HOST, 'A', value),
        SetIdentifier,
        Weight: 50,
      });
      addZone(w, HOST, [weighted('one', '10.0.30.10'), weighted('two', '10.0.99.9')]);
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', ZONE)],
    explain: `Two weighted records stand side by side: one is the endpoint, at the address of the other there is nothing. Which of
      them an invocation gets is up to Route 53.`,
    source: 'zones',
  }),
  situation('private-zone-that-leads-to-another-server', {
    world: (w) => {
      withoutNat(w);
      addZone(w, HOST, [record(HOST, 'A', '10.0.20.10')]);
      item(w, 'SecurityGroups', 'sg-db').IpPermissions = [permit('-1', ['sg-lambda'])];
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', '10.0.20.10')],
    explain: `The zone's record is the address of an instance, which can be reached. Whether a proxy for Secrets Manager runs there
      nothing here tells.`,
    source: 'zones',
  }),
  situation('private-zone-that-leads-to-a-server-that-refuses', {
    world: (w) => addZone(w, HOST, [record(HOST, 'A', '10.0.20.10')]),
    endpoint: 'fail',
    blockers: [groupsRefuse('endpoint', 'sg-db', 'ingress', 'eni-db')],
    explain: `The zone's record is the address of the database server, whose group does not admit 443. Whatever runs there, it is not
      reached.`,
    source: 'zones',
  }),
  situation('private-zone-aliased-to-an-endpoint-of-another-service', {
    world: (w) => {
      centralByZone(w);
      item(w, 'VpcEndpoints', 'vpce-central').ServiceName = 'com.amazonaws.us-east-1.rds';
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'vpce-central')],
    explain: `The alias names an endpoint of another service. It is reached, and what it makes of these calls is not stated.`,
    source: 'endpoint',
  }),
  situation('hidden-zone-of-the-endpoint-among-the-zones', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      addZone(w, HOST, null);
      item(w, 'HostedZones', ZONE).Owner = { OwningService: 'vpce.amazonaws.com' };
    },
    explain: `The list of zones shows the one that AWS keeps for the endpoint's private DNS. Nobody reads its records; the endpoint
      itself says what they are.`,
    source: 'endpoint',
  }),
  situation('private-zone-with-dns-hostnames-off-and-both-ways-open', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      addZone(w, HOST, toEndpoint);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    warnings: ['X_PRIVATE_DNS_UNCERTAIN'],
    explain: `Private zones need enableDnsHostnames, which is off. Whether the zone or the public DNS answers, both ways are open.`,
    source: 'zones',
  }),
  situation('private-zone-with-dns-hostnames-off-and-no-other-way', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, toEndpoint);
      item(w, 'Vpcs', 'vpc-1').EnableDnsHostnames = false;
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', ZONE)],
    explain: `Private zones need enableDnsHostnames, which is off. If the zone no longer answers, the name is public and has no way
      out.`,
    source: 'zones',
  }),
  situation('endpoint-with-ipv6-records-only', {
    world: (w) => {
      addEndpoint(w);
      item(w, 'VpcEndpoints', 'vpce-sm').DnsOptions = { DnsRecordIpType: 'ipv6' };
    },
    endpoint: 'fail',
    blockers: notThere('vpce-sm'),
    explain: `The endpoint's private DNS gives AAAA records alone. The function has no IPv6, so the name gives it nothing, and the NAT
      gateway is never asked.`,
    source: 'endpoint',
  }),
  situation('profile-that-brings-the-central-endpoint', {
    world: (w) => {
      addCentralEndpoint(w, true);
      addProfile(w, 'rp-1', [endpointArn]);
    },
    explain: `A Route 53 Profile of the VPC holds the central endpoint, whose private DNS so answers here too.`,
    source: 'profiles',
  }),
  situation('profile-that-brings-a-zone', {
    world: (w) => {
      addCentralEndpoint(w);
      addZone(w, HOST, [alias(HOST, 'A', CENTRAL_NAME)], { vpcs: ['vpc-2'] });
      addProfile(w, 'rp-1', [zoneArn(ZONE)]);
    },
    explain: `The zone with the alias is associated with the shared VPC alone; a Profile brings it to the function's.`,
    source: 'profiles',
  }),
  situation('profile-that-brings-a-zone-nobody-read', {
    world: (w) => addProfile(w, 'rp-1', [zoneArn(ZONE)]),
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', 'Z0EXAMPLE')],
    explain: `A Profile brings a zone of which nothing but its id is known. It may be one above the name.`,
    source: 'profiles',
  }),
  situation('profile-that-brings-nothing-about-the-name', {
    world: (w) => {
      addZone(w, 'corp.example', [], { vpcs: ['vpc-2'] });
      addProfile(w, 'rp-1', [zoneArn(ZONE)]);
    },
    explain: `The Profile's only zone is one of the company's own names. Secrets Manager's stays public.`,
    source: 'profiles',
  }),
  situation('profile-still-being-associated', {
    world: (w) => {
      addCentralEndpoint(w, true);
      addProfile(w, 'rp-1', [endpointArn], { status: 'UPDATING' });
    },
    endpoint: 'unknown',
    blockers: [overall('X_NAME_UNKNOWN', 'endpoint', 'rp-1')],
    explain: `The association of the Profile changes at this moment. Whether what it brings is in force is not known.`,
    source: 'profiles',
  }),
  situation('zone-of-the-vpc-before-that-of-its-profile', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, toEndpoint);
      addZone(w, HOST, [], { id: OTHER_ZONE, vpcs: ['vpc-2'] });
      addProfile(w, 'rp-1', [zoneArn(OTHER_ZONE)]);
    },
    explain: `VPC and Profile both bring a zone of this name. The VPC's own answers; that the other lacks the record does not matter.`,
    source: 'profiles',
  }),
  situation('longer-zone-of-a-profile-before-the-vpcs-own', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, REGION_ZONE, toEndpoint);
      addZone(w, HOST, [], { id: OTHER_ZONE, vpcs: ['vpc-2'] });
      addProfile(w, 'rp-1', [zoneArn(OTHER_ZONE)]);
    },
    endpoint: 'fail',
    blockers: notThere(OTHER_ZONE),
    explain: `The VPC's zone is for the Region, the Profile's for the very name. The more specific one answers, and has no record.`,
    source: 'profiles',
  }),
  situation('profiles-are-asked-by-their-priority', {
    world: (w) => {
      unnamedEndpoint(w);
      addZone(w, HOST, toEndpoint, { vpcs: ['vpc-2'] });
      addZone(w, HOST, [], { id: OTHER_ZONE, vpcs: ['vpc-2'] });
      addProfile(w, 'rp-1', [zoneArn(OTHER_ZONE)], { priority: 200 });
      addProfile(w, 'rp-2', [zoneArn(ZONE)], { priority: 100 });
    },
    explain: `Two Profiles bring a zone of the same name. The one with the lower number is asked, and it has the record.`,
    source: 'profiles',
  }),
];
