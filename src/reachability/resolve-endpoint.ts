import type { Truth } from '../policy/truth.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import { sharingAccount } from '../snapshot/shared-vpc.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { type Blocker, blocker, blockerKey } from './blocker.ts';
import { isEndpointName } from './endpoint-hosts.ts';
import { plainName, type ResolverState, resolverState } from './resolver.ts';
import { missingFact } from './walk-record.ts';

/** One place the name may lead: the interfaces of an endpoint, the public addresses, or an endpoint that does not answer. */
export type Alternative =
  | { readonly kind: 'endpoint'; readonly endpoint: VpcEndpoint; readonly interfaces: readonly string[] }
  | { readonly kind: 'public' }
  | { readonly kind: 'dead'; readonly endpoint: string; readonly state: string };

/** Where a Secrets Manager host leads from inside a VPC. */
export interface EndpointResolution {
  readonly resolvesTo: 'public' | 'private-dns' | 'endpoint-name' | 'unknown';
  readonly because: string;
  /** More than one: it is not known which the resolver answers with. */
  readonly alternatives: readonly Alternative[];
  /** Reasons it does not resolve, or is not known to; `uncertain` is said only where the alternatives disagree. */
  readonly blockers: readonly Blocker[];
  readonly uncertain: Blocker | null;
  readonly remarks: readonly Blocker[];
  /** Said where every alternative passes. */
  readonly whereAllPass?: Blocker;
}

const SERVICE = /\.secretsmanager(-fips)?$/;

/**
 * Resolves a host as the VPC's resolver does: an endpoint's private DNS name shadows the public one for the whole VPC.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function resolveEndpoint(
  snapshot: NetworkSnapshot,
  vpc: string,
  region: string,
  host: string,
): EndpointResolution {
  const state = resolverState(snapshot, vpc, host);
  const endpoints = snapshot.all('VpcEndpoints', { 'vpc-id': vpc });
  const here = snapshot.seen('VpcEndpoints', { 'vpc-id': vpc }).filter((e) => isCandidate(e, region));
  if (isEndpointName(host)) return byEndpointName(snapshot, host, state);
  const unlisted = endpoints.known
    ? unlistedByOwner(snapshot, vpc, here)
    : missingFact([endpoints.missing], [vpc], null, null);
  const inVpc = snapshot.seen('VpcEndpoints', { 'vpc-id': vpc }).filter((e) => e.State?.toLowerCase() !== 'deleted');
  const claiming = inVpc.filter((e) => claims(e, region, host) === true);
  const doubtful = inVpc.filter((e) => claims(e, region, host) === 'undetermined').map((e) => doubtfulClaim(e, host));
  const serving = claiming.map((endpoint) => byPrivateDns(snapshot, endpoint, host, state));
  const [only, ...others] = serving;
  if (only === undefined) {
    if (unlisted !== null) return unresolved(state, [unlisted], `the endpoints of ${vpc} are not known`);
    if (doubtful.length > 0)
      return unresolved(state, doubtful, `whether an endpoint of ${vpc} bears the name is not known`);
    return { ...publicly(state, here, host), remarks: [...state.remarks, ...unusedEndpoints(here, host)] };
  }
  const served = others.length === 0 ? only : byAnyOf(serving, claiming, host);
  return doubtful.length === 0 ? served : { ...served, blockers: [...served.blockers, ...doubtful] };
}

function isCandidate(endpoint: VpcEndpoint, region: string): boolean {
  const type = endpoint.VpcEndpointType ?? 'Interface';
  return (
    type === 'Interface' && SERVICE.test(endpoint.ServiceName ?? '') && (endpoint.ServiceRegion ?? region) === region
  );
}

/** Whether an endpoint answers the host privately: its own list of names says so, or its service and its private DNS do. */
function claims(endpoint: VpcEndpoint, region: string, host: string): Truth {
  const { ServiceName: service, PrivateDnsEnabled: privateDns } = endpoint;
  if (bearsName(endpoint, host)) return privateDns === false ? 'undetermined' : true;
  if (privateDns === false) return false;
  if (service === undefined && endpoint.DnsEntries === undefined)
    return (endpoint.VpcEndpointType ?? 'Interface') === 'Interface' ? 'undetermined' : false;
  if (!isCandidate(endpoint, region) || !ownName(endpoint, host)) return false;
  return privateDns ?? 'undetermined';
}

