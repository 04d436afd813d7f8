import { randomUUID } from 'node:crypto';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Assessment } from '../assessment/assessment.ts';
import { check } from '../gate/check.ts';
import type { OpaqueKind } from '../reachability/assumptions.ts';
import { FORMATTERS, type ReportFormat } from '../report/formatters.ts';
import { accepts } from './accepts.ts';
import type { ApiDeps } from './deps.ts';
import { jsonBody, SNAPSHOT_BODY_LIMIT } from './json-body.ts';
import { type KeptAnswer, keptAnswer, notKept } from './kept-answers.ts';
import { type AbsoluteUrl, linkReports, preflightLinks } from './links.ts';
import { observing } from './observing.ts';
import { factsFor, preflightQuestion } from './preflight-question.ts';
import type { Recent } from './recent.ts';
import { REPORT_POLICY } from './security-headers.ts';

/** In the order of preference where the caller has none. */
const FORMAT_OF: Readonly<Record<string, ReportFormat>> = {
  'application/json': 'json',
  'text/html': 'html',
  'text/plain': 'text',
  'application/junit+xml': 'junit',
};

export interface AnswerRoutes {
  readonly deps: ApiDeps;
  readonly kept: Recent<KeptAnswer>;
  readonly url: AbsoluteUrl;
  /** Kinds of hops that callers may vouch for. */
  readonly assumable: ReadonlySet<OpaqueKind>;
  /** Bounds how many checks run at once. */
  readonly capacity: RequestHandler;
  /** Holds the request against openapi.yaml; where there is a body it must have been read. */
  readonly validate: readonly RequestHandler[];
}

export function preflightRoutes({ deps, kept, url, assumable, capacity, validate }: AnswerRoutes): Router {
  const router = express.Router();

  router.post(
    '/',
    accepts('application/json'),
    capacity,
    ...jsonBody(SNAPSHOT_BODY_LIMIT),
    ...validate,
    async (req, res) => {
      const observed = observing({ ...deps.ports, facts: factsFor(req, deps.ports) });
      const signal = AbortSignal.any([gone(res), AbortSignal.timeout(deps.limits.checkTimeout)]);
      const assessment = await check(observed.ports, preflightQuestion(req, assumable), signal);

      const id = randomUUID();
      kept.put(id, { assessment, graph: observed.graph() });
      const links = preflightLinks((path) => url(req, path), id);
      linkReports(res, links);
      res.status(201).location(links.preflight);
      sendReport(res, 'application/json', assessment);
    },
  );

  router.use(...validate);
  router.get('/:id', accepts(...Object.keys(FORMAT_OF)), (req, res) => {
    const id = String(req.params['id']);
    const { assessment } = keptAnswer(kept, id);
    const links = preflightLinks((path) => url(req, path), id);
    linkReports(res, links);
    res.vary('Accept');
    sendReport(res, req.accepts(Object.keys(FORMAT_OF)) || 'application/json', assessment);
  });
  router.get('/:id/report', (req, res) => {
    sendReport(res, 'text/html', keptAnswer(kept, String(req.params['id'])).assessment);
  });
  router.get('/:id/graph', accepts('application/json'), (req, res) => {
    const { graph } = keptAnswer(kept, String(req.params['id']));
    if (graph === null) throw notKept();
    res.json(graph);
  });
  return router;
}

function sendReport(res: Response, mediaType: string, assessment: Assessment): void {
  const format = FORMAT_OF[mediaType] ?? 'json';
  if (format === 'html') res.set('Content-Security-Policy', REPORT_POLICY);
  res.type(mediaType).send(FORMATTERS[format].render(assessment, { color: false, width: 80 }));
}

/** Nobody waits for the answer any more. */
function gone(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}
