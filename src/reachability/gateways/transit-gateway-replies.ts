import { describeAddresses } from '../../net/address-space.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { Topology } from '../../topology/topology.ts';
import { outcomeOf } from '../blocker.ts';
import { type Division, type Exit, inSameZone, type Position, vpcOf, type Walk } from '../position.ts';
import { neverReturns, type ReplyPart, takeReplyRoutes } from '../reply-routes.ts';
import type { Replying, WayBack } from '../walk-back.ts';
import { passNetworkAcl, seenBy } from '../walk-filters.ts';
import { evidenceOf, missingFact, type Segment } from '../walk-record.ts';
import {
  attachmentOf,
  attachmentTrouble,
  checkIpv6,
  deliveringSubnets,
  entryPlace,
  gatewayOf,
  hasApplianceMode,
  nameOf,
  noZone,
  standingInZone,
  vpcOfAttachment,
} from './transit-attachments.ts';
import { type AttachmentNode, type CarriedPart, carry } from './transit-gateway-routes.ts';

type Crossed = Extract<Exit, { readonly kind: 'transit-gateway' }>;
type LeaveForSource = (
  walk: Walk,
  segment: Segment,
  from: { readonly subnet: string; readonly table: string | null },
  way: WayBack,
) => unknown;

/**
 * The way back over a transit gateway: by the far VPC's attachment in the zone of the replying subnet, by the table that
 * attachment is associated with, and into the source's VPC by any attachment of it.
 *
 * @param replying null subnet: behind a network out of sight.
 */
export function replyThroughTransitGateway(
  walk: Walk,
  position: Position,
  { gateway, crossed }: Crossed,
  { subnet: replying, over, unread }: Replying,
  leaveForSource: LeaveForSource,
): Division | null {
  const { topology, record } = walk;
  const { segment } = position;
  const vpc = vpcOf(topology, position.subnet)?.id ?? null;
  if (crossed === null || vpc === null) {
    enterSource(walk, position);
    return null;
  }
  const far = farAttachment(walk, crossed.far, replying, over);
  // Where the replies leave the far VPC is not known: its routes may take them over another gateway.
  if (far === null || ((replying === null || unread) && vpcOfAttachment(far) !== null)) {
    const missing = notRead('RouteTables', `by which way replies leave the VPC behind ${gateway} is not known`);
    if (segment.sure.length > 0) record.stop(segment, missingFact([missing], [gateway], null, position.subnet));
    return null;
  }
  // What is wrong with the attachments of the way there was told there.
  const trouble =
    far.id === crossed.far ? null : attachmentTrouble(far, over ?? gateway, vpcOfReplies(walk, replying), replying);
  if (trouble !== null) {
    record.stop(segment, trouble);
    return null;
  }
  checkIpv6(
    walk,
    position,
    [far].filter((node) => node.id !== crossed.far),
  );
  if (replying !== null) leaveFarVpc(walk, segment, far, replying);
  record.hop(over ?? gateway, 'transit-gateway', null);
  const near =
    routeBack(walk, segment, vpc, far, crossed.near) ?? topology.node('transit-gateway-attachment', crossed.near);
  checkIpv6(
    walk,
    position,
    [near].filter((node) => node.id !== crossed.near),
  );
  const entries = deliveringSubnets(topology, near, replying);
  const place = `back into ${near.id}`;
  const picked = walk.way.picks.get(place) ?? keptByApplianceMode(walk, near);
  const [only, ...others] = entries;
  if (picked === undefined && others.length > 0) {
    return {
      kind: 'division',
      ways: entries.map((e) => ({ ...walk.way, picks: new Map([...walk.way.picks, [place, e]]) })),
    };
  }
  const subnet = picked ?? only;
  // Where the source itself stands in the attachment's subnet, nothing lies between.
  if (subnet === undefined || (subnet === position.subnet && position.arrivedBy === null)) return null;
  const mend = applianceModeOff(topology, position, near, subnet);
  leaveForSource(walk, segment, { subnet, table: null }, { expected: position.arrivedBy ?? 'local', mend });
  record.hop(position.subnet, 'subnet', position.subnet);
  passNetworkAcl(walk, segment, { subnet: position.subnet, direction: 'ingress', way: 'reply' });
  return null;
}

/**
 * Appliance mode keeps to one zone for the life of a flow, in both directions.
 * https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html
 */
