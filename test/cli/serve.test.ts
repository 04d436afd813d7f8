import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

test('serve answers on the address it tells, and a SIGTERM ends it with status 0', async () => {
  const env = { PATH: process.env.PATH, PREFLIGHT_PORT: '0' };
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  for await (const chunk of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes('Ctrl-C')) break;
  }
  child.stderr.resume();
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(`${url}/v1/rules`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(printed).toBe('');
});

test.each([
  ['another address without keys', { PREFLIGHT_HOST: '0.0.0.0', PREFLIGHT_PORT: '0' }, /PREFLIGHT_API_KEYS/],
  ['a port there is none', { PREFLIGHT_PORT: '70000' }, /PREFLIGHT_PORT/],
  ['an assumption of no kind', { PREFLIGHT_PORT: '0', PREFLIGHT_ALLOWED_ASSUMPTIONS: 'appliance,magic' }, /magic/],
  ['a key in clear', { PREFLIGHT_PORT: '0', PREFLIGHT_API_KEYS: 'hunter2' }, /PREFLIGHT_API_KEYS/],
])('serve with %s: status 2', async (_, environment, said) => {
  const { status, stdout, stderr } = await runCli(['serve'], environment);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(said);
  expect(stderr).not.toContain('hunter2');
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
