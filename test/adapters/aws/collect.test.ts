import { afterEach, describe, expect, test } from 'vitest';
import { awsFacts, captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import type { PreflightRequest } from '../../../src/gate/ports.ts';
import { canonicalItem } from '../../../src/snapshot/canonical.ts';
import { parseSnapshot, type RawItem, type RequestRow } from '../../../src/snapshot/document.ts';
import { type NetworkSnapshot, openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import {
  addRoutes,
  environment,
  FUNCTION_ARN,
  item,
  networkInterface,
  permit,
  remove,
  route,
  SECRET_ARN,
  secret,
  securityGroup,
  vpc,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addPeerVpc, addSecondSecret } from '../../support/world-parts.ts';
import { accessTo, ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';

withTestCredentials();

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A snapshot document as the collector writes it. */
interface Document extends RawItem {
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly (RequestRow & { error: string })[];
}

async function capture(
  world: World,
  request: Partial<PreflightRequest> = {},
  options: Partial<AwsServerOptions> = {},
): Promise<{ document: Document; operations: readonly string[]; lines: readonly string[] }> {
  server = await startAwsServer({ snapshot: world, ...options });
  const lines: string[] = [];
  const facts = { access: accessTo(server.url), now: NOW, progress: (line: string) => lines.push(line) };
  const document = (await captureDocument(facts, ask(request), FOREVER)) as Document;
  return { document, operations: server.operations(), lines };
}

function opened(document: RawItem): NetworkSnapshot {
  return openSnapshot(parseSnapshot(document, 'AWS'), 'AWS');
}

/** Ids of a list, sorted. */
function ids(document: RawItem, list: string, id: string): readonly unknown[] {
  return ((document[list] ?? []) as readonly RawItem[]).map((i) => i[id]).sort();
}

/** How the lists of a document read, whatever the order within them. */
function facts(document: RawItem): unknown {
  const { requests: _, gaps: __, capturedAt: ___, ...lists } = document;
  return canonicalItem(lists);
}

describe('the facts of one VPC', () => {
  test('are all of the VPC, and of interfaces those at the target and of the endpoint', async () => {
    const world = healthyWorld();
    addEndpoint(world);
    // Hidden from whoever does not ask for what AWS's services manage.
    item(world, 'NetworkInterfaces', 'eni-db')['Operator'] = { Managed: true, Principal: 'example.amazonaws.com' };
    const { document } = await capture(world);

    expect(document['region']).toBe('us-east-1');
    expect(document['accountId']).toBe('111122223333');
    expect(document['partition']).toBe('aws');
    expect(ids(document, 'Subnets', 'SubnetId')).toEqual(world.Subnets.map((s) => s.SubnetId).sort());
    expect(canonicalItem(document['RouteTables'])).toMatchObject(canonicalItem(world.RouteTables) as object);
    expect(canonicalItem(document['NetworkAcls'])).toMatchObject(canonicalItem(world.NetworkAcls) as object);
    expect(document['Vpcs']).toMatchObject([{ VpcId: 'vpc-1', EnableDnsSupport: true, EnableDnsHostnames: true }]);
    expect(ids(document, 'NatGateways', 'NatGatewayId')).toEqual(['nat-1']);
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toEqual(['eni-db', 'eni-sm-a', 'eni-sm-b']);
    expect(ids(document, 'Instances', 'InstanceId')).toEqual(['i-db']);
    expect(ids(document, 'DhcpOptions', 'DhcpOptionsId')).toEqual(['dopt-amazon']);
    expect(document['FunctionPolicies']).toEqual(world.FunctionPolicies);
    expect(document['SecretPolicies']).toEqual({ [SECRET_ARN]: null });
    expect(document['FunctionConcurrency']).toEqual({ [FUNCTION_ARN]: null });
    expect(document.gaps).toEqual([]);
  });

  test('take three rounds, each sent in parallel, when the function is given', async () => {
    const world = healthyWorld();
    addEndpoint(world);
    const { operations, lines } = await capture(world, {}, { waves: [7, 18, 2] });
    expect(lines).toEqual(['AWS, round 1: 7 calls', 'AWS, round 2: 18 calls', 'AWS, round 3: 2 calls']);
    expect(operations.slice(0, 7).sort()).toEqual([
      'DescribeNetworkInterfaces',
      'DescribeSecret',
      'GetCallerIdentity',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetPolicy',
      'GetResourcePolicy',
    ]);
    expect(operations.slice(25).sort()).toEqual(['DescribeDhcpOptions', 'DescribeNetworkInterfaces']);
  });

  test('take one round more, and are the same, when only the secret names the function', async () => {
    const world = healthyWorld();
    addEndpoint(world);
    const given = await capture(world);
    await server?.close();
    const named = await capture(world, { function: null });
    expect(named.lines).toHaveLength(4);
    expect(facts(named.document)).toEqual(facts(given.document));
  });

  test('are the same on pages of two items, and each page is asked for', async () => {
    const world = healthyWorld();
    addEndpoint(world);
    const whole = await capture(world);
    await server?.close();
    const paged = await capture(world, {}, { pageSize: 2 });
    expect(paged.operations.filter((name) => name === 'DescribeSubnets').length).toBe(
      Math.ceil(world.Subnets.length / 2),
    );
    expect(facts(paged.document)).toEqual(facts(whole.document));
  });

  test('are the same when calls are throttled and connections are lost on the way', async () => {
    const world = healthyWorld();
    const calm = await capture(world);
    await server?.close();
    const rough = await capture(
      world,
      {},
      {
        faults: [
          { operation: 'DescribeSubnets', kind: 'throttle', times: 2 },
          { operation: 'GetPolicy', kind: 'throttle', times: 1 },
          { operation: 'DescribeSecret', kind: 'throttle', times: 1 },
          { operation: 'DescribeNetworkAcls', kind: 'reset', times: 1 },
          { operation: 'DescribeVpcs', kind: 'server-error', times: 1 },
        ],
      },
    );
    expect(facts(rough.document)).toEqual(facts(calm.document));
    expect(rough.document.gaps).toEqual([]);
  });

  test('leave a row for each question, narrowed as it was asked', async () => {
    const { document } = await capture(healthyWorld());
    expect(document.requests).toContainEqual({
      list: 'NatGateways',
      action: 'ec2:DescribeNatGateways',
      account: '111122223333',
      region: 'us-east-1',
      filters: { 'vpc-id': ['vpc-1'] },
    });
    const snapshot = opened(document);
    expect(snapshot.all('VpcEndpoints', { 'vpc-id': 'vpc-1' })).toEqual({ known: true, value: [] });
    expect(snapshot.one('NetworkInterfaces', { 'addresses.private-ip-address': '10.0.20.11' }).known).toBe(false);
    expect(snapshot.all('TransitGateways', {}).known).toBe(false);
  });

  test('never hold a value of the function environment that does not choose an endpoint or a proxy', async () => {
    const world = healthyWorld();
    environment(world, {
      DB_PASSWORD: 'hunter2',
      SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com',
      HTTPS_PROXY: 'http://user:hunter3@proxy.example:3128',
    });
    const { document } = await capture(world);
    expect(JSON.stringify(document)).not.toMatch(/hunter/);
    expect((document['Functions'] as readonly RawItem[])[0]?.['Environment']).toEqual({
      Variables: {
        SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com',
        HTTPS_PROXY: 'http://proxy.example:3128',
      },
    });
  });
});

test('no key of a VPN tunnel is kept', async () => {
  const world = healthyWorld();
  addRoutes(world, 'rtb-private', [route('172.16.0.0/12', 'vgw-1')]);
  world.VpnGateways.push({ VpnGatewayId: 'vgw-1', VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }] });
  const Options = { TunnelOptions: [{ OutsideIpAddress: '203.0.113.9', PreSharedKey: 'hunter2' }] };
  const CustomerGatewayConfiguration = '<pre_shared_key>hunter2</pre_shared_key>';
  const VpnConnectionId = 'vpn-1';
  world.VpnConnections.push({ VpnConnectionId, VpnGatewayId: 'vgw-1', CustomerGatewayConfiguration, Options });
  const { document } = await capture(world);
  expect(document['VpnConnections']).toMatchObject([{ VpnConnectionId }]);
  expect(JSON.stringify(document)).not.toMatch(/hunter/);
});

describe('what the facts lead to', () => {
  test('the secret by its name, in the Region of its ARN if it has one', async () => {
    const byName = await capture(healthyWorld(), { secret: 'prod/db' });
    expect(byName.document['SecretPolicies']).toEqual({ [SECRET_ARN]: null });
    const snapshot = opened(byName.document);
    expect(snapshot.one('Secrets', { 'secret-id': 'prod/db' })).toMatchObject({
      known: true,
      value: { ARN: SECRET_ARN },
    });
    await server?.close();

    server = await startAwsServer({ snapshot: healthyWorld() });
    const access = accessTo(server.url, { region: 'eu-west-1' });
    const document = await captureDocument({ access, now: NOW }, ask(), FOREVER);
    expect(document['region']).toBe('us-east-1');
    expect(new Set(server.calls.map((call) => call.region))).toEqual(new Set(['us-east-1']));
  });

  test('GetSecretValue only when asked for; of the value only what names the target, and that outside the document', async () => {
    const world = healthyWorld();
    const secretValues = {
      [SECRET_ARN]: JSON.stringify({
        engine: 'postgres',
        host: '10.0.20.10',
        port: '5432',
        username: 'u',
        password: 'hunter2',
      }),
    };
    const without = await capture(world, { targets: [] }, { secretValues });
    expect(without.operations).not.toContain('GetSecretValue');
    await server?.close();

    server = await startAwsServer({ snapshot: world, secretValues });
    const port = awsFacts({ access: accessTo(server.url), now: NOW });
    const captured = await port.capture(ask({ targets: [], targetFromSecret: true }), FOREVER);
    expect(captured.secretValue).toEqual({
      engine: 'postgres',
      host: '10.0.20.10',
      port: 5432,
      masterarn: null,
      master: null,
      dbInstanceIdentifier: null,
      dbClusterIdentifier: null,
    });
    expect(captured.document.lists.NetworkInterfaces?.map((i) => i['NetworkInterfaceId'])).toEqual(['eni-db']);
    expect(String(captured.bytes)).not.toMatch(/hunter2|postgres/);
  });

  test("the target that the secret's tag names", async () => {
    const world = healthyWorld();
    secret(world).Tags = [{ Key: 'rotation-preflight:target', Value: 'i-db:5432' }];
    const { document, lines } = await capture(world, { targets: [] });
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toEqual(['eni-db']);
    expect(ids(document, 'Instances', 'InstanceId')).toEqual(['i-db']);
    expect(lines.length).toBeLessThanOrEqual(3);
  });

  test.each([
    ['db.corp.example:5432=10.0.20.10,10.0.20.11', 'addresses.private-ip-address', ['10.0.20.10', '10.0.20.11']],
    ['ip-10-0-20-10.ec2.internal:5432', 'addresses.private-ip-address', ['10.0.20.10']],
    ['[2001:db8::10]:5432', 'ipv6-addresses.ipv6-address', ['2001:db8::10']],
    ['203.0.113.9:5432', 'association.public-ip', ['203.0.113.9']],
    ['eni-db:5432', 'network-interface-id', ['eni-db']],
    ['i-db:5432', 'attachment.instance-id', ['i-db']],
  ])('a target given as %s is looked up by %s', async (target, filter, values) => {
    const { document } = await capture(healthyWorld(), { targets: [target] });
    expect(
      document.requests.filter((row) => row.list === 'NetworkInterfaces').map((row) => row.filters),
    ).toContainEqual({
      [filter]: values,
    });
  });

  test('the peer VPC of a target, as far as its filters and routes go', async () => {
    const world = healthyWorld();
    addPeerVpc(world);
    const { document } = await capture(world, { targets: ['10.1.0.10:5432'] });
    expect(ids(document, 'Vpcs', 'VpcId')).toEqual(['vpc-1', 'vpc-2']);
    expect(ids(document, 'SecurityGroups', 'GroupId')).toContain('sg-peer-db');
    expect(ids(document, 'RouteTables', 'RouteTableId')).toContain('rtb-peer');
    expect(ids(document, 'VpcPeeringConnections', 'VpcPeeringConnectionId')).toEqual(['pcx-1']);
    expect(document.gaps).toEqual([]);
  });

  test('a peer VPC that a route leads to, with no interface found there', async () => {
    const world = healthyWorld();
    addPeerVpc(world);
    const { document, lines } = await capture(world, { targets: ['10.1.0.99:5432'] });
    expect(ids(document, 'Subnets', 'SubnetId')).toContain('subnet-peer');
    expect(lines).toHaveLength(3);
  });

  test('prefix lists with their entries, gateways and appliances that routes name, groups of other VPCs', async () => {
    const world = healthyWorld();
    item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['pl-corp'], 5432)];
    world.ManagedPrefixLists.push({
      PrefixListId: 'pl-corp',
      State: 'create-complete',
      AddressFamily: 'IPv4',
      Entries: ['10.9.0.0/16', '10.8.0.0/16', '10.7.0.0/16'].map((Cidr) => ({ Cidr })),
    });
    addRoutes(world, 'rtb-private', [
      route('10.9.0.0/16', 'eni-firewall'),
      route('::/0', 'eigw-1'),
      route('2001:db8::/32', 'eigw-gone'),
    ]);
    world.NetworkInterfaces.push(networkInterface('eni-firewall', 'subnet-public', '10.0.100.9', ['sg-shared']));
    world.EgressOnlyInternetGateways.push({
      EgressOnlyInternetGatewayId: 'eigw-1',
      Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
    });
    world.SecurityGroups.push(securityGroup('sg-elsewhere', [], [], 'vpc-9'));
    const config = world.Functions[0]?.VpcConfig;
    config?.SecurityGroupIds?.push('sg-elsewhere');
    const { document } = await capture(world, {}, { pageSize: 2 });

    expect(document['ManagedPrefixLists']).toMatchObject([
      { PrefixListId: 'pl-corp', Entries: [{ Cidr: '10.9.0.0/16' }, { Cidr: '10.8.0.0/16' }, { Cidr: '10.7.0.0/16' }] },
    ]);
    expect(ids(document, 'EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId')).toEqual(['eigw-1']);
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toContain('eni-firewall');
    expect(ids(document, 'SecurityGroups', 'GroupId')).toContain('sg-elsewhere');
    const snapshot = opened(document);
    const gone = snapshot.one('EgressOnlyInternetGateways', { 'egress-only-internet-gateway-id': 'eigw-gone' });
    expect(gone).toEqual({ known: true, value: null });
    expect(document.gaps).toMatchObject([
      { list: 'SecurityGroups', error: 'NotShown', filters: { 'group-id': ['sg-shared'] } },
    ]);
  });

  test.each([
    ['ip-10-0-20-10.corp.example:5432', { 'private-dns-name': ['ip-10-0-20-10.corp.example'] }],
    ['ec2-203-0-113-9.compute-1.amazonaws.com:22', { 'dns-name': ['ec2-203-0-113-9.compute-1.amazonaws.com'] }],
  ])('an instance named %s is looked up by its name', async (target, filters) => {
    const { document } = await capture(healthyWorld(), { targets: [target] });
    const rows = document.requests.filter((row) => row.list === 'Instances');
    expect(rows.map((row) => row.filters)).toContainEqual(filters);
  });

  test('a prefix list that is not shown to this account is a gap: the rule that names it shows that it exists', async () => {
    const world = healthyWorld();
    item(world, 'SecurityGroups', 'sg-lambda').IpPermissionsEgress = [permit('tcp', ['pl-hidden'], 443)];
    const { document } = await capture(world);
    expect(document.requests.filter((row) => row.action === 'ec2:DescribeManagedPrefixLists')).toEqual([]);
    expect(document.gaps).toMatchObject([
      { action: 'ec2:DescribeManagedPrefixLists', error: 'NotShown', filters: { 'prefix-list-id': ['pl-hidden'] } },
      { action: 'ec2:GetManagedPrefixListEntries', error: 'InvalidPrefixListID.NotFound' },
    ]);
  });

  test('in a shared VPC nothing that only its owner sees is taken for absent', async () => {
    const world = healthyWorld();
    item(world, 'Vpcs', 'vpc-1').OwnerId = '444455556666';
    world.NatGateways.length = 0;
    const { document } = await capture(world, { targets: ['10.0.20.99:5432'] });
    const snapshot = opened(document);
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(true);
    expect(snapshot.all('VpcEndpoints', { 'vpc-id': 'vpc-1' }).known).toBe(false);
    expect(snapshot.one('NatGateways', { 'nat-gateway-id': 'nat-1' }, { 'vpc-id': 'vpc-1' })).toMatchObject({
      known: false,
      missing: { reason: expect.stringContaining('SharedVpc') },
    });
    const there = { 'addresses.private-ip-address': '10.0.20.99', 'vpc-id': 'vpc-1' };
    expect(snapshot.one('NetworkInterfaces', there).known).toBe(false);
  });

  test("what another account than the secret's reads bears that account", async () => {
    const world = healthyWorld();
    const { document } = await capture(world, {}, { onCall: (_, served) => (served['accountId'] = '444455556666') });
    expect(document['accountId']).toBe('111122223333');
    expect((document['Secrets'] as readonly RawItem[])[0]?.['_from']).toBeUndefined();
    const [found] = document['NetworkInterfaces'] as readonly RawItem[];
    expect(found?.['_from']).toEqual({ account: '444455556666', region: 'us-east-1' });
    expect(document.requests[0]?.account).toBe('444455556666');
  });

  test('a function outside any VPC asks nothing of a VPC', async () => {
    const world = healthyWorld();
    const [lambda] = world.Functions;
    if (lambda !== undefined) lambda.VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
    const { document, operations } = await capture(world, { targets: ['db.example:5432'] });
    expect(operations.filter((name) => name.startsWith('Describe'))).toEqual(['DescribeSecret']);
    expect(document['Functions']).toHaveLength(1);
  });

  test.each([
    ['is not active', (world: World) => (item(world, 'VpcPeeringConnections', 'pcx-1').Status = { Code: 'deleted' })],
    [
      'leads to another account',
      (world: World) => {
        const { AccepterVpcInfo } = item(world, 'VpcPeeringConnections', 'pcx-1');
        if (AccepterVpcInfo !== undefined) AccepterVpcInfo.OwnerId = '444455556666';
      },
    ],
  ])('nothing is asked about the far end of a peering that %s', async (_, change) => {
    const world = healthyWorld();
    addPeerVpc(world);
    change(world);
    const { document } = await capture(world);
    expect(ids(document, 'Vpcs', 'VpcId')).toEqual(['vpc-1']);
  });

  test("an address in use in many VPCs: in the function's own it is the target, and the others are left alone", async () => {
    const world = healthyWorld();
    world.Vpcs.push(vpc('vpc-9', '10.0.0.0/16'));
    world.NetworkInterfaces.push(networkInterface('eni-twin', 'subnet-9', '10.0.20.10', [], { VpcId: 'vpc-9' }));
    const { document } = await capture(world);
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toEqual(['eni-db', 'eni-twin']);
    expect(ids(document, 'Vpcs', 'VpcId')).toEqual(['vpc-1']);
  });

  test('an interface of another VPC: whoever has its address in the function VPC is looked up too', async () => {
    const world = healthyWorld();
    world.NetworkInterfaces.push(networkInterface('eni-twin', 'subnet-9', '10.0.20.10', [], { VpcId: 'vpc-9' }));
    const { document } = await capture(world, { targets: ['eni-twin:5432'] });
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toEqual(['eni-db', 'eni-twin']);
  });

  test('an interface found in two ways is one item', async () => {
    const { document } = await capture(healthyWorld(), { targets: ['10.0.20.10:5432', 'i-db:5432', 'eni-db:5432'] });
    expect(ids(document, 'NetworkInterfaces', 'NetworkInterfaceId')).toEqual(['eni-db']);
  });

  test('a secret named by part of its ARN: the row is about the secret that answered', async () => {
    const { document } = await capture(healthyWorld(), { secret: SECRET_ARN.slice(0, -7) });
    const [row] = document.requests.filter(({ list }) => list === 'Secrets');
    expect(row?.filters).toEqual({ 'secret-id': [SECRET_ARN, 'prod/db'] });
  });

  test('a function of another Region is not asked about: Secrets Manager does not invoke it', async () => {
    const { operations } = await capture(healthyWorld(), { function: FUNCTION_ARN.replace('us-east-1', 'us-west-2') });
    expect(operations).not.toContain('GetFunctionConfiguration');
  });

  test('a target that is none is refused before AWS is asked', async () => {
    await expect(capture(healthyWorld(), { targets: ['db'] })).rejects.toMatchObject({ code: 'INVALID_QUESTION' });
    expect(server?.calls).toEqual([]);
  });

  test("an ARN that is no function's is not asked about: the assessment names the mistake", async () => {
    const { document, operations } = await capture(healthyWorld(), { function: SECRET_ARN });
    expect(operations).not.toContain('GetFunctionConfiguration');
    expect(document['Functions']).toBeUndefined();
  });

  test('of a qualified function, configuration and policy are those of the qualifier', async () => {
    const world = healthyWorld();
    const alias = `${FUNCTION_ARN}:live`;
    const [lambda] = world.Functions;
    world.Functions.push({ ...lambda, FunctionArn: alias, Version: '7' });
    world.FunctionPolicies[alias] = '{"Statement":[]}';
    world.FunctionConcurrency[FUNCTION_ARN] = 3;
    const { document } = await capture(world, { function: alias });
    expect(document['Functions']).toMatchObject([{ FunctionArn: alias, Version: '7' }]);
    expect(document['FunctionPolicies']).toEqual({ [alias]: '{"Statement":[]}' });
    expect(document['FunctionConcurrency']).toEqual({ [FUNCTION_ARN]: 3 });
  });

  test('behind an alias every version that it hands invocations to is read', async () => {
    const world = healthyWorld();
    const alias = `${FUNCTION_ARN}:live`;
    const [lambda] = world.Functions;
    world.Functions.push(
      { ...lambda, FunctionArn: alias, Version: '7' },
      { ...lambda, FunctionArn: `${FUNCTION_ARN}:8`, Version: '8' },
    );
    const routing = { AdditionalVersionWeights: { '8': 0.1, '9': 0 } };
    world.FunctionAliases.push({ AliasArn: alias, FunctionVersion: '7', RoutingConfig: routing });
    const { document } = await capture(world, { function: alias });
    expect(document['FunctionAliases']).toMatchObject([{ AliasArn: alias, RoutingConfig: routing }]);
    expect(document['Functions']).toMatchObject([{ FunctionArn: alias }, { FunctionArn: `${FUNCTION_ARN}:8` }]);
  });

  test("the superuser's secret, its value read, is described and is no matter of access", async () => {
    const master = SECRET_ARN.replace('prod/db', 'prod/master');
    const secretValues = { [SECRET_ARN]: JSON.stringify({ host: '10.0.20.10', port: 5432, masterarn: master }) };
    const question = { targets: [], targetFromSecret: true };
    const world = healthyWorld();
    addSecondSecret(world, master);
    const there = await capture(world, question, { secretValues });
    expect(there.document['Secrets']).toMatchObject([{ ARN: SECRET_ARN }, { ARN: master }]);
    await server?.close();
    const gone = await capture(healthyWorld(), question, { secretValues });
    expect(opened(gone.document).one('Secrets', { 'secret-id': master })).toEqual({ known: true, value: null });
  });

  test('a stored function that is gone is known to be absent', async () => {
    const world = healthyWorld();
    remove(world, 'Functions', FUNCTION_ARN);
    const { document } = await capture(world, { function: null });
    const snapshot = opened(document);
    expect(snapshot.one('Functions', { 'function-arn': FUNCTION_ARN })).toEqual({ known: true, value: null });
    expect(document.gaps.map((gap) => gap.list)).toEqual(['FunctionPolicies', 'FunctionConcurrency']);
  });

  test('no policy on a function that is there means none; on one that could not be read it means nothing', async () => {
    const world = healthyWorld();
    delete world.FunctionPolicies[FUNCTION_ARN];
    const seen = await capture(world);
    expect(seen.document['FunctionPolicies']).toEqual({ [FUNCTION_ARN]: null });
    await server?.close();
    const unseen = await capture(world, {}, { faults: [{ operation: 'GetFunctionConfiguration', kind: 'deny' }] });
    expect(unseen.document['FunctionPolicies']).toEqual({});
    expect(unseen.document.gaps).toMatchObject([
      { list: 'Functions', action: 'lambda:GetFunctionConfiguration', error: 'AccessDeniedException' },
      { list: 'FunctionPolicies', action: 'lambda:GetPolicy', error: 'ResourceNotFoundException' },
    ]);
  });
});
