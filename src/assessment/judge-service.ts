import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import type { Topology } from '../topology/topology.ts';
import { type Judged, judge } from './judged.ts';

/** Prerequisite A: from every subnet of the function to every address of every target. */
export function judgeService(
  topology: Topology,
  sources: readonly FlowSource[],
  targets: readonly ResolvedTarget[],
  beside: readonly Blocker[],
): Judged {
  const flows = targets.flatMap((target) =>
    target.addresses.flatMap((address) =>
      sources.map((source) => traceTarget(topology, source, address, target.chosen.spec.port)),
    ),
  );
  const distinct = [...new Map(flows.map((f) => [f.trace.id, f])).values()];
  const remarks = targets.flatMap((t) => t.remarks);
  return judge('service', distinct, [...beside, ...targets.flatMap((t) => t.blockers), ...remarks]);
}

function traceTarget(topology: Topology, source: FlowSource, address: string, port: number): TracedFlow {
  const parsed = parseAddress(address);
  if (parsed === null) throw new RangeError(`Not an address: ${address}`);
  const flow = traceFlow(topology, {
    id: `service/${source.subnet ?? 'aws-network'}/${address}:${port}`,
    source,
    destination: { addresses: singleAddress(parsed), oneOf: false, label: address, port, interface: null },
    protocol: 'tcp',
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
