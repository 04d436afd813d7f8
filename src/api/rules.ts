import express, { type RequestHandler, type Router } from 'express';
import { AppError } from '../errors.ts';
import { accepts } from './accepts.ts';
import type { ApiDeps } from './deps.ts';

export function ruleRoutes({ rules }: Pick<ApiDeps, 'rules'>, validate: readonly RequestHandler[]): Router {
  const router = express.Router();
  router.use(...validate, accepts('application/json'));
  router.get('/', (_req, res) => {
    res.json({ rules });
  });
  router.get('/:id', (req, res) => {
    const rule = rules.find(({ id }) => id === req.params.id);
    if (rule === undefined) {
      throw new AppError('NOT_FOUND', 'There is no rule of that id.', { hint: 'GET /v1/rules lists them.' });
    }
    res.json(rule);
  });
  return router;
}
