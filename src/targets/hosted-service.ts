import { byCodeUnit } from '../snapshot/canonical.ts';
import type { NetworkInterface } from '../snapshot/network-facts.ts';
import type { CacheCluster, DbInstance, RedshiftCluster, SubnetGroup } from '../snapshot/service-facts.ts';
import { type ServiceState, stateOf } from './service-state.ts';

/** One server of a managed service, as the service's own API describes it: where its network interface is, and what it carries. */
export interface HostedService {
  readonly id: string;
  /** What it is, for messages: `DB instance`. */
  readonly kind: 'DB instance' | 'cache cluster' | 'Redshift cluster';
  readonly state: ServiceState;
  /** What bears that state where it is not the server itself: the cluster it stops with. */
  readonly stopsWith?: { readonly id: string; readonly kind: string };
  /** The one port it listens on; null where that is not stated. */
  readonly port: number | null;
  /** Whether options of its engine may open further ports. */
  readonly mayListenElsewhere: boolean;
  readonly vpc: string | null;
  /** The Availability Zone it is in now; null where that is not stated. */
  readonly zone: string | null;
  /** Ascending. */
  readonly groups: readonly string[];
  /** Where it may place its interface, now or after a failover, ascending. */
  readonly subnets: readonly string[];
  /** The zones of those subnets as the service's own account names them, where that is stated: names differ between accounts. */
  readonly zones: ReadonlyMap<string, string>;
  /** Whether its name means a public address outside its VPC; null where that is not stated. */
  readonly isPublic: boolean | null;
  /** Which addresses its name has. */
  readonly families: 'ipv4' | 'both' | 'ipv6';
  /** Its addresses of the moment where the API tells them. */
  readonly addresses: { readonly private: readonly string[]; readonly public: readonly string[] };
  /** Whether its interfaces are told from those of other servers by what they are called. */
  readonly isNamedByInterface: boolean;
  /** Whether an interface is one of the service's, by who asked for it. */
  owns(eni: NetworkInterface): boolean;
}

type Groups = DbInstance['VpcSecurityGroups'];
const NO_ADDRESSES = { private: [], public: [] } as const;

export function ofDbInstance(db: DbInstance): HostedService {
  return {
    id: db.DBInstanceIdentifier,
    kind: 'DB instance',
    state: stateOf(db.DBInstanceStatus),
    port: db.Endpoint?.Port ?? null,
    mayListenElsewhere: /^(?:custom-)?oracle/.test(db.Engine ?? ''),
    vpc: db.DBSubnetGroup?.VpcId ?? null,
    zone: db.AvailabilityZone ?? null,
    groups: activeGroups(db.VpcSecurityGroups),
    subnets: subnetsOf(db.DBSubnetGroup),
    zones: zonesOf(db.DBSubnetGroup),
    isPublic: db.PubliclyAccessible ?? null,
    families: db.NetworkType === 'DUAL' ? 'both' : 'ipv4',
    addresses: NO_ADDRESSES,
    isNamedByInterface: false,
    owns: (eni) => madeBy(eni, 'amazon-rds') || eni.Description === 'RDSNetworkInterface',
  };
}

/** Caches have no public names: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.EC.html */
export function ofCacheCluster(cache: CacheCluster): HostedService {
  const own = new RegExp(`^ElastiCache[ +]${cache.CacheClusterId.replace(/[^\w-]/g, '')}$`);
  const groups = (cache.SecurityGroups ?? []).map((g) => ({ ...g, VpcSecurityGroupId: g.SecurityGroupId }));
  return {
    id: cache.CacheClusterId,
    kind: 'cache cluster',
    state: stateOf(cache.CacheClusterStatus),
    port: cache.CacheNodes?.[0]?.Endpoint?.Port ?? cache.ConfigurationEndpoint?.Port ?? null,
    mayListenElsewhere: false,
    vpc: cache.CacheSubnetGroup?.VpcId ?? null,
    zone: cache.CacheNodes?.length === 1 ? (cache.CacheNodes[0]?.CustomerAvailabilityZone ?? null) : null,
    groups: activeGroups(groups),
    subnets: subnetsOf(cache.CacheSubnetGroup),
    zones: zonesOf(cache.CacheSubnetGroup),
    isPublic: false,
    families: familiesOf(cache),
    addresses: NO_ADDRESSES,
    isNamedByInterface: true,
    owns: (eni) => own.test(eni.Description ?? ''),
  };
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/network-type.html */
function familiesOf({ NetworkType: type }: CacheCluster): HostedService['families'] {
  if (type === 'dual_stack') return 'both';
  return type === 'ipv6' ? 'ipv6' : 'ipv4';
}

export function ofRedshiftCluster(cluster: RedshiftCluster): HostedService {
  const leader = (cluster.ClusterNodes ?? []).filter(
    (n) => n.NodeRole !== 'COMPUTE' && !/^COMPUTE-/.test(n.NodeRole ?? ''),
  );
  return {
    id: cluster.ClusterIdentifier,
    kind: 'Redshift cluster',
    state: stateOf(cluster.ClusterStatus),
    port: cluster.Endpoint?.Port ?? null,
    mayListenElsewhere: false,
    vpc: cluster.VpcId ?? cluster.ClusterSubnetGroup?.VpcId ?? null,
    zone: cluster.AvailabilityZone ?? null,
    groups: activeGroups(cluster.VpcSecurityGroups),
    subnets: subnetsOf(cluster.ClusterSubnetGroup),
    zones: zonesOf(cluster.ClusterSubnetGroup),
    isPublic: cluster.PubliclyAccessible ?? null,
    families: 'ipv4',
    addresses: {
      private: leader.flatMap((n) => n.PrivateIPAddress ?? []).sort(byCodeUnit),
      public: leader.flatMap((n) => n.PublicIPAddress ?? []).sort(byCodeUnit),
    },
    isNamedByInterface: false,
    owns: (eni) => madeBy(eni, 'amazon-redshift') || eni.Description === 'RedshiftNetworkInterface',
  };
}

/** Descriptions and requesters are observed, not promised by AWS; the groups and the subnet must fit as well. */
function madeBy({ RequesterId: requester }: NetworkInterface, service: string): boolean {
  return requester === service;
}

function activeGroups(groups: Groups): readonly string[] {
  return (groups ?? [])
    .filter((g) => (g.Status ?? 'active') === 'active')
    .flatMap((g) => g.VpcSecurityGroupId ?? [])
    .sort(byCodeUnit);
}

function subnetsOf(group: SubnetGroup | undefined): readonly string[] {
  return [...new Set((group?.Subnets ?? []).flatMap((s) => s.SubnetIdentifier ?? []))].sort(byCodeUnit);
}

function zonesOf(group: SubnetGroup | undefined): ReadonlyMap<string, string> {
  return new Map(
    (group?.Subnets ?? []).flatMap(({ SubnetIdentifier: id, SubnetAvailabilityZone: zone }) =>
      id === undefined || zone?.Name === undefined ? [] : [[id, zone.Name] as const],
    ),
  );
}
