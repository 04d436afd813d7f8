import { type AddressSet, describeAddresses } from '../../net/address-space.ts';
import type { IntervalSet } from '../../net/interval-set.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { familyOf, type Position, vpcOf, type Walk } from '../position.ts';
import { neverReturns } from '../reply-routes.ts';
import { type RouteChoice, selectRoutes, targetId } from '../select-route.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';
import { passOnTheWayIn } from './middlebox.ts';

/** One route of a gateway's own table that decides where a part of what comes in goes. */
interface EdgeRoute {
  readonly gateway: string;
  readonly table: string;
  readonly choice: RouteChoice;
  /** All that comes in. */
  readonly inward: AddressSet;
}

type Edge = TopologyNode<'internet-gateway'> | TopologyNode<'vpn-gateway'>;

/** The gateway route table of an internet or virtual private gateway decides first where what comes in goes: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function edgeRoutes(walk: Walk, position: Position, gateway: Edge, inward: AddressSet): readonly EdgeRoute[] {
  const vpc = vpcOf(walk.topology, position.subnet);
  // A gateway that is attached elsewhere refused the requests already.
  if (vpc === null || !leadsInto(walk, vpc.id, gateway)) return [];
  return walk.topology.next(gateway.id, 'edge-routed-by', 'route-table').flatMap((table) =>
    selectRoutes(walk.topology, table, vpc.fact, inward, true).map(({ choice }) => ({
      gateway: gateway.id,
      table: table.id,
      choice,
      inward,
    })),
  );
}

function leadsInto({ topology }: Walk, vpc: string, gateway: Edge): boolean {
  return topology.next(gateway.id, 'attached-to', 'vpc').some(({ id }) => id === vpc);
}

/** What comes in for an interface passes an appliance where the gateway's own table says so; null: straight to its subnet. */
export function arriveThroughEdge(
  walk: Walk,
  position: Position,
  gateway: Edge,
  set: IntervalSet<bigint>,
): string | null {
  for (const route of edgeRoutes(walk, position, gateway, { family: familyOf(position), set })) {
    const { table, choice } = route;
    if (isUnusable(walk, position, route)) return null;
    if (choice.kind !== 'route' || choice.target.kind === 'local') continue;
    const { target } = choice;
    const id = targetId(target);
    const reason = `${table}, the gateway route table of ${gateway.id}, sends what comes in for ${choice.destination} through ${id}`;
    const kind = target.kind === 'vpc-endpoint' ? 'firewall-endpoint' : 'appliance';
    const place = { resources: [gateway.id, table], at: position.subnet };
    meetOpaque(walk, position.segment, { kind, hop: id, place, reason });
    if (target.kind === 'vpc-endpoint' || target.kind === 'network-interface')
      passOnTheWayIn(walk, position, target.kind, id);
    return id;
  }
  return null;
}

/** Replies must come in the way the requests went out: through the same appliance, or none. AWS supports nothing else. */
export function replyThroughEdge(walk: Walk, position: Position, gateway: Edge): void {
  // What was not read of the gateway was told on the way out.
  if (!gateway.fact.known) return;
  // A transit gateway that brought the requests here is no appliance to pass again.
  const expected = position.arrivedBy === position.crossing?.id ? 'local' : (position.arrivedBy ?? 'local');
  const { segment, subnet: at } = position;
  const inward = { family: familyOf(position), set: segment.query.source };
  const destination = describeAddresses(inward);
  const routes = edgeRoutes(walk, position, gateway, inward);
  // Without a table of its own the gateway hands everything to the VPC.
  if (routes.length === 0 && expected !== 'local') {
    const seen = `${gateway.id} has no gateway route table and hands replies to ${destination} to its VPC, and the requests came by ${expected}`;
    const mend = `Associate a route table with ${gateway.id} that sends ${destination} to ${expected}`;
    const details = { destination, route: 'local', expected, found: 'local' };
    walk.record.stop(segment, neverReturns({ resources: [gateway.id], at }, details, mend), seen, 'route');
  }
  for (const edge of routes) {
    if (isUnusable(walk, position, edge)) return;
    const { table, choice } = edge;
    const [route, found] =
      choice.kind === 'route' ? [choice.destination, targetId(choice.target)] : (['local', 'local'] as const);
    if (found === expected) continue;
    const seen = `${table} sends replies to ${destination} to ${found}, and the requests came by ${expected}`;
    const mend = `Point the route for ${destination} in ${table} to ${expected}`;
    const place = { resources: [gateway.id, table], at, entry: route };
    walk.record.stop(segment, neverReturns(place, { destination, route, expected, found }, mend), seen, 'route');
    return;
  }
}

function isUnusable(walk: Walk, position: Position, { gateway, table, choice, inward }: EdgeRoute): boolean {
  const { segment, subnet: at } = position;
  if (choice.kind === 'unknown') {
    walk.record.stop(segment, missingFact([choice.missing], [gateway], null, at));
    return true;
  }
  if (choice.kind !== 'route' || !choice.blackhole) return false;
  const { destination: route } = choice;
  const details = {
    destination: describeAddresses(inward),
    route,
    target: targetId(choice.target),
    subnet: at,
  };
  const seen = `${table}, the gateway route table of ${gateway}, drops what comes in for ${route}`;
  walk.record.stop(segment, blocker('BAD_STATE_ROUTE', { resources: [table], at, entry: route }, details), seen);
  return true;
}
