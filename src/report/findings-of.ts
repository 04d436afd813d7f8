import type { Assessment, Finding, Severity } from '../assessment/assessment.ts';
import type { Blocker } from '../reachability/blocker.ts';
import type { Trace } from '../reachability/trace.ts';

export interface NumberedFinding {
  /** From 1, in the order of the report: drawings and lists refer to it. */
  readonly number: number;
  readonly finding: Finding;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, unknown: 1, warning: 2, note: 3 };

/** The findings in the order they are read: what stops the rotation first, what hides behind it after. */
export function numberedFindings(assessment: Assessment): readonly NumberedFinding[] {
  return assessment.findings
    .toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || Number(a.behind) - Number(b.behind))
    .map((finding, index) => ({ number: index + 1, finding }));
}

/** The finding that words a blocker of this trace; none when the rules say nothing of it. */
export function findingOf(
  blocker: Blocker,
  trace: Trace,
  findings: readonly NumberedFinding[],
): NumberedFinding | undefined {
  return findings.find(({ finding }) => finding.traces.includes(trace.id) && sameThing(finding, blocker));
}

function sameThing(finding: Finding, blocker: Blocker): boolean {
  return (
    finding.code === blocker.code &&
    finding.leg === blocker.leg &&
    finding.direction === blocker.direction &&
    finding.at === blocker.at &&
    finding.entry === blocker.entry &&
    finding.resources.length === blocker.resources.length &&
    finding.resources.every((resource) => blocker.resources.includes(resource))
  );
}
