import { type Address, type Family, formatAddress, parseAddress } from './address.ts';
import type { Interval, IntervalSet } from './interval-set.ts';

/** A block of addresses; `length` is the prefix length in bits, 0–32 or 0–128; `base` has no host bits. */
export interface Cidr {
  readonly family: Family;
  readonly base: bigint;
  readonly length: number;
}

export function bitsOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** Parses `10.0.0.0/8` or `2001:db8::/32`; host bits are cleared as EC2 does; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || prefix === undefined || rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(prefix))
    return null;
  const parsed = parseAddress(address);
  const length = Number(prefix);
  if (parsed === null || length > bitsOf(parsed.family)) return null;
  const host = BigInt(bitsOf(parsed.family) - length);
  return { family: parsed.family, base: (parsed.value >> host) << host, length };
}

/** A block written in the code. @throws RangeError for anything else. */
export function mustParseCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === null) throw new RangeError(`Not a CIDR block: ${text}`);
  return cidr;
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress({ family: cidr.family, value: cidr.base })}/${cidr.length}`;
}

export function cidrInterval(cidr: Cidr): Interval<bigint> {
  return [cidr.base, cidr.base + (1n << BigInt(bitsOf(cidr.family) - cidr.length)) - 1n];
}

export function cidrContains(cidr: Cidr, address: Address): boolean {
  if (cidr.family !== address.family) return false;
  const [low, high] = cidrInterval(cidr);
  return low <= address.value && address.value <= high;
}

export function hostCidr(address: Address): Cidr {
  return { family: address.family, base: address.value, length: bitsOf(address.family) };
}

/** The fewest blocks that make up a set of addresses, ascending. */
export function cidrsOf(family: Family, set: IntervalSet<bigint>): readonly Cidr[] {
  const out: Cidr[] = [];
  for (const [low, high] of set) {
    let base = low;
    while (base <= high) {
      let host = 0;
      while ((base >> BigInt(host)) % 2n === 0n && base + (1n << BigInt(host + 1)) - 1n <= high) host++;
      out.push({ family, base, length: bitsOf(family) - host });
      base += 1n << BigInt(host);
    }
  }
  return out;
}
