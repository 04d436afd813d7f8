import { type Address, type Family, formatAddress } from './address.ts';
import { bitsOf, type Cidr, cidrInterval, cidrsOf, formatCidr, mustParseCidr } from './cidr.ts';
import { contains, type IntervalSet, intervalSet, subtract } from './interval-set.ts';

/** A set of addresses of one family. */
export interface AddressSet {
  readonly family: Family;
  readonly set: IntervalSet<bigint>;
}

export function addressSetOf(family: Family, cidrs: readonly Cidr[]): AddressSet {
  return { family, set: intervalSet(cidrs.filter((c) => c.family === family).map(cidrInterval)) };
}

export function singleAddress(address: Address): AddressSet {
  return { family: address.family, set: [[address.value, address.value]] };
}

export function allAddresses(family: Family): AddressSet {
  return { family, set: [[0n, (1n << BigInt(bitsOf(family))) - 1n]] };
}

/** Not on the public internet: RFC 1918, RFC 6598, loopback, link-local, multicast, 0/8 and 240/4 (IPv6: all but 2000::/3). */
export const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(mustParseCidr);
export const GLOBAL_UNICAST_V6 = mustParseCidr('2000::/3');

/** Every public address of a family; documentation and benchmark ranges count as public. */
export function publicAddresses(family: Family): AddressSet {
  if (family === 6) return addressSetOf(6, [GLOBAL_UNICAST_V6]);
  return { family, set: subtract(allAddresses(4).set, addressSetOf(4, NOT_PUBLIC_V4).set) };
}

/** Public addresses of which nobody knows which. */
export function describePublic(family: Family): string {
  return family === 6 ? 'public IPv6 addresses' : 'public addresses';
}

/** Where DNS64 puts IPv4 addresses: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html */
export const NAT64 = mustParseCidr('64:ff9b::/96');

const PUBLIC: Readonly<Record<Family, IntervalSet<bigint>>> = { 4: publicAddresses(4).set, 6: publicAddresses(6).set };

export function isPublic(address: Address): boolean {
  return contains(PUBLIC[address.family], address.value);
}

/** The blocks of a set as text, at most `limit` of them, then how many more. */
export function describeAddresses({ family, set }: AddressSet, limit = 4): string {
  const cidrs = cidrsOf(family, set);
  const shown = cidrs
    .slice(0, limit)
    .map((c) => (c.length === bitsOf(family) ? formatAddress({ family, value: c.base }) : formatCidr(c)));
  const left = cidrs.length - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more ${left === 1 ? 'block' : 'blocks'}` : shown.join(', ');
}
