import request from 'supertest';
import { afterEach, describe, expect, test } from 'vitest';
import { awsFacts } from '../../src/adapters/aws/aws-facts.ts';
import { awsRotation } from '../../src/adapters/aws/aws-rotation.ts';
import { assess } from '../../src/assessment/assess.ts';
import { accessTo, NOW, withTestCredentials } from '../adapters/aws/aws-access.ts';
import type { Fault } from '../support/aws-server/faults.ts';
import { type AwsServer, type ServedFacts, startAwsServer } from '../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../support/world.ts';
import { appUnderTest, postPreflight, postRotation } from './support/app-under-test.ts';
import { expectDocumented } from './support/contract.ts';

withTestCredentials();

const servers: AwsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const QUESTION = { secret: 'prod/db', targets: ['10.0.20.10:5432'], reference: 'CHG-20417' };
const ROTATION = {
  request: { SecretId: 'prod/db', RotationLambdaARN: FUNCTION_ARN, RotationRules: { AutomaticallyAfterDays: 30 } },
  targets: ['10.0.20.10:5432'],
  acknowledgeImmediateRotation: true,
  reference: 'CHG-20417',
};

async function aws(faults: readonly Fault[] = [], change: (facts: ServedFacts) => void = () => {}): Promise<AwsServer> {
  const server = await startAwsServer({ snapshot: healthyWorld(), faults });
  change(server.facts);
  servers.push(server);
  return server;
}

/** A process of its own: nothing is remembered from another. */
function appOn({ url }: AwsServer) {
  const access = accessTo(url);
  return appUnderTest({ ports: { facts: awsFacts({ access, now: NOW }), rotation: awsRotation(access), assess } });
}

const sentTo = (server: AwsServer) => server.calls.filter((call) => call.operation === 'RotateSecret');

describe('over the wire', () => {
  test('a preflight asks AWS, passes, and changes nothing', async () => {
    const server = await aws();
    const { app } = appOn(server);
    const answer = expectDocumented(await postPreflight(app, QUESTION).expect(201));
    expect(answer.body).toMatchObject({ status: 'pass', decision: 'allow', question: { reference: 'CHG-20417' } });
    expect(server.operations().filter((operation) => !/^(Describe|Get|List|Search)/.test(operation))).toEqual([]);
    expect(server.operations()).not.toContain('GetSecretValue');

    const { pathname } = new URL(answer.headers['location'] ?? '');
    const graph = expectDocumented(await request(app).get(`${pathname}/graph`).expect(200));
    const nodes = new Set(graph.body.nodes.map(({ id }: { id: string }) => id));
    expect(nodes).toContain(FUNCTION_ARN);
    for (const { from, to } of graph.body.edges) expect(nodes.has(from) && nodes.has(to)).toBe(true);
    const report = expectDocumented(await request(app).get(`${pathname}/report`).expect(200));
    expect(report.text).toContain('CHG-20417');
  });

  test('a snapshot in the body is judged alike, and AWS is not asked', async () => {
    const server = await aws();
    const { app } = appOn(server);
    const snapshot = JSON.parse(JSON.stringify(healthyWorld()));
    const answer = expectDocumented(await postPreflight(app, { ...QUESTION, snapshot }).expect(201));
    expect(answer.body).toMatchObject({ status: 'pass', snapshot: { source: 'request' } });
    expect(server.calls).toEqual([]);
  });

  test('a rotation is sent on a pass, once, also when it is repeated in a new process', async () => {
    const server = await aws();
    const first = expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(202));
    expect(sentTo(server)).toHaveLength(1);
    expect(sentTo(server)[0]?.parameters).toEqual({
      ...ROTATION.request,
      SecretId: SECRET_ARN,
      ClientRequestToken: first.body.clientRequestToken,
    });

    const again = expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(202));
    expect(again.body.VersionId).toBe(first.body.VersionId);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(sentTo(server)).toHaveLength(1);
  });

  test('a rotation is not sent on a fail', async () => {
    const server = await aws([], (facts) => {
      for (const acl of facts['NetworkAcls']) acl.Entries = [];
    });
    const answer = expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(409));
    expect(answer.body.type).toBe('/problems/blocked');
    expect(answer.body.assessment.findings[0].code).toBe('SUBNET_ACL_RESTRICTION');
    expect(sentTo(server)).toEqual([]);
  });

  test('a rotation is not sent where a fact is missing', async () => {
    const server = await aws([{ operation: 'DescribeRouteTables', kind: 'deny' }]);
    const answer = expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(409));
    expect(answer.body.type).toBe('/problems/unknown');
    expect(answer.body.assessment.snapshot.gaps).toMatchObject([{ action: 'ec2:DescribeRouteTables' }]);
    expect(sentTo(server)).toEqual([]);
  });

  test.each([
    ['deny', 502, '/problems/rejected-by-aws'],
    ['reset', 504, '/problems/outcome-unknown'],
  ] as const)('a rotation AWS answers with %s is told as %d', async (kind, status, type) => {
    const server = await aws([{ operation: 'RotateSecret', kind }]);
    const answer = expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(status));
    expect(answer.body.type).toBe(type);
    expect(sentTo(server)).toHaveLength(1);
  });

  test.each([
    ['expired-token', 503, '/problems/credentials-expired'],
    ['deny', 503, '/problems/aws-denied'],
  ] as const)('where DescribeSecret is answered with %s nothing is sent', async (kind, status, type) => {
    const server = await aws([{ operation: 'DescribeSecret', kind }]);
    expect(expectDocumented(await postRotation(appOn(server).app, ROTATION).expect(status)).body.type).toBe(type);
    expect(sentTo(server)).toEqual([]);
  });

  test('a secret that is not there is a question that cannot be put', async () => {
    const server = await aws();
    const answer = await postPreflight(appOn(server).app, { ...QUESTION, secret: 'prod/nothing' }).expect(422);
    expect(expectDocumented(answer).body.type).toBe('/problems/secret-not-found');
  });

  test('the log tells the token before the call, and no credentials', async () => {
    const server = await aws();
    const under = appOn(server);
    const answer = await postRotation(under.app, ROTATION).expect(202);
    expect(under.world.logged[0]).toEqual({ secret: SECRET_ARN, clientRequestToken: answer.body.clientRequestToken });
    expect(under.log() + JSON.stringify(under.world.logged)).not.toMatch(/AKIDEXAMPLE|AWS4-HMAC/);
  });
});
