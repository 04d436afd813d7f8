import { type Address, formatAddress } from '../net/address.ts';
import { isPublic } from '../net/address-space.ts';
import { cidrContains, parseCidr } from '../net/cidr.ts';
import { known } from '../snapshot/known.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { INTERNET } from './gateway-references.ts';
import { bareReference, type Reference, reference, settledReference } from './reference.ts';

/** The node that stands for an address inside one VPC, or for a public one. */
export function addressNodeId(address: Address, vpc: string | null): string {
  return `${formatAddress(address)} in ${vpc ?? INTERNET}`;
}

/** The question's private destinations, as one VPC holds them: the subnet around each, and the interface that has it. */
export function destinationsInVpc(
  snapshot: NetworkSnapshot,
  vpc: string,
  destinations: readonly Address[],
): readonly Reference[] {
  return destinations
    .filter((address) => !isPublic(address))
    .flatMap((address) => privateAddress(snapshot, vpc, address));
}

function privateAddress(snapshot: NetworkSnapshot, vpc: string, address: Address): readonly Reference[] {
  const id = addressNodeId(address, vpc);
  const text = formatAddress(address);
  const subnet = snapshot
    .seen('Subnets', { 'vpc-id': vpc })
    .find((s) => s.CidrBlock !== undefined && holds(s.CidrBlock, address));
  const all = snapshot.all('Subnets', { 'vpc-id': vpc });
  const held = { from: vpc, kind: 'holds', because: `${text} is a destination of the question` } as const;
  const node = settledReference('address', id, subnet === undefined && !all.known ? all : known(null), held);
  if (subnet === undefined) return [node];
  const inSubnet = { from: id, kind: 'in-subnet', because: `${text} is in ${subnet.CidrBlock ?? ''}` } as const;
  const where = { 'addresses.private-ip-address': text, 'vpc-id': vpc };
  return [
    node,
    reference(snapshot, 'subnet', subnet.SubnetId, inSubnet, { 'vpc-id': vpc }),
    holderOf(snapshot, id, where, { 'subnet-id': subnet.SubnetId }, `its address is ${text}`),
  ];
}

/** The question's public destinations: one may be the public address of an interface in sight. */
export function publicDestinations(snapshot: NetworkSnapshot, destinations: readonly Address[]): readonly Reference[] {
  return destinations.filter(isPublic).flatMap((address) => {
    const text = formatAddress(address);
    const id = addressNodeId(address, null);
    return [
      bareReference('address', id, {
        from: INTERNET,
        kind: 'holds',
        because: `${text} is a destination of the question`,
      }),
      holderOf(snapshot, id, { 'association.public-ip': text }, {}, `its public address is ${text}`),
    ];
  });
}

function holderOf(
  snapshot: NetworkSnapshot,
  from: string,
  where: Readonly<Record<string, string>>,
  also: Readonly<Record<string, string>>,
  because: string,
): Reference {
  const found = snapshot.one('NetworkInterfaces', where, also);
  if (found.known && found.value !== null) {
    return reference(snapshot, 'network-interface', found.value.NetworkInterfaceId, { from, kind: 'held-by', because });
  }
  const none = { from, kind: 'held-by', because: 'no interface in sight has the address' } as const;
  return settledReference('network-interface', `interface at ${from}`, found, none);
}

function holds(cidr: string, address: Address): boolean {
  const parsed = parseCidr(cidr);
  return parsed !== null && cidrContains(parsed, address);
}
