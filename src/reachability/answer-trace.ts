import { type Address, formatAddress } from '../net/address.ts';
import { intersect } from '../net/interval-set.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { buildTopology, NO_SEEDS, type TopologySeeds } from '../topology/build-topology.ts';
import type { Topology } from '../topology/topology.ts';
import { type Assumptions, NO_ASSUMPTIONS } from './assumptions.ts';
import { cannotAsk } from './cannot-ask.ts';
import { type Flow, type FlowSource, hasPorts, protocolNumber } from './flow.ts';
import type { Disposition, PortRanges, Protocol, Trace } from './trace.ts';
import { flowDestination, type TraceDestination, traceDestination } from './trace-destination.ts';
import { type TracedFlow, traceFlow } from './trace-flow.ts';
import { traceSources } from './trace-source.ts';

export interface TraceQuestion {
  /** A function's ARN or name, eni-…, i-…, an interface's IP address, or subnet-…/sg-…[,sg-…]. */
  readonly from: string;
  /** An IP address, eni-… or i-…. */
  readonly to: string;
  /** 0–65535; null for protocols without ports. */
  readonly port: number | null;
  readonly protocol: Protocol;
  /** What the caller vouches for; nothing unless given. */
  readonly assumptions?: Assumptions;
}

/**
 * A function is in every one of its subnets at once, a load balancer hands on to each of its targets: there is a trace for
 * each, and all must be reachable.
 */
export interface FunctionTraces {
  readonly disposition: Disposition;
  readonly intermittent: boolean;
  /** Client ports that connect from every subnet. */
  readonly clientPorts: PortRanges;
  readonly traces: readonly Trace[];
}
export type TraceAnswer = Trace | FunctionTraces;

/** What becomes of the flows behind their destination, where somebody judges that. */
export interface Beyond {
  /** Where else its own flows go. */
  readonly destinations: readonly Address[];
  readonly handOn: (topology: Topology, source: FlowSource, arriving: TracedFlow) => readonly TracedFlow[];
}

/** Walks one stated pair. Throws INVALID_QUESTION where the question cannot be put to these facts. */
export function answerTrace(
  snapshot: NetworkSnapshot,
  question: TraceQuestion,
  beyond: Beyond | null = null,
): TraceAnswer {
  const { protocol, port } = question;
  const needsPort = hasPorts(protocolNumber(protocol));
  if (needsPort && port === null) throw cannotAsk(protocol, 'needs a port', 'Add --port N.');
  if (!needsPort && port !== null) throw cannotAsk(protocol, 'has no ports', 'Leave --port out.');
  const destination = traceDestination(snapshot, question.to, question.from);
  const { sources, isFunction } = traceSources(snapshot, question.from, destination.address.family);
  const [first, ...others] = traceAll(snapshot, sources, destination, question, beyond);
  if (first === undefined) throw new RangeError('A question without a flow');
  return isFunction || others.length > 0 ? functionTraces(first, others) : first;
}

function traceAll(
  snapshot: NetworkSnapshot,
  sources: readonly FlowSource[],
  destination: TraceDestination,
  { port, protocol, assumptions = NO_ASSUMPTIONS }: TraceQuestion,
  beyond: Beyond | null,
): readonly Trace[] {
  const { address } = destination;
  const destinations = [address, ...(beyond?.destinations ?? [])];
  const topology = buildTopology(snapshot, { ...startsOf(sources), destinations });
  return sources.flatMap((source) => {
    const flow: Flow = {
      id: `trace/${originOf(source)}/${endpointText(destination, port ?? protocol)}`,
      source,
      destination: { ...flowDestination(destination, port), judgedBeyond: beyond !== null },
      protocol: address.family === 6 && protocolNumber(protocol) === 1 ? '58' : protocol,
      assumptions,
    };
    const arriving = traceFlow(topology, flow);
    return (beyond?.handOn(topology, source, arriving) ?? [arriving]).map(({ trace }) => trace);
  });
}

function originOf({ kind, id, subnet }: FlowSource): string {
  return subnet ?? (kind === 'internet' ? id : 'aws-network');
}

/** `10.0.20.10:5432`, `[2001:db8::1]:5432`. */
function endpointText({ address }: TraceDestination, service: string | number): string {
  const text = formatAddress(address);
  return `${address.family === 6 ? `[${text}]` : text}:${service}`;
}

function startsOf(sources: readonly FlowSource[]): TopologySeeds {
  return {
    ...NO_SEEDS,
    subnets: sources.flatMap((s) => s.subnet ?? []),
    groups: sources.flatMap((s) => (s.groups.known ? s.groups.value : [])),
    interfaces: sources.flatMap((s) => (s.kind === 'interface' ? s.id : [])),
  };
}

function functionTraces(first: Trace, others: readonly Trace[]): FunctionTraces {
  const traces = [first, ...others];
  const blocked = traces.some((t) => t.disposition === 'blocked');
  const reachable = traces.every((t) => t.disposition === 'reachable');
  const works = traces.some((t) => t.disposition === 'reachable' || t.intermittent);
  return {
    disposition: blocked ? 'blocked' : reachable ? 'reachable' : 'unknown',
    intermittent: blocked && works,
    clientPorts: others.reduce((all, { clientPorts }) => intersect(all, clientPorts), first.clientPorts),
    traces,
  };
}
