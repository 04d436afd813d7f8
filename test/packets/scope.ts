import { type Item, inner, list, NotSimulated, text } from './facts.ts';

/** Lists whose things no packet is played through, or that change what a name means. */
const LISTS = [
  ...['FirewallRuleGroupAssociations', 'ProfileAssociations', 'LoadBalancers', 'TargetGroups', 'CapacityProviders'],
  ...['SecurityGroupVpcAssociations', 'DBInstances', 'DBClusters', 'CacheClusters', 'RedshiftClusters'],
  ...['EgressOnlyInternetGateways', 'VpcEndpointAssociations', 'ResolverRules'],
];

/** What an item of a list must not be or have. */
const ITEMS: readonly (readonly [list: string, what: string, is: (item: Item) => boolean])[] = [
  ['Vpcs', 'encryption controls', (v) => v['EncryptionControl'] !== undefined],
  ['HostedZones', 'a zone about Secrets Manager', (z) => /amazonaws|vpce/.test(String(z['Name']))],
  ['VpcEndpoints', 'an endpoint with IPv6', (e) => hasIpv6(e, 'IpAddressType')],
  ['VpcEndpoints', 'an endpoint with IPv6', (e) => hasIpv6(inner(e, 'DnsOptions'), 'DnsRecordIpType')],
  ['NetworkInterfaces', 'an interface with IPv6', (i) => list(i, 'Ipv6Addresses').length > 0],
  ['NetworkInterfaces', 'a load balancer', (i) => /^ELB /.test(text(i, 'Description') ?? '')],
  ['Functions', 'IPv6', (f) => inner(f, 'VpcConfig')['Ipv6AllowedForDualStack'] === true],
  ['Functions', 'a capacity provider', (f) => Object.keys(inner(f, 'CapacityProviderConfig')).length > 0],
  ['Functions', 'a template that may call other services', (f) => !PLAYED.test(text(f, 'Description') ?? '')],
  ['Functions', 'a template by its name', (f) => /^SecretsManager/.test(text(f, 'FunctionName') ?? '')],
];

const PLAYED =
  /^(?:Rotates the database password|Conducts an AWS SecretsManager secret rotation for RDS PostgreSQL using single user rotation scheme)$/;

function hasIpv6(item: Item, field: string): boolean {
  return !['ipv4', null].includes(text(item, field));
}

/** @throws NotSimulated for a world or a question with something in it that is not played. */
export function mustBeSimulated(world: Item, question: Item): void {
  if (list(question, 'assumptions').length > 0) throw new NotSimulated('assumptions');
  const [other] = LISTS.filter((name) => list(world, name).length > 0);
  if (other !== undefined) throw new NotSimulated(other);
  const [found] = ITEMS.filter(([name, , is]) => list(world, name).some(is));
  if (found !== undefined) throw new NotSimulated(found[1]);
}
