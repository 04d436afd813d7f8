import { AppError } from '../errors.ts';

/** The error for a question that cannot be put to these facts: what it names, what is wrong with that, what to write instead. */
export function cannotAsk(resource: string, what: string, hint: string): AppError {
  return new AppError('INVALID_QUESTION', `${resource} ${what}.`, { resource, hint });
}
