import type { TopologyNode } from '../topology/topology.ts';
import { blocker } from './blocker.ts';
import { throughInterface } from './gateways/appliance.ts';
import { throughEgressOnlyGateway } from './gateways/egress-only-gateway.ts';
import { throughInternetGateway } from './gateways/internet-gateway.ts';
import { deliver, resumeAtDestination } from './gateways/local.ts';
import { throughNatGateway } from './gateways/nat-gateway.ts';
import { intoNetworkOutOfSight, throughVpnGateway } from './gateways/out-of-sight.ts';
import { peeringCrossing, throughPeering } from './gateways/peering-connection.ts';
import { throughTransitGateway } from './gateways/transit-gateway.ts';
import { throughRoutedEndpoint } from './gateways/vpc-endpoint.ts';
import {
  type Crossing,
  type Division,
  destinationText,
  ending,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  stopHere,
  tableAt,
  vpcOf,
  type Walk,
} from './position.ts';
import { routesTo } from './routes-to.ts';
import { type RouteChoice, targetId } from './select-route.ts';
import { missingFact } from './walk-record.ts';

/** The VPC in which the source's routes look for the destination, and the peering connection to it. */
export function destinationPlace(
  walk: Walk,
  position: Position,
): { readonly vpc: string; readonly crossing: Crossing | null } | null {
  const { topology } = walk;
  const own = vpcOf(topology, position.subnet)?.id;
  if (own === undefined) return null;
  const [part] = routesTo(walk, position);
  if (part?.choice.kind !== 'route') return { vpc: own, crossing: null };
  const { target } = part.choice;
  switch (target.kind) {
    case 'peering-connection': {
      const peer = topology.next(target.id, 'connects', 'vpc').find((vpc) => vpc.id !== own);
      return peer === undefined ? null : { vpc: peer.id, crossing: peeringCrossing(topology, target.id) };
    }
    case 'local':
      return { vpc: own, crossing: null };
    case 'network-interface': {
      // Behind an appliance references match nothing.
      const only = onlyDestination(position);
      const holder = only === null ? null : landing(walk, own, only)?.holder;
      return holder?.id === target.id || part.choice.blackhole ? { vpc: own, crossing: null } : null;
    }
    default:
      // Outbound rules never match a reference across a transit gateway, nor behind a translation.
      return part.choice.blackhole ? { vpc: own, crossing: null } : null;
  }
}

/** Takes the one route that carries the destination. */
export function followRoute(
  walk: Walk,
  position: Position,
  vpc: TopologyNode<'vpc'>,
  choice: RouteChoice,
  visited: ReadonlySet<string>,
): Onward | Division {
  const { topology, record } = walk;
  const { segment, subnet } = position;
  const table = tableAt(topology, position);
  const id = table?.id ?? subnet;
  const destination = destinationText(walk, position);
  if (choice.kind === 'unknown') {
    const read = table?.fact.known === true && table.fact.value !== null;
    return stopHere(
      walk,
      position,
      missingFact([choice.missing], [read ? id : subnet], null, subnet),
      undefined,
      'route',
    );
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
  if (choice.advertised) {
    const place = { resources: [id], at: subnet, entry: route };
    record.note(blocker('X_ROUTE_ADVERTISED', place, { table: id, route, target }));
  }
  if (visited.has(target)) return loop(walk, position, target);
  if (position.table !== null && choice.target.kind !== 'internet-gateway')
    return unstatedSource(walk, position, target);
  switch (choice.target.kind) {
    case 'local':
      return ending(deliver(walk, position, vpc.id));
    case 'nat-gateway':
      return throughNatGateway(walk, position, target);
    case 'internet-gateway':
      return throughInternetGateway(walk, position, vpc.id, target);
    case 'egress-only-gateway':
      return throughEgressOnlyGateway(walk, position, vpc.id, target);
    case 'peering-connection':
      return throughPeering(walk, position, vpc.id, target);
    case 'transit-gateway':
      return throughTransitGateway(walk, position, target, visited);
    case 'vpc-endpoint':
      return throughRoutedEndpoint(walk, position, target, route);
    case 'network-interface':
      return throughInterface(walk, position, vpc, target);
    case 'vpn-gateway':
      return throughVpnGateway(walk, position, vpc.id, target, route);
    case 'opaque':
      return intoNetworkOutOfSight(walk, position, choice.target, route);
  }
}

/** A regional NAT gateway sends to the internet; from which address it would send elsewhere, AWS does not say. */
function unstatedSource(walk: Walk, position: Position, target: string): Onward {
  const { subnet: at, natGateway } = position;
  const id = natGateway ?? target;
  const details = { what: `NAT gateway ${id}`, reason: `from which address it sends to ${target} is not stated` };
  return stopHere(walk, position, blocker('X_NOT_MODELLED', { resources: [id], at }, details));
}

/** What came out of a gateway is sent back into it: a route table meant for others serves the gateway's own subnet. */
function loop(walk: Walk, position: Position, id: string): Onward {
  const { subnet: at, natGateway } = position;
  const destination = destinationText(walk, position);
  const seen = `the route table of ${at}, where ${id} itself is, sends ${destination} back to ${id}`;
  const place = { resources: [id], at };
  const reason =
    natGateway === id
      ? blocker('X_NAT_GATEWAY_IN_SOURCE_SUBNET', place, { subnet: at, destination })
      : blocker('X_ROUTE_LOOP', place, { destination, gateway: id, subnet: at });
  walk.record.hop(id, natGateway === id ? 'nat-gateway' : 'opaque', null);
  return stopHere(walk, position, reason, seen);
}

function resume(walk: Walk, position: Position, vpc: string): Onward {
  const place = destinationPlace(walk, position);
  return ending(resumeAtDestination(walk, position, place?.vpc ?? vpc, place?.crossing ?? null));
}
