import { describe, expect, test } from 'vitest';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { CAPTURE_TIME_NOT_RECORDED, importRaw } from '../../src/snapshot/import-raw.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';
const secretFile: RawFile = { path: 'describe-secret.json', json: { ARN: SECRET, Name: 'db', VersionIdsToStages: {} } };
const subnet = { SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a', OwnerId: '111122223333' };

function imported(...files: readonly RawFile[]) {
  const { snapshot, places } = importRaw(files, 'capture');
  return { ...parseSnapshot(snapshot, 'capture'), places };
}

function listsOf(...files: readonly RawFile[]) {
  return imported(secretFile, ...files).lists;
}

describe('recognising files', () => {
  test.each([
    'vpcs.json',
    'Vpcs.json',
    'VPCS.JSON',
    'describe-vpcs.json',
    'ec2_describe-vpcs.json',
    '111122223333/us-east-1/Vpcs.json',
    'anything.json',
  ])('%s holding the object that AWS prints', (path) => {
    expect(listsOf({ path, json: { Vpcs: [{ VpcId: 'vpc-1' }] } }).Vpcs).toEqual([{ VpcId: 'vpc-1' }]);
  });

  test.each([
    ['vpcs.json', 'Vpcs'],
    ['SecurityGroups.json', 'SecurityGroups'],
    ['security-groups.json', 'SecurityGroups'],
    ['describe-security-groups.json', 'SecurityGroups'],
    ['Describe_NAT_Gateways.json', 'NatGateways'],
    ['us-east-1/network_acls.json', 'NetworkAcls'],
    ['list-resolver-rules.json', 'ResolverRules'],
  ] as const)('%s holding a bare list', (path, list) => {
    expect(listsOf({ path, json: [{ VpcId: 'vpc-1' }] })[list]).toEqual([{ VpcId: 'vpc-1' }]);
  });

  test('an empty list is known to be empty, one without a file was never asked for', () => {
    const snapshot = openSnapshot(
      imported(secretFile, { path: 'nat-gateways.json', json: { NatGateways: [] } }),
      'capture',
    );
    expect(snapshot.all('NatGateways', { 'vpc-id': 'vpc-1' })).toEqual({ known: true, value: [] });
    expect(snapshot.all('Subnets', { 'vpc-id': 'vpc-1' }).known).toBe(false);
  });

  test('several files of one list are one list', () => {
    const lists = listsOf(
      { path: 'a.json', json: { Vpcs: [{ VpcId: 'vpc-1' }] } },
      { path: 'b.json', json: { Vpcs: [{ VpcId: 'vpc-2' }] } },
    );
    expect(lists.Vpcs).toEqual([{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }]);
  });

  test('instances come out of their reservations, or stand alone', () => {
    const reservations = {
      Reservations: [
        { ReservationId: 'r-1', Instances: [{ InstanceId: 'i-1' }] },
        { Instances: [{ InstanceId: 'i-2' }] },
      ],
    };
    expect(listsOf({ path: 'instances.json', json: reservations }).Instances).toEqual([
      { InstanceId: 'i-1' },
      { InstanceId: 'i-2' },
    ]);
    expect(listsOf({ path: 'x.json', json: { Instances: [{ InstanceId: 'i-3' }] } }).Instances).toEqual([
      { InstanceId: 'i-3' },
    ]);
    expect(listsOf({ path: 'Reservations.json', json: [{ Instances: [{ InstanceId: 'i-4' }] }] }).Instances).toEqual([
      { InstanceId: 'i-4' },
    ]);
  });

  test('a page that is followed by another makes the list incomplete', () => {
    const snapshot = openSnapshot(
      imported(secretFile, { path: 'subnets.json', json: { Subnets: [subnet], NextToken: 'more' } }),
      'capture',
    );
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-1' })).toMatchObject({ known: true });
    expect(snapshot.one('Subnets', { 'subnet-id': 'subnet-2' })).toMatchObject({
      known: false,
      missing: { reason: 'IncompleteOutput: subnets.json ends with a token for the next page' },
    });
  });

  test('files that are none of these are passed over, but one must be recognised', () => {
    const strange = [
      { path: 'notes.json', json: { hello: [] } },
      { path: 'package.json', json: 'text' },
    ];
    expect(listsOf(...strange)).toEqual({ Secrets: [secretFile.json] });
    expect(() => importRaw(strange, 'capture')).toThrow(
      'capture: expected AWS CLI output such as describe-subnets.json, recognised nothing in notes.json, package.json.',
    );
  });

  test.each([
    [
      'ListSecretVersionIds',
      { ARN: SECRET, Name: 'db', Versions: [{ VersionId: 'v', VersionStages: ['AWSCURRENT'] }] },
    ],
    ['RotateSecret', { ARN: SECRET, Name: 'db', VersionId: 'v' }],
    ['GetFunctionEventInvokeConfig', { FunctionArn: FUNCTION, MaximumRetryAttempts: 0 }],
    ['GetFunctionUrlConfig', { FunctionArn: FUNCTION, FunctionUrl: 'https://example.com/', AuthType: 'AWS_IAM' }],
    ['GetRuntimeManagementConfig', { FunctionArn: FUNCTION, UpdateRuntimeOn: 'Auto' }],
  ])('what %s answers describes neither a secret nor a function', (_call, json) => {
    const { snapshot, passedOver } = importRaw([secretFile, { path: 'x.json', json }], 'capture');
    expect([snapshot['Secrets'], snapshot['Functions'], passedOver]).toEqual([
      [secretFile.json],
      undefined,
      ['x.json'],
    ]);
  });

  test('a snapshot document among them is refused: what it asked and did not get would be lost', () => {
    expect(() => importRaw([{ path: 'old.json', json: { snapshotVersion: 1, Vpcs: [] } }], 'capture')).toThrow(
      /^capture\/old\.json: expected raw AWS CLI output/,
    );
  });

  test.each([
    [{ Subnets: 'all' }, 'capture/s.json: Subnets: expected a list.'],
    [{ Subnets: [subnet, 7] }, 'capture/s.json: Subnets[1]: expected an object.'],
    [{ Reservations: [{ Instances: {} }] }, 'capture/s.json: Reservations[0].Instances: expected a list.'],
    [
      { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: '10.0.0.0/8' }] },
      'capture/s.json: PrefixLists[0].Cidrs: expected a list.',
    ],
  ])('a list that is none names the file and the place: %j', (json, message) => {
    expect(() => importRaw([secretFile, { path: 's.json', json }], 'capture')).toThrow(message);
  });

  test('an item that is malformed names its own file when a flow touches it', () => {
    const bad = {
      path: 'us-east-1/subnets.json',
      json: { Subnets: [subnet, { ...subnet, SubnetId: 'subnet-2', CidrBlock: '10.0.0.0/33' }] },
    };
    const snapshot = openSnapshot(imported(bad), 'capture');
    expect(() => snapshot.one('Subnets', { 'subnet-id': 'subnet-2' })).toThrow(
      'capture: us-east-1/subnets.json: Subnets[1].CidrBlock: expected an IPv4 CIDR block such as 10.0.0.0/16.',
    );
  });
});

