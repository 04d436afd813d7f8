import { addressSetOf } from '../../net/address-space.ts';
import { parseCidr } from '../../net/cidr.ts';
import { type IntervalSet, intersect, isEmpty } from '../../net/interval-set.ts';
import { type Box, intersectPackets, type PacketSet, unionPackets } from '../../net/packet-set.ts';
import { byCodeUnit, canonicalJson } from '../../snapshot/canonical.ts';
import { type Known, known, type MissingFact, unknown } from '../../snapshot/known.ts';
import type { IpPermission, SecurityGroup } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { Topology, TopologyNode } from '../../topology/topology.ts';
import { ALL_PORTS } from '../flow.ts';
import type { Crossing } from '../position.ts';
import type { Direction, Evidence } from '../trace.ts';
import type { FilterQuery, FilterVerdict } from './filter-verdict.ts';
import { describePorts, matchPorts } from './port-match.ts';
import { isKeptByAws, readPrefixList } from './prefix-list.ts';

/** The other end of the packets, as this end's security groups see it. */
export interface RemoteEnd {
  /** Groups the remote addresses carry, for references; none after address translation or through a public address. */
  readonly groups: Known<readonly string[]>;
  /** What lies between this end's VPC and the remote one; null inside one VPC. */
  readonly crossing: Crossing | null;
  /** An AWS service by its public name: the prefix lists AWS keeps are of others and hold no address of it. */
  readonly isService: boolean;
}

/** What security groups are asked, which also see who is at the other end. */
interface GroupQuery extends FilterQuery {
  readonly remote: RemoteEnd;
}

type GroupPair = NonNullable<IpPermission['UserIdGroupPairs']>[number] & { readonly GroupId: string };

interface Grant {
  readonly group: string;
  readonly ports: string;
  readonly remote: string;
  /** What it names, in words. */
  readonly described: string;
  readonly portsMatch: boolean;
  readonly sure: PacketSet;
  readonly possible: PacketSet;
}

/**
 * What the security groups of one interface let pass: the union of their rules in one direction, stateful, allow only.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function filterBySecurityGroups(
  topology: Topology,
  groups: readonly TopologyNode<'security-group'>[],
  asked: GroupQuery,
  doubtOf: (group: TopologyNode<'security-group'>) => MissingFact | null = () => null,
): FilterVerdict & { readonly empty: boolean } {
  const { direction, packets: query } = asked;
  const missing: MissingFact[] = [];
  let sure: PacketSet = [];
  let possible: PacketSet = [];
  const grants: Grant[] = [];
  for (const node of groups) {
    if (!node.fact.known) {
      missing.push(node.fact.missing);
      possible = [query];
      continue;
    }
    if (node.fact.value === null) {
      missing.push(notRead('SecurityGroups', `${node.id} is not among the groups read`));
      possible = [query];
      continue;
    }
    const doubt = doubtOf(node);
    for (const permission of permissionsOf(node.fact.value, direction)) {
      const { grants: granted, missing: unread } = grantsOf(topology, node.id, permission, asked);
      missing.push(...unread);
      for (const grant of granted) {
        if (doubt === null) sure = unionPackets(sure, grant.sure);
        else if (grant.possible.length > 0) missing.push(doubt);
        possible = unionPackets(possible, grant.possible);
        grants.push(grant);
      }
    }
  }
  possible = unionPackets(possible, sure);
  const toFrom = direction === 'egress' ? 'to' : 'from';
  return {
    sure,
    possible,
    missing,
    empty: grants.length === 0 && missing.length === 0,
    refusedBy: null,
    nearest: nearest(grants, toFrom),
    evidence: evidenceOf(groups, grants, direction, toFrom),
  };
}

function permissionsOf(group: SecurityGroup, direction: Direction): readonly IpPermission[] {
  return (direction === 'egress' ? group.IpPermissionsEgress : group.IpPermissions) ?? [];
}

/** One grant for each remote a permission names: a CIDR block, a prefix list or a referenced group. */
function grantsOf(
  topology: Topology,
  group: string,
  permission: IpPermission,
  { direction, protocol, packets: query, remote }: GroupQuery,
): { readonly grants: readonly Grant[]; readonly missing: readonly MissingFact[] } {
  const fields = { protocol: permission.IpProtocol, from: permission.FromPort, to: permission.ToPort };
  const match = matchPorts(fields, protocol);
  const ports = match?.ports ?? [];
  const side = direction === 'egress' ? 'destination' : 'source';
  const wide: Box = { ...query, sourcePort: ALL_PORTS, destinationPort: ports };
  const portsMatch = !isEmpty(intersect(ports, query.destinationPort));
  const grant = (name: string, addresses: IntervalSet<bigint>, certain: boolean, described = name): Grant => {
    const passing = intersectPackets([query], [{ ...wide, [side]: addresses }]);
    return {
      group,
      ports: describePorts(fields),
      remote: name,
      described,
      portsMatch,
      sure: certain && match?.certain === true ? passing : [],
      possible: passing,
    };
  };
  const grants: Grant[] = [];
  const missing: MissingFact[] = [];
  for (const block of blocksOf(permission)) {
    const cidr = parseCidr(block);
    if (cidr !== null) grants.push(grant(block, addressSetOf(query.family, [cidr]).set, true));
  }
  for (const { PrefixListId } of permission.PrefixListIds ?? []) {
    if (PrefixListId === undefined) continue;
    const ofAnother = remote.isService && isKeptByAws(topology, PrefixListId);
    const list = ofAnother ? known({ set: [] }) : readPrefixList(topology, PrefixListId, query.family);
    if (!list.known && portsMatch) missing.push(list.missing);
    grants.push(grant(PrefixListId, list.known ? list.value.set : query[side], list.known));
  }
  for (const pair of permission.UserIdGroupPairs ?? []) {
    const { GroupId } = pair;
    if (GroupId === undefined) continue;
    const named = { ...pair, GroupId };
    const carried = isReferenced(named, group, remote);
    if (!carried.known && portsMatch) missing.push(carried.missing);
    const refuted = carried.known && !carried.value;
    const described = refuted ? `${GroupId}${whyRefuted(named, remote)}` : GroupId;
    grants.push(grant(GroupId, refuted ? [] : query[side], carried.known, described));
  }
  return { grants, missing };
}

