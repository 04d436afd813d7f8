import { known } from '../../snapshot/known.ts';
import { inBetween, notRead } from '../../snapshot/not-read.ts';
import type { OpaqueKind } from '../assumptions.ts';
import { blocker } from '../blocker.ts';
import {
  type Division,
  destinationText,
  type Exit,
  ending,
  familyOf,
  LOST,
  type Onward,
  type Position,
  vpcOf,
  type Walk,
} from '../position.ts';
import { passNetworkAcl } from '../walk-filters.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { whyUnread } from './peering-connection.ts';
import {
  attachmentOf,
  attachmentTrouble,
  deliveringSubnets,
  gatewayOf,
  nameOf,
  optionsOf,
  referencesAcross,
  standingInZone,
  vpcOfAttachment,
} from './transit-attachments.ts';
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
    record.stop(segment, trouble ?? blocker('BAD_STATE_ATTACHMENT', { resources: [id], at }, details));
    return LOST;
  }
  if (visited.has(near.id)) {
    const details = { destination: destinationText(walk, position), gateway: id, subnet: at };
    record.stop(
      segment,
      blocker('X_ROUTE_LOOP', { resources: [id], at }, details),
      `${id} was entered by ${nameOf(near)} before`,
    );
    return LOST;
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
  return leaveBy(walk, position, { gateway: id, near, far: part.to.node });
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

export function noZone(node: AttachmentNode, subnet: string) {
  const attachment = nameOf(node);
  const text = `${attachment} has no subnet in the zone of ${subnet}`;
  const evidence = [{ resource: attachment, entry: null, text }];
  return blocker('TGW_ROUTE_AZ_RESTRICTION', { resources: [attachment], at: subnet, evidence }, { attachment, subnet });
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

const OUT_OF_SIGHT: Readonly<Record<string, OpaqueKind>> = {
  vpn: 'vpn',
  'vpn-concentrator': 'vpn',
  'client-vpn': 'vpn',
  'direct-connect-gateway': 'direct-connect',
  connect: 'transit-gateway-appliance',
  'network-function': 'transit-gateway-appliance',
  peering: 'other-account',
  'tgw-peering': 'other-account',
};

/** The way over a transit gateway: in by the near attachment, out by the far one. */
interface Crossed {
  readonly gateway: string;
  readonly near: AttachmentNode;
  readonly far: AttachmentNode;
}

function leaveBy(walk: Walk, position: Position, crossed: Crossed): Onward | Division {
  const { gateway: id, near, far } = crossed;
  const { topology, record } = walk;
  const { segment, subnet: at } = position;
  const vpc = vpcOfAttachment(far);
  const name = nameOf(far);
  if (vpc === null || !isInSight(walk, vpc)) {
    const type = typeOf(far);
    const kind = vpc === null ? OUT_OF_SIGHT[type] : 'other-account';
    const what =
      vpc === null
        ? `an attachment of the type ${type}`
        : `${vpc}, whose facts were not read${whyUnread(topology, vpc)}`;
    if (kind !== undefined) {
      const reason = `${name} leads to ${what}`;
      meetOpaque(walk, segment, { kind, hop: name, place: { resources: [name], at }, reason });
    } else {
      const details = { what: `transit gateway attachment ${name}`, reason: `it leads to ${what}` };
      record.stop(segment, blocker('X_NOT_MODELLED', { resources: [name], at }, details));
    }
    return ending(exitBy(crossed));
  }
  const own = vpcOf(topology, at)?.id;
  if (vpc === own) {
    const details = { destination: 'the destination', gateway: id, subnet: at };
    record.stop(segment, blocker('X_ROUTE_LOOP', { resources: [id], at }, details), `${id} sends it back into ${vpc}`);
    return LOST;
  }
  const trouble = attachmentTrouble(far, id, vpc, at);
  if (trouble !== null) record.stop(segment, trouble);
  checkIpv6(walk, position, [near, far]);
  return enterVpc(walk, position, crossed);
}

function exitBy({ gateway, near, far }: Crossed): Exit {
  return { kind: 'transit-gateway', gateway, crossed: { near: near.id, far: far.id } };
}

function typeOf({ fact }: AttachmentNode): string {
  const attachment = fact.known ? fact.value?.attachment : undefined;
  return (attachment?.known === true ? attachment.value?.ResourceType : undefined) ?? 'unknown';
}

function isInSight({ topology }: Walk, vpc: string): boolean {
  const { fact } = topology.node('vpc', vpc);
  return fact.known && fact.value !== null;
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html: IPv6 support is an option of each attachment. */
export function checkIpv6(walk: Walk, position: Position, attachments: readonly AttachmentNode[]): void {
  if (familyOf(position) === 4) return;
  const { segment, subnet: at } = position;
  for (const node of attachments) {
    const support = optionsOf(node)?.Ipv6Support;
    if (support === 'enable') continue;
    const attachment = nameOf(node);
    const unread = notRead('TransitGatewayVpcAttachments', `whether ${attachment} supports IPv6 is not stated`);
    const place = { resources: [attachment], at };
    walk.record.stop(
      segment,
      support === undefined
        ? missingFact([unread], [attachment], null, at)
        : blocker('X_ATTACHMENT_WITHOUT_IPV6', place, { attachment }),
      support === undefined ? undefined : `${attachment} has no IPv6 support`,
    );
  }
}

/** Into the far VPC, by a subnet of the attachment, whose route table leads on. */
function enterVpc(walk: Walk, position: Position, crossed: Crossed): Onward | Division {
  const { near, far } = crossed;
  const entries = deliveringSubnets(walk.topology, far, position.subnet);
  const place = `into ${far.id}`;
  const picked = walk.way.picks.get(place);
  const [only, ...others] = entries;
  if (picked === undefined && only !== undefined && others.length > 0) {
    return {
      kind: 'division',
      ways: entries.map((e) => ({ ...walk.way, picks: new Map([...walk.way.picks, [place, e]]) })),
    };
  }
  const subnet = picked ?? only;
  const exit = exitBy(crossed);
  if (subnet === undefined) {
    const missing = standingInZone(walk.topology, far, position.subnet).missing;
    walk.record.stop(position.segment, missing ?? noZone(far, position.subnet));
    return ending(exit);
  }
  const again = position.crossing !== null;
  return {
    kind: 'onward',
    exit,
    next: {
      ...position,
      subnet,
      table: null,
      // A reference reaches over one gateway, no further.
      groups: again ? known([]) : position.groups,
      publicAddresses: [],
      natGateway: null,
      crossing: {
        kind: 'transit-gateway',
        id: gatewayOf(far),
        references: referencesAcross(walk, near, far, [position.subnet, subnet]),
      },
      // Behind a peering of gateways it is the far VPC's own that brings the replies back.
      arrivedBy: gatewayOf(far),
    },
  };
}
