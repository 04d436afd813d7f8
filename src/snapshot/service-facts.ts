import * as z from 'zod/mini';
import { address4, address6, flag, list, text } from './field-schemas.ts';

/**
 * The facts of databases, caches and load balancers the engine reads, under the field names of their own APIs
 * (RDS 2014-10-31, ElastiCache 2015-02-02, Redshift 2012-12-01, Elastic Load Balancing 2015-12-01).
 */
const port = z.number().check(z.int(), z.gte(0), z.lte(65535));
const endpoint = z.optional(z.looseObject({ Address: z.optional(text), Port: z.optional(port) }));
const vpcSecurityGroups = list(z.looseObject({ VpcSecurityGroupId: z.optional(text), Status: z.optional(text) }));

/** The subnets a service may place its interfaces in. */
export const SubnetGroup = z.looseObject({
  VpcId: z.optional(text),
  Subnets: list(
    z.looseObject({
      SubnetIdentifier: z.optional(text),
      SubnetAvailabilityZone: z.optional(z.looseObject({ Name: z.optional(text) })),
      SubnetStatus: z.optional(text),
    }),
  ),
});
export type SubnetGroup = z.infer<typeof SubnetGroup>;

/** A secret that RDS manages itself holds user name and password alone. */
const masterUserSecret = z.optional(z.looseObject({ SecretArn: z.optional(text) }));

/** DescribeDBInstances; the same API lists DocumentDB and Neptune. */
export const DbInstance = z.looseObject({
  DBInstanceIdentifier: text,
  DBInstanceArn: z.optional(text),
  DBClusterIdentifier: z.optional(text),
  DBInstanceStatus: z.optional(text),
  Engine: z.optional(text),
  Endpoint: endpoint,
  AvailabilityZone: z.optional(text),
  PubliclyAccessible: flag,
  NetworkType: z.optional(text),
  VpcSecurityGroups: vpcSecurityGroups,
  DBSubnetGroup: z.optional(SubnetGroup),
  MasterUserSecret: masterUserSecret,
});
export type DbInstance = z.infer<typeof DbInstance>;

export const DbCluster = z.looseObject({
  DBClusterIdentifier: text,
  DBClusterArn: z.optional(text),
  Status: z.optional(text),
  Engine: z.optional(text),
  Endpoint: z.optional(text),
  ReaderEndpoint: z.optional(text),
  CustomEndpoints: list(text),
  Port: z.optional(port),
  DBClusterMembers: list(z.looseObject({ DBInstanceIdentifier: z.optional(text), IsClusterWriter: flag })),
  MasterUserSecret: masterUserSecret,
});
export type DbCluster = z.infer<typeof DbCluster>;

/** DescribeCacheClusters with its nodes; `CacheSubnetGroup` is the item of DescribeCacheSubnetGroups of that name. */
export const CacheCluster = z.looseObject({
  CacheClusterId: text,
  ARN: z.optional(text),
  CacheClusterStatus: z.optional(text),
  ReplicationGroupId: z.optional(text),
  NetworkType: z.optional(text),
  ConfigurationEndpoint: endpoint,
  CacheNodes: list(
    z.looseObject({
      CacheNodeId: z.optional(text),
      Endpoint: endpoint,
      CustomerAvailabilityZone: z.optional(text),
    }),
  ),
  PreferredAvailabilityZone: z.optional(text),
  SecurityGroups: list(z.looseObject({ SecurityGroupId: z.optional(text), Status: z.optional(text) })),
  CacheSubnetGroup: z.optional(SubnetGroup),
});
export type CacheCluster = z.infer<typeof CacheCluster>;

