import pLimit from 'p-limit';
import type { PreflightRequest } from '../../gate/ports.ts';
import type { GapRow, RequestRow } from '../../snapshot/document.ts';
import { type FactStore, type FactsSoFar, factStore } from './facts-so-far.ts';
import { type Failure, failureOf } from './failure.ts';
import { type Place, placeKey } from './place.ts';
import { PLAN } from './plan.ts';
import type { PlanRow } from './plan-row.ts';
import { accessError, functionError, isNotFound, secretError } from './question-error.ts';
import { type Call, type Outcome, type RowBook, record } from './row-book.ts';
import type { Viewers } from './viewers.ts';
import { callerNamesFunction, rotationFunctionArn } from './wanted-functions.ts';
import { remedyFor } from './whereabouts.ts';
import { withinTime } from './within-time.ts';

export interface Collected {
  readonly facts: FactStore;
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly GapRow[];
}

const CALLS_AT_ONCE = 20;

/**
 * Asks AWS round by round: a round is every call of the plan that the facts so far ask for, all in parallel. It ends when
 * nothing more is asked for; every call that failed, and all that nobody here may see, is a gap.
 * @throws AppError where there is nothing to judge: no credentials, no Region, no such secret or function.
 */
export async function collect(
  viewers: Viewers,
  request: PreflightRequest,
  signal: AbortSignal,
  progress: (line: string) => void,
): Promise<Collected> {
  const facts = factStore(request, viewers.region, viewers.accounts);
  const rows: RowBook = { requests: [], gaps: [] };
  const asked = new Map<PlanRow, Set<string>>();
  const limit = pLimit(CALLS_AT_ONCE);

  for (let round = 1; ; round += 1) {
    const calls = wantedCalls(facts, asked);
    if (calls.length === 0) return { facts, ...rows };
    progress(`AWS, round ${round}: ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`);
    const outcomes = await Promise.all(calls.map((call) => limit(() => attempt(viewers, call, facts, signal))));
    refuseUnaskable(facts, outcomes);
    for (const outcome of outcomes) record(outcome, facts, rows);
  }
}

/** The calls that the facts so far ask for and that were not made yet; they count as made from here on. */
function wantedCalls(facts: FactsSoFar, asked: Map<PlanRow, Set<string>>): readonly Call[] {
  return PLAN.flatMap((row) => {
    const made = asked.get(row) ?? new Set();
    asked.set(row, made);
    const places = new Map<string, { at: Place; values: string[] }>();
    for (const { value, at } of row.values(facts)) {
      const where = placeKey(at);
      if (made.has(`${where} ${value}`)) continue;
      made.add(`${where} ${value}`);
      const there = places.get(where) ?? { at, values: [] };
      places.set(where, there);
      there.values.push(value);
    }
    return [...places.values()].flatMap(({ at, values }) => callsFor(row, at, values.sort()));
  });
}

function callsFor(row: PlanRow, at: Place, values: readonly string[]): readonly Call[] {
  const size = row.kind === 'items' ? row.atOnce : 1;
  const calls: Call[] = [];
  for (let from = 0; from < values.length; from += size)
    calls.push({ row, at, values: values.slice(from, from + size) });
  return calls;
}

async function attempt(viewers: Viewers, call: Call, facts: FactsSoFar, signal: AbortSignal): Promise<Outcome> {
  const aws = viewers.at(call.at);
  if (aws === null) return { call, failure: outOfSight(facts, call.at.account ?? '') };
  const { row, values } = call;
  const options = { abortSignal: signal };
  const read = () => (row.kind === 'items' ? row.read(aws, values, options) : row.read(aws, values[0] ?? '', options));
  try {
    return { call, answer: await withinTime<unknown>(read, signal) };
  } catch (error) {
    return { call, failure: failureOf(error, signal) };
  }
}

function outOfSight(facts: FactsSoFar, account: string): Failure {
  const message = `It lies in account ${account}, which nobody looked into: ${remedyFor(facts, account)}.`;
  return { kind: 'out-of-sight', name: 'OtherAccount', message, status: null };
}

/** Failures with which there is no question: of every call those of access, and that the secret or the function is not there. */
function refuseUnaskable(facts: FactsSoFar, outcomes: readonly Outcome[]): void {
  const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome] : []));
  for (const { failure } of failures) {
    const error = accessError(failure);
    if (error !== null) throw error;
  }
  for (const { call, failure } of failures) {
    if (call.row.list === 'Secrets' && call.values[0] === facts.request.secret)
      throw secretError(facts.request.secret, failure);
    const isTheFunction = call.row.list === 'Functions' && call.values[0] === rotationFunctionArn(facts);
    if (isTheFunction && isNotFound(failure) && callerNamesFunction(facts)) {
      throw functionError(rotationFunctionArn(facts) ?? '', failure);
    }
  }
}
