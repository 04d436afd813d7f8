import { outcomeOf } from '../../reachability/blocker.ts';
import type { LegName, StepOutcome, Trace } from '../../reachability/trace.ts';
import type { PlacedBlocker } from '../blocked-hops.ts';
import { findingOf, type NumberedFinding } from '../findings-of.ts';
import { flowText } from '../flow-text.ts';
import { middleOut, shortName } from '../short-name.ts';
import { decidedBy, entriesOf, meets, type StepRun } from '../step-runs.ts';
import { DIRECTION_WORD, HOP_NAME, MARK, STEP_NAME } from '../wording.ts';
import { type Html, html } from './escape.ts';
import { type PathNode, pathGraph } from './path-graph.ts';
import { type PlacedEdge, type PlacedNode, pathLayout, type Size } from './path-layout.ts';

const WIDTH = 248;
const HEAD = 46;
const LINE = 17;
const FOOT = 8;
/** Characters that fit a node in the widest fonts in use. */
const ID_LENGTH = 27;
const TEXT_LENGTH = 33;
const BOLD_LENGTH = 29;
const CODE_LENGTH = 32;

/** One line in a node. */
interface Line {
  readonly style: 'pass' | 'deny' | 'part' | 'unknown' | 'id' | 'code';
  readonly text: string;
}

/** A trace as a picture: hops from the function on top to its destination, there and back. `id` is unique in the page. */
export function pathDiagram(trace: Trace, findings: readonly NumberedFinding[], id: string): Html {
  const linesOf = (node: PathNode) => nodeLines(node, trace, findings);
  const sizeOf = (node: PathNode): Size => {
    const lines = linesOf(node).length;
    return { width: WIDTH, height: HEAD + lines * LINE + (lines > 0 ? FOOT : 0) };
  };
  const { width, height, nodes, edges } = pathLayout(pathGraph(trace), sizeOf);
  return html`<svg class="diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">Path ${flowText(trace)}: ${trace.disposition}</title>
<desc id="${id}-desc">${description(trace)} The list beside the drawing says the same.</desc>
${edges.map(drawEdge)}
${nodes.map((placed) => drawNode(placed, linesOf(placed.node)))}
</svg>`;
}

function description(trace: Trace): string {
  const names = trace.forward.hops.map((hop) => `${HOP_NAME[hop.kind]} ${shortName(hop.resource)}`);
  const stops = trace.blockers.map((blocker) => `${blocker.code} at ${blocker.resources.map(shortName).join(', ')}`);
  return `${names.join(', then ')}. ${stops.length === 0 ? 'Nothing blocks it.' : `Found: ${stops.join('; ')}.`}`;
}

function nodeLines(node: PathNode, trace: Trace, findings: readonly NumberedFinding[]): readonly Line[] {
  const told = new Set<PlacedBlocker>();
  const codes = (blockers: readonly PlacedBlocker[]) =>
    blockers.flatMap((placed) => {
      told.add(placed);
      const number = findingOf(placed.blocker, trace, findings)?.number;
      return codeLines(`${placed.blocker.code}${number === undefined ? '' : ` [${number}]`}`);
    });
  const steps = node.runs.flatMap(({ leg, run }) => {
    const lines = checkLines(leg, run);
    if (run.outcome === 'accept') return lines;
    const why = node.blockers.filter((p) => !told.has(p) && p.leg === leg && meets(run, p.blocker));
    const ids = decidedBy(run).map((id) => ({ style: 'id', text: middleOut(shortName(id), ID_LENGTH) }) as const);
    return [...lines, ...ids, ...codes(why)];
  });
  const others = node.blockers
    .filter((p) => !told.has(p))
    .flatMap((p) => [
      outcomeOf(p.blocker) === 'fail'
        ? ({ style: 'deny', text: `${MARK.deny} stops here` } as const)
        : ({ style: 'unknown', text: `${MARK.unknown} not known` } as const),
      ...codes([p]),
    ]);
  return [...steps, ...others];
}

