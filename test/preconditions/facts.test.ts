import { describe, expect, it } from 'vitest';
import { type PreconditionQuestion, preconditionFacts } from '../../src/preconditions/facts.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { FUNCTION_ARN, SECRET_ARN, secret, type World } from '../support/world.ts';

const REPLICA_ARN = SECRET_ARN.replace('us-east-1', 'eu-west-1');
const OTHER_FUNCTION = `${FUNCTION_ARN}-other`;

function factsOf(question: Partial<PreconditionQuestion>, change: (world: World) => void = () => {}) {
  const world = healthyWorld();
  change(world);
  const snapshot = openSnapshot(parseSnapshot(world, 'test'), 'test');
  return preconditionFacts(snapshot, { secret: SECRET_ARN, function: null, rotation: null, ...question });
}

describe('a secret asked for by name', () => {
  const addSecret = (arn: string) => (world: World) => {
    world.Secrets.unshift({ ...secret(world), ARN: arn });
  };

  it("is the one of the document's Region, whatever other Regions hold", () => {
    expect(factsOf({ secret: 'prod/db' }, addSecret(REPLICA_ARN)).secretId).toBe(SECRET_ARN);
    expect(factsOf({ secret: REPLICA_ARN }, addSecret(REPLICA_ARN)).secretId).toBe(REPLICA_ARN);
  });

  it("is the one of the document's account, whatever other accounts share", () => {
    const shared = SECRET_ARN.replace('111122223333', '444455556666');
    expect(factsOf({ secret: 'prod/db' }, addSecret(shared)).secretId).toBe(SECRET_ARN);
  });

  it('is the only one there is, wherever it is', () => {
    const moved = (world: World) => Object.assign(secret(world), { ARN: REPLICA_ARN });
    expect(factsOf({ secret: 'prod/db' }, moved).secretId).toBe(REPLICA_ARN);
  });

  it('is refused where it may be any of several', () => {
    const twice = `${SECRET_ARN.slice(0, -6)}GhIjKl`;
    expect(() => factsOf({ secret: 'prod/db' }, addSecret(twice))).toThrow(
      expect.objectContaining({
        code: 'INVALID_QUESTION',
        message: 'prod/db is the name of 2 secrets.',
        hint: `Ask by ARN: ${SECRET_ARN}, ${twice}.`,
      }),
    );
  });
});

describe('the function that would rotate', () => {
  it('is the one supplied to RotateSecret, else the one asked about, else the one stored', () => {
    expect(factsOf({ rotation: { RotationLambdaARN: OTHER_FUNCTION } }).functionArn).toBe(OTHER_FUNCTION);
    expect(factsOf({ function: OTHER_FUNCTION, rotation: {} }).functionArn).toBe(OTHER_FUNCTION);
    expect(factsOf({}).functionArn).toBe(FUNCTION_ARN);
  });

  it('cannot be two', () => {
    expect(() => factsOf({ function: FUNCTION_ARN, rotation: { RotationLambdaARN: OTHER_FUNCTION } })).toThrow(
      expect.objectContaining({
        code: 'INVALID_QUESTION',
        resource: FUNCTION_ARN,
        message: `The function to check (${FUNCTION_ARN}) is not the one supplied (${OTHER_FUNCTION}).`,
        hint: 'Name the same function as RotationLambdaARN, or leave one of the two out.',
      }),
    );
    const same = { function: OTHER_FUNCTION, rotation: { RotationLambdaARN: OTHER_FUNCTION } };
    expect(factsOf(same).functionArn).toBe(OTHER_FUNCTION);
  });
});
