import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsServer, startAwsServer } from '../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { awsAt, runCli } from '../support/run-cli.ts';
import { SECRET_ARN } from '../support/world.ts';

let folder: string;
const servers: AwsServer[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preflight-bad-input-'));
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'folder.json'));
  const world = healthyWorld();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('good.json', JSON.stringify({ ...world, requests: null }));
  write('malformed.json', `{ "snapshotVersion": 1,\n  "region": us-east-1 }`);
  write('list-is-text.json', JSON.stringify({ ...world, Subnets: 'subnet-1' }));
  write(
    'field-is-number.json',
    JSON.stringify({ ...world, Subnets: world.Subnets.map((s) => ({ ...s, CidrBlock: 10 })) }),
  );
  write(
    'cidr.json',
    JSON.stringify({ ...world, Subnets: world.Subnets.map((s) => ({ ...s, CidrBlock: '10.0.1.0/33' })) }),
  );
  write('report.json', '{ "schemaVersion": 1, "status": "splendid" }');
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(servers.map((server) => server.close()));
});

const at = (name: string) => join(folder, name);
const check = (snapshot: string, ...more: readonly string[]) => [
  'check',
  '--secret',
  SECRET_ARN,
  '--snapshot',
  at(snapshot),
  ...more,
];
const LIVE = ['check', '--secret', SECRET_ARN];
const ASSUME = ['--assume', 'vgw-1=forwards'];

type Case = readonly [name: string, code: string, said: RegExp, args: () => readonly string[]];

const CASES: readonly Case[] = [
  ['no command', 'USAGE', /No command/, () => []],
  ['an unknown command', 'USAGE', /unknown command 'chekc'.*check/i, () => ['chekc']],
  ['an unknown option', 'USAGE', /unknown option '--functoin'.*--function/i, () => [...LIVE, '--functoin', 'x']],
  ['a missing option', 'USAGE', /--secret/, () => ['check']],
  ['a missing value', 'USAGE', /argument missing/i, () => ['check', '--secret']],
  ['an empty value', 'USAGE', /empty/, () => ['check', '--secret', '']],
  ['a word too many', 'USAGE', /too many arguments/i, () => ['check', '--secret', 'x', 'y']],
  ['a format there is none', 'USAGE', /xml.*text, json, html, junit/, () => [...LIVE, '--format', 'xml']],
  ['a time without unit', 'USAGE', /60s/, () => [...LIVE, '--timeout', '60']],
  ['no time at all', 'USAGE', /60s/, () => [...LIVE, '--timeout', '0s']],
  ['a reference of two lines', 'USAGE', /one line/, () => [...LIVE, '--reference', 'a\nb']],
  ['an assumption without a reason', 'USAGE', /--assume was given once, --because 0 times/, () => [...LIVE, ...ASSUME]],
  ['a reason without an assumption', 'USAGE', /--because once/, () => [...LIVE, '--because', 'I know']],
  ['an assumption that is none', 'USAGE', /HOP=forwards/, () => [...LIVE, '--assume', 'vgw-1', '--because', 'x']],
  ['an assumption without a hop', 'USAGE', /HOP=forwards/, () => [...LIVE, '--assume', '=forwards', '--because', 'x']],
  ['a reason of two lines', 'USAGE', /one line/, () => [...LIVE, ...ASSUME, '--because', 'a\nb']],
  [
    'one hop assumed twice',
    'USAGE',
    /vgw-1 is assumed twice/,
    () => [...LIVE, ...ASSUME, '--because', 'a', ...ASSUME, '--because', 'b'],
  ],
  ['targets and none', 'USAGE', /cannot be used with/, () => [...LIVE, '--target', 'h:1', '--no-target']],
  ['a value and no target', 'USAGE', /cannot be used with/, () => [...LIVE, '--target-from-secret', '--no-target']],
  ['a file and a Region', 'USAGE', /cannot be used with/, () => check('good.json', '--region', 'us-east-1')],
  ['a report without a known suffix', 'USAGE', /\.html/, () => check('good.json', '--output', at('report.pdf'))],
  ['a target without port', 'INVALID_QUESTION', /HOST:PORT/, () => check('good.json', '--target', 'db.example')],
  ['a snapshot that is not there', 'INVALID_SNAPSHOT', /missing\.json does not exist/, () => check('missing.json')],
  [
    'malformed JSON',
    'INVALID_SNAPSHOT',
    /malformed\.json is not JSON: line 2, column 13/,
    () => check('malformed.json'),
  ],
  [
    'a list that is text',
    'INVALID_SNAPSHOT',
    /list-is-text\.json: Subnets: expected a list/,
    () => check('list-is-text.json'),
  ],
  [
    'a number where text should be',
    'INVALID_SNAPSHOT',
    /Subnets\[\d\]\.CidrBlock/,
    () => check('field-is-number.json'),
  ],
  ['an impossible CIDR', 'INVALID_SNAPSHOT', /Subnets\[\d\]\.CidrBlock.*CIDR/, () => check('cidr.json')],
  ['a folder without facts', 'INVALID_SNAPSHOT', /empty holds no JSON files/, () => check('empty')],
  [
    'a secret that the snapshot has not',
    'SECRET_NOT_FOUND',
    /other/,
    () => ['check', '--secret', 'other', '--snapshot', at('good.json')],
  ],
  [
    'a folder as report',
    'UNWRITABLE_OUTPUT',
    /directory/,
    () => ['check', '--secret', 'x', '--snapshot', at('good.json'), '--output', at('folder.json')],
  ],
  ['a report in no folder', 'UNWRITABLE_OUTPUT', /none/, () => check('good.json', '--output', at('none/report.html'))],
  [
    'enable with a snapshot',
    'USAGE',
    /unknown option '--snapshot'/i,
    () => ['enable', '--secret', 'x', '--snapshot', at('good.json')],
  ],
  [
    'days and a schedule',
    'USAGE',
    /cannot be used with/,
    () => ['enable', '--secret', 'x', '--automatically-after-days', '3', '--schedule-expression', 'rate(3 days)'],
  ],
  ['too many days', 'USAGE', /1 to 1000/, () => ['enable', '--secret', 'x', '--automatically-after-days', '1001']],
  [
    'enable without acknowledgement',
    'UNACKNOWLEDGED',
    /at once.*--acknowledge-immediate-rotation/,
    () => ['enable', '--secret', 'x'],
  ],
  ['a trace without snapshot', 'USAGE', /--snapshot/, () => ['trace', '--from', 'rotate-db', '--to', '10.0.20.10']],
  [
    'a trace to a name',
    'INVALID_QUESTION',
    /no IP address/,
    () => ['trace', '--from', 'rotate-db', '--to', 'db', '--port', '1', '--snapshot', at('good.json')],
  ],
  [
    'a port there is none',
    'USAGE',
    /65535/,
    () => ['trace', '--from', 'rotate-db', '--to', '10.0.20.10', '--port', '65536', '--snapshot', at('good.json')],
  ],
  ['a rule there is none', 'NOT_FOUND', /no-such-rule/, () => ['rules', 'no-such-rule']],
  ['a folder as report to show', 'USAGE', /is a directory/, () => ['report', at('empty')]],
  ['a snapshot as report to show', 'USAGE', /good\.json is no report/, () => ['report', at('good.json')]],
  ['a report that was tampered with', 'USAGE', /status/, () => ['report', at('report.json')]],
];

