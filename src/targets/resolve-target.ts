import { parseAddress } from '../net/address.ts';
import { type Cidr, cidrContains, parseCidr } from '../net/cidr.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { answersOf, type ResolvedName } from '../reachability/names/answers-of.ts';
import type { NameServers } from '../reachability/names/name-servers.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import { type HostPlaces, lastName, ofHost, statedAddresses } from './host-addresses.ts';
import { type Balancer, balancerAt } from './load-balancer.ts';
import { ofLoadBalancerName } from './load-balancer-name.ts';
import { namesPicked, oneOfTargets } from './one-of-names.ts';
import { ofResourceName, resourceBlockers, unreadResources } from './resource-endpoint.ts';
import { type NamedService, serviceNamed } from './service-names.ts';
import { besideStatedAddresses, type ServiceTarget, serviceTarget } from './service-target.ts';
import { type Found, ofInstance, ofInterface, type TargetAddress, type TargetPart } from './target-addresses.ts';
import { isName, type TargetSpec, written } from './target-spec.ts';

/** Where a target is. Blockers say why that is not known, or will not be found. */
export interface ResolvedTarget {
  readonly chosen: ChosenTarget;
  /** The known addresses, ascending by text. */
  readonly addresses: readonly TargetAddress[];
  /** What must be reached: each of these. */
  readonly parts: readonly TargetPart[];
  /** Where the service may move to. */
  readonly later: readonly TargetAddress[];
  /** Interfaces it may have that the snapshot does not hold. */
  readonly hypothetical: readonly NetworkInterface[];
  /** The load balancers that may be at its addresses. */
  readonly balancers: readonly Balancer[];
  readonly blockers: readonly Blocker[];
  readonly remarks: readonly Blocker[];
  /** Who is asked for its name, where it has one. */
  readonly servers: NameServers;
}

const NOBODY: NameServers = { custom: [], amazon: true };

/** From where a target is asked: the function's VPC, null outside any, whether it has IPv6, and the blocks its ways name. */
export interface TargetPlace {
  readonly vpc: string | null;
  readonly hasIpv6: boolean;
  readonly named: readonly Cidr[];
}

/** Turns a target into the addresses the function will ask for. */
export function resolveTarget(snapshot: NetworkSnapshot, place: TargetPlace, chosen: ChosenTarget): ResolvedTarget {
  const { spec } = chosen;
  const { vpc } = place;
  // A function asks for a name even where somebody states its addresses.
  const answer = isName(spec) ? answersOf(snapshot, vpc, spec.host, place.hasIpv6) : null;
  const asNamed = found(snapshot, vpc, answer, spec);
  const service = answer === null ? null : serviceNamed(snapshot, lastName(answer, spec.host));
  const said = answer === null ? [] : statedAddresses(snapshot, answer, spec);
  const live = service === null ? [] : provenAddresses(said, serviceTarget({ snapshot, ...place, spec }, service));
  const picked = answer === null || asNamed.places.length > 0 ? null : onePicked(snapshot, place, chosen, answer);
  const where =
    picked ??
    (service === null || asNamed.places.length > 0
      ? { ...atPlaces(asNamed), blockers: besideStated(asNamed, { spec, said }, service, live) }
      : serviceTarget({ snapshot, ...place, spec }, service));
  const parts = where.parts.map((part) => ({ ...part, places: part.places.map((p) => asked(p, place.hasIpv6)) }));
  const outOfReach = where.parts.flatMap((part) => (place.hasIpv6 ? [] : part.places.flatMap(ipv6Only)));
  return {
    chosen,
    addresses: distinct(parts.flatMap((part) => part.places.flat()).filter((a) => a.standsFor === undefined)),
    parts: parts.filter((part) => part.places.some((p) => p.length > 0)),
    later: where.later,
    hypothetical: where.hypothetical,
    balancers: balancersAt(snapshot, parts, spec.port),
    blockers: [
      ...(answer?.unasked ?? []),
      ...(answer === null || asNamed.places.length > 0 ? [] : unreadResources(snapshot, vpc)),
      ...(service === null || asNamed.places.length > 0 ? [] : unanswered(answer, asNamed)),
      ...where.blockers,
      ...resourceBlockers(snapshot, parts),
      ...withoutIpv6(outOfReach, parts),
    ],
    remarks: answer?.remarks ?? [],
    servers: answer?.servers ?? NOBODY,
  };
}

