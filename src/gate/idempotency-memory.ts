import type { Assessment } from '../assessment/assessment.ts';

export interface RememberedAnswer {
  /** Of the request that the answer is to. */
  readonly digest: string;
  readonly answer: Promise<Assessment>;
}

/** What came with which Idempotency-Key. */
export interface IdempotencyStore {
  recall(key: string): RememberedAnswer | undefined;
  remember(key: string, answer: RememberedAnswer): void;
  forget(key: string): void;
}

/**
 * A store in memory for the last `limit` keys (at least 1). Whoever repeats a key that was dropped, or comes back after a
 * restart, is recognised by the ClientRequestToken that the key determines.
 */
export function idempotencyMemory(limit: number): IdempotencyStore {
  const answers = new Map<string, RememberedAnswer>();
  return {
    recall: (key) => answers.get(key),
    remember(key, answer) {
      answers.set(key, answer);
      for (const oldest of answers.keys()) {
        if (answers.size <= limit) break;
        answers.delete(oldest);
      }
    },
    forget: (key) => void answers.delete(key),
  };
}
