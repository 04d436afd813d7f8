import type { VpcPeeringConnection } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';

/** What a name with a public and a private address gives where it is asked: `either` where that is not known. */
export type Meaning = 'private' | 'public' | 'either';

/** Where a name is asked: the VPC, null outside any, and whether Amazon's resolver and both DNS attributes are known to be on there. */
export interface Asker {
  readonly vpc: string | null;
  readonly hasPrivateAnswers: boolean;
}

/**
 * A public name of AWS's own means the private address inside its VPC, and across a peering connection or transit
 * gateway where DNS resolution is on there.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html,
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
 */
export function meaningOfPublicName(snapshot: NetworkSnapshot, asker: Asker, owner: string | null): Meaning {
  if (asker.vpc === null) return 'public';
  if (owner === null || !asker.hasPrivateAnswers) return 'either';
  if (asker.vpc === owner) return 'private';
  const here = asker.vpc;
  const [vpc] = snapshot.seen('Vpcs', { 'vpc-id': owner });
  if (vpc?.EnableDnsSupport === false || vpc?.EnableDnsHostnames === false) return 'either';
  const peerings = peeringsBetween(snapshot, here, owner);
  if (peerings.length > 0) return agreed(peerings.map((peering) => overPeering(peering, owner)));
  const gateways = transitGateways(snapshot, here).filter((id) => transitGateways(snapshot, owner).includes(id));
  if (gateways.length > 0) return agreed(gateways.map((id) => overTransitGateway(snapshot, id, [here, owner])));
  return 'either';
}

function agreed(meanings: readonly Meaning[]): Meaning {
  const [first = 'either', ...others] = new Set(meanings);
  return others.length === 0 ? first : 'either';
}

function peeringsBetween(snapshot: NetworkSnapshot, a: string, b: string): readonly VpcPeeringConnection[] {
  const between = (requester: string, accepter: string) =>
    snapshot.seen('VpcPeeringConnections', {
      'requester-vpc-info.vpc-id': requester,
      'accepter-vpc-info.vpc-id': accepter,
    });
  return [...between(a, b), ...between(b, a)].filter(({ Status }) => Status?.Code === 'active');
}

function overPeering({ RequesterVpcInfo, AccepterVpcInfo }: VpcPeeringConnection, owner: string): Meaning {
  const side = [RequesterVpcInfo, AccepterVpcInfo].find((info) => info?.VpcId === owner);
  const allowed = side?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
  return allowed === undefined ? 'either' : allowed ? 'private' : 'public';
}

function attachmentsOf(snapshot: NetworkSnapshot, vpc: string) {
  return snapshot.seen('TransitGatewayVpcAttachments', { 'vpc-id': vpc });
}

function transitGateways(snapshot: NetworkSnapshot, vpc: string): readonly string[] {
  return [...new Set(attachmentsOf(snapshot, vpc).flatMap((a) => textAt(a, 'TransitGatewayId') ?? []))].sort();
}

/** DnsSupport is on unless the gateway or an attachment says otherwise: https://docs.aws.amazon.com/vpc/latest/tgw/create-tgw.html */
function overTransitGateway(snapshot: NetworkSnapshot, id: string, vpcs: readonly string[]): Meaning {
  const gateway = snapshot.seen('TransitGateways', {}).find((g) => textAt(g, 'TransitGatewayId') === id);
  const attachments = vpcs.flatMap((vpc) =>
    attachmentsOf(snapshot, vpc).filter((a) => textAt(a, 'TransitGatewayId') === id),
  );
  const stated = [gateway, ...attachments].map((item) =>
    item === undefined ? undefined : textAt(item, 'Options', 'DnsSupport'),
  );
  if (stated.includes('disable')) return 'public';
  return stated.every((value) => value === 'enable') ? 'private' : 'either';
}

function textAt(item: Readonly<Record<string, unknown>>, ...path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[name] : undefined),
    item,
  );
  return typeof value === 'string' ? value : undefined;
}
