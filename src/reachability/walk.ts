import { isPublic, singleAddress } from '../net/address-space.ts';
import type { IntervalSet } from '../net/interval-set.ts';
import { packets } from '../net/packet-set.ts';
import { type Known, known } from '../snapshot/known.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import { blocker } from './blocker.ts';
import { clientPackets, type Flow } from './flow.ts';
import { throughInternetGateway } from './gateways/internet-gateway.ts';
import { deliver, resumeAtDestination } from './gateways/local.ts';
import { throughNatGateway } from './gateways/nat-gateway.ts';
import { throughPeering } from './gateways/peering-connection.ts';
import { throughRoutedEndpoint } from './gateways/vpc-endpoint.ts';
import {
  destinationText,
  isPublicDestination,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  type Stage,
  subnetHolds,
  vpcOf,
  type Walk,
} from './position.ts';
import { type RoutePart, selectRoutes } from './select-route.ts';
import { passNetworkAcl, passSecurityGroups } from './walk-filters.ts';
import { missingFact, newRecord } from './walk-record.ts';

/** A walk that reached its end or its last obstacle, or the classes of destinations that part ways and must walk apart. */
export type Forward =
  | { readonly kind: 'walked'; readonly walk: Walk; readonly stages: readonly Stage[] }
  | { readonly kind: 'split'; readonly classes: readonly IntervalSet<bigint>[] };

const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/** Walks the requests of a flow along the topology, one subnet after the other, choosing the edge each route names. */
export function walkForward(
  topology: Topology,
  flow: Flow,
  source: string,
  destinations: IntervalSet<bigint>,
): Forward {
  const record = newRecord(flow.destination.oneOf ? 'destination' : null);
  const walk: Walk = { topology, flow, destinations, record };
  const query = clientPackets(flow, destinations);
  const segment = { query, sure: packets(query), possible: packets(query), outside: null };
  record.segments.push(segment);
  let position: Position | null = {
    subnet: source,
    segment,
    groups: flow.source.groups,
    publicAddresses: flow.source.publicAddresses,
    natGateway: null,
  };
  record.hop(flow.source.id, flow.source.kind, source);
  leaveSource(walk, position);

  const stages: Stage[] = [];
  const natGateways = new Set<string>();
  while (position !== null) {
    const here: Position = position;
    record.hop(here.subnet, 'subnet', here.subnet);
    const onward = leaveSubnet(walk, here, natGateways);
    if (onward.kind === 'split') return onward;
    stages.push({ position: here, exit: onward.exit });
    if (onward.next?.natGateway != null) natGateways.add(onward.next.natGateway);
    position = onward.next;
  }
  return { kind: 'walked', walk, stages };
}

/** The source's own security groups, outbound. */
function leaveSource(walk: Walk, position: Position): void {
  const { topology, record, flow } = walk;
  if (!position.groups.known) {
    record.step('security-group', 'egress', 'unknown', [
      { resource: flow.source.id, entry: null, text: 'its security groups are not known' },
    ]);
    record.stop(position.segment, missingFact([position.groups.missing], [flow.source.id], 'egress', position.subnet));
    return;
  }
  const groups = position.groups.value.map((id) => topology.node('security-group', id));
  if (groups.length === 0) return;
  passSecurityGroups(record, topology, flow, position.segment, {
    groups,
    at: flow.source.kind === 'interface' ? flow.source.id : position.subnet,
    direction: 'egress',
    remote: { groups: destinationGroups(walk, position) },
  });
}

/** The groups the destination's interface carries, for references in outbound rules: looked up where its route leads. */
function destinationGroups(walk: Walk, position: Position): Known<readonly string[]> {
  const only = onlyDestination(walk);
  if (only === null || isPublic(only)) return known([]);
  const vpc = destinationVpc(walk, position);
  const spot = vpc === null ? null : landing(walk.topology, vpc, only);
  if (spot?.holder == null) return known([]);
  if (!spot.holder.fact.known) return spot.holder.fact;
  return known(walk.topology.next(spot.holder.id, 'carries', 'security-group').map((g) => g.id));
}

/** The VPC the private destination is in, as the source subnet's routes see it. */
function destinationVpc(walk: Walk, position: Position): string | null {
  const { topology } = walk;
  const own = vpcOf(topology, position.subnet);
  const [part] = routesTo(walk, position);
  if (part?.choice.kind !== 'route' || part.choice.target.kind !== 'peering-connection') return own?.id ?? null;
  const peers = topology.next(part.choice.target.id, 'connects', 'vpc').filter((v) => v.id !== own?.id);
  return peers[0]?.id ?? null;
}

