import { asked } from './healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  addRoutes,
  addSubnet,
  instance,
  item,
  networkAcl,
  networkInterface,
  permit,
  REGION,
  route,
  routeTable,
  SECRETS_MANAGER_HOST,
  securityGroup,
  setRoutes,
  subnet,
  vpc,
  type World,
} from './world.ts';

export const ENDPOINT_NAME = `vpce-sm-abc.secretsmanager.${REGION}.vpce.amazonaws.com`;
export const ZONAL_ENDPOINT_NAME = `vpce-sm-abc-${REGION}a.secretsmanager.${REGION}.vpce.amazonaws.com`;

/** An interface endpoint for Secrets Manager with an interface in each of two zones, open to the function's group. */
export function addEndpoint(world: World, options: { privateDns?: boolean; zones?: 1 | 2 } = {}): void {
  const privateDns = options.privateDns ?? true;
  const places = [
    { subnet: subnet('subnet-e1', '10.0.30.0/24', 'a'), eni: 'eni-sm-a', address: '10.0.30.10' },
    { subnet: subnet('subnet-e2', '10.0.31.0/24', 'b'), eni: 'eni-sm-b', address: '10.0.31.10' },
  ].slice(0, options.zones ?? 2);
  for (const place of places) {
    addSubnet(world, place.subnet, 'rtb-db');
    world.NetworkInterfaces.push(
      networkInterface(place.eni, place.subnet.SubnetId, place.address, ['sg-endpoint'], {
        InterfaceType: 'vpc_endpoint',
        Description: 'VPC Endpoint Interface vpce-sm',
      }),
    );
  }
  world.SecurityGroups.push(securityGroup('sg-endpoint', [permit('tcp', ['sg-lambda'], 443)]));
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-sm',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-1',
    ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
    ServiceRegion: REGION,
    State: 'available',
    PrivateDnsEnabled: privateDns,
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    SubnetIds: places.map((p) => p.subnet.SubnetId),
    NetworkInterfaceIds: places.map((p) => p.eni),
    Groups: [{ GroupId: 'sg-endpoint' }],
    DnsEntries: [ENDPOINT_NAME, ZONAL_ENDPOINT_NAME, ...(privateDns ? [SECRETS_MANAGER_HOST] : [])].map((DnsName) => ({
      DnsName,
    })),
    PolicyDocument: policy({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
}

export function policy(...statements: readonly Record<string, unknown>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The private subnets lose their way to the internet. */
export function withoutNat(world: World): void {
  setRoutes(world, 'rtb-private', []);
  world.NatGateways.length = 0;
  world.NetworkInterfaces = world.NetworkInterfaces.filter((i) => i.NetworkInterfaceId !== 'eni-nat');
}

/** VPC 10.1.0.0/16 of the same account and Region, peered, routes on both sides, a database at 10.1.0.10. */
export function addPeerVpc(world: World): void {
  world.Vpcs.push(vpc('vpc-2', '10.1.0.0/16'));
  world.NetworkAcls.push(networkAcl('acl-peer-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-2'));
  world.RouteTables.push(routeTable('rtb-peer', [], [route('10.0.0.0/16', 'pcx-1')], '10.1.0.0/16', 'vpc-2'));
  addSubnet(world, subnet('subnet-peer', '10.1.0.0/24', 'a', 'vpc-2'), null);
  world.SecurityGroups.push(securityGroup('sg-peer-db', [permit('tcp', ['10.0.0.0/16'], 5432)], undefined, 'vpc-2'));
  const database = instance(
    'i-peer-db',
    networkInterface('eni-peer-db', 'subnet-peer', '10.1.0.10', ['sg-peer-db'], { VpcId: 'vpc-2' }),
  );
  world.Instances.push(database.instance);
  world.NetworkInterfaces.push(database.interface);
  addRoutes(world, 'rtb-private', [route('10.1.0.0/16', 'pcx-1')]);
  world.VpcPeeringConnections.push({
    VpcPeeringConnectionId: 'pcx-1',
    Status: { Code: 'active' },
    RequesterVpcInfo: side('vpc-1', '10.0.0.0/16'),
    AccepterVpcInfo: side('vpc-2', '10.1.0.0/16'),
  });
  askToo(world, 'vpc-2');
}

function side(vpcId: string, cidr: string) {
  return {
    VpcId: vpcId,
    OwnerId: ACCOUNT,
    Region: REGION,
    CidrBlock: cidr,
    CidrBlockSet: [{ CidrBlock: cidr }],
    PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false },
  };
}

/** Whatever was asked of vpc-1 was asked of this VPC too. */
export function askToo(world: World, vpcId: string): void {
  world.requests = (world.requests ?? []).map((row) => ({
    ...row,
    filters: Object.fromEntries(
      Object.entries(row.filters).map(([name, values]) => [
        name,
        values.includes('vpc-1') ? [...values, vpcId] : values,
      ]),
    ),
  }));
}

/** A transit gateway with the function's VPC attached in the zones given, and a route to it. */
function addTransitGateway(world: World, destination: string, attachmentSubnets: readonly string[]): void {
  world.TransitGateways.push({
    TransitGatewayId: 'tgw-1',
    OwnerId: ACCOUNT,
    State: 'available',
    Options: { SecurityGroupReferencingSupport: 'disable', DnsSupport: 'enable' },
  });
  attach(world, 'tgw-attach-1', 'vpc-1', attachmentSubnets);
  world.requests?.push(
    asked('TransitGateways', {}),
    asked('TransitGatewayAttachments', {}),
    asked('TransitGatewayRouteTables', {}),
  );
  world.TransitGatewayRouteTables.push({
    TransitGatewayRouteTableId: 'tgw-rtb-1',
    TransitGatewayId: 'tgw-1',
    State: 'available',
    Routes: [tgwRoute('10.0.0.0/16', 'tgw-attach-1', 'vpc-1', 'propagated')],
  });
  addRoutes(world, 'rtb-private', [route(destination, 'tgw-1')]);
}

/** Attaches a VPC and associates it with the one transit gateway route table. */
function attach(world: World, id: string, vpcId: string, subnetIds: readonly string[]): void {
  world.TransitGatewayVpcAttachments.push({
    TransitGatewayAttachmentId: id,
    TransitGatewayId: 'tgw-1',
    VpcId: vpcId,
    VpcOwnerId: ACCOUNT,
    State: 'available',
    SubnetIds: [...subnetIds],
    Options: { DnsSupport: 'enable', SecurityGroupReferencingSupport: 'enable', Ipv6Support: 'disable' },
  });
  world.TransitGatewayAttachments.push({
    TransitGatewayAttachmentId: id,
    TransitGatewayId: 'tgw-1',
    TransitGatewayOwnerId: ACCOUNT,
    ResourceOwnerId: ACCOUNT,
    ResourceType: 'vpc',
    ResourceId: vpcId,
    State: 'available',
    Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
  });
}

function tgwRoute(cidr: string, attachment: string, vpcId: string, type: 'static' | 'propagated') {
  return {
    DestinationCidrBlock: cidr,
    Type: type,
    State: 'active',
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: attachment, ResourceType: 'vpc', ResourceId: vpcId }],
  };
}

