import { Graph, layout } from '@dagrejs/dagre';
import type { PathEdge, PathGraph, PathNode } from './path-graph.ts';

/** In pixels of the drawing. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Size {
  readonly node: PathNode;
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: PathEdge;
  /** In the direction of travel. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PathLayout extends Size {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const MARGIN = 18;

/** The function on top, its destination below: the way there on the left, the way back on the right. */
export function pathLayout(graph: PathGraph, sizeOf: (node: PathNode) => Size): PathLayout {
  const drawing = new Graph({ multigraph: true });
  drawing.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 40, edgesep: 24, marginx: MARGIN, marginy: MARGIN });
  for (const node of graph.nodes) drawing.setNode(node.id, { ...sizeOf(node) });
  for (const [index, edge] of graph.edges.entries()) {
    // Laid out as if it led away from the function, so that both ways share the ranks.
    const [from, to] = edge.leg === 'forward' ? [edge.from, edge.to] : [edge.to, edge.from];
    drawing.setEdge(from, to, { width: 16, height: 2, labelpos: 'c' }, String(index));
  }
  layout(drawing);

  const { width = 0, height = 0 } = drawing.graph() as Partial<Size>;
  const center = (node: PathNode) => (drawing.node(node.id) as { readonly x: number }).x;
  const mirrored = meanOf(graph, 'forward', center) > meanOf(graph, 'return', center);
  const across = (x: number) => Math.round(mirrored ? width - x : x);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: graph.nodes.map((node) => {
      const size = sizeOf(node);
      const { x, y } = drawing.node(node.id) as { readonly x: number; readonly y: number };
      return { node, ...size, x: Math.round(across(x) - size.width / 2), y: Math.round(y - size.height / 2) };
    }),
    edges: graph.edges.map((edge, index) => {
      const [from, to] = edge.leg === 'forward' ? [edge.from, edge.to] : [edge.to, edge.from];
      const label = drawing.edge(from, to, String(index)) as { readonly points: readonly { x: number; y: number }[] };
      const points = label.points.map(({ x, y }) => ({ x: across(x), y: Math.round(y) }));
      return { edge, points: edge.leg === 'forward' ? points : points.toReversed() };
    }),
  };
}

/** Where, on the whole, the nodes stand that only this way passes. */
function meanOf(graph: PathGraph, leg: PathEdge['leg'], center: (node: PathNode) => number): number {
  const passed = (id: string, way: PathEdge['leg']) =>
    graph.edges.some((edge) => edge.leg === way && (edge.from === id || edge.to === id));
  const other = leg === 'forward' ? 'return' : 'forward';
  const own = graph.nodes.filter(({ id }) => passed(id, leg) && !passed(id, other));
  return own.reduce((sum, node) => sum + center(node), 0) / Math.max(own.length, 1);
}
