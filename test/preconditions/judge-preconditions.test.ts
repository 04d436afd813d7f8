import { describe, expect, it } from 'vitest';
import {
  type PreconditionQuestion,
  preconditionFacts,
  rotatesWithoutOurFunction,
} from '../../src/preconditions/facts.ts';
import { judgePreconditions } from '../../src/preconditions/judge-preconditions.ts';
import { PRECONDITION_IDS, type PreconditionId } from '../../src/preconditions/precondition.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { invokePolicy } from '../support/invoke-policy.ts';
import {
  ACCOUNT,
  FUNCTION_ARN,
  item,
  refuse,
  remove,
  rotationFunction,
  SECRET_ARN,
  secret,
  type World,
} from '../support/world.ts';

const ROLE = 'arn:aws:iam::111122223333:role/partner';
const PENDING = '00000000-0000-4000-8000-000000000002';
const OTHER_FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:other';

function factsOf(world: World, question: Partial<PreconditionQuestion> = {}) {
  const snapshot = openSnapshot(parseSnapshot(world, 'test'), 'test');
  return preconditionFacts(snapshot, { secret: SECRET_ARN, function: null, rotation: null, ...question });
}

function judge(change: (world: World) => void, question: Partial<PreconditionQuestion> = {}) {
  const world = healthyWorld();
  change(world);
  const judged = judgePreconditions(factsOf(world, question));
  return (id: PreconditionId) => {
    const one = judged.find((p) => p.id === id);
    if (one === undefined) throw new Error(`${id} was not judged`);
    return one;
  };
}
const nothing = () => {};

