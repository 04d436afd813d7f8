import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';

export type Scope = 'check' | 'rotate';

export interface ApiKey {
  /** `rotate` includes `check`: whoever may rotate is shown the assessment anyway. */
  readonly scope: Scope;
  /** SHA-256 of the key, 32 bytes: the key itself is nowhere in the configuration. */
  readonly digest: Buffer;
}

/**
 * Reads PREFLIGHT_API_KEYS: `check:<SHA-256 in hexadecimal>,rotate:<…>`; empty: none.
 * @throws AppError CONFIGURATION for anything else. The text stays out of the message: it may hold a key.
 */
export function parseApiKeys(text: string): readonly ApiKey[] {
  return text === '' ? [] : text.split(',').map(parseApiKey);
}

function parseApiKey(entry: string, index: number): ApiKey {
  const [, scope, digest] = /^(check|rotate):([0-9a-fA-F]{64})$/.exec(entry.trim()) ?? [];
  if (digest === undefined) {
    throw new AppError('CONFIGURATION', `PREFLIGHT_API_KEYS: entry ${index + 1} is not a scope and a SHA-256.`, {
      resource: 'PREFLIGHT_API_KEYS',
      hint: 'Write check: or rotate: and the SHA-256 of a key in hexadecimal, entries separated by commas.',
    });
  }
  return { scope: scope === 'rotate' ? 'rotate' : 'check', digest: Buffer.from(digest, 'hex') };
}

/** The key that was presented, in its widest scope. Takes the same time whichever it is, and for an unknown one. */
export function findKey(keys: readonly ApiKey[], presented: string): ApiKey | null {
  const digest = createHash('sha256').update(presented).digest();
  const equal = keys.filter((key) => timingSafeEqual(key.digest, digest));
  return equal.find((key) => key.scope === 'rotate') ?? equal[0] ?? null;
}
