import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { IdempotencyStore } from '../gate/idempotency-memory.ts';
import type { GatePorts } from '../gate/ports.ts';
import type { Rule } from '../rules/rule.ts';

/** Everything the service needs of the world; it has no other state and reads no environment. */
export interface ApiDeps {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'apiKeys' | 'allowedAssumptions'>;
  readonly ports: GatePorts;
  readonly idempotency: IdempotencyStore;
  readonly rules: readonly Rule[];
  /** The text of openapi.yaml. */
  readonly contract: string;
  readonly log: Logger;
  readonly limits: ApiLimits;
}

export interface ApiLimits {
  /** Milliseconds for one check; a RotateSecret that was sent is waited for beyond it. */
  readonly checkTimeout: number;
  /** Checks at once, 1 or more. */
  readonly checksAtOnce: number;
  /** Answers kept: how many, and their bytes as JSON. */
  readonly kept: { readonly count: number; readonly bytes: number };
}

export const DEFAULT_LIMITS: ApiLimits = {
  checkTimeout: 60_000,
  checksAtOnce: 8,
  kept: { count: 1000, bytes: 128 * 1024 * 1024 },
};
