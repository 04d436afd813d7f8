import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import { type Assumptions, opaqueHop } from '../reachability/assumptions.ts';
import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import type { FlowSource } from '../reachability/flow.ts';
import type { NameServers } from '../reachability/names/name-servers.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import type { FoundBlocker } from '../rules/explain.ts';
import type { Topology } from '../topology/topology.ts';
import { type Judged, undecided } from './judged.ts';

const DNS = 53;

export interface ServerQuestion {
  readonly topology: Topology;
  readonly sources: readonly FlowSource[];
  readonly assumptions: Assumptions;
}

type Prerequisite = 'service' | 'endpoint';

/**
 * What a judgement on the VPC's own answers is worth where other name servers are asked: they are hosts that must be reached
 * before anything else is, and they may answer anything. `settled`: the addresses are known whoever answers.
 */
export function throughNameServers(
  prerequisite: Prerequisite,
  asked: ServerQuestion,
  { custom, amazon }: NameServers,
  judged: Judged,
  settled: boolean,
): Judged {
  if (custom.length === 0) return judged;
  const ways = asked.sources.map((source) => custom.map((server) => wayTo(prerequisite, asked, source, server)));
  const flows = ways.flat().flatMap(({ udp, tcp }) => [udp, tcp].filter((flow) => flow !== null));
  const withTraces = { ...judged, traces: [...judged.traces, ...flows.map((f) => f.trace)] };
  const hops = custom.map((server) => serverHop(asked.assumptions, server));
  const deaf = amazon ? [] : ways.filter((servers) => servers.every(({ udp }) => udp?.trace.disposition === 'blocked'));
  if (deaf.length > 0) {
    const refused = deaf.flat().flatMap(({ udp, tcp }) => [udp, tcp].filter((flow) => flow !== null));
    const partly = deaf.every((servers) => servers.some(({ udp }) => udp?.trace.intermittent === true));
    const assumed = hops
      .filter((hop) => outcomeOf(hop) === 'warning')
      .map((b) => ({ prerequisite, trace: null, blocker: b }));
    const found = [...foundOn(prerequisite, refused), ...assumed];
    return { ...withTraces, verdict: 'fail', intermittent: partly, found };
  }
  const beside = foundOn(prerequisite, flows).filter((f) => outcomeOf(f.blocker) !== 'fail');
  const open = [...unreached(ways.flat()), ...hops];
  const told: Judged = { ...withTraces, found: [...beside, ...judged.found] };
  const doubts = open.filter((b) => outcomeOf(b) === 'unknown');
  const added = open.map((b) => ({ prerequisite, trace: null, blocker: b }));
  const known = doubts.length === 0 && flows.every((f) => f.trace.disposition === 'reachable');
  const refused = settled && judged.verdict === 'fail' && judged.traces.some((t) => t.disposition === 'blocked');
  if (known || refused) return { ...told, found: [...added, ...told.found] };
  return undecided(prerequisite, told, open);
}

interface Way {
  readonly server: string;
  /** Null: the way to an address of this kind is not walked. */
  readonly udp: TracedFlow | null;
  readonly tcp: TracedFlow | null;
}

/** Resolvers ask over UDP, and over TCP where an answer is too long. */
function wayTo(prerequisite: Prerequisite, asked: ServerQuestion, source: FlowSource, server: string): Way {
  const address = parseAddress(server);
  if (address?.family !== 4) return { server, udp: null, tcp: null };
  const flow = (protocol: 'udp' | 'tcp') =>
    traceFlow(asked.topology, {
      id: `${prerequisite}/${source.subnet ?? 'aws-network'}/${server}:${DNS}/${protocol}`,
      source,
      destination: { addresses: singleAddress(address), oneOf: false, label: server, port: DNS, interface: null },
      protocol,
      assumptions: asked.assumptions,
    });
  return { server, udp: flow('udp'), tcp: flow('tcp') };
}

function serverHop(assumptions: Assumptions, server: string): Blocker {
  const reason = `the VPC hands out ${server}, and what it answers is out of sight`;
  return opaqueHop(assumptions, { kind: 'name-server', hop: server, place: { resources: [server] }, reason });
}

/** A server that cannot be reached from everywhere leaves it to the client whether it waits for the next. */
function unreached(ways: readonly Way[]): readonly Blocker[] {
  const servers = ways
    .filter(({ udp, tcp }) => udp === null || [udp, tcp].some((flow) => flow?.trace.disposition === 'blocked'))
    .map(({ server }) => server);
  return [...new Set(servers)].map((server) => {
    const reason = `${server} is not known to answer questions over UDP and TCP`;
    return blocker('X_NAME_UNKNOWN', { resources: [server] }, { host: 'any name', reason });
  });
}

function foundOn(prerequisite: Prerequisite, flows: readonly TracedFlow[]): readonly FoundBlocker[] {
  return flows.flatMap(({ trace, remarks }) =>
    [...trace.blockers, ...remarks].map((b) => ({ prerequisite, trace: trace.id, blocker: b })),
  );
}
