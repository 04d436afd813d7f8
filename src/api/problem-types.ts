import type { ErrorCode } from '../errors.ts';

export interface ProblemType {
  /** HTTP status, 400–599. */
  readonly status: number;
  readonly title: string;
  /** What it says about the request, and whether anything was done. */
  readonly meaning: string;
}

type Kebab<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}-${Kebab<Tail>}`
  : Lowercase<S>;

/** What can be wrong with a request before a use case sees it. */
type HttpProblemName =
  | 'malformed-request'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'misdirected-request'
  | 'invalid-request'
  | 'too-many-requests'
  | 'not-ready';

/** Why a rotation that was judged is not simply under way. */
export type RotationProblemName = 'blocked' | 'unknown' | 'rejected-by-aws' | 'outcome-unknown';

export type ProblemName = Kebab<ErrorCode> | HttpProblemName | RotationProblemName;

const type = (status: number, title: string, meaning: string): ProblemType => ({ status, title, meaning });

// 503: nothing was sent, trying again later may help. 502 and 504 are kept for a RotateSecret that was sent.
const INSIDE = 'Something is wrong with the service itself; its log names this request. Nothing was sent to rotate.';

export const PROBLEM_TYPES: Readonly<Record<ProblemName, ProblemType>> = {
  blocked: type(
    409,
    'Rotation blocked',
    'Something is known to be wrong, so RotateSecret was not sent. The assessment says what and how to mend it.',
  ),
  unknown: type(
    409,
    'Rotation not judged',
    'Nothing is known to be wrong, but something could not be judged, so RotateSecret was not sent. The assessment names the missing facts.',
  ),
  'rejected-by-aws': type(
    502,
    'Rejected by AWS',
    'RotateSecret was sent and AWS refused it. The problem bears its answer.',
  ),
  'outcome-unknown': type(
    504,
    'Outcome unknown',
    'RotateSecret was sent and no clear answer came. Look for the ClientRequestToken among the versions DescribeSecret shows; do not send it again with another key.',
  ),

  unacknowledged: type(
    422,
    'Immediate rotation not acknowledged',
    'Storing a rotation configuration rotates the secret at once unless RotateImmediately is false. Nothing was checked or sent.',
  ),
  'idempotency-key-reused': type(
    422,
    'Idempotency-Key reused',
    'The key came with another request before. Nothing was checked or sent for this one.',
  ),
  'rotation-in-flight': type(
    409,
    'Rotation in flight',
    'Another rotation of the same secret is being asked for right now. Nothing was sent for this request.',
  ),
  'target-not-declared': type(
    422,
    'Target not declared',
    'This service takes only targets that the secret itself declares. Nothing was sent.',
  ),
  'invalid-question': type(
    422,
    'Question cannot be put',
    'The request contradicts itself or names something that cannot be. Nothing was sent.',
  ),
  'invalid-snapshot': type(422, 'Invalid snapshot', 'The snapshot in the body does not keep to the snapshot format.'),
  'secret-not-found': type(
    422,
    'Secret not found',
    'AWS knows no secret of that name in that account and Region. Nothing was sent.',
  ),
  'function-not-found': type(
    422,
    'Function not found',
    'AWS knows no function of that name in that account and Region. Nothing was sent.',
  ),
  'invalid-request': type(
    422,
    'Invalid request',
    'The request does not keep to /openapi.yaml. Nothing was checked or sent.',
  ),
  usage: type(422, 'Invalid request', 'The request cannot be understood. Nothing was checked or sent.'),

  'malformed-request': type(400, 'Malformed request', 'The request is not HTTP or its body is not JSON.'),
  unauthenticated: type(
    401,
    'Not authenticated',
    'A bearer key is needed, and none that is known here came with the request.',
  ),
  forbidden: type(
    403,
    'Forbidden',
    'The key has not the scope this needs, or a web page made a request that no web page may make.',
  ),
  'not-found': type(
    404,
    'Not found',
    'There is no such thing here, or it is no longer kept: answers live in memory, the oldest go first.',
  ),
  'method-not-allowed': type(
    405,
    'Method not allowed',
    'This address exists, but not for that method; the Allow header lists those it takes.',
  ),
  'not-acceptable': type(
    406,
    'Not acceptable',
    'None of the formats offered here is one the Accept header takes. Nothing was done.',
  ),
  'body-too-large': type(413, 'Body too large', 'A snapshot may have 32 MiB, any other body 64 KiB.'),
  'snapshot-too-large': type(413, 'Snapshot too large', 'A snapshot may have 32 MiB.'),
  'unsupported-media-type': type(415, 'Unsupported media type', 'Bodies are application/json in UTF-8.'),
  'misdirected-request': type(421, 'Misdirected request', 'The Host header names a host that is not this service.'),
  'too-many-requests': type(
    429,
    'Too many checks at once',
    'As many checks as this service takes are under way. Try again after the time Retry-After gives.',
  ),

  'no-region': type(503, 'No Region', 'The service does not know which AWS Region to ask. Nothing was sent.'),
  'no-credentials': type(503, 'No credentials', 'The service has no AWS credentials. Nothing was sent.'),
  'credentials-expired': type(
    503,
    'Credentials expired',
    "The service's AWS credentials have expired. Nothing was sent.",
  ),
  'aws-unreachable': type(503, 'AWS out of reach', 'AWS could not be asked. RotateSecret was not sent.'),
  'aws-denied': type(
    503,
    'Denied by AWS',
    'AWS refused a call the check cannot do without. RotateSecret was not sent.',
  ),
  'aws-refused': type(
    503,
    'Refused by AWS',
    'AWS did not answer a call the check cannot do without. RotateSecret was not sent.',
  ),
  timeout: type(503, 'Check timed out', 'The check did not end in its time. RotateSecret was not sent.'),
  'not-ready': type(503, 'Not ready', 'The service is stopping.'),

  configuration: type(500, 'Internal error', INSIDE),
  'node-too-old': type(500, 'Internal error', INSIDE),
  'invalid-rules': type(500, 'Internal error', INSIDE),
  'unwritable-output': type(500, 'Internal error', INSIDE),
  internal: type(500, 'Internal error', INSIDE),
};

export function problemNameOf(code: ErrorCode): ProblemName {
  return code.toLowerCase().replaceAll('_', '-') as Kebab<ErrorCode>;
}
