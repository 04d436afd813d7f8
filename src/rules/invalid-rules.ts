import { AppError } from '../errors.ts';

/** The error for rules that are not sound: one line for each problem, each naming its place. */
export function invalidRules(problems: readonly string[]): AppError {
  return new AppError('INVALID_RULES', problems.join('\n'), {
    resource: 'rules',
    hint: 'Correct the files under rules/ and build again.',
  });
}
