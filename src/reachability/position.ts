import type { Address, Family } from '../net/address.ts';
import { describeAddresses, describePublic, isPublic } from '../net/address-space.ts';
import { cidrContains } from '../net/cidr.ts';
import type { IntervalSet } from '../net/interval-set.ts';
import type { Known } from '../snapshot/known.ts';
import { sharedBy } from '../snapshot/shared-vpc.ts';
import { addressNodeId } from '../topology/address-references.ts';
import { subnetBlocks } from '../topology/blocks.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import type { Blocker } from './blocker.ts';
import { type Flow, namesIn, type Substitution } from './flow.ts';
import type { StepKind } from './trace.ts';
import type { Segment, WalkRecord } from './walk-record.ts';

/** One way a flow may take: destinations that no route tells apart, and what AWS picked where it picks unseen. */
export interface Way {
  readonly destinations: IntervalSet<bigint>;
  /** By the place of the choice, what was picked. */
  readonly picks: ReadonlyMap<string, string>;
}

/** One walk: the graph, the question, the way taken, and what has been found. */
export interface Walk {
  readonly topology: Topology;
  readonly flow: Flow;
  readonly way: Way;
  readonly record: WalkRecord;
}

/** Ways that part here and must be walked apart. */
export interface Division {
  readonly kind: 'division';
  readonly ways: readonly Way[];
}

/** What stands between a position and the network the flow started in, as security group references see it. */
export interface Crossing {
  readonly kind: 'peering-connection' | 'transit-gateway';
  readonly id: string;
  /** Whether inbound rules may reference the groups of the other side. */
  readonly references: Known<boolean>;
}

/** Where the packets leave from next: a subnet, with the addresses they bear there. */
export interface Position {
  readonly subnet: string;
  /** The route table of a gateway that stands in no subnet (a regional NAT gateway); else null, and the subnet's serves. */
  readonly table: string | null;
  readonly segment: Segment;
  /** The security groups the source addresses carry here; none after translation or an appliance. */
  readonly groups: Known<readonly string[]>;
  /** Public address of each source address; empty: an internet gateway drops them. */
  readonly publicAddresses: readonly Substitution[];
  /** The NAT gateway the packets come out of, null for the flow's own source. */
  readonly natGateway: string | null;
  /** What was crossed to come into this VPC; null in the source's own. */
  readonly crossing: Crossing | null;
  /** The route target that must bring the replies of this position back; null: the VPC's own `local`. */
  readonly arrivedBy: string | null;
  /** The appliance or firewall endpoint that saw the packets as they are here, null for none: it must see the replies too. */
  readonly appliance: string | null;
}

/** How the packets leave a subnet: what the way back has to mirror. */
export type Exit =
  /** `peering`: the connection that brought the packets into the destination's VPC, null inside one. */
  | { readonly kind: 'delivered'; readonly subnet: string; readonly peering: string | null }
  /** Found by resuming behind a routing blocker; `expected` is the route target that would bring replies back. */
  | { readonly kind: 'resumed'; readonly subnet: string; readonly expected: string }
  /** Into an appliance or a translating gateway, which stands in a subnet or (regional) has a table of its own. */
  | { readonly kind: 'through'; readonly gateway: string; readonly subnet: string; readonly table: string | null }
  | { readonly kind: 'transit-gateway'; readonly gateway: string; readonly crossed: TransitCrossing | null }
  | {
      readonly kind: 'internet-gateway' | 'egress-only-gateway';
      readonly gateway: string;
      readonly arrival: Arrival | null;
    }
  | { readonly kind: 'gateway-endpoint' }
  /** Into a network out of sight; `edge` is the gateway whose route table guides what comes back. */
  | { readonly kind: 'out-of-sight'; readonly edge: string | null }
  | { readonly kind: 'lost' };

/** Where the packets came in from the internet, and the route target that must take the replies out again. */
export interface Arrival {
  readonly subnet: string;
  readonly by: string;
}

/** The attachments between which transit gateways carried the packets, as the topology names them. */
export interface TransitCrossing {
  readonly near: string;
  readonly far: string;
}

export interface Stage {
  readonly position: Position;
  readonly exit: Exit;
}

/** What one gateway does with the packets: a stage of the way that ends here, or goes on from another subnet. */
export interface Onward {
  readonly kind: 'onward';
  readonly exit: Exit;
  readonly next: Position | null;
}

