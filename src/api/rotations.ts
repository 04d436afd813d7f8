import express, { type RequestHandler, type Router } from 'express';
import { enableOnce } from '../gate/enable-once.ts';
import type { PreflightRequest } from '../gate/ports.ts';
import type { OpaqueKind } from '../reachability/assumptions.ts';
import { canonicalJson } from '../snapshot/canonical.ts';
import { accepts } from './accepts.ts';
import type { components } from './generated/openapi-types.ts';
import { BODY_LIMIT, jsonBody } from './json-body.ts';
import { keptAnswer, notKept } from './kept-answers.ts';
import { linkReports, rotationLinks } from './links.ts';
import { observing } from './observing.ts';
import type { AnswerRoutes } from './preflights.ts';
import { refuseBrowsers } from './refuse-web-pages.ts';
import { rotationDocument, sendRotation } from './rotation-answer.ts';

type RotationInput = components['schemas']['RotationInput'];

export function rotationRoutes({
  deps,
  kept,
  url,
  assumable,
  capacity,
  validate,
  authenticate,
}: AnswerRoutes & { readonly authenticate: RequestHandler }): Router {
  const router = express.Router();
  const guards = [authenticate, refuseBrowsers, accepts('application/json'), capacity];

  router.post('/', ...guards, ...jsonBody(BODY_LIMIT), ...validate, async (req, res) => {
    const input = req.body as RotationInput;
    const key = String(req.headers['idempotency-key']);
    const observed = observing(deps.ports);
    const assessment = await enableOnce(observed.ports, deps.idempotency, key, rotationQuestion(input, assumable), {
      acknowledged: input.acknowledgeImmediateRotation ?? false,
      // Not ended when the caller hangs up: who repeats the request must find out what became of it.
      signal: AbortSignal.timeout(deps.limits.checkTimeout),
    });

    // The same for a repeated request, also after a restart.
    const id = deps.ports.sha256(`rotation ${canonicalJson([key, input])}`).slice(0, 32);
    kept.put(id, { assessment, graph: observed.graph() ?? kept.get(id)?.graph ?? null });
    const links = rotationLinks((path) => url(req, path), id);
    linkReports(res, links);
    res.location(links.self);
    sendRotation(res, id, assessment, links);
  });

  router.use(...validate);
  router.get('/:id', accepts('application/json'), (req, res) => {
    const id = String(req.params['id']);
    const { assessment } = keptAnswer(kept, id);
    if (assessment.rotation === null) throw notKept();
    const links = rotationLinks((path) => url(req, path), id);
    linkReports(res, links);
    res.json(rotationDocument(id, assessment, assessment.rotation, links));
  });
  return router;
}

function rotationQuestion(input: RotationInput, assumable: ReadonlySet<OpaqueKind>): PreflightRequest {
  const { SecretId, ...rotation } = input.request;
  return {
    secret: SecretId,
    function: rotation.RotationLambdaARN ?? null,
    targets: input.targets ?? [],
    noTarget: input.noTarget ?? false,
    targetFromSecret: false,
    rotation,
    reference: input.reference ?? null,
    assumptions: { stated: input.assumptions ?? [], allowed: assumable },
  };
}
