import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { AppError } from '../../src/errors.ts';
import { EVERY_OPAQUE_KIND } from '../../src/reachability/assumptions.ts';
import { type FakeCliBehaviour, fakeCli } from '../support/cli-deps.ts';
import { assessment } from '../support/example-assessment.ts';
import { FUNCTION, SECRET } from '../support/example-ids.ts';
import { FACTS, type FakeBehaviour, fakeWorld } from '../support/gate-ports.ts';

async function cli(args: readonly string[], behaviour: FakeBehaviour = {}, more: FakeCliBehaviour = {}) {
  const world = fakeWorld(behaviour);
  const fake = fakeCli({ world, ...more });
  const status = await run(args, fake.deps);
  return { ...fake, world, status, stdout: fake.stdout(), stderr: fake.stderr() };
}

const CHECK = ['check', '--secret', 'prod/orders/db'];
const ENABLE = ['enable', '--secret', 'prod/orders/db', '--acknowledge-immediate-rotation'];
const DENIED = { pass: 'allow', fail: 'deny', unknown: 'deny' } as const;

describe('check', () => {
  test.each([
    ['pass', 0],
    ['fail', 1],
    ['unknown', 3],
  ] as const)('a verdict of %s is status %i, printed and written all the same', async (status, expected) => {
    const output = ['a.txt', 'b.json', 'c.html', 'd.xml'].flatMap((path) => ['--output', path]);
    const told = await cli([...CHECK, '--format', 'json', ...output], {
      verdict: { status, decision: DENIED[status] },
    });
    expect(told.status).toBe(expected);
    expect(JSON.parse(told.stdout)).toEqual(assessment({ status, decision: DENIED[status] }));
    expect(told.stderr).toBe('');
    expect(JSON.parse(told.files.get('b.json') ?? '')).toEqual(JSON.parse(told.stdout));
    expect(told.files.get('a.txt')).toContain(assessment().question.reference);
    expect(told.files.get('c.html')).toMatch(/^<!doctype html>/i);
    expect(told.files.get('d.xml')).toMatch(/^<\?xml/);
  });

  test('asks what the options say', async () => {
    const args = [
      '--function',
      FUNCTION,
      '--target',
      'a:1',
      '--target',
      'b:2=10.0.0.1,10.0.0.2',
      '--reference',
      'CHG-1',
    ];
    const { world, asked } = await cli([...CHECK, ...args, '--region', 'eu-west-1', '--profile', 'audit']);
    expect(world.captured).toEqual([
      {
        secret: 'prod/orders/db',
        function: FUNCTION,
        targets: ['a:1', 'b:2=10.0.0.1,10.0.0.2'],
        noTarget: false,
        targetFromSecret: false,
        rotation: null,
        reference: 'CHG-1',
        assumptions: { stated: [], allowed: EVERY_OPAQUE_KIND },
      },
    ]);
    expect(asked).toEqual([{ region: 'eu-west-1', profile: 'audit', furtherProfiles: [] }]);
  });

  test.each([
    ['--no-target', { noTarget: true, targetFromSecret: false, targets: [] }],
    ['--target-from-secret', { noTarget: false, targetFromSecret: true, targets: [] }],
  ])('%s', async (option, expected) => {
    const { world } = await cli([...CHECK, option]);
    expect(world.captured).toMatchObject([expected]);
  });

  test('never sends anything', async () => {
    const { world } = await cli(CHECK);
    expect(world.journal).toEqual(['capture', 'assess']);
  });

  test('a report that cannot be written is found out before anything is asked', async () => {
    const { status, stderr, world } = await cli([...CHECK, '--output', 'x.html'], {}, { unwritable: 'x.html' });
    expect(status).toBe(2);
    expect(stderr).toContain('x.html cannot be written');
    expect(world.journal).toEqual([]);
  });

  test('a report that turns out not to be writable is status 2, whatever the verdict', async () => {
    const verdict = { status: 'fail', decision: 'deny' } as const;
    const { status, stdout } = await cli([...CHECK, '--output', 'x.html'], { verdict }, { failing: 'x.html' });
    expect(status).toBe(2);
    expect(stdout).toContain('ROTATION WOULD FAIL');
  });

  test('the time is up', async () => {
    const waiting = (signal: AbortSignal) =>
      new Promise<void>((_, failed) => {
        const up = () => failed(new AppError('TIMEOUT', 'Time is up.', { hint: 'More.' }));
        signal.addEventListener('abort', up);
      });
    const { status, stderr } = await cli([...CHECK, '--timeout', '5ms'], { capture: waiting });
    expect(status).toBe(2);
    expect(stderr).toContain('Time is up.');
  });

  test('what nobody foresaw is an internal error, and status 2', async () => {
    const { status, stderr, stdout } = await cli([...CHECK, '--format', 'json'], {
      capture: () => Promise.reject(new TypeError('x is undefined')),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/Internal error: TypeError: x is undefined/);
    expect(JSON.parse(stdout).error.code).toBe('INTERNAL');
  });
});

describe('enable', () => {
  test.each<[string, readonly string[], object]>([
    ['nothing', [], {}],
    ['a function', ['--function', FUNCTION], { RotationLambdaARN: FUNCTION }],
    ['days', ['--automatically-after-days', '30'], { RotationRules: { AutomaticallyAfterDays: 30 } }],
    [
      'a schedule',
      ['--schedule-expression', 'rate(10 days)', '--duration', '2h'],
      { RotationRules: { ScheduleExpression: 'rate(10 days)', Duration: '2h' } },
    ],
    ['waiting', ['--no-rotate-immediately'], { RotateImmediately: false }],
    ['a token', ['--client-request-token', 'x'.repeat(32)], { ClientRequestToken: 'x'.repeat(32) }],
  ])('given %s sends just that', async (_, args, parameters) => {
    const { status, world } = await cli([...ENABLE, ...args]);
    expect(status).toBe(0);
    const token = { ClientRequestToken: '00000000-0000-4000-8000-000000000001' };
    expect(world.sent).toEqual([{ ...token, ...parameters, SecretId: SECRET }]);
  });

  test('the document alone is on stdout', async () => {
    const { stdout } = await cli([...ENABLE, '--format', 'json']);
    expect(JSON.parse(stdout).rotation.status).toBe('requested');
  });

  test.each([
    ['fail', 1],
    ['unknown', 3],
  ] as const)('after %s sends nothing: status %i', async (status, expected) => {
    const told = await cli(ENABLE, { verdict: { status, decision: 'deny' } });
    expect(told.status).toBe(expected);
    expect(told.world.sent).toEqual([]);
    expect(told.stdout).toContain('RotateSecret was not sent');
  });

  test('after a change since the check sends nothing: status 1, and the report says what changed', async () => {
    const changed = { ...FACTS, function: { ...FACTS.function, Role: 'arn:aws:iam::111122223333:role/other' } };
    const { status, stdout, world } = await cli(ENABLE, { reread: () => changed });
    expect(status).toBe(1);
    expect(stdout).toContain("the function's Role");
    expect(world.sent).toEqual([]);
  });

  test('a report that cannot be written is found out before anything is asked', async () => {
    const { status, world } = await cli([...ENABLE, '--output', 'x.html'], {}, { unwritable: 'x.html' });
    expect({ status, journal: world.journal }).toEqual({ status: 2, journal: [] });
  });

  test('a report that cannot be written does not make what was sent unsent', async () => {
    const { status, stderr, stdout } = await cli([...ENABLE, '--output', 'x.html'], {}, { failing: 'x.html' });
    expect(status).toBe(0);
    expect(stderr).toContain('x.html cannot be written');
    expect(stdout).toContain('asynchronous');
  });

  test('but where nothing was sent it is status 2', async () => {
    const verdict = { status: 'unknown', decision: 'deny' } as const;
    const { status } = await cli([...ENABLE, '--output', 'x.html'], { verdict }, { failing: 'x.html' });
    expect(status).toBe(2);
  });
});

describe('snapshot', () => {
  test('prints the document, and progress apart from it', async () => {
    const { status, stdout, stderr, captured } = await cli(['snapshot', '--secret', 's', '--target', 'h:1']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ snapshotVersion: 1 });
    expect(stderr).toBe('AWS, round 1: 3 calls\n');
    expect(captured).toMatchObject([{ secret: 's', targets: ['h:1'] }]);
  });

  test('or writes it', async () => {
    const { stdout, files } = await cli(['snapshot', '--secret', 's', '--output', 'facts.json']);
    expect(stdout).toBe('');
    expect(JSON.parse(files.get('facts.json') ?? '')).toEqual({ snapshotVersion: 1 });
  });
});

