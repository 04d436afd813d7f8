import type { GapRow, RequestRow } from '../../src/snapshot/document.ts';
import { FAMILIES, type Fact, type ListName } from '../../src/snapshot/families.ts';

/** A snapshot document under construction: an account that scenarios break in one place. */
export type World = {
  snapshotVersion: 1;
  capturedAt: string;
  partition: string;
  region: string;
  accountId: string;
  SecretPolicies: Record<string, string | null>;
  FunctionPolicies: Record<string, string | null>;
  FunctionConcurrency: Record<string, number | null>;
  ServiceIpRanges?: { createDate: string; prefixes: Record<string, string>[] };
  requests?: RequestRow[];
  gaps: GapRow[];
} & { [L in ListName]: Fact<L>[] };

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const SECRET_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db-AbCdEf`;
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate-db`;
export const SECRETS_MANAGER_HOST = `secretsmanager.${REGION}.amazonaws.com`;

type Permission = NonNullable<Fact<'SecurityGroups'>['IpPermissions']>[number];
type AclEntry = NonNullable<Fact<'NetworkAcls'>['Entries']>[number];
type Route = NonNullable<Fact<'RouteTables'>['Routes']>[number];

/** One rule of a security group: `peers` are CIDRs, sg-… or pl-… ids; without ports all ports of the protocol. */
export function permit(protocol: string, peers: readonly string[], from?: number, to = from): Permission {
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from, ToPort: to }),
    IpRanges: peers.filter((p) => p.includes('.')).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: peers.filter((p) => p.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: peers.filter((p) => p.startsWith('pl-')).map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: peers.filter((p) => p.startsWith('sg-')).map((GroupId) => ({ GroupId, UserId: ACCOUNT })),
  };
}

export const OPEN = permit('-1', ['0.0.0.0/0']);

/** One numbered entry of a network ACL; `protocol` as EC2 writes it: '6', '17', '-1'. */
export function entry(
  number: number,
  action: 'allow' | 'deny',
  protocol: string,
  cidr: string,
  ports?: readonly [number, number],
): Omit<AclEntry, 'Egress'> {
  return {
    RuleNumber: number,
    Protocol: protocol,
    RuleAction: action,
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
  };
}

export const ALLOW_ALL = [entry(100, 'allow', '-1', '0.0.0.0/0')];
export const EPHEMERAL = [1024, 65535] as const;
export const HTTPS = [443, 443] as const;
export const POSTGRES = [5432, 5432] as const;

/** A route as DescribeRouteTables shows it; the target's field follows from its id. */
export function route(destination: string, target: string, more: Partial<Route> = {}): Route {
  const to = destination.startsWith('pl-')
    ? { DestinationPrefixListId: destination }
    : destination.includes(':')
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };
  return { ...to, [targetField(target)]: target, Origin: 'CreateRoute', State: 'active', ...more };
}

function targetField(target: string): string {
  const fields: Record<string, string> = {
    nat: 'NatGatewayId',
    pcx: 'VpcPeeringConnectionId',
    tgw: 'TransitGatewayId',
    eni: 'NetworkInterfaceId',
    eigw: 'EgressOnlyInternetGatewayId',
    arn: 'CoreNetworkArn',
  };
  return fields[target.split(/[-:]/)[0] ?? ''] ?? 'GatewayId';
}

const local = (cidr: string) => route(cidr, 'local', { Origin: 'CreateRouteTable' });

export function subnet(id: string, cidr: string, zone: 'a' | 'b' | 'c', vpc = 'vpc-1'): Fact<'Subnets'> {
  return {
    SubnetId: id,
    VpcId: vpc,
    OwnerId: ACCOUNT,
    CidrBlock: cidr,
    AvailabilityZone: `${REGION}${zone}`,
    AvailabilityZoneId: `use1-az${zone === 'a' ? 1 : zone === 'b' ? 2 : 4}`,
    AvailableIpAddressCount: 240,
    MapPublicIpOnLaunch: false,
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
  };
}

export function vpc(id: string, cidr: string): Fact<'Vpcs'> {
  return {
    VpcId: id,
    OwnerId: ACCOUNT,
    CidrBlock: cidr,
    CidrBlockAssociationSet: [{ CidrBlock: cidr, CidrBlockState: { State: 'associated' } }],
    DhcpOptionsId: 'dopt-amazon',
    EnableDnsSupport: true,
    EnableDnsHostnames: true,
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
  };
}

/** A table of a VPC; `subnets` are associated explicitly, none at all makes it the main table. */
export function routeTable(
  id: string,
  subnets: readonly string[],
  routes: readonly Route[],
  cidr = '10.0.0.0/16',
  vpcId = 'vpc-1',
): Fact<'RouteTables'> {
  const state = { AssociationState: { State: 'associated' } };
  return {
    RouteTableId: id,
    VpcId: vpcId,
    Associations:
      subnets.length === 0
        ? [{ Main: true, RouteTableId: id, ...state }]
        : subnets.map((SubnetId) => ({ Main: false, RouteTableId: id, SubnetId, ...state })),
    Routes: [local(cidr), ...routes],
  };
}

export function networkAcl(
  id: string,
  subnets: readonly string[],
  ingress: readonly Omit<AclEntry, 'Egress'>[],
  egress: readonly Omit<AclEntry, 'Egress'>[],
  vpcId = 'vpc-1',
): Fact<'NetworkAcls'> {
  const closing = entry(32767, 'deny', '-1', '0.0.0.0/0');
  return {
    NetworkAclId: id,
    VpcId: vpcId,
    IsDefault: id.endsWith('default'),
    Associations: subnets.map((SubnetId) => ({ NetworkAclId: id, SubnetId })),
    Entries: [
      ...[...ingress, closing].map((e) => ({ ...e, Egress: false }) as AclEntry),
      ...[...egress, closing].map((e) => ({ ...e, Egress: true }) as AclEntry),
    ],
  };
}

