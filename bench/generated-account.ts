import type { RawItem } from '../src/snapshot/document.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const SUBNETS = ['app-a', 'app-b', 'db-a', 'db-b', 'pub-a', 'pub-b'] as const;
const GROUPS = 20;
/** 1 VPC, 1 internet gateway, 6 subnets, 3 route tables, 2 ACLs, 1 NAT gateway, 1 endpoint, the groups; interfaces make 100. */
const INTERFACES = 100 - 15 - GROUPS;
const EVERYWHERE = '0.0.0.0/0';

export const QUESTION = ['--secret', 'bench', '--target', '10.0.2.4:5432'] as const;

/**
 * The snapshot of an account of `resources` network resources, a multiple of 100: each VPC has 100, all alike in shape. The
 * question concerns the first; it passes.
 */
export function generatedAccount(resources: number): RawItem {
  const vpcs = Array.from({ length: resources / 100 }, (_, n) => vpcNumber(n));
  const gather = (list: keyof ReturnType<typeof vpcNumber>) => vpcs.flatMap((vpc) => vpc[list]);
  return {
    snapshotVersion: 1,
    capturedAt: '2026-11-23T08:00:00.000Z',
    partition: 'aws',
    region: REGION,
    accountId: ACCOUNT,
    ...rotation(),
    Vpcs: gather('Vpcs'),
    Subnets: gather('Subnets'),
    RouteTables: gather('RouteTables'),
    NetworkAcls: gather('NetworkAcls'),
    SecurityGroups: gather('SecurityGroups'),
    InternetGateways: gather('InternetGateways'),
    NatGateways: gather('NatGateways'),
    VpcEndpoints: gather('VpcEndpoints'),
    NetworkInterfaces: gather('NetworkInterfaces'),
    ManagedPrefixLists: [],
    EgressOnlyInternetGateways: [],
    VpnGateways: [],
    VpcPeeringConnections: [],
    Instances: [],
    DhcpOptions: [dhcpOptions()],
  };
}

function rotation(): RawItem {
  const secret = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:bench-AbCdEf`;
  const lambda = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:bench`;
  return {
    Secrets: [
      {
        ARN: secret,
        Name: 'bench',
        RotationEnabled: true,
        RotationLambdaARN: lambda,
        RotationRules: { AutomaticallyAfterDays: 30 },
        VersionIdsToStages: { '00000000-0000-4000-8000-000000000001': ['AWSCURRENT'] },
      },
    ],
    SecretPolicies: { [secret]: null },
    Functions: [
      {
        FunctionArn: lambda,
        FunctionName: 'bench',
        Runtime: 'python3.13',
        State: 'Active',
        LastUpdateStatus: 'Successful',
        Timeout: 30,
        VpcConfig: {
          VpcId: id('vpc', 0),
          SubnetIds: [id('subnet', 0), id('subnet', 1)],
          SecurityGroupIds: [id('sg', 0)],
        },
      },
    ],
    FunctionPolicies: {
      [lambda]: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'secretsmanager.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: lambda,
          },
        ],
      }),
    },
  };
}

/** The 100 resources of one VPC. Its subnets are 10.X.0.0/24 to 10.X.5.0/24, `pub-` ones behind the internet gateway. */
function vpcNumber(n: number) {
  const vpc = id('vpc', n);
  const cidr = `10.${n % 256}.0.0/16`;
  const subnet = (i: number) => id('subnet', n * SUBNETS.length + i);
  const group = (i: number) => id('sg', n * GROUPS + i);
  const table = (i: number) => id('rtb', n * 3 + i);
  const endpointInterface = id('eni', n * INTERFACES + 1);
  const owner = { VpcId: vpc, OwnerId: ACCOUNT };
  return {
    Vpcs: [
      {
        ...owner,
        CidrBlock: cidr,
        CidrBlockAssociationSet: [{ CidrBlock: cidr, CidrBlockState: { State: 'associated' } }],
        DhcpOptionsId: 'dopt-1',
        EnableDnsSupport: true,
        EnableDnsHostnames: true,
        Tags: tags('vpc', n),
      },
    ],
    Subnets: SUBNETS.map((name, i) => ({
      ...owner,
      SubnetId: subnet(i),
      CidrBlock: `10.${n % 256}.${i}.0/24`,
      AvailabilityZone: `${REGION}${name.slice(-1)}`,
      State: 'available',
      Tags: tags(name, n),
    })),
    RouteTables: [
      routeTable(vpc, table(0), [], cidr, null),
      routeTable(vpc, table(1), [subnet(0), subnet(1), subnet(2), subnet(3)], cidr, { NatGatewayId: id('nat', n) }),
      routeTable(vpc, table(2), [subnet(4), subnet(5)], cidr, { GatewayId: id('igw', n) }),
    ],
    NetworkAcls: [
      networkAcl(vpc, id('acl', 2 * n), true, [subnet(4), subnet(5)]),
      networkAcl(vpc, id('acl', 2 * n + 1), false, [subnet(0), subnet(1), subnet(2), subnet(3)]),
    ],
    SecurityGroups: Array.from({ length: GROUPS }, (_, i) =>
      securityGroup(vpc, group(i), i === 1 ? group(0) : group(i - 1)),
    ),
    InternetGateways: [{ InternetGatewayId: id('igw', n), Attachments: [{ VpcId: vpc, State: 'available' }] }],
    NatGateways: [
      {
        NatGatewayId: id('nat', n),
        VpcId: vpc,
        SubnetId: subnet(4),
        State: 'available',
        ConnectivityType: 'public',
        NatGatewayAddresses: [
          { PrivateIp: `10.${n % 256}.4.4`, PublicIp: `203.0.113.${n % 256}`, Status: 'succeeded', IsPrimary: true },
        ],
      },
    ],
    VpcEndpoints: [secretsEndpoint(vpc, id('vpce', n), subnet(0), endpointInterface, group(1))],
    NetworkInterfaces: Array.from({ length: INTERFACES }, (_, i) => {
      const [name, subnetNumber, host] = i === 1 ? ['endpoint', 0, 4] : ['host', 2 + (i % 2), 4 + i / 2];
      const isEndpoint = name === 'endpoint';
      return {
        ...owner,
        NetworkInterfaceId: id('eni', n * INTERFACES + i),
        SubnetId: subnet(Number(subnetNumber)),
        InterfaceType: isEndpoint ? 'vpc_endpoint' : 'interface',
        Status: 'in-use',
        Description: `${name} ${i}`,
        ...addresses(`10.${n % 256}.${subnetNumber}.${Math.floor(Number(host))}`),
        Groups: [{ GroupId: group(i < 2 ? 1 : i % GROUPS), GroupName: `group-${i % GROUPS}` }],
        Attachment: { Status: 'attached', DeviceIndex: 0 },
        TagSet: tags(String(name), i),
      };
    }),
  };
}

