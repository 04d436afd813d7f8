import { asked } from '../../support/healthy-world.ts';
import {
  ACCOUNT,
  ALLOW_ALL,
  EPHEMERAL,
  entry,
  item,
  POSTGRES,
  putAcl,
  refuse,
  remove,
  rotationFunction,
  securityGroup,
  type World,
} from '../../support/world.ts';
import {
  aclRefuses,
  behind,
  both,
  groupsRefuse,
  noRoute,
  overall,
  type Situation,
  situation,
  thing,
} from './situation.ts';

const PROVIDER = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;

/** The function runs on instances of a capacity provider in these subnets, and has no VpcConfig of its own. */
function onManagedInstances(world: World, subnets: readonly string[], groups: readonly string[] = ['sg-lambda']): void {
  const fn = rotationFunction(world);
  fn.VpcConfig = { VpcId: '', SubnetIds: [], SecurityGroupIds: [] };
  fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER } };
  world.CapacityProviders.push({
    CapacityProviderArn: PROVIDER,
    State: 'Active',
    VpcConfig: { SubnetIds: [...subnets], SecurityGroupIds: [...groups] },
  });
  world.requests?.push(asked('CapacityProviders', { 'capacity-provider-arn': [PROVIDER] }));
}

/** The database's subnet answers only to client ports from `low` on. */
function repliesOnlyTo(world: World, low: number, high: number): void {
  putAcl(world, 'acl-db', ['subnet-db'], ALLOW_ALL, [entry(100, 'allow', '6', '0.0.0.0/0', [low, high])]);
}

