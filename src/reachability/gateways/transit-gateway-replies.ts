import { describeAddresses } from '../../net/address-space.ts';
import { byCodeUnit } from '../../snapshot/canonical.ts';
import { blocker } from '../blocker.ts';
import type { Division, Exit, Position, Walk } from '../position.ts';
import { type ReplyPart, takeReplyRoutes } from '../reply-routes.ts';
import { passNetworkAcl, seenBy } from '../walk-filters.ts';
import type { Segment } from '../walk-record.ts';
import { deliveringSubnets, nameOf, standingInZone } from './transit-attachments.ts';
import { noZone } from './transit-gateway.ts';
import { type AttachmentNode, type CarriedPart, carry } from './transit-gateway-routes.ts';

type Crossed = Extract<Exit, { readonly kind: 'transit-gateway' }>;
type LeaveForSource = (
  walk: Walk,
  segment: Segment,
  from: { readonly subnet: string; readonly table: string | null },
  expected: string,
) => void;

/**
 * The way back over a transit gateway: by the far attachment in the zone of the replying subnet, by the table that
 * attachment is associated with, and into the source's VPC by the near one.
 *
 * @param replying the subnet the replies left last; null behind a network out of sight.
 */
export function replyThroughTransitGateway(
  walk: Walk,
  position: Position,
  { gateway, crossed }: Crossed,
  replying: string | null,
  leaveForSource: LeaveForSource,
): Division | null {
  const { topology, record, flow } = walk;
  const { segment } = position;
  if (crossed === null || crossed.far === null) {
    enterSource(walk, position);
    return null;
  }
  const near = topology.node('transit-gateway-attachment', crossed.near);
  const far = topology.node('transit-gateway-attachment', crossed.far);
  if (replying !== null) leaveFarVpc(walk, segment, far, replying);
  record.hop(gateway, 'transit-gateway', null);
  routeBack(walk, segment, near, far);
  const entries = deliveringSubnets(topology, near, replying);
  const place = `back into ${near.id}`;
  const picked = walk.way.picks.get(place);
  const [only, ...others] = entries;
  if (picked === undefined && others.length > 0) {
    return {
      kind: 'division',
      ways: entries.map((e) => ({ ...walk.way, picks: new Map([...walk.way.picks, [place, e]]) })),
    };
  }
  const subnet = picked ?? only;
  if (subnet === undefined || subnet === position.subnet) return null;
  leaveForSource(walk, segment, { subnet, table: null }, position.arrivedBy ?? 'local');
  record.hop(position.subnet, 'subnet', position.subnet);
  passNetworkAcl(record, topology, flow, segment, position.subnet, 'ingress', 'reply');
  return null;
}

function enterSource({ record, topology, flow }: Walk, { subnet, segment }: Position): void {
  record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(record, topology, flow, segment, subnet, 'ingress', 'reply');
}

function leaveFarVpc(walk: Walk, segment: Segment, far: AttachmentNode, replying: string): void {
  const { topology, record, flow } = walk;
  const { subnet, missing } = standingInZone(topology, far, replying);
  if (subnet === null) {
    record.stop(segment, missing ?? noZone(far, replying));
    return;
  }
  record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(record, topology, flow, segment, subnet, 'ingress', 'reply');
}

function routeBack(walk: Walk, segment: Segment, near: AttachmentNode, far: AttachmentNode): void {
  const replies = seenBy(segment, 'reply');
  const { family, destination: set } = replies;
  const parts = carry(walk.topology, far, { family, set }).map((part) =>
    toReplyPart(walk, part, near, { ...replies, destination: part.addresses }),
  );
  takeReplyRoutes(walk, segment, parts);
}

function toReplyPart(walk: Walk, part: CarriedPart, near: AttachmentNode, packets: ReplyPart['packets']): ReplyPart {
  const { to } = part;
  const destination = describeAddresses({ family: packets.family, set: packets.destination });
  const texts = part.evidence.map((e) => e.text).sort(byCodeUnit);
  const seen = { resource: part.evidence[0]?.resource ?? nameOf(near), entry: part.evidence[0]?.entry ?? null };
  const evidence = [{ ...seen, text: texts.join('; ') || `no route leads replies to ${destination} on` }];
  if (to.kind === 'stopped') {
    const unknown = to.reason.code === 'UNKNOWN_RESOURCE' || to.reason.code === 'X_NOT_MODELLED';
    return { packets, leads: unknown ? 'unknown' : 'no', evidence, reason: to.reason, described: nameOf(near) };
  }
  const place = { resources: [seen.resource], entry: seen.entry };
  const details = { destination, route: seen.entry ?? '', expected: nameOf(near), found: nameOf(to.node) };
  return {
    packets,
    leads: to.node.id === near.id ? 'yes' : 'no',
    evidence,
    reason: blocker('X_ROUTE_NEVER_RETURNS', place, details),
    described: nameOf(to.node),
  };
}
