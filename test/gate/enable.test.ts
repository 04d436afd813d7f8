import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { enable } from '../../src/gate/enable.ts';
import { exitStatusOf } from '../../src/gate/exit-status.ts';
import type { PreflightRequest, RotationFacts } from '../../src/gate/ports.ts';
import { NO_ASSUMPTIONS } from '../../src/reachability/assumptions.ts';
import type { SnapshotDocument } from '../../src/snapshot/document.ts';
import { assessment } from '../support/example-assessment.ts';
import { FUNCTION, SECRET } from '../support/example-ids.ts';
import { FACTS, type FakeBehaviour, fakeWorld, REQUEST } from '../support/gate-ports.ts';

const TOKEN = '11111111-2222-4333-8444-555555555555';
const signal = new AbortController().signal;

function ask(
  behaviour: FakeBehaviour,
  different: Partial<PreflightRequest> = {},
  options: { acknowledged?: boolean } = {},
) {
  const world = fakeWorld(behaviour);
  const answer = enable(world.ports, { ...REQUEST, ...different }, { acknowledged: true, signal, ...options });
  return { ...world, answer };
}

function startedWith(token: string): RotationFacts {
  const { VersionIdsToStages, ...secret } = FACTS.secret;
  return {
    ...FACTS,
    secret: { ...secret, VersionIdsToStages: { ...(VersionIdsToStages as object), [token]: ['AWSPENDING'] } },
  };
}

describe('a preflight that passes', () => {
  test('sends RotateSecret with the parameters as they came, after everything else', async () => {
    const rotation = {
      ClientRequestToken: TOKEN,
      RotationLambdaARN: FUNCTION,
      RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' },
      RotateImmediately: true,
      ExternalSecretRotationMetadata: [{ Key: 'k', Value: 'v' }],
    };
    const { answer, sent, journal } = ask({}, { rotation });
    const { rotation: outcome, status, decision } = await answer;
    expect(sent).toEqual([{ ...rotation, SecretId: SECRET }]);
    expect(journal).toEqual([
      'capture',
      'assess',
      'reread',
      'log rotate-secret.sending',
      'rotate',
      'log rotate-secret.answered',
    ]);
    expect(outcome).toMatchObject({ status: 'requested', VersionId: 'v-2', clientRequestToken: TOKEN });
    expect({ status, decision }).toEqual({ status: 'pass', decision: 'allow' });
  });

  test('says that rotation is asynchronous, in no more than 500 characters', async () => {
    const { summary } = await ask({ verdict: { summary: 'x'.repeat(500) } }).answer;
    expect(summary).toMatch(/asynchronous/);
    expect(summary).toHaveLength(500);
  });

  test('sends nothing but what was given when nothing was given', async () => {
    const { answer, sent } = ask({}, { rotation: null });
    await answer;
    expect(sent).toEqual([{ SecretId: SECRET, ClientRequestToken: '00000000-0000-4000-8000-000000000001' }]);
  });

  test.each([32, 64])('a token of %i characters is taken', async (length) => {
    const { answer, sent } = ask({}, { rotation: { ClientRequestToken: 'x'.repeat(length) } });
    await answer;
    expect(sent).toMatchObject([{ ClientRequestToken: 'x'.repeat(length) }]);
  });

  test('the token is logged before the call, with the secret, and nothing else is', async () => {
    const { answer, logged } = ask({});
    await answer;
    expect(logged[0]).toEqual({ secret: SECRET, clientRequestToken: '00000000-0000-4000-8000-000000000001' });
  });

  test('whoever vouches for a hop is in the log, before anything is asked', async () => {
    const stated = { hop: 'vgw-1', because: 'the network team says so' };
    const { answer, logged, journal } = ask({}, { assumptions: { ...NO_ASSUMPTIONS, stated: [stated] } });
    await answer;
    expect(journal[0]).toBe('log rotate-secret.assumed');
    expect(logged[0]).toEqual({ secret: REQUEST.secret, ...stated });
  });

  test('what was answered is logged with the token, and without the answer', async () => {
    const { answer, logged } = ask({});
    await answer;
    expect(logged[1]).toEqual({
      secret: SECRET,
      clientRequestToken: '00000000-0000-4000-8000-000000000001',
      answer: 'requested',
    });
  });

  test('judges the function that would rotate: the one supplied', async () => {
    const { answer, captured, assessed } = ask({}, { rotation: { RotationLambdaARN: FUNCTION } });
    await answer;
    expect([captured[0]?.function, assessed[0]?.function]).toEqual([FUNCTION, FUNCTION]);
  });
});