describe('outputs that belong to items', () => {
  const vpcs = { path: 'vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }] } };

  test('DescribeVpcAttribute becomes plain booleans of its VPC; what was not asked stays unknown', () => {
    const support = { path: 'a/attribute-1.json', json: { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } } };
    const names = { path: 'a/attribute-2.json', json: { VpcId: 'vpc-1', EnableDnsHostnames: { Value: false } } };
    const { Vpcs: [first, second] = [] } = listsOf(vpcs, support, names);
    expect(first).toMatchObject({ EnableDnsSupport: true, EnableDnsHostnames: false });
    expect(second).toEqual({ VpcId: 'vpc-2' });
  });

  test('the attributes may also stand on the item, plain or as AWS wraps them', () => {
    const json = { Vpcs: [{ VpcId: 'vpc-1', EnableDnsSupport: { Value: true }, EnableDnsHostnames: true }] };
    expect(listsOf({ path: 'v.json', json }).Vpcs).toEqual([
      { VpcId: 'vpc-1', EnableDnsSupport: true, EnableDnsHostnames: true },
    ]);
  });

  test('entries of a prefix list find it by the id in their path', () => {
    const managed = {
      path: 'managed-prefix-lists.json',
      json: { PrefixLists: [{ PrefixListId: 'pl-0a', PrefixListArn: 'arn:…' }] },
    };
    const entries = { path: 'entries/pl-0a.json', json: { Entries: [{ Cidr: '10.9.0.0/16' }] } };
    expect(listsOf(managed, entries).ManagedPrefixLists).toEqual([
      { PrefixListId: 'pl-0a', PrefixListArn: 'arn:…', Entries: [{ Cidr: '10.9.0.0/16' }] },
    ]);
  });

  test("DescribePrefixLists brings its CIDRs, but says nothing of customers' own lists", () => {
    const own = {
      path: 'prefix-lists.json',
      json: { PrefixLists: [{ PrefixListId: 'pl-63', PrefixListName: 's3', Cidrs: ['192.0.2.0/24'] }] },
    };
    const document = imported(secretFile, own);
    expect(document.lists.ManagedPrefixLists).toEqual([
      { PrefixListId: 'pl-63', PrefixListName: 's3', Entries: [{ Cidr: '192.0.2.0/24' }] },
    ]);
    const snapshot = openSnapshot(document, 'capture');
    expect(snapshot.one('ManagedPrefixLists', { 'prefix-list-id': 'pl-63' }).known).toBe(true);
    expect(snapshot.one('ManagedPrefixLists', { 'prefix-list-id': 'pl-0a' }).known).toBe(false);
  });

  test('with both calls made, the list is whole and each item is there once', () => {
    const own = { path: 'p.json', json: { PrefixLists: [{ PrefixListId: 'pl-63', Cidrs: ['192.0.2.0/24'] }] } };
    const managed = {
      path: 'm.json',
      json: {
        PrefixLists: [
          { PrefixListId: 'pl-63', PrefixListArn: 'arn:…', OwnerId: 'AWS' },
          { PrefixListId: 'pl-0a', PrefixListArn: 'arn:…' },
        ],
      },
    };
    const snapshot = openSnapshot(imported(secretFile, own, managed), 'capture');
    expect(snapshot.seen('ManagedPrefixLists', {})).toEqual([
      { PrefixListId: 'pl-0a', PrefixListArn: 'arn:…' },
      { PrefixListId: 'pl-63', PrefixListArn: 'arn:…', OwnerId: 'AWS', Entries: [{ Cidr: '192.0.2.0/24' }] },
    ]);
    expect(snapshot.one('ManagedPrefixLists', { 'prefix-list-id': 'pl-0b' })).toEqual({ known: true, value: null });
  });

  test('the reserved concurrency of a function that its path names, or of the only one', () => {
    const limit = (path: string) => ({ path, json: { ReservedConcurrentExecutions: 0 } });
    const one = { path: 'a.json', json: { FunctionArn: FUNCTION } };
    const other = { path: 'b.json', json: { FunctionArn: `${FUNCTION}-other` } };
    const limits = (...files: readonly RawFile[]) => importRaw([secretFile, ...files], 'capture');
    expect(limits(one, limit('concurrency.json')).snapshot['FunctionConcurrency']).toEqual({ [FUNCTION]: 0 });
    const named = limits(one, other, limit('get-function-concurrency-rotate-other.json'));
    expect(named.snapshot['FunctionConcurrency']).toEqual({ [`${FUNCTION}-other`]: 0 });
    const nobodys = limits(one, other, limit('concurrency.json'));
    expect([nobodys.snapshot['FunctionConcurrency'], nobodys.passedOver]).toEqual([null, ['concurrency.json']]);
  });

  test('functions: configuration, concurrency and policy', () => {
    const got = {
      path: 'get-function.json',
      json: {
        Configuration: { FunctionArn: FUNCTION },
        Code: { Location: 'https://…' },
        Concurrency: { ReservedConcurrentExecutions: 5 },
      },
    };
    const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: FUNCTION }] });
    const document = imported(got, { path: 'get-policy.json', json: { Policy: policy, RevisionId: 'r' } });
    expect(document.lists.Functions).toEqual([{ FunctionArn: FUNCTION }]);
    expect(document.FunctionConcurrency).toEqual({ [FUNCTION]: 5 });
    expect(document.FunctionPolicies).toEqual({ [FUNCTION]: policy });
    expect(document.SecretPolicies).toBeNull();
  });

  test('of the function environment only what chooses an endpoint or a proxy is kept, without user and password', () => {
    const Variables = {
      DB_PASSWORD: 'hunter2',
      https_proxy: 'http://user:hunter2@proxy.example:3128/x',
      SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com',
      NO_PROXY: 'a,b',
    };
    const document = imported({ path: 'f.json', json: { FunctionArn: FUNCTION, Environment: { Variables } } });
    expect(document.lists.Functions).toEqual([
      {
        FunctionArn: FUNCTION,
        Environment: {
          Variables: {
            https_proxy: 'http://proxy.example:3128/x',
            SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.us-east-1.amazonaws.com',
            NO_PROXY: 'a,b',
          },
        },
      },
    ]);
  });

  test("secret policies, one there and one asked for without an answer; a secret's value is never taken", () => {
    const other = `${SECRET}2`;
    const document = imported(
      secretFile,
      { path: 'p1.json', json: { ARN: SECRET, Name: 'db', ResourcePolicy: '{}' } },
      { path: 'p2.json', json: { ARN: other, Name: 'db2' } },
      { path: 'value.json', json: { ARN: SECRET, Name: 'db', SecretString: '{"password":"hunter2"}' } },
    );
    expect(document.SecretPolicies).toEqual({ [SECRET]: '{}', [other]: null });
    expect(JSON.stringify(document)).not.toContain('hunter2');
  });

  test('of ip-ranges.json the blocks of the own Region are kept', () => {
    const prefixes = [
      { ip_prefix: '198.51.100.0/24', region: 'us-east-1', service: 'AMAZON' },
      { ip_prefix: '203.0.113.0/24', region: 'eu-west-1', service: 'AMAZON' },
      { ip_prefix: '198.51.100.0/25', region: 'us-east-1', service: 'EC2' },
    ];
    const document = imported(secretFile, { path: 'ip-ranges.json', json: { createDate: '2026-11-01', prefixes } });
    expect(document.ServiceIpRanges).toEqual({ createDate: '2026-11-01', prefixes: [prefixes[0]] });
  });

  test('transit gateway routes find their table by the id in their path', () => {
    const tables = {
      path: 't.json',
      json: { TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-0a' }] },
    };
    const routes = { path: 'tgw-rtb-0a/search.json', json: { Routes: [{ Type: 'static' }] } };
    expect(listsOf(tables, routes).TransitGatewayRouteTables).toEqual([
      { TransitGatewayRouteTableId: 'tgw-rtb-0a', Routes: [{ Type: 'static' }] },
    ]);
  });
});

