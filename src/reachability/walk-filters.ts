import { type AddressSet, describeAddresses, describePublic } from '../net/address-space.ts';
import { type Box, type PacketSet, project, reversed, subtractPackets } from '../net/packet-set.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { TopologyNode } from '../topology/topology.ts';
import { type Blocker, type BlockerPlace, blocker } from './blocker.ts';
import type { FilterQuery, FilterVerdict } from './filters/filter-verdict.ts';
import { associationDoubt } from './filters/group-association.ts';
import { describeRefused, filterByNetworkAcl } from './filters/network-acl.ts';
import { filterBySecurityGroups, type RemoteEnd } from './filters/security-group.ts';
import { describeService, namesIn, protocolNumber } from './flow.ts';
import type { Walk } from './position.ts';
import type { Direction } from './trace.ts';
import { inside, outside } from './translation.ts';
import { missingFact, type Segment, type WalkRecord } from './walk-record.ts';

/** Which packets of a segment a filter is shown: the request, or the replies to it. */
export type Way = 'request' | 'reply';

/** Where a segment's requests meet the security groups of one interface. */
interface GroupsMet {
  readonly groups: readonly TopologyNode<'security-group'>[];
  readonly at: string;
  readonly direction: Direction;
  readonly remote: RemoteEnd;
}

/** Where a segment's packets meet the network ACL of a subnet. */
interface AclMet {
  readonly subnet: string;
  readonly direction: Direction;
  readonly way: Way;
}

/** Runs the security groups of one interface over a segment's requests. Replies need no rule: groups are stateful. */
export function passSecurityGroups(walk: Walk, segment: Segment, { groups, at, direction, remote }: GroupsMet): void {
  const { topology, flow } = walk;
  const query = { direction, protocol: protocolNumber(flow.protocol), packets: seenBy(segment, 'request'), remote };
  const verdict = filterBySecurityGroups(topology, groups, query, (group) =>
    associationDoubt(topology, group, at, flow.source),
  );
  const traffic = describeTraffic(walk, query, 'request');
  const resources = groups.map((g) => g.id);
  const place = { resources, direction, at, evidence: verdict.evidence };
  const refusal = verdict.empty
    ? blocker('SG_HAS_NO_RULES', place, { traffic, interface: at })
    : blocker('ENI_SG_RULES_MISMATCH', place, { traffic, nearest: verdict.nearest, interface: at });
  const unread = undecided(verdict, { resources, direction, at });
  settle(walk, segment, { kind: 'security-group', direction, way: 'request', verdict, refusal, unread });
}

/** Runs a subnet's network ACL over a segment's requests or replies. */
export function passNetworkAcl(walk: Walk, segment: Segment, { subnet, direction, way }: AclMet): void {
  const { topology, flow, record } = walk;
  const acl = topology.next(subnet, 'filtered-by', 'network-acl')[0];
  if (acl === undefined) {
    const missing = notRead('Subnets', `${subnet} is not among the subnets read`);
    record.stop(segment, missingFact([missing], [subnet], direction, subnet), undefined, 'network-acl');
    return;
  }
  const query = { direction, protocol: protocolNumber(flow.protocol), packets: seenBy(segment, way) };
  const verdict = filterByNetworkAcl(acl, query, namesIn(flow));
  const refused = subtractPackets([query.packets], verdict.possible);
  const refusal = blocker(
    'SUBNET_ACL_RESTRICTION',
    { resources: [acl.id], direction, at: subnet, entry: verdict.refusedBy, evidence: verdict.evidence },
    {
      traffic: describeTraffic(walk, query, way),
      nearest: verdict.nearest,
      refused: describeRefused(refused, remoteSide(direction), namesIn(flow)),
    },
  );
  const read = acl.fact.known && acl.fact.value !== null;
  const unread = undecided(verdict, { resources: [read ? acl.id : subnet], direction, at: subnet });
  settle(walk, segment, { kind: 'network-acl', direction, way, verdict, refusal, unread });
}

/** A filter's answer, and what it means: a refusal, or a fact nobody could read. */
interface Filtered {
  readonly kind: 'security-group' | 'network-acl';
  readonly direction: Direction;
  readonly way: Way;
  readonly verdict: FilterVerdict;
  readonly refusal: Blocker;
  readonly unread: Blocker;
}

