import type { Cidr } from '../net/cidr.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import { ipv6Addresses } from '../reachability/interface-addresses.ts';
import { sideSeen } from '../reachability/names/split-horizon.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { HostedService } from './hosted-service.ts';
import { type HypotheticalInterface, hypotheticalInterfaces } from './hypothetical-interface.ts';
import { liveInterfaces } from './service-interfaces.ts';
import type { NamedService } from './service-names.ts';
import type { TargetAddress, TargetPart } from './target-addresses.ts';
import { type TargetSpec, written } from './target-spec.ts';

/** Where a managed service is now, where it may be instead, and where a failover may take it. */
export interface ServiceTarget {
  readonly parts: readonly TargetPart[];
  readonly later: readonly TargetAddress[];
  /** Interfaces that `parts` and `later` speak of and the snapshot does not hold. */
  readonly hypothetical: readonly NetworkInterface[];
  readonly blockers: readonly Blocker[];
}

type Meaning = 'private' | 'public' | 'either';

interface Question {
  readonly snapshot: NetworkSnapshot;
  /** The function's VPC, null outside any. */
  readonly vpc: string | null;
  readonly hasIpv6: boolean;
  readonly spec: TargetSpec;
  /** The blocks that rules, entries and routes name. */
  readonly named: readonly Cidr[];
}

/** The servers behind a service's name: each must be reached, or the one that nobody can tell from the others. */
export function serviceTarget(asked: Question, service: NamedService): ServiceTarget {
  const { servers, which, unread } = service;
  const located = servers.map((server) => locate(asked, server));
  const places = located.flatMap((l) => l.places);
  const parts = which === 'each' ? located.map((l) => partOf(asked.spec, l.places)) : [partOf(asked.spec, places)];
  const live = new Set(places.flat().map((a) => a.interface));
  const later = located.flatMap((l) => l.elsewhere).filter((h) => !live.has(h.fact.NetworkInterfaceId));
  return {
    parts: parts.filter((part) => part.places.length > 0),
    later: distinct(later).map(toAddress),
    hypothetical: distinct(located.flatMap((l) => [...l.hypothetical, ...l.elsewhere])).map((h) => h.fact),
    blockers: [
      ...unread.map((id) => unreadMember(service, id)),
      ...servers.flatMap((server) => [...stateOf(server), ...portOf(server, asked.spec)]),
      ...located.flatMap((l) => l.blockers),
    ],
  };
}

/** What the service's own record says of a target whose addresses somebody states. */
export function besideStatedAddresses(spec: TargetSpec, { servers }: NamedService): readonly Blocker[] {
  return servers.flatMap((server) => [...stateOf(server), ...portOf(server, spec)]);
}

interface Located {
  readonly places: readonly (readonly TargetAddress[])[];
  readonly hypothetical: readonly HypotheticalInterface[];
  /** Hypothetical interfaces in the subnets where it is not now. */
  readonly elsewhere: readonly HypotheticalInterface[];
  readonly blockers: readonly Blocker[];
}

function locate(asked: Question, server: HostedService): Located {
  const { snapshot, spec } = asked;
  const meaning = meaningOf(asked, server);
  const everywhere = server.families === 'ipv6' ? [] : server.subnets.flatMap((id) => inSubnet(asked, server, id));
  const blockers = server.subnets.flatMap((id) => subnetUnread(snapshot, id));
  const stated = statedPlaces(server, meaning);
  if (stated.length > 0) return { places: stated, hypothetical: [], elsewhere: [], blockers: [] };
  const { candidates, complete } = liveInterfaces(snapshot, server);
  const known = candidates.flatMap((eni) => placesOf(eni, server, meaning));
  const publicUnknown = meaning !== 'private' && known.length < candidates.length * (meaning === 'either' ? 2 : 1);
  if (candidates.length > 0 && complete) {
    const subnets = new Set(candidates.map((eni) => eni.SubnetId));
    // The public address it would have elsewhere is not known beforehand.
    const elsewhere = meaning === 'public' ? [] : everywhere.filter((h) => !subnets.has(h.fact.SubnetId));
    const doubt = publicUnknown ? [noPublicAddress(spec, server)] : [];
    return { places: known, hypothetical: [], elsewhere, blockers: doubt };
  }
  const doubts = [
    ...(meaning === 'private' ? [] : [noPublicAddress(spec, server)]),
    ...(server.families === 'ipv6' || (server.families === 'both' && asked.hasIpv6)
      ? [noIpv6Address(spec, server)]
      : []),
  ];
  const nowhere = everywhere.length === 0 ? [notLocated(spec, server)] : [];
  const hypothetical = meaning === 'public' ? [] : everywhere;
  return {
    places: [...known, ...hypothetical.map((h) => [toAddress(h)])],
    hypothetical,
    elsewhere: [],
    blockers: [...blockers, ...doubts, ...(doubts.length === 0 ? nowhere : [])],
  };
}

/** What the server's name gives the function; `either` where that is not known. */
function meaningOf({ snapshot, vpc }: Question, server: HostedService): Meaning {
  if (server.isPublic === false) return 'private';
  const side = sideSeen(snapshot, vpc, server.vpc ?? undefined);
  return side === 'unknown' || (server.isPublic === null && side === 'public') ? 'either' : side;
}

