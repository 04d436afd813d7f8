import type { RequestRow } from '../../src/snapshot/document.ts';
import { FAMILIES, type Fact, type ListName } from '../../src/snapshot/families.ts';
import { invokePolicy } from './invoke-policy.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  FUNCTION_ARN,
  instance,
  networkAcl,
  networkInterface,
  permit,
  REGION,
  route,
  routeTable,
  SECRET_ARN,
  securityGroup,
  subnet,
  vpc,
  type World,
} from './world.ts';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/rotate-db`;

const EMPTY_LISTS = Object.fromEntries(Object.keys(FAMILIES).map((name) => [name, []])) as unknown as {
  [L in ListName]: Fact<L>[];
};

/**
 * VPC 10.0.0.0/16 with the function's subnets l1 (zone a) and l2 (zone b), a database subnet, a public subnet with a
 * NAT gateway, a PostgreSQL server on an instance. The function runs in l1 and leaves through the NAT gateway. Every
 * call makes a new one.
 */
export function healthyWorld(): World {
  const database = instance('i-db', networkInterface('eni-db', 'subnet-db', '10.0.20.10', ['sg-db']));
  return structuredClone({
    snapshotVersion: 1,
    capturedAt: '2026-11-23T08:00:00.000Z',
    partition: 'aws',
    region: REGION,
    accountId: ACCOUNT,
    ...EMPTY_LISTS,
    Secrets: [
      {
        ARN: SECRET_ARN,
        Name: 'prod/db',
        RotationEnabled: true,
        RotationLambdaARN: FUNCTION_ARN,
        RotationRules: { AutomaticallyAfterDays: 30 },
        VersionIdsToStages: { '00000000-0000-4000-8000-000000000001': ['AWSCURRENT'] },
      },
    ],
    SecretPolicies: { [SECRET_ARN]: null },
    Functions: [
      {
        FunctionArn: FUNCTION_ARN,
        FunctionName: 'rotate-db',
        Description: 'Rotates the database password',
        Role: ROLE_ARN,
        Runtime: 'python3.12',
        State: 'Active',
        LastUpdateStatus: 'Successful',
        RevisionId: '00000000-0000-4000-8000-0000000000aa',
        Timeout: 30,
        Version: '$LATEST',
        VpcConfig: {
          VpcId: 'vpc-1',
          SubnetIds: ['subnet-l1'],
          SecurityGroupIds: ['sg-lambda'],
          Ipv6AllowedForDualStack: false,
        },
      },
    ],
    FunctionPolicies: {
      [FUNCTION_ARN]: invokePolicy({
        StringEquals: { 'AWS:SourceAccount': ACCOUNT },
        ArnLike: { 'AWS:SourceArn': SECRET_ARN },
      }),
    },
    FunctionConcurrency: { [FUNCTION_ARN]: null },
    Vpcs: [vpc('vpc-1', '10.0.0.0/16')],
    Subnets: [
      subnet('subnet-l1', '10.0.1.0/24', 'a'),
      subnet('subnet-l2', '10.0.2.0/24', 'b'),
      subnet('subnet-db', '10.0.20.0/24', 'a'),
      { ...subnet('subnet-public', '10.0.100.0/24', 'a'), MapPublicIpOnLaunch: true },
    ],
    RouteTables: [
      routeTable('rtb-main', [], []),
      routeTable('rtb-private', ['subnet-l1', 'subnet-l2'], [route('0.0.0.0/0', 'nat-1')]),
      routeTable('rtb-db', ['subnet-db'], []),
      routeTable('rtb-public', ['subnet-public'], [route('0.0.0.0/0', 'igw-1')]),
    ],
    NetworkAcls: [
      networkAcl('acl-default', ['subnet-l1', 'subnet-l2', 'subnet-db', 'subnet-public'], ALLOW_ALL, ALLOW_ALL),
    ],
    SecurityGroups: [
      securityGroup('sg-default', [permit('-1', ['sg-default'])]),
      securityGroup('sg-lambda', []),
      securityGroup('sg-db', [permit('tcp', ['sg-lambda'], 5432)]),
    ],
    NatGateways: [
      {
        NatGatewayId: 'nat-1',
        VpcId: 'vpc-1',
        SubnetId: 'subnet-public',
        State: 'available',
        ConnectivityType: 'public',
        AvailabilityMode: 'zonal',
        NatGatewayAddresses: [
          {
            AllocationId: 'eipalloc-1',
            PublicIp: '203.0.113.5',
            PrivateIp: '10.0.100.5',
            NetworkInterfaceId: 'eni-nat',
            IsPrimary: true,
            Status: 'succeeded',
          },
        ],
      },
    ],
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
    NetworkInterfaces: [
      networkInterface('eni-lambda', 'subnet-l1', '10.0.1.25', ['sg-lambda'], {
        InterfaceType: 'lambda',
        Description: 'AWS Lambda VPC ENI-rotate-db-00000000-0000-4000-8000-0000000000bb',
      }),
      networkInterface('eni-nat', 'subnet-public', '10.0.100.5', [], {
        InterfaceType: 'nat_gateway',
        SourceDestCheck: false,
        Association: { PublicIp: '203.0.113.5' },
      }),
      database.interface,
    ],
    Instances: [database.instance],
    DhcpOptions: [
      {
        DhcpOptionsId: 'dopt-amazon',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      },
    ],
    requests: completeRequests(),
    gaps: [],
  } satisfies World);
}

/** What a collector asks for one VPC, every list of it. */
function completeRequests(): RequestRow[] {
  const inVpc = { 'vpc-id': ['vpc-1'] };
  const filters: Partial<Record<ListName, RequestRow['filters']>> = {
    Secrets: { 'secret-id': [SECRET_ARN] },
    Functions: { 'function-arn': [FUNCTION_ARN] },
    InternetGateways: { 'attachment.vpc-id': ['vpc-1'] },
    VpnGateways: { 'attachment.vpc-id': ['vpc-1'] },
    DhcpOptions: { 'dhcp-options-id': ['dopt-amazon'] },
    ManagedPrefixLists: {},
    EgressOnlyInternetGateways: {},
    ProfileAssociations: { 'resource-id': ['vpc-1'] },
  };
  const byVpc: readonly ListName[] = [
    ...(['Vpcs', 'Subnets', 'RouteTables', 'NetworkAcls', 'SecurityGroups', 'NatGateways', 'VpcEndpoints'] as const),
    ...(['NetworkInterfaces', 'Instances', 'TransitGatewayVpcAttachments', 'HostedZones'] as const),
    ...(['ResolverRuleAssociations', 'FirewallRuleGroupAssociations'] as const),
  ];
  for (const list of byVpc) filters[list] = inVpc;
  const rows = (Object.keys(filters) as ListName[]).map((list) => asked(list, filters[list] ?? {}));
  const peerings = ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'].map((name) =>
    asked('VpcPeeringConnections', { [name]: ['vpc-1'] }),
  );
  const lambdaRow = (list: string, action: string): RequestRow => ({
    ...asked('Functions', { 'function-arn': [FUNCTION_ARN] }),
    list,
    action,
  });
  return [
    ...rows,
    ...peerings,
    {
      ...asked('Secrets', { 'secret-id': [SECRET_ARN] }),
      list: 'SecretPolicies',
      action: 'secretsmanager:GetResourcePolicy',
    },
    lambdaRow('FunctionPolicies', 'lambda:GetPolicy'),
    lambdaRow('FunctionConcurrency', 'lambda:GetFunctionConcurrency'),
  ];
}

export function asked(list: ListName, filters: RequestRow['filters']): RequestRow {
  return { list, action: FAMILIES[list].action, account: ACCOUNT, region: REGION, filters };
}
