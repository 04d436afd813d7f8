import { type Family, parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkInterface, VpcEndpoint } from '../snapshot/network-facts.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Topology } from '../topology/topology.ts';
import { dns64Flows } from './dns64.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';

/** The flows to an endpoint, and what is to be said of its interfaces beside them. */
export interface EndpointPath {
  readonly flows: readonly TracedFlow[];
  readonly blockers: readonly Blocker[];
  /** The flows to what DNS64 makes of IPv4 addresses, in subnets that have it, where the name has no IPv6 ones. */
  readonly synthesised: readonly TracedFlow[];
}

/** Every interface of the endpoint must be reached: the resolver answers with any of them. */
export function endpointPath(
  question: PathQuestion,
  endpoint: VpcEndpoint,
  interfaces: readonly string[],
  family: Family,
): EndpointPath {
  const { topology } = question;
  const sources = family === 4 ? question.sources : question.ipv6Sources;
  const { addresses, unknown } = addressesOf(question, endpoint, interfaces, family);
  const flows = [...addresses]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([text, eni]) => {
      const address = parseAddress(text);
      if (address === null) return [];
      const destination = { addresses: singleAddress(address), oneOf: false, label: text, interface: eni };
      return sources.map((source) => traceFlow(topology, httpsFlow(question, source, destination)));
    });
  const synthesised = family === 4 ? dns64Flows(question, [...addresses.keys()]) : [];
  const remarks = family === 4 ? remarkOneZone(topology, endpoint, interfaces, sources) : [];
  return { flows, blockers: [...unknown, ...remarks], synthesised };
}

/** The interface behind each address, and why not all of them are known. */
function addressesOf({ snapshot }: PathQuestion, endpoint: VpcEndpoint, interfaces: readonly string[], family: Family) {
  const id = endpoint.VpcEndpointId;
  const addresses = new Map<string, string>();
  const unknown: Blocker[] = [];
  for (const eni of interfaces) {
    const scope = endpoint.VpcId === undefined ? {} : { 'vpc-id': endpoint.VpcId };
    const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': eni }, scope);
    const own = found.known && found.value !== null ? addressesOfFamily(found.value, family) : [];
    for (const address of own) addresses.set(address, eni);
    if (own.length > 0) continue;
    const missing = found.known ? unread(`${eni} of ${id} has no address stated`) : found.missing;
    unknown.push(missingFact([missing], [eni], null, null));
  }
  if (interfaces.length === 0 || (endpoint.NetworkInterfaceIds ?? []).length < (endpoint.SubnetIds ?? []).length)
    unknown.push(missingFact([unread(`not every interface of ${id} is stated`)], [id], null, null));
  return { addresses, unknown };
}

function addressesOfFamily(eni: NetworkInterface, family: Family): readonly string[] {
  if (family === 6) return (eni.Ipv6Addresses ?? []).flatMap((a) => a.Ipv6Address ?? []);
  return eni.PrivateIpAddress === undefined ? [] : [eni.PrivateIpAddress];
}

/** An endpoint with interfaces in one zone serves every zone, but only as long as its own is up. */
function remarkOneZone(
  topology: Topology,
  endpoint: VpcEndpoint,
  interfaces: readonly string[],
  sources: readonly FlowSource[],
): readonly Blocker[] {
  const zoneOf = (subnet: string) => {
    const { fact } = topology.node('subnet', subnet);
    return fact.known ? (fact.value?.AvailabilityZone ?? null) : null;
  };
  const zones = new Set(
    interfaces.map((eni) => {
      const [subnet] = topology.next(eni, 'in-subnet', 'subnet');
      return subnet === undefined ? null : zoneOf(subnet.id);
    }),
  );
  const [zone] = zones;
  if (zones.size !== 1 || zone == null) return [];
  const byZonalName = interfaces.length < (endpoint.NetworkInterfaceIds ?? []).length;
  return sources
    .filter((s) => s.subnet !== null && (byZonalName || ![null, zone].includes(zoneOf(s.subnet))))
    .map((s) =>
      blocker(
        'X_ENDPOINT_IN_ONE_ZONE',
        { resources: [endpoint.VpcEndpointId], at: s.subnet },
        { endpoint: endpoint.VpcEndpointId, zone, subnet: s.subnet ?? '' },
      ),
    );
}

function unread(reason: string) {
  return notRead('NetworkInterfaces', reason);
}
