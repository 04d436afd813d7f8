import type { Blocker } from '../reachability/blocker.ts';
import { blocker } from '../reachability/blocker.ts';
import { interfacesOf, ipv6Addresses, primaryAddress, primaryInterface } from '../reachability/interface-addresses.ts';
import type { RecordTypes } from '../reachability/names/name-answer.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { Instance } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
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
  const { id, ipv4, ipv6 } = primaryInterface(snapshot, instance);
  return oneFamily(instance.InstanceId, ipv4, ipv6, id);
}

export function ofInterface(snapshot: NetworkSnapshot, id: string): Found {
  const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no network interface in sight has this id'));
  return oneFamily(id, primaryAddress(found.value), ipv6Addresses(found.value), id);
}

/** The addresses of an interface that a name with such records gives. */
export function ofNamedInterface(snapshot: NetworkSnapshot, id: string, records: RecordTypes): Found {
  const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': id });
  if (!found.known) return nothing(missingFact([found.missing], [id], null, null));
  if (found.value === null) return nothing(notFound(id, 'no network interface in sight has this id'));
  const ipv4 = primaryAddress(found.value);
  const given = [
    ...(records.A === false || ipv4 === null ? [] : [ipv4]),
    ...(records.AAAA === false ? [] : ipv6Addresses(found.value)),
  ];
  if (given.length > 0) return { addresses: given.map((address) => ({ address, interface: id })), blockers: [] };
  const missing = notRead('NetworkInterfaces', `no address of ${id} is stated that its name has records of`);
  return nothing(missingFact([missing], [id], null, null));
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

/** A thing named by its id is called at its IPv4 address, and by IPv6 where it has none. */
function oneFamily(id: string, ipv4: string | null, ipv6: readonly string[], eni: string | null): Found {
  const own = ipv4 === null ? ipv6 : [ipv4];
  return own.length === 0
    ? nothing(notFound(id, 'it has no address'))
    : { addresses: own.map((address) => ({ address, interface: eni })), blockers: [] };
}
