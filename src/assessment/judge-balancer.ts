import { parseAddress } from '../net/address.ts';
import { singleAddress } from '../net/address-space.ts';
import type { Assumptions } from '../reachability/assumptions.ts';
import { type Blocker, outcomeOf } from '../reachability/blocker.ts';
import { CLIENT_PORTS, type FlowSource } from '../reachability/flow.ts';
import { ipv6Addresses, primaryAddress } from '../reachability/interface-addresses.ts';
import type { Hop, Step } from '../reachability/trace.ts';
import { type TracedFlow, traceFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { known } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Balancer } from '../targets/load-balancer.ts';
import type { RegisteredTarget } from '../targets/registered-targets.ts';
import type { Topology } from '../topology/topology.ts';
import { undecidedBy, withClientAddress } from './client-address.ts';

interface Asked {
  readonly topology: Topology;
  readonly assumptions: Assumptions;
}

/** A flow, and where it ends at one of these load balancers what becomes of it there. */
export function pastBalancer(
  asked: Asked,
  client: FlowSource,
  flow: TracedFlow,
  balancers: readonly Balancer[],
): readonly TracedFlow[] {
  const end = flow.trace.forward.hops.at(-1)?.resource;
  const isEnd = (b: Balancer) => b.port === flow.trace.to.port && b.interface.NetworkInterfaceId === end;
  const balancer = balancers.find(isEnd);
  if (balancer === undefined) return [flow];
  const handedOn = beyondBalancer(asked, client, flow, balancer);
  return balancer.blockers.length === 0 ? handedOn : [atBalancer(flow, balancer), ...handedOn];
}

/**
 * A flow that ends at a load balancer's interface goes on to each registered target, with the client's address or the
 * load balancer's.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function beyondBalancer(
  asked: Asked,
  client: FlowSource,
  arriving: TracedFlow,
  balancer: Balancer,
): readonly TracedFlow[] {
  return balancer.targets.map((target) => {
    const senders = sendersTo(balancer, client, target);
    if (senders.length === 0) return atBalancer(arriving, { ...balancer, blockers: [addressUnread(balancer)] });
    const flow = agreed(
      senders.map((sender) => toTarget(asked, sender, arriving, target)),
      target,
    );
    const sure = target.isSure || flow.trace.disposition === 'reachable';
    return inSeries(arriving, sure ? flow : unless(flow, target));
  });
}

/** Two flows as one: what passes has to pass both. */
function inSeries(arriving: TracedFlow, leaving: TracedFlow): TracedFlow {
  const parts = [arriving.trace, leaving.trace];
  const dispositions = parts.map((part) => part.disposition);
  const disposition = dispositions.includes('blocked')
    ? 'blocked'
    : dispositions.includes('unknown')
      ? 'unknown'
      : 'reachable';
  const works = parts.every((part) => part.disposition === 'reachable' || part.intermittent);
  const intermittent = disposition === 'blocked' && works;
  const first = arriving.trace.blockers.length;
  const [there, on] = [arriving.trace.return?.hops ?? [], leaving.trace.return?.hops ?? []];
  return {
    trace: {
      ...arriving.trace,
      id: leaving.trace.id,
      disposition,
      intermittent,
      clientPorts: disposition === 'blocked' && !intermittent ? [] : arriving.trace.clientPorts,
      forward: { hops: [...arriving.trace.forward.hops.map(asStation), ...leaving.trace.forward.hops.slice(1)] },
      return: there.length + on.length === 0 ? null : { hops: [...on, ...there] },
      blockers: [
        ...arriving.trace.blockers,
        ...leaving.trace.blockers.map((b) => ({ ...b, behind: b.behind || first > 0 })),
      ],
    },
    remarks: [...arriving.remarks, ...leaving.remarks],
  };
}

/** What hands a flow on is not its destination. */
function asStation(hop: Hop): Hop {
  return hop.kind === 'target' ? { ...hop, kind: 'interface' } : hop;
}

