import type { NetworkSnapshot } from '../../snapshot/snapshot.ts';

/**
 * Names of instances that the resolver of a VPC answers itself although a rule for less of the name forwards it: where
 * enableDnsHostnames is true AWS has rules of its own for these domains.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-autodefined-rules.html
 */
export function autodefinedDomains(
  { document: { region, partition } }: NetworkSnapshot,
  hostnames: boolean | undefined,
): readonly string[] {
  if (hostnames !== true) return [];
  if (region === 'us-east-1') return ['ec2.internal', 'compute-1.internal', 'compute-1.amazonaws.com'];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [`${region}.compute.internal`, `${region}.compute.${suffix}`];
}
