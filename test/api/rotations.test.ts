import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { RotateAnswer } from '../../src/gate/ports.ts';
import { failing, unknown } from '../support/example-failures.ts';
import { FUNCTION, SECRET } from '../support/example-ids.ts';
import { FACTS, type FakeBehaviour } from '../support/gate-ports.ts';
import { appUnderTest, postRotation, ROTATION } from './support/app-under-test.ts';
import { expectDocumented } from './support/contract.ts';

const TOKEN = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function answering(kind: 'rejected' | 'unclear', name: string, message: string): FakeBehaviour {
  const answer: RotateAnswer = { kind, error: { name, message } };
  return { rotate: () => answer };
}

describe('POST /v1/rotations', () => {
  test('answers 202 when RotateSecret was sent, with what AWS answered and that it is asynchronous', async () => {
    const { app, world } = appUnderTest();
    const answer = expectDocumented(await postRotation(app).expect(202));
    expect(world.sent).toEqual([
      {
        SecretId: SECRET,
        ClientRequestToken: expect.stringMatching(TOKEN),
        RotationRules: { AutomaticallyAfterDays: 30 },
      },
    ]);
    expect(answer.body).toMatchObject({
      status: 'requested',
      ARN: SECRET,
      Name: 'prod/orders/db',
      VersionId: 'v-2',
      clientRequestToken: world.sent[0]?.ClientRequestToken,
      reference: 'CHG-20417',
      message: expect.stringContaining('asynchronous'),
      assessment: { status: 'pass' },
    });
    expect(answer.headers['location']).toBe(answer.body.links.self);
    expect(answer.body.links).toEqual({
      self: `https://preflight.example/v1/rotations/${answer.body.id}`,
      preflight: `https://preflight.example/v1/preflights/${answer.body.id}`,
      report: `https://preflight.example/v1/preflights/${answer.body.id}/report`,
      graph: `https://preflight.example/v1/preflights/${answer.body.id}/graph`,
    });
  });

  test('forwards every parameter untouched', async () => {
    const { app, world } = appUnderTest();
    const parameters = {
      ClientRequestToken: '0123456789abcdef0123456789abcdef',
      RotationLambdaARN: FUNCTION,
      RotationRules: { ScheduleExpression: 'cron(0 8 1 * ? *)', Duration: '2h' },
      RotateImmediately: false,
      ExternalSecretRotationMetadata: [{ Key: 'k', Value: 'v' }],
      ExternalSecretRotationRoleArn: 'arn:aws:iam::111122223333:role/r',
    };
    const body = { ...ROTATION, request: { SecretId: 'prod/orders/db', ...parameters } };
    expectDocumented(await postRotation(app, body).expect(202));
    expect(world.sent).toEqual([{ ...parameters, SecretId: SECRET }]);
    expect(world.captured[0]).toMatchObject({ secret: 'prod/orders/db', function: FUNCTION, rotation: parameters });
  });

  test.each([
    ['blocked', failing()],
    ['unknown', unknown()],
  ])('answers 409 %s with the assessment, and sends nothing', async (type, verdict) => {
    const { app, world } = appUnderTest({ behaviour: { verdict } });
    const answer = expectDocumented(await postRotation(app).expect(409));
    expect(answer.body).toMatchObject({
      type: `/problems/${type}`,
      status: 409,
      detail: expect.stringContaining('RotateSecret was not sent'),
      reference: verdict.question.reference,
      rotation: { status: 'refused' },
      assessment: { status: verdict.status, findings: JSON.parse(JSON.stringify(verdict.findings)) },
    });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(world.sent).toEqual([]);
    const report = await request(app).get(new URL(answer.body.links.report).pathname).expect(200);
    expect(report.text).toMatch(/^<!doctype html>/i);
  });

  test('answers 409 blocked when facts changed between the check and the call', async () => {
    const other = { ...FACTS, secret: { ...FACTS.secret, DeletedDate: '2026-11-23' } };
    const { app, world } = appUnderTest({ behaviour: { reread: () => other } });
    const answer = expectDocumented(await postRotation(app).expect(409));
    expect(answer.body).toMatchObject({ type: '/problems/blocked', assessment: { decision: 'deny' } });
    expect(answer.body.assessment.findings[0].code).toBe('X_CHANGED_SINCE_CHECK');
    expect(world.sent).toEqual([]);
  });

  test('answers 502 when AWS refused RotateSecret', async () => {
    const { app } = appUnderTest({
      behaviour: answering('rejected', 'InvalidRequestException', 'A previous rotation'),
    });
    expect(expectDocumented(await postRotation(app).expect(502)).body).toMatchObject({
      type: '/problems/rejected-by-aws',
      rotation: { status: 'rejected', awsError: { name: 'InvalidRequestException', message: 'A previous rotation' } },
    });
  });

  test('answers 504 when no clear answer came, with the token to look for', async () => {
    const { app, world } = appUnderTest({ behaviour: answering('unclear', 'TimeoutError', 'no answer') });
    expect(expectDocumented(await postRotation(app).expect(504)).body).toMatchObject({
      type: '/problems/outcome-unknown',
      rotation: { status: 'outcome-unknown', clientRequestToken: world.sent[0]?.ClientRequestToken },
    });
    expect(world.sent).toHaveLength(1);
  });

  test('answers 422 unless the immediate rotation is acknowledged, before anything is asked', async () => {
    const { app, world } = appUnderTest();
    const { acknowledgeImmediateRotation: _, ...silent } = ROTATION;
    for (const body of [silent, { ...ROTATION, acknowledgeImmediateRotation: false }]) {
      const answer = await postRotation(app, body, 'unacknowledged').expect(422);
      expect(expectDocumented(answer).body).toMatchObject({ type: '/problems/unacknowledged', reference: 'CHG-20417' });
    }
    expect(world.journal).toEqual([]);
    const later = { ...silent, request: { ...ROTATION.request, RotateImmediately: false } };
    expectDocumented(await postRotation(app, later, 'later').expect(202));
  });

  test.each([
    ['a snapshot', { ...ROTATION, snapshot: { snapshotVersion: 1 } }],
    ['an unknown member', { ...ROTATION, force: true }],
    ['an unknown parameter', { ...ROTATION, request: { ...ROTATION.request, Force: true } }],
    ['no SecretId', { ...ROTATION, request: {} }],
    ['a token that is too short', { ...ROTATION, request: { ...ROTATION.request, ClientRequestToken: 'short' } }],
    ['an acknowledgement that is a string', { ...ROTATION, acknowledgeImmediateRotation: 'true' }],
    ['an empty function', { ...ROTATION, request: { ...ROTATION.request, RotationLambdaARN: '' } }],
    ['targets together with noTarget', { ...ROTATION, noTarget: true }],
  ])('refuses %s with 422', async (_, body) => {
    const { app, world } = appUnderTest();
    expectDocumented(await postRotation(app, body).expect(422));
    expect(world.journal).toEqual([]);
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one with a space', 'a b'],
    ['one that is too long', 'k'.repeat(256)],
  ])('refuses %s for an Idempotency-Key with 422', async (_, key) => {
    const { app, world } = appUnderTest();
    const asked = request(app).post('/v1/rotations');
    if (key !== undefined) asked.set('Idempotency-Key', key);
    expectDocumented(await asked.send(ROTATION).expect(422));
    expect(world.journal).toEqual([]);
  });

  test('refuses a body beyond 64 KiB with 413', async () => {
    const { app, world } = appUnderTest();
    expectDocumented(await postRotation(app, { ...ROTATION, reference: 'x'.repeat(65 * 1024) }).expect(413));
    expect(world.journal).toEqual([]);
  });
});

