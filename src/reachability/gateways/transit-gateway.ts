import { inBetween, notRead } from '../../snapshot/not-read.ts';
import { blocker } from '../blocker.ts';
import {
  type Division,
  destinationText,
  ending,
  LOST,
  type Onward,
  type Position,
  stopHere,
  vpcOf,
  type Walk,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { attachmentOf, attachmentTrouble, nameOf, noZone, standingInZone } from './transit-attachments.ts';
import { leaveTransitGateway } from './transit-gateway-exit.ts';
import { type AttachmentNode, carry } from './transit-gateway-routes.ts';

/**
 * A transit gateway carries what enters by a VPC's attachment, in the zone of the sending subnet, to where the route
 * table associated with that attachment says.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function throughTransitGateway(
  walk: Walk,
  position: Position,
  id: string,
  visited: ReadonlySet<string>,
): Onward | Division {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const vpc = vpcOf(topology, at)?.id ?? 'its VPC';
  const near = attachmentOf(topology, id, vpc);
  if (near !== null) enterAttachment(walk, position, near);
  record.hop(id, 'transit-gateway', null);
  if (near === null || !near.fact.known || near.fact.value === null) {
    const trouble = near === null ? null : attachmentTrouble(near, id, vpc, at);
    const details = { kind: 'transit gateway attachment', state: 'not attached', vpc };
    return stopHere(walk, position, trouble ?? blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
  }
  if (visited.has(near.id)) {
    const details = { destination: destinationText(walk, position), gateway: id, subnet: at };
    return stopHere(
      walk,
      position,
      blocker('X_ROUTE_LOOP', { resources: [id], at }, details),
      `${id} was entered by ${nameOf(near)} before`,
    );
  }
  checkGateway(walk, position, id);
  const trouble = attachmentTrouble(near, id, vpc, at);
  if (trouble !== null) record.stop(segment, trouble);
  const { family, destination: set } = segment.query;
  const parts = carry(walk, near, { family, set });
  if (parts.length > 1) {
    return { kind: 'division', ways: parts.map((p) => ({ ...walk.way, destinations: p.addresses })) };
  }
  const [part] = parts;
  if (part === undefined) return LOST;
  for (const evidence of part.evidence) record.pass('route', evidence);
  if (part.to.kind === 'stopped') {
    stopAt(walk, position, id, part.to.reason);
    return ending({ kind: 'transit-gateway', gateway: id, crossed: null });
  }
  return leaveTransitGateway(walk, position, { gateway: id, near, far: part.to.node });
}

/** States in which a transit gateway does not forward, or AWS does not say whether it does. */
function checkGateway(walk: Walk, position: Position, id: string): void {
  const { topology, record } = walk;
  const { segment, subnet: at, crossing, arrivedBy, natGateway } = position;
  const { fact } = topology.node('transit-gateway', id);
  if (!fact.known || fact.value === null) {
    const unread = notRead('TransitGateways', `${id} is not among the transit gateways read`);
    record.stop(segment, missingFact([fact.known ? unread : fact.missing], [id], null, at));
    return;
  }
  const state = fact.value.State ?? 'available';
  if (state === 'deleting' || state === 'deleted') {
    const details = { kind: 'transit gateway', state, needed: 'available' };
    record.stop(segment, blocker('BAD_STATE', { resources: [id], at }, details));
  } else if (state !== 'available') {
    record.stop(segment, missingFact([inBetween('TransitGateways', `${id} is ${state}`)], [id], null, at));
  }
  const relayed = crossing?.kind === 'transit-gateway' && arrivedBy === crossing.id && natGateway === null;
  if (!relayed) return;
  const reason = `the packets came into this VPC over ${crossing.id}, and AWS states no relaying from gateway to gateway`;
  record.stop(segment, blocker('X_NOT_MODELLED', { resources: [id], at }, { what: `transit gateway ${id}`, reason }));
}

/** The sending subnet's zone must have an interface of the attachment, whose subnet's ACL looks at what goes in: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html */
function enterAttachment(walk: Walk, position: Position, near: AttachmentNode): void {
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  if (!near.fact.known || near.fact.value === null) return;
  const { subnet, missing } = standingInZone(topology, near, at);
  if (subnet !== null) {
    record.hop(subnet, 'subnet', subnet);
    passNetworkAcl(walk, segment, { subnet, direction: 'ingress', way: 'request' });
    return;
  }
  record.hop(nameOf(near), 'transit-gateway', null);
  record.stop(segment, missing ?? noZone(near, at));
}

/** What another account's gateway does is that account's to say. */
function stopAt(
  walk: Walk,
  { segment, subnet: at }: Position,
  id: string,
  reason: Parameters<Walk['record']['stop']>[1],
): void {
  const { fact } = walk.topology.node('transit-gateway', id);
  const owner = fact.known ? fact.value?.OwnerId : undefined;
  const foreign = owner !== undefined && owner !== walk.topology.account;
  if (reason.code !== 'UNKNOWN_RESOURCE' || !foreign) {
    walk.record.stop(segment, { ...reason, at }, undefined, 'route');
    return;
  }
  const text = `${id} belongs to account ${owner}, and its route tables were not read`;
  meetOpaque(walk, segment, { kind: 'other-account', hop: id, place: { resources: [id], at }, reason: text });
}