describe('preconditions', () => {
  it('a healthy rotation passes all that apply, in order', () => {
    const judged = judgePreconditions(factsOf(healthyWorld()));
    expect(judged.map((p) => p.id)).toEqual(PRECONDITION_IDS);
    expect(judged.filter((p) => p.verdict !== 'pass').map((p) => [p.id, p.verdict])).toEqual([
      ['rotation-rules', 'not-applicable'],
      ['other-services', 'not-applicable'],
    ]);
    expect(judged.flatMap((p) => p.finding?.outcome ?? [])).toEqual(['note']);
    expect(judged).toMatchSnapshot();
  });

  it.each<[PreconditionId, string, (world: World) => void]>([
    ['secret-deleted', 'fail', (w) => Object.assign(secret(w), { DeletedDate: '2026-11-20T00:00:00Z' })],
    ['secret-managed', 'fail', (w) => Object.assign(secret(w), { OwningService: 'rds' })],
    [
      'secret-managed',
      'unknown',
      (w) => {
        Object.assign(secret(w), { OwningService: 'rds' });
        delete secret(w).RotationLambdaARN;
      },
    ],
    ['secret-rotates-without-lambda', 'fail', (w) => Object.assign(secret(w), { Type: 'SalesforceClientSecret' })],
    ['secret-replica', 'fail', (w) => Object.assign(secret(w), { PrimaryRegion: 'eu-west-1' })],
    ['secret-replica', 'pass', (w) => Object.assign(secret(w), { PrimaryRegion: 'us-east-1' })],
    [
      'secret-has-current',
      'fail',
      (w) => Object.assign(secret(w), { VersionIdsToStages: { [PENDING]: ['AWSPREVIOUS'] } }),
    ],
    [
      'secret-has-current',
      'fail',
      (w) => {
        delete secret(w).VersionIdsToStages;
      },
    ],
    [
      'secret-has-current',
      'fail',
      (w) => Object.assign(secret(w), { VersionIdsToStages: { b: ['AWSPREVIOUS'], a: ['AWSPENDING'] } }),
    ],
    [
      'secret-has-current',
      'pass',
      (w) => Object.assign(secret(w), { VersionIdsToStages: { b: ['AWSCURRENT'], a: ['AWSCURRENT'], c: [] } }),
    ],
    [
      'pending-version',
      'fail',
      (w) =>
        Object.assign(secret(w), { VersionIdsToStages: { b: ['AWSPENDING'], a: ['AWSPENDING'], c: ['AWSCURRENT'] } }),
    ],
    ['secret-rotates-without-lambda', 'fail', (w) => Object.assign(secret(w), { ExternalSecretRotationRoleArn: ROLE })],
    [
      'pending-version',
      'fail',
      (w) => Object.assign(secret(w).VersionIdsToStages ?? {}, { [PENDING]: ['AWSPENDING'] }),
    ],
    [
      'pending-version',
      'pass',
      (w) => Object.assign(secret(w), { VersionIdsToStages: { [PENDING]: ['AWSCURRENT', 'AWSPENDING'] } }),
    ],
    [
      'function-named',
      'fail',
      (w) => {
        delete secret(w).RotationLambdaARN;
      },
    ],
    [
      'function-arn-kind',
      'fail',
      (w) => {
        secret(w).RotationLambdaARN = SECRET_ARN;
      },
    ],
    [
      'function-arn-kind',
      'fail',
      (w) => {
        secret(w).RotationLambdaARN = 'rotate-db';
      },
    ],
    [
      'function-arn-kind',
      'pass',
      (w) => {
        secret(w).RotationLambdaARN = `${FUNCTION_ARN}:live`;
      },
    ],
    [
      'function-state',
      'unknown',
      (w) => {
        rotationFunction(w).State = 'Inactive';
      },
    ],
    [
      'function-state',
      'fail',
      (w) => {
        rotationFunction(w).State = 'Failed';
      },
    ],
    [
      'function-state',
      'fail',
      (w) => {
        rotationFunction(w).State = 'Pending';
      },
    ],
    [
      'function-state',
      'unknown',
      (w) => {
        delete rotationFunction(w).State;
      },
    ],
    ['function-state', 'fail', (w) => remove(w, 'Functions', FUNCTION_ARN)],
    [
      'function-state',
      'fail',
      (w) => {
        rotationFunction(w).State = 'Inactive';
        Object.assign(item(w, 'Subnets', 'subnet-l1'), { AvailableIpAddressCount: 0 });
      },
    ],
    [
      'function-state',
      'fail',
      (w) => {
        rotationFunction(w).State = 'Inactive';
        remove(w, 'Subnets', 'subnet-l1');
      },
    ],
    [
      'function-state',
      'fail',
      (w) => {
        rotationFunction(w).State = 'Inactive';
        remove(w, 'SecurityGroups', 'sg-lambda');
      },
    ],
    [
      'function-state',
      'unknown',
      (w) => {
        rotationFunction(w).State = 'Inactive';
        refuse(w, 'Subnets');
        w.Subnets = [];
      },
    ],
    [
      'function-update',
      'unknown',
      (w) => {
        rotationFunction(w).LastUpdateStatus = 'InProgress';
      },
    ],
    [
      'function-update',
      'unknown',
      (w) => {
        rotationFunction(w).LastUpdateStatus = 'Failed';
      },
    ],
    [
      'function-region',
      'fail',
      (w) => {
        secret(w).RotationLambdaARN = FUNCTION_ARN.replace('us-east-1', 'eu-west-1');
      },
    ],
    [
      'function-region',
      'pass',
      (w) => {
        secret(w).RotationLambdaARN = FUNCTION_ARN.replace(ACCOUNT, '444455556666');
      },
    ],
    [
      'function-concurrency',
      'fail',
      (w) => {
        w.FunctionConcurrency[FUNCTION_ARN] = 0;
      },
    ],
    [
      'function-concurrency',
      'pass',
      (w) => {
        w.FunctionConcurrency[FUNCTION_ARN] = 10;
      },
    ],
    [
      'function-concurrency',
      'unknown',
      (w) => {
        w.FunctionConcurrency = {};
        refuse(w, 'FunctionConcurrency', 'lambda:GetFunctionConcurrency');
      },
    ],
    [
      'function-concurrency',
      'fail',
      (w) => {
        secret(w).RotationLambdaARN = `${FUNCTION_ARN}:live`;
        w.FunctionConcurrency[FUNCTION_ARN] = 0;
      },
    ],
    [
      'invoke-permission',
      'fail',
      (w) => {
        w.FunctionPolicies[FUNCTION_ARN] = null;
      },
    ],
    [
      'invoke-permission',
      'fail',
      (w) => {
        w.FunctionPolicies[FUNCTION_ARN] = invokePolicy({ ArnLike: { 'aws:SourceArn': `${SECRET_ARN}X` } });
      },
    ],
    [
      'invoke-permission',
      'unknown',
      (w) => {
        w.FunctionPolicies[FUNCTION_ARN] = invokePolicy({ StringEquals: { 'aws:SourceOrgID': 'o-1' } });
      },
    ],
    [
      'invoke-permission',
      'unknown',
      (w) => {
        w.FunctionPolicies = {};
        refuse(w, 'FunctionPolicies', 'lambda:GetPolicy');
      },
    ],
    [
      'invoke-permission',
      'unknown',
      (w) => {
        secret(w).RotationLambdaARN = `${FUNCTION_ARN}:live`;
      },
    ],
  ])('%s: %s', (id, verdict, change) => {
    const result = judge(change)(id);
    expect(result.verdict).toBe(verdict);
    expect(result.finding === null).toBe(verdict === 'pass');
    expect(result).toMatchSnapshot();
  });

  it.each<[PreconditionId, (world: World) => void]>([
    [
      'function-timeout',
      (w) => {
        rotationFunction(w).Timeout = 29;
      },
    ],
    [
      'function-concurrency',
      (w) => {
        w.FunctionConcurrency[FUNCTION_ARN] = 9;
      },
    ],
  ])('%s only warns', (id, change) => {
    expect(judge(change)(id)).toMatchObject({ verdict: 'pass', finding: { outcome: 'warning' } });
  });

  it('reserved concurrency nobody asked for is assumed, and said so', () => {
    const world = healthyWorld();
    const { FunctionConcurrency: _, ...rest } = world;
    const judged = judgePreconditions(factsOf(rest as World)).find((p) => p.id === 'function-concurrency');
    expect(judged).toMatchObject({ verdict: 'pass', finding: { code: 'X_DEFAULT_ASSUMED', outcome: 'note' } });
    expect(judged).toMatchSnapshot();
  });

  it('a secret that may not be read leaves all that is asked of it unknown, with the action to allow', () => {
    const of = judge((w) => {
      w.Secrets = [];
      refuse(w, 'Secrets');
    });
    for (const id of PRECONDITION_IDS.slice(0, 7)) {
      expect(of(id)).toMatchObject({
        verdict: 'unknown',
        finding: { code: 'UNKNOWN_RESOURCE', details: { action: 'secretsmanager:DescribeSecret' } },
      });
    }
    expect(of('function-arn-kind').verdict).toBe('not-applicable');
    expect(PRECONDITION_IDS.map(of)).toMatchSnapshot();
  });

  it('a function that may not be read leaves its state unknown', () => {
    const of = judge((w) => {
      w.Functions = [];
      refuse(w, 'Functions');
    });
    for (const id of ['function-state', 'function-update', 'function-timeout'] as const) {
      expect(of(id)).toMatchObject({
        verdict: 'unknown',
        finding: { details: { action: 'lambda:GetFunctionConfiguration' } },
      });
    }
    expect(PRECONDITION_IDS.map(of)).toMatchSnapshot();
  });

  it('a secret that does not exist never passes', () => {
    const of = judge(nothing, { secret: 'no-such' });
    expect(of('secret-deleted').verdict).toBe('unknown');
    expect(PRECONDITION_IDS.map(of)).toMatchSnapshot();
    expect(judge(nothing, { secret: 'no-such', function: FUNCTION_ARN })('function-named')).toMatchSnapshot();
  });

  it('the given function counts before the stored one, and the change is pointed out', () => {
    const of = judge(nothing, { function: OTHER_FUNCTION });
    expect(of('function-named')).toMatchObject({
      verdict: 'pass',
      finding: { outcome: 'warning', details: { stored: FUNCTION_ARN } },
    });
    expect(
      judge(nothing, { rotation: { RotationLambdaARN: OTHER_FUNCTION } })('function-named').finding?.details[
        'function'
      ],
    ).toBe(OTHER_FUNCTION);
    expect(judge(nothing, { function: FUNCTION_ARN })('function-named').finding).toBeNull();
  });

  it("names a secret's ARN given as the function for what it is", () => {
    const of = judge(nothing, { function: SECRET_ARN });
    expect(of('function-arn-kind').finding?.details).toEqual({ function: SECRET_ARN, kind: 'the ARN of a secret' });
    expect(of('function-state').verdict).toBe('not-applicable');
    expect(of('invoke-permission').verdict).toBe('not-applicable');
    expect(PRECONDITION_IDS.map(of)).toMatchSnapshot();
  });

  it.each([
    ['a managed secret', (w: World) => Object.assign(secret(w), { OwningService: 'rds' }), null],
    ['a secret with a role', (w: World) => Object.assign(secret(w), { ExternalSecretRotationRoleArn: ROLE }), null],
    ["a partner's secret", (w: World) => Object.assign(secret(w), { Type: 'SnowflakeKeyPair' }), null],
    ['a role to rotate by', nothing, { ExternalSecretRotationRoleArn: ROLE }],
  ])('%s rotates without our function', (_, change, rotation) => {
    const world = healthyWorld();
    change(world);
    expect(rotatesWithoutOurFunction(factsOf(world, { rotation }))).toBe(true);
    expect(rotatesWithoutOurFunction(factsOf(healthyWorld()))).toBe(false);
    expect(judge(change, { rotation })('function-state').verdict).toBe('not-applicable');
    expect(judgePreconditions(factsOf(world, { rotation }))).toMatchSnapshot();
  });

  it('a new schedule is judged, an old one is not', () => {
    expect(
      judge(nothing, { rotation: { RotationRules: { ScheduleExpression: 'rate(4 hours)' } } })('rotation-rules')
        .verdict,
    ).toBe('pass');
    expect(
      judge(nothing, { rotation: { RotationRules: { ScheduleExpression: 'rate(3 hours)' } } })('rotation-rules')
        .verdict,
    ).toBe('fail');
    const rules = { ScheduleExpression: 'rate(3 hours)', Duration: 'long' };
    expect(judge(nothing, { rotation: { RotationRules: rules } })('rotation-rules')).toMatchSnapshot();
    const sound = { ScheduleExpression: 'rate(4 hours)' };
    expect(judge(nothing, { rotation: { RotationRules: sound } })('rotation-rules')).toMatchSnapshot();
    expect(judge(nothing, { rotation: { RotateImmediately: false } })('rotation-rules').verdict).toBe('not-applicable');
  });
});
