import { formatAddress, parseAddress } from '../net/address.ts';
import { addressSetOf } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { contains } from '../net/interval-set.ts';
import type { ListName } from '../snapshot/families.ts';
import type { HostedZone } from '../snapshot/name-facts.ts';
import type { DhcpOptions, Vpc } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Blocker, blocker } from './blocker.ts';
import { missingFact } from './walk-record.ts';

/** Whether names resolve inside a VPC as AWS's defaults say: what speaks against it, and what is merely assumed. */
export interface ResolverState {
  readonly blockers: readonly Blocker[];
  readonly remarks: readonly Blocker[];
  /** enableDnsHostnames, which private names of endpoints and zones need. */
  readonly hostnames: boolean;
}

/**
 * The VPC's resolver for one name: its DNS attributes, its DHCP options, and the lists that may override the name.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function resolverState(snapshot: NetworkSnapshot, vpcId: string, host: string): ResolverState {
  const found = snapshot.one('Vpcs', { 'vpc-id': vpcId });
  if (!found.known || found.value === null) {
    const missing = found.known
      ? { list: 'Vpcs', action: 'ec2:DescribeVpcs', reason: `${vpcId} is not among the VPCs read` }
      : found.missing;
    return { blockers: [missingFact([missing], [vpcId], null, null)], remarks: [], hostnames: false };
  }
  const vpc = found.value;
  const blockers = [...nameServers(snapshot, vpc, host), ...overrides(snapshot, vpcId, host)];
  if (vpc.EnableDnsHostnames === undefined) blockers.push(attributeUnread(vpcId, 'enableDnsHostnames'));
  return { blockers, remarks: assumedDefaults(snapshot, vpcId), hostnames: vpc.EnableDnsHostnames === true };
}

function nameServers(snapshot: NetworkSnapshot, vpc: Vpc, host: string): Blocker[] {
  const custom = customServers(snapshot, vpc);
  if ('code' in custom) return [custom];
  if (custom.length > 0) {
    const reason = `${vpc.VpcId} hands out the name servers ${custom.join(', ')}, and what they answer for ${host} is out of sight`;
    return [
      blocker(
        'X_NOT_MODELLED',
        { resources: [vpc.DhcpOptionsId ?? vpc.VpcId] },
        { what: 'custom DNS servers', reason },
      ),
    ];
  }
  if (vpc.EnableDnsSupport === undefined) return [attributeUnread(vpc.VpcId, 'enableDnsSupport')];
  if (vpc.EnableDnsSupport) return [];
  const text = `enableDnsSupport of ${vpc.VpcId} is false, so its Amazon resolver answers nothing`;
  return [
    blocker(
      'X_NAME_NOT_RESOLVED',
      { resources: [vpc.VpcId], evidence: [{ resource: vpc.VpcId, entry: 'enableDnsSupport', text }] },
      { host, reason: text },
    ),
  ];
}

/** The name servers of the VPC's DHCP options that are not Amazon's, or why they are not known. */
function customServers(snapshot: NetworkSnapshot, vpc: Vpc): readonly string[] | Blocker {
  const id = vpc.DhcpOptionsId;
  if (id === undefined) {
    const reason = `the DHCP option set of ${vpc.VpcId} is not stated`;
    return missingFact([{ list: 'Vpcs', action: 'ec2:DescribeVpcs', reason }], [vpc.VpcId], null, null);
  }
  if (id === 'default') return noServer(vpc.VpcId, `${vpc.VpcId} has no DHCP option set`);
  const options = snapshot.one('DhcpOptions', { 'dhcp-options-id': id });
  if (!options.known || options.value === null) {
    const missing = options.known
      ? { list: 'DhcpOptions', action: 'ec2:DescribeDhcpOptions', reason: `${id} is not among the DHCP options read` }
      : options.missing;
    return missingFact([missing], [id], null, null);
  }
  const servers = serversOf(options.value);
  if (servers.length === 0) return noServer(vpc.VpcId, `${id} states no domain-name-servers`);
  const amazon = amazonServers(vpc);
  return servers.filter((server) => !amazon.has(server.toLowerCase()));
}

function noServer(vpc: string, because: string): Blocker {
  const reason = `${because}, so no name server is handed out`;
  return blocker('X_NOT_MODELLED', { resources: [vpc] }, { what: 'a VPC without name servers', reason });
}

function serversOf(options: DhcpOptions): readonly string[] {
  return (options.DhcpConfigurations ?? [])
    .filter((c) => c.Key?.toLowerCase() === 'domain-name-servers')
    .flatMap((c) => (c.Values ?? []).map((v) => v.Value ?? ''))
    .sort();
}

/** AmazonProvidedDNS by its names: the link-local addresses and the VPC's base address plus two. */
function amazonServers(vpc: Vpc): ReadonlySet<string> {
  const primary = vpc.CidrBlock === undefined ? null : parseCidr(vpc.CidrBlock);
  const plusTwo = primary === null ? [] : [formatAddress({ family: 4, value: primary.base + 2n })];
  return new Set(['amazonprovideddns', '169.254.169.253', 'fd00:ec2::253', ...plusTwo]);
}

