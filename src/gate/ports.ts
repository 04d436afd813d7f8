import type { CapturedFacts, PreflightRequest } from '../assessment/asked.ts';
import type { AssessInput } from '../assessment/assess.ts';
import type { Assessment, RotationParameters } from '../assessment/assessment.ts';

export type { CapturedFacts, PreflightRequest } from '../assessment/asked.ts';

/** Reads what one preflight needs. Throws AppError where the question cannot be put; every other failure is a gap. */
export interface FactsPort {
  capture(request: PreflightRequest, signal: AbortSignal): Promise<CapturedFacts>;
}

/** The facts that may change between the check and the call, read again. */
export interface RotationFacts {
  /** DescribeSecret output. */
  readonly secret: Readonly<Record<string, unknown>>;
  /** GetFunctionConfiguration output, of the function that will rotate; null when none is named. */
  readonly function: Readonly<Record<string, unknown>> | null;
}

/** RotateSecret's input: SecretId, a ClientRequestToken always, and the caller's parameters untouched. */
export interface RotateSecretInput extends RotationParameters {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

export type RotateAnswer =
  | { readonly kind: 'requested'; readonly ARN: string; readonly Name: string; readonly VersionId: string }
  /** AWS answered with a refusal: nothing was stored or started. */
  | { readonly kind: 'rejected'; readonly error: { readonly name: string; readonly message: string } }
  /** No answer, or one that does not tell whether the rotation started. */
  | { readonly kind: 'unclear'; readonly error: { readonly name: string; readonly message: string } };

/** The one way to RotateSecret. Never retries with another token. */
export interface RotationPort {
  reread(secretArn: string, functionArn: string | null, signal: AbortSignal): Promise<RotationFacts>;
  rotate(input: RotateSecretInput): Promise<RotateAnswer>;
}

/** Structured, redacted log line. */
export interface LogPort {
  info(event: string, fields: Readonly<Record<string, unknown>>): void;
}

export interface GatePorts {
  readonly facts: FactsPort;
  /** The pure way from facts to verdict: a value here, so that the gate is tested with every verdict there can be. */
  readonly assess: (input: AssessInput) => Assessment;
  readonly rotation: RotationPort;
  /** ARNs of the secrets whose rotation this process is asking for right now. */
  readonly inFlight: Set<string>;
  readonly log: LogPort;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: (data: string | Uint8Array) => string;
  /** A fresh random UUID, for a ClientRequestToken nobody gave. */
  readonly uuid: () => string;
}
