import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { NamedAddress } from '../reachability/names/name-answer.ts';
import { type AskedService, misled } from '../reachability/names/served-by.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { Topology } from '../topology/topology.ts';
import { httpsFlow, type PathQuestion } from './https-flow.ts';

/** A flow to an address that a record gives, and the endpoint it ends at; null where none is known there. */
export interface AddressFlow {
  readonly flow: TracedFlow;
  readonly endpoint: VpcEndpoint | null;
}

/** The flows to addresses given by records: what stands there is told by the interface each ends at. */
export function addressPath(question: PathQuestion, addresses: readonly NamedAddress[]): readonly AddressFlow[] {
  const { topology } = question;
  return addresses.flatMap((named) => {
    const address = parseAddress(named.address);
    if (address === null) return [];
    const destination = {
      addresses: singleAddress(address),
      oneOf: false,
      label: named.address,
      interface: named.interface,
    };
    const sources = address.family === 4 ? question.sources : question.ipv6Sources;
    return sources.map((source) => {
      const flow = traceFlow(topology, httpsFlow(question, source, destination));
      return { flow, endpoint: endpointAt(topology, flow) };
    });
  });
}

function endpointAt(topology: Topology, { trace }: TracedFlow): VpcEndpoint | null {
  const last = trace.forward.hops.at(-1);
  const [behind] = last === undefined ? [] : topology.next(last.resource, 'part-of', 'vpc-endpoint');
  if (behind === undefined) return null;
  const { fact } = topology.node('vpc-endpoint', behind.id);
  return fact.known && fact.value?.ServiceName !== undefined ? fact.value : null;
}

/** What answers at an address that is no endpoint's of Secrets Manager nobody knows. */
export function strangers(flows: readonly AddressFlow[], service: AskedService, host: string): readonly Blocker[] {
  return flows.flatMap(({ flow: { trace }, endpoint }) => {
    if (endpoint !== null) return misled(endpoint, service, host);
    if (trace.disposition !== 'reachable') return [];
    const { address } = trace.to;
    const reason = `it gives ${address}, where no endpoint of Secrets Manager is in sight`;
    return [blocker('X_NAME_UNKNOWN', { resources: [address] }, { host, reason })];
  });
}
