import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import { awsRotation } from '../../../src/adapters/aws/aws-rotation.ts';
import { type GapRow, parseSnapshot, type RawItem } from '../../../src/snapshot/document.ts';
import { FAMILIES, type ListName } from '../../../src/snapshot/families.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import {
  MOTO_ACCOUNT,
  type MotoNetwork,
  type MotoRotation,
  seedNetwork,
  seedRotation,
} from '../../support/moto-account.ts';
import { optionalSuite } from '../../support/optional-suite.ts';
import { accessTo, ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';

/** Calls of the plan that moto does not answer. */
const NOT_IN_MOTO = [
  'ec2:DescribeSecurityGroupVpcAssociations',
  'route53resolver:ListFirewallRuleGroupAssociations',
  'route53profiles:ListProfileAssociations',
];
const TOKEN = '11111111-1111-4111-8111-111111111111';

optionalSuite(
  "moto's AWS",
  'MOTO_SERVER',
  "it names the moto_server executable (pip install 'moto[server]')",
  (executable) => {
    withTestCredentials();
    let moto: Moto;
    let network: MotoNetwork;
    let rotation: MotoRotation;
    beforeAll(async () => {
      moto = await startMoto(executable);
      network = await seedNetwork(moto);
      rotation = await seedRotation(moto, network);
    });
    afterAll(() => moto.stop());
    beforeEach(() => moto.startRecording());

    async function capture(more: Parameters<typeof ask>[0] = {}) {
      const request = ask({ secret: rotation.secret, function: rotation.function, ...more });
      const document = await captureDocument({ access: accessTo(moto.url), now: NOW }, request, FOREVER);
      const calls = (await moto.stopRecording()).map(({ operation }) => operation);
      return { document, calls };
    }

    test('the facts of secret, function and target are read', async () => {
      const { document } = await capture();
      expect(document['accountId']).toBe(MOTO_ACCOUNT);
      expect(document['Secrets']).toMatchObject([{ ARN: rotation.secret, Name: 'prod/db' }]);
      expect(document['Functions']).toMatchObject([
        {
          FunctionArn: rotation.function,
          VpcConfig: { SubnetIds: [network.functionSubnet], SecurityGroupIds: [network.functionGroup] },
          Environment: { Variables: { SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com' } },
        },
      ]);
      expect(Object.values(document['FunctionPolicies'] as object)[0]).toContain('secretsmanager.amazonaws.com');
      expect(document['NetworkInterfaces']).toContainEqual(
        expect.objectContaining({ NetworkInterfaceId: network.databaseInterface }),
      );
      // Only of the VPC that moto invents for a function, and of calls that it does not know.
      const gaps = document['gaps'] as readonly GapRow[];
      const others = gaps.filter(({ action }) => !NOT_IN_MOTO.includes(action));
      expect(others.filter(({ filters }) => filters['vpc-id']?.[0] !== 'vpc-123abc')).toEqual([]);
      expect(JSON.stringify(document)).not.toContain('hunter2');
    });

    test('the network around the target is read, in the shapes the engine takes', async () => {
      // moto invents the function's VpcId; without a function the target's VPC is the one that is read.
      const { document } = await capture({ function: rotation.secret });
      const snapshot = openSnapshot(parseSnapshot(document, 'moto'), 'moto');
      for (const list of Object.keys(FAMILIES) as ListName[]) snapshot.seen(list, {});
      expect(snapshot.all('Subnets', { 'vpc-id': network.vpc })).toMatchObject({ known: true });
      expect(snapshot.seen('Subnets', {}).map((s) => s.SubnetId)).toContain(network.functionSubnet);
      const routes = snapshot.seen('RouteTables', {}).flatMap(({ Routes = [] }) => Routes);
      expect(routes.map((r) => r.NatGatewayId)).toContain(network.natGateway);
      expect(snapshot.seen('NetworkAcls', {}).flatMap(({ Entries = [] }) => Entries)).not.toEqual([]);
      expect(snapshot.seen('SecurityGroups', {})).toHaveLength(4);
      expect(snapshot.seen('InternetGateways', {})).toHaveLength(1);
      expect(document['gaps']).toEqual([]);
    });

    test('a capture changes nothing, and reads the value of the secret only when asked', async () => {
      const { calls } = await capture();
      expect(calls.filter((call) => !/^(Get|Describe|List)|^GET /.test(call))).toEqual([]);
      expect(calls).not.toContain('GetSecretValue');
      await moto.startRecording();
      expect((await capture({ targetFromSecret: true })).calls).toContain('GetSecretValue');
    });

    test('a secret that is not there', async () => {
      await expect(capture({ secret: 'no-such' })).rejects.toMatchObject({ code: 'SECRET_NOT_FOUND' });
    });

    test('RotateSecret is sent once; the version it names is there afterwards', async () => {
      const port = awsRotation(accessTo(moto.url));
      const input = { SecretId: rotation.secret, ClientRequestToken: TOKEN, RotationLambdaARN: rotation.function };
      const answer = await port.rotate({ ...input, RotationRules: { AutomaticallyAfterDays: 30 } });
      expect(answer).toEqual({ kind: 'requested', ARN: rotation.secret, Name: 'prod/db', VersionId: TOKEN });
      const sent = (await moto.stopRecording()).filter(({ operation }) => operation === 'RotateSecret');
      expect(sent.map(({ body }) => JSON.parse(body))).toMatchObject([input]);
      const { secret } = await port.reread(rotation.secret, rotation.function, FOREVER);
      expect(Object.keys(secret['VersionIdsToStages'] as RawItem)).toContain(TOKEN);
    });
  },
);