function statedPlaces(server: HostedService, meaning: Meaning): readonly (readonly TargetAddress[])[] {
  const place = (addresses: readonly string[]) =>
    addresses.length === 0 ? [] : [addresses.map((address) => ({ address, interface: null }))];
  const { private: inside, public: outside } = server.addresses;
  if (meaning === 'either') return inside.length > 0 && outside.length > 0 ? [...place(inside), ...place(outside)] : [];
  return place(meaning === 'private' ? inside : outside);
}

function placesOf(
  eni: NetworkInterface,
  server: HostedService,
  meaning: Meaning,
): readonly (readonly TargetAddress[])[] {
  const at = (address: string): TargetAddress => ({ address, interface: eni.NetworkInterfaceId });
  const ipv6 = server.families === 'ipv4' ? [] : [...ipv6Addresses(eni)].sort(byCodeUnit);
  const ipv4 = eni.PrivateIpAddress;
  const both = ipv4 === undefined ? [] : [ipv4, ...ipv6];
  const own = (server.families === 'ipv6' ? ipv6 : both).map(at);
  const inside = own.length === 0 ? [] : [own];
  const outside =
    eni.Association?.PublicIp === undefined ? [] : [[{ address: eni.Association.PublicIp, interface: null }]];
  return [...(meaning === 'public' ? [] : inside), ...(meaning === 'private' ? [] : outside)];
}

function inSubnet({ snapshot, named }: Question, server: HostedService, id: string): readonly HypotheticalInterface[] {
  const [subnet] = snapshot.seen('Subnets', { 'subnet-id': id });
  return subnet === undefined || server.groups.length === 0
    ? []
    : hypotheticalInterfaces(snapshot, server, subnet, named);
}

function partOf(spec: TargetSpec, places: readonly (readonly TargetAddress[])[]): TargetPart {
  const names = [...new Set(places.flat().map((a) => a.interface ?? a.address))].sort(byCodeUnit).join(', ');
  const details = { target: written(spec), places: names };
  const isOne = places.length < 2;
  return {
    places,
    doubt: isOne ? null : blocker('X_INTERFACE_UNKNOWN', { resources: [spec.host] }, details),
    note: isOne ? null : blocker('X_EVERY_INTERFACE_REACHED', { resources: [spec.host] }, details),
  };
}

function toAddress({ fact, address, standsFor }: HypotheticalInterface): TargetAddress {
  return { address, interface: fact.NetworkInterfaceId, standsFor };
}

function distinct(interfaces: readonly HypotheticalInterface[]): readonly HypotheticalInterface[] {
  return [...new Map(interfaces.map((h) => [h.fact.NetworkInterfaceId, h])).values()];
}

function stateOf({ state, stopsWith, ...server }: HostedService): readonly Blocker[] {
  const { id, kind } = stopsWith ?? server;
  if (state.answers === 'yes') return [];
  const reason = `the ${kind} is ${state.text}, and nobody says whether it answers then`;
  return [
    state.answers === 'no'
      ? blocker('BAD_STATE', { resources: [id] }, { kind, state: state.text, needed: 'available' })
      : blocker('X_TARGET_UNCERTAIN', { resources: [id] }, { target: id, reason }),
  ];
}

function portOf({ id, kind, port, mayListenElsewhere }: HostedService, spec: TargetSpec): readonly Blocker[] {
  if (port === null || port === spec.port) return [];
  const details = { target: written(spec), port: String(spec.port), listens: String(port) };
  const reason = `the ${kind} listens on ${port}; whether an option of its engine opens ${spec.port} too is out of sight`;
  return [
    mayListenElsewhere
      ? blocker('X_TARGET_UNCERTAIN', { resources: [id] }, { target: written(spec), reason })
      : blocker('X_TARGET_PORT_DIFFERS', { resources: [id] }, details),
  ];
}

function subnetUnread(snapshot: NetworkSnapshot, id: string): readonly Blocker[] {
  const found = snapshot.one('Subnets', { 'subnet-id': id });
  if (found.known && found.value?.CidrBlock !== undefined) return [];
  const reason = `${id} of the service's subnet group is not among the subnets read`;
  const missing = found.known ? notRead('Subnets', reason) : found.missing;
  return [missingFact([missing], [id], null, null)];
}

function unreadMember({ name }: NamedService, id: string): Blocker {
  const reason = `${id} of ${name} is not among the DB instances read`;
  return missingFact([notRead('DBInstances', reason)], [id], null, null);
}

function noPublicAddress(spec: TargetSpec, server: HostedService): Blocker {
  const reason = `${server.id} may be asked for by its public address, which no interface in sight states; give it as ${written(spec)}=IP`;
  return blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
}

function noIpv6Address(spec: TargetSpec, server: HostedService): Blocker {
  const reason = `${server.id} has an IPv6 address, which no interface in sight states; give its addresses as ${written(spec)}=IP,IP`;
  return blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
}

function notLocated(spec: TargetSpec, server: HostedService): Blocker {
  const reason = `no interface of the ${server.kind} ${server.id} is in sight, nor its subnets and groups; give its address as ${written(spec)}=IP`;
  return blocker('X_NAME_UNKNOWN', { resources: [spec.host] }, { host: spec.host, reason });
}
