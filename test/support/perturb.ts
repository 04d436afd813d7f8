/** Documents that say the same in another way: the assessment of each must be the same. */
type Json = Record<string, unknown>;

/** Every list at every depth in another order, the same one each time for the same seed. */
export function shuffled(value: unknown, seed: number): unknown {
  const random = generator(seed);
  const walk = (it: unknown): unknown => {
    if (Array.isArray(it)) return permuted(it.map(walk), random);
    if (typeof it !== 'object' || it === null) return it;
    return Object.fromEntries(permuted(Object.entries(it), random).map(([k, v]) => [k, walk(v)]));
  };
  return walk(value);
}

function permuted<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** A linear congruential generator of numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Another VPC with the same ranges and addresses, in which hardly anything works. */
export function withUnrelatedVpc(document: Json): Json {
  const added = structuredClone(document);
  for (const [list, items] of Object.entries(UNRELATED)) {
    // A list that nobody asked for must not look asked for.
    if (Array.isArray(added[list])) (added[list] as unknown[]).push(...items);
    else if (Array.isArray(added['requests'])) added[list] = items;
  }
  return added;
}

const IN_VPC = { VpcId: 'vpc-unrelated' };
const CLOSED = {
  GroupId: 'sg-unrelated',
  GroupName: 'unrelated',
  ...IN_VPC,
  IpPermissions: [],
  IpPermissionsEgress: [],
};
const DEAD = { Origin: 'CreateRoute', State: 'blackhole' };

const UNRELATED: Readonly<Record<string, readonly Json[]>> = {
  Vpcs: [
    {
      ...IN_VPC,
      CidrBlock: '10.0.0.0/16',
      EnableDnsSupport: false,
      EnableDnsHostnames: false,
      DhcpOptionsId: 'dopt-unrelated',
    },
  ],
  DhcpOptions: [
    {
      DhcpOptionsId: 'dopt-unrelated',
      DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '192.0.2.53' }] }],
    },
  ],
  Subnets: [
    { SubnetId: 'subnet-unrelated', ...IN_VPC, CidrBlock: '10.0.20.0/24', AvailabilityZone: 'us-east-1a' },
    { SubnetId: 'subnet-unrelated-2', ...IN_VPC, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1b' },
  ],
  RouteTables: [
    {
      RouteTableId: 'rtb-unrelated',
      ...IN_VPC,
      Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
        { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-unrelated', ...DEAD },
      ],
    },
  ],
  NetworkAcls: [
    {
      NetworkAclId: 'acl-unrelated',
      ...IN_VPC,
      IsDefault: true,
      Associations: [{ SubnetId: 'subnet-unrelated' }, { SubnetId: 'subnet-unrelated-2' }],
      Entries: [],
    },
  ],
  SecurityGroups: [CLOSED],
  NatGateways: [{ NatGatewayId: 'nat-unrelated', ...IN_VPC, SubnetId: 'subnet-unrelated', State: 'failed' }],
  InternetGateways: [{ InternetGatewayId: 'igw-unrelated', Attachments: [] }],
  VpcEndpoints: [
    {
      VpcEndpointId: 'vpce-unrelated',
      VpcEndpointType: 'Interface',
      ...IN_VPC,
      ServiceName: 'com.amazonaws.us-east-1.secretsmanager',
      State: 'failed',
      PrivateDnsEnabled: true,
      SubnetIds: ['subnet-unrelated'],
      NetworkInterfaceIds: ['eni-unrelated'],
      Groups: [{ GroupId: 'sg-unrelated' }],
      DnsEntries: [{ DnsName: 'secretsmanager.us-east-1.amazonaws.com' }],
    },
  ],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-unrelated',
      ...IN_VPC,
      SubnetId: 'subnet-unrelated',
      InterfaceType: 'interface',
      Status: 'available',
      PrivateIpAddress: '10.0.20.10',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.20.10', Primary: true }],
      Groups: [{ GroupId: 'sg-unrelated' }],
    },
  ],
  Instances: [
    {
      InstanceId: 'i-unrelated',
      ...IN_VPC,
      State: { Name: 'terminated' },
      PrivateIpAddress: '10.0.20.10',
      PrivateDnsName: 'ip-10-0-20-10.ec2.internal',
    },
  ],
};
