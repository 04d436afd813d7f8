import * as balancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as caching from '@aws-sdk/client-elasticache';
import * as databases from '@aws-sdk/client-rds';
import * as warehouses from '@aws-sdk/client-redshift';
import { type Answer, type AwsCall, numbered } from './call.ts';
import { awsError } from './faults.ts';
import { membersXml, type Package } from './model-xml.ts';
import type { ServedFacts } from './start-aws-server.ts';
import { visibleTo } from './visible-items.ts';

// biome-ignore lint/suspicious/noExplicitAny: items are AWS's JSON as the snapshot holds it.
type Item = Readonly<Record<string, any>>;
export type QueryService = 'rds' | 'elasticache' | 'redshift' | 'elasticloadbalancing';

const PACKAGES: Readonly<Record<QueryService, Package>> = {
  rds: databases,
  elasticache: caching,
  redshift: warehouses,
  elasticloadbalancing: balancing,
};

interface Describe {
  readonly list: string;
  readonly member: string;
  readonly holds: (item: Item, call: AwsCall, facts: ServedFacts) => boolean;
  /** Error for a name that there is nothing by; null: an empty list. */
  readonly unknown: string | null;
  /** How pages are asked for, and told. */
  readonly page: readonly [size: string, token: string, next: string];
}

const MARKER = ['MaxRecords', 'Marker', 'Marker'] as const;
const NEXT_MARKER = ['PageSize', 'Marker', 'NextMarker'] as const;
const filter = (call: AwsCall, name: string) => {
  for (let i = 1; call.parameters[`Filters.Filter.${i}.Name`] !== undefined; i += 1) {
    if (call.parameters[`Filters.Filter.${i}.Name`] === name)
      return numbered(call.parameters, `Filters.Filter.${i}.Values.Value`);
  }
  return null;
};
const within = (wanted: readonly unknown[] | null, value: unknown) => wanted === null || wanted.includes(value);
const same = (wanted: unknown, value: unknown) => wanted === undefined || wanted === value;

/** The cluster that lists an instance as its member. */
const clusterOf = ({ DBInstanceIdentifier: id }: Item, facts: ServedFacts) =>
  ((facts.DBClusters ?? []) as readonly Item[]).find(({ DBClusterMembers = [] }) =>
    DBClusterMembers.some((member: Item) => member.DBInstanceIdentifier === id),
  )?.DBClusterIdentifier;

const DESCRIBE: Readonly<Record<string, Describe>> = {
  'rds DescribeDBInstances': {
    list: 'DBInstances',
    member: 'DBInstances',
    holds: (item, call, facts) =>
      within(filter(call, 'db-instance-id'), item.DBInstanceIdentifier) &&
      within(filter(call, 'db-cluster-id'), item.DBClusterIdentifier ?? clusterOf(item, facts)),
    unknown: null,
    page: MARKER,
  },
  'rds DescribeDBClusters': {
    list: 'DBClusters',
    member: 'DBClusters',
    holds: (item, call) => within(filter(call, 'db-cluster-id'), item.DBClusterIdentifier),
    unknown: null,
    page: MARKER,
  },
  'elasticache DescribeCacheClusters': {
    list: 'CacheClusters',
    member: 'CacheClusters',
    holds: () => true,
    unknown: null,
    page: MARKER,
  },
  'redshift DescribeClusters': {
    list: 'RedshiftClusters',
    member: 'Clusters',
    holds: (item, call) => same(call.parameters.ClusterIdentifier, item.ClusterIdentifier),
    unknown: 'ClusterNotFound',
    page: MARKER,
  },
  'elasticloadbalancing DescribeLoadBalancers': {
    list: 'LoadBalancers',
    member: 'LoadBalancers',
    holds: (item, call) => numbered(call.parameters, 'Names.member').includes(item.LoadBalancerName),
    unknown: 'LoadBalancerNotFound',
    page: NEXT_MARKER,
  },
  'elasticloadbalancing DescribeListeners': {
    list: 'Listeners',
    member: 'Listeners',
    holds: (item, call) => item.LoadBalancerArn === call.parameters.LoadBalancerArn,
    unknown: null,
    page: NEXT_MARKER,
  },
  'elasticloadbalancing DescribeTargetGroups': {
    list: 'TargetGroups',
    member: 'TargetGroups',
    holds: (item, call) => (item.LoadBalancerArns ?? []).includes(call.parameters.LoadBalancerArn),
    unknown: null,
    page: NEXT_MARKER,
  },
};

/** A member of one item, that another call than its list gives. */
const MEMBERS: Readonly<Record<string, readonly [list: string, holder: string, member: string, answer: string]>> = {
  'elasticache DescribeCacheSubnetGroups': [
    'CacheClusters',
    'CacheSubnetGroupName',
    'CacheSubnetGroup',
    'CacheSubnetGroups',
  ],
  'redshift DescribeClusterSubnetGroups': [
    'RedshiftClusters',
    'ClusterSubnetGroupName',
    'ClusterSubnetGroup',
    'ClusterSubnetGroups',
  ],
  'elasticloadbalancing DescribeLoadBalancerAttributes': [
    'LoadBalancers',
    'LoadBalancerArn',
    'Attributes',
    'Attributes',
  ],
  'elasticloadbalancing DescribeTargetGroupAttributes': ['TargetGroups', 'TargetGroupArn', 'Attributes', 'Attributes'],
  'elasticloadbalancing DescribeTargetHealth': [
    'TargetGroups',
    'TargetGroupArn',
    'TargetHealthDescriptions',
    'TargetHealthDescriptions',
  ],
};

export function answerQuery(service: QueryService, call: AwsCall, facts: ServedFacts, pageSize: number): Answer {
  const member = MEMBERS[`${service} ${call.operation}`];
  if (member !== undefined) return memberOf(service, call, facts, member);
  const describe = DESCRIBE[`${service} ${call.operation}`];
  if (describe === undefined) return awsError(service, 'InvalidAction', 400, `${call.operation} is not served`);
  const { list, member: name, holds, unknown, page } = describe;
  const items = visibleTo(call, facts, list).filter((item) => holds(item, call, facts));
  if (items.length === 0 && unknown !== null) return awsError(service, unknown, 404, 'There is none of that name');
  const [, token, next] = page;
  const from = Number(call.parameters[token] ?? 0);
  const more = from + pageSize < items.length ? { [next]: String(from + pageSize) } : {};
  return xml(service, call, { [name]: items.slice(from, from + pageSize), ...more });
}

function memberOf(
  service: QueryService,
  call: AwsCall,
  facts: ServedFacts,
  [list, holder, member, answer]: readonly [string, string, string, string],
): Answer {
  const found = visibleTo(call, facts, list).find((item) => item[holder] === call.parameters[holder]);
  if (found === undefined) return awsError(service, 'NotFound', 404, 'There is none of that name');
  return xml(service, call, { [answer]: answer.endsWith('Groups') ? [found[member]] : (found[member] ?? []) });
}

function xml(service: QueryService, call: AwsCall, output: Item): Answer {
  const members = membersXml(PACKAGES[service], call.operation, output, 'member');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${call.operation}Response xmlns="http://${service}.amazonaws.com/doc/"><${call.operation}Result>${members}</${call.operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${call.operation}Response>`,
  };
}
