import {
  GetAliasCommand,
  GetCapacityProviderCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
} from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { additionalVersions, isAlias } from '../../preconditions/alias-versions.ts';
import { placeOfArn } from '../../snapshot/home.ts';
import { parseSecretValue } from '../../targets/secret-value.ts';
import type { FunctionName } from './arns.ts';
import { functionName } from './arns.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { type Wanted, wantedAt } from './place.ts';
import { functionFacts, plainJson } from './plain-json.ts';
import type { PlanRow } from './plan-row.ts';
import { secretValue } from './secret-value-read.ts';
import { capacityProviders, rotationFunction } from './wanted-functions.ts';
import { CALLER, functionPlace, placeIn } from './whereabouts.ts';

const theSecret = ({ home, request }: FactsSoFar) => wantedAt(home, [request.secret]);
const theFunction = (facts: FactsSoFar) => functionBy(facts, ({ arn }) => arn);

function functionBy(facts: FactsSoFar, name: (lambda: FunctionName) => string): readonly Wanted[] {
  return rotationFunction(facts).map((lambda) => ({ value: name(lambda), at: functionPlace(facts, lambda.arn) }));
}

/** The versions besides its own that an alias hands invocations to. */
function weightedVersions(facts: FactsSoFar): readonly Wanted[] {
  return facts
    .items('FunctionAliases')
    .flatMap(additionalVersions)
    .map((arn) => ({ value: arn, at: functionPlace(facts, arn) }));
}

/** The secret with the superuser's credentials, once the value has named it. */
function superuserSecret(facts: FactsSoFar): readonly Wanted[] {
  const name = secretValue(facts)?.masterarn ?? null;
  const { account, region } = placeOfArn(name);
  return name === null || region === null ? [] : [{ value: name, at: placeIn(facts, account, region) }];
}

/** Secrets Manager, Lambda, and who asks. */
export const ROTATION_PLAN: readonly PlanRow[] = [
  {
    kind: 'items',
    list: 'Secrets',
    action: 'secretsmanager:DescribeSecret',
    filter: 'secret-id',
    values: (facts) => [...theSecret(facts), ...superuserSecret(facts)],
    atOnce: 1,
    read: async ({ secretsManager }, [SecretId], options) => [
      plainJson(await secretsManager.send(new DescribeSecretCommand({ SecretId }), options)),
    ],
  },
  {
    kind: 'entry',
    list: 'CallerIdentity',
    action: 'sts:GetCallerIdentity',
    filter: null,
    values: ({ home }) => wantedAt(home, [CALLER]),
    read: async ({ sts }, _, options) => (await sts.send(new GetCallerIdentityCommand({}), options)).Account ?? null,
  },
  {
    kind: 'entry',
    list: 'SecretPolicies',
    action: 'secretsmanager:GetResourcePolicy',
    filter: 'secret-id',
    values: (facts) => [...theSecret(facts), ...superuserSecret(facts)],
    read: async ({ secretsManager }, SecretId, options) =>
      (await secretsManager.send(new GetResourcePolicyCommand({ SecretId }), options)).ResourcePolicy ?? null,
  },
  {
    kind: 'entry',
    list: 'SecretValue',
    action: 'secretsmanager:GetSecretValue',
    filter: 'secret-id',
    values: (facts) => (facts.request.targetFromSecret ? [...theSecret(facts), ...superuserSecret(facts)] : []),
    read: async ({ secretsManager }, SecretId, options) =>
      parseSecretValue(
        (await secretsManager.send(new GetSecretValueCommand({ SecretId }), options)).SecretString ?? '',
      ),
  },
  {
    kind: 'items',
    list: 'Functions',
    action: 'lambda:GetFunctionConfiguration',
    filter: 'function-arn',
    values: (facts) => [...theFunction(facts), ...weightedVersions(facts)],
    atOnce: 1,
    read: async ({ lambda }, [arn = ''], options) => [
      functionFacts(arn, await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }), options)),
    ],
  },
  {
    kind: 'items',
    list: 'FunctionAliases',
    action: 'lambda:GetAlias',
    filter: 'function-arn',
    values: (facts) => theFunction(facts).filter(({ value }) => isAlias(value)),
    atOnce: 1,
    read: async ({ lambda }, [arn = ''], options) => {
      const { unqualified: FunctionName, qualifier: Name } = functionName(arn) ?? {};
      return [
        { ...(await lambda.send(new GetAliasCommand({ FunctionName, Name: Name ?? '' }), options)), AliasArn: arn },
      ];
    },
  },
  {
    kind: 'items',
    list: 'CapacityProviders',
    action: 'lambda:GetCapacityProvider',
    filter: 'capacity-provider-arn',
    values: (facts) => capacityProviders(facts).map((value) => ({ value, at: functionPlace(facts, value) })),
    atOnce: 1,
    read: async ({ lambda }, [CapacityProviderName], options) => {
      const { CapacityProvider } = await lambda.send(new GetCapacityProviderCommand({ CapacityProviderName }), options);
      return CapacityProvider === undefined ? [] : [CapacityProvider];
    },
  },
  {
    kind: 'entry',
    list: 'FunctionPolicies',
    action: 'lambda:GetPolicy',
    filter: 'function-arn',
    values: theFunction,
    noneIfIn: 'Functions',
    read: async ({ lambda }, arn, options) => {
      const name = functionName(arn);
      const qualified = { FunctionName: name?.unqualified, ...(name?.qualifier ? { Qualifier: name.qualifier } : {}) };
      return (await lambda.send(new GetPolicyCommand(qualified), options)).Policy ?? null;
    },
  },
  {
    kind: 'entry',
    list: 'FunctionConcurrency',
    action: 'lambda:GetFunctionConcurrency',
    filter: 'function-arn',
    // Concurrency is reserved for all versions together.
    values: (facts) => functionBy(facts, ({ unqualified }) => unqualified),
    read: async ({ lambda }, FunctionName, options) =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }), options)).ReservedConcurrentExecutions ??
      null,
  },
];