function keptByApplianceMode({ way }: Walk, near: AttachmentNode): string | undefined {
  return hasApplianceMode(near) ? way.picks.get(entryPlace(near)) : undefined;
}

/** How replies find back that enter in another zone than the requests, and so past the appliance that saw those; else null. */
function applianceModeOff(topology: Topology, position: Position, near: AttachmentNode, entry: string): string | null {
  if (position.appliance === null || position.arrivedBy !== position.appliance || hasApplianceMode(near)) return null;
  if (inSameZone(topology, entry, position.subnet) !== false) return null;
  return `Turn on appliance mode on ${nameOf(near)}, so that replies enter in the zone in which the requests did`;
}

/** The attachment by which the replies enter: that of the replying VPC to the gateway its own route names. */
function farAttachment(
  { topology }: Walk,
  far: string,
  replying: string | null,
  over: string | null,
): AttachmentNode | null {
  const mirrored = topology.node('transit-gateway-attachment', far);
  if (over === null || over === gatewayOf(mirrored)) return mirrored;
  const vpc = replying === null ? null : vpcOf(topology, replying);
  return vpc === null ? null : attachmentOf(topology, over, vpc.id);
}

function vpcOfReplies({ topology }: Walk, replying: string | null): string {
  return (replying === null ? undefined : vpcOf(topology, replying)?.id) ?? 'the destination';
}

function enterSource(walk: Walk, { subnet, segment }: Position): void {
  walk.record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'reply' });
}

function leaveFarVpc(walk: Walk, segment: Segment, far: AttachmentNode, replying: string): void {
  const { topology, record } = walk;
  const { subnet, missing } = standingInZone(topology, far, replying);
  if (subnet === null) {
    record.stop(segment, missing ?? noZone(far, replying));
    return;
  }
  record.hop(subnet, 'subnet', subnet);
  passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'reply' });
}

/** Where the transit gateways take the replies; the attachment by which they come into the source's VPC, if they do by one. */
function routeBack(
  walk: Walk,
  segment: Segment,
  vpc: string,
  far: AttachmentNode,
  known: string,
): AttachmentNode | null {
  const replies = seenBy(segment, 'reply');
  const { family, destination: set } = replies;
  const carried = carry(walk, far, { family, set }).map((part) => byItsAttachment(part, vpc, known));
  takeReplyRoutes(
    walk,
    segment,
    carried.map((part) => toReplyPart(part, vpc, far, { ...replies, destination: part.addresses })),
  );
  const nodes = carried.flatMap(({ to }) =>
    to.kind === 'attachment' && vpcOfAttachment(to.node) === vpc ? [to.node] : [],
  );
  const [only, ...others] = [...new Map(nodes.map((node) => [node.id, node])).values()];
  return only === undefined || others.length > 0 ? null : only;
}

/** What is wrong with the attachment by which the requests left was told there; another one stops what it does not carry. */
function byItsAttachment(part: CarriedPart, vpc: string, known: string): CarriedPart {
  const { to } = part;
  if (to.kind === 'stopped' || to.node.id === known || vpcOfAttachment(to.node) !== vpc) return part;
  const reason = attachmentTrouble(to.node, gatewayOf(to.node), vpc, null);
  return reason === null ? part : { ...part, to: { kind: 'stopped', reason } };
}

function toReplyPart(part: CarriedPart, vpc: string, far: AttachmentNode, packets: ReplyPart['packets']): ReplyPart {
  const { to } = part;
  const destination = describeAddresses({ family: packets.family, set: packets.destination });
  const told = to.kind === 'stopped' ? [...part.evidence, ...evidenceOf(to.reason)] : part.evidence;
  const texts = new Set(told.map((e) => e.text));
  const seen = { resource: told[0]?.resource ?? nameOf(far), entry: told[0]?.entry ?? null };
  const evidence = [{ ...seen, text: [...texts].join('; ') }];
  if (to.kind === 'stopped') {
    const leads = outcomeOf(to.reason) === 'unknown' ? 'unknown' : 'no';
    return { packets, leads, evidence, reason: to.reason, described: 'nowhere' };
  }
  const found = nameOf(to.node);
  const place = { resources: [seen.resource], entry: seen.entry };
  const details = { destination, route: seen.entry ?? '', expected: vpc, found };
  const leads = vpcOfAttachment(to.node) === vpc ? 'yes' : 'no';
  return { packets, leads, evidence, reason: neverReturns(place, details), described: found };
}
