import { type Cidr, parseCidr } from '../net/cidr.ts';
import type { Topology } from '../topology/topology.ts';

/** Nodes whose facts may treat one address of a subnet other than its neighbour. */
const TELL_ADDRESSES_APART = new Set([
  'security-group',
  'network-acl',
  'route-table',
  'prefix-list',
  'transit-gateway-route-table',
]);

/** Every block of addresses that a rule, entry or route of the graph names. */
export function namedBlocks(topology: Topology): readonly Cidr[] {
  const facts = topology
    .document()
    .nodes.filter(({ kind }) => TELL_ADDRESSES_APART.has(kind))
    .map(({ id, kind }) => topology.node(kind, id).fact);
  const texts = new Set(facts.flatMap((fact) => (fact.known ? textsIn(fact.value) : [])));
  return [...texts].sort().flatMap((text) => parseCidr(text) ?? []);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
