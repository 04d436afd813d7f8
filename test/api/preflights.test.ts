import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { EXAMPLES } from '../support/assessments.ts';
import { failing } from '../support/example-failures.ts';
import { FUNCTION } from '../support/example-ids.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { SECRET_ARN } from '../support/world.ts';
import { appUnderTest, postPreflight, QUESTION } from './support/app-under-test.ts';
import { expectDocumented } from './support/contract.ts';

const SNAPSHOT = JSON.parse(JSON.stringify(healthyWorld()));
const ABOUT_IT = { ...QUESTION, secret: SECRET_ARN };

describe('POST /v1/preflights', () => {
  test.each(
    Object.entries(EXAMPLES),
  )('answers 201 with the assessment alone, whatever its verdict: %s', async (_, make) => {
    const { app } = appUnderTest({ behaviour: { verdict: make() } });
    const answer = expectDocumented(await postPreflight(app).expect(201));
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(make())));
  });

  test('names absolute addresses that work', async () => {
    const { app } = appUnderTest();
    const answer = await postPreflight(app);
    const location = answer.headers['location'] ?? '';
    expect(location).toMatch(/^https:\/\/preflight\.example\/v1\/preflights\/[0-9a-f-]{36}$/);
    expect(answer.headers['link']).toBe(
      `<${location}/report>; rel="alternate"; type="text/html", <${location}/graph>; rel="related"; type="application/json"`,
    );
    const again = expectDocumented(await request(app).get(new URL(location).pathname).expect(200));
    expect(again.text).toBe(answer.text);
  });

  test('takes the Host it was asked at where no public address is configured', async () => {
    const { app } = appUnderTest({ config: { publicUrl: null } });
    const answer = await postPreflight(app).set('Host', 'localhost:8080');
    expect(answer.headers['location']).toMatch(/^http:\/\/localhost:8080\/v1\/preflights\//);
  });

  test('puts the question as it was asked, and never reads the value of the secret', async () => {
    const { app, world } = appUnderTest();
    const rotation = {
      RotationLambdaARN: 'arn:aws:lambda:us-east-1:111122223333:function:f',
      RotateImmediately: false,
    };
    await postPreflight(app, { ...QUESTION, rotation }).expect(201);
    expect(world.captured).toEqual([
      {
        secret: 'prod/orders/db',
        function: rotation.RotationLambdaARN,
        targets: ['10.0.20.10:5432'],
        noTarget: false,
        targetFromSecret: false,
        rotation,
        reference: 'CHG-20417',
        assumptions: { stated: [], allowed: new Set() },
      },
    ]);
    expect(world.sent).toEqual([]);
  });

  test('judges a snapshot in the body without asking AWS, and digests the bytes received', async () => {
    const seen: unknown[] = [];
    const { app, world } = appUnderTest({
      ports: {
        assess: ({ captured }) => {
          seen.push(captured.source, captured.document.accountId, String(captured.bytes));
          return failing();
        },
      },
    });
    const body = JSON.stringify({ ...ABOUT_IT, snapshot: SNAPSHOT });
    await request(app).post('/v1/preflights').type('json').send(body).expect(201);
    expect(seen).toEqual(['request', '111122223333', body]);
    expect(world.captured).toEqual([]);
  });

  test('takes a snapshot of 32 MiB and refuses a larger body', async () => {
    const { app } = appUnderTest();
    const sized = (length: number) => {
      const snapshot = { ...SNAPSHOT, note: '' };
      return { ...snapshot, note: 'x'.repeat(length - JSON.stringify(snapshot).length) };
    };
    const mebibyte = 1024 * 1024;
    await postPreflight(app, { ...ABOUT_IT, snapshot: sized(32 * mebibyte) }).expect(201);
    const refused = await postPreflight(app, { ...ABOUT_IT, snapshot: sized(33 * mebibyte) }).expect(413);
    expect(expectDocumented(refused).body.type).toBe('/problems/body-too-large');
  });

  test('says where a snapshot is not one, without quoting it', async () => {
    const { app, log } = appUnderTest();
    const answer = await postPreflight(app, { ...ABOUT_IT, snapshot: { ...SNAPSHOT, Subnets: 'hunter2' } }).expect(422);
    expect(expectDocumented(answer).body).toMatchObject({
      type: '/problems/invalid-snapshot',
      resource: 'Subnets',
      reference: 'CHG-20417',
    });
    expect(answer.text + log()).not.toContain('hunter2');
  });

  test.each([
    ['nothing', {}],
    ['an unknown member', { ...QUESTION, extra: 1 }],
    ['a number for a secret', { ...QUESTION, secret: 7 }],
    ['targets together with noTarget', { ...QUESTION, noTarget: true }],
    ['two functions', { ...QUESTION, function: 'arn:a', rotation: { RotationLambdaARN: 'arn:b' } }],
    ['an empty function', { ...QUESTION, rotation: { RotationLambdaARN: '' } }],
    ['a line break in the reference', { ...QUESTION, reference: 'CHG\r\nX' }],
    ['33 targets', { ...QUESTION, targets: Array(33).fill('10.0.20.10:5432') }],
    ['an array', [QUESTION]],
  ])('refuses %s with 422', async (_, body) => {
    const { app, world } = appUnderTest();
    expectDocumented(await postPreflight(app, body).expect(422));
    expect(world.journal).toEqual([]);
  });

  test.each<[ErrorCode, number]>([
    ['SECRET_NOT_FOUND', 422],
    ['FUNCTION_NOT_FOUND', 422],
    ['TARGET_NOT_DECLARED', 422],
    ['CREDENTIALS_EXPIRED', 503],
    ['NO_REGION', 503],
    ['AWS_UNREACHABLE', 503],
    ['AWS_DENIED', 503],
  ])('tells %s with %d, its hint and the reference', async (code, status) => {
    const error = new AppError(code, 'It did not work.', { resource: 'prod/orders/db', hint: 'Do something else.' });
    const { app } = appUnderTest({ behaviour: { capture: () => Promise.reject(error) } });
    expect(expectDocumented(await postPreflight(app).expect(status)).body).toMatchObject({
      type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      detail: 'It did not work.',
      hint: 'Do something else.',
      resource: 'prod/orders/db',
      reference: 'CHG-20417',
    });
  });

  test('tells a failure inside without what is inside', async () => {
    const inside = new Error('connect /var/secret-place with hunter2');
    const { app, log } = appUnderTest({ behaviour: { capture: () => Promise.reject(inside) } });
    const answer = expectDocumented(await postPreflight(app).expect(500));
    expect(answer.text).not.toMatch(/hunter2|secret-place|at .*\.ts/);
    const id = answer.body.instance.replace('urn:uuid:', '');
    expect(answer.headers['x-request-id']).toBe(id);
    expect(log()).toContain(`"requestId":"${id}","err":{"type":"Error"`);
  });

  test("tells no words of an error that is the service's own", async () => {
    const error = new AppError('CONFIGURATION', 'The key is hunter2.', { hint: 'Correct hunter2.' });
    const { app } = appUnderTest({ behaviour: { capture: () => Promise.reject(error) } });
    const answer = expectDocumented(await postPreflight(app).expect(500));
    expect(answer.body.type).toBe('/problems/internal');
    expect(answer.text).not.toContain('hunter2');
  });

  test('ends a check that takes too long', async () => {
    const until = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const { app } = appUnderTest({ behaviour: { capture: until }, limits: { checkTimeout: 5 } });
    expect(expectDocumented(await postPreflight(app).expect(503)).body.type).toBe('/problems/timeout');
  });

  test('refuses more checks at once than it takes, and takes the next when one has ended', async () => {
    let release = () => {};
    let started = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const running = new Promise<void>((resolve) => (started = resolve));
    const capture = () => {
      started();
      return held;
    };
    const { app } = appUnderTest({ behaviour: { capture }, limits: { checksAtOnce: 1 } });
    const first = postPreflight(app).expect(201).then(expectDocumented);
    await running;
    const refused = expectDocumented(await postPreflight(app).expect(429));
    expect(refused.headers['retry-after']).toBe('5');
    release();
    await first;
    await postPreflight(app).expect(201);
  });
});

