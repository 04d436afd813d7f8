import { afterEach, expect, test } from 'vitest';
import { type AwsServer, startAwsServer } from '../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { awsAt, runCli } from '../support/run-cli.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../support/world.ts';

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const TOKEN = '11111111-1111-4111-8111-111111111111';
const ENABLE = [
  ...['enable', '--secret', 'prod/db', '--function', FUNCTION_ARN, '--acknowledge-immediate-rotation'],
  ...['--automatically-after-days', '30', '--client-request-token', TOKEN],
];

async function enable(world: ReturnType<typeof healthyWorld>, ...more: readonly string[]) {
  server = await startAwsServer({ snapshot: world });
  const { url } = server;
  const run = await runCli([...ENABLE, ...more], awsAt(url));
  const sent = server.calls.filter(({ operation }) => operation === 'RotateSecret').map(({ parameters }) => parameters);
  return { ...run, sent };
}

test('a pass: RotateSecret is sent and status is 0; the token is told before, the document alone is on stdout', async () => {
  const { status, stdout, stderr, sent } = await enable(
    healthyWorld(),
    '--target',
    '10.0.20.10:5432',
    '--format',
    'json',
  );
  expect(sent).toEqual([
    {
      SecretId: SECRET_ARN,
      ClientRequestToken: TOKEN,
      RotationLambdaARN: FUNCTION_ARN,
      RotationRules: { AutomaticallyAfterDays: 30 },
    },
  ]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'pass', rotation: { status: 'requested', VersionId: TOKEN } });
  expect(stderr.split('\n')[0]).toBe(`rotate-secret.sending secret=${SECRET_ARN} clientRequestToken=${TOKEN}`);
});

test('a fail: nothing is sent and status is 1', async () => {
  const world = healthyWorld();
  world.NatGateways.length = 0;
  const { status, stdout, sent } = await enable(world, '--target', '10.0.20.10:5432');
  expect({ status, sent }).toEqual({ status: 1, sent: [] });
  expect(stdout).toContain('RotateSecret was not sent');
});

test('an unknown: nothing is sent and status is 3', async () => {
  const { status, sent } = await enable(healthyWorld());
  expect({ status, sent }).toEqual({ status: 3, sent: [] });
});
