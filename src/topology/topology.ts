import { Graph } from 'graphlib';
import { AppError } from '../errors.ts';
import { byCodeUnit } from '../snapshot/canonical.ts';
import type {
  EgressOnlyInternetGateway,
  InternetGateway,
  NatGateway,
  VpcPeeringConnection,
} from '../snapshot/gateway-facts.ts';
import type { Known } from '../snapshot/known.ts';
import type {
  Instance,
  ManagedPrefixList,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '../snapshot/network-facts.ts';
import type { TransitGateway, TransitGatewayRouteTable, VpnGateway } from '../snapshot/transit-facts.ts';
import type { AttachedToTransitGateway } from './transit-gateway-references.ts';

/** What a node of each kind carries; `null`: nothing AWS describes. */
export interface NodeFacts {
  function: null;
  vpc: Vpc;
  subnet: Subnet;
  'route-table': RouteTable;
  'network-acl': NetworkAcl;
  'security-group': SecurityGroup;
  'prefix-list': ManagedPrefixList;
  'nat-gateway': NatGateway;
  'internet-gateway': InternetGateway;
  'vpc-endpoint': VpcEndpoint;
  'peering-connection': VpcPeeringConnection;
  'egress-only-gateway': EgressOnlyInternetGateway;
  'vpn-gateway': VpnGateway;
  'transit-gateway': TransitGateway;
  'transit-gateway-attachment': AttachedToTransitGateway;
  'transit-gateway-route-table': TransitGatewayRouteTable;
  'network-interface': NetworkInterface;
  instance: Instance;
  address: null;
  opaque: null;
  internet: null;
}
export type NodeKind = keyof NodeFacts;

/** A node; `fact` is null where AWS says there is no such thing, unknown where nobody could read it. */
export interface TopologyNode<K extends NodeKind = NodeKind> {
  readonly id: string;
  readonly kind: K;
  readonly fact: Known<NodeFacts[K] | null>;
}

export type EdgeKind =
  | 'runs-in'
  | 'in-vpc'
  | 'routed-by'
  | 'filtered-by'
  | 'carries'
  | 'names'
  | 'routes-to'
  | 'in-subnet'
  | 'attached-to'
  | 'edge-routed-by'
  | 'leads-to'
  | 'connects'
  | 'has-interface'
  | 'has-attachment'
  | 'part-of'
  | 'holds'
  | 'held-by';

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The fact the edge rests on, in words. */
  readonly because: string;
}

/** The graph as the API serves it. */
export interface GraphDocument {
  readonly nodes: readonly { readonly id: string; readonly kind: NodeKind; readonly known: boolean }[];
  readonly edges: readonly TopologyEdge[];
}

/**
 * The typed graph that is walked, drawn and served. graphlib creates missing nodes silently and lists integer-like
 * ids first: both are kept out of sight here.
 */
export interface Topology {
  /** The account whose credentials read the facts. */
  readonly account: string;
  node<K extends NodeKind>(kind: K, id: string): TopologyNode<K>;
  /** The nodes of a kind that a node's edges of one kind lead to, ascending by id. */
  next<K extends NodeKind>(from: string, edge: EdgeKind, kind: K): readonly TopologyNode<K>[];
  document(): GraphDocument;
}

export interface TopologyDraft extends Topology {
  has(id: string): boolean;
  addNode<K extends NodeKind>(kind: K, id: string, fact: Known<NodeFacts[K] | null>): void;
  addEdge(from: string, to: string, kind: EdgeKind, because: string): void;
}

export function draftTopology(account: string): TopologyDraft {
  const graph = new Graph({ directed: true, multigraph: true });
  const found = (id: string) => graph.node(keyOf(id)) as TopologyNode | undefined;
  const nodeOf = (id: string): TopologyNode => {
    const node = found(id);
    if (node === undefined) throw new Error(`The topology has no node ${id}.`);
    return node;
  };
  return {
    account,
    has: (id) => graph.hasNode(keyOf(id)),
    addNode(kind, id, fact) {
      graph.setNode(keyOf(id), { id, kind, fact });
    },
    addEdge(from, to, kind, because) {
      nodeOf(from);
      nodeOf(to);
      graph.setEdge(keyOf(from), keyOf(to), { from, to, kind, because } satisfies TopologyEdge, kind);
    },
    node<K extends NodeKind>(kind: K, id: string): TopologyNode<K> {
      const node = nodeOf(id);
      if (node.kind !== kind) throw notOneThing(id, kind, node.kind);
      return node as TopologyNode<K>;
    },
    next<K extends NodeKind>(from: string, edge: EdgeKind, kind: K): readonly TopologyNode<K>[] {
      return (graph.outEdges(keyOf(from)) ?? [])
        .filter((e) => e.name === edge)
        .map((e) => graph.node(e.w) as TopologyNode)
        .filter((node): node is TopologyNode<K> => node.kind === kind)
        .sort((a, b) => byCodeUnit(a.id, b.id));
    },
    document() {
      const nodes = graph.nodes().map((key) => graph.node(key) as TopologyNode);
      const edges = graph.edges().map((e) => graph.edge(e) as TopologyEdge);
      return {
        nodes: nodes
          .map(({ id, kind, fact }) => ({ id, kind, known: fact.known }))
          .sort((a, b) => byCodeUnit(a.id, b.id)),
        edges: edges.sort((a, b) => byCodeUnit(edgeKey(a), edgeKey(b))),
      };
    },
  };
}

/** graphlib keeps nodes in plain objects: a prefix keeps an id such as `__proto__` from being more than a name. */
function keyOf(id: string): string {
  return `id ${id}`;
}

function notOneThing(id: string, ...kinds: readonly NodeKind[]): AppError {
  return new AppError('INVALID_SNAPSHOT', `${id} is named as a ${kinds.join(' and as a ')}.`, {
    resource: id,
    hint: 'Correct the snapshot: one id is one resource.',
  });
}

function edgeKey({ from, to, kind }: TopologyEdge): string {
  return JSON.stringify([from, to, kind]);
}
