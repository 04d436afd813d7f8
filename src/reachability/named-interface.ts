import { type Address, type Family, formatAddress, parseAddress } from '../net/address.ts';
import { isPublic } from '../net/address-space.ts';
import { cidrContains } from '../net/cidr.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot, Where } from '../snapshot/snapshot.ts';
import { vpcBlocks } from '../topology/blocks.ts';
import { cannotAsk } from './cannot-ask.ts';

/** An interface, and which of its addresses is meant; null where it has none of that family. */
export interface NamedInterface {
  readonly eni: NetworkInterface;
  /** Its address inside the VPC. */
  readonly address: Address | null;
}

export function namesInterface(text: string): boolean {
  return /^(?:eni|i)-/.test(text);
}

/**
 * The interface that a question names by its id, its instance's or one of its addresses, a public one included; null if
 * none in sight has that address. `vpc` narrows what an address may mean.
 * @throws AppError INVALID_QUESTION where the snapshot holds no such interface, or several.
 */
export function namedInterface(snapshot: NetworkSnapshot, text: string, family: Family): NamedInterface | null {
  const asked = parseAddress(text);
  const [only, ...others] = interfacesNamed(snapshot, text);
  if (only === undefined) {
    if (asked !== null) return null;
    throw cannotAsk(
      text,
      'is held by no interface that was read',
      'Name an interface that was read, or subnet-…/sg-….',
    );
  }
  if (others.length > 0) {
    const choices = [only, ...others].map((eni) => eni.NetworkInterfaceId).join(', ');
    throw cannotAsk(text, `is ambiguous: ${choices}`, 'Name one of these interfaces.');
  }
  return { eni: only, address: asked === null ? ownAddress(only, family) : insideAddress(only, asked) };
}

/** Whether an address is anybody's on the internet: public, held by no interface in sight, and of no VPC in sight. */
export function isOnInternet(snapshot: NetworkSnapshot, text: string): boolean {
  const address = parseAddress(text);
  if (address === null || !isPublic(address) || namedInterface(snapshot, text, address.family) !== null) return false;
  const blocks = snapshot.seen('Vpcs', {}).flatMap((vpc) => vpcBlocks(vpc, address.family));
  return !blocks.some((block) => cidrContains(block, address));
}

/** The interfaces in sight that an id or an address may mean. */
export function interfacesNamed(snapshot: NetworkSnapshot, text: string): readonly NetworkInterface[] {
  return snapshot.seen('NetworkInterfaces', lookupOf(text, parseAddress(text)));
}

function lookupOf(text: string, asked: Address | null): Where {
  if (text.startsWith('eni-')) return { 'network-interface-id': text };
  if (asked === null) return { 'attachment.instance-id': text };
  const canonical = formatAddress(asked);
  if (asked.family === 6) return { 'ipv6-addresses.ipv6-address': canonical };
  return isPublic(asked) ? { 'association.public-ip': canonical } : { 'addresses.private-ip-address': canonical };
}

function ownAddress(eni: NetworkInterface, family: Family): Address | null {
  const text = family === 4 ? eni.PrivateIpAddress : eni.Ipv6Addresses?.[0]?.Ipv6Address;
  return text === undefined ? null : parseAddress(text);
}

/** The private address behind the one that was asked for: itself, unless a public one stands for it. */
function insideAddress(eni: NetworkInterface, asked: Address): Address | null {
  const pair = addressPairs(eni).find(({ outside }) => outside?.value === asked.value);
  return pair?.inside ?? asked;
}

/** The public IPv4 address that stands for one of an interface's own; null where none does. */
export function publicAddressOf(eni: NetworkInterface, inside: Address): Address | null {
  const pair = addressPairs(eni).find((p) => p.inside.value === inside.value && p.outside !== null);
  return pair?.outside ?? null;
}

/** An interface's private IPv4 addresses, each with the public one that stands for it. */
function addressPairs(
  eni: NetworkInterface,
): readonly { readonly inside: Address; readonly outside: Address | null }[] {
  const own = { PrivateIpAddress: eni.PrivateIpAddress, Association: eni.Association };
  return [...(eni.PrivateIpAddresses ?? []), own].flatMap(({ PrivateIpAddress, Association }) => {
    const inside = parseAddress(PrivateIpAddress ?? '');
    return inside === null ? [] : [{ inside, outside: parseAddress(Association?.PublicIp ?? '') }];
  });
}
