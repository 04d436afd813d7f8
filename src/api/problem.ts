import { error as openApiError } from 'express-openapi-validator';
import { AppError } from '../errors.ts';
import { PROBLEM_TYPES, type ProblemName, problemNameOf } from './problem-types.ts';

/** A request refused before a use case saw it. `headers` go with the answer. */
export class HttpProblem extends Error {
  readonly problem: ProblemName;
  readonly hint: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemName, message: string, hint: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpProblem';
    this.problem = problem;
    this.hint = hint;
    this.headers = headers;
  }
}

/** What is told of an error. `detail` never quotes what was received, nor anything from inside. */
export interface ProblemFacts {
  readonly problem: ProblemName;
  readonly detail: string;
  readonly hint: string;
  readonly resource: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly { readonly path: string; readonly message: string }[] | null;
}

export function problemOf(error: unknown): ProblemFacts {
  if (error instanceof HttpProblem) return facts(error.problem, error.message, error.hint, { headers: error.headers });
  if (error instanceof AppError) return ofAppError(error);
  if (error instanceof openApiError.NotFound)
    return facts('not-found', 'There is nothing at this address.', 'See /docs.');
  if (error instanceof openApiError.MethodNotAllowed) {
    const headers = { Allow: error.headers?.['Allow'] ?? '' };
    return facts('method-not-allowed', 'This address does not take that method.', 'See /docs.', { headers });
  }
  if (error instanceof openApiError.BadRequest) return ofInvalidRequest(error);
  if (error instanceof Error && error.name === 'TimeoutError') {
    return facts('timeout', 'The check did not end in its time.', 'Try again; if it stays so, raise the time limit.');
  }
  return ofBodyParser(error) ?? internal();
}

function ofAppError(error: AppError): ProblemFacts {
  const problem = problemNameOf(error.code);
  if (PROBLEM_TYPES[problem].status === 500) return internal();
  const headers: Record<string, string> =
    error.code === 'UNAUTHENTICATED' ? { 'WWW-Authenticate': 'Bearer realm="rotation-preflight"' } : {};
  return facts(problem, error.message, error.hint, { headers, resource: error.resource });
}

function ofInvalidRequest(error: InstanceType<typeof openApiError.BadRequest>): ProblemFacts {
  const errors = error.errors.map(({ path, message }) => ({ path, message }));
  const first = errors[0];
  const detail =
    first === undefined ? 'The request does not keep to the contract.' : `${first.path}: ${first.message}.`;
  return facts('invalid-request', detail, 'Correct the request; /openapi.yaml is the contract.', { errors });
}

/** body-parser's errors bear a `type`; its messages quote the body, so they are not passed on. */
function ofBodyParser(error: unknown): ProblemFacts | null {
  if (!(error instanceof Error)) return null;
  const { type, status } = error as { readonly type?: unknown; readonly status?: unknown };
  if (type === 'entity.too.large') return facts('body-too-large', 'The body is too large.', 'Send a smaller one.');
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') {
    return facts('unsupported-media-type', 'The body is in an encoding that is not taken here.', 'Send JSON in UTF-8.');
  }
  if (type === 'entity.parse.failed') return facts('malformed-request', 'The body is not JSON.', 'Send a JSON object.');
  if (status === 400) return facts('malformed-request', 'The request is malformed.', 'Correct it and send it again.');
  return null;
}

function internal(): ProblemFacts {
  return facts(
    'internal',
    'The service failed on this request.',
    "Look for this request's instance in the service's log.",
  );
}

function facts(problem: ProblemName, detail: string, hint: string, more: Partial<ProblemFacts> = {}): ProblemFacts {
  return { problem, detail, hint, resource: null, headers: {}, errors: null, ...more };
}
