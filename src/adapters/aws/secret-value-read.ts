import type { SecretValueFacts } from '../../targets/secret-value.ts';
import type { FactsSoFar } from './facts-so-far.ts';

/** What the secret's value tells, with that of the superuser's secret where both were read; null until it is read. */
export function secretValue(facts: FactsSoFar): SecretValueFacts | null {
  const value = readValue(facts, facts.request.secret);
  return value === null || value.masterarn === null ? value : { ...value, master: readValue(facts, value.masterarn) };
}

function readValue(facts: FactsSoFar, secret: string): SecretValueFacts | null {
  return (facts.entry('SecretValue', secret) as SecretValueFacts | undefined) ?? null;
}