test.concurrent.each(CASES)('%s: %s, one message, status 2', async (_, code, said, args) => {
  const { status, stdout, stderr } = await runCli(args());
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(said);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^rotation-preflight: /);
  expect(code).not.toBe('INTERNAL');
});

test.concurrent.each([
  ['unknown option', 'USAGE', () => [...LIVE, '--functoin', 'x', '--format', 'json']],
  ['malformed JSON', 'INVALID_SNAPSHOT', () => check('malformed.json', '--format=json')],
  ['missing acknowledgement', 'UNACKNOWLEDGED', () => ['enable', '--secret', 'x', '--format', 'json']],
] as const)('with --format json the error is a document on stdout too: %s', async (_, code, args) => {
  const { status, stdout, stderr } = await runCli(args());
  expect(status).toBe(2);
  const { schemaVersion, error } = JSON.parse(stdout);
  expect(schemaVersion).toBe(1);
  expect(Object.keys(error)).toEqual(['code', 'message', 'resource', 'hint']);
  expect(error.code).toBe(code);
  expect(stderr).toContain(error.message);
});

describe('AWS that cannot be asked', () => {
  async function serve(
    options: Partial<Parameters<typeof startAwsServer>[0]> = {},
  ): Promise<Readonly<Record<string, string>>> {
    const server = await startAwsServer({ snapshot: healthyWorld(), ...options });
    servers.push(server);
    return awsAt(server.url);
  }

  test.concurrent.each<[string, RegExp, () => Promise<Readonly<Record<string, string>>>, readonly string[]]>([
    ['an unknown secret', /SECRET_NOT_FOUND/, () => serve(), ['check', '--secret', 'no/such/secret']],
    [
      'an unknown function',
      /FUNCTION_NOT_FOUND/,
      () => serve(),
      [...LIVE, '--function', 'arn:aws:lambda:us-east-1:111122223333:function:none'],
    ],
    [
      'expired credentials',
      /CREDENTIALS_EXPIRED/,
      () => serve({ faults: [{ operation: '*', kind: 'expired-token' }] }),
      LIVE,
    ],
    [
      'no right to see the secret',
      /AWS_DENIED/,
      () => serve({ faults: [{ operation: 'DescribeSecret', kind: 'deny' }] }),
      LIVE,
    ],
    ['no credentials', /NO_CREDENTIALS/, async () => ({ AWS_REGION: 'us-east-1' }), LIVE],
    [
      'no Region',
      /NO_REGION/,
      async () => ({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' }),
      ['check', '--secret', 'prod/db'],
    ],
    ['AWS out of reach', /AWS_UNREACHABLE/, async () => awsAt('http://127.0.0.1:9'), LIVE],
    [
      'AWS that never answers',
      /TIMEOUT/,
      () => serve({ faults: [{ operation: '*', kind: 'hang' }] }),
      [...LIVE, '--timeout', '700ms'],
    ],
  ])('%s', async (_, code, environment, args) => {
    const { status, stdout, stderr } = await runCli([...args, '--format', 'json'], await environment());
    expect(status).toBe(2);
    expect(JSON.parse(stdout).error.code).toMatch(code);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
