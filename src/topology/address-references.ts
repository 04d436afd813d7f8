import { type Address, formatAddress } from '../net/address.ts';
import { isPublic } from '../net/address-space.ts';
import { cidrContains, parseCidr } from '../net/cidr.ts';
import type { ListName } from '../snapshot/families.ts';
import { type Known, known, unknown } from '../snapshot/known.ts';
import type { NetworkInterface, Vpc } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import { ownersPlace, sharingAccount } from '../snapshot/shared-vpc.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { subnetBlocks, vpcBlocks } from './blocks.ts';
import { INTERNET } from './gateway-references.ts';
import { bareReference, type Reference, reference, settledReference } from './reference.ts';

/** The node that stands for an address inside one VPC, or for a public one. */
export function addressNodeId(address: Address, vpc: string | null): string {
  return `${formatAddress(address)} in ${vpc ?? INTERNET}`;
}

/** The question's destinations that one VPC may hold: the subnet around each, and the interface that has it. */
export function destinationsInVpc(
  snapshot: NetworkSnapshot,
  id: string,
  vpc: Vpc | null,
  destinations: readonly Address[],
): readonly Reference[] {
  const ownBlocks = (address: Address) => (vpc === null ? [] : vpcBlocks(vpc, address.family));
  return destinations
    .filter((address) => !isPublic(address) || ownBlocks(address).some((block) => cidrContains(block, address)))
    .flatMap((address) => addressInVpc(snapshot, id, address));
}

function addressInVpc(snapshot: NetworkSnapshot, vpc: string, address: Address): readonly Reference[] {
  const id = addressNodeId(address, vpc);
  const text = formatAddress(address);
  const subnet = snapshot
    .seen('Subnets', { 'vpc-id': vpc })
    .find((s) => subnetBlocks(s, address.family).some((block) => cidrContains(block, address)));
  const all = unlessShared(snapshot, vpc, 'Subnets', snapshot.all('Subnets', { 'vpc-id': vpc }));
  const held = { from: vpc, kind: 'holds', because: `${text} is a destination of the question` } as const;
  const node = settledReference('address', id, subnet !== undefined || all.known ? known(null) : all, held);
  if (subnet === undefined) return [node];
  const inSubnet = { from: id, kind: 'in-subnet', because: `${text} is in a block of ${subnet.SubnetId}` } as const;
  return [
    node,
    reference(snapshot, 'subnet', subnet.SubnetId, inSubnet, { 'vpc-id': vpc }),
    holderOf(snapshot, id, holderByAddress(snapshot, vpc, subnet.SubnetId, address), `its address is ${text}`),
  ];
}

/** The interface that has an address: its own, or one of a prefix delegated to it. */
function holderByAddress(snapshot: NetworkSnapshot, vpc: string, subnet: string, address: Address) {
  const lookup = address.family === 4 ? 'addresses.private-ip-address' : 'ipv6-addresses.ipv6-address';
  const where = { [lookup]: formatAddress(address), 'vpc-id': vpc };
  const found = snapshot.one('NetworkInterfaces', where, { 'subnet-id': subnet });
  if (!found.known || found.value !== null) return found;
  const delegated = snapshot
    .seen('NetworkInterfaces', { 'subnet-id': subnet })
    .find((eni) => isDelegated(eni, address));
  return delegated === undefined ? unlessShared(snapshot, vpc, 'NetworkInterfaces', found) : known(delegated);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html: such addresses are listed by their prefix only. */
function isDelegated(eni: NetworkInterface, address: Address): boolean {
  const prefixes = [
    ...(eni.Ipv4Prefixes ?? []).map((p) => p.Ipv4Prefix),
    ...(eni.Ipv6Prefixes ?? []).map((p) => p.Ipv6Prefix),
  ];
  return prefixes.some((prefix) => prefix !== undefined && holds(prefix, address));
}

/** What a participant of a shared VPC gets is not all there is: absent becomes unknown. */
function unlessShared<T>(snapshot: NetworkSnapshot, vpc: string, list: ListName, fact: Known<T>): Known<T> {
  const owner = sharingAccount(snapshot, vpc);
  if (!fact.known || owner === null) return fact;
  const place = ownersPlace(snapshot, vpc, owner);
  if (place !== null && snapshot.all(list, { 'vpc-id': vpc }, place).known) return fact;
  const reason = `${vpc} is shared by account ${owner}, which alone sees everything in it`;
  return unknown(notRead(list, reason));
}

/** The question's public destinations: one may be the public address of an interface in sight, and every IPv6 address is its own. */
export function publicDestinations(snapshot: NetworkSnapshot, destinations: readonly Address[]): readonly Reference[] {
  return destinations.filter(isPublic).flatMap((address) => {
    const text = formatAddress(address);
    const id = addressNodeId(address, null);
    const lookup = address.family === 4 ? 'association.public-ip' : 'ipv6-addresses.ipv6-address';
    const holder = unlessInstances(snapshot, text, snapshot.one('NetworkInterfaces', { [lookup]: text }));
    return [
      bareReference('address', id, {
        from: INTERNET,
        kind: 'holds',
        because: `${text} is a destination of the question`,
      }),
      holderOf(snapshot, id, holder, `its public address is ${text}`),
      ...(holder.known ? waysIn(snapshot, id, holder.value?.VpcId) : []),
    ];
  });
}

/** The internet gateway of the holder's VPC, which its subnet's own routes need not name. */
function waysIn(snapshot: NetworkSnapshot, from: string, vpc: string | undefined): readonly Reference[] {
  if (vpc === undefined) return [];
  return snapshot.seen('InternetGateways', { 'attachment.vpc-id': vpc }).map(({ InternetGatewayId: id }) => {
    const edge = { from, kind: 'routed-by', because: `${id} is attached to ${vpc}` } as const;
    return reference(snapshot, 'internet-gateway', id, edge);
  });
}

/** An instance may state a public address that no interface in sight does. */
function unlessInstances(
  snapshot: NetworkSnapshot,
  address: string,
  found: Known<NetworkInterface | null>,
): Known<NetworkInterface | null> {
  const [instance] = snapshot.seen('Instances', { 'ip-address': address });
  if (instance === undefined || (found.known && found.value !== null)) return found;
  const reason = `${instance.InstanceId} has the public address ${address}, and none of its interfaces states it`;
  return unknown(notRead('NetworkInterfaces', reason));
}

function holderOf(
  snapshot: NetworkSnapshot,
  from: string,
  found: Known<NetworkInterface | null>,
  because: string,
): Reference {
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