describe('GET /v1/preflights/{id}', () => {
  async function asked(verdict = failing()) {
    const under = appUnderTest({ behaviour: { verdict } });
    const answer = await postPreflight(under.app);
    return { ...under, path: new URL(answer.headers['location'] ?? '').pathname };
  }

  test.each([
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
    ['text/plain', 'text/plain'],
    ['application/junit+xml', 'application/junit+xml'],
    ['text/plain;q=0.5, application/json', 'application/json'],
  ])('answers Accept %s with %s', async (accept, mediaType) => {
    const { app, path } = await asked();
    const answer = expectDocumented(await request(app).get(path).set('Accept', accept).expect(200));
    expect(answer.headers['content-type']).toMatch(new RegExp(`^${mediaType.replace('+', '\\+')}(;|$)`));
    expect(answer.headers['vary']).toBe('Accept');
  });

  test('answers 406 to a format it does not have', async () => {
    const { app, path } = await asked();
    expectDocumented(await request(app).get(path).set('Accept', 'image/png').expect(406));
  });

  test('has a report that is always HTML and under a policy without scripts', async () => {
    const { app, path } = await asked();
    const answer = expectDocumented(
      await request(app).get(`${path}/report`).set('Accept', 'application/json').expect(200),
    );
    expect(answer.text).toMatch(/^<!doctype html>/i);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
    expect(answer.headers['content-security-policy']).not.toContain('script-src');
  });

  test('has the graph', async () => {
    const { app, path } = await asked();
    expect(expectDocumented(await request(app).get(`${path}/graph`).expect(200)).body.nodes).toContainEqual({
      id: FUNCTION,
      kind: 'function',
      known: expect.any(Boolean),
    });
  });

  test('answers HEAD like GET, without a body', async () => {
    const { app, path } = await asked();
    const answer = await request(app).head(path).expect(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.text).toBeUndefined();
  });

  test.each(['', '/report', '/graph'])('answers 404 for an id that is not kept: %s', async (suffix) => {
    const { app } = appUnderTest();
    const answer = await request(app).get(`/v1/preflights/00000000-0000-4000-8000-000000000000${suffix}`).expect(404);
    expect(expectDocumented(answer).body.type).toBe('/problems/not-found');
  });

  test('drops the oldest where there are too many', async () => {
    const { app } = appUnderTest({ limits: { kept: { count: 2, bytes: 1e9 } } });
    const paths: string[] = [];
    for (let i = 0; i < 3; i++) paths.push(new URL((await postPreflight(app)).headers['location'] ?? '').pathname);
    const statuses = await Promise.all(paths.map(async (path) => (await request(app).get(path)).status));
    expect(statuses).toEqual([404, 200, 200]);
  });
});