describe('nothing is sent', () => {
  test.each(['fail', 'unknown'] as const)('when the verdict is %s', async (status) => {
    const { answer, sent, journal } = ask({ verdict: { status, decision: 'deny' } });
    const refused = await answer;
    expect(sent).toEqual([]);
    expect(journal).toEqual(['capture', 'assess']);
    expect(refused.rotation?.status).toBe('refused');
    expect(refused.status).toBe(status);
    expect(exitStatusOf(refused)).toBe(status === 'fail' ? 1 : 3);
  });

  test.each([
    ['left out', {}],
    ['true', { RotateImmediately: true }],
  ])('and nothing is asked, when RotateImmediately is %s and that is not acknowledged', async (_, rotation) => {
    const { answer, journal } = ask({}, { rotation }, { acknowledged: false });
    await expect(answer).rejects.toMatchObject({ code: 'UNACKNOWLEDGED', message: expect.stringMatching(/at once/) });
    expect(journal).toEqual([]);
  });

  test('but with RotateImmediately false no acknowledgement is needed', async () => {
    const { answer, sent } = ask({}, { rotation: { RotateImmediately: false } }, { acknowledged: false });
    await answer;
    expect(sent).toMatchObject([{ RotateImmediately: false }]);
  });

  test.each([
    [
      'another function is to be checked than would rotate',
      { function: `${FUNCTION}-2`, rotation: { RotationLambdaARN: FUNCTION } },
    ],
    ['a function is to be checked, but the stored one would rotate', { function: FUNCTION, rotation: {} }],
    ['the function supplied is empty', { rotation: { RotationLambdaARN: '' } }],
    ['the token is too short', { rotation: { ClientRequestToken: 'x'.repeat(31) } }],
    ['the token is too long', { rotation: { ClientRequestToken: 'x'.repeat(65) } }],
  ])('and nothing is asked, when %s', async (_, request) => {
    const { answer, journal } = ask({}, request);
    await expect(answer).rejects.toMatchObject({ code: 'INVALID_QUESTION' });
    expect(journal).toEqual([]);
  });

  test('when the facts cannot be read', async () => {
    const denied = new AppError('AWS_DENIED', 'denied', { hint: 'none' });
    const { answer, sent } = ask({ capture: () => Promise.reject(denied) });
    await expect(answer).rejects.toBe(denied);
    expect(sent).toEqual([]);
  });

  test('when AWS refused a call of the capture, which is told', async () => {
    const gap = {
      list: 'RouteTables',
      action: 'ec2:DescribeRouteTables',
      account: '111122223333',
      region: 'us-east-1',
      filters: {},
      error: 'UnauthorizedOperation',
      message: 'You are not authorized.',
    };
    const { answer, sent, journal } = ask({ document: { gaps: [gap] } });
    const refused = await answer;
    expect(refused).toMatchObject({ status: 'unknown', decision: 'deny', rotation: { status: 'refused' } });
    expect(refused.summary).toContain('UnauthorizedOperation: You are not authorized.');
    expect(exitStatusOf(refused)).toBe(3);
    expect(sent).toEqual([]);
    expect(journal).toEqual(['capture', 'assess']);
  });

  test('when no secret is in sight', async () => {
    const { answer, sent } = ask({ document: { lists: {} }, verdict: { status: 'unknown', decision: 'deny' } });
    expect((await answer).rotation?.status).toBe('refused');
    expect(sent).toEqual([]);
  });

  test('when they cannot be read again', async () => {
    const denied = new AppError('AWS_DENIED', 'denied', { hint: 'none' });
    const { answer, sent } = ask({ reread: () => Promise.reject(denied) });
    await expect(answer).rejects.toBe(denied);
    expect(sent).toEqual([]);
  });

  test('when the time is up after the last read', async () => {
    const controller = new AbortController();
    const world = fakeWorld({
      reread() {
        controller.abort();
        return FACTS;
      },
    });
    const answer = enable(world.ports, REQUEST, { acknowledged: true, signal: controller.signal });
    await expect(answer).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(world.sent).toEqual([]);
  });
});