describe('report', () => {
  test.each([
    'text',
    'json',
    'html',
    'junit',
  ])('shows an assessment again as %s: status 0 whatever it says', async (format) => {
    const json = assessment({ status: 'fail', decision: 'deny' });
    const { status, stdout } = await cli(['report', 'a.json', '--format', format], {}, { json });
    expect(status).toBe(0);
    expect(stdout).toContain('10.0.20.10');
  });
});

describe('rules', () => {
  test('lists all of them', async () => {
    const { status, stdout } = await cli(['rules']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^fail {5}changed-since-check +Something changed since the check$/m);
  });

  test('explains one', async () => {
    const { stdout } = await cli(['rules', 'changed-since-check']);
    expect(stdout).toMatch(/X_CHANGED_SINCE_CHECK/);
  });

  test('as JSON', async () => {
    const all = JSON.parse((await cli(['rules', '--format', 'json'])).stdout);
    const one = JSON.parse((await cli(['rules', 'changed-since-check', '--format', 'json'])).stdout);
    expect(all.rules).toContainEqual(one);
  });
});

describe('the words around', () => {
  test.each([
    [['--version'], /^1\.2\.3\n$/],
    [['--help'], /check .*enable .*trace .*snapshot .*rules .*report .*serve .*demo /s],
    [['help', 'enable'], /--acknowledge-immediate-rotation/],
    [['trace', '--help'], /--protocol/],
  ])('%j: status 0, on stdout', async (args, said) => {
    const { status, stdout, stderr } = await cli(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(said);
  });
});
