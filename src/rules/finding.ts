import type { PreconditionCode } from '../preconditions/precondition.ts';
import type { Code, Outcome } from '../reachability/codes.ts';
import type { Direction, Evidence, LegName } from '../reachability/trace.ts';

export type Severity = 'error' | 'unknown' | 'warning' | 'note';

export const SEVERITY_OF: Readonly<Record<Outcome, Severity>> = {
  fail: 'error',
  unknown: 'unknown',
  warning: 'warning',
  note: 'note',
};

/** One thing to know or to mend, in words: a blocker or a precondition as its rule explains it. */
export interface Finding {
  readonly rule: string;
  readonly code: Code | PreconditionCode;
  readonly severity: Severity;
  readonly prerequisite: 'service' | 'endpoint' | 'precondition';
  readonly resources: readonly string[];
  readonly leg: LegName | null;
  readonly direction: Direction | null;
  readonly at: string | null;
  readonly entry: string | null;
  readonly behind: boolean;
  /** Ids of the traces it was found on. */
  readonly traces: readonly string[];
  readonly message: string;
  readonly fix: string;
  /** What the failure looks like in the function's log; empty when it leaves no trace there. */
  readonly symptom: string;
  readonly docs: string;
  readonly evidence: readonly Evidence[];
}