/** A flow that ends at a load balancer which hands it to nobody, or of which nobody can say to whom. */
function atBalancer(flow: TracedFlow, { blockers, interface: eni }: Balancer): TracedFlow {
  if (blockers.length === 0) return flow;
  const { trace } = flow;
  const found = blockers.map((b, i) => ({
    ...b,
    leg: 'forward' as const,
    at: b.at ?? eni.NetworkInterfaceId,
    behind: trace.blockers.length + i > 0,
    evidence: [
      {
        resource: b.resources[0] ?? eni.NetworkInterfaceId,
        entry: null,
        text: b.details['reason'] ?? Object.values(b.details).join(', '),
      },
    ],
  }));
  const all = [...trace.blockers, ...found];
  const fails = all.some((b) => outcomeOf(b) === 'fail');
  const hops = trace.forward.hops.map((hop, i) =>
    i < trace.forward.hops.length - 1 ? hop : { ...hop, steps: [...hop.steps, ...found.map(toStep)] },
  );
  const disposition = fails ? 'blocked' : 'unknown';
  return {
    ...flow,
    trace: { ...trace, disposition, intermittent: false, clientPorts: [], forward: { hops }, blockers: all },
  };
}

function toStep(found: Blocker): Step {
  const [evidence = { resource: '', entry: null, text: '' }] = found.evidence;
  return { kind: 'gateway', direction: null, outcome: outcomeOf(found) === 'fail' ? 'deny' : 'unknown', evidence };
}

interface Sender {
  readonly source: FlowSource;
  /** The client whose address the target sees; null where it sees the load balancer's own. */
  readonly client: FlowSource | null;
}

function addressUnread({ interface: { NetworkInterfaceId: id } }: Balancer): Blocker {
  const reason = `the address of ${id}, which its targets see, is not stated`;
  return missingFact([notRead('NetworkInterfaces', reason)], [id], null, null);
}

/**
 * Whose address the target sees; both where that is not known. What goes on in the other family bears the load balancer's:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function sendersTo(balancer: Balancer, client: FlowSource, target: RegisteredTarget): readonly Sender[] {
  const { interface: eni } = balancer;
  const family = parseAddress(target.address)?.family;
  const seesClient = client.addresses.family === family ? target.seesClient : false;
  const ofFamily = family === 6 ? ipv6Addresses(eni) : [primaryAddress(eni) ?? ''];
  const base = {
    id: eni.NetworkInterfaceId,
    kind: 'interface',
    subnet: eni.SubnetId ?? null,
    unread: null,
    // Rules that name a client's groups never match behind a load balancer; rules that name its own do.
    groups: known((eni.Groups ?? []).flatMap((g) => g.GroupId ?? [])),
    publicAddresses: [],
    mayBePublic: false,
    clientPorts: CLIENT_PORTS,
  } as const;
  const own = ofFamily
    .flatMap((text) => parseAddress(text) ?? [])
    .map((address) => ({ source: { ...base, addresses: singleAddress(address) }, client: null }));
  const clients = { source: { ...base, addresses: client.addresses, clientPorts: client.clientPorts }, client };
  return [...(seesClient === true ? [] : own), ...(seesClient === false ? [] : [clients])];
}

function toTarget(
  { topology, assumptions }: Asked,
  { source, client }: Sender,
  arriving: TracedFlow,
  target: RegisteredTarget,
): TracedFlow {
  const { address, port, interface: eni } = target;
  const parsed = parseAddress(address);
  if (parsed === null) throw new RangeError(`Not an address: ${address}`);
  const from = (sender: FlowSource) =>
    traceFlow(topology, {
      id: `${arriving.trace.id}/${address}:${port}`,
      source: sender,
      destination: { addresses: singleAddress(parsed), oneOf: false, label: address, port, interface: eni },
      protocol: 'tcp',
      assumptions,
    });
  const flow = from(source);
  if (client === null) return flow;
  return withClientAddress(topology, {
    balancer: source.id,
    target: address,
    arriving,
    flow,
    direct: () => from(client),
  });
}

/** One flow, or what alternatives agree on. */
function agreed(flows: readonly TracedFlow[], target: RegisteredTarget): TracedFlow {
  const [first, ...others] = flows;
  if (first === undefined) throw new RangeError('A target without a sender');
  const agree = others.every((flow) => flow.trace.disposition === first.trace.disposition);
  return agree ? first : unless(first, target);
}

/** What happens to a flow that nobody knows to be sent as it was walked. */
function unless(flow: TracedFlow, { missing }: RegisteredTarget): TracedFlow {
  return undecidedBy(flow, missingFact([missing], [flow.trace.to.address], null, null));
}
