import type { Blocker } from '../reachability/blocker.ts';
import { blocker } from '../reachability/blocker.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { Instance, NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';

/** An address to reach, IPv4 or IPv6, and the interface it was read from: null where only the address is known. */
export interface TargetAddress {
  readonly address: string;
  readonly interface: string | null;
  /** The addresses it is looked up for, as blocks, where the service may have any of them. */
  readonly standsFor?: string;
}

/** One thing to reach, in one of several places: only what holds in all of them is known. */
export interface TargetPart {
  /** Every address of a place must be reached. */
  readonly places: readonly (readonly TargetAddress[])[];
  /** Why it is not known which place it is; null for a single one. */
  readonly doubt: Blocker | null;
  /** What is worth saying where every place can be reached. */
  readonly note: Blocker | null;
}

/** Where a target is, or why that is not known. */
export interface Found {
  readonly addresses: readonly TargetAddress[];
  readonly blockers: readonly Blocker[];
}

/** The address of an instance's only interface; which of several a server listens on nobody can tell. */
export function ofInstance(snapshot: NetworkSnapshot, id: string): Found {
  const found = snapshot.one('Instances', { 'instance-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no instance in sight has this id'));
  const interfaces = interfacesOf(found.value);
  const [, ...others] = interfaces;
  if (others.length === 0) return primaryOf(snapshot, found.value);
  const choices = interfaces
    .map((eni) => `${eni.NetworkInterfaceId ?? 'an interface'} (${eni.PrivateIpAddress ?? 'no address'})`)
    .join(', ');
  return nothing(blocker('X_TARGET_AMBIGUOUS', { resources: [id] }, { target: id, choices }));
}

/** The primary address of an instance's first interface, which its names mean. */
export function primaryOf(snapshot: NetworkSnapshot, instance: Instance): Found {
  const [first] = interfacesOf(instance);
  const address = first?.PrivateIpAddress ?? instance.PrivateIpAddress;
  const attached = snapshot
    .seen('NetworkInterfaces', { 'attachment.instance-id': instance.InstanceId })
    .find((eni) => primaryAddress(eni) === address);
  return addressOr(instance.InstanceId, address, first?.NetworkInterfaceId ?? attached?.NetworkInterfaceId ?? null);
}

function interfacesOf(instance: Instance): NonNullable<Instance['NetworkInterfaces']> {
  return [...(instance.NetworkInterfaces ?? [])].sort(
    (a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0),
  );
}

export function ofInterface(snapshot: NetworkSnapshot, id: string): Found {
  const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no network interface in sight has this id'));
  return addressOr(id, primaryAddress(found.value), id);
}

export function primaryAddress(eni: NetworkInterface): string | undefined {
  return eni.PrivateIpAddress ?? eni.PrivateIpAddresses?.find((a) => a.Primary === true)?.PrivateIpAddress;
}

/** Addresses of which nobody says whose they are. */
export function stated(addresses: readonly string[]): Found {
  return { addresses: addresses.map((address) => ({ address, interface: null })), blockers: [] };
}

export function nothing(reason: Blocker): Found {
  return { addresses: [], blockers: [reason] };
}

export function notFound(target: string, reason: string): Blocker {
  return blocker('X_TARGET_NOT_FOUND', { resources: [target] }, { target, reason });
}

function addressOr(id: string, address: string | undefined, eni: string | null): Found {
  return address === undefined
    ? nothing(notFound(id, 'it has no private IPv4 address'))
    : { addresses: [{ address, interface: eni }], blockers: [] };
}
