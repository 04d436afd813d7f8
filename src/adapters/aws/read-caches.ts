import {
  DescribeCacheSubnetGroupsCommand,
  ElastiCacheClient,
  paginateDescribeCacheClusters,
} from '@aws-sdk/client-elasticache';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyPage } from './every-page.ts';
import type { CallOptions } from './plan-row.ts';

const caches = (config: AskingConfig) => new ElastiCacheClient(config);

/** With the endpoint of each node. ElastiCache gives at most 100 on a page. */
export function cacheClusters(aws: AwsClients, options: CallOptions): Promise<readonly object[]> {
  const paging = { client: aws.of(caches), pageSize: 100 };
  const pages = paginateDescribeCacheClusters(paging, { ShowCacheNodeInfo: true }, options);
  return everyPage(pages, (p) => p.CacheClusters);
}

export async function cacheSubnetGroup(aws: AwsClients, CacheSubnetGroupName: string, options: CallOptions) {
  const command = new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName });
  return (await aws.of(caches).send(command, options)).CacheSubnetGroups?.[0];
}
