import type { Address } from '../../net/address.ts';
import { addressSetOf, isPublic, publicAddresses, singleAddress } from '../../net/address-space.ts';
import { parseCidr } from '../../net/cidr.ts';
import { type IntervalSet, isSubset, overlaps } from '../../net/interval-set.ts';
import { blocker } from '../blocker.ts';
import { destinationText, type Position, sourceText, type Walk } from '../position.ts';

/**
 * Gateway endpoints, virtual private gateways and, for IPv6, internet gateways serve the addresses of their own VPC: what
 * came in over peering or a transit gateway goes no further by them, unless something translated it.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
 */
export function checkOwnVpc(walk: Walk, position: Position, id: string): void {
  if (position.crossing === null) return;
  const details = { gateway: id, source: sourceText(position) };
  const seen = `${id} serves its own VPC, and ${details.source} is of another`;
  const place = { resources: [id], at: position.subnet };
  walk.record.stop(position.segment, blocker('X_GATEWAY_OF_ANOTHER_VPC', place, details), seen);
}

/** Private IPv6 addresses have no internet: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#vpc-ipv6-addresses */
export function checkPublicIpv6(walk: Walk, position: Position, id: string): void {
  const { segment, subnet: at } = position;
  const { source } = segment.query;
  if (isSubset(source, publicAddresses(6).set) && !areDeclaredPrivate(walk, at, source)) return;
  const details = { source: sourceText(position), destination: destinationText(walk, position) };
  const seen = `${details.source} is private, and ${id} carries public addresses only`;
  const place = { resources: [id], at };
  walk.record.stop(segment, blocker('IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS', place, details), seen);
}

export function isPrivateIpv6(walk: Walk, subnet: string, address: Address): boolean {
  return !isPublic(address) || areDeclaredPrivate(walk, subnet, singleAddress(address).set);
}

/** A block of global addresses may be declared private all the same. */
function areDeclaredPrivate({ topology }: Walk, subnet: string, addresses: IntervalSet<bigint>): boolean {
  const { fact } = topology.node('subnet', subnet);
  const blocks = (fact.known ? fact.value?.Ipv6CidrBlockAssociationSet : undefined) ?? [];
  const declared = blocks.filter((block) => block.Ipv6AddressAttribute === 'private');
  const cidrs = declared.flatMap(({ Ipv6CidrBlock: text = '' }) => parseCidr(text) ?? []);
  return overlaps(addresses, addressSetOf(6, cidrs).set);
}