/** Lists of other services that may answer the name differently; most accounts have none that matter. */
const OVERRIDES = [
  { list: 'HostedZones', lookup: 'vpc-id', what: 'private hosted zones' },
  { list: 'ProfileAssociations', lookup: 'resource-id', what: 'Route 53 Profiles' },
  { list: 'ResolverRuleAssociations', lookup: 'vpc-id', what: 'Resolver rules' },
  { list: 'FirewallRuleGroupAssociations', lookup: 'vpc-id', what: 'DNS Firewall rule groups' },
] as const;

function overrides(snapshot: NetworkSnapshot, vpc: string, host: string): Blocker[] {
  return OVERRIDES.flatMap(({ list, lookup, what }) => {
    const where = { [lookup]: vpc };
    if (snapshot.asked(list) === 'refused' && !snapshot.all(list, where).known) {
      return [missingFact([snapshot.missing(list, where)], [vpc], null, null)];
    }
    const present = [...snapshot.seen(list, where), ...(list === 'HostedZones' ? zonesOfAnyVpc(snapshot) : [])].filter(
      (item) => mayAnswer(snapshot, list, item, host),
    );
    if (present.length === 0) return [];
    const resources = present.map((item) => idOf(item) ?? vpc);
    return [blocker('X_NOT_MODELLED', { resources }, { what, reason: `${vpc} has ${what} that may answer ${host}` })];
  });
}

/** A listing of zones alone names no VPCs: a private one may belong to any. */
function zonesOfAnyVpc(snapshot: NetworkSnapshot): readonly HostedZone[] {
  return snapshot
    .seen('HostedZones', {})
    .filter((zone) => (zone.VPCs ?? []).length === 0 && zone.Config?.PrivateZone !== false);
}

type Item = Readonly<Record<string, unknown>>;

/** Rules that leave a name to the VPC's own resolver. */
const LEAVES_IT_TO_THE_VPC: ReadonlySet<string> = new Set(['SYSTEM', 'RECURSIVE']);

/** A zone answers at and below its name, a rule takes what is at or below its domain. AWS associates rules of its own with every VPC. */
function mayAnswer(snapshot: NetworkSnapshot, list: ListName, item: Item, host: string): boolean {
  if (list === 'HostedZones') return isAtOrBelow(host, String(item['Name'] ?? ''));
  if (list !== 'ResolverRuleAssociations') return true;
  const id = String(item['ResolverRuleId'] ?? '');
  if (id.startsWith('rslvr-autodefined-rr-')) return false;
  const rule = snapshot.one('ResolverRules', { 'resolver-rule-id': id });
  if (!rule.known || rule.value?.DomainName === undefined) return true;
  const { DomainName: domain, RuleType: type = 'FORWARD' } = rule.value;
  return !LEAVES_IT_TO_THE_VPC.has(type) && (domain === '.' || isAtOrBelow(host, domain));
}

/** What such an item is called by: the rule or group an association names, else its own id. */
function idOf(item: Item): string | null {
  const id = item['ResolverRuleId'] ?? item['FirewallRuleGroupId'] ?? item['ProfileId'] ?? item['Id'];
  return typeof id === 'string' ? id : null;
}

function assumedDefaults(snapshot: NetworkSnapshot, vpc: string): Blocker[] {
  const never = OVERRIDES.filter(
    ({ list, lookup }) => snapshot.asked(list) !== 'refused' && !snapshot.all(list, { [lookup]: vpc }).known,
  );
  if (never.length === 0) return [];
  const lists = never.map(({ list }) => list).sort();
  const actions = [...new Set(lists.map((list) => snapshot.missing(list, {}).action))].sort();
  return [
    blocker(
      'X_DEFAULT_ASSUMED',
      { resources: [vpc] },
      { list: lists.join(', '), assumed: 'none overrides the name', action: actions.join(', ') },
    ),
  ];
}

/** Whether a host is the zone's name or below it. */
function isAtOrBelow(host: string, zone: string): boolean {
  const name = plainName(zone);
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function attributeUnread(vpc: string, attribute: string): Blocker {
  return missingFact(
    [{ list: 'Vpcs', action: 'ec2:DescribeVpcAttribute', reason: `${attribute} of ${vpc} was not read` }],
    [vpc],
    null,
    null,
  );
}

const NAME_WITH_ADDRESS =
  /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.(?:(ec2)\.internal|([a-z0-9-]+)\.compute\.internal)$/;

/** The IPv4 address inside a default private DNS name: ip-10-0-20-10.ec2.internal. */
export function addressInName(host: string): string | null {
  const text = NAME_WITH_ADDRESS.exec(host)?.slice(1, 5).join('.');
  return text === undefined || parseAddress(text) === null ? null : text;
}

const RFC_1918 = addressSetOf(
  4,
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr).filter((c) => c !== null),
);

/**
 * Whether a default private DNS name gives the address inside it in every VPC of a Region: only for RFC 1918 addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function answersThroughout(region: string, host: string): boolean {
  const [, , , , , usEast1, other] = NAME_WITH_ADDRESS.exec(host) ?? [];
  const address = parseAddress(addressInName(host) ?? '');
  const own = usEast1 === undefined ? other : 'us-east-1';
  return own === region && address !== null && contains(RFC_1918.set, address.value);
}

/** DNS names as they compare: neither letter case nor the root's dot counts. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
