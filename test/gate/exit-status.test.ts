import { describe, expect, test } from 'vitest';
import type { RotationOutcome, Status } from '../../src/assessment/assessment.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { exitStatusOf, exitStatusOfError, exitStatusOfTrace } from '../../src/gate/exit-status.ts';

function ended(status: RotationOutcome['status']): RotationOutcome {
  return { status, ARN: null, Name: null, VersionId: null, clientRequestToken: null, awsError: null };
}

describe('exit status', () => {
  test.each<[Status, number]>([
    ['pass', 0],
    ['fail', 1],
    ['unknown', 3],
  ])('of a check that comes to %s is %i', (status, expected) => {
    expect(exitStatusOf({ status, rotation: null })).toBe(expected);
  });

  test.each<[RotationOutcome['status'], Status, number]>([
    ['requested', 'pass', 0],
    ['requested', 'fail', 0],
    ['requested', 'unknown', 0],
    ['refused', 'pass', 1],
    ['refused', 'fail', 1],
    ['refused', 'unknown', 3],
    ['rejected', 'pass', 1],
    ['rejected', 'fail', 1],
    ['rejected', 'unknown', 1],
    ['outcome-unknown', 'pass', 3],
    ['outcome-unknown', 'fail', 3],
    ['outcome-unknown', 'unknown', 3],
  ])('of a rotation that was %s after %s is %i', (rotation, status, expected) => {
    expect(exitStatusOf({ status, rotation: ended(rotation) })).toBe(expected);
  });

  test.each([
    ['reachable', 0],
    ['blocked', 1],
    ['unknown', 3],
  ] as const)('of a trace that is %s is %i', (disposition, expected) => {
    expect(exitStatusOfTrace(disposition)).toBe(expected);
  });

  test.each<ErrorCode>([
    'USAGE',
    'CONFIGURATION',
    'NODE_TOO_OLD',
    'NO_REGION',
    'NO_CREDENTIALS',
    'CREDENTIALS_EXPIRED',
    'AWS_UNREACHABLE',
    'AWS_DENIED',
    'AWS_REFUSED',
    'TIMEOUT',
    'SECRET_NOT_FOUND',
    'FUNCTION_NOT_FOUND',
    'INVALID_SNAPSHOT',
    'INVALID_QUESTION',
    'SNAPSHOT_TOO_LARGE',
    'NOT_FOUND',
    'UNACKNOWLEDGED',
    'IDEMPOTENCY_KEY_REUSED',
    'ROTATION_IN_FLIGHT',
    'FORBIDDEN',
    'UNAUTHENTICATED',
    'TARGET_NOT_DECLARED',
    'INVALID_RULES',
    'UNWRITABLE_OUTPUT',
    'INTERNAL',
  ])('of %s is 2', (code) => {
    expect(exitStatusOfError(code)).toBe(2);
  });
});
