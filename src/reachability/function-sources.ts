import { addressSetOf, publicAddresses } from '../net/address-space.ts';
import { parseCidr } from '../net/cidr.ts';
import { known } from '../snapshot/known.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { FlowSource } from './flow.ts';

/** Whether a function is attached to a VPC: it then has subnets. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function isInVpc(lambda: LambdaFunction): boolean {
  return (lambda.VpcConfig?.SubnetIds ?? []).length > 0;
}

/**
 * Where a function's packets may come from: any address of any of its subnets, since Lambda picks the subnet for each
 * execution environment and may replace its interfaces at any time. Outside a VPC: one source, AWS's own network.
 */
export function functionSources(snapshot: NetworkSnapshot, lambda: LambdaFunction): readonly FlowSource[] {
  if (!isInVpc(lambda)) {
    return [
      {
        id: lambda.FunctionArn,
        kind: 'function',
        subnet: null,
        addresses: publicAddresses(4),
        groups: known([]),
        publicAddresses: [],
      },
    ];
  }
  const groups = known([...new Set(lambda.VpcConfig?.SecurityGroupIds ?? [])].sort());
  return [...new Set(lambda.VpcConfig?.SubnetIds ?? [])].sort().map((id) => {
    const subnet = snapshot.one('Subnets', { 'subnet-id': id });
    const cidr = subnet.known && subnet.value?.CidrBlock !== undefined ? parseCidr(subnet.value.CidrBlock) : null;
    return {
      id: lambda.FunctionArn,
      kind: 'function',
      subnet: id,
      addresses: addressSetOf(4, cidr === null ? [] : [cidr]),
      groups,
      publicAddresses: [],
    };
  });
}
