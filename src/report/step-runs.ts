import type { Blocker } from '../reachability/blocker.ts';
import type { Direction, Evidence, Step, StepKind, StepOutcome } from '../reachability/trace.ts';

/** One check of a hop: the steps that follow each other in kind, direction and outcome (the entries of one ACL). */
export interface StepRun {
  readonly kind: StepKind;
  readonly direction: Direction | null;
  readonly outcome: StepOutcome;
  readonly evidence: readonly Evidence[];
}

export function stepRuns(steps: readonly Step[]): readonly StepRun[] {
  const runs: StepRun[] = [];
  for (const { kind, direction, outcome, evidence } of steps) {
    const last = runs.at(-1);
    if (last?.kind === kind && last.direction === direction && last.outcome === outcome) {
      runs[runs.length - 1] = { ...last, evidence: [...last.evidence, evidence] };
    } else runs.push({ kind, direction, outcome, evidence: [evidence] });
  }
  return runs;
}

/** The resources that decided, each once. */
export function decidedBy({ evidence }: StepRun): readonly string[] {
  return [...new Set(evidence.map(({ resource }) => resource))];
}

/** The entries that decided, each once: rule numbers, CIDRs, ids. */
export function entriesOf({ evidence }: StepRun): readonly string[] {
  return [...new Set(evidence.flatMap(({ entry }) => (entry === null ? [] : [entry])))];
}

/**
 * Whether this check, which did not let everything through, is where the blocker was met. What
 * could not be read is named after its place: `network ACL of subnet-…`.
 */
export function meets(run: StepRun, blocker: Blocker): boolean {
  return (
    run.outcome !== 'accept' &&
    (blocker.direction === null || run.direction === null || run.direction === blocker.direction) &&
    run.evidence.some(({ resource }) => blocker.resources.includes(resource) || resource.endsWith(` ${blocker.at}`))
  );
}