/** The packets go no further, and what was met before has said why. */
export const LOST: Onward = { kind: 'onward', exit: { kind: 'lost' }, next: null };

/** The packets go no further, for a reason: `seen` and `kind` as in the record. */
export function stopHere(
  { record }: Walk,
  { segment }: Position,
  reason: Blocker,
  seen?: string,
  kind?: StepKind,
): Onward {
  record.stop(segment, reason, seen, kind);
  return LOST;
}

export function ending(exit: Exit): Onward {
  return { kind: 'onward', exit, next: null };
}

export function familyOf(position: Position): Family {
  return position.segment.query.family;
}

/** The one destination address, or null for a set with an unknown member. */
export function onlyDestination({ segment: { query } }: Position): Address | null {
  const [first, ...rest] = query.destination;
  return first !== undefined && rest.length === 0 && first[0] === first[1]
    ? { family: query.family, value: first[0] }
    : null;
}

export function destinationText(walk: Walk, position: Position): string {
  const { family, destination: set } = position.segment.query;
  if (walk.flow.destination.oneOf) return describePublic(family);
  return namesIn(walk.flow)({ family, set });
}

export function sourceText({ segment: { query } }: Position): string {
  return describeAddresses({ family: query.family, set: query.source });
}

export function isPublicDestination(walk: Walk, position: Position): boolean {
  const only = onlyDestination(position);
  return only === null ? walk.flow.destination.oneOf : isPublic(only);
}

/** The route table that decides at a position: the subnet's, or the gateway's own. */
export function tableAt(
  topology: Topology,
  position: Pick<Position, 'subnet' | 'table'>,
): TopologyNode<'route-table'> | null {
  if (position.table !== null) return topology.node('route-table', position.table);
  return topology.next(position.subnet, 'routed-by', 'route-table')[0] ?? null;
}

/** The VPC of a subnet, or null where the subnet could not be read. */
export function vpcOf(topology: Topology, subnet: string): TopologyNode<'vpc'> | null {
  return topology.next(subnet, 'in-vpc', 'vpc')[0] ?? null;
}

/** The Availability Zone of a subnet, null where it is not stated. */
export function zoneOf(topology: Topology, subnet: string): string | null {
  const { fact } = topology.node('subnet', subnet);
  return fact.known ? (fact.value?.AvailabilityZone ?? null) : null;
}

/**
 * Whether two subnets are in one zone; null where nobody can tell. Names of zones differ between accounts, ids do not:
 * https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 */
export function inSameZone(topology: Topology, a: string, b: string): boolean | null {
  const [one, other] = [a, b].map((id) => {
    const { fact } = topology.node('subnet', id);
    return fact.known ? fact.value?.AvailabilityZoneId : undefined;
  });
  return one === undefined || other === undefined ? null : one === other;
}

/** The account a subnet's VPC belongs to where another account uses it, else null. */
export function foreignOwner(topology: Topology, subnet: string): string | null {
  // Who owns a VPC's subnets owns the VPC.
  const facts = [vpcOf(topology, subnet)?.fact, topology.node('subnet', subnet).fact];
  const stating = facts.map((fact) => (fact?.known ? fact.value : null)).find((value) => value?.OwnerId !== undefined);
  return stating == null ? null : sharedBy(stating, topology.account);
}

/** The subnet of a VPC that holds the destination address, and the interface that has it, or may have it. */
export function landing({ topology, flow }: Walk, vpc: string, address: Address) {
  const id = addressNodeId(address, vpc);
  const node = topology.next(vpc, 'holds', 'address').find((n) => n.id === id) ?? null;
  if (node === null) return null;
  return {
    address: node,
    subnet: topology.next(id, 'in-subnet', 'subnet')[0] ?? null,
    holder: supposedHolder(topology, flow, vpc) ?? topology.next(id, 'held-by', 'network-interface')[0] ?? null,
  };
}

/** A destination that stands for others is one that this interface may have, as several may that are not in sight. */
function supposedHolder(topology: Topology, { destination }: Flow, vpc: string) {
  if (destination.standsFor == null || destination.interface === null) return null;
  const node = topology.node('network-interface', destination.interface);
  return node.fact.known && node.fact.value?.VpcId === vpc ? node : null;
}

export function subnetHolds(subnet: TopologyNode<'subnet'>, address: Address): boolean {
  const value = subnet.fact.known ? subnet.fact.value : null;
  return value !== null && subnetBlocks(value, address.family).some((block) => cidrContains(block, address));
}
