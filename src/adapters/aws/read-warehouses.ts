import { DescribeClusterSubnetGroupsCommand, paginateDescribeClusters, RedshiftClient } from '@aws-sdk/client-redshift';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyPage } from './every-page.ts';
import { noneIfMissing } from './none-if-missing.ts';
import type { CallOptions } from './plan-row.ts';
import { redshiftOf } from './service-hosts.ts';

const warehouses = (config: AskingConfig) => new RedshiftClient(config);

export function clusterOfHost(aws: AwsClients, host: string, options: CallOptions): Promise<readonly object[]> {
  const named = { ClusterIdentifier: redshiftOf(host)?.id };
  const pages = paginateDescribeClusters({ client: aws.of(warehouses) }, named, options);
  return noneIfMissing(() => everyPage(pages, (p) => p.Clusters));
}

export async function clusterSubnetGroup(aws: AwsClients, ClusterSubnetGroupName: string, options: CallOptions) {
  const command = new DescribeClusterSubnetGroupsCommand({ ClusterSubnetGroupName });
  return (await aws.of(warehouses).send(command, options)).ClusterSubnetGroups?.[0];
}