describe('Idempotency-Key', () => {
  test('rotates once for the same key and body, and gives the same answer', async () => {
    const { app, world } = appUnderTest();
    const answers = [await postRotation(app), await postRotation(app)];
    expect(world.sent).toHaveLength(1);
    expect(answers.map((a) => expectDocumented(a).status)).toEqual([202, 202]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect(answers[1]?.headers['location']).toBe(answers[0]?.headers['location']);
    const graph = await request(app).get(new URL(answers[1]?.body.links.graph).pathname).expect(200);
    expect(expectDocumented(graph).body.nodes).not.toEqual([]);
  });

  test('rotates once for two requests at the same time', async () => {
    const { app, world } = appUnderTest();
    const answers = await Promise.all([postRotation(app), postRotation(app)]);
    expect(answers.map((a) => expectDocumented(a).status)).toEqual([202, 202]);
    expect(world.sent).toHaveLength(1);
  });

  test('does not repeat a call whose outcome is unknown', async () => {
    const { app, world } = appUnderTest({ behaviour: answering('unclear', 'TimeoutError', 'no answer') });
    await postRotation(app).expect(504);
    expectDocumented(await postRotation(app).expect(504));
    expect(world.sent).toHaveLength(1);
  });

  test('refuses the same key with another body with 422', async () => {
    const { app, world } = appUnderTest();
    await postRotation(app).expect(202);
    const other = { ...ROTATION, request: { ...ROTATION.request, SecretId: 'prod/other' } };
    const answer = await postRotation(app, other).expect(422);
    expect(expectDocumented(answer).body.type).toBe('/problems/idempotency-key-reused');
    expect(world.sent).toHaveLength(1);
  });

  test('refuses a second rotation of a secret while one is being asked for', async () => {
    let release = () => {};
    let started = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const running = new Promise<void>((resolve) => (started = resolve));
    const { app, world } = appUnderTest({
      behaviour: {
        rotate: async () => {
          started();
          await held;
          return { kind: 'requested', ARN: SECRET, Name: 'prod/orders/db', VersionId: 'v-2' };
        },
      },
    });
    const first = postRotation(app, ROTATION, 'first').then(expectDocumented);
    await running;
    const second = expectDocumented(await postRotation(app, ROTATION, 'second').expect(409));
    expect(second.body.type).toBe('/problems/rotation-in-flight');
    release();
    expect((await first).status).toBe(202);
    expect(world.sent).toHaveLength(1);
  });

  test('derives the same token in a new process, so that Secrets Manager makes no second version', async () => {
    const before = appUnderTest({ behaviour: answering('unclear', 'TimeoutError', 'no answer') });
    const lost = await postRotation(before.app).expect(504);
    const token = before.world.sent[0]?.ClientRequestToken ?? '';

    const same = appUnderTest();
    await postRotation(same.app).expect(202);
    expect(same.world.sent[0]?.ClientRequestToken).toBe(token);

    const VersionIdsToStages = { [token]: ['AWSPENDING'] };
    const started = appUnderTest({
      behaviour: { facts: { ...FACTS, secret: { ...FACTS.secret, VersionIdsToStages } } },
    });
    const answer = expectDocumented(await postRotation(started.app).expect(202));
    expect(answer.body).toMatchObject({
      status: 'requested',
      VersionId: token,
      id: lost.body.links.self.split('/').pop(),
    });
    expect(started.world.sent).toEqual([]);

    const otherBody = await postRotation(appUnderTest().app, { ...ROTATION, reference: 'CHG-2' }).expect(202);
    expect(otherBody.body.id).not.toBe(answer.body.id);

    const otherKey = appUnderTest();
    await postRotation(otherKey.app, ROTATION, 'another-key').expect(202);
    expect(otherKey.world.sent[0]?.ClientRequestToken).not.toBe(token);
  });
});

describe('GET /v1/rotations/{id}', () => {
  test.each([
    [202, {}],
    [409, { verdict: failing() }],
    [504, answering('unclear', 'TimeoutError', 'no answer')],
  ])('tells what became of it: %d', async (status, behaviour) => {
    const { app } = appUnderTest({ behaviour });
    const asked = await postRotation(app).expect(status);
    const answer = expectDocumented(
      await request(app)
        .get(new URL(asked.headers['location'] ?? '').pathname)
        .expect(200),
    );
    expect(answer.body.assessment).toEqual(asked.body.assessment);
    expect(answer.body.reference).toBe(asked.body.reference);
    if (status === 202) expect(answer.text).toBe(asked.text);
  });

  test('answers 404 for an id that is not kept, and for a preflight that asked for no rotation', async () => {
    const { app } = appUnderTest();
    expectDocumented(await request(app).get('/v1/rotations/nothing').expect(404));
    const preflight = await request(app).post('/v1/preflights').send({ secret: 'prod/orders/db' }).expect(201);
    const id = (preflight.headers['location'] ?? '').split('/').pop();
    expectDocumented(await request(app).get(`/v1/rotations/${id}`).expect(404));
  });
});