export function securityGroup(
  id: string,
  ingress: readonly Permission[],
  egress: readonly Permission[] = [OPEN],
  vpcId = 'vpc-1',
): Fact<'SecurityGroups'> {
  return {
    GroupId: id,
    GroupName: id.slice(3),
    VpcId: vpcId,
    OwnerId: ACCOUNT,
    IpPermissions: [...ingress],
    IpPermissionsEgress: [...egress],
  };
}

export function networkInterface(
  id: string,
  subnetId: string,
  address: string,
  groups: readonly string[],
  more: Partial<Fact<'NetworkInterfaces'>> = {},
): Fact<'NetworkInterfaces'> {
  return {
    NetworkInterfaceId: id,
    VpcId: 'vpc-1',
    SubnetId: subnetId,
    InterfaceType: 'interface',
    Status: 'in-use',
    SourceDestCheck: true,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
    Groups: groups.map((GroupId) => ({ GroupId, GroupName: GroupId.slice(3) })),
    ...more,
  };
}

/** A running instance and its interface, device index 0. */
export function instance(
  id: string,
  eni: Fact<'NetworkInterfaces'>,
  more: Partial<Fact<'Instances'>> = {},
): { instance: Fact<'Instances'>; interface: Fact<'NetworkInterfaces'> } {
  const address = eni.PrivateIpAddress ?? '';
  return {
    instance: {
      InstanceId: id,
      State: { Name: 'running' },
      VpcId: eni.VpcId,
      SubnetId: eni.SubnetId,
      PrivateIpAddress: address,
      PrivateDnsName: `ip-${address.replaceAll('.', '-')}.ec2.internal`,
      NetworkInterfaces: [
        { NetworkInterfaceId: eni.NetworkInterfaceId, PrivateIpAddress: address, Attachment: { DeviceIndex: 0 } },
      ],
      ...more,
    },
    interface: { ...eni, Attachment: { Status: 'attached', InstanceId: id, DeviceIndex: 0 } },
  };
}

/** The item with this id; a scenario that names one that is not there is wrong. */
export function item<L extends ListName>(world: World, list: L, id: string): Fact<L> {
  const found = (world[list] as Fact<L>[]).find((i) => (i as Record<string, unknown>)[FAMILIES[list].id ?? ''] === id);
  if (found === undefined) throw new Error(`No ${id} in ${list}`);
  return found;
}

export function remove(world: World, list: ListName, id: string): void {
  const items = world[list] as Record<string, unknown>[];
  items.splice(items.indexOf(item(world, list, id) as Record<string, unknown>), 1);
}

export function rotationFunction(world: World): Fact<'Functions'> {
  return item(world, 'Functions', FUNCTION_ARN);
}

export function vpcConfig(world: World): NonNullable<Fact<'Functions'>['VpcConfig']> {
  const config = rotationFunction(world).VpcConfig;
  if (config === undefined) throw new Error('The function is in no VPC');
  return config;
}

export function secret(world: World): Fact<'Secrets'> {
  return item(world, 'Secrets', SECRET_ARN);
}

export function environment(world: World, variables: Record<string, string>): void {
  rotationFunction(world).Environment = { Variables: variables };
}

export function setRoutes(world: World, table: string, routes: readonly Route[]): void {
  const it = item(world, 'RouteTables', table);
  it.Routes = [...(it.Routes ?? []).filter((r) => r.GatewayId === 'local'), ...routes];
}

export function addRoutes(world: World, table: string, routes: readonly Route[]): void {
  const it = item(world, 'RouteTables', table);
  it.Routes = [...(it.Routes ?? []), ...routes];
}

/** Gives subnets a network ACL of their own instead of the one they had. */
export function putAcl(
  world: World,
  id: string,
  subnets: readonly string[],
  ingress: readonly Omit<AclEntry, 'Egress'>[],
  egress: readonly Omit<AclEntry, 'Egress'>[],
): void {
  for (const acl of world.NetworkAcls) {
    acl.Associations = (acl.Associations ?? []).filter((a) => !subnets.includes(a.SubnetId ?? ''));
  }
  const vpcId = item(world, 'Subnets', subnets[0] ?? '').VpcId;
  world.NetworkAcls.push(networkAcl(id, subnets, ingress, egress, vpcId));
}

/** Adds a subnet with its explicit association to a table and the default ACL of its VPC. */
export function addSubnet(world: World, it: Fact<'Subnets'>, table: string | null): void {
  world.Subnets.push(it);
  if (table !== null) {
    item(world, 'RouteTables', table).Associations?.push({
      Main: false,
      SubnetId: it.SubnetId,
      AssociationState: { State: 'associated' },
    });
  }
  const acl = world.NetworkAcls.find((a) => a.VpcId === it.VpcId && a.IsDefault === true);
  acl?.Associations?.push({ SubnetId: it.SubnetId });
}

/** The answer to a Describe call was an error: nothing of the list is known, and the row says so. */
export function refuse(world: World, list: string, action?: string): void {
  const row = world.requests?.find((r) => r.list === list);
  world.requests = (world.requests ?? []).filter((r) => r.list !== list);
  if (list in FAMILIES) (world[list as ListName] as unknown[]).length = 0;
  world.gaps.push({
    list,
    action: action ?? row?.action ?? FAMILIES[list as ListName].action,
    account: ACCOUNT,
    region: REGION,
    filters: row?.filters ?? {},
    error: 'UnauthorizedOperation',
    message: 'You are not authorized to perform this operation.',
  });
}
