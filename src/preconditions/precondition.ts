import type { Code, Outcome } from '../reachability/codes.ts';
import type { Evidence } from '../reachability/trace.ts';
import type { MissingFact } from '../snapshot/known.ts';
import { mendOf } from '../snapshot/not-read.ts';

/** The one word a prerequisite, a precondition or a whole question comes to. */
export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';

function finding<const O extends Outcome, const D extends readonly string[]>(
  outcomes: readonly O[],
  details: D,
): { readonly outcomes: readonly O[]; readonly details: D } {
  return { outcomes, details };
}

/**
 * What else RotateSecret would refuse or break on, in the order of every report: the outcomes each can find,
 * and the details its messages may name. A fact that could not be read is UNKNOWN_RESOURCE, whoever needed it.
 */
export const PRECONDITIONS = {
  'secret-deleted': finding(['fail'], ['secret', 'date']),
  'secret-managed': finding(['fail', 'unknown'], ['secret', 'service', 'function']),
  'secret-rotates-without-lambda': finding(['fail'], ['secret', 'how']),
  'secret-replica': finding(['fail'], ['secret', 'region', 'primaryRegion']),
  'secret-has-current': finding(['fail'], ['secret', 'versions']),
  'pending-version': finding(['fail'], ['secret', 'version', 'changed']),
  'function-named': finding(['fail', 'warning'], ['secret', 'function', 'stored']),
  'function-arn-kind': finding(['fail'], ['function', 'kind']),
  'function-state': finding(['fail', 'unknown'], ['function', 'state', 'reason', 'mend']),
  'function-update': finding(['unknown'], ['function', 'status']),
  'function-region': finding(['fail'], ['function', 'region', 'secretRegion']),
  'function-timeout': finding(['warning'], ['function', 'timeout']),
  'function-concurrency': finding(['fail', 'warning'], ['function', 'concurrency']),
  'invoke-permission': finding(['fail', 'unknown'], ['function', 'secret', 'account', 'reason']),
  'rotation-rules': finding(['fail'], ['problems']),
  'other-services': finding(['fail', 'unknown', 'note'], ['unjudged', 'services', 'reason']),
} as const;

/** The set this version judges is closed: what lies outside is named, and never counted as passed. */
export const OUTSIDE_THE_SET =
  "the execution role's permissions, the KMS key, policies of the organization, and other AWS services that code of your own calls";

export type PreconditionId = keyof typeof PRECONDITIONS;
export const PRECONDITION_IDS = Object.keys(PRECONDITIONS) as readonly PreconditionId[];

/** A precondition's finding bears X_ and its id in capitals: X_PENDING_VERSION. */
export type PreconditionCode<Id extends PreconditionId = PreconditionId> = `X_${UpperSnake<Id>}`;
type UpperSnake<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${UpperSnake<Tail>}`
  : Uppercase<S>;

/** What one precondition came to. `because` is what was seen, in one plain sentence; findings are worded by rules. */
export interface PreconditionOutcome {
  readonly verdict: Verdict;
  readonly because: string;
  readonly finding: PreconditionFinding | null;
}

/** What a rule explains: never a second opinion, its outcome follows from the verdict (a pass may bear a warning or a note). */
export interface PreconditionFinding {
  readonly code: PreconditionCode | Extract<Code, 'UNKNOWN_RESOURCE' | 'X_DEFAULT_ASSUMED'>;
  readonly outcome: Outcome;
  readonly details: Readonly<Record<string, string>>;
  /** Sorted. */
  readonly resources: readonly string[];
  readonly evidence: readonly Evidence[];
}

export function preconditionCode<Id extends PreconditionId>(id: Id): PreconditionCode<Id> {
  return `X_${id.toUpperCase().replaceAll('-', '_')}` as PreconditionCode<Id>;
}

export function pass(because: string): PreconditionOutcome {
  return { verdict: 'pass', because, finding: null };
}

export function notApplicable(because: string): PreconditionOutcome {
  return { verdict: 'not-applicable', because, finding: null };
}

type OutcomeOf<Id extends PreconditionId> = (typeof PRECONDITIONS)[Id]['outcomes'][number];
type DetailsOf<Id extends PreconditionId> = Readonly<Record<(typeof PRECONDITIONS)[Id]['details'][number], string>>;

const VERDICT_OF: Readonly<Record<Outcome, Verdict>> = {
  fail: 'fail',
  unknown: 'unknown',
  warning: 'pass',
  note: 'not-applicable',
};

/** Found something: fail, unknown, a pass with a warning, or a note on what is not judged. */
export function found<Id extends PreconditionId>(
  id: Id,
  outcome: OutcomeOf<Id>,
  resources: readonly string[],
  because: string,
  details: DetailsOf<Id>,
): PreconditionOutcome {
  const evidence = resources.slice(0, 1).map((resource) => ({ resource, entry: null, text: because }));
  return {
    verdict: VERDICT_OF[outcome],
    because,
    finding: { code: preconditionCode(id), outcome, details, resources: [...new Set(resources)].sort(), evidence },
  };
}

/** A fact that the precondition needs could not be read; `what` names it within a sentence: `the policy of …`. */
export function unreadable(what: string, resource: string, missing: MissingFact): PreconditionOutcome {
  const { list, action, reason } = missing;
  const because = `Not known is ${what} (${action}: ${reason}).`;
  return {
    verdict: 'unknown',
    because,
    finding: {
      code: 'UNKNOWN_RESOURCE',
      outcome: 'unknown',
      details: { missing: list, action, reason, mend: mendOf(missing) },
      resources: [resource],
      evidence: [{ resource, entry: null, text: because }],
    },
  };
}