function routeTable(
  vpc: string,
  table: string,
  subnets: readonly string[],
  cidr: string,
  target: RawItem | null,
): RawItem {
  const local = { DestinationCidrBlock: cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' };
  const out = { DestinationCidrBlock: EVERYWHERE, ...target, Origin: 'CreateRoute', State: 'active' };
  const association = { RouteTableId: table, AssociationState: { State: 'associated' } };
  return {
    RouteTableId: table,
    VpcId: vpc,
    OwnerId: ACCOUNT,
    Associations:
      subnets.length === 0
        ? [{ ...association, Main: true }]
        : subnets.map((SubnetId) => ({ ...association, Main: false, SubnetId })),
    Routes: target === null ? [local] : [local, out],
  };
}

function networkAcl(vpc: string, acl: string, isDefault: boolean, subnets: readonly string[]): RawItem {
  const entry = (RuleNumber: number, RuleAction: string, Egress: boolean, ports: RawItem) => ({
    RuleNumber,
    RuleAction,
    Egress,
    CidrBlock: EVERYWHERE,
    ...ports,
  });
  const range = (From: number, To: number) => ({ Protocol: '6', PortRange: { From, To } });
  const custom = [443, 5432].map((port, i) => [port, 100 + 10 * i] as const);
  const entriesOf = (egress: boolean) => [
    ...(isDefault ? [entry(100, 'allow', egress, { Protocol: '-1' })] : []),
    ...(isDefault ? [] : custom.map(([port, rule]) => entry(rule, 'allow', egress, range(port, port)))),
    ...(isDefault ? [] : [entry(200, 'allow', egress, range(1024, 65535))]),
    entry(32767, 'deny', egress, { Protocol: '-1' }),
  ];
  return {
    NetworkAclId: acl,
    VpcId: vpc,
    OwnerId: ACCOUNT,
    IsDefault: isDefault,
    Associations: subnets.map((SubnetId) => ({ NetworkAclId: acl, SubnetId })),
    Entries: [...entriesOf(false), ...entriesOf(true)],
  };
}

/** Group 0 is the function's, group 1 lets it in at 443 and 5432; the others let in their predecessor. */
function securityGroup(vpc: string, group: string, from: string): RawItem {
  return {
    GroupId: group,
    GroupName: `name-of-${group}`,
    Description: 'generated',
    VpcId: vpc,
    OwnerId: ACCOUNT,
    IpPermissions: [443, 5432].map((port) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      IpRanges: [],
      UserIdGroupPairs: [{ GroupId: from, UserId: ACCOUNT }],
    })),
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: EVERYWHERE }], UserIdGroupPairs: [] }],
    Tags: tags(group, 0),
  };
}

function secretsEndpoint(
  vpc: string,
  endpoint: string,
  subnet: string,
  networkInterface: string,
  group: string,
): RawItem {
  return {
    VpcEndpointId: endpoint,
    VpcEndpointType: 'Interface',
    VpcId: vpc,
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    State: 'available',
    PrivateDnsEnabled: true,
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    SubnetIds: [subnet],
    NetworkInterfaceIds: [networkInterface],
    Groups: [{ GroupId: group }],
    DnsEntries: [
      { DnsName: `${endpoint}-abc.secretsmanager.${REGION}.vpce.amazonaws.com` },
      { DnsName: `secretsmanager.${REGION}.amazonaws.com` },
    ],
    PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }),
  };
}

function dhcpOptions(): RawItem {
  return {
    DhcpOptionsId: 'dopt-1',
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
  };
}

function addresses(address: string): RawItem {
  return { PrivateIpAddress: address, PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }] };
}

function tags(name: string, n: number): readonly RawItem[] {
  return [
    { Key: 'Name', Value: `${name}-${n}` },
    { Key: 'team', Value: `team-${n % 7}` },
  ];
}

function id(prefix: string, n: number): string {
  return `${prefix}-${n.toString(16).padStart(17, '0')}`;
}
