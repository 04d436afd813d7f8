import { asked } from '../../support/healthy-world.ts';
import { invokePolicy } from '../../support/invoke-policy.ts';
import {
  ACCOUNT,
  FUNCTION_ARN,
  item,
  remove,
  rotationFunction,
  secret,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { both, noRoute, overall, precondition, type Situation, situation, thing } from './situation.ts';

const VERSION = `${FUNCTION_ARN}:7`;
const PROVIDER = `arn:aws:lambda:us-east-1:${ACCOUNT}:capacity-provider:rotation`;

function inState(State: string, StateReasonCode: string): (world: World) => void {
  return (world) => {
    Object.assign(rotationFunction(world), { State, StateReasonCode });
  };
}

function refusedIn(name: string, state: string, reason: string, explain: string): Situation {
  return situation(name, {
    world: inState(state, reason),
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain,
    source: 'lambda-state',
  });
}

/** The secret names version 7 of the function, which differs from what is edited today. */
function versionSeven(world: World): void {
  secret(world).RotationLambdaARN = VERSION;
  world.Functions.push({
    ...structuredClone(rotationFunction(world)),
    FunctionArn: VERSION,
    Version: '7',
  });
  world.FunctionPolicies[VERSION] = invokePolicy(
    { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    { Resource: VERSION },
  );
  world.requests?.push(asked('Functions', { 'function-arn': [VERSION] }));
}

function onProviderIn(state: string): (world: World) => void {
  return (world) => {
    const fn = rotationFunction(world);
    delete fn.VpcConfig;
    fn.CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER } };
    world.CapacityProviders.push({
      CapacityProviderArn: PROVIDER,
      State: state,
      VpcConfig: { SubnetIds: ['subnet-l1'], SecurityGroupIds: ['sg-lambda'] },
    });
    world.requests?.push(asked('CapacityProviders', { 'capacity-provider-arn': [PROVIDER] }));
  };
}

/** States, versions and aliases of a function. */
export const FUNCTION_STATES: readonly Situation[] = [
  refusedIn(
    'function-pending',
    'Pending',
    'Creating',
    'The function is being made; invocations fail until its interfaces are there. Wait until it is Active and check again.',
  ),
  refusedIn(
    'function-without-addresses-for-its-interfaces',
    'Failed',
    'SubnetOutOfIPAddresses',
    'Lambda could not make the interfaces: the subnet has no address left.',
  ),
  refusedIn(
    'function-that-encryption-controls-disallow',
    'Failed',
    'DisallowedByVpcEncryptionControl',
    'Lambda says itself that the encryption controls of the VPC disallow the function.',
  ),
  refusedIn(
    'function-active-and-not-invocable',
    'ActiveNonInvocable',
    'CapacityProviderScalingLimitExceeded',
    'The function is in a state that looks like Active and takes no invocation: its capacity provider cannot grow.',
  ),
  refusedIn('function-being-deactivated', 'Deactivating', 'Idle', 'The function is on its way to being deactivated.'),
  refusedIn('function-being-deleted', 'Deleting', 'FunctionError', 'The function is being deleted.'),
  situation('function-inactive-in-a-subnet-that-is-gone', {
    world: (w) => {
      inState('Inactive', 'Idle')(w);
      vpcConfig(w).SubnetIds = ['subnet-l1', 'subnet-gone'];
    },
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: { 'function-state': 'fail' },
    blockers: [
      precondition('function-state'),
      ...both((p) => thing('UNKNOWN_RESOURCE', p, 'subnet-gone', 'subnet-gone')),
    ],
    explain: `The function is Inactive and one of its two subnets was deleted meanwhile. Lambda cannot make an interface there
      again.`,
    source: 'lambda-state',
  }),
  situation('function-inactive-with-a-group-that-is-gone', {
    world: (w) => {
      inState('Inactive', 'Idle')(w);
      vpcConfig(w).SecurityGroupIds = ['sg-lambda', 'sg-gone'];
    },
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `The function is Inactive and one of its security groups was deleted meanwhile. The other one would do for both paths,
      but Lambda refuses to make an interface with a group that does not exist.`,
    source: 'lambda-state',
  }),
  situation('function-active-in-a-full-subnet', {
    world: (w) => {
      item(w, 'Subnets', 'subnet-l1')['AvailableIpAddressCount'] = 0;
    },
    explain: `The subnet has no free address, but the function is Active: its interface is there, and every invocation shares it.`,
    source: 'lambda-state',
  }),
  situation('function-inactive-in-a-vpc-that-enforces-encryption', {
    world: (w) => {
      inState('Inactive', 'Idle')(w);
      item(w, 'Vpcs', 'vpc-1').EncryptionControl = {
        Mode: 'enforce',
        State: 'available',
        ResourceExclusions: { NatGateway: { State: 'enabled' }, InternetGateway: { State: 'enabled' } },
      };
    },
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `While the function was idle its VPC began to enforce encryption, without an exclusion for Lambda. Its interfaces cannot
      be made again.`,
    source: 'encryption',
  }),
  situation('capacity-provider-that-failed', {
    world: onProviderIn('Failed'),
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `The function calls itself Active, but the capacity provider whose instances it runs on is Failed.`,
    source: 'lambda-instances',
  }),
  situation('capacity-provider-still-pending', {
    world: onProviderIn('Pending'),
    preconditions: { 'function-state': 'unknown' },
    blockers: [overall('UNKNOWN_RESOURCE', 'precondition', PROVIDER)],
    explain: `The capacity provider is still being made. Whether it will be there is not known yet.`,
    source: 'lambda-instances',
  }),
  situation('version-with-a-network-of-its-own', {
    world: (w) => {
      versionSeven(w);
      const seven = item(w, 'Functions', VERSION).VpcConfig;
      if (seven !== undefined) seven.SubnetIds = ['subnet-db'];
    },
    endpoint: 'fail',
    blockers: [noRoute('endpoint', 'rtb-db', 'subnet-db')],
    explain: `The secret names version 7, published when the function was still in the database's subnet. What is configured today
      has a way out; the version that runs has none.`,
    source: 'sm-permission',
  }),
  situation('version-that-works-although-the-latest-would-not', {
    world: (w) => {
      versionSeven(w);
      vpcConfig(w).SubnetIds = ['subnet-db'];
    },
    explain: `The function as edited today has no way to Secrets Manager. The secret names version 7, which has.`,
    source: 'sm-permission',
  }),
  situation('version-whose-configuration-was-not-read', {
    world: (w) => {
      versionSeven(w);
      remove(w, 'Functions', VERSION);
      w.requests = (w.requests ?? []).filter((row) => !row.filters['function-arn']?.includes(VERSION));
    },
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: {
      'function-state': 'unknown',
      'function-update': 'unknown',
      'function-timeout': 'unknown',
      'other-services': 'unknown',
    },
    blockers: [
      ...both((p) => overall('UNKNOWN_RESOURCE', p, VERSION)),
      overall('UNKNOWN_RESOURCE', 'precondition', VERSION),
    ],
    explain: `The secret names version 7, and only the configuration of today was read. A version keeps the network it was published
      with.`,
    source: 'sm-permission',
  }),
];
