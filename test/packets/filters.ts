import { type Address, blockOf, holds } from './address.ts';
import { type Item, inner, list, lost, text, texts, theOne } from './facts.ts';

export type Way = 'egress' | 'ingress';

/** The other end of a packet as the rules of a filter may name it. */
export interface Remote {
  readonly address: Address;
  /** The groups of its interface where a rule may refer to them. */
  readonly groups: readonly string[];
}

/** Some rule of some group has to allow it. */
export function passGroups(world: Item, groups: readonly string[], way: Way, remote: Remote, port: number): void {
  const read = list(world, 'SecurityGroups').filter((g) => groups.includes(String(g['GroupId'])));
  const rules = read.flatMap((g) => list(g, way === 'egress' ? 'IpPermissionsEgress' : 'IpPermissions'));
  if (groups.length === 0) lost('an interface without groups');
  if (!rules.some((rule) => isTcp(rule) && hasPort(rule, port) && namesRemote(world, rule, remote))) {
    lost(`no ${way} rule of ${groups.join(' ')} for port ${port}`);
  }
}

function isTcp(rule: Item): boolean {
  return ['-1', 'tcp', '6'].includes(String(rule['IpProtocol']));
}

function hasPort(rule: Item, port: number): boolean {
  if (String(rule['IpProtocol']) === '-1') return true;
  const from = Number(rule['FromPort'] ?? -1);
  return from === -1 || (from <= port && port <= Number(rule['ToPort']));
}

function namesRemote(world: Item, rule: Item, { address, groups }: Remote): boolean {
  const cidrs = [
    ...list(rule, 'IpRanges').map((r) => String(r['CidrIp'])),
    ...list(rule, 'Ipv6Ranges').map((r) => String(r['CidrIpv6'])),
    ...list(rule, 'PrefixListIds').flatMap((l) => entriesOf(world, String(l['PrefixListId'])) ?? []),
  ];
  return (
    cidrs.some((cidr) => holds(blockOf(cidr), address)) ||
    list(rule, 'UserIdGroupPairs').some((pair) => groups.includes(String(pair['GroupId'])))
  );
}

/** The blocks of a prefix list; null where they cannot be read. */
export function entriesOf(world: Item, id: string): readonly string[] | null {
  const found = list(world, 'ManagedPrefixLists').find((l) => l['PrefixListId'] === id);
  if (found === undefined || !Array.isArray(found['Entries'])) return null;
  if (found['State'] !== undefined && !String(found['State']).endsWith('-complete')) return null;
  return list(found, 'Entries').map((e) => String(e['Cidr']));
}

/** The first entry that matches decides; none denies. */
export function passAcl(world: Item, subnet: string, way: Way, remote: Address, port: number): void {
  const { entries, id } = aclOf(world, subnet);
  const first = entries
    .filter((e) => e['Egress'] === (way === 'egress'))
    .sort((a, b) => Number(a['RuleNumber']) - Number(b['RuleNumber']))
    .find((e) => matches(e, remote, port));
  if (first?.['RuleAction'] !== 'allow') lost(`${id} of ${subnet} refuses ${way} to port ${port}`);
}

function aclOf(world: Item, subnet: string): { readonly id: string; readonly entries: readonly Item[] } {
  const { VpcId } = theOne(world, 'Subnets', 'SubnetId', subnet);
  const acls = list(world, 'NetworkAcls');
  const own = acls.filter((a) => list(a, 'Associations').some((it) => it['SubnetId'] === subnet));
  const found = own[0] ?? acls.find((a) => a['VpcId'] === VpcId && a['IsDefault'] === true);
  if (found === undefined) return lost(`${subnet} has no network ACL`);
  return { id: String(found['NetworkAclId']), entries: list(found, 'Entries') };
}

function matches(entry: Item, remote: Address, port: number): boolean {
  const protocol = String(entry['Protocol']);
  if (protocol !== '-1' && protocol !== '6') return false;
  const cidr = text(entry, remote.family === 4 ? 'CidrBlock' : 'Ipv6CidrBlock');
  if (cidr === null || !holds(blockOf(cidr), remote)) return false;
  if (protocol === '-1') return true;
  const { From, To } = inner(entry, 'PortRange');
  return Number(From) <= port && port <= Number(To);
}

export function groupsOf(networkInterface: Item): readonly string[] {
  return texts({ ids: list(networkInterface, 'Groups').map((g) => g['GroupId']) }, 'ids');
}
