import type { Address } from '../net/address.ts';
import { NAT64 } from '../net/address-space.ts';
import { cidrContains } from '../net/cidr.ts';
import type { Vpc } from '../snapshot/network-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { destinationsInVpc, publicDestinations } from './address-references.ts';
import {
  egressOnlyReferences,
  endpointReferences,
  groupReference,
  INTERNET,
  interfaceReferences,
  internetGatewayReferences,
  natGatewayReferences,
  peeringReferences,
  vpnGatewayReferences,
} from './gateway-references.ts';
import { bareReference, type Reference, reference } from './reference.ts';
import { groupReferences, subnetReferences, tableReferences } from './subnet-references.ts';
import { draftTopology, type NodeFacts, type NodeKind, type Topology, type TopologyEdge } from './topology.ts';
import {
  attachmentReferences,
  transitGatewayReferences,
  transitTableReferences,
} from './transit-gateway-references.ts';

/** What the question's flows start from and end at; everything else is found by following AWS's own references. */
export interface TopologySeeds {
  readonly functions: readonly {
    readonly id: string;
    readonly vpc: string | null;
    readonly subnets: readonly string[];
    readonly groups: readonly string[];
  }[];
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly interfaces: readonly string[];
  readonly endpoints: readonly string[];
  /** Destination addresses, private and public. */
  readonly destinations: readonly Address[];
}

export const NO_SEEDS: TopologySeeds = {
  functions: [],
  subnets: [],
  groups: [],
  interfaces: [],
  endpoints: [],
  destinations: [],
};

/** Builds the graph of everything the seeds' flows can touch, and of nothing else. */
export function buildTopology(snapshot: NetworkSnapshot, asked: TopologySeeds): Topology {
  const seeds = { ...asked, destinations: asked.destinations.flatMap(withEmbedded) };
  const draft = draftTopology(snapshot.document.accountId);
  const pending: Reference[] = [...seedReferences(snapshot, seeds)];
  const edges: TopologyEdge[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { kind, id, edge } = next;
    if (edge !== null) edges.push({ ...edge, to: id });
    // Throws where one id is named as two kinds of thing.
    if (draft.has(id)) draft.node(kind, id);
    else {
      const fact = next.fact();
      draft.addNode(kind, id, fact);
      pending.push(...referencesOf(snapshot, seeds, kind, id, fact.known ? fact.value : null));
    }
  }
  for (const { from, to, kind, because } of edges) draft.addEdge(from, to, kind, because);
  return draft;
}

/** A NAT gateway sends what is for 64:ff9b::/96 to the IPv4 address inside. */
function withEmbedded(address: Address): readonly Address[] {
  return cidrContains(NAT64, address) ? [address, { family: 4, value: address.value - NAT64.base }] : [address];
}

function seedReferences(snapshot: NetworkSnapshot, seeds: TopologySeeds): readonly Reference[] {
  const functions = seeds.functions.flatMap(({ id: from, vpc, subnets, groups }) => [
    ...groups.map((group) => groupReference(snapshot, from, group)),
    ...subnets.map((id) => {
      const edge = { from, kind: 'runs-in', because: `${id} is in the function's VpcConfig` } as const;
      return reference(snapshot, 'subnet', id, edge, vpc === null ? {} : { 'vpc-id': vpc });
    }),
    bareReference('function', from, null),
  ]);
  return [
    ...functions,
    ...seeds.subnets.map((id) => reference(snapshot, 'subnet', id, null)),
    ...seeds.groups.map((id) => reference(snapshot, 'security-group', id, null)),
    ...seeds.interfaces.map((id) => reference(snapshot, 'network-interface', id, null)),
    ...seeds.endpoints.map((id) => reference(snapshot, 'vpc-endpoint', id, null)),
    ...publicDestinations(snapshot, seeds.destinations),
    bareReference('internet', INTERNET, null),
  ];
}

/** What a node refers to: where the graph goes on. */
function referencesOf(
  snapshot: NetworkSnapshot,
  seeds: TopologySeeds,
  kind: NodeKind,
  id: string,
  fact: NodeFacts[NodeKind],
): readonly Reference[] {
  const expand: { readonly [K in NodeKind]?: (fact: NodeFacts[K] & object) => readonly Reference[] } = {
    subnet: (subnet) => subnetReferences(snapshot, subnet),
    'route-table': (table) => tableReferences(snapshot, table),
    'security-group': (group) => groupReferences(snapshot, group),
    'nat-gateway': (gateway) => natGatewayReferences(snapshot, gateway),
    'internet-gateway': (gateway) => internetGatewayReferences(snapshot, gateway),
    'peering-connection': (peering) => peeringReferences(snapshot, peering),
    'egress-only-gateway': (gateway) => egressOnlyReferences(snapshot, gateway),
    'vpn-gateway': (gateway) => vpnGatewayReferences(snapshot, gateway),
    'transit-gateway-attachment': (attached) => attachmentReferences(snapshot, attached),
    'transit-gateway-route-table': (table) => transitTableReferences(snapshot, table),
    'vpc-endpoint': (endpoint) => endpointReferences(snapshot, endpoint),
    'network-interface': (eni) => interfaceReferences(snapshot, eni),
  };
  // Its attachments can be in sight where the gateway itself, another account's, is not.
  if (kind === 'transit-gateway') return transitGatewayReferences(snapshot, id);
  if (kind === 'vpc') return destinationsInVpc(snapshot, id, fact as Vpc | null, seeds.destinations);
  const read = expand[kind] as ((fact: object) => readonly Reference[]) | undefined;
  return read === undefined || fact === null ? [] : read(fact);
}