describe('a change between the check and the call', () => {
  const secretChanges: Record<string, unknown> = {
    VersionIdsToStages: { 'v-9': ['AWSCURRENT'] },
    RotationLambdaARN: `${FUNCTION}-2`,
    RotationRules: { AutomaticallyAfterDays: 1 },
    DeletedDate: new Date(0),
    OwningService: 'rds',
    Type: 'partner',
    ExternalSecretRotationRoleArn: 'arn:aws:iam::111122223333:role/partner',
    PrimaryRegion: 'eu-west-1',
    Tags: [{ Key: 'rotation-preflight:target', Value: '10.0.20.11:5432' }],
  };
  const functionChanges: Record<string, unknown> = {
    State: 'Inactive',
    LastUpdateStatus: 'InProgress',
    RevisionId: '1f0e8a44-0000-4000-8000-000000000002',
    VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    Environment: { Variables: { SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.eu-west-1.amazonaws.com' } },
    Role: 'arn:aws:iam::111122223333:role/other',
    Timeout: 3,
    CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'arn' } },
  };
  const changes = [
    ...Object.entries(secretChanges).map(([field, value]) => ['secret', field, value] as const),
    ...Object.entries(functionChanges).map(([field, value]) => ['function', field, value] as const),
    ['secret', 'RotationLambdaARN', undefined] as const,
    ['function', 'Environment', undefined] as const,
  ];

  test.each(changes)("of the %s's %s to %j keeps the gate shut and is named", async (kind, field, value) => {
    const { answer, sent } = ask({ reread: () => ({ ...FACTS, [kind]: { ...FACTS[kind], [field]: value } }) });
    const refused = await answer;
    expect(sent).toEqual([]);
    expect(refused).toMatchObject({ status: 'fail', decision: 'deny', rotation: { status: 'refused' } });
    expect(refused.findings[0]).toMatchObject({ code: 'X_CHANGED_SINCE_CHECK', severity: 'error' });
    expect(refused.findings[0]?.message).toContain(`the ${kind}'s ${field}`);
    expect(refused.findings[0]).toMatchObject({ prerequisite: 'precondition', resources: [SECRET] });
    expect(refused.summary).toBe(refused.findings[0]?.message);
    expect(exitStatusOf(refused)).toBe(1);
  });

  test('a function that is gone is a change', async () => {
    const { answer, sent } = ask({ reread: () => ({ ...FACTS, function: null }) });
    expect(await answer).toMatchObject({
      status: 'fail',
      rotation: { status: 'refused' },
      summary: expect.stringContaining('the function itself'),
    });
    expect(sent).toEqual([]);
  });

  test.each([
    ['secret', { lists: { Functions: [FACTS.function] } }],
    ['function', { lists: { Secrets: [FACTS.secret] } }],
  ])('a %s that was not in sight at the check is one', async (kind, document) => {
    const { answer, sent } = ask({ document: document as Partial<SnapshotDocument> });
    const { summary } = await answer;
    expect(summary).toContain(`the ${kind} itself`);
    expect(sent).toEqual([]);
  });

  test('several changes are named one after the other', async () => {
    const secret = { ...FACTS.secret, Type: 'partner', PrimaryRegion: 'eu-west-1' };
    const { summary } = await ask({ reread: () => ({ ...FACTS, secret }) }).answer;
    expect(summary).toContain("the secret's Type, the secret's PrimaryRegion");
  });

  test('a field that is null is one that is absent', async () => {
    const { answer, sent } = ask({ reread: () => ({ ...FACTS, secret: { ...FACTS.secret, PrimaryRegion: null } }) });
    await answer;
    expect(sent).toHaveLength(1);
  });

  test('of a secret without a function, no function is looked at', async () => {
    const { answer, sent } = ask({ verdict: { question: { ...assessment().question, function: null } } });
    await answer;
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['when the secret was read', { ...FACTS, secret: { ...FACTS.secret, LastAccessedDate: new Date(0) } }],
    [
      'in which order lists stand',
      {
        ...FACTS,
        function: {
          ...FACTS.function,
          VpcConfig: { SecurityGroupIds: ['sg-1'], SubnetIds: ['subnet-2', 'subnet-1'], VpcId: 'vpc-1' },
        },
      },
    ],
  ])('it is none %s', async (_, facts) => {
    const { answer, sent } = ask({ reread: () => facts });
    await answer;
    expect(sent).toHaveLength(1);
  });

  test('a deletion date that stayed is none, however it is spelled', async () => {
    const secret = { ...FACTS.secret, DeletedDate: '2026-11-23T00:00:00.000Z' };
    const { answer, sent } = ask({
      facts: { ...FACTS, secret },
      reread: () => ({ ...FACTS, secret: { ...secret, DeletedDate: new Date('2026-11-23T00:00:00Z') } }),
    });
    await answer;
    expect(sent).toHaveLength(1);
  });

  test('the function judged is the one read again', async () => {
    const asked: unknown[] = [];
    const { answer } = ask({
      reread(_, secretArn, functionArn) {
        asked.push([secretArn, functionArn]);
        return FACTS;
      },
    });
    await answer;
    expect(asked).toEqual([[SECRET, FUNCTION]]);
  });
});