/** Functions that run on instances in a VPC of yours, by way of a capacity provider. */
export const MANAGED_INSTANCES: readonly Situation[] = [
  situation('function-on-managed-instances', {
    world: (w) => onManagedInstances(w, ['subnet-l1']),
    explain: `The function runs on managed instances in the VPC of its capacity provider. That its own VPC configuration is empty
      does not mean it is outside any VPC.`,
    source: 'lambda-instances',
  }),
  situation('capacity-provider-as-its-own-call-answers', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      w.CapacityProviders = w.CapacityProviders.map((CapacityProvider) => ({ CapacityProvider }));
    },
    explain: `The capacity provider stands in the snapshot as GetCapacityProvider answers it, with an object around it. It says the
      same.`,
    source: 'lambda-instances',
  }),
  situation('managed-instances-with-groups-the-database-does-not-know', {
    world: (w) => {
      w.SecurityGroups.push(securityGroup('sg-instances', []));
      onManagedInstances(w, ['subnet-l1'], ['sg-instances']);
    },
    service: 'fail',
    blockers: [groupsRefuse('service', 'sg-db', 'ingress', 'eni-db')],
    explain: `The instances carry the capacity provider's security group, not the one the function had. The database admits only the
      old one.`,
    source: 'lambda-instances',
  }),
  situation('managed-instances-of-which-one-subnet-has-no-way-out', {
    world: (w) => onManagedInstances(w, ['subnet-l1', 'subnet-db']),
    endpoint: 'partly',
    blockers: [noRoute('endpoint', 'rtb-db', 'subnet-db')],
    explain: `The capacity provider launches instances in two subnets, one of which has no default route. Which one an invocation
      runs in is not the caller's choice.`,
    source: 'lambda-instances',
  }),
  situation('managed-instances-in-a-public-subnet', {
    world: (w) => onManagedInstances(w, ['subnet-public']),
    endpoint: 'unknown',
    blockers: [thing('UNKNOWN_RESOURCE', 'endpoint', 'igw-1', 'subnet-public')],
    explain: `The capacity provider launches instances in a public subnet. Unlike Lambda's own interfaces they may have public
      addresses and so a way out; whether they have is nowhere stated.`,
    source: 'lambda-instances',
  }),
  situation('managed-instances-in-a-public-subnet-whose-gateway-is-detached', {
    world: (w) => {
      onManagedInstances(w, ['subnet-public']);
      item(w, 'InternetGateways', 'igw-1').Attachments = [];
    },
    endpoint: 'fail',
    blockers: [
      thing('BAD_STATE_ATTACHMENT', 'endpoint', 'igw-1', 'subnet-public'),
      behind(thing('UNKNOWN_RESOURCE', 'endpoint', 'igw-1', 'subnet-public')),
    ],
    explain: `Whether the instances have public addresses does not matter: their internet gateway is attached to no VPC.`,
    source: 'igw',
  }),
  situation('managed-instances-in-a-public-subnet-closed-to-public-access', {
    world: (w) => {
      onManagedInstances(w, ['subnet-public']);
      item(w, 'Vpcs', 'vpc-1').BlockPublicAccessStates = { InternetGatewayBlockMode: 'block-ingress' };
      item(w, 'Subnets', 'subnet-public').BlockPublicAccessStates = { InternetGatewayBlockMode: 'block-ingress' };
    },
    endpoint: 'fail',
    blockers: [
      thing('VPC_BLOCK_PUBLIC_ACCESS_ENABLED', 'endpoint', 'subnet-public', 'subnet-public'),
      behind(thing('UNKNOWN_RESOURCE', 'endpoint', 'igw-1', 'subnet-public')),
    ],
    explain: `Block Public Access lets NAT gateways out and nothing else: an instance with a public address of its own stays in,
      whether it has one or not.`,
    source: 'bpa',
  }),
  situation('managed-instances-answered-on-linux-client-ports', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      repliesOnlyTo(w, 32768, 60999);
    },
    explain: `The database's ACL lets answers out to 32768–60999 only. For a function on Lambda's own interfaces that is too narrow;
      managed instances run Linux, whose clients send from these ports.`,
    source: 'ephemeral',
  }),
  situation('managed-instances-answered-on-a-part-of-their-client-ports', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      repliesOnlyTo(w, 49152, 65535);
    },
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')],
    explain: `The ACL lets answers out from 49152 on, as Windows clients would need it. Linux sends from 32768, so that most
      connections get no answer.`,
    source: 'ephemeral',
  }),
  situation('function-answered-on-linux-client-ports-only', {
    world: (w) => repliesOnlyTo(w, 32768, 60999),
    service: 'partly',
    blockers: [aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')],
    explain: `The same ACL before a function on Lambda's own interfaces, which send from any port from 1024 on: many connections get
      no answer.`,
    source: 'ephemeral',
  }),
  situation('managed-instances-refused-there-and-back', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      putAcl(
        w,
        'acl-db',
        ['subnet-db'],
        [entry(100, 'allow', '17', '0.0.0.0/0', POSTGRES)],
        [entry(100, 'allow', '17', '0.0.0.0/0', EPHEMERAL)],
      );
    },
    service: 'fail',
    blockers: [
      aclRefuses('service', 'acl-db', 'forward', 'ingress', 'subnet-db'),
      behind(aclRefuses('service', 'acl-db', 'return', 'egress', 'subnet-db')),
    ],
    explain: `The database's ACL was written for UDP. PostgreSQL speaks TCP, there and back.`,
    source: 'acl',
  }),
  situation('capacity-provider-could-not-be-read', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      refuse(w, 'CapacityProviders');
    },
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: { 'function-state': 'unknown' },
    blockers: [
      ...both((p) => overall('UNKNOWN_RESOURCE', p, PROVIDER)),
      overall('UNKNOWN_RESOURCE', 'precondition', PROVIDER),
    ],
    explain: `The function runs on a capacity provider that could not be read. Without it nobody knows in which subnets.`,
    source: 'permissions',
  }),
  situation('capacity-provider-not-among-those-read', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      w.CapacityProviders.length = 0;
    },
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: { 'function-state': 'unknown' },
    blockers: [
      ...both((p) => overall('UNKNOWN_RESOURCE', p, PROVIDER)),
      overall('UNKNOWN_RESOURCE', 'precondition', PROVIDER),
    ],
    explain: `The function names a capacity provider that is not among those read, though a provider in use cannot be deleted. The
      two answers were not given at the same time.`,
    source: 'lambda-instances',
  }),
  situation('managed-instances-in-a-subnet-that-was-not-read', {
    world: (w) => {
      onManagedInstances(w, ['subnet-l1']);
      remove(w, 'Subnets', 'subnet-l1');
    },
    service: 'unknown',
    endpoint: 'unknown',
    blockers: [
      ...both((p) => overall('UNKNOWN_RESOURCE', p, 'subnet-l1')),
      ...both((p) => thing('UNKNOWN_RESOURCE', p, 'subnet-l1', 'subnet-l1')),
    ],
    explain: `The capacity provider names a subnet that is not among those read, and nothing else says which VPC it is in.`,
    source: 'lambda-instances',
  }),
];
