import type { VpcPeeringConnection } from '../../snapshot/gateway-facts.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';

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
  const carries = [
    ...peeringsBetween(snapshot, asking, owning).map((pcx) => peeringCarries(pcx, owning)),
    ...transitBetween(snapshot, asking, owning),
  ];
  if (carries.includes(true)) return resolvesPrivately(snapshot, owning) ? 'private' : 'unknown';
  return carries.includes(undefined) || !allWaysKnown(snapshot, asking) ? 'unknown' : 'public';
}

function resolvesPrivately(snapshot: NetworkSnapshot, vpc: string): boolean {
  return snapshot
    .seen('Vpcs', { 'vpc-id': vpc })
    .some((v) => v.EnableDnsSupport === true && v.EnableDnsHostnames === true);
}

const SIDES = ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'] as const;

function peeringsBetween(snapshot: NetworkSnapshot, a: string, b: string): readonly VpcPeeringConnection[] {
  return SIDES.flatMap((side) => snapshot.seen('VpcPeeringConnections', { [side]: a })).filter(
    (pcx) => pcx.Status?.Code === 'active' && [pcx.RequesterVpcInfo?.VpcId, pcx.AccepterVpcInfo?.VpcId].includes(b),
  );
}

/** The side that owns the name lets the other resolve it; undefined where that is not stated. */
function peeringCarries(pcx: VpcPeeringConnection, owning: string): boolean | undefined {
  const side = [pcx.RequesterVpcInfo, pcx.AccepterVpcInfo].find((info) => info?.VpcId === owning);
  return side?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
}

/**
 * For each transit gateway both are attached to: whether it and both attachments support DNS; undefined where one of them
 * does not say. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachmentOptions.html
 */
function transitBetween(snapshot: NetworkSnapshot, a: string, b: string): readonly (boolean | undefined)[] {
  const there = snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': b });
  const unseen = snapshot.all('TransitGatewayVpcAttachments', { 'vpc-id': b }).known ? [] : [undefined];
  return snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': a }).flatMap((here) => {
    const id = here.TransitGatewayId ?? '';
    const [gateway] = snapshot.seen('TransitGateways', { 'transit-gateway-id': id });
    const stated = there
      .filter((other) => other.TransitGatewayId === id)
      .map((other) => allSupport([gateway, here, other].map((it) => it?.Options?.DnsSupport)));
    return [...stated, ...unseen];
  });
}

function allSupport(stated: readonly (string | undefined)[]): boolean | undefined {
  if (stated.includes('disable')) return false;
  return stated.includes(undefined) ? undefined : true;
}

/** Whether every peering connection and transit gateway of a VPC is in sight. */
function allWaysKnown(snapshot: NetworkSnapshot, vpc: string): boolean {
  return (
    SIDES.every((side) => snapshot.all('VpcPeeringConnections', { [side]: vpc }).known) &&
    snapshot.all('TransitGatewayVpcAttachments', { 'vpc-id': vpc }).known
  );
}