describe('the answer of AWS', () => {
  const error = { name: 'InvalidRequestException', message: 'A previous rotation is not complete.' };

  test('a refusal is told as such, and nothing is looked for', async () => {
    const { answer: asked, journal } = ask({ rotate: () => ({ kind: 'rejected', error }) });
    const answer = await asked;
    expect(journal.at(-1)).toBe('log rotate-secret.answered');
    expect(answer.rotation).toMatchObject({ status: 'rejected', awsError: error, VersionId: null });
    expect(answer.summary).toContain(error.message);
    expect(exitStatusOf(answer)).toBe(1);
  });

  test('an unclear one is settled by finding our version: requested', async () => {
    const { answer, sent } = ask(
      { rotate: () => ({ kind: 'unclear', error }), reread: (n) => (n === 1 ? FACTS : startedWith(TOKEN)) },
      { rotation: { ClientRequestToken: TOKEN } },
    );
    const told = await answer;
    expect(told.rotation).toMatchObject({ status: 'requested', VersionId: TOKEN, clientRequestToken: TOKEN });
    expect(exitStatusOf(told)).toBe(0);
    expect(sent).toHaveLength(1);
  });

  test.each<[string, FakeBehaviour['reread']]>([
    ['our version is not there', () => FACTS],
    ['the secret cannot be read', (n) => (n === 1 ? FACTS : Promise.reject(new Error('reset')))],
  ])('an unclear one stays unknown when %s, and is never sent again', async (_, reread) => {
    const { answer, sent } = ask(
      { rotate: () => ({ kind: 'unclear', error }), ...(reread === undefined ? {} : { reread }) },
      {
        rotation: { ClientRequestToken: TOKEN },
      },
    );
    const told = await answer;
    expect(told.rotation).toMatchObject({ status: 'outcome-unknown', clientRequestToken: TOKEN, awsError: error });
    expect(told.summary).toContain(TOKEN);
    expect(exitStatusOf(told)).toBe(3);
    expect(sent).toHaveLength(1);
  });

  test('whatever the port throws is unclear', async () => {
    const { answer, sent } = ask({ rotate: () => Promise.reject(new TypeError('socket hang up')) });
    expect((await answer).rotation).toMatchObject({ status: 'outcome-unknown', awsError: { name: 'TypeError' } });
    expect(sent).toHaveLength(1);
  });
});

test('a rotation that was asked for before with the same token is not asked for again, whatever the verdict now', async () => {
  const { answer, sent } = ask(
    { facts: startedWith(TOKEN), verdict: { status: 'fail', decision: 'deny' } },
    { rotation: { ClientRequestToken: TOKEN } },
  );
  const told = await answer;
  expect(told.rotation).toMatchObject({ status: 'requested', VersionId: TOKEN });
  expect(sent).toEqual([]);
});

describe('two requests for one secret at a time', () => {
  test('the second is turned away, and the secret is free again afterwards', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const world = fakeWorld({
      async rotate() {
        reach();
        await held;
        return { kind: 'requested', ARN: SECRET, Name: 'n', VersionId: 'v' };
      },
    });
    const options = { acknowledged: true, signal };
    const first = enable(world.ports, REQUEST, options);
    await reached;
    await expect(enable(world.ports, REQUEST, options)).rejects.toMatchObject({
      code: 'ROTATION_IN_FLIGHT',
      resource: SECRET,
    });
    release();
    await first;
    expect(world.sent).toHaveLength(1);
    await enable(world.ports, REQUEST, options);
    expect(world.sent).toHaveLength(2);
  });

  test('one that failed leaves nothing behind', async () => {
    const world = fakeWorld({ reread: () => Promise.reject(new AppError('TIMEOUT', 't', { hint: 'h' })) });
    await expect(enable(world.ports, REQUEST, { acknowledged: true, signal })).rejects.toThrow();
    expect(world.ports.inFlight.size).toBe(0);
  });
});

test('the verdict is kept as it was judged', async () => {
  const before = assessment();
  const after = await ask({}).answer;
  expect({ ...after, rotation: null, summary: before.summary }).toEqual(before);
});
