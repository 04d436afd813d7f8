import type { RotationParameters } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import type { GatePorts, PreflightRequest } from './ports.ts';

/** A preflight whose answer may be followed by RotateSecret with these very parameters. */
export interface RotationRequest extends PreflightRequest {
  readonly rotation: RotationParameters;
}

/**
 * The question that the rotation asked for needs: the function that is judged is the one that would rotate.
 * RotateSecret uses the function supplied, else the one stored
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html).
 * @throws AppError INVALID_QUESTION where judging and rotating would be about two functions, or AWS could not take the token.
 */
export function rotationRequest(request: PreflightRequest): RotationRequest {
  const rotation = request.rotation ?? {};
  const supplied = rotation.RotationLambdaARN;
  if (supplied === '') {
    throw invalid('RotationLambdaARN is empty.', 'Leave it out to keep the function that the secret names.');
  }
  if (request.function !== null && request.function !== supplied) {
    throw invalid(
      `The function to check (${request.function}) is not the one that would rotate (${supplied ?? 'the stored one'}).`,
      'Name the same function as RotationLambdaARN, or leave both out to keep the one that the secret names.',
    );
  }
  const token = rotation.ClientRequestToken;
  if (token !== undefined && (token.length < 32 || token.length > 64)) {
    throw invalid(
      'ClientRequestToken must have 32 to 64 characters.',
      'Give a UUID, or leave it out to have one made.',
    );
  }
  return { ...request, function: supplied ?? null, rotation };
}

/** Left out, RotateImmediately is true. */
export function rotatesAtOnce(rotation: RotationParameters): boolean {
  return rotation.RotateImmediately !== false;
}

export function unacknowledged(secret: string): AppError {
  return new AppError(
    'UNACKNOWLEDGED',
    'Storing this configuration rotates the secret at once: Secrets Manager changes the credentials as soon as it has the ' +
      'configuration, and every application that keeps its own copy instead of fetching the secret from Secrets Manager stops working.',
    {
      resource: secret,
      hint:
        'Once the applications fetch it, acknowledge that (`--acknowledge-immediate-rotation`, in the API acknowledgeImmediateRotation); ' +
        'or set RotateImmediately to false, to wait for the schedule.',
    },
  );
}

/**
 * The token that RotateSecret will bear: the caller's; else one that the idempotency key and the secret determine, so that
 * a repetition after a restart bears the same; else a fresh one.
 */
export function clientRequestToken(
  ports: Pick<GatePorts, 'sha256' | 'uuid'>,
  rotation: RotationParameters,
  idempotencyKey: string | null,
  secretArn: string,
): string {
  if (rotation.ClientRequestToken !== undefined) return rotation.ClientRequestToken;
  if (idempotencyKey === null) return ports.uuid();
  return uuidOf(ports.sha256(JSON.stringify([idempotencyKey, secretArn])));
}

/** A UUID of version 8 (RFC 9562: the bits are the application's) from the first 122 bits of a hexadecimal digest. */
function uuidOf(digest: string): string {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

function invalid(message: string, hint: string): AppError {
  return new AppError('INVALID_QUESTION', message, { hint });
}
