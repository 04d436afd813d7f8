import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { PROBLEM_TYPES } from '../../src/api/problem-types.ts';
import { appUnderTest, RULE } from './support/app-under-test.ts';
import { CONTRACT, expectDocumented } from './support/contract.ts';

describe('rules', () => {
  test('are listed and found by id', async () => {
    const { app } = appUnderTest();
    expect(expectDocumented(await request(app).get('/v1/rules').expect(200)).body).toEqual({ rules: [RULE] });
    expect(expectDocumented(await request(app).get(`/v1/rules/${RULE.id}`).expect(200)).body).toEqual(RULE);
    expectDocumented(await request(app).get('/v1/rules/no-such-rule').expect(404));
    expectDocumented(await request(app).get('/v1/rules').set('Accept', 'text/csv').expect(406));
  });
});

describe('problems', () => {
  test.each(Object.keys(PROBLEM_TYPES))('explain themselves at their type: %s', async (name) => {
    const { app } = appUnderTest();
    const answer = expectDocumented(await request(app).get(`/problems/${name}`).expect(200));
    expect(answer.body).toEqual({ type: `/problems/${name}`, ...PROBLEM_TYPES[name as keyof typeof PROBLEM_TYPES] });
  });

  test.each(['nothing', 'constructor', '__proto__'])('that do not exist are not found: %s', async (name) => {
    const { app } = appUnderTest();
    expectDocumented(await request(app).get(`/problems/${name}`).expect(404));
  });
});

describe('addresses', () => {
  test.each([
    '/',
    '/v1',
    '/v1/',
    '/V1/rules',
    '/v1//rules',
    '/v1/preflights/x/y',
    '/v1/%ZZ',
    '/docs/package.json',
  ])('that are none are not found: %s', async (path) => {
    const { app } = appUnderTest();
    const answer = await request(app).get(path);
    expect([400, 404]).toContain(answer.status);
    expectDocumented(answer);
  });

  test.each([
    ['delete', '/v1/preflights/x', 'GET'],
    ['get', '/v1/preflights', 'POST'],
    ['put', '/v1/rotations', 'POST'],
    ['post', '/v1/rules', 'GET'],
    ['post', '/healthz', 'GET'],
    ['post', '/docs', 'GET'],
    ['delete', '/problems/blocked', 'GET'],
  ] as const)('do not take every method: %s %s', async (method, path, allowed) => {
    const { app } = appUnderTest();
    const answer = expectDocumented(await request(app)[method](path).expect(405));
    expect(answer.headers['allow']).toBe(allowed);
  });

  test('take no parameters they do not know', async () => {
    const { app } = appUnderTest();
    expectDocumented(await request(app).get('/v1/rules?limit=1').expect(422));
  });

  test('do not keep what a media type nobody reads makes the validator compile', async () => {
    const { app } = appUnderTest();
    for (const type of ['a/b', 'text/x-1', 'application/json; v=1']) {
      expectDocumented(await request(app).get('/v1/rules').set('Content-Type', type).expect(200));
    }
  });
});

describe('the service', () => {
  test('is alive, and ready until it stops', async () => {
    let ready = true;
    const { app } = appUnderTest({ isReady: () => ready });
    expectDocumented(await request(app).get('/readyz').expect(200));
    ready = false;
    expectDocumented(await request(app).get('/readyz').expect(503));
    expectDocumented(await request(app).get('/healthz').expect(200));
  });

  test('hands out its contract', async () => {
    const { app } = appUnderTest();
    const answer = expectDocumented(await request(app).get('/openapi.yaml').buffer(true).expect(200));
    expect(answer.text).toBe(CONTRACT);
  });

  test('has a page of documentation that loads only what is served here, under a policy that lets it', async () => {
    const { app } = appUnderTest();
    const page = expectDocumented(await request(app).get('/docs').expect(200));
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(page.text).not.toMatch(/<script>|\son\w+=|https?:/);
    const loaded = [...page.text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded).toHaveLength(3);
    for (const path of loaded) {
      const file = await request(app).get(`/${path}`).buffer(true).expect(200);
      expect(file.headers['content-type']).toMatch(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
    }
  });

  test('sends headers that keep browsers from guessing, framing and telling', async () => {
    const { app } = appUnderTest();
    const { headers } = await request(app).get('/v1/rules');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });
});
