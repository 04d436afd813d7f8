import { outcomeOf } from '../../reachability/blocker.ts';
import type { Hop, HopKind, LegName, StepOutcome, Trace } from '../../reachability/trace.ts';
import { hopsOf, type PlacedBlocker, placedBlockers } from '../blocked-hops.ts';
import { addressText } from '../flow-text.ts';
import { type StepRun, stepRuns } from '../step-runs.ts';

/** Whether a packet is known to get here: `unsure` beyond an unknown, `beyond` behind a refusal. */
export type Travel = 'sure' | 'unsure' | 'beyond';

export interface LegRun {
  readonly leg: LegName;
  readonly run: StepRun;
}

export interface PathNode {
  readonly id: string;
  readonly kind: HopKind;
  readonly resource: string;
  readonly subnet: string | null;
  /** The worst outcome met here; `beyond` marks a destination that the walk never came to. */
  readonly outcome: StepOutcome | 'beyond';
  readonly runs: readonly LegRun[];
  readonly blockers: readonly PlacedBlocker[];
}

export interface PathEdge {
  readonly from: string;
  readonly to: string;
  readonly leg: LegName;
  readonly travel: Travel;
}

/** A trace as it is drawn: a hop that both legs pass is one node. */
export interface PathGraph {
  readonly nodes: readonly PathNode[];
  readonly edges: readonly PathEdge[];
}

const WORST: readonly StepOutcome[] = ['deny', 'unknown', 'part', 'accept'];
/** Where a forward leg may end. */
const DESTINATIONS: ReadonlySet<HopKind> = new Set(['target', 'internet', 'aws-network']);

export function pathGraph(trace: Trace): PathGraph {
  const placed = placedBlockers(trace);
  const forward = withIds(hopsOf(trace, 'forward'));
  // The way back comes last to what the way there met first.
  const back = withIds(hopsOf(trace, 'return').toReversed()).toReversed();
  const last = forward.at(-1);
  // An endpoint's policy is met behind the interface that is the destination.
  const end = forward.findLast(({ hop }) => hop.kind !== 'vpc-endpoint');
  const unreached = last === undefined || end === undefined || !DESTINATIONS.has(end.hop.kind);

  const nodes = new Map<string, PathNode>();
  for (const [leg, hops] of [
    ['forward', forward],
    ['return', back],
  ] as const) {
    for (const [index, { id, hop }] of hops.entries()) {
      const here = placed.filter((p) => p.leg === leg && p.hop === index);
      nodes.set(id, merged(nodes.get(id), id, hop, leg, here));
    }
  }
  const homeless = placed.filter((p) => p.hop === null);
  if (unreached) nodes.set('destination', { ...destination(trace), blockers: homeless });
  else if (homeless.length > 0) nodes.set(last.id, merged(nodes.get(last.id), last.id, last.hop, null, homeless));

  const there = [...forward.map(({ id }) => id), ...(unreached ? ['destination'] : [])];
  const answering = unreached ? there : there.slice(0, there.indexOf(end.id) + 1);
  return {
    nodes: [...nodes.values()],
    edges: [...legEdges('forward', there, nodes, 'sure'), ...returnEdges(back, answering, nodes)],
  };
}

/** The same resource twice in a leg (a transit gateway on both sides of an inspection VPC) is two nodes. */
function withIds(hops: readonly Hop[]): readonly { readonly id: string; readonly hop: Hop }[] {
  const seen = new Map<string, number>();
  return hops.map((hop) => {
    const key = JSON.stringify([hop.kind, hop.resource, hop.subnet]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { id: `${key}#${nth}`, hop };
  });
}

function merged(
  before: PathNode | undefined,
  id: string,
  { kind, resource, subnet, steps }: Hop,
  leg: LegName | null,
  here: readonly PlacedBlocker[],
): PathNode {
  const runs = [...(before?.runs ?? []), ...(leg === null ? [] : stepRuns(steps).map((run) => ({ leg, run })))];
  const blockers = [...(before?.blockers ?? []), ...here];
  return { id, kind, resource, subnet, runs, blockers, outcome: worst(runs, blockers) };
}

function worst(runs: readonly LegRun[], blockers: readonly PlacedBlocker[]): StepOutcome {
  const met = new Set<StepOutcome>(runs.map(({ run }) => run.outcome));
  // A partial pass is told apart by its step: its blocker must not turn it into a refusal.
  if (!met.has('part')) for (const { blocker } of blockers) met.add(outcomeOf(blocker) === 'fail' ? 'deny' : 'unknown');
  return WORST.find((outcome) => met.has(outcome)) ?? 'accept';
}

/** Behind a hop that nobody sees into: what becomes of the packets there, no hop shows. */
const BEHIND = { reachable: 'accept', blocked: 'beyond', unknown: 'unknown' } as const;

function destination(trace: Trace): PathNode {
  const [resource, outcome] = [addressText(trace), BEHIND[trace.disposition]];
  return { id: 'destination', kind: 'target', resource, subnet: null, outcome, runs: [], blockers: [] };
}

function returnEdges(
  back: readonly { readonly id: string }[],
  there: readonly string[],
  nodes: ReadonlyMap<string, PathNode>,
): PathEdge[] {
  if (back.length === 0) return [];
  const [origin, end] = [there[0], there.at(-1)];
  const ids = back.map(({ id }) => id);
  const around = [
    ...(end !== undefined && ids[0] !== end ? [end] : []),
    ...ids,
    ...(origin !== undefined && ids.at(-1) !== origin ? [origin] : []),
  ];
  return legEdges('return', around, nodes, travelledOn('forward', there, nodes, 'sure'));
}

function legEdges(
  leg: LegName,
  ids: readonly string[],
  nodes: ReadonlyMap<string, PathNode>,
  start: Travel,
): PathEdge[] {
  return ids.slice(1).map((to, index) => ({
    from: ids[index] ?? to,
    to,
    leg,
    travel: travelledOn(leg, ids.slice(0, index + 1), nodes, start),
  }));
}

/** What is left of a packet's certainty once it has passed these hops on this leg. */
function travelledOn(
  leg: LegName,
  ids: readonly string[],
  nodes: ReadonlyMap<string, PathNode>,
  start: Travel,
): Travel {
  return ids.reduce<Travel>((travel, id) => {
    const node = nodes.get(id);
    if (travel === 'beyond' || node === undefined) return travel;
    const outcome = worst(
      node.runs.filter((s) => s.leg === leg),
      node.blockers.filter((b) => b.leg === leg),
    );
    if (outcome === 'deny') return 'beyond';
    return outcome === 'unknown' ? 'unsure' : travel;
  }, start);
}
