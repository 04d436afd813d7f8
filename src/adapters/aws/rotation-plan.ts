import {
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
import { parseSecretValue } from '../../targets/secret-value.ts';
import { functionName } from './arns.ts';
import type { FactsSoFar } from './facts-so-far.ts';
import { functionFacts, plainJson } from './plain-json.ts';
import type { PlanRow } from './plan-row.ts';
import { rotationFunction } from './wanted-functions.ts';

const theSecret = ({ request }: FactsSoFar) => [request.secret];
const theFunction = (facts: FactsSoFar) => rotationFunction(facts).map(({ arn }) => arn);

/** Secrets Manager, Lambda, and who asks. */
export const ROTATION_PLAN: readonly PlanRow[] = [
  {
    kind: 'items',
    list: 'Secrets',
    action: 'secretsmanager:DescribeSecret',
    filter: 'secret-id',
    values: theSecret,
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
    values: () => ['the caller'],
    read: async ({ sts }, _, options) => (await sts.send(new GetCallerIdentityCommand({}), options)).Account ?? null,
  },
  {
    kind: 'entry',
    list: 'SecretPolicies',
    action: 'secretsmanager:GetResourcePolicy',
    filter: 'secret-id',
    values: theSecret,
    read: async ({ secretsManager }, SecretId, options) =>
      (await secretsManager.send(new GetResourcePolicyCommand({ SecretId }), options)).ResourcePolicy ?? null,
  },
  {
    kind: 'entry',
    list: 'SecretValue',
    action: 'secretsmanager:GetSecretValue',
    filter: 'secret-id',
    values: ({ request }) => (request.targetFromSecret ? [request.secret] : []),
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
    values: theFunction,
    atOnce: 1,
    read: async ({ lambda }, [arn = ''], options) => [
      functionFacts(arn, await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }), options)),
    ],
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
    values: (facts) => rotationFunction(facts).map(({ unqualified }) => unqualified),
    read: async ({ lambda }, FunctionName, options) =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }), options)).ReservedConcurrentExecutions ??
      null,
  },
];
