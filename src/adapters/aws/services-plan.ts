import type { FactsSoFar } from './facts-so-far.ts';
import type { Wanted } from './place.ts';
import type { ItemsRow, MemberRow, PlanRow } from './plan-row.ts';
import {
  cacheHosts,
  databaseClusterHosts,
  databaseHosts,
  interfacesBalancers,
  loadBalancerHosts,
  redshiftHosts,
} from './service-hosts.ts';
import { clustersInQuestion, managedSecrets, namedDatabases } from './wanted-services.ts';

/** The field an item is called by, and the lookup of that name. */
const BALANCER = ['LoadBalancerArn', 'load-balancer-arn'] as const;
const GROUP = ['TargetGroupArn', 'target-group-arn'] as const;

/**
 * Services at the targets, by the names AWS gives them. Their clients are loaded where one is asked: few questions name any,
 * and no two the same.
 */
export const SERVICES_PLAN: readonly PlanRow[] = [
  items('DBInstances', 'rds:DescribeDBInstances', 'endpoint.address', databaseHosts, async (aws, host, options) =>
    (await import('./read-databases.ts')).instanceOfHost(aws, host, options),
  ),
  items('DBInstances', 'rds:DescribeDBInstances', 'master-user-secret', managedSecrets, async (aws, secret, options) =>
    (await import('./read-databases.ts')).instancesOfSecret(aws, secret, options),
  ),
  items('DBClusters', 'rds:DescribeDBClusters', 'master-user-secret', managedSecrets, async (aws, secret, options) =>
    (await import('./read-databases.ts')).clustersOfSecret(aws, secret, options),
  ),
  items('DBInstances', 'rds:DescribeDBInstances', 'db-instance-id', namedDatabases, async (aws, id, options) =>
    (await import('./read-databases.ts')).instancesBy(aws, 'db-instance-id', id, options),
  ),
  items('DBInstances', 'rds:DescribeDBInstances', 'db-cluster-id', clustersInQuestion, async (aws, id, options) =>
    (await import('./read-databases.ts')).instancesBy(aws, 'db-cluster-id', id, options),
  ),
  items('DBClusters', 'rds:DescribeDBClusters', 'endpoint.address', databaseClusterHosts, async (aws, host, options) =>
    (await import('./read-databases.ts')).clustersOfHost(aws, host, options),
  ),
  {
    ...items('CacheClusters', 'elasticache:DescribeCacheClusters', '', everyCache, async (aws, _, options) =>
      (await import('./read-caches.ts')).cacheClusters(aws, options),
    ),
    filter: null,
  },
  member(
    'CacheClusters',
    'CacheSubnetGroup',
    ['CacheSubnetGroupName', 'cache-subnet-group-name'],
    'elasticache:DescribeCacheSubnetGroups',
    async (aws, name, options) => (await import('./read-caches.ts')).cacheSubnetGroup(aws, name, options),
  ),
  items(
    'RedshiftClusters',
    'redshift:DescribeClusters',
    'endpoint.address',
    redshiftHosts,
    async (aws, host, options) => (await import('./read-warehouses.ts')).clusterOfHost(aws, host, options),
  ),
  member(
    'RedshiftClusters',
    'ClusterSubnetGroup',
    ['ClusterSubnetGroupName', 'cluster-subnet-group-name'],
    'redshift:DescribeClusterSubnetGroups',
    async (aws, name, options) => (await import('./read-warehouses.ts')).clusterSubnetGroup(aws, name, options),
  ),
  items(
    'LoadBalancers',
    'elasticloadbalancing:DescribeLoadBalancers',
    'dns-name',
    loadBalancerHosts,
    async (aws, host, options) => (await import('./read-load-balancers.ts')).balancerOfHost(aws, host, options),
  ),
  items(
    'LoadBalancers',
    'elasticloadbalancing:DescribeLoadBalancers',
    'load-balancer-name',
    interfacesBalancers,
    async (aws, name, options) => (await import('./read-load-balancers.ts')).balancerNamed(aws, name, options),
  ),
  member(
    'LoadBalancers',
    'Attributes',
    BALANCER,
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    async (aws, arn, options) => (await import('./read-load-balancers.ts')).balancerAttributes(aws, arn, options),
  ),
  items(
    'Listeners',
    'elasticloadbalancing:DescribeListeners',
    'load-balancer-arn',
    (facts) => ofItems(facts, 'LoadBalancers', 'LoadBalancerArn'),
    async (aws, arn, options) => (await import('./read-load-balancers.ts')).listeners(aws, arn, options),
  ),
  items(
    'TargetGroups',
    'elasticloadbalancing:DescribeTargetGroups',
    'load-balancer-arn',
    (facts) => ofItems(facts, 'LoadBalancers', 'LoadBalancerArn'),
    async (aws, arn, options) => (await import('./read-load-balancers.ts')).targetGroups(aws, arn, options),
  ),
  member(
    'TargetGroups',
    'Attributes',
    GROUP,
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    async (aws, arn, options) => (await import('./read-load-balancers.ts')).groupAttributes(aws, arn, options),
  ),
  member(
    'TargetGroups',
    'TargetHealthDescriptions',
    GROUP,
    'elasticloadbalancing:DescribeTargetHealth',
    async (aws, arn, options) => (await import('./read-load-balancers.ts')).targetHealth(aws, arn, options),
  ),
];

type ReadItems = (...call: Parameters<MemberRow['read']>) => Promise<readonly object[]>;

/** Of these APIs each call takes one name. */
function items(
  list: ItemsRow['list'],
  action: string,
  filter: string,
  values: ItemsRow['values'],
  read: ReadItems,
): ItemsRow {
  return {
    kind: 'items',
    list,
    action,
    filter,
    values,
    atOnce: 1,
    read: (aws, [value = ''], options) => read(aws, value, options),
  };
}

/** A member of every item that was listed, asked for by what `field` of the item holds. */
function member(
  list: MemberRow['list'],
  name: string,
  [field, filter]: readonly [field: string, filter: string],
  action: string,
  read: MemberRow['read'],
): MemberRow {
  const values: MemberRow['values'] = (facts) => ofItems(facts, list, field);
  return { kind: 'member', list, member: name, holder: field, action, filter, values, read };
}

function ofItems(facts: FactsSoFar, list: ItemsRow['list'], field: string): readonly Wanted[] {
  return facts.placed(list).flatMap(({ fact, at }) => {
    const value = (fact as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'string' ? [{ value, at }] : [];
  });
}

/** No name of a cache tells its cluster's id: all of the account are listed. */
function everyCache(facts: FactsSoFar): readonly Wanted[] {
  return cacheHosts(facts).map(({ at }) => ({ value: 'all', at }));
}