function bearsName(endpoint: VpcEndpoint, host: string): boolean {
  return (endpoint.DnsEntries ?? []).some((entry) => plainName(entry.DnsName ?? '') === host);
}

/** Whether a host is the name of the endpoint's own service: the FIPS service serves the FIPS name, the other the other. */
function ownName(endpoint: VpcEndpoint, host: string): boolean {
  return host.startsWith('secretsmanager-fips.') === (SERVICE.exec(endpoint.ServiceName ?? '')?.[1] === '-fips');
}

function doubtfulClaim({ VpcEndpointId: id }: VpcEndpoint, host: string): Blocker {
  const reason = `whether ${id} answers it privately does not follow from what is stated of its service, its names and its private DNS`;
  return blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
}

/** AWS gives a name to one endpoint of a VPC at a time; where several claim it, one is on its way in or out. */
function byAnyOf(
  resolutions: readonly EndpointResolution[],
  claiming: readonly VpcEndpoint[],
  host: string,
): EndpointResolution {
  const ids = claiming.map((e) => e.VpcEndpointId);
  const because = `${ids.join(' and ')} each claim the name`;
  return {
    resolvesTo: 'unknown',
    because,
    alternatives: resolutions.flatMap((r) => r.alternatives),
    blockers: distinctBlockers(resolutions.flatMap((r) => r.blockers)),
    uncertain: blocker('X_NAME_UNKNOWN', { resources: ids }, { host, reason: because }),
    remarks: distinctBlockers(resolutions.flatMap((r) => r.remarks)),
  };
}

function distinctBlockers(blockers: readonly Blocker[]): readonly Blocker[] {
  return [...new Map(blockers.map((b) => [blockerKey(b), b])).values()];
}

function byPrivateDns(
  snapshot: NetworkSnapshot,
  endpoint: VpcEndpoint,
  host: string,
  state: ResolverState,
): EndpointResolution {
  const id = endpoint.VpcEndpointId;
  const found: Alternative = { kind: 'endpoint', endpoint, interfaces: endpoint.NetworkInterfaceIds ?? [] };
  const base = { resolvesTo: 'private-dns' as const, blockers: state.blockers, remarks: state.remarks };
  const uncertain = (alternatives: readonly Alternative[], reason: Blocker, because: string): EndpointResolution => ({
    ...base,
    resolvesTo: 'unknown',
    alternatives,
    uncertain: reason,
    because,
  });
  const status = endpoint.State?.toLowerCase() ?? 'not stated';
  if (status === 'partial' || status === 'not stated') {
    const reason = blocker('X_ENDPOINT_STATE_UNCERTAIN', { resources: [id] }, { host, endpoint: id, state: status });
    return unresolved(state, [reason], `${id} is in state ${status}`);
  }
  if (status !== 'available') {
    const reason = blocker('X_ENDPOINT_STATE_UNCERTAIN', { resources: [id] }, { host, endpoint: id, state: status });
    return uncertain(
      [{ kind: 'dead', endpoint: id, state: status }, { kind: 'public' }],
      reason,
      `${id} claims the name and is ${status}: whether its private name answers is not known`,
    );
  }
  if (!bearsName(endpoint, host)) {
    const reason = blocker(
      'X_NAME_UNKNOWN',
      { resources: [id] },
      { host, reason: `${id} has private DNS on, but ${host} is not among its DNS entries` },
    );
    return unresolved(state, [reason], `${id} has private DNS on without listing the name`);
  }
  if (!state.hostnames && state.blockers.length === 0) {
    const vpc = endpoint.VpcId ?? '';
    const reason = blocker(
      'X_NAME_UNKNOWN',
      { resources: [id] },
      {
        host,
        reason: `enableDnsHostnames of ${vpc} is false, and whether the private name of ${id} still answers is not documented`,
      },
    );
    const warning = blocker(
      'X_PRIVATE_DNS_UNCERTAIN',
      { resources: [id, vpc] },
      { host, endpoint: id, attribute: 'enableDnsHostnames' },
    );
    const resolution = uncertain(
      [found, { kind: 'public' }],
      reason,
      `enableDnsHostnames is false, so either ${id} or the public name answers`,
    );
    return { ...resolution, whereAllPass: warning };
  }
  const shadowed = hasNatGateway(snapshot, endpoint.VpcId)
    ? [blocker('X_PRIVATE_DNS_SHADOWS_NAT', { resources: [id] }, { host, endpoint: id })]
    : [];
  return {
    ...base,
    alternatives: [found],
    uncertain: null,
    remarks: [...state.remarks, ...shadowed],
    because: `private DNS of ${id} answers the name in the whole VPC`,
  };
}

