import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { Topology } from '../topology/topology.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';

/** The flows to an endpoint, and what is to be said of its interfaces beside them. */
export interface EndpointPath {
  readonly flows: readonly TracedFlow[];
  readonly blockers: readonly Blocker[];
}

/** Every interface of the endpoint must be reached: the resolver answers with any of them. */
export function endpointPath(
  question: PathQuestion,
  endpoint: VpcEndpoint,
  interfaces: readonly string[],
): EndpointPath {
  const { topology, sources } = question;
  const { addresses, unknown } = addressesOf(question, endpoint, interfaces);
  const flows = [...addresses]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([text, eni]) => {
      const address = parseAddress(text);
      if (address === null) return [];
      const destination = { addresses: singleAddress(address), oneOf: false, label: text, interface: eni };
      return sources.map((source) => traceFlow(topology, httpsFlow(question, source, destination)));
    });
  return { flows, blockers: [...unknown, ...remarkOneZone(topology, endpoint, interfaces, sources)] };
}

/** The interface behind each address, and why not all of them are known. */
function addressesOf({ snapshot }: PathQuestion, endpoint: VpcEndpoint, interfaces: readonly string[]) {
  const id = endpoint.VpcEndpointId;
  const addresses = new Map<string, string>();
  const unknown: Blocker[] = [];
  for (const eni of interfaces) {
    const scope = endpoint.VpcId === undefined ? {} : { 'vpc-id': endpoint.VpcId };
    const found = snapshot.one('NetworkInterfaces', { 'network-interface-id': eni }, scope);
    const address = found.known ? found.value?.PrivateIpAddress : undefined;
    if (address !== undefined) {
      addresses.set(address, eni);
      continue;
    }
    const missing = found.known ? unread(`${eni} of ${id} has no address stated`) : found.missing;
    unknown.push(missingFact([missing], [eni], null, null));
  }
  if (interfaces.length === 0 || (endpoint.NetworkInterfaceIds ?? []).length < (endpoint.SubnetIds ?? []).length)
    unknown.push(missingFact([unread(`not every interface of ${id} is stated`)], [id], null, null));
  if (endpoint.IpAddressType === 'ipv6' || endpoint.DnsOptions?.DnsRecordIpType === 'ipv6') {
    const details = { what: 'an endpoint with IPv6 records only', reason: `${id} answers with IPv6 addresses` };
    unknown.push(blocker('X_NOT_MODELLED', { resources: [id] }, details));
  }
  return { addresses, unknown };
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
    interfaces.flatMap((eni) => topology.next(eni, 'in-subnet', 'subnet').map((s) => zoneOf(s.id))),
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
  return { list: 'NetworkInterfaces', action: 'ec2:DescribeNetworkInterfaces', reason };
}