/** VPC 10.1.0.0/16 with a database at 10.1.0.10, reached over a transit gateway, routes on both sides. */
export function addDatabaseBehindTransitGateway(world: World): void {
  addTransitGateway(world, '10.1.0.0/16', ['subnet-l1', 'subnet-l2']);
  world.Vpcs.push(vpc('vpc-2', '10.1.0.0/16'));
  world.NetworkAcls.push(networkAcl('acl-far-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-2'));
  world.RouteTables.push(routeTable('rtb-far', [], [route('10.0.0.0/16', 'tgw-1')], '10.1.0.0/16', 'vpc-2'));
  addSubnet(world, subnet('subnet-far', '10.1.0.0/24', 'a', 'vpc-2'), null);
  world.SecurityGroups.push(securityGroup('sg-far-db', [permit('tcp', ['10.0.0.0/16'], 5432)], undefined, 'vpc-2'));
  const database = instance(
    'i-far-db',
    networkInterface('eni-far-db', 'subnet-far', '10.1.0.10', ['sg-far-db'], { VpcId: 'vpc-2' }),
  );
  world.Instances.push(database.instance);
  world.NetworkInterfaces.push(database.interface);
  attach(world, 'tgw-attach-2', 'vpc-2', ['subnet-far']);
  const table = item(world, 'TransitGatewayRouteTables', 'tgw-rtb-1') as { Routes?: unknown[] };
  table.Routes?.push(tgwRoute('10.1.0.0/16', 'tgw-attach-2', 'vpc-2', 'propagated'));
  askToo(world, 'vpc-2');
}

