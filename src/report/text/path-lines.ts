import { outcomeOf } from '../../reachability/blocker.ts';
import type { Hop, LegName, Trace } from '../../reachability/trace.ts';
import { hopsOf, type PlacedBlocker, placedBlockers } from '../blocked-hops.ts';
import { findingOf, type NumberedFinding } from '../findings-of.ts';
import { shortName } from '../short-name.ts';
import { decidedBy, entriesOf, meets, type StepRun, stepRuns } from '../step-runs.ts';
import { DIRECTION_WORD, LEG_WORD, MARK, STEP_NAME } from '../wording.ts';
import { type Paint, paint } from './ansi.ts';
import { hang, wrap } from './wrap.ts';

export interface TextOptions {
  /** ANSI colours; without them every line is plain text. */
  readonly color: boolean;
  /** Columns, 40 or more; a terminal's 80 unless told. */
  readonly width: number;
}

type Chain = { readonly names: readonly string[] } | { readonly stop: Stop };

/** The element that does not let everything through. */
interface Stop {
  readonly resources: readonly string[];
  readonly run: StepRun | null;
  readonly blockers: readonly PlacedBlocker[];
}

const INDENT = '     ';
const LABEL = { forward: `${INDENT}${LEG_WORD.forward}  `, return: `${INDENT}${LEG_WORD.return}   ` } as const;

/** The hops of a trace, there and back, with whatever blocks set apart on lines of its own. */
export function pathLines(
  trace: Trace,
  findings: readonly NumberedFinding[],
  { color, width }: TextOptions,
): readonly string[] {
  const placed = placedBlockers(trace);
  const legs = (['forward', 'return'] as const).flatMap((leg) =>
    legLines(
      leg,
      chainOf(
        hopsOf(trace, leg),
        placed.filter((p) => p.leg === leg),
      ),
    ),
  );
  const elsewhere = placed.filter((p) => p.hop === null);
  return [
    ...legs,
    ...elsewhere.flatMap((p) => stopLines({ resources: p.blocker.resources, run: null, blockers: [p] })),
  ];

  function legLines(leg: LegName, chain: readonly Chain[]): string[] {
    const blank = ' '.repeat(LABEL[leg].length);
    return chain.flatMap((part, index) => {
      if ('stop' in part) return stopLines(part.stop);
      const lead = index === 0 ? LABEL[leg] : `${blank}› `;
      return hang(lead, part.names.join(' › '), width).map((line) => paint(line, color, 'dim'));
    });
  }

  function stopLines({ resources, run, blockers }: Stop): string[] {
    const outcome = run?.outcome ?? (blockers.some((b) => outcomeOf(b.blocker) === 'fail') ? 'deny' : 'unknown');
    const shade: Paint = outcome === 'unknown' ? 'yellow' : 'red';
    const head = [...resources.map(shortName), ...(run === null ? [] : [checkText(run)])].join(', ');
    const codes = blockers.map(({ blocker }) => {
      const number = findingOf(blocker, trace, findings)?.number;
      return `${blocker.code}${number === undefined ? '' : ` [${number}]`}${blocker.behind ? ' (behind another)' : ''}`;
    });
    const why = run?.evidence ?? blockers.flatMap(({ blocker }) => blocker.evidence);
    return [
      ...hang(`${INDENT}  ${MARK[outcome]} `, head, width).map((line) => paint(line, color, 'bold', shade)),
      ...codes.flatMap((code) => hang(`${INDENT}    `, code, width)).map((line) => paint(line, color, shade)),
      ...why.flatMap(({ text }) => wrap(text, width - 9).map((line) => `${INDENT}    ${line}`)),
    ];
  }
}

function checkText(run: StepRun): string {
  const direction = run.direction === null ? '' : ` ${DIRECTION_WORD[run.direction]}`;
  const [first, ...others] = entriesOf(run);
  const entries =
    first === undefined ? '' : `, ${others.length === 0 ? 'entry' : 'entries'} ${[first, ...others].join(', ')}`;
  return `${STEP_NAME[run.kind]}${direction}${entries}`;
}

/** Names that pass in runs, and between them what stops. */
function chainOf(hops: readonly Hop[], placed: readonly PlacedBlocker[]): readonly Chain[] {
  const chain: Chain[] = [];
  let names: string[] = [];
  const pass = (resource: string) => {
    const name = shortName(resource);
    if (names.at(-1) !== name) names.push(name);
  };
  const stop = (found: Stop) => {
    if (names.length > 0) chain.push({ names });
    names = [];
    chain.push({ stop: found });
  };
  for (const [index, hop] of hops.entries()) {
    const here = placed.filter((p) => p.hop === index);
    const told = new Set<PlacedBlocker>();
    // A hop that ends the walk without a refused step is what stops; its own steps have passed.
    pass(hop.resource);
    for (const run of stepRuns(hop.steps)) {
      if (run.outcome === 'accept') {
        for (const resource of decidedBy(run)) pass(resource);
        continue;
      }
      const blockers = here.filter((p) => !told.has(p) && meets(run, p.blocker));
      for (const p of blockers) told.add(p);
      stop({ resources: decidedBy(run), run, blockers });
    }
    const untold = here.filter((p) => !told.has(p));
    if (untold.length > 0) stop({ resources: [hop.resource], run: null, blockers: untold });
  }
  if (names.length > 0) chain.push({ names });
  return chain;
}
