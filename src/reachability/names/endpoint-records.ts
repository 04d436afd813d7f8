import type { VpcEndpoint } from '../../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';
import { type Blocker, blocker } from '../blocker.ts';
import { plainName } from './domain-name.ts';
import { type Alternative, type NameAnswer, type RecordTypes, unresolved } from './name-answer.ts';

/** Whether an endpoint's own list of names holds the host. */
export function bearsName(endpoint: VpcEndpoint, host: string): boolean {
  const names = (endpoint.DnsEntries ?? []).flatMap(({ DnsName: name }) => (name === undefined ? [] : plainName(name)));
  return names.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : name === host));
}

/** A name AWS gives an interface endpoint, which the public DNS answers with private addresses. */
export function isEndpointName(host: string): boolean {
  return /\.vpce\.amazonaws\.com(?:\.cn)?$/.test(host);
}

/** Whether an endpoint answers now; of some states nobody can tell. */
export function endpointState(endpoint: VpcEndpoint): 'available' | 'uncertain' | 'dead' {
  switch (endpoint.State?.toLowerCase()) {
    case 'available':
      return 'available';
    case 'partial':
    case undefined:
      return 'uncertain';
    default:
      return 'dead';
  }
}

/** As it is written after "is". */
export function stateOf({ State: state }: VpcEndpoint): string {
  return state?.toLowerCase() ?? 'in a state that is not stated';
}

/** The endpoint answers with every interface it has. */
export function interfacesOf(endpoint: VpcEndpoint): Extract<Alternative, { kind: 'endpoint' }> {
  return {
    kind: 'endpoint',
    endpoint,
    interfaces: endpoint.NetworkInterfaceIds ?? [],
    records: recordTypesOf(endpoint),
  };
}

/** What its records are follows from its DNS options, and without them from its address type. */
function recordTypesOf({ DnsOptions: options, IpAddressType: addresses = 'ipv4' }: VpcEndpoint): RecordTypes {
  const type = options?.DnsRecordIpType ?? addresses;
  switch (type.toLowerCase()) {
    case 'ipv4':
      return { A: true, AAAA: false };
    case 'ipv6':
      return { A: false, AAAA: true };
    case 'dualstack':
      return { A: true, AAAA: true };
    case 'service-defined':
      return { A: addresses === 'ipv6' ? 'undetermined' : true, AAAA: addresses === 'ipv4' ? false : 'undetermined' };
    default:
      return { A: 'undetermined', AAAA: 'undetermined' };
  }
}

/** What an endpoint that is no longer or not yet available gives: nothing. */
export function deadEnd(endpoint: VpcEndpoint): Alternative {
  const id = endpoint.VpcEndpointId;
  const state = stateOf(endpoint);
  const evidence = [{ resource: id, entry: state, text: `${id} is ${state}` }];
  const reason = blocker(
    'BAD_STATE',
    { resources: [id], leg: 'forward', evidence },
    { kind: 'VPC endpoint', state, needed: 'available' },
  );
  return { kind: 'nowhere', reason };
}

export function stateUncertain(endpoint: VpcEndpoint, host: string): Blocker {
  const id = endpoint.VpcEndpointId;
  return blocker('X_ENDPOINT_STATE_UNCERTAIN', { resources: [id] }, { host, endpoint: id, state: stateOf(endpoint) });
}

/** What the public DNS gives for a name of an endpoint, regional or of one zone: the same in every VPC. */
export function byEndpointName(snapshot: NetworkSnapshot, host: string): NameAnswer {
  const endpoint = snapshot.seen('VpcEndpoints', {}).find((e) => bearsName(e, host));
  if (endpoint === undefined) {
    const reason = `${host} is the name of an endpoint that is not in sight`;
    return unresolved([blocker('X_NAME_UNKNOWN', { resources: [host] }, { host, reason })], reason);
  }
  const id = endpoint.VpcEndpointId;
  const state = endpointState(endpoint);
  if (state === 'uncertain') return unresolved([stateUncertain(endpoint, host)], `${id} is ${stateOf(endpoint)}`);
  const all = interfacesOf(endpoint);
  const found = { ...all, interfaces: ofNamedZone(snapshot, all.interfaces, host) };
  return {
    resolvesTo: 'endpoint-name',
    because: `${host} is a name of ${id}`,
    alternatives: [state === 'dead' ? deadEnd(endpoint) : found],
    blockers: [],
    uncertain: null,
    remarks: [],
  };
}

/** A zonal name (vpce-…-us-east-1a.…) answers with the interfaces of its zone, a regional one with all. */
function ofNamedZone(snapshot: NetworkSnapshot, all: readonly string[], host: string): readonly string[] {
  const label = host.slice(0, host.indexOf('.'));
  const subnetsOf = (eni: string) =>
    snapshot
      .seen('NetworkInterfaces', { 'network-interface-id': eni })
      .flatMap(({ SubnetId: id = '' }) => snapshot.seen('Subnets', { 'subnet-id': id }));
  const inZone = all.filter((eni) => subnetsOf(eni).some((subnet) => label.endsWith(`-${subnet.AvailabilityZone}`)));
  return inZone.length > 0 ? inZone : all;
}
