import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preflight-outputs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:';
const PASSING = [
  'check',
  '--secret',
  'prod/orders/postgres',
  '--snapshot',
  'examples/through-nat-gateway.json',
  '--function',
  `${FUNCTION}rotate-orders-postgres`,
];
const FAILING = [
  'check',
  '--secret',
  'prod/warehouse/postgres',
  '--snapshot',
  'examples/broken-in-several-places.json',
  '--function',
  `${FUNCTION}rotate-warehouse-postgres`,
  '--target',
  '10.40.20.15:5432',
];
const UNKNOWN = FAILING.slice(0, 7).map((arg) =>
  arg
    .replace('broken-in-several-places', 'through-private-endpoint')
    .replace('warehouse/postgres', 'ledger/mysql')
    .replace('warehouse-postgres', 'ledger-mysql'),
);

test.each([
  ['pass', PASSING, 0],
  ['fail', FAILING, 1],
  ['unknown', UNKNOWN, 3],
] as const)('%s: every report is written whole, in place of the one before', async (status, args, expected) => {
  const paths = ['txt', 'json', 'html', 'xml'].map((suffix) => join(folder, `${status}.${suffix}`));
  for (const path of paths) writeFileSync(path, 'the report of yesterday');
  const run = await runCli([...args, ...paths.flatMap((path) => ['--output', path])]);
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: expected, stderr: '' });
  const [text = '', json = '', html = '', junit = ''] = paths.map((path) => readFileSync(path, 'utf8'));
  expect(text).toBe(run.stdout);
  expect(JSON.parse(json).status).toBe(status);
  expect(html).toMatch(/<\/html>\s*$/);
  expect(junit).toMatch(/<\/testsuites>\s*$/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  const again = await runCli(['report', paths[1] ?? '']);
  expect(again).toEqual({ status: 0, stdout: text, stderr: '' });
});

test('no color in a pipe, nor in a file', async () => {
  const { stdout } = await runCli(FAILING);
  expect(stdout).not.toContain('\u001B');
});

test('trace: the answer is the status', async () => {
  const trace = (port: string) =>
    runCli([
      ...['trace', '--snapshot', 'examples/through-nat-gateway.json', '--from', 'rotate-orders-postgres'],
      ...['--to', '10.20.20.15', '--port', port, '--format', 'json'],
    ]);
  const [open, shut] = await Promise.all([trace('5432'), trace('22')]);
  expect([open.status, shut.status]).toEqual([0, 1]);
  expect(JSON.parse(open.stdout)).toMatchObject({ disposition: 'reachable', traces: [{}, {}] });
  expect(JSON.parse(shut.stdout)).toMatchObject({ disposition: 'blocked' });
});

test('a reader that goes away leaves the status as it is', async () => {
  const child = spawn(process.execPath, ['src/main.ts', ...FAILING, '--format', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const status = await new Promise((ended) => child.once('close', ended));
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
});

const ASSUMING = [...PASSING, '--assume', 'vgw-1=forwards', '--because', 'the network team says so'];

test('what is assumed stands in every report, and in a report of it read back', async () => {
  const paths = ['txt', 'json', 'html', 'xml'].map((suffix) => join(folder, `assumed.${suffix}`));
  const run = await runCli([...ASSUMING, ...paths.flatMap((path) => ['--output', path])]);
  expect(run.status).toBe(0);
  for (const path of paths) {
    const text = readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ');
    expect(text).toContain('vgw-1');
    expect(text).toContain('the network team says so');
  }
  expect(JSON.parse(readFileSync(paths[1] ?? '', 'utf8')).question.assumptions).toEqual([
    { hop: 'vgw-1', because: 'the network team says so' },
  ]);
  expect((await runCli(['report', paths[1] ?? ''])).stdout).toBe(run.stdout);
});
