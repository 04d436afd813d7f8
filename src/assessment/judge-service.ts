import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import type { Assumptions } from '../reachability/assumptions.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import type { TargetAddress, TargetPart } from '../targets/target-addresses.ts';
import { isName, type TargetSpec, written } from '../targets/target-spec.ts';
import type { Topology } from '../topology/topology.ts';
import { synthesisedText, whereDns64 } from './dns64.ts';
import { type Client, settleFamilies } from './dual-stack.ts';
import { pastBalancer } from './judge-balancer.ts';
import { either, every, type Judged, judge } from './judged.ts';

export interface ServiceQuestion {
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  /** Where the function sends IPv6 from; empty: it has none. */
  readonly ipv6Sources: readonly FlowSource[];
  readonly client: Client;
  readonly assumptions: Assumptions;
}

/** Prerequisite A: from every subnet of the function to every address of every target. */
export function judgeService(
  asked: ServiceQuestion,
  targets: readonly ResolvedTarget[],
  beside: readonly Blocker[],
): Judged {
  const flowsTo = tracer(asked, targets);
  const remarks = targets.flatMap((t) => t.remarks);
  const around = [...beside, ...targets.flatMap((t) => t.blockers), ...remarks];
  const parts = targets.flatMap(({ parts, chosen }) => parts.map((part) => ({ part, spec: chosen.spec })));
  const certain = distinct(
    parts.flatMap(({ part, spec }) => {
      const [only = [], ...others] = part.places;
      return others.length === 0 ? flowsTo(only, spec) : [];
    }),
  );
  const doubtful = parts.flatMap(({ part, spec }) => {
    if (part.places.length < 2) return [];
    return [
      judgePlaces(
        part,
        part.places.map((place) => judge('service', flowsTo(place, spec), [])),
      ),
    ];
  });
  const judged =
    doubtful.length === 0
      ? judge('service', certain, around)
      : every(
          'service',
          [...(certain.length === 0 ? [] : [judge('service', certain, [])]), ...doubtful],
          around,
          [
            ...certain.map(({ trace }) => trace.disposition === 'reachable' || trace.intermittent),
            ...doubtful.map((d) => d.verdict === 'pass' || d.intermittent),
          ].includes(true),
        );
  return judged.verdict === 'pass' ? withFailovers(judged, targets, flowsTo) : judged;
}

/** Two targets may ask for one flow. */
function distinct(flows: readonly TracedFlow[]): readonly TracedFlow[] {
  return [...new Map(flows.map((flow) => [flow.trace.id, flow])).values()];
}

function judgePlaces({ doubt, note }: TargetPart, places: readonly Judged[]): Judged {
  const judged = either('service', places, doubt === null ? [] : [doubt]);
  if (judged.verdict !== 'pass' || note === null) return judged;
  return { ...judged, found: [...judged.found, { prerequisite: 'service', trace: null, blocker: note }] };
}

/** What works now and no longer works where a failover may take the service. */
function withFailovers(judged: Judged, targets: readonly ResolvedTarget[], flowsTo: Tracer): Judged {
  const warnings = targets.flatMap(({ later, chosen: { spec } }) =>
    later.flatMap((address) => {
      const refused = flowsTo([address], spec).find(({ trace }) => trace.disposition === 'blocked');
      const [first] = refused?.trace.blockers ?? [];
      if (first === undefined) return [];
      const reason = first.evidence[0]?.text ?? first.details['nearest'] ?? first.code;
      const details = { target: written(spec), interface: address.interface ?? address.address, reason };
      return [blocker('X_FAILS_AFTER_FAILOVER', { resources: first.resources, at: first.at }, details)];
    }),
  );
  const found = warnings.map((warning) => ({ prerequisite: 'service' as const, trace: null, blocker: warning }));
  return { ...judged, found: [...judged.found, ...found] };
}

interface Destination extends TargetAddress {
  readonly port: number;
  /** ADDRESS:PORT, and the interface where two are meant by it; INTERFACE:PORT where its address is not known. */
  readonly name: string;
}

/** The flows from every subnet of the function to every address of a place. */
type Tracer = (place: readonly TargetAddress[], spec: TargetSpec) => readonly TracedFlow[];

