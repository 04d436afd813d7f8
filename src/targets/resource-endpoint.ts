import { type Blocker, blocker } from '../reachability/blocker.ts';
import { plainName } from '../reachability/names/domain-name.ts';
import { interfacesOf } from '../reachability/names/endpoint-records.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { VpcEndpointAssociation } from '../snapshot/service-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Found, notFound, nothing, ofNamedInterface, type TargetPart } from './target-addresses.ts';

const LEADS_TO_RESOURCES: ReadonlySet<string> = new Set(['Resource', 'ServiceNetwork']);

/**
 * The addresses of a name that a resource endpoint or a service-network endpoint answers: its own everywhere, the private
 * one of the resource in its VPC alone, whoever else bears that name. Null for any other name.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
 */
export function ofResourceName(snapshot: NetworkSnapshot, vpc: string | null, host: string): Found | null {
  const is = (name: string | undefined) => name !== undefined && plainName(name) === host;
  for (const association of snapshot.seen('VpcEndpointAssociations', {})) {
    const endpoint = endpointOf(snapshot, association);
    const isPrivate = is(association.PrivateDnsEntry?.DnsName) && endpoint?.PrivateDnsEnabled !== false;
    if (endpoint !== null && (is(association.DnsEntry?.DnsName) || (isPrivate && endpoint.VpcId === vpc))) {
      return ofEndpoint(snapshot, endpoint);
    }
  }
  return null;
}

/** Endpoints of a VPC that may answer any name, as nobody read what they lead to. */
export function unreadResources(snapshot: NetworkSnapshot, vpc: string | null): readonly Blocker[] {
  if (vpc === null) return [];
  return snapshot
    .seen('VpcEndpoints', { 'vpc-id': vpc })
    .filter(({ VpcEndpointType: type, PrivateDnsEnabled: on }) => LEADS_TO_RESOURCES.has(type ?? '') && on !== false)
    .flatMap(({ VpcEndpointId: id }) => {
      const read = snapshot.all('VpcEndpointAssociations', { 'vpc-endpoint-id': id }, { 'vpc-id': vpc });
      return read.known ? [] : [missingFact([read.missing], [id], null, null)];
    });
}

function endpointOf(snapshot: NetworkSnapshot, { VpcEndpointId: id }: VpcEndpointAssociation): VpcEndpoint | null {
  return (id === undefined ? undefined : snapshot.seen('VpcEndpoints', { 'vpc-endpoint-id': id })[0]) ?? null;
}

function ofEndpoint(snapshot: NetworkSnapshot, endpoint: VpcEndpoint): Found {
  const { interfaces, records } = interfacesOf(endpoint);
  const found = interfaces.map((eni) => ofNamedInterface(snapshot, eni, records));
  if (found.length === 0) return nothing(notFound(endpoint.VpcEndpointId, 'it has no network interfaces'));
  return { addresses: found.flatMap((f) => f.addresses), blockers: found.flatMap((f) => f.blockers) };
}

/** What is known to keep an endpoint at a target's addresses from its resource. */
export function resourceBlockers(snapshot: NetworkSnapshot, parts: readonly TargetPart[]): readonly Blocker[] {
  const [first = [], ...others] = parts.flatMap((part) => part.places);
  if (others.length > 0) return [];
  const endpoints = first.flatMap(({ interface: eni }) =>
    eni === null ? [] : snapshot.seen('VpcEndpoints', { 'network-interface-id': eni }),
  );
  return [...new Set(endpoints)]
    .filter(({ VpcEndpointType: type }) => LEADS_TO_RESOURCES.has(type ?? ''))
    .flatMap((endpoint) => outOfReach(snapshot, endpoint));
}

function outOfReach(snapshot: NetworkSnapshot, endpoint: VpcEndpoint): readonly Blocker[] {
  const id = endpoint.VpcEndpointId;
  const associations = snapshot.seen('VpcEndpointAssociations', { 'vpc-endpoint-id': id });
  const reasons = associations.map((association) => reasonOf(snapshot, endpoint, association));
  const refused = reasons.filter((reason) => reason !== null);
  if (refused.length === 0 || refused.length < reasons.length) return [];
  return [blocker('X_RESOURCE_OUT_OF_REACH', { resources: [id] }, { endpoint: id, reason: refused.sort().join('; ') })];
}

function reasonOf(
  snapshot: NetworkSnapshot,
  endpoint: VpcEndpoint,
  { AssociatedResourceAccessibility: access, FailureReason, FailureCode, ResourceGateway }: VpcEndpointAssociation,
): string | null {
  if (FailureCode !== undefined) return `its association failed: ${FailureReason ?? FailureCode}`;
  if (access !== undefined && access.toLowerCase() !== 'available' && access.toLowerCase() !== 'accessible')
    return `the resource it leads to is ${access.toLowerCase()}`;
  const there = zonesOf(snapshot, ResourceGateway?.subnetIds ?? []);
  const here = zonesOf(snapshot, endpoint.SubnetIds ?? []);
  if (here === null || there === null || here.some((zone) => there.includes(zone))) return null;
  return `it is in ${here.join(', ')}, the resource gateway in ${there.join(', ')}`;
}

/** The ids of the zones, which mean the same in every account; null where one is not known. */
function zonesOf(snapshot: NetworkSnapshot, subnets: readonly string[]): readonly string[] | null {
  const zones = subnets.map((id) => snapshot.seen('Subnets', { 'subnet-id': id })[0]?.AvailabilityZoneId);
  const known = zones.filter((zone) => zone !== undefined);
  return known.length === 0 || known.length < zones.length ? null : [...new Set(known)].sort();
}
