import { describeAddresses } from '../../net/address-space.ts';
import type { IntervalSet } from '../../net/interval-set.ts';
import { known } from '../../snapshot/known.ts';
import type { TopologyNode } from '../../topology/topology.ts';
import { blocker } from '../blocker.ts';
import { familyOf, type Position, vpcOf, type Walk } from '../position.ts';
import { type RouteChoice, selectRoutes, targetId } from '../select-route.ts';
import { meetOpaque, missingFact } from '../walk-record.ts';

type Edge = TopologyNode<'internet-gateway'> | TopologyNode<'vpn-gateway'>;

/** The gateway route table of an internet or virtual private gateway decides first where what comes in goes: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function edgeRoutes(walk: Walk, position: Position, gateway: Edge, inward: IntervalSet<bigint>) {
  const vpc = vpcOf(walk.topology, position.subnet)?.fact ?? known(null);
  const family = familyOf(position);
  // A gateway that is attached elsewhere refused the requests already.
  if (!leadsInto(walk, position, gateway)) return [];
  const inVpc = walk.topology.next(gateway.id, 'edge-routed-by', 'route-table').filter(({ fact }) => {
    const of = fact.known ? fact.value?.VpcId : undefined;
    return of === undefined || of === vpcOf(walk.topology, position.subnet)?.id;
  });
  return inVpc.flatMap((table) =>
    selectRoutes(walk.topology, table, vpc, { family, set: inward }, true).map(({ choice }) => ({
      table: table.id,
      choice,
    })),
  );
}

function leadsInto(walk: Walk, position: Position, gateway: Edge): boolean {
  const vpc = vpcOf(walk.topology, position.subnet)?.id;
  return !gateway.fact.known || walk.topology.next(gateway.id, 'attached-to', 'vpc').some(({ id }) => id === vpc);
}

/** What comes in for an interface passes an appliance where the gateway's own table says so; null: straight to its subnet. */
export function arriveThroughEdge(
  walk: Walk,
  position: Position,
  gateway: Edge,
  inward: IntervalSet<bigint>,
): string | null {
  for (const { table, choice } of edgeRoutes(walk, position, gateway, inward)) {
    if (isUnusable(walk, position, gateway, table, choice, inward)) return null;
    if (choice.kind !== 'route' || choice.target.kind === 'local') continue;
    const id = targetId(choice.target);
    const reason = `${table}, the gateway route table of ${gateway.id}, sends what comes in for ${choice.destination} through ${id}`;
    const kind = choice.target.kind === 'vpc-endpoint' ? 'firewall-endpoint' : 'appliance';
    meetOpaque(walk, position.segment, kind, id, { resources: [gateway.id, table], at: position.subnet }, reason);
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
  const inward = position.segment.query.source;
  const routes = edgeRoutes(walk, position, gateway, inward);
  const implicit = { table: gateway.id, choice: null };
  for (const { table, choice } of routes.length === 0 ? [implicit] : routes) {
    if (choice !== null && isUnusable(walk, position, gateway, table, choice, inward)) return;
    const found = choice?.kind === 'route' ? targetId(choice.target) : 'local';
    if (found === expected) continue;
    const destination = describeAddresses({ family: familyOf(position), set: inward });
    const route = choice?.kind === 'route' ? choice.destination : 'no gateway route table';
    const seen = `${table} sends replies to ${destination} to ${found}, and the requests came by ${expected}`;
    const place = { resources: [...new Set([gateway.id, table])], at: position.subnet, entry: route };
    walk.record.stop(
      position.segment,
      blocker('X_ROUTE_NEVER_RETURNS', place, { destination, route, expected, found }),
      seen,
      'route',
    );
    return;
  }
}

function isUnusable(
  walk: Walk,
  position: Position,
  gateway: Edge,
  table: string,
  choice: RouteChoice,
  inward: IntervalSet<bigint>,
): boolean {
  const { segment, subnet: at } = position;
  if (choice.kind === 'unknown') {
    walk.record.stop(segment, missingFact([choice.missing], [gateway.id], null, at));
    return true;
  }
  if (choice.kind !== 'route' || !choice.blackhole) return false;
  const { destination: route } = choice;
  const details = {
    destination: describeAddresses({ family: familyOf(position), set: inward }),
    route,
    target: targetId(choice.target),
    subnet: at,
  };
  const seen = `${table}, the gateway route table of ${gateway.id}, drops what comes in for ${route}`;
  walk.record.stop(segment, blocker('BAD_STATE_ROUTE', { resources: [table], at, entry: route }, details), seen);
  return true;
}