function tracer(asked: ServiceQuestion, targets: readonly ResolvedTarget[]): Tracer {
  const named = destinationsOf(targets);
  const balancers = targets.flatMap((t) => t.balancers);
  const traced = new Map<string, readonly TracedFlow[]>();
  const flowsTo = (sources: readonly FlowSource[], destination: Destination) => {
    const key = `${destination.name} ${destination.interface ?? ''}`;
    const flows =
      traced.get(key) ??
      sources.flatMap((source) => {
        return pastBalancer(asked, source, traceTarget(asked, source, destination), balancers);
      });
    traced.set(key, flows);
    return flows;
  };
  return (place, spec) => {
    const all = place.flatMap((to) => {
      const { interface: eni } = to;
      const meant = named.get(nameOf(to, spec.port)) ?? [];
      return meant.length < 2 || eni === null ? meant : meant.filter((d) => d.interface === eni);
    });
    const destinations = [...new Set(all)];
    const [ipv6, ipv4] = [destinations.filter(isIpv6), destinations.filter((d) => !isIpv6(d))];
    // A name without IPv6 addresses is given some by DNS64.
    const made = isName(spec) && ipv6.length === 0 ? ipv4.flatMap(throughDns64) : [];
    const overIpv6 = [
      ...ipv6.flatMap((d) => flowsTo(asked.ipv6Sources, d)),
      ...made.flatMap((d) => flowsTo(whereDns64(asked).ipv6Sources, d)),
    ];
    const overIpv4 = ipv4.flatMap((d) => flowsTo(asked.sources, d));
    return settled(asked.client, overIpv4, overIpv6);
  };
}

function isIpv6({ address }: Destination): boolean {
  return parseAddress(address)?.family === 6;
}

function throughDns64({ address: ipv4, port }: Destination): readonly Destination[] {
  const address = synthesisedText(ipv4);
  return address === null ? [] : [{ address, interface: null, port, name: `${address}:${port}` }];
}

/** A place with addresses of both families: nobody knows which a driver tries first, so one without a path is a doubt. */
function settled(client: Client, ipv4: readonly TracedFlow[], ipv6: readonly TracedFlow[]): readonly TracedFlow[] {
  return settleFamilies({ ...client, runtime: null }, { ipv4, ipv6, ipv6Certain: true }).flows;
}

function nameOf({ address, interface: eni, standsFor }: TargetAddress, port: number): string {
  return `${standsFor === undefined ? address : (eni ?? '')}:${port}`;
}

/** Two targets may give one address: who says whose it is says more, and of two that differ one is not there. */
function destinationsOf(targets: readonly ResolvedTarget[]): ReadonlyMap<string, readonly Destination[]> {
  const named = new Map<string, Map<string | null, Destination>>();
  for (const { parts, later, chosen } of targets) {
    for (const to of [...parts.flatMap((part) => part.places.flat()), ...later]) {
      const { port } = chosen.spec;
      const name = nameOf(to, port);
      named.set(name, new Map(named.get(name)).set(to.interface, { ...to, port, name }));
    }
  }
  return new Map(
    [...named].map(([name, byInterface]) => {
      const all = [...byInterface.values()];
      const known = all.filter((d) => d.interface !== null);
      if (known.length === 0) return [name, all];
      return [name, known.length === 1 ? known : known.map((d) => ({ ...d, name: `${d.name}@${d.interface}` }))];
    }),
  );
}

function traceTarget(
  { topology, assumptions }: ServiceQuestion,
  source: FlowSource,
  destination: Destination,
): TracedFlow {
  const { address, port, name, standsFor } = destination;
  const parsed = parseAddress(address);
  if (parsed === null) throw new RangeError(`Not an address: ${address}`);
  const flow = traceFlow(topology, {
    id: `service/${source.subnet ?? 'aws-network'}/${name}`,
    source,
    destination: {
      addresses: singleAddress(parsed),
      oneOf: false,
      label: standsFor ?? address,
      standsFor: standsFor ?? null,
      port,
      interface: destination.interface,
      judgedBeyond: true,
    },
    protocol: 'tcp',
    assumptions,
  });
  const service = port === HTTPS ? null : awsServiceAt(topology, flow);
  if (service !== null) return undecidedAt(service, flow, name);
  return endsAtOwnDoor(topology, flow)
    ? { ...flow, remarks: [...flow.remarks, ownDoor(topology, flow, address)] }
    : flow;
}

const HTTPS = 443;

/** The endpoint of a service of AWS's own that a sound path ends at; null for any other end. */
function awsServiceAt(topology: Topology, { trace }: TracedFlow): VpcEndpoint | null {
  const last = trace.forward.hops.at(-1);
  if (trace.disposition !== 'reachable' || last?.kind !== 'target') return null;
  const [behind] = topology.next(last.resource, 'part-of', 'vpc-endpoint');
  const fact = behind === undefined ? null : topology.node('vpc-endpoint', behind.id).fact;
  const endpoint = fact?.known === true ? fact.value : null;
  return /^com\.amazonaws\.(?!vpce\.)/.test(endpoint?.ServiceName ?? '') ? endpoint : null;
}

function undecidedAt({ VpcEndpointId: id, ServiceName: service }: VpcEndpoint, flow: TracedFlow, target: string) {
  const reason = `it is ${id}, an endpoint of ${service}, and whether AWS answers there on another port than 443 is not known`;
  const doubt = blocker('X_TARGET_UNCERTAIN', { resources: [id] }, { target, reason });
  return { ...flow, trace: { ...flow.trace, disposition: 'unknown', intermittent: false, blockers: [doubt] } } as const;
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