/** Where a name leads that is another one for one of several; null where it is not, or they are not all found. */
function onePicked(
  snapshot: NetworkSnapshot,
  place: TargetPlace,
  chosen: ChosenTarget,
  answer: ResolvedName,
): Pick<ServiceTarget, 'parts' | 'later' | 'hypothetical' | 'blockers'> | null {
  const names = namesPicked(answer, chosen.spec);
  if (names.length === 0) return null;
  const found = names.map((host) => resolveTarget(snapshot, place, { ...chosen, spec: { ...chosen.spec, host } }));
  const where = oneOfTargets(found, answer, chosen.spec);
  return where === null ? null : { ...where, blockers: [] };
}

/** Every address, real or hypothetical, that the graph has to hold. */
export function addressesToWalk({ parts, later, balancers, servers }: ResolvedTarget): readonly string[] {
  const registered = balancers.flatMap((b) => b.targets);
  const places = [...parts.flatMap((part) => part.places.flat()), ...later, ...registered];
  return [...places.map((a) => a.address), ...servers.custom];
}

function balancersAt(snapshot: NetworkSnapshot, parts: readonly TargetPart[], port: number): readonly Balancer[] {
  const interfaces = parts
    .flatMap((part) => part.places.flat())
    .flatMap(({ address, interface: id }) => {
      if (id !== null) return snapshot.seen('NetworkInterfaces', { 'network-interface-id': id });
      const lookups = ['addresses.private-ip-address', 'association.public-ip', 'ipv6-addresses.ipv6-address'];
      return lookups.flatMap((lookup) => snapshot.seen('NetworkInterfaces', { [lookup]: address }));
    });
  return [...new Set(interfaces)].flatMap((eni) => balancerAt(snapshot, eni, port) ?? []);
}

function found(
  snapshot: NetworkSnapshot,
  vpc: string | null,
  answer: ResolvedName | null,
  spec: TargetSpec,
): HostPlaces {
  if (spec.kind === 'host') {
    const asked = ofHost(snapshot, answer, spec);
    const name = answer === null ? spec.host : lastName(answer, spec.host);
    const resource = ofResourceName(snapshot, vpc, spec.host);
    if (resource !== null) {
      return { ...atOnce(resource), blockers: [...unanswered(answer, asked), ...resource.blockers] };
    }
    const balancer = ofLoadBalancerName(snapshot, spec, name);
    if (balancer === null || (asked.places.length > 0 && !(isPublicName(answer) && isSettled(balancer)))) return asked;
    const said = answer === null ? [] : statedAddresses(snapshot, answer, spec);
    const against = disagreement({ spec, said }, balancer.addresses, "the load balancer's own interfaces");
    const addresses = balancer.addresses.filter((a) => !isIpv6(a) || hasIpv6Records(answer));
    const where = atOnce({ ...balancer, addresses });
    return { ...where, blockers: [...unanswered(answer, asked), ...balancer.blockers, ...against] };
  }
  return atOnce((spec.kind === 'instance' ? ofInstance : ofInterface)(snapshot, spec.host));
}

function atOnce({ addresses, blockers }: Found): HostPlaces {
  return { places: addresses.length === 0 ? [] : [addresses], doubt: null, blockers };
}

/** What stands against a name whose owner's own records tell the addresses: they overrule only what the public DNS would say. */
function unanswered(answer: ResolvedName | null, { blockers }: HostPlaces): readonly Blocker[] {
  return isPublicName(answer) ? blockers.filter((b) => b.code !== 'X_NAME_UNKNOWN') : blockers;
}

/** Whether nobody but the public DNS answers a name. */
function isPublicName(answer: ResolvedName | null): boolean {
  const [only, ...others] = answer?.alternatives ?? [];
  return only?.kind === 'public' && others.length === 0 && answer?.blockers.length === 0;
}

