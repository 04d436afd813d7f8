import { gzipSync } from 'node:zlib';
import request, { type Test } from 'supertest';
import { describe, expect, test } from 'vitest';
import {
  API_KEYS,
  appUnderTest,
  KEYS,
  postPreflight,
  postRotation,
  QUESTION,
  ROTATION,
} from './support/app-under-test.ts';
import { expectDocumented } from './support/contract.ts';

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

describe('a web page', () => {
  test.each([
    [
      'a cross-origin fetch',
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' },
    ],
    ['an old browser', { Origin: 'https://evil.example' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-site' }],
    ['a page without Origin', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of the same site without Origin', { 'Sec-Fetch-Site': 'same-site' }],
  ])('cannot ask for a preflight or a rotation: %s', async (_, headers) => {
    const { app, world } = appUnderTest();
    expectDocumented(await postPreflight(app).set(headers).expect(403));
    expectDocumented(await postRotation(app).set(headers).expect(403));
    expect(world.journal).toEqual([]);
  });

  test('cannot rotate even from this origin, but may ask for a preflight', async () => {
    const { app, world } = appUnderTest();
    const own = { Origin: 'https://preflight.example', 'Sec-Fetch-Site': 'same-origin' };
    expectDocumented(await postRotation(app).set(own).expect(403));
    expectDocumented(await postRotation(app).set({ 'Sec-Fetch-Site': 'none' }).expect(403));
    expect(world.journal).toEqual([]);
    expectDocumented(await postPreflight(app).set(own).expect(201));
    const local = { Host: 'localhost:8080', Origin: 'http://localhost:8080' };
    expectDocumented(await postPreflight(app).set(local).expect(201));
  });

  test('cannot read from elsewhere, but a link to a report may be opened', async () => {
    const { app } = appUnderTest();
    const path = new URL((await postPreflight(app)).headers['location'] ?? '').pathname;
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' };
    const embedded = { ...elsewhere, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' };
    const opened = { ...elsewhere, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expectDocumented(
      await request(app)
        .get(path)
        .set({ ...elsewhere, 'Sec-Fetch-Mode': 'no-cors' })
        .expect(403),
    );
    expectDocumented(await request(app).get(path).set(embedded).expect(403));
    expectDocumented(await request(app).get(`${path}/report`).set(opened).expect(200));
  });

  test('is granted nothing by CORS', async () => {
    const { app } = appUnderTest();
    const preflight = await request(app)
      .options('/v1/rotations')
      .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' });
    const read = await request(app).get('/v1/rules');
    for (const answer of [preflight, read]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect(preflight.status).toBe(403);
    expect(read.headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});

describe('Host', () => {
  test.each([
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '0.0.0.0',
    '',
  ])('that is not this service is refused: %s', async (host) => {
    const { app, world } = appUnderTest();
    for (const asked of [
      postPreflight(app),
      postRotation(app),
      request(app).get('/v1/rules'),
      request(app).get('/docs'),
      request(app).get('/nowhere'),
    ]) {
      expectDocumented(await asked.set('Host', host).expect(421));
    }
    expect(world.journal).toEqual([]);
  });

  test.each([
    'localhost',
    'LOCALHOST:9000',
    '127.0.0.1:1',
    '[::1]:8080',
    'preflight.example',
    '10.0.0.5:8080',
  ])('that is this service is taken: %s', async (host) => {
    const { app } = appUnderTest({ config: { host: '10.0.0.5' } });
    expectDocumented(await request(app).get('/v1/rules').set('Host', host).expect(200));
  });

  test('does not matter to health checks, which ask by the address of a pod', async () => {
    const { app } = appUnderTest();
    for (const path of ['/healthz', '/readyz']) {
      expectDocumented(await request(app).get(path).set('Host', '10.1.2.3:8080').expect(200));
    }
  });
});

describe('bodies', () => {
  const body = JSON.stringify(ROTATION);

  test.each([
    ['text/plain', body],
    ['application/x-www-form-urlencoded', 'request=1'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json; charset=utf-16', body],
    ['application/problem+json', body],
    ['', body],
  ])('declared as "%s" are refused with 415', async (type, text) => {
    const { app, world } = appUnderTest();
    for (const path of ['/v1/preflights', '/v1/rotations']) {
      const asked = request(app).post(path).set('Idempotency-Key', 'k').set('Content-Type', type);
      expectDocumented(await asked.send(text).expect(415));
    }
    expect(world.journal).toEqual([]);
  });

  test.each([
    '{',
    '"text"',
    '{"secret":hunter2}',
    '\u{feff}{',
  ])('that are not a JSON object are refused with 400: %s', async (text) => {
    const { app, log } = appUnderTest();
    const answer = await request(app).post('/v1/preflights').type('json').send(text).expect(400);
    expect(expectDocumented(answer).body.type).toBe('/problems/malformed-request');
    expect(answer.text + log()).not.toContain('hunter2');
  });

  test('nested without end are refused before they are parsed', async () => {
    const { app } = appUnderTest();
    const deep = `{"secret":"s","snapshot":${'{"a":['.repeat(100_000)}${']}'.repeat(100_000)}}`;
    const answer = await request(app).post('/v1/preflights').type('json').send(deep).expect(422);
    expect(expectDocumented(answer).body.detail).toContain('nested');
    const brackets = { ...QUESTION, reference: `"${'['.repeat(150)}` };
    expectDocumented(await postPreflight(app, brackets).expect(201));
  });

  test('that unpack to more than the limit are refused', async () => {
    const { app } = appUnderTest();
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '));
    const asked = request(app).post('/v1/preflights').type('json').set('Content-Encoding', 'gzip');
    asked.write(bomb);
    expectDocumented(await asked.expect(413));
  });

  test('with the keys of prototypes change no prototype', async () => {
    const { app } = appUnderTest();
    const polluting = '{"polluted":true}';
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const top = `{"secret":"s","${key}":${polluting}}`;
      expectDocumented(await request(app).post('/v1/preflights').type('json').send(top).expect(422));
      const rotation = `{"request":{"SecretId":"s","${key}":${polluting}},"acknowledgeImmediateRotation":true}`;
      const asked = request(app).post('/v1/rotations').set('Idempotency-Key', 'k').type('json').send(rotation);
      expectDocumented(await asked.expect(422));
      const row = `{"list":"Vpcs","action":"a","filters":{"${key}":["x"]}}`;
      const head = '"snapshotVersion":1,"capturedAt":"2026-11-23","partition":"aws","region":"r","accountId":"1"';
      const inside = `{"secret":"s","snapshot":{${head},"requests":[${row}],"Vpcs":[{"${key}":${polluting}}]}}`;
      expectDocumented(await request(app).post('/v1/preflights').type('json').send(inside).expect(201));
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('keys', () => {
  const secured = () => appUnderTest({ config: { apiKeys: API_KEYS } });
  const cases: readonly [string, (under: ReturnType<typeof secured>) => Test][] = [
    ['POST /v1/preflights', ({ app }) => postPreflight(app)],
    ['POST /v1/rotations', ({ app }) => postRotation(app)],
    ['GET /v1/preflights/x', ({ app }) => request(app).get('/v1/preflights/x')],
    ['GET /v1/rotations/x', ({ app }) => request(app).get('/v1/rotations/x')],
    ['GET /v1/rules', ({ app }) => request(app).get('/v1/rules')],
    ['PUT /v1/rules', ({ app }) => request(app).put('/v1/rules')],
    ['GET /v1/nowhere', ({ app }) => request(app).get('/v1/nowhere')],
  ];

  test.each(cases)('are needed for %s', async (_, ask) => {
    for (const headers of [
      {},
      bearer('wrong'),
      bearer(`${KEYS.rotate}x`),
      bearer(API_KEYS.split(/[:,]/)[1] ?? ''),
      { Authorization: KEYS.rotate },
      { Authorization: `Basic ${KEYS.rotate}` },
      { Authorization: 'Bearer ' },
    ]) {
      const under = secured();
      const answer = expectDocumented(await ask(under).set(headers).expect(401));
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
      expect(under.world.journal).toEqual([]);
    }
  });

  test('are refused before the body is read', async () => {
    const { app } = secured();
    expectDocumented(await request(app).post('/v1/preflights').type('json').send('{').expect(401));
  });

  test('of scope check judge and read, and do not rotate', async () => {
    const { app, world } = secured();
    const answer = expectDocumented(await postPreflight(app).set(bearer(KEYS.check)).expect(201));
    const { pathname } = new URL(answer.headers['location'] ?? '');
    expectDocumented(await request(app).get(`${pathname}/report`).set(bearer(KEYS.check)).expect(200));
    const refused = expectDocumented(await postRotation(app).set(bearer(KEYS.check)).expect(403));
    expect(refused.body.type).toBe('/problems/forbidden');
    expect(world.sent).toEqual([]);
  });

  test('of scope rotate do all', async () => {
    const { app } = secured();
    expectDocumented(await postPreflight(app).set(bearer(KEYS.rotate)).expect(201));
    expectDocumented(await postRotation(app).set(bearer(KEYS.rotate)).expect(202));
  });

  test('are not needed for what tells nothing', async () => {
    const { app } = secured();
    for (const path of ['/healthz', '/readyz', '/openapi.yaml', '/docs', '/problems/blocked']) {
      expectDocumented(await request(app).get(path).expect(200));
    }
  });

  test.each([
    'check',
    'check:abc',
    'admin:'.concat('a'.repeat(64)),
    `${API_KEYS},`,
    'hunter2',
  ])('that are written wrongly stop the start, without being told: %s', (apiKeys) => {
    expect(() => appUnderTest({ config: { apiKeys } })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describe('the log', () => {
  test('holds a line for each request, and neither keys nor bodies nor queries', async () => {
    const { app, log } = appUnderTest({ config: { apiKeys: API_KEYS } });
    await postPreflight(app, { ...QUESTION, secret: 'body-marker' }).set(bearer(KEYS.check));
    await postRotation(app, { ...ROTATION, password: 'body-marker' }).set(bearer(KEYS.rotate));
    await request(app).get('/v1/rules?token=query-marker').set(bearer('unknown-key-marker'));
    const lines = log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        msg: 'request',
        method: 'POST',
        path: '/v1/preflights',
        status: 201,
        caller: expect.stringMatching(/^check:[0-9a-f]{8}$/),
      },
      { msg: 'request', method: 'POST', path: '/v1/rotations', status: 422, caller: expect.stringMatching(/^rotate:/) },
      { msg: 'request', method: 'GET', path: '/v1/rules', status: 401, caller: null },
    ]);
    for (const secret of [KEYS.check, KEYS.rotate, 'marker']) expect(log()).not.toContain(secret);
  });

  test('cuts out an Authorization header that is logged by mistake', () => {
    const { deps, log } = appUnderTest();
    deps.log.info(
      { req: { headers: { authorization: 'Bearer hunter2' } }, headers: { authorization: 'hunter2' } },
      'oops',
    );
    expect(log()).toContain('[redacted]');
    expect(log()).not.toContain('hunter2');
  });
});
