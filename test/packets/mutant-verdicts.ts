import { AppError } from '../../src/errors.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import type { Mutant } from './mutants.ts';
import { rotationWorks } from './rotation-works.ts';

type Json = Record<string, unknown>;

/** Whether the engine takes back a pass exactly where the played-through rotation does not work any more. */
export type Comparison =
  /** What was changed was needed, and the pass is gone. */
  | { readonly kind: 'flipped' }
  /** What was changed was not needed, and the pass stands. */
  | { readonly kind: 'kept' }
  /** The changed snapshot contradicts itself, and is no longer read. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-simulated' }
  | { readonly kind: 'false-pass' | 'false-alarm'; readonly mutant: string; readonly why: string };

export function compareMutant({ name, document }: Mutant, question: ScenarioQuestion): Comparison {
  const played = rotationWorks(document, question);
  if (played.kind === 'not-simulated') return { kind: 'not-simulated' };
  const verdict = verdictOf(document, question);
  if (played.kind === 'works') {
    if (verdict === 'pass') return { kind: 'kept' };
    return verdict === 'INVALID_SNAPSHOT'
      ? { kind: 'refused' }
      : { kind: 'false-alarm', mutant: name, why: `it works, and is ${verdict}` };
  }
  return verdict === 'pass' ? { kind: 'false-pass', mutant: name, why: played.reason } : { kind: 'flipped' };
}

/** The answer's status, or the code of the error that stands in its place. */
function verdictOf(document: Json, question: ScenarioQuestion): string {
  try {
    return ask(document, question).status;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
