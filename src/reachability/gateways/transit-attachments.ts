import { type Known, known, unknown } from '../../snapshot/known.ts';
import { inBetween, notRead } from '../../snapshot/not-read.ts';
import type { Topology } from '../../topology/topology.ts';
import { attachedVpc, missingAttachmentId } from '../../topology/transit-gateway-references.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { unlessExcluded } from '../endpoint-references.ts';
import { familyOf, inSameZone, type Position, type Walk } from '../position.ts';
import { missingFact } from '../walk-record.ts';
import type { AttachmentNode } from './transit-gateway-routes.ts';

/** The attachment of a VPC to a transit gateway; one that is gone counts only where there is no other. */
export function attachmentOf(topology: Topology, gateway: string, vpc: string): AttachmentNode | null {
  const all = topology.next(gateway, 'has-attachment', 'transit-gateway-attachment');
  const mine = all.filter((node) => vpcOfAttachment(node) === vpc);
  const placeholder = all.find((node) => node.id === missingAttachmentId(gateway, vpc));
  return mine.find((node) => stateOf(node) === 'available') ?? mine[0] ?? placeholder ?? null;
}

export function vpcOfAttachment({ fact }: AttachmentNode): string | null {
  if (!fact.known || fact.value === null) return null;
  return attachedVpc(fact.value) ?? null;
}

function stateOf({ fact }: AttachmentNode): string | undefined {
  if (!fact.known || fact.value === null) return undefined;
  const { attachment, vpcAttachment } = fact.value;
  const stated = [
    vpcAttachment.known ? vpcAttachment.value?.State : undefined,
    attachment.known ? attachment.value?.State : undefined,
  ].filter((state) => state !== undefined);
  // Two calls, made one after the other: the one that sees it gone counts.
  return stated.find((state) => state !== 'available') ?? stated[0];
}

/** The transit gateway whose attachment it is. */
export function gatewayOf({ id, fact }: AttachmentNode): string {
  return fact.known ? (fact.value?.gateway ?? id) : id;
}

/** What an attachment is called by AWS. */
export function nameOf({ id, fact }: AttachmentNode): string {
  return fact.known ? (fact.value?.id ?? id) : id;
}

/** States in which AWS does not say whether traffic passes. */
const BETWEEN: ReadonlySet<string> = new Set(['modifying', 'rollingBack', 'initiating', 'initiatingRequest']);

/** Why an attachment does not carry, or is not known to; null: it is available. */
export function attachmentTrouble(
  node: AttachmentNode,
  gateway: string,
  vpc: string,
  at: string | null,
): Blocker | null {
  const { fact } = node;
  const id = nameOf(node);
  if (!fact.known) return missingFact([fact.missing], [gateway], null, at);
  const place = { resources: [fact.value === null ? gateway : id], at };
  const state = fact.value === null ? 'not attached' : stateOf(node);
  if (state === 'available') return null;
  if (state === undefined || BETWEEN.has(state)) {
    const reason = `the state of ${id} is ${state ?? 'not stated'}`;
    const missing = (state === undefined ? notRead : inBetween)('TransitGatewayVpcAttachments', reason);
    return missingFact([missing], [id], null, at);
  }
  return blocker('BAD_STATE_ATTACHMENT', place, { kind: 'transit gateway attachment', state, vpc });
}

/** The subnet in which an attachment stands in the zone of another subnet; null: in none, or nobody knows. */
export function standingInZone(
  topology: Topology,
  node: AttachmentNode,
  subnet: string,
): { readonly subnet: string | null; readonly missing: Blocker | null } {
  const standing = topology.next(node.id, 'in-subnet', 'subnet').map((s) => s.id);
  const found = standing.find((id) => inSameZone(topology, id, subnet) === true);
  if (found !== undefined) return { subnet: found, missing: null };
  const unread = !standingIsKnown(node) || standing.some((id) => inSameZone(topology, id, subnet) === null);
  const name = nameOf(node);
  const reason = `the zones of ${name} and of ${subnet} are not all known`;
  return {
    subnet: null,
    missing: unread ? missingFact([notRead('TransitGatewayVpcAttachments', reason)], [name], null, subnet) : null,
  };
}

function standingIsKnown({ fact }: AttachmentNode): boolean {
  const vpcAttachment = fact.known ? fact.value?.vpcAttachment : undefined;
  return vpcAttachment?.known === true && vpcAttachment.value?.SubnetIds !== undefined;
}

/**
 * The subnets an attachment may deliver into: that of the zone the traffic comes from, unless it has none there or its
 * appliance mode picks one for each flow. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-az-affinity
 */
export function deliveringSubnets(
  topology: Topology,
  node: AttachmentNode,
  fromSubnet: string | null,
): readonly string[] {
  const standing = topology.next(node.id, 'in-subnet', 'subnet').map((s) => s.id);
  const same = fromSubnet === null ? null : standingInZone(topology, node, fromSubnet).subnet;
  return same === null || hasApplianceMode(node) ? standing : [same];
}

export function hasApplianceMode(node: AttachmentNode): boolean {
  return optionsOf(node)?.ApplianceModeSupport === 'enable';
}

/** Where it is picked by which of its subnets an attachment delivers requests. */
export function entryPlace({ id }: AttachmentNode): string {
  return `into ${id}`;
}

function optionsOf({ fact }: AttachmentNode) {
  const vpcAttachment = fact.known ? fact.value?.vpcAttachment : undefined;
  return vpcAttachment?.known === true ? vpcAttachment.value?.Options : undefined;
}

/**
 * Whether inbound rules may reference groups across the gateway: on it, and not off at either attachment; not in use1-az3.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
export function referencesAcross(
  { topology }: Walk,
  near: AttachmentNode,
  far: AttachmentNode,
  subnets: readonly string[],
): Known<boolean> {
  return unlessExcluded(topology, subnets, supported(topology, near, far));
}

function supported(topology: Topology, near: AttachmentNode, far: AttachmentNode): Known<boolean> {
  const gateway = gatewayOf(near);
  if (gatewayOf(far) !== gateway) return known(false);
  const { fact } = topology.node('transit-gateway', gateway);
  const supports = [near, far].map((node) => optionsOf(node)?.SecurityGroupReferencingSupport);
  if (supports.includes('disable')) return known(false);
  if (!fact.known) return fact;
  const own = fact.value?.Options?.SecurityGroupReferencingSupport;
  if (own === 'disable') return known(false);
  if (own !== 'enable')
    return unknown(notRead('TransitGateways', `whether ${gateway} supports security group referencing is not stated`));
  if (supports.every((support) => support === 'enable')) return known(true);
  const reason = `whether ${nameOf(near)} and ${nameOf(far)} support security group referencing is not stated`;
  return unknown(notRead('TransitGatewayVpcAttachments', reason));
}

export function noZone(node: AttachmentNode, subnet: string) {
  const attachment = nameOf(node);
  const text = `${attachment} has no subnet in the zone of ${subnet}`;
  const evidence = [{ resource: attachment, entry: null, text }];
  return blocker('TGW_ROUTE_AZ_RESTRICTION', { resources: [attachment], at: subnet, evidence }, { attachment, subnet });
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
