import type { Assessment, Finding, Severity } from '../assessment/assessment.ts';
import type { Blocker } from '../reachability/blocker.ts';
import type { Trace } from '../reachability/trace.ts';

export interface NumberedFinding {
  /** From 1, in the order of the report; findings with one and the same fix share it. */
  readonly number: number;
  readonly finding: Finding;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, unknown: 1, warning: 2, note: 3 };

/** The findings in the order they are read, what stops the rotation first; one group for each thing to do. */
export function findingGroups({ findings }: Assessment): readonly (readonly Finding[])[] {
  const inOrder = findings.toSorted(
    (a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || Number(a.behind) - Number(b.behind),
  );
  return [...Map.groupBy(inOrder, (f) => JSON.stringify([f.severity, f.rule, f.code, f.fix, f.symptom])).values()];
}

/** What was found changed right before RotateSecret: the check passed, but on facts that hold no longer. */
export function changesSinceCheck({ findings }: Assessment): readonly Finding[] {
  return findings.filter(({ code }) => code === 'X_CHANGED_SINCE_CHECK');
}

/** Each finding with the number of its group: what drawings and lists refer to. */
export function numberedFindings(assessment: Assessment): readonly NumberedFinding[] {
  return findingGroups(assessment).flatMap((group, index) => group.map((finding) => ({ number: index + 1, finding })));
}

/** The finding that words a blocker of this trace; none when the rules say nothing of it. */
export function findingOf(
  blocker: Blocker,
  trace: Trace,
  findings: readonly NumberedFinding[],
): NumberedFinding | undefined {
  return findings.find(({ finding }) => finding.traces.includes(trace.id) && identity(finding) === identity(blocker));
}

/** A blocker's identity, but for whether it hides: what hides on one path may stand first on another. */
function identity(of: Finding | Blocker): string {
  const { resources, leg, direction, at, entry } = of;
  return JSON.stringify([of.code, resources, leg, direction, at, entry]);
}

/** The messages of a group, each once. */
export function messagesOf(group: readonly Finding[]): readonly string[] {
  return [...new Set(group.map(({ message }) => message))];
}
