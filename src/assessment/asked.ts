import type { RotationParameters } from '../preconditions/rotation-parameters.ts';
import type { Assumptions } from '../reachability/assumptions.ts';
import type { SnapshotDocument } from '../snapshot/document.ts';
import type { SecretValueFacts } from '../targets/secret-value.ts';

/** What a caller asks, before anything is looked up. */
export interface PreflightRequest {
  /** Name or ARN. */
  readonly secret: string;
  /** Function ARN; null: the one the secret names. */
  readonly function: string | null;
  /** HOST:PORT[=IP,IP], i-…:PORT or eni-…:PORT. */
  readonly targets: readonly string[];
  readonly noTarget: boolean;
  readonly targetFromSecret: boolean;
  readonly rotation: RotationParameters | null;
  readonly reference: string | null;
  readonly assumptions: Assumptions;
}

/** One capture of the facts, the bytes it was read from (for its digest), and the target facts of the secret's value. */
export interface CapturedFacts {
  readonly document: SnapshotDocument;
  /** `AWS`, a file name, or `request body`: names the origin in errors. */
  readonly origin: string;
  readonly source: 'aws' | 'file' | 'request';
  /** The bytes the digest is of: the file's, the request's, or the canonical document's. */
  readonly bytes: string | Uint8Array;
  /** Null unless the value was asked for. */
  readonly secretValue: SecretValueFacts | null;
  /** Files of a folder that hold nothing a snapshot has a place for. */
  readonly passedOver?: readonly string[];
}