function byEndpointName(snapshot: NetworkSnapshot, host: string, state: ResolverState): EndpointResolution {
  const endpoint = snapshot.seen('VpcEndpoints', {}).find((e) => bearsName(e, host));
  if (endpoint === undefined) {
    const reason = `${host} is the name of an endpoint that is not in sight`;
    return unresolved(state, [blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })], reason);
  }
  const id = endpoint.VpcEndpointId;
  return {
    resolvesTo: 'endpoint-name',
    because: `${host} is a name of ${id}`,
    alternatives: [{ kind: 'endpoint', endpoint, interfaces: namedInterfaces(snapshot, endpoint, host) }],
    blockers: state.blockers,
    uncertain: null,
    remarks: state.remarks,
  };
}

/** A zonal name (vpce-…-us-east-1a.…) answers with the interfaces of its zone, a regional one with all. */
function namedInterfaces(snapshot: NetworkSnapshot, endpoint: VpcEndpoint, host: string): readonly string[] {
  const label = host.split('.')[0] ?? '';
  const zoneOf = (eni: string) => {
    const subnet = snapshot.seen('NetworkInterfaces', { 'network-interface-id': eni })[0]?.SubnetId;
    return subnet === undefined ? undefined : snapshot.seen('Subnets', { 'subnet-id': subnet })[0]?.AvailabilityZone;
  };
  const all = endpoint.NetworkInterfaceIds ?? [];
  const inZone = all.filter((eni) => label.endsWith(`-${zoneOf(eni) ?? 'no zone'}`));
  return inZone.length > 0 ? inZone : all;
}

function publicly(state: ResolverState, endpoints: readonly VpcEndpoint[], host: string): EndpointResolution {
  const because =
    endpoints.length === 0
      ? 'no endpoint of Secrets Manager is in the VPC, so the public name answers'
      : `no endpoint in the VPC has private DNS for ${host}, so the public name answers`;
  return {
    resolvesTo: 'public',
    because,
    alternatives: [{ kind: 'public' }],
    blockers: state.blockers,
    uncertain: null,
    remarks: state.remarks,
  };
}

function unresolved(state: ResolverState, reasons: readonly Blocker[], because: string): EndpointResolution {
  return {
    resolvesTo: 'unknown',
    because,
    alternatives: [],
    blockers: [...state.blockers, ...reasons],
    uncertain: null,
    remarks: state.remarks,
  };
}

function unusedEndpoints(endpoints: readonly VpcEndpoint[], host: string): readonly Blocker[] {
  return endpoints
    .filter((e) => e.State?.toLowerCase() !== 'deleted')
    .map((e) => {
      const reason = e.PrivateDnsEnabled === true ? 'its service has another name' : 'its private DNS is off';
      return blocker(
        'X_ENDPOINT_UNUSED',
        { resources: [e.VpcEndpointId] },
        { host, endpoint: e.VpcEndpointId, reason },
      );
    });
}

/** A participant of a shared VPC gets an empty list of endpoints. */
function unlistedByOwner(snapshot: NetworkSnapshot, vpc: string, seen: readonly VpcEndpoint[]): Blocker | null {
  const owner = sharingAccount(snapshot, vpc);
  if (owner === null || seen.length > 0) return null;
  const reason = `${vpc} is shared by account ${owner}, and only its owner can list its endpoints`;
  return missingFact([{ list: 'VpcEndpoints', action: 'ec2:DescribeVpcEndpoints', reason }], [vpc], null, null);
}

function hasNatGateway(snapshot: NetworkSnapshot, vpc: string | undefined): boolean {
  return vpc !== undefined && snapshot.seen('NatGateways', { 'vpc-id': vpc }).some((g) => g.State === 'available');
}