/** Whether AAAA records may be given where the public DNS answers: an alias of one type leads nowhere for the other. */
function hasIpv6Records(answer: ResolvedName | null): boolean {
  const [only] = answer?.alternatives ?? [];
  return only?.kind !== 'public' || only.records.AAAA !== false;
}

/** Whether the facts tell where a name leads, or that nothing can be reached there. */
function isSettled({ blockers }: Found): boolean {
  return blockers.every((b) => outcomeOf(b) !== 'unknown');
}

/** A target and the addresses somebody states for it. */
interface Stated {
  readonly spec: TargetSpec;
  readonly said: readonly string[];
}

function atPlaces({ places, doubt }: HostPlaces) {
  const parts = [{ places: places.map(distinct), doubt, note: null }];
  return { parts, later: [], hypothetical: [] };
}

/** Where a service is known to be now, or may be after a failover as somebody states; nowhere where its interfaces are not all in sight. */
function provenAddresses(said: readonly string[], { parts, later, blockers }: ServiceTarget): readonly TargetAddress[] {
  const places = parts.flatMap((part) => part.places);
  const certain =
    blockers.length === 0 &&
    parts.every((part) => part.places.length === 1 && part.doubt === null) &&
    places.flat().every((a) => a.standsFor === undefined);
  if (!certain) return [];
  const blocks = later
    .flatMap((a) => a.standsFor?.split(', ') ?? [`${a.address}/32`])
    .flatMap((b) => parseCidr(b) ?? []);
  const elsewhere = said.filter((text) => {
    const address = parseAddress(text);
    return address !== null && blocks.some((block) => cidrContains(block, address));
  });
  return [...places.flat(), ...elsewhere.map((address) => ({ address, interface: null }))];
}

function besideStated(
  { blockers }: HostPlaces,
  named: Stated,
  service: NamedService | null,
  live: readonly TargetAddress[],
): readonly Blocker[] {
  if (service === null) return blockers;
  const against = disagreement(named, live, "the service's own record");
  return [...blockers, ...against, ...besideStatedAddresses(named.spec, service)];
}

/** Addresses somebody states for a name that the facts prove to have others. */
function disagreement({ spec, said }: Stated, proven: readonly TargetAddress[], source: string): readonly Blocker[] {
  const declared = proven.map((a) => a.address);
  const wrong = declared.length === 0 ? [] : said.filter((address) => !declared.includes(address));
  if (wrong.length === 0) return [];
  const details = { named: `${written(spec)} at ${wrong.join(', ')}`, declared: declared.join(', '), source };
  return [blocker('X_TARGET_DISAGREES', { resources: [spec.host] }, details)];
}

function isIpv6({ address }: TargetAddress): boolean {
  return parseAddress(address)?.family === 6;
}

/** A function without IPv6 asks for IPv4 addresses alone. */
function asked(addresses: readonly TargetAddress[], hasIpv6: boolean): readonly TargetAddress[] {
  return hasIpv6 ? addresses : addresses.filter((a) => !isIpv6(a));
}

function ipv6Only(addresses: readonly TargetAddress[]): readonly TargetAddress[] {
  return addresses.every(isIpv6) ? addresses : [];
}

/** Out of reach for certain, unless the name may lead to an IPv4 address instead. */
function withoutIpv6(addresses: readonly TargetAddress[], parts: readonly TargetPart[]): readonly Blocker[] {
  const texts = addresses.map((a) => a.address);
  if (texts.length === 0) return [];
  const destination = texts.join(', ');
  if (parts.every((part) => part.places.every((p) => p.length === 0)))
    return [blocker('X_NO_IPV6_SOURCE', { resources: texts }, { destination })];
  const reason = `it may be ${destination}, and the function has no IPv6 address to call from`;
  return [blocker('X_NAME_UNKNOWN', { resources: texts }, { host: destination, reason })];
}

function distinct(addresses: readonly TargetAddress[]): readonly TargetAddress[] {
  const keyed = new Map(addresses.map((a) => [`${a.address} ${a.interface ?? ''}`, a]));
  return [...keyed].sort(([a], [b]) => byCodeUnit(a, b)).map(([, a]) => a);
}
