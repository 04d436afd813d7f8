import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import type { Assumptions } from '../reachability/assumptions.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import type { TargetAddress } from '../targets/target-addresses.ts';
import type { Topology } from '../topology/topology.ts';
import { type Judged, judge } from './judged.ts';

export interface ServiceQuestion {
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  readonly assumptions: Assumptions;
}

/** Prerequisite A: from every subnet of the function to every address of every target. */
export function judgeService(
  asked: ServiceQuestion,
  targets: readonly ResolvedTarget[],
  beside: readonly Blocker[],
): Judged {
  const flows = destinationsOf(targets).flatMap((destination) =>
    asked.sources.map((source) => traceTarget(asked, source, destination)),
  );
  const remarks = targets.flatMap((t) => t.remarks);
  return judge('service', flows, [...beside, ...targets.flatMap((t) => t.blockers), ...remarks]);
}

interface Destination extends TargetAddress {
  readonly port: number;
  /** ADDRESS:PORT, and the interface where two are meant by it. */
  readonly name: string;
}

/** Two targets may give one address: who says whose it is says more, and of two that differ one is not there. */
function destinationsOf(targets: readonly ResolvedTarget[]): readonly Destination[] {
  const named = new Map<string, Map<string | null, Destination>>();
  for (const { addresses, chosen } of targets) {
    for (const { address, interface: eni } of addresses) {
      const { port } = chosen.spec;
      const name = `${address}:${port}`;
      named.set(name, new Map(named.get(name)).set(eni, { address, interface: eni, port, name }));
    }
  }
  return [...named.values()].flatMap((byInterface) => {
    const all = [...byInterface.values()];
    const known = all.filter((d) => d.interface !== null);
    if (known.length === 0) return all;
    return known.length === 1 ? known : known.map((d) => ({ ...d, name: `${d.name}@${d.interface}` }));
  });
}

function traceTarget(
  { topology, assumptions }: ServiceQuestion,
  source: FlowSource,
  destination: Destination,
): TracedFlow {
  const { address, port, name } = destination;
  const parsed = parseAddress(address);
  if (parsed === null) throw new RangeError(`Not an address: ${address}`);
  const flow = traceFlow(topology, {
    id: `service/${source.subnet ?? 'aws-network'}/${name}`,
    source,
    destination: {
      addresses: singleAddress(parsed),
      oneOf: false,
      label: address,
      port,
      interface: destination.interface,
    },
    protocol: 'tcp',
    assumptions,
  });
  return endsAtOwnDoor(topology, flow)
    ? { ...flow, remarks: [...flow.remarks, ownDoor(topology, flow, address)] }
    : flow;
}

/** A sound path into the internet, or to an interface of an endpoint, ends where nobody can see on. */
function endsAtOwnDoor(topology: Topology, { trace }: TracedFlow): boolean {
  const last = trace.forward.hops.at(-1);
  if (trace.disposition !== 'reachable' || last === undefined) return false;
  if (last.kind === 'internet' || last.kind === 'aws-network') return true;
  return last.kind === 'target' && topology.next(last.resource, 'part-of', 'vpc-endpoint').length > 0;
}

/** A sound path ends at the service's own door: its allow-list must hold what the function is seen as. */
function ownDoor(topology: Topology, { trace }: TracedFlow, address: string): Blocker {
  const gateways = trace.forward.hops
    .filter((hop) => hop.kind === 'nat-gateway')
    .map((hop) => topology.node('nat-gateway', hop.resource).fact);
  const publicIps = gateways
    .flatMap((fact) => (fact.known ? (fact.value?.NatGatewayAddresses ?? []) : []))
    .flatMap((a) => a.PublicIp ?? []);
  const behindEndpoint = trace.forward.hops.at(-1)?.kind === 'target';
  const unstated = behindEndpoint
    ? 'the addresses of its own load balancer'
    : 'addresses of AWS that nobody can state beforehand';
  const sources = publicIps.length === 0 ? unstated : [...new Set(publicIps)].sort().join(', ');
  return blocker('X_SERVICE_OWN_DOOR', { resources: [address] }, { destination: address, sources });
}