/** The function's VPC leaves through a NAT gateway in an egress VPC 10.9.0.0/16 behind the transit gateway. */
export function addCentralEgress(world: World): void {
  withoutNat(world);
  addTransitGateway(world, '0.0.0.0/0', ['subnet-l1', 'subnet-l2']);
  world.Vpcs.push(vpc('vpc-9', '10.9.0.0/16'));
  world.NetworkAcls.push(networkAcl('acl-egress-default', [], ALLOW_ALL, ALLOW_ALL, 'vpc-9'));
  world.RouteTables.push(
    routeTable('rtb-egress-main', [], [], '10.9.0.0/16', 'vpc-9'),
    routeTable('rtb-egress-attach', ['subnet-egress-attach'], [route('0.0.0.0/0', 'nat-9')], '10.9.0.0/16', 'vpc-9'),
    routeTable(
      'rtb-egress-public',
      ['subnet-egress-public'],
      [route('0.0.0.0/0', 'igw-9'), route('10.0.0.0/8', 'tgw-1')],
      '10.9.0.0/16',
      'vpc-9',
    ),
  );
  addSubnet(world, subnet('subnet-egress-attach', '10.9.1.0/24', 'a', 'vpc-9'), null);
  addSubnet(world, subnet('subnet-egress-public', '10.9.100.0/24', 'a', 'vpc-9'), null);
  world.InternetGateways.push({ InternetGatewayId: 'igw-9', Attachments: [{ VpcId: 'vpc-9', State: 'available' }] });
  world.NatGateways.push({
    NatGatewayId: 'nat-9',
    VpcId: 'vpc-9',
    SubnetId: 'subnet-egress-public',
    State: 'available',
    ConnectivityType: 'public',
    AvailabilityMode: 'zonal',
    NatGatewayAddresses: [
      { AllocationId: 'eipalloc-9', PublicIp: '203.0.113.9', PrivateIp: '10.9.100.9', Status: 'succeeded' },
    ],
  });
  attach(world, 'tgw-attach-9', 'vpc-9', ['subnet-egress-attach']);
  const table = item(world, 'TransitGatewayRouteTables', 'tgw-rtb-1') as { Routes?: unknown[] };
  table.Routes?.push(tgwRoute('0.0.0.0/0', 'tgw-attach-9', 'vpc-9', 'static'));
  askToo(world, 'vpc-9');
}

/** The superuser's secret of a rotation by alternating users, without a policy of its own. */
export function addSecondSecret(world: World, arn: string, more: Partial<World['Secrets'][number]> = {}): void {
  const versions = { '00000000-0000-4000-8000-000000000002': ['AWSCURRENT'] };
  world.Secrets.push({ ARN: arn, Name: 'prod/master', VersionIdsToStages: versions, ...more });
  world.SecretPolicies[arn] = null;
}

/** The list that AWS keeps of the addresses of S3. */
export function addS3PrefixList(world: World): void {
  world.ManagedPrefixLists.push({
    PrefixListId: 'pl-s3',
    PrefixListName: `com.amazonaws.${REGION}.s3`,
    OwnerId: 'AWS',
    AddressFamily: 'IPv4',
    State: 'create-complete',
    Entries: [{ Cidr: '198.51.100.0/24' }],
  });
}

/** A gateway endpoint for S3, and the prefix list that leads to it from the function's subnets. */
export function addS3Endpoint(world: World): void {
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-s3',
    VpcEndpointType: 'Gateway',
    VpcId: 'vpc-1',
    ServiceName: `com.amazonaws.${REGION}.s3`,
    State: 'available',
    RouteTableIds: ['rtb-private'],
  });
  addS3PrefixList(world);
  addRoutes(world, 'rtb-private', [route('pl-s3', 'vpce-s3')]);
}
