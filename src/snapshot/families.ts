import * as gateway from './gateway-facts.ts';
import * as naming from './name-facts.ts';
import * as network from './network-facts.ts';
import * as rotation from './rotation-facts.ts';
import * as service from './service-facts.ts';
import * as transit from './transit-facts.ts';

/**
 * What each list of a snapshot holds, which AWS action reads it, and under which names an item can be looked up.
 * Names are EC2's own filter names; paths walk AWS's own fields, `[]` into every element. The id is unique across
 * accounts and Regions; null where items have none, because they state relations.
 */
export const FAMILIES = {
  Secrets: family(rotation.Secret, 'secretsmanager:DescribeSecret', 'ARN', { 'secret-id': ['ARN', 'Name'] }),
  Functions: family(rotation.LambdaFunction, 'lambda:GetFunctionConfiguration', 'FunctionArn', {
    'function-arn': ['FunctionArn'],
  }),
  FunctionAliases: family(rotation.FunctionAlias, 'lambda:GetAlias', 'AliasArn', { 'function-arn': ['AliasArn'] }),
  CapacityProviders: family(rotation.CapacityProvider, 'lambda:GetCapacityProvider', 'CapacityProviderArn', {
    'capacity-provider-arn': ['CapacityProviderArn', 'CapacityProvider.CapacityProviderArn'],
  }),
  Vpcs: family(network.Vpc, 'ec2:DescribeVpcs', 'VpcId', { 'vpc-id': ['VpcId'] }),
  Subnets: family(network.Subnet, 'ec2:DescribeSubnets', 'SubnetId', {
    'subnet-id': ['SubnetId'],
    'vpc-id': ['VpcId'],
  }),
  RouteTables: family(network.RouteTable, 'ec2:DescribeRouteTables', 'RouteTableId', {
    'route-table-id': ['RouteTableId'],
    'vpc-id': ['VpcId'],
    'association.subnet-id': ['Associations[].SubnetId'],
    'association.gateway-id': ['Associations[].GatewayId'],
  }),
  NetworkAcls: family(network.NetworkAcl, 'ec2:DescribeNetworkAcls', 'NetworkAclId', {
    'network-acl-id': ['NetworkAclId'],
    'vpc-id': ['VpcId'],
    'association.subnet-id': ['Associations[].SubnetId'],
  }),
  SecurityGroups: family(network.SecurityGroup, 'ec2:DescribeSecurityGroups', 'GroupId', {
    'group-id': ['GroupId'],
    'vpc-id': ['VpcId'],
  }),
  ManagedPrefixLists: family(network.ManagedPrefixList, 'ec2:GetManagedPrefixListEntries', 'PrefixListId', {
    'prefix-list-id': ['PrefixListId'],
  }),
  NatGateways: family(gateway.NatGateway, 'ec2:DescribeNatGateways', 'NatGatewayId', {
    'nat-gateway-id': ['NatGatewayId'],
    'vpc-id': ['VpcId'],
    'subnet-id': ['SubnetId'],
  }),
  InternetGateways: family(gateway.InternetGateway, 'ec2:DescribeInternetGateways', 'InternetGatewayId', {
    'internet-gateway-id': ['InternetGatewayId'],
    'attachment.vpc-id': ['Attachments[].VpcId'],
  }),
  EgressOnlyInternetGateways: family(
    gateway.EgressOnlyInternetGateway,
    'ec2:DescribeEgressOnlyInternetGateways',
    'EgressOnlyInternetGatewayId',
    { 'egress-only-internet-gateway-id': ['EgressOnlyInternetGatewayId'] },
  ),
  VpnGateways: family(transit.VpnGateway, 'ec2:DescribeVpnGateways', 'VpnGatewayId', {
    'vpn-gateway-id': ['VpnGatewayId'],
    'attachment.vpc-id': ['VpcAttachments[].VpcId'],
  }),
  VpnConnections: family(rotation.Opaque, 'ec2:DescribeVpnConnections', 'VpnConnectionId', {}),
  VpcEndpoints: family(network.VpcEndpoint, 'ec2:DescribeVpcEndpoints', 'VpcEndpointId', {
    'vpc-endpoint-id': ['VpcEndpointId'],
    'vpc-id': ['VpcId'],
    'service-name': ['ServiceName'],
    'network-interface-id': ['NetworkInterfaceIds[]'],
  }),
  VpcEndpointAssociations: family(service.VpcEndpointAssociation, 'ec2:DescribeVpcEndpointAssociations', 'Id', {
    'vpc-endpoint-id': ['VpcEndpointId'],
  }),
  NetworkInterfaces: family(network.NetworkInterface, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', {
    'network-interface-id': ['NetworkInterfaceId'],
    'vpc-id': ['VpcId'],
    'subnet-id': ['SubnetId'],
    'group-id': ['Groups[].GroupId'],
    'interface-type': ['InterfaceType'],
    'addresses.private-ip-address': ['PrivateIpAddresses[].PrivateIpAddress', 'PrivateIpAddress'],
    'private-ip-address': ['PrivateIpAddress'],
    'ipv6-addresses.ipv6-address': ['Ipv6Addresses[].Ipv6Address'],
    'association.public-ip': ['Association.PublicIp', 'PrivateIpAddresses[].Association.PublicIp'],
    'attachment.instance-id': ['Attachment.InstanceId'],
  }),
  Instances: family(network.Instance, 'ec2:DescribeInstances', 'InstanceId', {
    'instance-id': ['InstanceId'],
    'vpc-id': ['VpcId'],
    'private-dns-name': ['PrivateDnsName'],
    'dns-name': ['PublicDnsName'],
    'ip-address': ['PublicIpAddress'],
    'network-interface.network-interface-id': ['NetworkInterfaces[].NetworkInterfaceId'],
    'network-interface.addresses.private-ip-address': [
      'PrivateIpAddress',
      'NetworkInterfaces[].PrivateIpAddresses[].PrivateIpAddress',
    ],
  }),
  VpcPeeringConnections: family(
    gateway.VpcPeeringConnection,
    'ec2:DescribeVpcPeeringConnections',
    'VpcPeeringConnectionId',
    {
      'vpc-peering-connection-id': ['VpcPeeringConnectionId'],
      'requester-vpc-info.vpc-id': ['RequesterVpcInfo.VpcId'],
      'accepter-vpc-info.vpc-id': ['AccepterVpcInfo.VpcId'],
    },
  ),
  TransitGateways: family(transit.TransitGateway, 'ec2:DescribeTransitGateways', 'TransitGatewayId', {
    'transit-gateway-id': ['TransitGatewayId'],
  }),
  TransitGatewayVpcAttachments: family(
    transit.TransitGatewayVpcAttachment,
    'ec2:DescribeTransitGatewayVpcAttachments',
    'TransitGatewayAttachmentId',
    {
      'transit-gateway-attachment-id': ['TransitGatewayAttachmentId'],
      'transit-gateway-id': ['TransitGatewayId'],
      'vpc-id': ['VpcId'],
    },
  ),
  TransitGatewayAttachments: family(
    transit.TransitGatewayAttachment,
    'ec2:DescribeTransitGatewayAttachments',
    'TransitGatewayAttachmentId',
    {
      'transit-gateway-attachment-id': ['TransitGatewayAttachmentId'],
      'transit-gateway-id': ['TransitGatewayId'],
      'resource-id': ['ResourceId'],
    },
  ),
  TransitGatewayRouteTables: family(
    transit.TransitGatewayRouteTable,
    'ec2:SearchTransitGatewayRoutes',
    'TransitGatewayRouteTableId',
    {
      'transit-gateway-route-table-id': ['TransitGatewayRouteTableId'],
      'transit-gateway-id': ['TransitGatewayId'],
    },
  ),
  DhcpOptions: family(network.DhcpOptions, 'ec2:DescribeDhcpOptions', 'DhcpOptionsId', {
    'dhcp-options-id': ['DhcpOptionsId'],
  }),
  SecurityGroupVpcAssociations: family(
    network.SecurityGroupVpcAssociation,
    'ec2:DescribeSecurityGroupVpcAssociations',
    null,
    {
      'group-id': ['GroupId'],
    },
  ),
  Names: family(rotation.NameFact, 'the caller', null, { name: ['name'] }),
  HostedZones: family(naming.HostedZone, 'route53:ListHostedZonesByVPC', 'Id', {
    'vpc-id': ['VPCs[].VPCId'],
    'hosted-zone-id': ['Id'],
  }),
  ProfileAssociations: family(naming.ProfileAssociation, 'route53profiles:ListProfileAssociations', 'Id', {
    'resource-id': ['ResourceId'],
  }),
  ProfileResourceAssociations: family(
    naming.ProfileResourceAssociation,
    'route53profiles:ListProfileResourceAssociations',
    'Id',
    { 'profile-id': ['ProfileId'] },
  ),
  ResolverRules: family(naming.ResolverRule, 'route53resolver:GetResolverRule', 'Id', { 'resolver-rule-id': ['Id'] }),
  ResolverRuleAssociations: family(
    naming.ResolverRuleAssociation,
    'route53resolver:ListResolverRuleAssociations',
    'Id',
    { 'vpc-id': ['VPCId'] },
  ),
  FirewallRuleGroupAssociations: family(
    naming.FirewallRuleGroupAssociation,
    'route53resolver:ListFirewallRuleGroupAssociations',
    'Id',
    { 'vpc-id': ['VpcId'] },
  ),
  DBInstances: family(service.DbInstance, 'rds:DescribeDBInstances', 'DBInstanceArn', {
    'db-instance-id': ['DBInstanceIdentifier'],
    'db-cluster-id': ['DBClusterIdentifier'],
    'endpoint.address': ['Endpoint.Address'],
    'master-user-secret': ['MasterUserSecret.SecretArn'],
  }),
  DBClusters: family(service.DbCluster, 'rds:DescribeDBClusters', 'DBClusterArn', {
    'db-cluster-id': ['DBClusterIdentifier'],
    'endpoint.address': ['Endpoint', 'ReaderEndpoint', 'CustomEndpoints[]'],
    'master-user-secret': ['MasterUserSecret.SecretArn'],
  }),
  CacheClusters: family(service.CacheCluster, 'elasticache:DescribeCacheClusters', 'ARN', {
    'cache-cluster-id': ['CacheClusterId'],
    'replication-group-id': ['ReplicationGroupId'],
    'endpoint.address': ['ConfigurationEndpoint.Address', 'CacheNodes[].Endpoint.Address'],
  }),
  RedshiftClusters: family(service.RedshiftCluster, 'redshift:DescribeClusters', 'ClusterNamespaceArn', {
    'cluster-id': ['ClusterIdentifier'],
    'endpoint.address': ['Endpoint.Address'],
  }),
  LoadBalancers: family(service.LoadBalancer, 'elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancerArn', {
    'load-balancer-arn': ['LoadBalancerArn'],
    'load-balancer-name': ['LoadBalancerName'],
    'dns-name': ['DNSName'],
  }),
  TargetGroups: family(service.TargetGroup, 'elasticloadbalancing:DescribeTargetGroups', 'TargetGroupArn', {
    'target-group-arn': ['TargetGroupArn'],
    'load-balancer-arn': ['LoadBalancerArns[]'],
  }),
  Listeners: family(service.Listener, 'elasticloadbalancing:DescribeListeners', 'ListenerArn', {
    'load-balancer-arn': ['LoadBalancerArn'],
  }),
} as const;

export type ListName = keyof typeof FAMILIES;
export type Fact<L extends ListName> = ReturnType<(typeof FAMILIES)[L]['schema']['parse']>;

/** What tells an item from the others of its list: its id, and the gateway of an attachment, since the two ends of a peering bear one id. */
export function uniqueName(list: ListName, item: Readonly<Record<string, unknown>>): string | null {
  const { id } = FAMILIES[list];
  const own = id === null ? undefined : item[id];
  if (typeof own !== 'string') return null;
  return list === 'TransitGatewayAttachments' ? `${own} of ${String(item['TransitGatewayId'])}` : own;
}

interface Schema {
  readonly parse: (value: unknown) => unknown;
}

function family<S extends Schema>(
  schema: S,
  action: string,
  id: string | null,
  lookups: Readonly<Record<string, readonly string[]>>,
): {
  readonly schema: S;
  readonly action: string;
  readonly id: string | null;
  readonly lookups: Readonly<Record<string, readonly string[]>>;
} {
  return { schema, action, id, lookups };
}
