import type { Decision, PreconditionId, Status, Verdict } from '../../src/assessment/assessment.ts';
import type { Assumption } from '../../src/reachability/assumptions.ts';
import type { SecretValueFacts } from '../../src/targets/secret-value.ts';

/** One finding of severity error or unknown: what it is, where, and for which prerequisite. */
export interface ExpectedBlocker {
  readonly code: string;
  readonly resources: readonly string[];
  readonly prerequisite: 'service' | 'endpoint' | 'precondition';
  readonly leg: 'forward' | 'return' | null;
  readonly direction: 'egress' | 'ingress' | null;
  readonly at: string | null;
  readonly entry?: string | null;
  readonly behind?: boolean;
}

export interface ExpectedVerdict {
  readonly verdict: Verdict;
  readonly intermittent: boolean;
}

/** expected.json: what AWS would do, written by hand. */
export interface Expectation {
  readonly status: Status;
  readonly decision: Decision;
  readonly service: ExpectedVerdict;
  readonly endpoint: ExpectedVerdict;
  /** Those that fail or are unknown; every other one passes or does not apply. */
  readonly preconditions: Partial<Record<PreconditionId, Verdict>>;
  /** Every finding of severity error or unknown. */
  readonly blockers: readonly ExpectedBlocker[];
  /** Codes of the warnings, each once, ascending. */
  readonly warnings: readonly string[];
}

type ToldValue = Partial<Omit<SecretValueFacts, 'master'>>;

/** question.json: the preflight question, and what the secret's value would tell. */
export interface ScenarioQuestion {
  readonly secret: string;
  readonly function?: string;
  readonly targets?: readonly string[];
  readonly noTarget?: boolean;
  readonly rotation?: Readonly<Record<string, unknown>>;
  /** What the caller vouches for; every kind of hop is allowed here. */
  readonly assumptions?: readonly Assumption[];
  readonly secretValue?: ToldValue & { readonly master?: ToldValue };
}
