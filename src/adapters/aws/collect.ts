import pLimit from 'p-limit';
import type { PreflightRequest } from '../../gate/ports.ts';
import type { GapRow, RequestRow } from '../../snapshot/document.ts';
import type { AwsClients } from './clients.ts';
import { type FactStore, type FactsSoFar, factStore } from './facts-so-far.ts';
import { failureOf } from './failure.ts';
import { PLAN } from './plan.ts';
import type { PlanRow } from './plan-row.ts';
import { accessError, functionError, isNotFound, secretError } from './question-error.ts';
import { type Call, leaveGap, type Outcome, type RowBook, record } from './row-book.ts';
import { callerNamesFunction, rotationFunctionArn } from './wanted-functions.ts';

export interface Collected {
  readonly facts: FactStore;
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly GapRow[];
}

/** A round trip is a second across the world: a function that must be looked up first costs one more. */
const ROUNDS = { functionGiven: 3, functionLookedUp: 4 } as const;
const CALLS_AT_ONCE = 20;

/**
 * Asks AWS round by round: a round is every call of the plan that the facts so far ask for, all in parallel. It ends when
 * nothing more is asked for or the rounds are used up; what is then left, and every call that failed, is a gap.
 * @throws AppError where there is nothing to judge: no credentials, no Region, no such secret or function.
 */
export async function collect(
  aws: AwsClients,
  request: PreflightRequest,
  region: string,
  signal: AbortSignal,
  progress: (line: string) => void,
): Promise<Collected> {
  const facts = factStore(request, region);
  const rows: RowBook = { requests: [], gaps: [] };
  const asked = new Map<PlanRow, Set<string>>();
  const limit = pLimit(CALLS_AT_ONCE);
  const rounds = callerNamesFunction(facts) ? ROUNDS.functionGiven : ROUNDS.functionLookedUp;

  for (let round = 1; round <= rounds; round += 1) {
    const calls = wantedCalls(facts, asked);
    if (calls.length === 0) break;
    progress(`AWS, round ${round}: ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`);
    const outcomes = await Promise.all(calls.map((call) => limit(() => attempt(aws, call, signal))));
    refuseUnaskable(facts, outcomes);
    for (const outcome of outcomes) record(outcome, facts, rows);
  }
  for (const call of wantedCalls(facts, asked)) {
    leaveGap(call, 'NotAsked', 'It would have taken a further round of calls.', rows);
  }
  return { facts, ...rows };
}

/** The calls that the facts so far ask for and that were not made yet; they count as made from here on. */
function wantedCalls(facts: FactsSoFar, asked: Map<PlanRow, Set<string>>): readonly Call[] {
  return PLAN.flatMap((row) => {
    const made = asked.get(row) ?? new Set();
    const wanted = [...new Set(row.values(facts))].filter((value) => !made.has(value)).sort();
    asked.set(row, new Set([...made, ...wanted]));
    const size = row.kind === 'items' ? row.atOnce : 1;
    const calls: Call[] = [];
    for (let from = 0; from < wanted.length; from += size) calls.push({ row, values: wanted.slice(from, from + size) });
    return calls;
  });
}

async function attempt(aws: AwsClients, call: Call, signal: AbortSignal): Promise<Outcome> {
  try {
    return { call, answer: await withinTime(() => read(aws, call, signal), signal) };
  } catch (error) {
    return { call, failure: failureOf(error, signal) };
  }
}

function read(aws: AwsClients, { row, values }: Call, abortSignal: AbortSignal): Promise<unknown> {
  return row.kind === 'items'
    ? row.read(aws, values, { abortSignal })
    : row.read(aws, values[0] ?? '', { abortSignal });
}

/** Credentials may come from a program or the network, and that the SDK does not cut off. */
async function withinTime<T>(start: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    start()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Failures with which there is no question: of every call those of access, and that the secret or the function is not there. */
function refuseUnaskable(facts: FactsSoFar, outcomes: readonly Outcome[]): void {
  const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome] : []));
  for (const { failure } of failures) {
    const error = accessError(failure);
    if (error !== null) throw error;
  }
  for (const { call, failure } of failures) {
    if (call.row.list === 'Secrets') throw secretError(facts.request.secret, failure);
    if (call.row.list === 'Functions' && isNotFound(failure) && callerNamesFunction(facts)) {
      throw functionError(rotationFunctionArn(facts) ?? '', failure);
    }
  }
}
