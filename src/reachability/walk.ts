import { packets } from '../net/packet-set.ts';
import { known } from '../snapshot/known.ts';
import { notRead } from '../snapshot/not-read.ts';
import type { Topology } from '../topology/topology.ts';
import type { RemoteEnd } from './filters/security-group.ts';
import { clientPackets, type Flow } from './flow.ts';
import { destinationPlace, followRoute } from './follow-route.ts';
import { checkAttached } from './gateways/interface.ts';
import { deliver } from './gateways/local.ts';
import { askResolver, resolverAsked } from './gateways/vpc-resolver.ts';
import {
  type Division,
  type Exit,
  ending,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  type Stage,
  stopHere,
  subnetHolds,
  vpcOf,
  type Walk,
  type Way,
} from './position.ts';
import { routesTo } from './routes-to.ts';
import { type RouteChoice, targetId } from './select-route.ts';
import { passNetworkAcl, passSecurityGroups } from './walk-filters.ts';
import { missingFact, newRecord } from './walk-record.ts';

/** A walk that reached its end or its last obstacle, or the ways that part and must be walked apart. */
export type Forward = { readonly kind: 'walked'; readonly walk: Walk; readonly stages: readonly Stage[] } | Division;

/** Walks the requests of a flow along the topology, one subnet after the other, choosing the edge each route names. */
export function walkForward(topology: Topology, flow: Flow, source: string, way: Way): Forward {
  const record = newRecord(flow.destination.oneOf ? 'destination' : null);
  const walk: Walk = { topology, flow, way, record };
  const query = clientPackets(flow, way.destinations);
  const segment = { query, sure: packets(query), possible: packets(query), outside: null };
  record.segments.push(segment);
  let position: Position | null = {
    subnet: source,
    table: null,
    segment,
    groups: flow.source.groups,
    publicAddresses: flow.source.publicAddresses,
    natGateway: null,
    crossing: null,
    arrivedBy: null,
    appliance: null,
  };
  record.hop(flow.source.id, flow.source.kind, source);
  if (flow.source.kind === 'interface')
    checkAttached(walk, position, topology.node('network-interface', flow.source.id));
  const resolver = resolverAsked(walk, position);
  if (resolver !== null) return { kind: 'walked', walk, stages: [askResolver(walk, position, resolver)] };
  leaveSource(walk, position);

  const stages: Stage[] = [];
  const visited = new Set<string>();
  while (position !== null) {
    const here: Position = position;
    if (here.table === null) record.hop(here.subnet, 'subnet', here.subnet);
    const onward = leaveSubnet(walk, here, visited);
    if (onward.kind === 'division') return onward;
    stages.push({ position: here, exit: onward.exit });
    for (const passed of passedBy(onward.exit)) visited.add(passed);
    position = onward.next;
  }
  return { kind: 'walked', walk, stages };
}

/** A transit gateway may be passed again by another attachment, whose own table decides then. */
function passedBy(exit: Exit): readonly string[] {
  if (exit.kind === 'through') return [exit.gateway];
  return exit.kind === 'transit-gateway' && exit.crossed !== null ? [exit.crossed.near] : [];
}

/** The source's own security groups, outbound. */
function leaveSource(walk: Walk, position: Position): void {
  const { topology, record, flow } = walk;
  if (!position.groups.known) {
    const unread = missingFact([position.groups.missing], [flow.source.id], 'egress', position.subnet);
    record.stop(position.segment, unread, undefined, 'security-group');
    return;
  }
  const groups = position.groups.value.map((id) => topology.node('security-group', id));
  if (groups.length === 0) return;
  passSecurityGroups(walk, position.segment, {
    groups,
    at: flow.source.kind === 'interface' ? flow.source.id : position.subnet,
    direction: 'egress',
    remote: destinationEnd(walk, position),
  });
}

/** The destination as outbound rules see it, whose references match the groups of its interface: looked up where its route leads. */
function destinationEnd(walk: Walk, position: Position): RemoteEnd {
  const only = onlyDestination(position);
  const place = destinationPlace(walk, position);
  const holder = only === null || place === null ? null : landing(walk, place.vpc, only)?.holder;
  const crossing = place?.crossing ?? null;
  const isService = walk.flow.destination.oneOf;
  if (holder == null) return { groups: known([]), crossing, isService };
  if (!holder.fact.known) return { groups: holder.fact, crossing, isService };
  const groups = known(walk.topology.next(holder.id, 'carries', 'security-group').map((g) => g.id));
  return { groups, crossing, isService };
}

function leaveSubnet(walk: Walk, position: Position, visited: ReadonlySet<string>): Onward | Division {
  const { topology } = walk;
  const subnet = topology.node('subnet', position.subnet);
  const vpc = vpcOf(topology, position.subnet);
  const parts = routesTo(walk, position);
  const [part] = parts;
  if (vpc === null || part === undefined) {
    const unread = notRead('Subnets', `${subnet.id} is not among the subnets read`);
    const missing = subnet.fact.known ? unread : subnet.fact.missing;
    return stopHere(walk, position, missingFact([missing], [subnet.id], null, subnet.id));
  }
  const only = onlyDestination(position);
  if (position.table === null && only !== null && subnetHolds(subnet, only))
    return ending(deliver(walk, position, vpc.id));
  if (parts.length > 1) {
    return { kind: 'division', ways: parts.map((p) => ({ ...walk.way, destinations: p.addresses })) };
  }
  if (position.table === null && !staysInside(walk, position, part.choice))
    passNetworkAcl(walk, position.segment, { subnet: position.subnet, direction: 'egress', way: 'request' });
  return followRoute(walk, position, vpc, part.choice, visited);
}

/** Whether a route leads to an interface of the very subnet: no network ACL is asked inside one. */
function staysInside({ topology }: Walk, position: Position, choice: RouteChoice): boolean {
  if (choice.kind !== 'route' || choice.blackhole) return false;
  return topology.next(targetId(choice.target), 'in-subnet', 'subnet').some(({ id }) => id === position.subnet);
}
