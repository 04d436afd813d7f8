import { describeAddresses, describePublic } from '../net/address-space.ts';
import { type Box, type PacketSet, project, reversed, subtractPackets } from '../net/packet-set.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import { type Blocker, blocker } from './blocker.ts';
import type { FilterVerdict } from './filters/filter-verdict.ts';
import { associationDoubt } from './filters/group-association.ts';
import { describeRefused, filterByNetworkAcl } from './filters/network-acl.ts';
import { filterBySecurityGroups, type RemoteEnd } from './filters/security-group.ts';
import { describeService, type Flow, protocolNumber } from './flow.ts';
import type { Direction } from './trace.ts';
import { inside, outside } from './translation.ts';
import { missingFact, type Segment, type WalkRecord } from './walk-record.ts';

/** Which packets of a segment a filter is shown: the request, or the replies to it. */
export type Way = 'request' | 'reply';

/** Runs the security groups of one interface over a segment's requests. Replies need no rule: groups are stateful. */
export function passSecurityGroups(
  record: WalkRecord,
  topology: Topology,
  flow: Flow,
  segment: Segment,
  end: {
    readonly groups: readonly TopologyNode<'security-group'>[];
    readonly at: string;
    readonly direction: Direction;
    readonly remote: RemoteEnd;
  },
): void {
  const { groups, at, direction, remote } = end;
  const verdict = filterBySecurityGroups(
    topology,
    groups,
    direction,
    protocolOf(flow, segment),
    seenBy(segment, 'request'),
    remote,
    (group) => associationDoubt(topology, group, at, flow.source),
  );
  const resources = groups.map((g) => g.id);
  const traffic = describeTraffic(record, flow, seenBy(segment, 'request'), direction, 'request');
  const place = { resources, direction, at, evidence: verdict.evidence };
  const refusal = verdict.empty
    ? blocker('SG_HAS_NO_RULES', place, { traffic, interface: at })
    : blocker('ENI_SG_RULES_MISMATCH', place, { traffic, nearest: verdict.nearest, interface: at });
  settle(record, flow, segment, 'security-group', direction, verdict, 'request', refusal, resources, at);
}

/** Runs a subnet's network ACL over a segment's requests or replies. */
export function passNetworkAcl(
  record: WalkRecord,
  topology: Topology,
  flow: Flow,
  segment: Segment,
  subnet: string,
  direction: Direction,
  way: Way,
): void {
  const acl = topology.next(subnet, 'filtered-by', 'network-acl')[0];
  if (acl === undefined) {
    const missing = [notRead('Subnets', `${subnet} could not be read`)];
    record.narrow(segment, [], [segment.query]);
    record.refuse(missingFact(missing, [subnet], direction, subnet), null);
    return;
  }
  const query = seenBy(segment, way);
  const verdict = filterByNetworkAcl(acl, direction, protocolOf(flow, segment), query);
  const traffic = describeTraffic(record, flow, query, direction, way);
  const refused = describeRefused(
    subtractPackets([query], verdict.possible),
    direction === 'egress' ? 'destination' : 'source',
  );
  const refusal = blocker(
    'SUBNET_ACL_RESTRICTION',
    { resources: [acl.id], direction, at: subnet, entry: verdict.refusedBy, evidence: verdict.evidence },
    { traffic, nearest: verdict.nearest, refused },
  );
  settle(
    record,
    flow,
    segment,
    'network-acl',
    direction,
    verdict,
    way,
    refusal,
    acl.fact.known && acl.fact.value !== null ? [acl.id] : [subnet],
    subnet,
  );
}

/** ICMP has a number of its own in IPv6. */
function protocolOf({ protocol }: Flow, { query }: Segment): number | null {
  return protocol === 'icmp' && query.family === 6 ? protocolNumber('icmpv6') : protocolNumber(protocol);
}

/** Narrows the segment by a filter's verdict and records what it means. */
function settle(
  record: WalkRecord,
  flow: Flow,
  segment: Segment,
  kind: 'security-group' | 'network-acl',
  direction: Direction | null,
  verdict: FilterVerdict,
  way: Way,
  refusal: Blocker,
  resources: readonly string[],
  at: string | null,
): void {
  const covered = record.narrow(segment, sentBy(segment, verdict.sure, way), sentBy(segment, verdict.possible, way));
  const outcome =
    covered === 'none' ? 'deny' : covered === 'part' ? 'part' : isWhole(segment, verdict, way) ? 'accept' : 'unknown';
  record.step(
    kind,
    direction,
    outcome,
    outcome === 'accept' ? verdict.evidence.filter((e) => e.entry !== null).slice(0, 1) : verdict.evidence,
  );
  if (covered === 'none' || covered === 'part') record.refuse(refusal, null);
  else if (covered === 'mixed') record.refuse(refusal, partlyCovered(record, flow, refusal, segment, verdict, way));
  else if (outcome === 'unknown') record.refuse(missingFact(verdict.missing, resources, direction, at), null);
}

function isWhole(segment: Segment, verdict: FilterVerdict, way: Way): boolean {
  return subtractPackets([segment.query], sentBy(segment, verdict.sure, way)).length === 0;
}

/** Some of the addresses an unknown member may be pass, others do not: which it is, nobody can see. */
function partlyCovered(
  record: WalkRecord,
  flow: Flow,
  refusal: Blocker,
  segment: Segment,
  verdict: FilterVerdict,
  way: Way,
): Blocker {
  const refused = subtractPackets([segment.query], sentBy(segment, verdict.possible, way));
  if (record.member === 'source') {
    return blocker('X_SERVICE_FILTERS_UNKNOWN_SOURCE', refusal, {
      destination: flow.destination.label,
      nearest: verdict.nearest,
    });
  }
  const covered = describeAddresses({ family: segment.query.family, set: project(refused, 'destination') });
  return blocker('X_PARTLY_COVERS_SERVICE_RANGE', refusal, { covered, filter: refusal.resources.join(', ') });
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

/** `tcp 5432 to 10.0.20.10`, `replies to 10.0.1.0/24 on ports 1024–65535`. */
function describeTraffic(record: WalkRecord, flow: Flow, query: Box, direction: Direction, way: Way): string {
  const side = direction === 'egress' ? 'destination' : 'source';
  const remote = isUnknownMember(record, side, way)
    ? describePublic(query.family)
    : describeAddresses({ family: query.family, set: query[side] });
  const toFrom = direction === 'egress' ? 'to' : 'from';
  if (way === 'request') return `${describeService(flow.protocol, flow.destination.port)} ${toFrom} ${remote}`;
  const ports = query.destinationPort.map(([low, high]) => `${low}–${high}`).join(', ');
  return `${flow.protocol} replies ${toFrom} ${remote} on ports ${ports}`;
}

function isUnknownMember(record: WalkRecord, side: 'source' | 'destination', way: Way): boolean {
  if (record.member === null) return false;
  return way === 'request' ? record.member === side : record.member !== side;
}