/** A fact nobody could read, or else a rule for one ICMP type, which no question names. */
function undecided(
  { missing: [first, ...others], evidence }: FilterVerdict,
  place: Required<Pick<BlockerPlace, 'resources' | 'direction' | 'at'>>,
): Blocker {
  if (first !== undefined) return missingFact([first, ...others], place.resources, place.direction, place.at);
  const what = `ICMP through ${place.resources.join(', ')}`;
  const reason = 'its rules name types of ICMP, and the question names none';
  return blocker('X_NOT_MODELLED', { ...place, evidence }, { what, reason });
}

/** Narrows the segment by a filter's verdict and records what it means. */
function settle(walk: Walk, segment: Segment, filtered: Filtered): void {
  const { record } = walk;
  const { kind, direction, way, verdict, refusal, unread } = filtered;
  const possible = sentBy(segment, verdict.possible, way);
  const covered = record.narrow(segment, sentBy(segment, verdict.sure, way), possible);
  const outcome =
    covered === 'none' ? 'deny' : covered === 'part' ? 'part' : isWhole(segment, verdict, way) ? 'accept' : 'unknown';
  const evidence = outcome === 'accept' ? verdict.evidence.slice(0, 1) : verdict.evidence;
  record.step(kind, direction, outcome, evidence);
  if (covered === 'none' || covered === 'part') record.refuse(refusal, null);
  else if (covered === 'mixed') {
    const refused = project(subtractPackets([segment.query], possible), 'destination');
    record.refuse(refusal, doubtOf(walk, filtered, { family: segment.query.family, set: refused }));
  } else if (outcome === 'unknown') record.refuse(unread, null);
}

function isWhole(segment: Segment, verdict: FilterVerdict, way: Way): boolean {
  return subtractPackets([segment.query], sentBy(segment, verdict.sure, way)).length === 0;
}

/** Some of the addresses an unknown member may be pass, others do not: which it is, nobody can see. */
function doubtOf({ record, flow }: Walk, filtered: Filtered, refused: AddressSet): Blocker {
  const { refusal, way, verdict } = filtered;
  if (record.member === 'source') {
    const serves = way === 'request' ? 'lets in' : 'answers';
    const details = { destination: flow.destination.label, serves, nearest: verdict.nearest };
    return blocker('X_SERVICE_FILTERS_UNKNOWN_SOURCE', refusal, details);
  }
  const details = { covered: describeAddresses(refused), filter: refusal.resources.join(', ') };
  return blocker('X_PARTLY_COVERS_SERVICE_RANGE', refusal, details);
}

/** The segment's packets as they look at this point of the path. */
export function seenBy(segment: Segment, way: Way): Box {
  const [box] = outside([segment.query], segment.outside);
  const seen = box ?? segment.query;
  return way === 'request' ? seen : (reversed([seen])[0] ?? seen);
}

/** Packets seen at this point of the path, as the segment's own source sends them. */
export function sentBy(segment: Segment, seen: PacketSet, way: Way): PacketSet {
  return inside(way === 'request' ? seen : reversed(seen), segment.outside);
}

/** `tcp 5432 to 10.0.20.10`, `tcp replies to 10.0.1.0/24 on ports 1024–65535`. */
function describeTraffic({ record, flow }: Walk, { direction, packets }: FilterQuery, way: Way): string {
  const side = remoteSide(direction);
  const remote = isUnknownMember(record, side, way)
    ? describePublic(packets.family)
    : namesIn(flow)({ family: packets.family, set: packets[side] });
  const toFrom = direction === 'egress' ? 'to' : 'from';
  if (way === 'request') return `${describeService(flow.protocol, flow.destination.port)} ${toFrom} ${remote}`;
  const ports = packets.destinationPort.map(([low, high]) => `${low}–${high}`).join(', ');
  return `${flow.protocol} replies ${toFrom} ${remote} on ports ${ports}`;
}

function isUnknownMember(record: WalkRecord, side: 'source' | 'destination', way: Way): boolean {
  if (record.member === null) return false;
  return way === 'request' ? record.member === side : record.member !== side;
}

/** The end of the packets that is not here. */
function remoteSide(direction: Direction): 'source' | 'destination' {
  return direction === 'egress' ? 'destination' : 'source';
}
