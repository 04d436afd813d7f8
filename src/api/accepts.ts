import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** Found before anything is done: whoever cannot read the answer should not have caused it. */
export function accepts(...mediaTypes: readonly string[]): RequestHandler {
  return (req, _res, next) => {
    if (req.accepts([...mediaTypes]) === false) {
      throw new HttpProblem(
        'not-acceptable',
        `The answer comes as ${mediaTypes.join(', ')}.`,
        'Accept one of these, or leave the header out.',
      );
    }
    next();
  };
}
