import { healthyWorld } from '../support/healthy-world.ts';
import { ACCOUNT, FUNCTION_ARN, SECRET_ARN, secret } from '../support/world.ts';
import { type Fix, resourceOf } from './mechanical-fix.ts';

/** Sets fields of the secret; `undefined` takes one away. */
export const setSecret =
  (fields: Readonly<Record<string, unknown>>): Fix =>
  (_, { world }) => {
    const known = Object.entries({ ...secret(world), ...fields }).filter(([, value]) => value !== undefined);
    world.Secrets = [Object.fromEntries(known) as (typeof world.Secrets)[number]];
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

/** Active, with room in its subnets, called by the client's own defaults. */
export const mendFunction: Fix = (_, { world }) => {
  world.Functions = world.Functions.map(({ StateReason, StateReasonCode, ...it }) => ({ ...it, State: 'Active' }));
  for (const it of world.Subnets) it.AvailableIpAddressCount = 200;
};

export const mendEnvironment: Fix = (_, { world }) => {
  const Variables = { SECRETS_MANAGER_ENDPOINT: `https://secretsmanager.${world.region}.amazonaws.com` };
  for (const it of world.Functions) it.Environment = { Variables };
};

export const mendNames: Fix = (finding, situation, assessment) => {
  const vpc = situation.world.Vpcs.find((v) => v.VpcId === resourceOf(finding));
  if (vpc === undefined) mendEnvironment(finding, situation, assessment);
  else Object.assign(vpc, { EnableDnsSupport: true, EnableDnsHostnames: true });
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
