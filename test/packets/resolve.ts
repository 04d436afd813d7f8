import { type Address, addressOf } from './address.ts';
import { type Item, inner, isState, list, lost, text, texts, theOne } from './facts.ts';

/** What a name stands for: addresses in the VPC, or any of the public ones; all that are listed have to work. */
export type Answer =
  | { readonly kind: 'public' }
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] };

const PUBLIC: Answer = { kind: 'public' };
const AMAZON = ['AmazonProvidedDNS', '169.254.169.253'];
/** An endpoint in none of these states may answer for the name or not. */
const GONE = 'deleted';

/** The names of a VPC are answered by Amazon's resolver, and by nothing that could say otherwise. */
export function mustResolve(world: Item, vpc: string): void {
  const found = theOne(world, 'Vpcs', 'VpcId', vpc);
  if (found['EnableDnsSupport'] !== true) lost(`${vpc} has no resolver`);
  const options = theOne(world, 'DhcpOptions', 'DhcpOptionsId', String(found['DhcpOptionsId']));
  const servers = list(options, 'DhcpConfigurations')
    .filter((c) => c['Key'] === 'domain-name-servers')
    .flatMap((c) => list(c, 'Values').map((v) => String(v['Value'])));
  if (servers.length === 0 || !servers.every((s) => AMAZON.includes(s) || s === secondAddress(found))) {
    lost(`${vpc} has name servers of its own`);
  }
  for (const name of ['FirewallRuleGroupAssociations', 'ProfileAssociations']) {
    if (list(world, name).some((a) => [a['VpcId'], a['ResourceId']].includes(vpc)))
      lost(`${name} may answer otherwise`);
  }
}

function secondAddress(vpc: Item): string {
  const [a, b, c, d] = (text(vpc, 'CidrBlock') ?? '').split('/')[0]?.split('.') ?? [];
  return `${a}.${b}.${c}.${Number(d) + 2}`;
}

/** What the host of Secrets Manager stands for in a VPC. */
export function answersFor(world: Item, vpc: string, host: string): readonly Answer[] {
  mustResolve(world, vpc);
  mustNotBeForwarded(world, vpc, host);
  const zones = zonesFor(world, vpc, host);
  if (zones.length > 0) return [inZone(zones, host)];
  const endpoints = list(world, 'VpcEndpoints').filter(
    (e) => !isState(e, 'State', GONE) && list(e, 'DnsEntries').some((d) => d['DnsName'] === host),
  );
  if (host.includes('.vpce.')) return [ofEndpoint(world, ownService(world, endpoints[0], host), host)];
  if (endpoints.some((e) => e['VpcId'] === vpc && e['PrivateDnsEnabled'] === false)) lost(`${host} is listed and off`);
  const own = endpoints.filter((e) => e['VpcId'] === vpc && e['PrivateDnsEnabled'] === true);
  const silent = list(world, 'VpcEndpoints').some(
    (e) => e['VpcId'] === vpc && e['PrivateDnsEnabled'] !== false && !own.includes(e) && mayServe(world, e, host),
  );
  if (silent || own.length > 1) lost(`what ${host} stands for cannot be told`);
  const [endpoint] = own;
  if (endpoint === undefined) return [mustBeThisRegions(world, host)];
  const answer = ofEndpoint(world, endpoint, host);
  return theOne(world, 'Vpcs', 'VpcId', vpc)['EnableDnsHostnames'] === true ? [answer] : [answer, PUBLIC];
}

function ownService(world: Item, endpoint: Item | undefined, host: string): Item {
  const service = new RegExp(`\\.${text(world, 'region')}\\.secretsmanager(-fips)?$`);
  const isOwn = endpoint !== undefined && service.test(text(endpoint, 'ServiceName') ?? '');
  return isOwn ? endpoint : lost(`${host} is no endpoint of this Region's Secrets Manager`);
}

/** Its own service and Region, though it lists no such name. */
function mayServe(world: Item, endpoint: Item, host: string): boolean {
  const service = `com.amazonaws.${text(world, 'region')}.${host.split('.')[0]}`;
  return endpoint['ServiceName'] === service && !isState(endpoint, 'State', GONE);
}

