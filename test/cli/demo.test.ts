import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

test('demo --once: three verdicts, what became of RotateSecret, and the address of each report', async () => {
  const { status, stdout, stderr } = await runCli(['demo', '--once']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.match(/^ {3}[✓✗?] .*$/gm)).toEqual([
    '   ✓ Safe to rotate',
    '   ✓ Safe to rotate',
    '   ✗ Rotation would fail',
  ]);
  expect(stdout.match(/^ {3}RotateSecret {2}(not )?sent/gm)).toEqual([
    '   RotateSecret  sent',
    '   RotateSecret  sent',
    '   RotateSecret  not sent',
  ]);
  expect(stdout.match(/http:\/\/127\.0\.0\.1:\d+\/v1\/preflights\/[0-9a-f-]{36}\/report$/gm)).toHaveLength(3);
});

test('demo: stays up for its reports until it is interrupted, then ends with status 0', async () => {
  const child = spawn(process.execPath, ['src/main.ts', 'demo'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    said += chunk;
    if (said.includes('Ctrl-C')) break;
  }
  const [address = ''] = /http:\S+\/report/.exec(said) ?? [];
  const page = await fetch(address);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await page.text()).toContain('prod/orders/postgres');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});
