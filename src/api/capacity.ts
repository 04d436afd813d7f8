import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** At most `limit` requests at once (at least 1), counted before their bodies are read: each may hold a whole snapshot. */
export function capacity(limit: number): RequestHandler {
  let busy = 0;
  return (_req, res, next) => {
    if (busy >= limit) {
      const detail = `${limit} checks are under way already.`;
      throw new HttpProblem('too-many-requests', detail, 'Try again shortly.', { 'Retry-After': '5' });
    }
    busy += 1;
    res.once('close', () => {
      busy -= 1;
    });
    next();
  };
}
