import type { PreflightRequest } from '../../../src/gate/ports.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { addFirewall, addProfile, addRule, addZone, alias, firewallRule, record } from '../../support/names-world.ts';
import {
  ACCOUNT,
  addRoutes,
  FUNCTION_ARN,
  item,
  networkInterface,
  permit,
  REGION,
  route,
  SECRET_ARN,
  securityGroup,
  type World,
} from '../../support/world.ts';
import { addCentralEgress, addEndpoint, addPeerVpc, addSecondSecret } from '../../support/world-parts.ts';

const ALIAS_ARN = `${FUNCTION_ARN}:live`;
const MASTER_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/master-AbCdEf`;
const BALANCING = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;
const BALANCER = `${BALANCING}:loadbalancer/net/db/0123456789abcdef`;
const GROUP = `${BALANCING}:targetgroup/db/0123456789abcdef`;
const DATABASE = `orders.abcdefghijkl.${REGION}.rds.amazonaws.com`;

/** What the full world is asked: a target of every kind of service, for a function by an alias. */
export const FULL_REQUEST: Partial<PreflightRequest> = {
  function: ALIAS_ARN,
  targets: [
    '10.0.20.10:5432',
    'db.corp.example:5432',
    `shop.cluster-abcdefghijkl.${REGION}.rds.amazonaws.com:5432`,
    'sessions-001.abcdef.0001.use1.cache.amazonaws.com:6379',
    `stock.abcdefghijkl.${REGION}.redshift.amazonaws.com:5439`,
    `db-0123456789abcdef.elb.${REGION}.amazonaws.com:5432`,
  ],
  targetFromSecret: true,
};

/** Values of the secrets of the full world. */
export const FULL_VALUES: Readonly<Record<string, string>> = {
  [SECRET_ARN]: JSON.stringify({ host: '10.0.20.10', port: 5432, masterarn: MASTER_ARN }),
  [MASTER_ARN]: JSON.stringify({ username: 'admin', password: 'hunter2' }),
};

/** An account that every call of the plan finds something to read in. */
export function fullWorld(): World {
  const world = healthyWorld();
  addEndpoint(world);
  addPeerVpc(world);
  addCentralEgress(world);
  addNetworkParts(world);
  addNames(world);
  addServices(world);
  addSecondSecret(world, MASTER_ARN);
  const provider = `arn:aws:lambda:${REGION}:${ACCOUNT}:capacity-provider:rotation`;
  const [lambda] = world.Functions;
  if (lambda !== undefined) {
    lambda.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: provider } };
    const { SubnetIds = [], SecurityGroupIds = [] } = lambda.VpcConfig ?? {};
    world.CapacityProviders.push({
      CapacityProviderArn: provider,
      State: 'Active',
      VpcConfig: { SubnetIds, SecurityGroupIds },
    });
    world.Functions.push({ ...lambda, FunctionArn: ALIAS_ARN, Version: '7' });
    world.FunctionAliases.push({ AliasArn: ALIAS_ARN, FunctionVersion: '7' });
    world.FunctionPolicies[ALIAS_ARN] = world.FunctionPolicies[FUNCTION_ARN] ?? null;
  }
  return world;
}

function addNetworkParts(world: World): void {
  addRoutes(world, 'rtb-private', [
    route('::/0', 'eigw-1'),
    route('172.16.0.0/12', 'vgw-1'),
    route('198.51.100.0/24', 'tgw-1'),
  ]);
  world.EgressOnlyInternetGateways.push({ EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1' }] });
  world.VpnGateways.push({ VpnGatewayId: 'vgw-1', VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }] });
  world.VpnConnections.push({ VpnConnectionId: 'vpn-1', VpnGatewayId: 'vgw-1', State: 'available' });
  item(world, 'SecurityGroups', 'sg-db').IpPermissions?.push(permit('tcp', ['pl-corp'], 5432));
  world.ManagedPrefixLists.push({
    PrefixListId: 'pl-corp',
    Entries: ['10.9.0.0/16', '10.8.0.0/16', '10.7.0.0/16', '10.6.0.0/16'].map((Cidr) => ({ Cidr })),
  });
  world.SecurityGroups.push(securityGroup('sg-shared', [], [], 'vpc-9'));
  world.Functions[0]?.VpcConfig?.SecurityGroupIds?.push('sg-shared');
  world.SecurityGroupVpcAssociations.push({ GroupId: 'sg-shared', VpcId: 'vpc-1', State: 'associated' });
  world.VpcEndpoints.push({
    VpcEndpointId: 'vpce-resource',
    VpcEndpointType: 'Resource',
    VpcId: 'vpc-1',
    State: 'available',
    SubnetIds: ['subnet-db'],
    NetworkInterfaceIds: ['eni-resource'],
  });
  world.NetworkInterfaces.push(networkInterface('eni-resource', 'subnet-db', '10.0.20.77', ['sg-db']));
  world.VpcEndpointAssociations.push({ Id: 'vpce-rsc-1', VpcEndpointId: 'vpce-resource' });
  addPeeredGateway(world);
}

/** Seen from here: the attachment of the peering, and a static route to it. */
function addPeeredGateway(world: World): void {
  const attachment = { TransitGatewayAttachmentId: 'tgw-attach-peering', ResourceType: 'peering', ResourceId: 'tgw-2' };
  world.TransitGatewayAttachments.push({ ...attachment, TransitGatewayId: 'tgw-1', State: 'available' });
  item(world, 'TransitGatewayRouteTables', 'tgw-rtb-1').Routes?.push({
    DestinationCidrBlock: '198.51.100.0/24',
    Type: 'static',
    State: 'active',
    TransitGatewayAttachments: [attachment],
  });
  Object.assign(world, {
    TransitGatewayPeeringAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-peering',
        RequesterTgwInfo: { TransitGatewayId: 'tgw-1', OwnerId: ACCOUNT, Region: REGION },
        AccepterTgwInfo: { TransitGatewayId: 'tgw-2', OwnerId: ACCOUNT, Region: REGION },
      },
    ],
  });
}

function addNames(world: World): void {
  const group = `arn:aws:route53resolver:${REGION}:${ACCOUNT}:firewall-rule-group/rslvr-frg-2`;
  addZone(world, 'corp.example', [
    record('db.corp.example', 'CNAME', DATABASE),
    alias('www.corp.example', 'A', DATABASE),
  ]);
  addZone(world, 'other.example', [], { id: '/hostedzone/Z0OTHER', vpcs: [] });
  addProfile(world, 'rp-1', ['arn:aws:route53:::hostedzone/Z0OTHER', group]);
  const held = world.ProfileResourceAssociations.find(({ ResourceArn }) => ResourceArn === group);
  if (held !== undefined) held.FirewallRules = [firewallRule(2, 'ALERT', ['alert.example.', 'else.example.'])];
  addFirewall(world, [firewallRule(1, 'BLOCK', ['bad.example.', 'worse.example.', 'worst.example.'])]);
  addRule(world, 'rslvr-rr-1', 'on-premises.example', 'FORWARD');
}

function addServices(world: World): void {
  const network = { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-db' }] };
  const groups = [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }];
  const database = (id: string, more: object) =>
    world.DBInstances.push({
      DBInstanceIdentifier: id,
      DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:${id}`,
      VpcSecurityGroups: groups,
      DBSubnetGroup: network,
      ...more,
    });
  database('orders', { Endpoint: { Address: DATABASE, Port: 5432 } });
  for (const id of ['shop-1', 'shop-2', 'shop-3']) database(id, { DBClusterIdentifier: 'shop' });
  world.DBClusters.push({
    DBClusterIdentifier: 'shop',
    DBClusterArn: `arn:aws:rds:${REGION}:${ACCOUNT}:cluster:shop`,
    Endpoint: `shop.cluster-abcdefghijkl.${REGION}.rds.amazonaws.com`,
  });
  world.CacheClusters.push({
    CacheClusterId: 'sessions-001',
    ARN: `arn:aws:elasticache:${REGION}:${ACCOUNT}:cluster:sessions-001`,
    CacheSubnetGroupName: 'sessions',
    CacheSubnetGroup: network,
  });
  world.RedshiftClusters.push({
    ClusterIdentifier: 'stock',
    ClusterNamespaceArn: `arn:aws:redshift:${REGION}:${ACCOUNT}:namespace:stock`,
    VpcId: 'vpc-1',
    ClusterSubnetGroupName: 'stock',
    ClusterSubnetGroup: network,
    ClusterNodes: [{ NodeRole: 'LEADER', PrivateIPAddress: '10.0.20.88' }],
  });
  world.LoadBalancers.push({
    LoadBalancerArn: BALANCER,
    LoadBalancerName: 'db',
    DNSName: `db-0123456789abcdef.elb.${REGION}.amazonaws.com`,
    Type: 'network',
    VpcId: 'vpc-1',
    AvailabilityZones: [{ SubnetId: 'subnet-db' }],
    Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }],
  });
  world.Listeners.push({ ListenerArn: `${BALANCING}:listener/net/db/0/1`, LoadBalancerArn: BALANCER, Port: 5432 });
  world.TargetGroups.push({
    TargetGroupArn: GROUP,
    TargetType: 'instance',
    LoadBalancerArns: [BALANCER],
    Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }],
    TargetHealthDescriptions: [{ Target: { Id: 'i-db', Port: 5432 }, TargetHealth: { State: 'healthy' } }],
  });
}
