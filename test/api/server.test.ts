import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../src/api/server.ts';
import { API_KEYS, appUnderTest, KEYS, QUESTION, type Setting } from './support/app-under-test.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
});

async function started(config: { host?: string; apiKeys?: string; port?: number } = {}, setting: Setting = {}) {
  const { deps, ...under } = appUnderTest({ ...setting, config: { publicUrl: null, ...config } });
  const server = await startServer({ ...deps, config: { port: 0, ...deps.config, ...config } });
  running.push(server);
  return { ...under, server };
}

const ask = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/preflights`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(QUESTION),
  });

describe('startServer', () => {
  test('listens on loopback without keys, and answers there', async () => {
    const { server } = await started();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await ask(server.url);
    expect(answer.status).toBe(201);
    const report = await fetch(`${answer.headers.get('location')}/report`);
    expect(await report.text()).toMatch(/^<!doctype html>/i);
  });

  test.each([
    '0.0.0.0',
    '::',
    '192.0.2.1',
    'preflight.example',
    '127.0.0.1.example',
  ])('does not listen on %s without keys', async (host) => {
    await expect(started({ host })).rejects.toMatchObject({ code: 'CONFIGURATION', resource: 'PREFLIGHT_API_KEYS' });
  });

  test('listens elsewhere with keys, and asks for them', async () => {
    const { server } = await started({ host: '0.0.0.0', apiKeys: API_KEYS });
    const url = server.url.replace('0.0.0.0', '127.0.0.1');
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, { Authorization: `Bearer ${KEYS.check}` })).status).toBe(201);
  });

  test('says so when the port is taken', async () => {
    const { server } = await started();
    const port = Number(new URL(server.url).port);
    await expect(started({ port })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  test('answers what is not HTTP with a problem', async () => {
    const { server } = await started();
    for (const [raw, status] of [
      ['NONSENSE\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(raw);
      const answer = await text(socket);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('Content-Type: application/problem+json');
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
        type: '/problems/malformed-request',
        status,
      });
    }
  });
});

describe('close', () => {
  test('lets go of idle connections and refuses new ones', async () => {
    const { server } = await started();
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    idle.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    idle.resume();
    const ended = once(idle, 'close');
    await server.close(60_000);
    await ended;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    running.length = 0;
  });

  test('waits for the answer to what is under way', async () => {
    let release = () => {};
    let begun = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const begins = new Promise<void>((resolve) => (begun = resolve));
    const capture = () => {
      begun();
      return held;
    };
    const { server } = await started({}, { behaviour: { capture } });
    const answer = ask(server.url, { Connection: 'close' });
    await begins;
    const closed = server.close(60_000);
    release();
    expect((await answer).status).toBe(201);
    await closed;
    running.length = 0;
  });

  test('does not wait beyond its grace', async () => {
    const until = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    let begun = () => {};
    const begins = new Promise<void>((resolve) => (begun = resolve));
    const capture = (signal: AbortSignal) => {
      begun();
      return until(signal);
    };
    const { server } = await started({}, { behaviour: { capture } });
    const answer = ask(server.url).catch((error: Error) => error);
    await begins;
    await server.close(1);
    expect(await answer).toBeInstanceOf(Error);
    running.length = 0;
  });
});