function blocksOf({ IpRanges = [], Ipv6Ranges = [] }: IpPermission): readonly string[] {
  return [...IpRanges.map((r) => r.CidrIp), ...Ipv6Ranges.map((r) => r.CidrIpv6)].filter((b) => b !== undefined);
}

/** A group in two VPCs that references itself: no pair of it can name a connection. */
function acrossVpcs(group: string): MissingFact {
  const reason = `whether a reference of ${group} to itself holds between the VPCs it is associated with is not documented`;
  return notRead('SecurityGroups', reason);
}

/**
 * Whether the remote addresses carry the referenced group, as far as a reference reaches: across peering while the pair
 * says it is active, across a transit gateway where it supports references. It never does outbound: `destinationPlace`
 * finds no groups behind one.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
function isReferenced(pair: GroupPair, own: string, { groups, crossing }: RemoteEnd): Known<boolean> {
  if (groups.known && !groups.value.includes(pair.GroupId)) return known(false);
  if (crossing !== null && pair.GroupId === own && pair.PeeringStatus === undefined) return unknown(acrossVpcs(own));
  if (crossing?.kind === 'peering-connection') {
    const other = pair.VpcPeeringConnectionId !== undefined && pair.VpcPeeringConnectionId !== crossing.id;
    if (other || (pair.PeeringStatus ?? 'active').toLowerCase() !== 'active') return known(false);
  }
  if (crossing !== null && (!crossing.references.known || !crossing.references.value)) return crossing.references;
  if (crossing?.kind === 'peering-connection' && pair.PeeringStatus === undefined)
    return unknown(notRead('SecurityGroups', `whether ${own} may still reference ${pair.GroupId} is not stated`));
  return groups.known ? known(true) : groups;
}

/** Where the remote end does carry the group, what lies between keeps the reference from holding. */
function whyRefuted({ GroupId: id }: GroupPair, { groups, crossing }: RemoteEnd): string {
  const carries = groups.known && groups.value.includes(id);
  return carries && crossing !== null ? ` (a reference that does not hold across ${crossing.id})` : '';
}

function evidenceOf(
  groups: readonly TopologyNode[],
  grants: readonly Grant[],
  direction: Direction,
  toFrom: string,
): Evidence[] {
  const way = direction === 'egress' ? 'outbound' : 'inbound';
  const allowing = grants.filter((g) => g.possible.length > 0);
  if (allowing.length > 0) {
    return sortedEvidence(
      allowing.map((g) => ({
        resource: g.group,
        entry: g.remote,
        text: `${g.group} allows ${way} ${g.ports} ${toFrom} ${g.remote}`,
      })),
    );
  }
  return sortedEvidence(
    groups.map((g) => {
      const own = grants.filter((grant) => grant.group === g.id);
      return {
        resource: g.id,
        entry: null,
        text: own.length === 0 ? `${g.id} has no ${way} rules` : `${g.id} allows ${way} only ${nearest(own, toFrom)}`,
      };
    }),
  );
}

/** The rules that almost matched: right ports first, then the rest. */
function nearest(grants: readonly Grant[], toFrom: string): string {
  const close = grants.some((g) => g.portsMatch) ? grants.filter((g) => g.portsMatch) : grants;
  const texts = [...new Set(close.map((g) => `${g.ports} ${toFrom} ${g.described}`))].sort(byCodeUnit);
  if (texts.length === 0) return 'nothing';
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}

function sortedEvidence(evidence: readonly Evidence[]): Evidence[] {
  const byText = new Map(evidence.map((e) => [canonicalJson(e), e]));
  return [...byText].sort(([a], [b]) => byCodeUnit(a, b)).map(([, e]) => e);
}
