import { afterEach, describe, expect, test } from 'vitest';
import type { RotationParameters } from '../../src/assessment/assessment.ts';
import { AppError } from '../../src/errors.ts';
import { check } from '../../src/gate/check.ts';
import { enable } from '../../src/gate/enable.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { ask, FOREVER, withTestCredentials } from '../adapters/aws/aws-access.ts';
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../support/world.ts';
import { awsGate } from './aws-gate.ts';

withTestCredentials();

const TOKEN = '11111111-1111-4111-8111-111111111111';
const PARAMETERS: RotationParameters = {
  ClientRequestToken: TOKEN,
  RotationLambdaARN: FUNCTION_ARN,
  RotationRules: { ScheduleExpression: 'rate(10 days)', Duration: '2h' },
};

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function enableAt(options: Partial<AwsServerOptions>, more: Partial<PreflightRequest> = {}, acknowledged = true) {
  server = await startAwsServer({ snapshot: healthyWorld(), ...options });
  const request = ask({ rotation: PARAMETERS, ...more });
  return enable(awsGate(server.url), request, { acknowledged, signal: FOREVER });
}

const sent = () => server?.calls.filter(({ operation }) => operation === 'RotateSecret') ?? [];

describe('RotateSecret over the wire', () => {
  test('on a pass it is sent, once, last, with the parameters untouched', async () => {
    const { status, rotation } = await enableAt({});
    expect(status).toBe('pass');
    expect(rotation).toMatchObject({ status: 'requested', VersionId: TOKEN, ARN: SECRET_ARN });
    expect(sent().map(({ parameters }) => parameters)).toEqual([{ ...PARAMETERS, SecretId: SECRET_ARN }]);
    expect(server?.operations().at(-1)).toBe('RotateSecret');
  });

  test('on a fail it is not sent', async () => {
    const world = healthyWorld();
    world.SecurityGroups = world.SecurityGroups.map((group) =>
      group.GroupId === 'sg-db' ? { ...group, IpPermissions: [] } : group,
    );
    const { status, rotation } = await enableAt({ snapshot: world });
    expect({ status, rotation: rotation?.status, sent: sent() }).toEqual({
      status: 'fail',
      rotation: 'refused',
      sent: [],
    });
  });

  test('on an unknown it is not sent', async () => {
    const { status, rotation } = await enableAt({}, { targets: [] });
    expect({ status, rotation: rotation?.status, sent: sent() }).toEqual({
      status: 'unknown',
      rotation: 'refused',
      sent: [],
    });
  });

  test.for([
    'prod/db',
    SECRET_ARN.replace(/-AbCdEf$/, ''),
  ])('a secret that is called %s is judged and rotated under its full ARN', async (secret) => {
    const { status, question } = await enableAt({}, { secret });
    expect({ status, secret: question.secret }).toEqual({ status: 'pass', secret: SECRET_ARN });
    expect(sent().map(({ parameters }) => parameters['SecretId'])).toEqual([SECRET_ARN]);
  });

  test.for([
    'prod/db',
    SECRET_ARN.replace(/-AbCdEf$/, ''),
  ])('a secret that is called %s gets the verdict that its full ARN gets', async (secret) => {
    server = await startAwsServer({ snapshot: healthyWorld() });
    const ports = awsGate(server.url);
    const byArn = await check(ports, ask(), FOREVER);
    expect(byArn.status).toBe('pass');
    expect(await check(ports, ask({ secret }), FOREVER)).toEqual(byArn);
  });

  test('without acknowledgement nothing is asked at all', async () => {
    await expect(enableAt({}, {}, false)).rejects.toMatchObject({ code: 'UNACKNOWLEDGED' });
    expect(server?.calls).toEqual([]);
  });

  test.each<[string, (facts: ReturnType<typeof healthyWorld>) => void]>([
    ['a version', (facts) => Object.assign(facts.Secrets[0] ?? {}, { VersionIdsToStages: { other: ['AWSCURRENT'] } })],
    [
      'a subnet of the function',
      (facts) => Object.assign(facts.Functions[0]?.VpcConfig ?? {}, { SubnetIds: ['subnet-l2'] }),
    ],
    [
      'its endpoint',
      (facts) =>
        Object.assign(facts.Functions[0] ?? {}, { Environment: { Variables: { AWS_USE_FIPS_ENDPOINT: 'true' } } }),
    ],
  ])('after a change of %s between check and call it is not sent', async (_, change) => {
    const reads = { DescribeSecret: 0, GetFunctionConfiguration: 0 };
    const { status, findings } = await enableAt({
      onCall({ operation }, facts) {
        if (operation !== 'DescribeSecret' && operation !== 'GetFunctionConfiguration') return;
        reads[operation] += 1;
        if (reads[operation] === 2) change(facts as ReturnType<typeof healthyWorld>);
      },
    });
    expect(findings[0]?.code).toBe('X_CHANGED_SINCE_CHECK');
    expect({ status, sent: sent() }).toEqual({ status: 'fail', sent: [] });
  });

  test('an answer that got lost is settled by finding the version', async () => {
    const { rotation } = await enableAt({
      faults: [{ operation: 'RotateSecret', kind: 'reset' }],
      onCall({ operation }, facts) {
        // What AWS does although the answer never arrives.
        if (operation === 'RotateSecret') facts.Secrets[0].VersionIdsToStages[TOKEN] = ['AWSPENDING'];
      },
    });
    expect(rotation).toMatchObject({ status: 'requested', VersionId: TOKEN });
    expect(sent()).toHaveLength(1);
  });

  test('a call that got lost is told as unknown, and is not repeated', async () => {
    const { rotation } = await enableAt({ faults: [{ operation: 'RotateSecret', kind: 'reset' }] });
    expect(rotation).toMatchObject({ status: 'outcome-unknown', clientRequestToken: TOKEN });
    expect(sent()).toHaveLength(1);
  });
});

test('an error of AWS in any call keeps RotateSecret from being sent', async () => {
  const passes = await enableAt({});
  expect(passes.rotation?.status).toBe('requested');
  const operations = new Set(server?.operations().filter((name) => name !== 'RotateSecret'));
  expect(operations.size).toBeGreaterThan(15);

  const sentInSpite: string[] = [];
  for (const operation of operations) {
    await server?.close();
    await enableAt({ faults: [{ operation, kind: 'deny' }] }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(AppError);
    });
    if (sent().length > 0) sentInSpite.push(operation);
  }
  expect(sentInSpite).toEqual([]);
});

test('an error of AWS in the second reading keeps it from being sent', async () => {
  for (const operation of ['DescribeSecret', 'GetFunctionConfiguration']) {
    await server?.close();
    const faults = [{ operation, kind: 'deny', after: 1 }] as const;
    await expect(enableAt({ faults })).rejects.toBeInstanceOf(AppError);
    expect(sent()).toEqual([]);
  }
});
