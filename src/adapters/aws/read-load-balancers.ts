import {
  DescribeLoadBalancerAttributesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AskingConfig, AwsClients } from './clients.ts';
import { everyPage } from './every-page.ts';
import { noneIfMissing } from './none-if-missing.ts';
import type { CallOptions } from './plan-row.ts';
import { loadBalancerOf } from './service-hosts.ts';

const balancers = (config: AskingConfig) => new ElasticLoadBalancingV2Client(config);

const paging = (aws: AwsClients) => ({ client: aws.of(balancers), pageSize: 400 });

/** Names are looked up one at a time, on a single page: the API takes no page size beside them. */
export function balancerNamed(aws: AwsClients, name: string, options: CallOptions): Promise<readonly object[]> {
  const Names = [name];
  const pages = paginateDescribeLoadBalancers({ client: aws.of(balancers) }, { Names }, options);
  return noneIfMissing(() => everyPage(pages, (p) => p.LoadBalancers));
}

export function balancerOfHost(aws: AwsClients, host: string, options: CallOptions): Promise<readonly object[]> {
  return balancerNamed(aws, loadBalancerOf(host)?.id ?? host, options);
}

export async function balancerAttributes(aws: AwsClients, LoadBalancerArn: string, options: CallOptions) {
  const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn });
  return (await aws.of(balancers).send(command, options)).Attributes;
}

export function listeners(aws: AwsClients, LoadBalancerArn: string, options: CallOptions): Promise<readonly object[]> {
  return everyPage(paginateDescribeListeners(paging(aws), { LoadBalancerArn }, options), (p) => p.Listeners);
}

export function targetGroups(
  aws: AwsClients,
  LoadBalancerArn: string,
  options: CallOptions,
): Promise<readonly object[]> {
  return everyPage(paginateDescribeTargetGroups(paging(aws), { LoadBalancerArn }, options), (p) => p.TargetGroups);
}

export async function groupAttributes(aws: AwsClients, TargetGroupArn: string, options: CallOptions) {
  const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn });
  return (await aws.of(balancers).send(command, options)).Attributes;
}

export async function targetHealth(aws: AwsClients, TargetGroupArn: string, options: CallOptions) {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn });
  return (await aws.of(balancers).send(command, options)).TargetHealthDescriptions;
}
