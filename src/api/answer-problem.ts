import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { components } from './generated/openapi-types.ts';
import { HttpProblem, problemOf } from './problem.ts';
import { PROBLEM_TYPES, type ProblemName } from './problem-types.ts';
import { requestId } from './request-log.ts';

type Problem = components['schemas']['Problem'];
type RotationProblem = components['schemas']['RotationProblem'];

/** The members every problem has. */
export function problemHead(res: Response, name: ProblemName): Pick<Problem, 'type' | 'title' | 'status' | 'instance'> {
  const { title, status } = PROBLEM_TYPES[name];
  return { type: `/problems/${name}`, title, status, instance: `urn:uuid:${requestId(res)}` };
}

export function sendProblem(res: Response, problem: Problem | RotationProblem): void {
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

export const nothingHere: RequestHandler = () => {
  throw new HttpProblem('not-found', 'There is nothing at this address.', 'See /docs.');
};

/** Every error becomes a problem; those nobody foresaw are logged and told without what is inside. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, req, res, next) => {
    const { problem, detail, hint, resource, headers, errors } = problemOf(error);
    if (PROBLEM_TYPES[problem].status === 500) log.error({ requestId: requestId(res), err: error }, 'request failed');
    if (res.headersSent) {
      next(error);
      return;
    }
    const reference = referenceOf(req);
    res.set(headers);
    sendProblem(res, {
      ...problemHead(res, problem),
      detail,
      hint,
      resource,
      ...(reference === null ? {} : { reference }),
      ...(errors === null ? {} : { errors }),
    });
  };
}

/** The caller's reference, if the body was read and holds one that is fit to be echoed. */
function referenceOf(req: Request): string | null {
  const reference: unknown = (req.body as { readonly reference?: unknown } | undefined)?.reference;
  return typeof reference === 'string' && reference.length <= 200 ? reference : null;
}
