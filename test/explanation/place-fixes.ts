import { item, networkInterface, OPEN, rotationFunction, securityGroup, subnet, type World } from '../support/world.ts';
import { type Fix, resourceOf, tracesWith } from './mechanical-fix.ts';

/** Starts something at the address, in a group that lets everything in. */
export const fillAddress: Fix = (finding, { world }, assessment) => {
  const place = resourceOf(finding);
  const vpc = item(world, 'Subnets', place).VpcId ?? '';
  const group = openGroup(world, vpc);
  for (const { to } of tracesWith(finding, assessment)) {
    const id = `eni-new-${world.NetworkInterfaces.length}`;
    world.NetworkInterfaces.push(networkInterface(id, place, to.address, [group], { VpcId: vpc }));
  }
};

export const fillRange: Fix = (finding, { world }, assessment) => {
  for (const { to } of tracesWith(finding, assessment)) {
    const id = `subnet-new-${world.Subnets.length}`;
    const cidr = `${to.address.split('.').slice(0, 3).join('.')}.0/28`;
    world.Subnets.push(subnet(id, cidr, 'a', resourceOf(finding)));
    world.NetworkAcls.find((a) => a.VpcId === resourceOf(finding) && a.IsDefault === true)?.Associations?.push({
      SubnetId: id,
    });
  }
};

/** Attaches the function to the function's subnet of the healthy account. */
export const attachFunction: Fix = (_, { world }) => {
  const vpc = item(world, 'Subnets', 'subnet-l1').VpcId ?? '';
  Object.assign(rotationFunction(world), {
    VpcConfig: {
      VpcId: vpc,
      SubnetIds: ['subnet-l1'],
      SecurityGroupIds: ['sg-lambda'],
      Ipv6AllowedForDualStack: false,
    },
  });
};

function openGroup(world: World, vpc: string): string {
  const id = `sg-new-${world.SecurityGroups.length}`;
  world.SecurityGroups.push(securityGroup(id, [OPEN], [OPEN], vpc));
  return id;
}
