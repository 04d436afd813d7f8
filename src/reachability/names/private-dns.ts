import type { Truth } from '../../policy/truth.ts';
import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import { type Blocker, blocker } from '../blocker.ts';
import type { Claim } from './claim.ts';
import {
  bearsName,
  deadEnd,
  endpointState,
  interfacesOf,
  isEndpointName,
  stateOf,
  stateUncertain,
} from './endpoint-records.ts';
import { anyOf, type NameAnswer, unresolved } from './name-answer.ts';
import { parseRegionalHost, parseServiceHost } from './regional-host.ts';
import { whereHostnamesAreOn, type ZonePlace } from './zone-place.ts';

/**
 * An endpoint's private DNS name shadows the public one for the whole VPC.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
export function privateDnsClaims(place: ZonePlace, endpoints: readonly VpcEndpoint[], host: string): readonly Claim[] {
  // Names AWS gives an endpoint are public, and no matter of its private DNS.
  if (isEndpointName(host)) return [];
  const precedence = { length: host.length, rank: place.rank };
  return endpoints
    .filter((e) => stateOf(e) !== 'deleted')
    .flatMap((endpoint): readonly Claim[] => {
      const claimed = claims(endpoint, host);
      if (claimed === false) return [];
      if (claimed === 'undetermined') return [{ ...precedence, doubt: doubtfulName(endpoint, host) }];
      const answer = (below: () => NameAnswer) => byPrivateDns(place, endpoint, host, below);
      return [{ ...precedence, doubt: null, by: endpoint.VpcEndpointId, answer }];
    });
}

/** Whether an endpoint answers the host privately: its own list of names says so, or its service and its private DNS do. */
function claims(endpoint: VpcEndpoint, host: string): Truth {
  const { ServiceName: service, PrivateDnsEnabled: privateDns, VpcEndpointType: type = 'Interface' } = endpoint;
  const elsewhere = servesElsewhere(endpoint, host);
  if (bearsName(endpoint, host)) return privateDns === false || elsewhere ? 'undetermined' : true;
  if (privateDns === false || type !== 'Interface' || elsewhere) return false;
  if (service === undefined) return endpoint.DnsEntries === undefined ? 'undetermined' : false;
  return isOwnName(service, host) ? (privateDns ?? 'undetermined') : false;
}

/** Whether the Region of an endpoint's service is stated to be another than the host's. */
function servesElsewhere({ ServiceRegion: stated }: VpcEndpoint, host: string): boolean {
  const asked = parseServiceHost(host)?.region;
  return stated !== undefined && asked !== undefined && stated !== asked;
}

/** Whether a host is the Regional name of an AWS service: com.amazonaws.us-east-1.secretsmanager is asked as secretsmanager.us-east-1.…. */
function isOwnName(service: string, host: string): boolean {
  const [name, region] = service.split('.').reverse();
  return host.startsWith(`${name}.${region}.`);
}

function doubtfulName({ VpcEndpointId: id }: VpcEndpoint, host: string): Blocker {
  const reason = `whether ${id} answers it privately does not follow from what is stated of its service, its names and its private DNS`;
  return blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
}

function byPrivateDns(place: ZonePlace, endpoint: VpcEndpoint, host: string, below: () => NameAnswer): NameAnswer {
  const id = endpoint.VpcEndpointId;
  const base = {
    resolvesTo: place.profile === null ? ('private-dns' as const) : ('profile' as const),
    blockers: [],
    uncertain: null,
    remarks: [],
  };
  switch (endpointState(endpoint)) {
    case 'uncertain':
      return unresolved([stateUncertain(endpoint, host)], `${id} is ${stateOf(endpoint)}`);
    case 'dead': {
      const because = `${id} claims the name and is ${stateOf(endpoint)}: whether its private name answers is not known`;
      const dead = { ...base, because, alternatives: [deadEnd(endpoint)] };
      return anyOf([dead, below()], stateUncertain(endpoint, host), because);
    }
    case 'available': {
      if (!bearsName(endpoint, host)) {
        const reason = `${id} has private DNS on, but ${host} is not among its DNS entries`;
        const doubt = blocker('X_NAME_UNKNOWN', { resources: [id] }, { host, reason });
        return unresolved([doubt], `${id} has private DNS on without listing the name`);
      }
      const because =
        place.profile === null
          ? `private DNS of ${id} answers the name in the whole VPC`
          : `${place.profile} brings ${id}, whose private DNS answers the name in the whole VPC`;
      const remarks = parseRegionalHost(host) === null ? [] : shadows(place, endpoint, host);
      const own = { ...base, because, alternatives: [interfacesOf(endpoint)], remarks };
      return whereHostnamesAreOn(place, id, host, own, below);
    }
  }
}

function shadows({ snapshot, vpc }: ZonePlace, endpoint: VpcEndpoint, host: string): readonly Blocker[] {
  const id = endpoint.VpcEndpointId;
  return snapshot.seen('NatGateways', { 'vpc-id': vpc }).some((g) => g.State === 'available')
    ? [blocker('X_PRIVATE_DNS_SHADOWS_NAT', { resources: [id] }, { host, endpoint: id })]
    : [];
}

const SERVICE_NAMES = ['.secretsmanager', '.secretsmanager-fips'];

/** Endpoints for Secrets Manager that are there and do not answer a name of it. */
export function unusedEndpoints(endpoints: readonly VpcEndpoint[], host: string): readonly Blocker[] {
  return endpoints
    .filter((e) => stateOf(e) !== 'deleted' && claims(e, host) === false)
    .filter((e) => SERVICE_NAMES.some((ending) => e.ServiceName?.endsWith(ending)))
    .map((e) => {
      const reason = e.PrivateDnsEnabled === false ? 'its private DNS is off' : 'its service has another name';
      return blocker(
        'X_ENDPOINT_UNUSED',
        { resources: [e.VpcEndpointId] },
        { host, endpoint: e.VpcEndpointId, reason },
      );
    });
}