function mustBeThisRegions(world: Item, host: string): Answer {
  return host.split('.')[1] === text(world, 'region') ? PUBLIC : lost(`${host} is another Region's`);
}

/** The addresses behind a private name that an endpoint surely answers. */
export function privateNameOf(world: Item, endpoint: Item, host: string): readonly Address[] {
  const vpc = theOne(world, 'Vpcs', 'VpcId', String(endpoint['VpcId']));
  const own = host.includes('.vpce.') || (endpoint['PrivateDnsEnabled'] === true && vpc['EnableDnsHostnames'] === true);
  return own ? interfacesOf(world, endpoint, host) : lost(`whether ${host} is answered cannot be told`);
}

function ofEndpoint(world: Item, endpoint: Item, host: string): Answer {
  return { kind: 'addresses', addresses: interfacesOf(world, endpoint, host) };
}

function interfacesOf(world: Item, endpoint: Item, host: string): readonly Address[] {
  const id = String(endpoint['VpcEndpointId']);
  if (!isState(endpoint, 'State', 'available')) lost(`${id} is not available`);
  const ids = texts(endpoint, 'NetworkInterfaceIds');
  const all = list(world, 'NetworkInterfaces').filter((i) => ids.includes(String(i['NetworkInterfaceId'])));
  const zonal = all.filter((i) => host.split('.')[0]?.endsWith(`-${zoneOf(world, i)}`) === true);
  const known = zonal.length > 0 ? ids.length : all.length;
  if (known < texts(endpoint, 'SubnetIds').length) lost(`${id} has more interfaces`);
  const interfaces = zonal.length > 0 ? zonal : all;
  if (interfaces.length === 0) lost(`${id} has no interface`);
  return interfaces.map((i) => addressOf(String(i['PrivateIpAddress'])));
}

function zoneOf(world: Item, networkInterface: Item): string | null {
  const subnet = list(world, 'Subnets').find((s) => s['SubnetId'] === networkInterface['SubnetId']);
  return text(subnet ?? {}, 'AvailabilityZone');
}

function mustNotBeForwarded(world: Item, vpc: string, host: string): void {
  for (const association of list(world, 'ResolverRuleAssociations').filter((a) => a['VPCId'] === vpc)) {
    const id = String(association['ResolverRuleId']);
    if (id.startsWith('rslvr-autodefined-rr')) continue;
    const rule = list(world, 'ResolverRules').find((r) => r['Id'] === id) ?? lost(`${id} could not be read`);
    if (covers(text(rule, 'DomainName') ?? '.', host)) lost(`${id} forwards the name`);
  }
}

function zonesFor(world: Item, vpc: string, host: string): readonly Item[] {
  const covering = list(world, 'HostedZones').filter(
    (z) => covers(text(z, 'Name') ?? '.', host) && inner(z, 'Config')['PrivateZone'] !== false,
  );
  if (covering.some((z) => z['VPCs'] === undefined)) lost('a zone of nobody knows which VPC');
  return covering.filter((z) => list(z, 'VPCs').some((v) => v['VPCId'] === vpc));
}

function covers(domain: string, host: string): boolean {
  const name = domain.replace(/\.$/, '').toLowerCase();
  return name === '' || host === name || host.endsWith(`.${name}`);
}

function inZone(zones: readonly Item[], host: string): Answer {
  const [longest] = [...zones].sort((a, b) => String(b['Name']).length - String(a['Name']).length);
  if (longest === undefined) return PUBLIC;
  const record = list(longest, 'ResourceRecordSets').find(
    (r) => r['Type'] === 'A' && String(r['Name']).replace(/\.$/, '') === host,
  );
  const addresses = list(record ?? {}, 'ResourceRecords').map((r) => addressOf(String(r['Value'])));
  return addresses.length === 0 ? lost(`${host} has no address in its zone`) : { kind: 'addresses', addresses };
}
