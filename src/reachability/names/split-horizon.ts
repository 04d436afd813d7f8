import { every, type Truth } from '../../policy/truth.ts';
import type { VpcPeeringConnection } from '../../snapshot/gateway-facts.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import type { TransitGateway, TransitGatewayVpcAttachment } from '../../snapshot/transit-facts.ts';

/** Which of its two addresses a public name gives: the private or the public one. */
export type Side = 'private' | 'public' | 'unknown';

/**
 * What the public name of a thing in one VPC gives in another (null: outside any): its private address in its own VPC, and
 * where a peering connection or transit gateway between them carries DNS.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
 */
export function sideSeen(snapshot: NetworkSnapshot, asking: string | null, owning: string | undefined): Side {
  if (asking === null) return 'public';
  if (owning === undefined || !resolvesPrivately(snapshot, asking)) return 'unknown';
  if (asking === owning) return 'private';
  const carry = [...overPeering(snapshot, asking, owning), ...overTransit(snapshot, asking, owning)];
  if (carry.includes(true)) return resolvesPrivately(snapshot, owning) ? 'private' : 'unknown';
  return carry.includes('undetermined') || !allWaysKnown(snapshot, asking) ? 'unknown' : 'public';
}

function resolvesPrivately(snapshot: NetworkSnapshot, vpc: string): boolean {
  return snapshot
    .seen('Vpcs', { 'vpc-id': vpc })
    .some((v) => v.EnableDnsSupport === true && v.EnableDnsHostnames === true);
}

const SIDES = ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'] as const;

/** For each peering connection between two VPCs, whether the side that owns a name lets the other resolve it. */
function overPeering(snapshot: NetworkSnapshot, asking: string, owning: string): readonly Truth[] {
  const [requester, accepter] = SIDES;
  const requested = snapshot.seen('VpcPeeringConnections', { [requester]: asking, [accepter]: owning });
  const accepted = snapshot.seen('VpcPeeringConnections', { [requester]: owning, [accepter]: asking });
  return [
    ...requested.map((pcx) => peeringCarries(pcx, pcx.AccepterVpcInfo)),
    ...accepted.map((pcx) => peeringCarries(pcx, pcx.RequesterVpcInfo)),
  ];
}

function peeringCarries(
  { Status: status }: VpcPeeringConnection,
  owner: VpcPeeringConnection['AccepterVpcInfo'],
): Truth {
  const isActive = status?.Code === undefined ? 'undetermined' : status.Code === 'active';
  return every([isActive, owner?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc ?? 'undetermined']);
}

/**
 * For each transit gateway both are attached to, whether it and both attachments support DNS.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachmentOptions.html
 */
function overTransit(snapshot: NetworkSnapshot, asking: string, owning: string): readonly Truth[] {
  const unseen = snapshot.all('TransitGatewayVpcAttachments', { 'vpc-id': owning }).known ? [] : [undefined];
  return snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': asking }).flatMap((here) => {
    const where = { 'transit-gateway-id': here.TransitGatewayId ?? '' };
    const [gateway] = snapshot.seen('TransitGateways', where);
    const there = snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': owning, ...where });
    return [...there, ...unseen].map((other) => every([gateway, here, other].map(supportsDns)));
  });
}

const GONE: ReadonlySet<string> = new Set(['deleting', 'deleted', 'failing', 'failed', 'rejecting', 'rejected']);

function supportsDns(part: TransitGateway | TransitGatewayVpcAttachment | undefined): Truth {
  const { State: state = 'not stated', Options: options } = part ?? {};
  if (GONE.has(state) || options?.DnsSupport === 'disable') return false;
  return state === 'available' && options?.DnsSupport === 'enable' ? true : 'undetermined';
}

/** Whether every peering connection and transit gateway of a VPC is in sight. */
function allWaysKnown(snapshot: NetworkSnapshot, vpc: string): boolean {
  return (
    SIDES.every((side) => snapshot.all('VpcPeeringConnections', { [side]: vpc }).known) &&
    snapshot.all('TransitGatewayVpcAttachments', { 'vpc-id': vpc }).known
  );
}
