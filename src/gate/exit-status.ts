import type { Assessment, RotationOutcome, Status } from '../assessment/assessment.ts';
import type { ErrorCode } from '../errors.ts';
import type { Disposition } from '../reachability/trace.ts';

/** 0 yes, 1 no, 2 the question could not be put, 3 not known. */
export type ExitStatus = 0 | 1 | 2 | 3;

const OF_STATUS: Readonly<Record<Status, Exclude<ExitStatus, 2>>> = { pass: 0, fail: 1, unknown: 3 };

const OF_DISPOSITION: Readonly<Record<Disposition, Exclude<ExitStatus, 2>>> = { reachable: 0, blocked: 1, unknown: 3 };

/** What was not sent is never 0, whatever the verdict says. */
const OF_ROTATION: Readonly<Record<RotationOutcome['status'], Readonly<Record<Status, Exclude<ExitStatus, 2>>>>> = {
  requested: { pass: 0, fail: 0, unknown: 0 },
  refused: { pass: 1, fail: 1, unknown: 3 },
  rejected: { pass: 1, fail: 1, unknown: 1 },
  'outcome-unknown': { pass: 3, fail: 3, unknown: 3 },
};

/** Total, and of the type 2: no error can ever read as "blocked" or "allowed". */
const OF_ERROR: Readonly<Record<ErrorCode, 2>> = {
  USAGE: 2,
  CONFIGURATION: 2,
  NODE_TOO_OLD: 2,
  NO_REGION: 2,
  NO_CREDENTIALS: 2,
  CREDENTIALS_EXPIRED: 2,
  AWS_UNREACHABLE: 2,
  AWS_DENIED: 2,
  AWS_REFUSED: 2,
  TIMEOUT: 2,
  SECRET_NOT_FOUND: 2,
  FUNCTION_NOT_FOUND: 2,
  INVALID_SNAPSHOT: 2,
  INVALID_QUESTION: 2,
  SNAPSHOT_TOO_LARGE: 2,
  NOT_FOUND: 2,
  UNACKNOWLEDGED: 2,
  IDEMPOTENCY_KEY_REUSED: 2,
  ROTATION_IN_FLIGHT: 2,
  FORBIDDEN: 2,
  UNAUTHENTICATED: 2,
  TARGET_NOT_DECLARED: 2,
  INVALID_RULES: 2,
  UNWRITABLE_OUTPUT: 2,
  INTERNAL: 2,
};

/** Of `check`, and of `enable` once it has an assessment. */
export function exitStatusOf(assessment: Pick<Assessment, 'status' | 'rotation'>): Exclude<ExitStatus, 2> {
  const { status, rotation } = assessment;
  return rotation === null ? OF_STATUS[status] : OF_ROTATION[rotation.status][status];
}

export function exitStatusOfTrace(disposition: Disposition): Exclude<ExitStatus, 2> {
  return OF_DISPOSITION[disposition];
}

export function exitStatusOfError(code: ErrorCode): 2 {
  return OF_ERROR[code];
}
