import { formatAddress, parseAddress } from '../../net/address.ts';
import { parseCidr } from '../../net/cidr.ts';
import type { Vpc } from '../../snapshot/network-facts.ts';

const LINK_LOCAL = ['169.254.169.253', 'fd00:ec2::253'];

/**
 * Where a VPC's own resolver answers: the link-local addresses and the VPC's base address plus two.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export function resolverAddresses({ CidrBlock }: Pick<Vpc, 'CidrBlock'>): readonly string[] {
  const primary = CidrBlock === undefined ? null : parseCidr(CidrBlock);
  const plusTwo = primary === null ? [] : [formatAddress({ family: 4, value: primary.base + 2n })];
  return [...LINK_LOCAL, ...plusTwo].map(canonicalAddress);
}

/** An address as the product writes it; any other text as it is. */
export function canonicalAddress(text: string): string {
  const address = parseAddress(text);
  return address === null ? text : formatAddress(address);
}
