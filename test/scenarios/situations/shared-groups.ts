import {
  ACCOUNT,
  item,
  networkInterface,
  permit,
  rotationFunction,
  securityGroup,
  vpc,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addPeerVpc, withoutNat } from '../../support/world-parts.ts';
import type { ExpectedBlocker } from '../expectation.ts';
import { both, groupsRefuse, type Situation, situation } from './situation.ts';

/** The group belongs to another VPC and is associated with this one, in this state; null: nobody listed associations. */
function ofAnotherVpc(world: World, group: string, state: string | null): void {
  if (!world.Vpcs.some((it) => it.VpcId === 'vpc-groups')) world.Vpcs.push(vpc('vpc-groups', '10.77.0.0/16'));
  item(world, 'SecurityGroups', group).VpcId = 'vpc-groups';
  if (state !== null)
    world.SecurityGroupVpcAssociations.push({ GroupId: group, VpcId: 'vpc-1', VpcOwnerId: ACCOUNT, State: state });
}

function onlyEndpoint(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

function doubted(
  prerequisite: ExpectedBlocker['prerequisite'],
  group: string,
  direction: 'ingress' | 'egress',
  at: string,
): ExpectedBlocker {
  return { ...groupsRefuse(prerequisite, group, direction, at), code: 'UNKNOWN_RESOURCE' };
}

/** Security groups that serve in more than one VPC. */
export const SHARED_GROUPS: readonly Situation[] = [
  situation('endpoint-with-a-group-of-another-vpc', {
    world: (w) => {
      onlyEndpoint(w);
      ofAnotherVpc(w, 'sg-endpoint', 'associated');
    },
    explain: `The endpoint's group belongs to another VPC and is associated with this one. It filters here as at home.`,
    source: 'sg-association',
  }),
  situation('endpoint-with-a-group-whose-associations-nobody-listed', {
    world: (w) => {
      onlyEndpoint(w);
      ofAnotherVpc(w, 'sg-endpoint', null);
    },
    explain: `The endpoint's interfaces carry a group of another VPC. That they do shows the association.`,
    source: 'sg-association',
  }),
  situation('endpoint-with-a-group-being-associated', {
    world: (w) => {
      onlyEndpoint(w);
      ofAnotherVpc(w, 'sg-endpoint', 'associating');
    },
    endpoint: 'unknown',
    blockers: [
      doubted('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      doubted('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `The association of the endpoint's group with this VPC is not complete, so that its rules may not hold yet.`,
    source: 'sg-association',
  }),
  situation('endpoint-with-a-group-being-disassociated-and-one-of-its-own', {
    world: (w) => {
      onlyEndpoint(w);
      w.SecurityGroups.push(securityGroup('sg-here', [permit('tcp', ['10.0.0.0/16'], 443)]));
      for (const eni of ['eni-sm-a', 'eni-sm-b'])
        item(w, 'NetworkInterfaces', eni).Groups = [{ GroupId: 'sg-endpoint' }, { GroupId: 'sg-here' }];
      ofAnotherVpc(w, 'sg-endpoint', 'disassociating');
    },
    explain: `One of the endpoint's two groups is on its way out. The other one, of this VPC, admits the function by itself.`,
    source: 'sg-association',
  }),
  situation('endpoint-with-a-group-being-associated-that-refuses-anyhow', {
    world: (w) => {
      onlyEndpoint(w);
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [permit('tcp', ['10.0.9.0/24'], 443)];
      ofAnotherVpc(w, 'sg-endpoint', 'associating');
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
    ],
    explain: `Whether the association is complete does not matter: the group's rules do not admit the function, and without them
      nothing is admitted.`,
    source: 'sg-association',
  }),
  situation('database-with-a-group-of-another-vpc', {
    world: (w) => ofAnotherVpc(w, 'sg-db', 'associated'),
    explain: `The database's instance carries a group of another VPC, associated with this one. Its reference to the function's group
      matches as ever.`,
    source: 'sg-association',
  }),
  situation('database-with-a-group-whose-association-failed', {
    world: (w) => ofAnotherVpc(w, 'sg-db', 'association-failed'),
    service: 'unknown',
    blockers: [doubted('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The association of the database's group with this VPC failed, and yet the interface carries it. Whether its rules hold
      is not known.`,
    source: 'sg-association',
  }),
  situation('function-with-a-group-of-another-vpc', {
    world: (w) => ofAnotherVpc(w, 'sg-lambda', 'associated'),
    service: 'unknown',
    endpoint: 'unknown',
    blockers: both((p) => doubted(p, 'sg-lambda', 'egress', 'subnet-l1')),
    explain: `The function's group belongs to another VPC. AWS lists what may carry such a group, and Lambda is not among it.`,
    source: 'sg-association',
  }),
  situation('one-group-in-two-vpcs-that-references-itself', {
    world: (w) => {
      addPeerVpc(w);
      w.SecurityGroups.push(securityGroup('sg-both', [permit('tcp', ['sg-both'], 5432)]));
      const config = rotationFunction(w).VpcConfig;
      if (config !== undefined) config.SecurityGroupIds = ['sg-both'];
      item(w, 'NetworkInterfaces', 'eni-peer-db').Groups = [{ GroupId: 'sg-both' }];
      w.SecurityGroupVpcAssociations.push({
        GroupId: 'sg-both',
        VpcId: 'vpc-2',
        VpcOwnerId: ACCOUNT,
        State: 'associated',
      });
    },
    question: { targets: ['10.1.0.10:5432'] },
    service: 'unknown',
    blockers: [doubted('service', 'sg-both', 'ingress', 'eni-peer-db')],
    explain: `Function and database carry one and the same group in two peered VPCs, and it admits its own members. Whether such a
      reference holds from one VPC to the other, AWS does not say.`,
    source: 'sg-association',
  }),
  situation('one-group-in-two-vpcs-that-names-the-range', {
    world: (w) => {
      addPeerVpc(w);
      w.SecurityGroups.push(securityGroup('sg-both', [permit('tcp', ['10.0.0.0/16'], 5432)]));
      item(w, 'NetworkInterfaces', 'eni-peer-db').Groups = [{ GroupId: 'sg-both' }];
      w.SecurityGroupVpcAssociations.push({
        GroupId: 'sg-both',
        VpcId: 'vpc-2',
        VpcOwnerId: ACCOUNT,
        State: 'associated',
      });
    },
    question: { targets: ['10.1.0.10:5432'] },
    explain: `The database in the peered VPC carries a group of the function's VPC, associated with both, and it admits the function's
      range.`,
    source: 'sg-association',
  }),
  situation('second-interface-with-one-group-in-the-same-vpc', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-both', [permit('tcp', ['sg-both'], 5432)]));
      const config = rotationFunction(w).VpcConfig;
      if (config !== undefined) config.SecurityGroupIds = ['sg-both'];
      w.NetworkInterfaces.push(networkInterface('eni-other', 'subnet-db', '10.0.20.77', ['sg-both']));
      w.SecurityGroupVpcAssociations.push({
        GroupId: 'sg-both',
        VpcId: 'vpc-2',
        VpcOwnerId: ACCOUNT,
        State: 'associated',
      });
    },
    question: { targets: ['10.0.20.77:5432'] },
    explain: `The group is associated with another VPC too, but both ends are in its own: its reference to itself holds.`,
    source: 'sg',
  }),
];
