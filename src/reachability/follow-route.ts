import { isPublic, singleAddress } from '../net/address-space.ts';
import { known } from '../snapshot/known.ts';
import type { TopologyNode } from '../topology/topology.ts';
import { blocker } from './blocker.ts';
import { throughInternetGateway } from './gateways/internet-gateway.ts';
import { deliver, resumeAtDestination } from './gateways/local.ts';
import { throughNatGateway } from './gateways/nat-gateway.ts';
import { throughPeering } from './gateways/peering-connection.ts';
import { throughRoutedEndpoint } from './gateways/vpc-endpoint.ts';
import {
  destinationText,
  isPublicDestination,
  LOST,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  vpcOf,
  type Walk,
} from './position.ts';
import { type RouteChoice, type RoutePart, selectRoutes, targetId } from './select-route.ts';
import { missingFact } from './walk-record.ts';

/** The routes of a position's subnet that carry the destinations still together. */
export function routesTo(walk: Walk, position: Position): readonly RoutePart[] {
  const { topology } = walk;
  const table = topology.next(position.subnet, 'routed-by', 'route-table')[0];
  if (table === undefined) return [];
  const only = onlyDestination(walk);
  const destinations = only === null ? { family: 4 as const, set: walk.destinations } : singleAddress(only);
  // A gateway endpoint's prefix list holds public addresses of S3 or DynamoDB, none of Secrets Manager's.
  const skipGatewayEndpoints = only === null || !isPublic(only);
  return selectRoutes(
    topology,
    table,
    vpcOf(topology, position.subnet)?.fact ?? known(null),
    destinations,
    skipGatewayEndpoints,
  );
}

/** Where the private destination is, as the source subnet's routes see it: a VPC, and the peering connection to it. */
export function destinationPlace(
  walk: Walk,
  position: Position,
): { readonly vpc: string | null; readonly peering: string | null } {
  const { topology } = walk;
  const own = vpcOf(topology, position.subnet)?.id ?? null;
  const [part] = routesTo(walk, position);
  if (part?.choice.kind !== 'route' || part.choice.target.kind !== 'peering-connection')
    return { vpc: own, peering: null };
  const peering = part.choice.target.id;
  const peers = topology.next(peering, 'connects', 'vpc').filter((vpc) => vpc.id !== own);
  return { vpc: peers[0]?.id ?? null, peering };
}

/** Takes the one route that carries the destination. */
export function followRoute(
  walk: Walk,
  position: Position,
  vpc: TopologyNode<'vpc'>,
  choice: RouteChoice,
  natGateways: ReadonlySet<string>,
): Onward {
  const { topology, record } = walk;
  const { segment, subnet } = position;
  const table = topology.next(subnet, 'routed-by', 'route-table')[0];
  const id = table?.id ?? subnet;
  const destination = destinationText(walk);
  if (choice.kind === 'unknown') {
    const read = table?.fact.known === true && table.fact.value !== null;
    record.stop(segment, missingFact([choice.missing], [read ? id : subnet], null, subnet), undefined, 'route');
    return LOST;
  }
  if (choice.kind === 'none') {
    const details = { destination, nearest: choice.nearest, subnet };
    const seen = `${id} has no route for ${destination}: ${choice.nearest}`;
    record.stop(segment, blocker('NO_ROUTE_TO_DESTINATION', { resources: [id], at: subnet }, details), seen, 'route');
    return resume(walk, position, vpc.id);
  }
  const { destination: route } = choice;
  const target = targetId(choice.target);
  const seen = `${id} sends ${destination} by ${route} to ${target}`;
  if (choice.blackhole) {
    const place = { resources: [id], at: subnet, entry: route };
    const details = { destination, route, target, subnet };
    record.stop(segment, blocker('BAD_STATE_ROUTE', place, details), `${seen}, which is a blackhole`, 'route');
    return resume(walk, position, vpc.id);
  }
  record.pass('route', { resource: id, entry: route, text: seen });
  switch (choice.target.kind) {
    case 'local':
      return { exit: deliver(walk, position, vpc.id, 'local', vpc.id), next: null };
    case 'nat-gateway':
      return throughNatGateway(walk, position, target, natGateways);
    case 'internet-gateway':
      return throughInternetGateway(walk, position, target);
    case 'peering-connection':
      return throughPeering(walk, position, target);
    case 'vpc-endpoint':
      return throughRoutedEndpoint(walk, position, target, route);
    case 'network-interface':
      return throughInterface(walk, position, vpc, target, route);
    case 'opaque':
      return throughOpaque(walk, position, target, choice.target.what, route);
  }
}

function resume(walk: Walk, position: Position, vpc: string): Onward {
  if (isPublicDestination(walk)) return LOST;
  const place = destinationPlace(walk, position);
  return { exit: resumeAtDestination(walk, position, place.vpc ?? vpc, place.peering), next: null };
}

/** A route to an interface: the destination itself, or an appliance nobody can see into. */
function throughInterface(walk: Walk, position: Position, vpc: TopologyNode<'vpc'>, id: string, route: string): Onward {
  const only = onlyDestination(walk);
  const spot = only === null ? null : landing(walk.topology, vpc.id, only);
  if (spot?.holder?.id === id) return { exit: deliver(walk, position, vpc.id, 'local', vpc.id), next: null };
  return throughOpaque(walk, position, id, 'an interface that forwards, such as a NAT instance or a firewall', route);
}

function throughOpaque(walk: Walk, position: Position, id: string, what: string, route: string): Onward {
  const details = { what: `${what} (${id})`, reason: `the way on behind ${what} is not judged yet` };
  walk.record.hop(id, 'opaque', null);
  walk.record.stop(
    position.segment,
    blocker('X_NOT_MODELLED', { resources: [id], at: position.subnet, entry: route }, details),
  );
  return LOST;
}
