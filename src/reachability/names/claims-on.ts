import type { ListName } from '../../snapshot/families.ts';
import type { HostedZone } from '../../snapshot/name-facts.ts';
import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { notRead } from '../../snapshot/not-read.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { missingFact } from '../walk-record.ts';
import { autodefinedDomains } from './autodefined-domains.ts';
import { type Claim, RANK } from './claim.ts';
import { type DnsConfiguration, isComplete } from './dns-configuration.ts';
import { isAtOrBelow, plainName } from './domain-name.ts';
import { idsOfZone, zoneClaims, zoneId } from './hosted-zones.ts';
import { privateDnsClaims } from './private-dns.ts';
import { heldBy, type Profile } from './profiles.ts';
import type { AskNext } from './record-answer.ts';
import { ruleClaims } from './resolver-rules.ts';
import type { ZonePlace } from './zone-place.ts';

/** The VPC in which names are asked, and whether AAAA records are of use to whoever asks. */
export interface Asking {
  readonly snapshot: NetworkSnapshot;
  readonly configuration: DnsConfiguration;
  readonly hasIpv6: boolean;
}

/** Everything in and around a VPC that answers a name instead of the public DNS, or may. */
export function claimsOn({ snapshot, configuration, hasIpv6 }: Asking, host: string, next: AskNext): readonly Claim[] {
  const { vpc, unread, endpoints, zones, zonesOfAnyVpc, profiles, rules } = configuration;
  const { VpcId: id, EnableDnsHostnames: hostnames } = vpc;
  const own: ZonePlace = { snapshot, vpc: id, hostnames, profile: null, rank: RANK.zone, hasIpv6 };
  const unknown = (rank: number, doubt: Blocker | null) => (doubt === null ? [] : [inDoubt(host, rank, doubt)]);
  const byEndpoints = privateDnsClaims(own, endpoints, host);
  // The hidden zone of an endpoint may stand among the zones: it is told by its endpoint.
  const told = (zone: HostedZone) =>
    zone.Owner?.OwningService !== undefined && byEndpoints.length > 0 && plainName(zone.Name) === host;
  const others = zones.filter((zone) => !told(zone));
  return [
    ...ruleClaims(snapshot, rules, autodefinedDomains(snapshot, hostnames), host),
    ...unknown(RANK.rule, unread.rules),
    ...byEndpoints,
    ...unknown(RANK.zone, unread.endpoints),
    ...zoneClaims(own, others, host, next),
    ...zonesOfAnyVpc.filter((zone) => isAtOrBelow(host, zone.Name)).map((zone) => perhapsOurs(zone, id, host)),
    ...unknown(RANK.zone, unread.zones),
    ...profiles.flatMap((profile) => ofProfile(own, profile, host, next)),
    ...unknown(RANK.profileRule(0), unread.profiles),
  ];
}

/** Something for a name or a parent of it that nobody knows to be there or to be in force. */
function inDoubt({ length }: string, rank: number, doubt: Blocker): Claim {
  return { length, rank, doubt };
}

/** A listing of zones alone names no VPCs: a private one may belong to any. */
function perhapsOurs(zone: HostedZone, vpc: string, host: string): Claim {
  const reason = `whether the private zone ${zone.Name} belongs to ${vpc} is not stated`;
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [zoneId(zone)] }, { host, reason });
  return inDoubt(plainName(zone.Name), RANK.zone, doubt);
}

interface PlaceOfProfile extends ZonePlace {
  readonly profile: string;
}

/** What a Profile brings counts like the VPC's own, after it; while either association changes, nobody knows whether. */
function ofProfile(own: ZonePlace, profile: Profile, host: string, next: AskNext): readonly Claim[] {
  const { snapshot } = own;
  const place: PlaceOfProfile = { ...own, profile: profile.id, rank: RANK.profileZone(profile.index) };
  const zones = heldBy(profile, 'zone').flatMap(({ id, association }) =>
    settledOr(profile, association.Status, host, ofHeldZone(place, zoneById(snapshot, id), id, host, next)),
  );
  const endpoints = heldBy(profile, 'endpoint').flatMap(({ id, association }) =>
    settledOr(profile, association.Status, host, ofHeldEndpoint(place, endpointById(snapshot, id), id, host)),
  );
  const unread = profile.unread === null ? [] : [inDoubt(host, RANK.profileRule(profile.index), profile.unread)];
  return [...zones, ...endpoints, ...unread];
}

function settledOr(
  profile: Profile,
  status: string | undefined,
  host: string,
  claims: readonly Claim[],
): readonly Claim[] {
  if (profile.settled && isComplete(status)) return claims;
  const reason = `the association of ${profile.id} is not complete`;
  const doubt = blocker('X_NAME_UNKNOWN', { resources: [profile.id] }, { host, reason });
  return claims.map(({ length, rank, doubt: own }) => ({ length, rank, doubt: own ?? doubt }));
}

function zoneById(snapshot: NetworkSnapshot, id: string): HostedZone | undefined {
  return idsOfZone(id).flatMap((form) => snapshot.seen('HostedZones', { 'hosted-zone-id': form }))[0];
}

function ofHeldZone(
  place: PlaceOfProfile,
  zone: HostedZone | undefined,
  id: string,
  host: string,
  next: AskNext,
): readonly Claim[] {
  if (zone !== undefined) return zoneClaims(place, [zone], host, next);
  return [unread(place, 'HostedZones', id, host, 'route53:GetHostedZone')];
}

function endpointById(snapshot: NetworkSnapshot, id: string): VpcEndpoint | undefined {
  return snapshot.seen('VpcEndpoints', { 'vpc-endpoint-id': id })[0];
}

function ofHeldEndpoint(
  place: PlaceOfProfile,
  endpoint: VpcEndpoint | undefined,
  id: string,
  host: string,
): readonly Claim[] {
  if (endpoint !== undefined) return privateDnsClaims(place, [endpoint], host);
  return [unread(place, 'VpcEndpoints', id, host)];
}

/** What a Profile brings, and nobody read. */
function unread({ profile, rank }: PlaceOfProfile, list: ListName, id: string, host: string, action?: string): Claim {
  const missing = notRead(list, `${id}, which ${profile} brings, was not read`, action);
  return inDoubt(host, rank, missingFact([missing], [id], null, null));
}
