import { isPublic } from '../net/address-space.ts';
import type { IntervalSet } from '../net/interval-set.ts';
import { packets } from '../net/packet-set.ts';
import { known } from '../snapshot/known.ts';
import type { Topology } from '../topology/topology.ts';
import type { RemoteEnd } from './filters/security-group.ts';
import { clientPackets, type Flow } from './flow.ts';
import { destinationPlace, followRoute, routesTo } from './follow-route.ts';
import { checkAttached } from './gateways/interface.ts';
import { deliver } from './gateways/local.ts';
import {
  LOST,
  landing,
  type Onward,
  onlyDestination,
  type Position,
  type Stage,
  subnetHolds,
  vpcOf,
  type Walk,
} from './position.ts';
import { passNetworkAcl, passSecurityGroups } from './walk-filters.ts';
import { missingFact, newRecord } from './walk-record.ts';

/** A walk that reached its end or its last obstacle, or the classes of destinations that part ways and must walk apart. */
export type Forward =
  | { readonly kind: 'walked'; readonly walk: Walk; readonly stages: readonly Stage[] }
  | { readonly kind: 'split'; readonly classes: readonly IntervalSet<bigint>[] };

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
    peering: null,
  };
  record.hop(flow.source.id, flow.source.kind, source);
  if (flow.source.kind === 'interface')
    checkAttached(walk, position, topology.node('network-interface', flow.source.id));
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
    remote: destinationEnd(walk, position),
  });
}

/** The destination as outbound rules see it, whose references match the groups of its interface: looked up where its route leads. */
function destinationEnd(walk: Walk, position: Position): RemoteEnd {
  const only = onlyDestination(walk);
  if (only === null || isPublic(only)) return { groups: known([]), peering: null };
  const { vpc, peering } = destinationPlace(walk, position);
  const holder = vpc === null ? null : landing(walk.topology, vpc, only)?.holder;
  if (holder == null) return { groups: known([]), peering };
  if (!holder.fact.known) return { groups: holder.fact, peering };
  return { groups: known(walk.topology.next(holder.id, 'carries', 'security-group').map((g) => g.id)), peering };
}

type Leave =
  | (Onward & { readonly kind: 'onward' })
  | { readonly kind: 'split'; readonly classes: readonly IntervalSet<bigint>[] };

function leaveSubnet(walk: Walk, position: Position, natGateways: ReadonlySet<string>): Leave {
  const { topology, record } = walk;
  const subnet = topology.node('subnet', position.subnet);
  const vpc = vpcOf(topology, position.subnet);
  if (!subnet.fact.known || subnet.fact.value === null || vpc === null) {
    const unread = {
      list: 'Subnets',
      action: 'ec2:DescribeSubnets',
      reason: `${subnet.id} is not among the subnets read`,
    };
    const missing = subnet.fact.known ? unread : subnet.fact.missing;
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
  return onward(part === undefined ? LOST : followRoute(walk, position, vpc, part.choice, natGateways));
}

function onward(step: Onward): Leave {
  return { kind: 'onward', ...step };
}