function routesTo(walk: Walk, position: Position): readonly RoutePart[] {
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

type Leave =
  | (Onward & { readonly kind: 'onward' })
  | { readonly kind: 'split'; readonly classes: readonly IntervalSet<bigint>[] };

function leaveSubnet(walk: Walk, position: Position, natGateways: ReadonlySet<string>): Leave {
  const { topology, record } = walk;
  const subnet = topology.node('subnet', position.subnet);
  const vpc = vpcOf(topology, position.subnet);
  if (!subnet.fact.known || subnet.fact.value === null || vpc === null) {
    const missing = subnet.fact.known
      ? { list: 'Subnets', action: 'ec2:DescribeSubnets', reason: `${subnet.id} is not among the subnets read` }
      : subnet.fact.missing;
    record.stop(position.segment, missingFact([missing], [subnet.id], null, subnet.id));
    return onward(LOST);
  }
  const only = onlyDestination(walk);
  if (only !== null && subnetHolds(subnet, only))
    return onward({ exit: deliver(walk, position, vpc.id, 'subnet', subnet.id), next: null });
  const parts = routesTo(walk, position);
  if (parts.length > 1) return { kind: 'split', classes: parts.map((p) => p.addresses) };
  passNetworkAcl(record, topology, walk.flow, position.segment, position.subnet, 'egress', 'request');
  const [part] = parts;
  return onward(part === undefined ? LOST : follow(walk, position, vpc, part, natGateways));
}

function onward(step: Onward): Leave {
  return { kind: 'onward', ...step };
}

/** Takes the one route that carries the destination. */
function follow(
  walk: Walk,
  position: Position,
  vpc: TopologyNode<'vpc'>,
  { choice }: RoutePart,
  natGateways: ReadonlySet<string>,
): Onward {
  const { topology, record } = walk;
  const table = topology.next(position.subnet, 'routed-by', 'route-table')[0]?.id ?? position.subnet;
  const destination = destinationText(walk);
  if (choice.kind === 'unknown') {
    record.step('route', null, 'unknown', [{ resource: table, entry: null, text: choice.missing.reason }]);
    record.stop(
      position.segment,
      missingFact([choice.missing], [isRead(topology, table) ? table : position.subnet], null, position.subnet),
    );
    return LOST;
  }
  const resume = (): Onward => ({
    exit: isPublicDestination(walk)
      ? { kind: 'lost' }
      : resumeAtDestination(walk, position, destinationVpc(walk, position) ?? vpc.id),
    next: null,
  });
  if (choice.kind === 'none') {
    const evidence = [
      { resource: table, entry: null, text: `${table} has no route for ${destination}: ${choice.nearest}` },
    ];
    record.step('route', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'NO_ROUTE_TO_DESTINATION',
        { resources: [table], at: position.subnet, evidence },
        { destination, nearest: choice.nearest, subnet: position.subnet },
      ),
    );
    return resume();
  }
  const to = choice.target.kind === 'local' ? 'local' : choice.target.id;
  const evidence = [
    {
      resource: table,
      entry: choice.destination,
      text: `${table} sends ${destination} by ${choice.destination} to ${to}${choice.blackhole ? ', which is a blackhole' : ''}`,
    },
  ];
  if (choice.blackhole) {
    record.step('route', null, 'deny', evidence);
    record.stop(
      position.segment,
      blocker(
        'BAD_STATE_ROUTE',
        { resources: [table], at: position.subnet, entry: choice.destination, evidence },
        { destination, route: choice.destination, target: to, subnet: position.subnet },
      ),
    );
    return resume();
  }
  record.step('route', null, 'accept', evidence);
  switch (choice.target.kind) {
    case 'local':
      return { exit: deliver(walk, position, vpc.id, 'local', vpc.id), next: null };
    case 'nat-gateway':
      return throughNatGateway(walk, position, choice.target.id, natGateways);
    case 'internet-gateway':
      return throughInternetGateway(walk, position, choice.target.id);
    case 'peering-connection':
      return throughPeering(walk, position, choice.target.id);
    case 'vpc-endpoint':
      return throughRoutedEndpoint(walk, position, choice.target.id);
    case 'network-interface':
      return throughInterface(walk, position, vpc, choice.target.id, choice.destination);
    case 'opaque':
      return throughOpaque(walk, position, choice.target.id, choice.target.what, choice.destination);
  }
}

function isRead(topology: Topology, table: string): boolean {
  const { fact } = topology.node('route-table', table);
  return fact.known && fact.value !== null;
}

/** A route to an interface: the destination itself, or an appliance nobody can see into. */
function throughInterface(walk: Walk, position: Position, vpc: TopologyNode<'vpc'>, id: string, route: string): Onward {
  const only = onlyDestination(walk);
  const spot = only === null ? null : landing(walk.topology, vpc.id, only);
  if (spot?.holder?.id === id) return { exit: deliver(walk, position, vpc.id, 'local', vpc.id), next: null };
  return throughOpaque(walk, position, id, 'an interface that forwards, such as a NAT instance or a firewall', route);
}

function throughOpaque(walk: Walk, position: Position, id: string, what: string, route: string): Onward {
  const reason = `the way on behind ${what} is not judged yet`;
  walk.record.hop(id, 'opaque', null);
  walk.record.step('gateway', null, 'unknown', [{ resource: id, entry: null, text: `${id} is ${what}: ${reason}` }]);
  walk.record.stop(
    position.segment,
    blocker(
      'X_NOT_MODELLED',
      { resources: [id], at: position.subnet, entry: route },
      { what: `${what} (${id})`, reason },
    ),
  );
  return LOST;
}
