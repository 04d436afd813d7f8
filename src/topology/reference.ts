import type { Fact, ListName } from '../snapshot/families.ts';
import { type Known, known } from '../snapshot/known.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { EdgeKind, NodeFacts, NodeKind } from './topology.ts';

/** One resource naming another: the node to add, and the edge that names it. */
export interface Reference<K extends NodeKind = NodeKind> {
  readonly kind: K;
  readonly id: string;
  readonly fact: () => Known<NodeFacts[K] | null>;
  readonly edge: { readonly from: string; readonly kind: EdgeKind; readonly because: string } | null;
}

/** What each kind of node is read from. */
const SOURCES = {
  vpc: { list: 'Vpcs', lookup: 'vpc-id' },
  subnet: { list: 'Subnets', lookup: 'subnet-id' },
  'route-table': { list: 'RouteTables', lookup: 'route-table-id' },
  'network-acl': { list: 'NetworkAcls', lookup: 'network-acl-id' },
  'security-group': { list: 'SecurityGroups', lookup: 'group-id' },
  'prefix-list': { list: 'ManagedPrefixLists', lookup: 'prefix-list-id' },
  'nat-gateway': { list: 'NatGateways', lookup: 'nat-gateway-id' },
  'internet-gateway': { list: 'InternetGateways', lookup: 'internet-gateway-id' },
  'vpc-endpoint': { list: 'VpcEndpoints', lookup: 'vpc-endpoint-id' },
  'peering-connection': { list: 'VpcPeeringConnections', lookup: 'vpc-peering-connection-id' },
  'egress-only-gateway': { list: 'EgressOnlyInternetGateways', lookup: 'egress-only-internet-gateway-id' },
  'vpn-gateway': { list: 'VpnGateways', lookup: 'vpn-gateway-id' },
  'transit-gateway': { list: 'TransitGateways', lookup: 'transit-gateway-id' },
  'transit-gateway-route-table': { list: 'TransitGatewayRouteTables', lookup: 'transit-gateway-route-table-id' },
  'network-interface': { list: 'NetworkInterfaces', lookup: 'network-interface-id' },
  instance: { list: 'Instances', lookup: 'instance-id' },
} as const satisfies Partial<Record<NodeKind, { readonly list: ListName; readonly lookup: string }>>;

export type ReadKind = keyof typeof SOURCES;

/** A reference to something AWS describes. `also` is what else is known of it, which helps to tell absent from unread. */
export function reference<K extends ReadKind>(
  snapshot: NetworkSnapshot,
  kind: K,
  id: string,
  edge: Reference['edge'],
  also: Readonly<Record<string, string>> = {},
): Reference {
  const { list, lookup } = SOURCES[kind];
  return {
    kind,
    id,
    fact: () => {
      const fact = snapshot.one(list, { [lookup]: id }, also) as Known<Fact<typeof list> & NodeFacts[K]>;
      return kind === 'security-group' ? withAssociations(snapshot, id, fact) : fact;
    },
    edge,
  };
}

/** Together with the further VPCs that a security group is associated with, which another list tells. */
function withAssociations<T extends object | null>(snapshot: NetworkSnapshot, id: string, fact: Known<T>): Known<T> {
  const associations = snapshot.seen('SecurityGroupVpcAssociations', { 'group-id': id });
  if (!fact.known || fact.value === null || associations.length === 0) return fact;
  return known({ ...fact.value, VpcAssociations: associations });
}

/** A reference to something that is no list's item: an address, a place out of sight. */
export function bareReference(
  kind: 'address' | 'opaque' | 'function' | 'internet',
  id: string,
  edge: Reference['edge'],
): Reference {
  return { kind, id, fact: () => known(null), edge };
}

/** A reference whose fact is settled already: found by other means than its id, or not found at all. */
export function settledReference<K extends NodeKind>(
  kind: K,
  id: string,
  fact: Known<NodeFacts[K] | null>,
  edge: Reference['edge'],
): Reference {
  return { kind, id, fact: () => fact, edge };
}
