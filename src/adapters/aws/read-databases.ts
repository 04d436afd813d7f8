import { paginateDescribeDBClusters, paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyPage } from './every-page.ts';
import { noneIfMissing } from './none-if-missing.ts';
import type { CallOptions } from './plan-row.ts';
import { databaseOf, isCustomEndpoint } from './service-hosts.ts';

const databases = (config: AskingConfig) => new RDSClient(config);

/** RDS gives at most 100 on a page. */
const pageSize = 100;

export function instanceOfHost(aws: AwsClients, host: string, options: CallOptions): Promise<readonly object[]> {
  return instancesBy(aws, 'db-instance-id', databaseOf(host)?.id ?? host, options);
}

export function instancesBy(
  aws: AwsClients,
  filter: 'db-instance-id' | 'db-cluster-id',
  value: string,
  options: CallOptions,
): Promise<readonly object[]> {
  const Filters = [{ Name: filter, Values: [value] }];
  const pages = paginateDescribeDBInstances({ client: aws.of(databases), pageSize }, { Filters }, options);
  return noneIfMissing(() => everyPage(pages, (p) => p.DBInstances));
}

/** A custom endpoint does not tell its cluster: it is looked for among all. */
export function clustersOfHost(aws: AwsClients, host: string, options: CallOptions): Promise<readonly object[]> {
  const id = isCustomEndpoint(host) ? null : databaseOf(host)?.id;
  const narrowed = id == null ? {} : { Filters: [{ Name: 'db-cluster-id', Values: [id] }] };
  const pages = paginateDescribeDBClusters({ client: aws.of(databases), pageSize }, narrowed, options);
  return noneIfMissing(() => everyPage(pages, (p) => p.DBClusters));
}

/** Whose superuser's secret RDS keeps itself: the secret tells no host. */
export async function instancesOfSecret(aws: AwsClients, secret: string, options: CallOptions) {
  const pages = paginateDescribeDBInstances({ client: aws.of(databases), pageSize }, {}, options);
  return everyPage(pages, ({ DBInstances = [] }) =>
    DBInstances.filter((db) => db.MasterUserSecret?.SecretArn === secret),
  );
}

export async function clustersOfSecret(aws: AwsClients, secret: string, options: CallOptions) {
  const pages = paginateDescribeDBClusters({ client: aws.of(databases), pageSize }, {}, options);
  return everyPage(pages, ({ DBClusters = [] }) =>
    DBClusters.filter((db) => db.MasterUserSecret?.SecretArn === secret),
  );
}
