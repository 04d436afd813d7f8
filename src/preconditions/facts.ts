import { type Known, known } from '../snapshot/known.ts';
import type { LambdaFunction, Secret } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { RotationParameters } from './rotation-parameters.ts';

/** The part of the question that preconditions are about. */
export interface PreconditionQuestion {
  /** Name or ARN. */
  readonly secret: string;
  /** Function ARN the caller gave; null: the one the secret names. */
  readonly function: string | null;
  readonly rotation: RotationParameters | null;
}

export interface PreconditionFacts {
  readonly snapshot: NetworkSnapshot;
  /** Null: there is no such secret. */
  readonly secret: Known<Secret | null>;
  /** The secret's ARN where it is known, else what the caller called it. */
  readonly secretId: string;
  /** ARN of the function that would rotate, the given one before the stored one; null where none is named. */
  readonly functionArn: string | null;
  readonly given: string | null;
  readonly stored: string | null;
  /** Null: there is no such function. Known null as well where none is named. */
  readonly lambda: Known<LambdaFunction | null>;
  readonly rotation: RotationParameters | null;
}

/** Looks up what the preconditions judge. */
export function preconditionFacts(snapshot: NetworkSnapshot, question: PreconditionQuestion): PreconditionFacts {
  const secret = snapshot.one('Secrets', { 'secret-id': question.secret });
  const described = secret.known ? secret.value : null;
  const given = question.function ?? question.rotation?.RotationLambdaARN ?? null;
  const stored = described?.RotationLambdaARN ?? null;
  const functionArn = given ?? stored;
  return {
    snapshot,
    secret,
    secretId: described?.ARN ?? question.secret,
    functionArn,
    given,
    stored,
    lambda: functionArn === null ? known(null) : snapshot.one('Functions', { 'function-arn': functionArn }),
    rotation: question.rotation,
  };
}

/** Managed and partner secrets rotate by their owner's means: no function of ours runs, so neither prerequisite applies. */
export function rotatesWithoutOurFunction(facts: PreconditionFacts): boolean {
  const secret = facts.secret.known ? facts.secret.value : null;
  return (
    secret?.OwningService !== undefined ||
    secret?.Type !== undefined ||
    secret?.ExternalSecretRotationRoleArn !== undefined ||
    facts.rotation?.ExternalSecretRotationRoleArn !== undefined
  );
}
