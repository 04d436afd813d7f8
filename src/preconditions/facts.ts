import { AppError } from '../errors.ts';
import { placeOfArn } from '../snapshot/home.ts';
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

/**
 * Looks up what the preconditions judge.
 * @throws INVALID_QUESTION where a name may be any of several secrets, or two functions are asked about.
 */
export function preconditionFacts(snapshot: NetworkSnapshot, question: PreconditionQuestion): PreconditionFacts {
  const secret = snapshot.one('Secrets', { 'secret-id': secretIdOf(snapshot, question.secret) });
  const described = secret.known ? secret.value : null;
  const given = functionOf(question);
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

/** A name is unique within an account and a Region: the document's own come first. */
function secretIdOf(snapshot: NetworkSnapshot, asked: string): string {
  if (asked.startsWith('arn:')) return asked;
  const { region, accountId } = snapshot.document;
  const named = snapshot.seen('Secrets', { 'secret-id': asked }).map(({ ARN }) => ARN);
  const atHome = named.filter((arn) => {
    const place = placeOfArn(arn);
    return place.region === region && place.account === accountId;
  });
  const [only, ...others] = atHome.length > 0 ? atHome : named;
  if (others.length === 0) return only ?? asked;
  throw new AppError('INVALID_QUESTION', `${asked} is the name of ${named.length} secrets.`, {
    resource: asked,
    hint: `Ask by ARN: ${named.join(', ')}.`,
  });
}

/** RotateSecret takes the function supplied: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html */
function functionOf({ function: asked, rotation }: PreconditionQuestion): string | null {
  const supplied = rotation?.RotationLambdaARN ?? null;
  if (asked === null || supplied === null || asked === supplied) return supplied ?? asked;
  throw new AppError('INVALID_QUESTION', `The function to check (${asked}) is not the one supplied (${supplied}).`, {
    resource: asked,
    hint: 'Name the same function as RotationLambdaARN, or leave one of the two out.',
  });
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
