import { dualStack, egressOnly } from '../scenarios/situations/ipv6.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { ACCOUNT, FUNCTION_ARN, item, SECRET_ARN, secret, vpcConfig } from '../support/world.ts';
import { type Fix, resourceOf } from './mechanical-fix.ts';
import { putRoute } from './route-fixes.ts';
import { exclude } from './state-fixes.ts';
import { newNatGateway } from './way-out.ts';

export const AWSCURRENT = { '00000000-0000-4000-8000-000000000001': ['AWSCURRENT'] };

/** Sets fields of the secret; `undefined` takes one away. */
export const setSecret =
  (fields: Readonly<Record<string, unknown>>): Fix =>
  (_, { world }) => {
    const known = Object.entries({ ...secret(world), ...fields }).filter(([, value]) => value !== undefined);
    const mended = Object.fromEntries(known) as (typeof world.Secrets)[number];
    world.Secrets = world.Secrets.map((it) => (it.ARN === SECRET_ARN ? mended : it));
  };

/** The secret the function logs in with is there, in use, with a current version. */
export const restoreSecret: Fix = (finding, { world }) => {
  const arn = resourceOf(finding);
  world.Secrets = world.Secrets.filter(({ ARN }) => ARN !== arn);
  world.Secrets.push({ ARN: arn, VersionIdsToStages: AWSCURRENT });
};

export const removePendingLabel: Fix = (_, { world }) => {
  const versions = secret(world).VersionIdsToStages ?? {};
  secret(world).VersionIdsToStages = Object.fromEntries(
    Object.entries(versions).filter(([, stages]) => !stages.includes('AWSPENDING')),
  );
};

/** The healthy account's function, named by the secret and by nobody else. */
export const nameHealthyFunction: Fix = (_, { world }) => {
  const healthy = healthyWorld();
  world.Functions = healthy.Functions;
  Object.assign(world.FunctionPolicies, healthy.FunctionPolicies);
  Object.assign(world.FunctionConcurrency, healthy.FunctionConcurrency);
  secret(world).RotationLambdaARN = FUNCTION_ARN;
};

/** Active, with room in its subnets, on a capacity provider that runs, in a VPC that takes Lambda in. */
export const mendFunction: Fix = (_, { world }) => {
  for (const provider of world.CapacityProviders) provider.State = 'Active';
  for (const it of world.Vpcs) {
    exclude(world, it.VpcId, 'Lambda');
    it.InstanceTenancy = 'default';
  }
  world.Functions = world.Functions.map(({ StateReason, StateReasonCode, ...it }) => ({ ...it, State: 'Active' }));
  for (const it of world.Subnets) it.AvailableIpAddressCount = 200;
};

/** The endpoint that answers for the service is one of its own Region. */
export const leadToOwnRegion: Fix = (finding, situation, assessment) => {
  const endpoint = situation.world.VpcEndpoints.find((e) => e.VpcEndpointId === resourceOf(finding));
  if (endpoint === undefined) mendEnvironment(finding, situation, assessment);
  else {
    const { region } = situation.world;
    Object.assign(endpoint, { ServiceName: `com.amazonaws.${region}.secretsmanager`, ServiceRegion: region });
  }
};

export const mendEnvironment: Fix = (_, { world }) => {
  const Variables = { SECRETS_MANAGER_ENDPOINT: `https://secretsmanager.${world.region}.amazonaws.com` };
  for (const it of world.Functions) it.Environment = { Variables };
};

/** A client of IPv4 alone, which waits for nothing. */
export const turnIpv6Off: Fix = (_, { world }) => {
  vpcConfig(world).Ipv6AllowedForDualStack = false;
};

/** Function, subnets, tables and filters take IPv6, with a way out for it. */
export const turnIpv6On: Fix = (_, { world }) => {
  dualStack(world);
  egressOnly(world);
};

/** A NAT gateway, and neither zone nor endpoint that claims the service's name. */
export const openWayToService: Fix = (finding, { world }) => {
  const [, host = ''] = /also asks ([^,]+),/.exec(finding.message) ?? [];
  const [service = ''] = host.split('.');
  world.HostedZones = world.HostedZones.filter((zone) => !`.${host}.`.endsWith(`.${zone.Name}`));
  world.VpcEndpoints = world.VpcEndpoints.filter((e) => e.ServiceName?.endsWith(`.${service}`) !== true);
  const nat = newNatGateway(world, 'vpc-1');
  for (const id of ['rtb-private', 'rtb-db']) putRoute(item(world, 'RouteTables', id), '0.0.0.0/0', nat);
};

export const permitInvocation: Fix = (finding, { world }) => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'secretsmanager.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: resourceOf(finding),
    Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT }, ArnLike: { 'AWS:SourceArn': SECRET_ARN } },
  };
  world.FunctionPolicies[resourceOf(finding)] = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
};

export const liftConcurrency: Fix = (finding, { world }) => {
  world.FunctionConcurrency[resourceOf(finding)] = null;
};

export const dropSecretPolicy: Fix = (finding, { world }) => {
  world.SecretPolicies[resourceOf(finding)] = null;
};
