import { type Blocker, blocker, outcomeOf } from '../reachability/blocker.ts';
import { peeringCrossing } from '../reachability/gateways/peering-connection.ts';
import type { Hop, HopKind } from '../reachability/trace.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import type { Topology } from '../topology/topology.ts';

/** A target that sees its client's address instead of the load balancer's. */
interface Preserved {
  /** The load balancer's interface. */
  readonly balancer: string;
  readonly target: string;
  /** From the client to the load balancer. */
  readonly arriving: TracedFlow;
  /** From the load balancer to the target, with the client's address. */
  readonly flow: TracedFlow;
  /** The same as if the client sent to the target itself, whose replies go where the target's replies go. */
  readonly direct: () => TracedFlow;
}

const WITHIN_ONE_VPC: ReadonlySet<HopKind> = new Set(['function', 'interface', 'subnet', 'target']);
const BETWEEN_VPCS: ReadonlySet<HopKind> = new Set(['peering-connection', 'transit-gateway']);

/**
 * The target must be in the load balancer's VPC or peered with it in one Region, and its own routes lead to the client.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function withClientAddress(topology: Topology, preserved: Preserved): TracedFlow {
  const { balancer, arriving, flow, direct } = preserved;
  const crossed = foreignHops(flow);
  const tooFar = crossed.flatMap((hop) => farHop(topology, preserved, hop));
  if (tooFar.length > 0) return stoppedBy(flow, tooFar);
  const before = foreignHops(arriving);
  if (before.length === 0 && arriving.trace.from.subnet !== null) return flow;
  const isOneWay = crossed.length === 0 && arriving.trace.from.subnet !== null;
  return isOneWay && isRouted(arriving)
    ? repliesAs(flow, direct(), balancer)
    : undecidedBy(flow, repliesOutOfSight(balancer));
}

function foreignHops({ trace }: TracedFlow): readonly Hop[] {
  return trace.forward.hops.filter(({ kind }) => !WITHIN_ONE_VPC.has(kind));
}

/** Whether packets arrive with the address they left with: no gateway on the way puts its own in its place. */
function isRouted(flow: TracedFlow): boolean {
  return foreignHops(flow).every(({ kind }) => BETWEEN_VPCS.has(kind));
}

function farHop(topology: Topology, { balancer, target }: Preserved, { kind, resource }: Hop): readonly Blocker[] {
  const place = { resources: [resource], at: balancer };
  const tooFar = blocker('X_CLIENT_ADDRESS_TOO_FAR', place, { balancer, target, way: resource });
  if (kind !== 'peering-connection') return [tooFar];
  const { references: inOneRegion } = peeringCrossing(topology, resource);
  if (!inOneRegion.known) return [missingFact([inOneRegion.missing], [resource], null, balancer)];
  return inOneRegion.value ? [] : [tooFar];
}

/** The way there as it was walked, and the routes of the target's replies as the client's own packets would meet them. */
function repliesAs(flow: TracedFlow, direct: TracedFlow, balancer: string): TracedFlow {
  const isRoute = (b: Blocker) => b.leg === 'return' && b.direction === null;
  const back = direct.trace.blockers.filter((b) => b.leg === 'return');
  const isToldHere = (b: Blocker) =>
    flow.trace.blockers.some((own) => own.leg === b.leg && own.direction === b.direction && own.at === b.at);
  // Between the target and the client, whose address the ACLs on the way see is not stated.
  const isDoubt = direct.trace.return === null || !isRouted(direct) || back.some((b) => !isRoute(b) && !isToldHere(b));
  const blockers = [
    ...flow.trace.blockers.filter((b) => !isRoute(b)),
    ...back.filter(isRoute),
    ...(isDoubt ? [repliesOutOfSight(balancer)] : []),
  ].map((b, i) => ({ ...b, behind: b.behind && i > 0 }));
  const outcomes = blockers.map(outcomeOf);
  const disposition = outcomes.includes('fail') ? 'blocked' : outcomes.includes('unknown') ? 'unknown' : 'reachable';
  const isPart = disposition === 'blocked' && flow.trace.intermittent;
  return {
    ...flow,
    trace: { ...flow.trace, disposition, intermittent: isPart, return: direct.trace.return, blockers },
  };
}

function stoppedBy(flow: TracedFlow, found: readonly Blocker[]): TracedFlow {
  const disposition = found.some((b) => outcomeOf(b) === 'fail') ? 'blocked' : 'unknown';
  const blockers = found.map((b) => ({ ...b, leg: 'forward' as const }));
  return { ...flow, trace: { ...flow.trace, disposition, intermittent: false, blockers } };
}

/** A flow of which a reason says that nobody knows what becomes of it. */
export function undecidedBy(flow: TracedFlow, reason: Blocker): TracedFlow {
  return stoppedBy(flow, [reason]);
}

function repliesOutOfSight(id: string): Blocker {
  const reason = `its targets answer to the client's own address, which is not in the VPC of ${id}`;
  const details = { what: 'the way back through a load balancer', reason };
  return blocker('X_NOT_MODELLED', { resources: [id], at: id, leg: 'forward' }, details);
}