export const RedshiftCluster = z.looseObject({
  ClusterIdentifier: text,
  ClusterNamespaceArn: z.optional(text),
  ClusterStatus: z.optional(text),
  Endpoint: endpoint,
  VpcId: z.optional(text),
  AvailabilityZone: z.optional(text),
  PubliclyAccessible: flag,
  VpcSecurityGroups: vpcSecurityGroups,
  ClusterNodes: list(
    z.looseObject({
      NodeRole: z.optional(text),
      PrivateIPAddress: z.optional(address4),
      PublicIPAddress: z.optional(address4),
    }),
  ),
  ClusterSubnetGroup: z.optional(SubnetGroup),
});
export type RedshiftCluster = z.infer<typeof RedshiftCluster>;

const attributes = list(z.looseObject({ Key: z.optional(text), Value: z.optional(text) }));

/** DescribeLoadBalancers; `Attributes` are those of DescribeLoadBalancerAttributes. */
export const LoadBalancer = z.looseObject({
  LoadBalancerArn: text,
  LoadBalancerName: z.optional(text),
  DNSName: z.optional(text),
  Scheme: z.optional(text),
  Type: z.optional(text),
  VpcId: z.optional(text),
  State: z.optional(z.looseObject({ Code: z.optional(text) })),
  IpAddressType: z.optional(text),
  SecurityGroups: list(text),
  AvailabilityZones: list(
    z.looseObject({
      ZoneName: z.optional(text),
      SubnetId: z.optional(text),
      LoadBalancerAddresses: list(
        z.looseObject({
          IpAddress: z.optional(address4),
          PrivateIPv4Address: z.optional(address4),
          IPv6Address: z.optional(address6),
        }),
      ),
    }),
  ),
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: z.optional(text),
  Attributes: attributes,
});
export type LoadBalancer = z.infer<typeof LoadBalancer>;

/** DescribeTargetGroups; `Attributes` and `TargetHealthDescriptions` as the calls of those names answer. */
export const TargetGroup = z.looseObject({
  TargetGroupArn: text,
  Protocol: z.optional(text),
  Port: z.optional(port),
  VpcId: z.optional(text),
  TargetType: z.optional(text),
  LoadBalancerArns: list(text),
  Attributes: attributes,
  TargetHealthDescriptions: list(
    z.looseObject({
      Target: z.optional(
        z.looseObject({ Id: z.optional(text), Port: z.optional(port), AvailabilityZone: z.optional(text) }),
      ),
      TargetHealth: z.optional(z.looseObject({ State: z.optional(text), Reason: z.optional(text) })),
    }),
  ),
});
export type TargetGroup = z.infer<typeof TargetGroup>;

export const Listener = z.looseObject({
  ListenerArn: text,
  LoadBalancerArn: z.optional(text),
  Port: z.optional(port),
  Protocol: z.optional(text),
  DefaultActions: list(
    z.looseObject({
      Type: z.optional(text),
      TargetGroupArn: z.optional(text),
      ForwardConfig: z.optional(
        z.looseObject({
          TargetGroups: list(z.looseObject({ TargetGroupArn: z.optional(text), Weight: z.optional(z.number()) })),
        }),
      ),
    }),
  ),
});
export type Listener = z.infer<typeof Listener>;

const dnsEntry = z.optional(z.looseObject({ DnsName: z.optional(text), HostedZoneId: z.optional(text) }));

/** What a resource endpoint leads to (DescribeVpcEndpointAssociations); `ResourceGateway` as vpc-lattice GetResourceGateway answers. */
export const VpcEndpointAssociation = z.looseObject({
  Id: z.optional(text),
  VpcEndpointId: z.optional(text),
  AssociatedResourceArn: z.optional(text),
  AssociatedResourceAccessibility: z.optional(text),
  FailureCode: z.optional(text),
  FailureReason: z.optional(text),
  DnsEntry: dnsEntry,
  PrivateDnsEntry: dnsEntry,
  ResourceGateway: z.optional(z.looseObject({ id: z.optional(text), subnetIds: list(text) })),
});
export type VpcEndpointAssociation = z.infer<typeof VpcEndpointAssociation>;
