import type { Assessment } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import { canonicalJson } from '../snapshot/canonical.ts';
import { type EnableOptions, enable } from './enable.ts';
import type { IdempotencyStore } from './idempotency-memory.ts';
import type { GatePorts, PreflightRequest } from './ports.ts';

/**
 * `enable` for callers who may repeat themselves: the same key with the same request gets the same answer, and nothing is
 * asked of AWS again, also while the first is still under way. A question that could not be put (nothing was sent) is forgotten.
 * @throws AppError IDEMPOTENCY_KEY_REUSED where the key came with another request before.
 */
export function enableOnce(
  ports: GatePorts,
  store: IdempotencyStore,
  key: string,
  request: PreflightRequest,
  options: Omit<EnableOptions, 'idempotencyKey'>,
): Promise<Assessment> {
  const digest = ports.sha256(
    canonicalJson({
      request: { ...request, assumptions: request.assumptions.stated },
      acknowledged: options.acknowledged,
    }),
  );
  const remembered = store.recall(key);
  if (remembered !== undefined) {
    return remembered.digest === digest ? remembered.answer : Promise.reject(reused());
  }
  const answer = enable(ports, request, { ...options, idempotencyKey: key });
  store.remember(key, { digest, answer });
  answer.catch(() => store.forget(key));
  return answer;
}

function reused(): AppError {
  return new AppError('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key came with another request before.', {
    hint: 'Use a new key for a new request; repeat a request with its own key, unchanged.',
  });
}
