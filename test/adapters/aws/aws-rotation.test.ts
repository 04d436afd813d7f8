import { afterEach, describe, expect, test, vi } from 'vitest';
import { awsRotation } from '../../../src/adapters/aws/aws-rotation.ts';
import type { RotateSecretInput } from '../../../src/gate/ports.ts';
import type { Fault } from '../../support/aws-server/faults.ts';
import { type AwsServer, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { environment, FUNCTION_ARN, SECRET_ARN } from '../../support/world.ts';
import { accessTo, FOREVER, withTestCredentials } from './aws-access.ts';

withTestCredentials();

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const TOKEN = '11111111-1111-4111-8111-111111111111';
const INPUT: RotateSecretInput = {
  SecretId: SECRET_ARN,
  ClientRequestToken: TOKEN,
  RotationLambdaARN: FUNCTION_ARN,
  RotationRules: { ScheduleExpression: 'rate(10 days)', Duration: '2h' },
  RotateImmediately: false,
};

async function rotate(faults: readonly Fault[] = []) {
  server = await startAwsServer({ snapshot: healthyWorld(), faults });
  return awsRotation(accessTo(server.url)).rotate(INPUT);
}

describe('rotate', () => {
  test('sends RotateSecret once, with the parameters untouched', async () => {
    expect(await rotate()).toEqual({ kind: 'requested', ARN: SECRET_ARN, Name: 'prod/db', VersionId: TOKEN });
    expect(server?.calls).toMatchObject([{ operation: 'RotateSecret', region: 'us-east-1' }]);
    expect(server?.calls[0]?.parameters).toEqual(INPUT);
  });

  test.each([
    ['deny', 'AccessDeniedException'],
    ['throttle', 'ThrottlingException'],
    ['expired-token', 'ExpiredTokenException'],
  ] as const)('%s: turned away, not sent again', async (kind, name) => {
    expect(await rotate([{ operation: 'RotateSecret', kind }])).toMatchObject({ kind: 'rejected', error: { name } });
    expect(server?.operations()).toEqual(['RotateSecret']);
  });

  test.each([
    'InvalidRequestException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'ValidationException',
  ])('%s: turned away, in words of AWS', async (name) => {
    const message = "A previous rotation isn't complete. That rotation will be reattempted.";
    const answer = await rotate([{ operation: 'RotateSecret', kind: 'error', name, status: 400, message }]);
    expect(answer).toEqual({ kind: 'rejected', error: { name, message } });
  });

  test.each(['server-error', 'reset', 'broken-body'] as const)('%s: unclear, not sent again', async (kind) => {
    expect(await rotate([{ operation: 'RotateSecret', kind }])).toMatchObject({ kind: 'unclear' });
    expect(server?.operations()).toEqual(['RotateSecret']);
  });

  test('408: unclear', async () => {
    const fault = { operation: 'RotateSecret', kind: 'error', name: 'RequestTimeout', status: 408 } as const;
    expect(await rotate([fault])).toMatchObject({ kind: 'unclear', error: { name: 'RequestTimeout' } });
  });

  test('without credentials nothing is sent, and that is certain', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    expect(await rotate()).toMatchObject({ kind: 'rejected', error: { name: 'CredentialsProviderError' } });
    expect(server?.calls).toEqual([]);
  });
});

describe('reread', () => {
  test('reads secret and function as the collector does, without the function environment', async () => {
    const world = healthyWorld();
    environment(world, { DB_PASSWORD: 'hunter2', AWS_USE_FIPS_ENDPOINT: 'true' });
    server = await startAwsServer({ snapshot: world });
    const facts = await awsRotation(accessTo(server.url)).reread(SECRET_ARN, FUNCTION_ARN, FOREVER);
    expect(facts.secret).toMatchObject({ ARN: SECRET_ARN, VersionIdsToStages: world.Secrets[0]?.VersionIdsToStages });
    expect(facts.function).toMatchObject({ Environment: { Variables: { AWS_USE_FIPS_ENDPOINT: 'true' } } });
    expect(JSON.stringify(facts)).not.toContain('hunter2');
    expect(server.operations().toSorted()).toEqual(['DescribeSecret', 'GetFunctionConfiguration']);
  });

  test('asks nothing about a function when none is named', async () => {
    server = await startAwsServer({ snapshot: healthyWorld() });
    const facts = await awsRotation(accessTo(server.url)).reread(SECRET_ARN, null, FOREVER);
    expect(facts.function).toBeNull();
    expect(server.operations()).toEqual(['DescribeSecret']);
  });

  test.each([
    ['DescribeSecret', 'deny', 'AWS_DENIED'],
    ['GetFunctionConfiguration', 'deny', 'AWS_DENIED'],
    ['GetFunctionConfiguration', 'expired-token', 'CREDENTIALS_EXPIRED'],
  ] as const)('%s, %s: an error', async (operation, kind, code) => {
    server = await startAwsServer({ snapshot: healthyWorld(), faults: [{ operation, kind }] });
    const reading = awsRotation(accessTo(server.url)).reread(SECRET_ARN, FUNCTION_ARN, FOREVER);
    await expect(reading).rejects.toMatchObject({ code });
  });
});
