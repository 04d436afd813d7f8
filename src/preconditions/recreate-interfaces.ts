import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import type { Hindrance } from './placement-obstacle.ts';

/**
 * Why an Inactive function cannot get its network interfaces back: the next invocation makes them anew.
 * Null: nothing is known to stand against it. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function whyNotRecreated(snapshot: NetworkSnapshot, lambda: LambdaFunction): Hindrance | null {
  const { VpcId: vpc, SubnetIds: subnets = [], SecurityGroupIds: groups = [] } = lambda.VpcConfig ?? {};
  const within = vpc === undefined ? {} : { 'vpc-id': vpc };
  for (const id of [...subnets].sort()) {
    const subnet = snapshot.one('Subnets', { 'subnet-id': id }, within);
    if (!subnet.known) continue;
    if (subnet.value === null) return moved(`its subnet ${id} no longer exists`, 'subnets that exist');
    if (subnet.value.AvailableIpAddressCount === 0) {
      return moved(`its subnet ${id} has no free address`, 'a subnet with free addresses');
    }
  }
  for (const id of [...groups].sort()) {
    const group = snapshot.one('SecurityGroups', { 'group-id': id }, within);
    if (group.known && group.value === null) {
      return moved(`its security group ${id} no longer exists`, 'security groups that exist');
    }
  }
  return null;
}

function moved(reason: string, what: string): Hindrance {
  return { reason, mend: `Attach the function to ${what}, and wait until it is Active` };
}