/** What was checked, with the entries that decided: on the same line where they fit it, else on one of their own. */
function checkLines(leg: LegName, run: StepRun): readonly Line[] {
  const way = leg === 'forward' ? '↓' : '↑';
  const direction = run.direction === null ? '' : ` ${DIRECTION_WORD[run.direction]}`;
  const what = `${MARK[run.outcome]} ${way} ${STEP_NAME[run.kind]}${direction}`;
  const style = run.outcome === 'accept' ? 'pass' : run.outcome;
  const [first, ...others] = entriesOf(run).map(shortName);
  if (first === undefined) return [{ style, text: what }];
  const more = others.length === 0 ? '' : ` +${others.length}`;
  // `100, 32767` cut in its middle would read as a range.
  const ways = [`${what}: ${[first, ...others].join(', ')}`, `${what}: ${first}${more}`];
  const length = style === 'pass' ? TEXT_LENGTH : BOLD_LENGTH;
  const fitting = ways.find((text) => text.length <= length);
  if (fitting !== undefined) return [{ style, text: fitting }];
  const entry = `${middleOut(first, ID_LENGTH - more.length)}${more}`;
  return [
    { style, text: what },
    { style: 'id', text: entry },
  ];
}

/** Codes are long: they break behind an underscore. */
function codeLines(code: string): readonly Line[] {
  const lines = [''];
  for (const word of code.split(/(?<=_| )/)) {
    const line = lines.pop() ?? '';
    if (line !== '' && line.length + word.length > CODE_LENGTH) lines.push(line, word);
    else lines.push(line + word);
  }
  return lines.map((text) => ({ style: 'code', text }));
}

function drawNode({ node, x, y, width, height }: PlacedNode, lines: readonly Line[]): Html {
  const texts = lines.map(
    ({ style, text }, index) =>
      html`<text class="line-${style}" x="${style === 'id' || style === 'code' ? 25 : 12}" y="${HEAD + 12 + index * LINE - 6}">${text}</text>`,
  );
  return html`<g class="node node-${node.outcome}" transform="translate(${x} ${y})"><title>${HOP_NAME[node.kind]} ${node.resource}</title>
<rect class="box" width="${width}" height="${height}" rx="7"/>${node.outcome === 'deny' ? html`<rect class="inner" x="4" y="4" width="${width - 8}" height="${height - 8}" rx="4"/>` : null}
<use class="glyph" href="#glyph-${node.kind}" x="11" y="11" width="22" height="22"/>
<text class="kind" x="42" y="19">${node.outcome === 'beyond' ? 'Not reached' : HOP_NAME[node.kind]}</text><text class="name" x="42" y="35">${middleOut(shortName(node.resource), ID_LENGTH)}</text>
${texts}${badge(node.outcome)}</g>`;
}

/** A shape for each outcome that is not a plain pass: told apart without colour. */
function badge(outcome: StepOutcome | 'beyond'): Html | null {
  switch (outcome) {
    case 'deny':
      return html`<g class="badge" transform="translate(1 1)"><path d="M-5-12H5L12-5V5L5 12H-5L-12 5V-5Z"/><path class="cut" d="M-5-5 5 5M5-5-5 5"/></g>`;
    case 'part':
      return html`<g class="badge" transform="translate(1 1)"><circle r="11"/><path class="half" d="M0-7A7 7 0 0 0 0 7Z"/></g>`;
    case 'unknown':
      return html`<g class="badge" transform="translate(1 1)"><path d="M0-14 14 0 0 14-14 0Z"/><text y="5">?</text></g>`;
    case 'accept':
    case 'beyond':
      return null;
  }
}

function drawEdge({ edge, points }: PlacedEdge): Html {
  const [start, ...rest] = points;
  const [before, end] = [points.at(-2), points.at(-1)];
  if (start === undefined || before === undefined || end === undefined) return html``;
  const curves = rest.map((point, index) => {
    const from = points[index] ?? start;
    const middle = (from.y + point.y) / 2;
    return `C${from.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
  });
  const down = end.y > before.y ? -8 : 8;
  return html`<g class="edge ${edge.leg} ${edge.travel}"><path d="M${start.x} ${start.y}${curves.join('')}"/><path class="head" d="M${end.x} ${end.y}l-5 ${down}h10z"/></g>`;
}