describe('whose facts they are', () => {
  const home = (...files: readonly RawFile[]) => {
    const { partition, region, accountId } = imported(...files);
    return { partition, region, accountId };
  };

  test.each([
    [
      'a secret',
      'secretsmanager:us-gov-west-1:444455556666:secret:x',
      { partition: 'aws-us-gov', region: 'us-gov-west-1', accountId: '444455556666' },
    ],
    [
      'a secret in China',
      'secretsmanager:cn-north-1:444455556666:secret:x',
      { partition: 'aws-cn', region: 'cn-north-1', accountId: '444455556666' },
    ],
  ])("%s's ARN comes before everything else", (_, arn, expected) => {
    const secret = { path: '111122223333/us-east-1/s.json', json: { ARN: `arn:aws:${arn}`, VersionIdsToStages: {} } };
    expect(home(secret, { path: 'subnets.json', json: { Subnets: [subnet] } })).toEqual(expected);
  });

  test("a function's ARN, then folders, then what most items bear", () => {
    const functionFile = { path: 'f.json', json: { FunctionArn: FUNCTION.replace('us-east-1', 'eu-west-1') } };
    const nested = { path: '444455556666/ap-southeast-2/Subnets.json', json: { Subnets: [subnet] } };
    const flat = {
      path: 'Subnets.json',
      json: { Subnets: [subnet, { ...subnet, SubnetId: 'subnet-2', AvailabilityZone: 'us-east-1-bos-1a' }] },
    };
    expect(home(functionFile, nested)).toEqual({ partition: 'aws', region: 'eu-west-1', accountId: '111122223333' });
    expect(home(nested)).toEqual({ partition: 'aws', region: 'ap-southeast-2', accountId: '444455556666' });
    expect(home(flat)).toEqual({ partition: 'aws', region: 'us-east-1', accountId: '111122223333' });
  });

  test('items in the folder of another account or Region are marked as seen from there', () => {
    const here = { path: '111122223333/us-east-1/vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-1' }] } };
    const there = { path: '444455556666/us-west-2/vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-9' }] } };
    expect(listsOf(here, there).Vpcs).toEqual([
      { VpcId: 'vpc-1' },
      { VpcId: 'vpc-9', _from: { account: '444455556666', region: 'us-west-2' } },
    ]);
  });

  test('secrets of two Regions, or nothing that tells, are an error', () => {
    const far = { path: 'far.json', json: { ARN: SECRET.replace('us-east-1', 'eu-west-1'), VersionIdsToStages: {} } };
    expect(() => importRaw([secretFile, far], 'capture')).toThrow(
      'capture: expected secrets of one account and Region, found those of 111122223333 eu-west-1 and 111122223333 us-east-1.',
    );
    const bare = { path: 'vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-1' }] } };
    expect(() => importRaw([bare], 'capture')).toThrow('capture: expected the Region');
    expect(() => importRaw([{ ...bare, path: 'us-east-1/vpcs.json' }], 'capture')).toThrow(
      'capture: expected the account',
    );
  });

  test('the time of the capture is not guessed from the times in it', () => {
    const nat = {
      path: 'n.json',
      json: { NatGateways: [{ NatGatewayId: 'nat-1', CreateTime: '2026-11-01T00:00:00Z' }] },
    };
    expect(imported(secretFile, nat).capturedAt).toBe(CAPTURE_TIME_NOT_RECORDED);
  });

  test('the order of the files changes nothing', () => {
    const files = [
      secretFile,
      { path: 'a.json', json: { Vpcs: [{ VpcId: 'vpc-1' }] } },
      { path: 'b.json', json: { Vpcs: [{ VpcId: 'vpc-2' }] } },
    ];
    expect(importRaw(files.toReversed(), 'capture')).toEqual(importRaw(files, 'capture'));
  });
});
