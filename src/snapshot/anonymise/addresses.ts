import type { Address } from '../../net/address.ts';
import { GLOBAL_UNICAST_V6, NAT64, NOT_PUBLIC_V4 } from '../../net/address-space.ts';
import { bitsOf, type Cidr, cidrInterval, formatCidr, hostCidr, mustParseCidr } from '../../net/cidr.ts';
import type { Draw } from './scramble.ts';

/** Where an address belongs decides what may happen to it: these ranges stay where they are. */
const CLASSES = [...NOT_PUBLIC_V4, GLOBAL_UNICAST_V6, ...['fc00::/7', 'fe80::/10', 'ff00::/8'].map(mustParseCidr)];

/** Every address of these means the same everywhere; fd00:ec2::/32 holds AWS's own services in a VPC. */
const FIXED = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/8',
  'fd00:ec2::/32',
  'fe80::/10',
  'ff00::/8',
].map(mustParseCidr);

/**
 * Puts other addresses in place of the ones there are: two that begin with the same bits still begin with equally many
 * same bits, so that what contained what does so still. Their class stays (private, shared, public, …), and inside each
 * of `blocks` (VPCs and subnets) the first and the last addresses, which AWS keeps for itself.
 */
export function addressMap(draw: Draw, blocks: readonly Cidr[]): (address: Address) => Address {
  const map = (address: Address): Address => {
    const { family, value } = address;
    if (family === 6 && within(NAT64, hostCidr(address))) {
      const inner = map({ family: 4, value: value & 0xffffffffn });
      return { family, value: NAT64.base | inner.value };
    }
    const bits = bitsOf(family);
    let mapped = 0n;
    for (let length = 0; length < bits; length++) {
      const host = BigInt(bits - length);
      const node: Cidr = { family, base: (value >> host) << host, length };
      const bit = (value >> (host - 1n)) & 1n;
      const flip = mayFlip(node, blocks) ? BigInt(draw(`bit ${formatCidr(node)}`) & 1) : 0n;
      mapped = (mapped << 1n) | (bit ^ flip);
    }
    return { family, value: mapped };
  };
  return map;
}

/** A block is where its first address is, and as long as it was. */
export function mapCidr(cidr: Cidr, map: (address: Address) => Address): Cidr {
  const host = BigInt(bitsOf(cidr.family) - cidr.length);
  const { value } = map({ family: cidr.family, value: cidr.base });
  return { ...cidr, base: (value >> host) << host };
}

/** The last two bits tell a subnet's router from its resolver. */
const LAST_BITS = 2;

function mayFlip(node: Cidr, blocks: readonly Cidr[]): boolean {
  if (node.length >= bitsOf(node.family) - LAST_BITS) return false;
  if (FIXED.some((fixed) => within(fixed, node))) return false;
  if ([...CLASSES, ...FIXED].some((it) => within(node, it) && it.length > node.length)) return false;
  return !blocks.some((block) => within(block, node) && isAtAnEnd(node, block));
}

function isAtAnEnd(node: Cidr, block: Cidr): boolean {
  const [first, last] = cidrInterval(node);
  const [blockFirst, blockLast] = cidrInterval(block);
  return first === blockFirst || last === blockLast;
}

function within(block: Cidr, inner: Cidr): boolean {
  if (block.family !== inner.family || inner.length < block.length) return false;
  const host = BigInt(bitsOf(block.family) - block.length);
  return inner.base >> host === block.base >> host;
}
