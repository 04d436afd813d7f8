import { describe } from 'vitest';
import { holds } from '../support/answered.ts';
import { ACCOUNT, rotationFunction, vpcConfig, type World } from '../support/world.ts';
import { addPeerVpc } from '../support/world-parts.ts';

const PROVIDER = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;

function onInstances(w: World, config: NonNullable<World['CapacityProviders'][number]['VpcConfig']>): void {
  const fn = rotationFunction(w);
  delete fn.VpcConfig;
  fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER } };
  w.CapacityProviders.push({ CapacityProviderArn: PROVIDER, State: 'Active', VpcConfig: config });
  delete w.requests;
}

describe('a function whose configuration', () => {
  holds([
    [
      'states no security groups, though it carries some',
      (w) => {
        delete vpcConfig(w).SecurityGroupIds;
      },
      'unknown unknown unknown UNKNOWN_RESOURCE',
    ],
    [
      'leaves the security groups to a capacity provider that states none',
      (w) => onInstances(w, { SubnetIds: ['subnet-l1'] }),
      'unknown unknown unknown UNKNOWN_RESOURCE',
    ],
    [
      'names a VPC and not its subnets',
      (w) => {
        delete vpcConfig(w).SubnetIds;
      },
      'unknown unknown unknown UNKNOWN_RESOURCE',
    ],
    [
      'names subnets of two VPCs',
      (w) => {
        addPeerVpc(w);
        vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-peer'];
      },
      'unknown unknown unknown UNKNOWN_RESOURCE X_NOT_MODELLED',
    ],
    [
      'names no VPC, and subnets of which one is gone',
      (w) => {
        Object.assign(vpcConfig(w), { VpcId: '', SubnetIds: ['subnet-9', 'subnet-l1'] });
        delete w.requests;
      },
      'unknown unknown unknown UNKNOWN_RESOURCE',
    ],
    [
      'may use IPv6 in a subnet that does not say whether it has any',
      (w) => {
        vpcConfig(w).Ipv6AllowedForDualStack = true;
      },
      'unknown pass unknown UNKNOWN_RESOURCE',
    ],
    [
      'may use IPv6 in a subnet that has none any more',
      (w) => {
        vpcConfig(w).Ipv6AllowedForDualStack = true;
        for (const subnet of w.Subnets) subnet.Ipv6CidrBlockAssociationSet = [];
      },
      'pass pass pass',
    ],
    [
      'may use IPv6, outside any VPC',
      (w) => {
        Object.assign(vpcConfig(w), { VpcId: '', SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: true });
      },
      'fail fail pass X_PRIVATE_ADDRESS_OUTSIDE_VPC',
    ],
  ]);
});
