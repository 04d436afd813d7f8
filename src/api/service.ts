import express, { type RequestHandler, type Router } from 'express';
import { accepts } from './accepts.ts';
import { HttpProblem } from './problem.ts';
import { PROBLEM_TYPES, type ProblemName } from './problem-types.ts';

/** For whoever runs the service. Asked by pod address, so whatever Host says; they tell nothing about anybody. */
export function healthRoutes(isReady: () => boolean): Router {
  const router = express.Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', (_req, res) => {
    if (!isReady()) throw new HttpProblem('not-ready', 'The service is stopping.', 'Ask another instance.');
    res.json({ status: 'ok' });
  });
  return router;
}

/** What each `type` of a problem means. */
export function problemRoutes(validate: readonly RequestHandler[]): Router {
  const router = express.Router();
  router.get('/:name', ...validate, accepts('application/json'), (req, res) => {
    const name = String(req.params['name']);
    if (!Object.hasOwn(PROBLEM_TYPES, name)) {
      throw new HttpProblem('not-found', 'There is no problem of that type.', 'See /docs.');
    }
    res.json({ type: `/problems/${name}`, ...PROBLEM_TYPES[name as ProblemName] });
  });
  return router;
}
