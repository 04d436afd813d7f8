import { Graph, layout } from '@dagrejs/dagre';
import type { LegName } from '../../reachability/trace.ts';
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

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: PathEdge;
  /** In the direction of travel. */
  readonly points: readonly Point[];
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
    const [from, to] = outward(edge);
    drawing.setEdge(from, to, { width: 16, height: 2, labelpos: 'c' }, String(index));
  }
  layout(drawing);

  const { width = 0, height = 0 } = drawing.graph() as Partial<Size>;
  const mirrored = meanOf(drawing, graph, 'forward') > meanOf(drawing, graph, 'return');
  const across = (x: number) => Math.round(mirrored ? width - x : x);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: graph.nodes.map((node) => {
      const size = sizeOf(node);
      const { x, y } = drawing.node(node.id) as Point;
      return { node, ...size, x: Math.round(across(x) - size.width / 2), y: Math.round(y - size.height / 2) };
    }),
    edges: graph.edges.map((edge, index) => {
      const points = pointsOf(drawing, edge, index).map(({ x, y }) => ({ x: across(x), y: Math.round(y) }));
      return { edge, points: edge.leg === 'forward' ? points : points.toReversed() };
    }),
  };
}

/** Where, on the whole, one way runs. */
function meanOf(drawing: Graph, graph: PathGraph, leg: LegName): number {
  const xs = graph.edges.flatMap((edge, index) =>
    edge.leg === leg ? pointsOf(drawing, edge, index).map(({ x }) => x) : [],
  );
  return xs.reduce((sum, x) => sum + x, 0) / Math.max(xs.length, 1);
}

/** Away from the function, whichever way the edge leads. */
function pointsOf(drawing: Graph, edge: PathEdge, index: number): readonly Point[] {
  const [from, to] = outward(edge);
  return (drawing.edge(from, to, String(index)) as { readonly points: readonly Point[] }).points;
}

function outward({ leg, from, to }: PathEdge): readonly [string, string] {
  return leg === 'forward' ? [from, to] : [to, from];
}
