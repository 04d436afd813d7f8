import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PLAN } from '../../src/adapters/aws/plan.ts';
import { AppError } from '../../src/errors.ts';
import { enable } from '../../src/gate/enable.ts';
import { ask, FOREVER, withTestCredentials } from '../adapters/aws/aws-access.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import type { Fault } from '../support/aws-server/faults.ts';
import { type AwsServer, startAwsServer } from '../support/aws-server/start-aws-server.ts';
import { FUNCTION_ARN } from '../support/world.ts';
import { awsGate } from './aws-gate.ts';

withTestCredentials();

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Accounts in which a rotation passes, and the calls of the plan that each is the first to make. */
const PASSING = [
  'ipv6-across-a-transit-gateway',
  'load-balancer-by-its-address',
  'alternating-users-with-every-target-named',
  'dns-firewall-that-sends-the-name-elsewhere',
  'static-route-beats-the-same-prefix-list',
  'cache-group-by-the-name-of-its-primary',
  'profile-that-brings-a-zone',
  'capacity-provider-as-its-own-call-answers',
  'database-with-a-group-of-another-vpc',
  'forwarding-rule-for-a-parent-of-the-endpoints-name',
  'warehouse-by-its-own-name',
  'alias-of-two-versions-that-both-pass',
];
/** Calls that no passing account here leads to: what lies behind them is never taken for a pass, or only named. */
const NEVER_ON_A_PASS = [
  'ec2:DescribeVpcEndpointAssociations',
  'ec2:DescribeTransitGatewayPeeringAttachments',
  'redshift:DescribeClusterSubnetGroups',
];

const denied = new Set<string>();

/** Every call of AWS that was made, and how often RotateSecret was sent. */
async function enableIn(scenario: string, faults: readonly Fault[] = []) {
  const folder = join(import.meta.dirname, '../scenarios', scenario);
  const read = (file: string) => JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
  const { secret, secretValue = {}, targets = [], noTarget = false, ...question }: ScenarioQuestion = read('question');
  const secretValues = {
    [secret]: JSON.stringify(secretValue),
    [String(secretValue['masterarn'])]: JSON.stringify(secretValue['master'] ?? {}),
  };
  server = await startAwsServer({ snapshot: read('snapshot'), faults, secretValues });
  const rotation = {
    RotationLambdaARN: question.function ?? FUNCTION_ARN,
    RotationRules: { AutomaticallyAfterDays: 30 },
  };
  const targetFromSecret = Object.keys(secretValue).length > 0;
  const request = ask({ secret, function: question.function ?? null, targets, noTarget, targetFromSecret, rotation });
  await enable(awsGate(server.url), request, { acknowledged: true, signal: FOREVER }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
  const calls = server.calls.map(({ service, operation }) => `${service}:${operation}`);
  await server.close();
  server = undefined;
  return { made: new Set(calls), sent: calls.filter((call) => call === 'secretsmanager:RotateSecret').length };
}

test.each(PASSING)('%s: rotated, and with any of its calls denied never', async (scenario) => {
  const passes = await enableIn(scenario);
  expect(passes.sent).toBe(1);
  const further = PLAN.map(({ action }) => action).filter((action) => passes.made.has(action) && !denied.has(action));
  const sentInSpite: string[] = [];
  for (const action of new Set(further)) {
    denied.add(action);
    const [service, operation = ''] = action.split(':');
    const { sent } = await enableIn(scenario, [{ operation, kind: 'deny', when: (call) => call.service === service }]);
    if (sent > 0) sentInSpite.push(action);
  }
  expect(sentInSpite).toEqual([]);
});

test('every call of the plan was denied', () => {
  const left = new Set(PLAN.map(({ action }) => action).filter((action) => !denied.has(action)));
  expect([...left].sort()).toEqual([...NEVER_ON_A_PASS].sort());
});
