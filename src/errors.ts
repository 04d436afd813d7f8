/** Everything that can keep a question from being answered at all. Faces map codes to exit statuses and HTTP statuses by total Records. */
export type ErrorCode =
  | 'USAGE'
  | 'CONFIGURATION'
  | 'NODE_TOO_OLD'
  | 'NO_REGION'
  | 'NO_CREDENTIALS'
  | 'CREDENTIALS_EXPIRED'
  | 'AWS_UNREACHABLE'
  | 'AWS_DENIED'
  | 'AWS_REFUSED'
  | 'TIMEOUT'
  | 'SECRET_NOT_FOUND'
  | 'FUNCTION_NOT_FOUND'
  | 'INVALID_SNAPSHOT'
  | 'INVALID_QUESTION'
  | 'SNAPSHOT_TOO_LARGE'
  | 'NOT_FOUND'
  | 'UNACKNOWLEDGED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ROTATION_IN_FLIGHT'
  | 'FORBIDDEN'
  | 'UNAUTHENTICATED'
  | 'TARGET_NOT_DECLARED'
  | 'INVALID_RULES'
  | 'UNWRITABLE_OUTPUT'
  | 'INTERNAL';

/** A question that could not be put or answered. `resource` names what it happened on, `hint` what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly resource: string | null;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { resource?: string | null; hint: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.resource = options.resource ?? null;
    this.hint = options.hint;
  }
}
