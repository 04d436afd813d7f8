import { type Blocker, blockerKey, outcomeOf } from '../reachability/blocker.ts';
import type { Trace } from '../reachability/trace.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';
import type { FoundBlocker } from '../rules/explain.ts';
import type { Verdict } from './assessment.ts';

type Prerequisite = 'service' | 'endpoint';

/** One prerequisite as judged: its traces, and everything found on them and beside them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly intermittent: boolean;
  readonly traces: readonly Trace[];
  readonly found: readonly FoundBlocker[];
}

export const NOT_APPLICABLE: Judged = { verdict: 'not-applicable', intermittent: false, traces: [], found: [] };

/** All flows must pass, and nothing beside them may stand against it: a fail beats an unknown, an unknown beats a pass. */
export function judge(prerequisite: Prerequisite, flows: readonly TracedFlow[], beside: readonly Blocker[]): Judged {
  const traces = flows.map((f) => f.trace);
  const outcomes = beside.map(outcomeOf);
  const failed = traces.some((t) => t.disposition === 'blocked') || outcomes.includes('fail');
  const passed =
    traces.length > 0 && traces.every((t) => t.disposition === 'reachable') && !outcomes.includes('unknown');
  const works = traces.some((t) => t.disposition === 'reachable' || t.intermittent);
  return {
    verdict: failed ? 'fail' : passed ? 'pass' : 'unknown',
    intermittent: failed && works && !outcomes.includes('fail'),
    traces,
    found: [
      ...beside.map((b) => ({ prerequisite, trace: null, blocker: b })),
      ...flows.flatMap(({ trace, remarks }) =>
        [...trace.blockers, ...remarks].map((b) => ({ prerequisite, trace: trace.id, blocker: b })),
      ),
    ],
  };
}

/** All parts must hold, and nothing beside them may stand against it. `works`: something in them is known to. */
export function every(
  prerequisite: Prerequisite,
  parts: readonly Judged[],
  beside: readonly Blocker[],
  works: boolean,
): Judged {
  const outcomes = beside.map(outcomeOf);
  const verdicts = parts.map((part) => part.verdict);
  const failed = verdicts.includes('fail') || outcomes.includes('fail');
  const passed = verdicts.every((verdict) => verdict === 'pass') && !outcomes.includes('unknown');
  const found = beside.map((blocker) => ({ prerequisite, trace: null, blocker }));
  return {
    verdict: failed ? 'fail' : passed ? 'pass' : 'unknown',
    intermittent: failed && works && !outcomes.includes('fail'),
    traces: distinctTraces(parts.flatMap((part) => part.traces)),
    found: distinctFound([...found, ...parts.flatMap((part) => part.found)]),
  };
}

/** Known to hold only where it does whichever of the alternatives is the real one; `doubt` says why it is not known which. */
export function either(prerequisite: Prerequisite, alternatives: readonly Judged[], doubt: readonly Blocker[]): Judged {
  const verdicts = new Set(alternatives.map((a) => a.verdict));
  const traces = distinctTraces(alternatives.flatMap((a) => a.traces));
  const found = distinctFound(alternatives.flatMap((a) => a.found));
  const [only] = verdicts;
  if (verdicts.size === 1 && only !== undefined && only !== 'unknown') {
    return { verdict: only, intermittent: alternatives.every((a) => a.intermittent), traces, found };
  }
  return undecided(prerequisite, { verdict: 'unknown', intermittent: false, traces, found }, doubt);
}

/** The same facts, none of which decides: refusals stay on their traces, but are no findings. */
export function undecided(prerequisite: Prerequisite, judged: Judged, because: readonly Blocker[]): Judged {
  const reasons = because.map((blocker) => ({ prerequisite, trace: null, blocker }));
  const kept = judged.found.filter(({ blocker }) => outcomeOf(blocker) !== 'fail');
  return { ...judged, verdict: 'unknown', intermittent: false, found: distinctFound([...reasons, ...kept]) };
}

function distinctTraces(traces: readonly Trace[]): readonly Trace[] {
  return [...new Map(traces.map((t) => [t.id, t])).values()];
}

function distinctFound(found: readonly FoundBlocker[]): readonly FoundBlocker[] {
  return [...new Map(found.map((f) => [`${f.trace} ${blockerKey(f.blocker)}`, f])).values()];
}
