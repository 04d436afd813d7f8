import type { Assessment } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import type { GraphDocument } from '../topology/topology.ts';
import type { Recent } from './recent.ts';

/** What is kept of one request: everything its addresses can be asked for. A rotation is an assessment with an outcome. */
export interface KeptAnswer {
  readonly assessment: Assessment;
  readonly graph: GraphDocument | null;
}

/** @throws AppError NOT_FOUND */
export function keptAnswer(kept: Recent<KeptAnswer>, id: string): KeptAnswer {
  const found = kept.get(id);
  if (found === null) throw notKept();
  return found;
}

export function notKept(): AppError {
  return new AppError('NOT_FOUND', 'There is no such answer, or it is no longer kept.', { hint: 'Ask again.' });
}
