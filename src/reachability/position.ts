import type { Address } from '../net/address.ts';
import { formatAddress } from '../net/address.ts';
import { describeAddresses, isPublic } from '../net/address-space.ts';
import { cidrContains, parseCidr } from '../net/cidr.ts';
import type { IntervalSet } from '../net/interval-set.ts';
import type { Known } from '../snapshot/known.ts';
import { addressNodeId } from '../topology/address-references.ts';
import type { Topology, TopologyNode } from '../topology/topology.ts';
import type { Flow, Substitution } from './flow.ts';
import type { Segment, WalkRecord } from './walk-record.ts';

/** One walk: the graph, the question, the destinations still together, and what has been found. */
export interface Walk {
  readonly topology: Topology;
  readonly flow: Flow;
  readonly destinations: IntervalSet<bigint>;
  readonly record: WalkRecord;
}

/** Where the packets leave from next: a subnet, with the addresses they bear there. */
export interface Position {
  readonly subnet: string;
  readonly segment: Segment;
  /** The security groups the source addresses carry here; none after translation. */
  readonly groups: Known<readonly string[]>;
  /** Public address of each source address; empty: an internet gateway drops them. */
  readonly publicAddresses: readonly Substitution[];
  /** The NAT gateway the packets come out of, null for the flow's own source. */
  readonly natGateway: string | null;
  /** The peering connection crossed to come here; null in the source's own VPC. */
  readonly peering: string | null;
}

/** How the packets leave a subnet: what the way back has to mirror. */
export type Exit =
  | {
      readonly kind: 'delivered';
      readonly subnet: string;
      readonly by: 'subnet' | 'local' | 'peering-connection';
      readonly via: string;
    }
  /** Found by resuming behind a routing blocker: there is no way back to mirror. */
  | { readonly kind: 'resumed'; readonly subnet: string }
  | { readonly kind: 'nat-gateway'; readonly gateway: string; readonly subnet: string }
  | {
      readonly kind: 'internet-gateway';
      readonly gateway: string;
      readonly arrival: { readonly subnet: string } | null;
    }
  | { readonly kind: 'gateway-endpoint' }
  | { readonly kind: 'lost' };

export interface Stage {
  readonly position: Position;
  readonly exit: Exit;
}

/** What one gateway does with the packets: a stage of the way that ends here, or goes on from another subnet. */
export interface Onward {
  readonly exit: Exit;
  readonly next: Position | null;
}

/** The packets go no further. */
export const LOST: Onward = { exit: { kind: 'lost' }, next: null };

/** The one destination address, or null for a set with an unknown member. */
export function onlyDestination(walk: Walk): Address | null {
  const [first, ...rest] = walk.destinations;
  return first !== undefined && rest.length === 0 && first[0] === first[1] ? { family: 4, value: first[0] } : null;
}

export function destinationText(walk: Walk): string {
  const only = onlyDestination(walk);
  if (only !== null) return formatAddress(only);
  return walk.flow.destination.oneOf ? 'public addresses' : describeAddresses({ family: 4, set: walk.destinations });
}

export function sourceText(position: Position): string {
  return describeAddresses({ family: 4, set: position.segment.query.source });
}

export function isPublicDestination(walk: Walk): boolean {
  const only = onlyDestination(walk);
  return only === null ? walk.flow.destination.oneOf : isPublic(only);
}

/** The VPC of a subnet, or null where the subnet could not be read. */
export function vpcOf(topology: Topology, subnet: string): TopologyNode<'vpc'> | null {
  return topology.next(subnet, 'in-vpc', 'vpc')[0] ?? null;
}

/** The account a subnet's VPC belongs to where another account uses it, else null. */
export function foreignOwner(topology: Topology, subnet: string): string | null {
  const vpc = vpcOf(topology, subnet)?.fact;
  const owner = vpc?.known ? vpc.value?.OwnerId : undefined;
  const user = topology.account;
  return owner === undefined || owner === user ? null : owner;
}

/** The subnet of a VPC that holds an address, and the interface that has it. */
export function landing(topology: Topology, vpc: string, address: Address) {
  const id = addressNodeId(address, vpc);
  const node = topology.next(vpc, 'holds', 'address').find((n) => n.id === id) ?? null;
  if (node === null) return null;
  return {
    address: node,
    subnet: topology.next(id, 'in-subnet', 'subnet')[0] ?? null,
    holder: topology.next(id, 'held-by', 'network-interface')[0] ?? null,
  };
}

export function subnetHolds(subnet: TopologyNode<'subnet'>, address: Address): boolean {
  const text = subnet.fact.known ? subnet.fact.value?.CidrBlock : undefined;
  const cidr = text === undefined ? null : parseCidr(text);
  return cidr !== null && cidrContains(cidr, address);
}
