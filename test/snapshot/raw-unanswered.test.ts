import { describe, expect, test } from 'vitest';
import { importRaw } from '../../src/snapshot/import-raw.ts';
import type { RawFile } from '../../src/snapshot/raw-output.ts';
import { ask, told } from '../scenarios/ask.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { invokePolicy } from '../support/invoke-policy.ts';
import { healthyFiles } from '../support/raw-files.ts';
import { FUNCTION_ARN, REGION, SECRET_ARN } from '../support/world.ts';

const ALIAS = `${FUNCTION_ARN}:live`;
const [LAMBDA = { FunctionArn: FUNCTION_ARN }] = healthyWorld().Functions;
const [SECRET] = healthyWorld().Secrets;
const PROVIDER = `arn:aws:lambda:${REGION}:111122223333:capacity-provider:rotation`;

const configuration = (FunctionArn: string, more: object = {}): RawFile => ({
  path: `configuration-${FunctionArn.split(':').at(-1)}.json`,
  json: { ...LAMBDA, FunctionArn, ...more },
});
const alias = (weights?: object): RawFile => ({
  path: 'alias.json',
  json: {
    AliasArn: ALIAS,
    Name: 'live',
    FunctionVersion: '5',
    ...(weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
  },
});
const aliasPolicy: RawFile = {
  path: 'alias-policy.json',
  json: { Policy: invokePolicy({}).replaceAll(FUNCTION_ARN, ALIAS) },
};
const storedAlias: RawFile = { path: 'secret.json', json: { ...SECRET, RotationLambdaARN: ALIAS } };
const isolated = { VpcConfig: { ...LAMBDA.VpcConfig, SubnetIds: ['subnet-db'] } };

/** What comes of the healthy account, with files added, or in the place of those of one name. */
function answered(...files: readonly RawFile[]): string {
  const others = healthyFiles().filter(({ path }) => !files.some((file) => file.path === path));
  const { snapshot } = importRaw([...others, ...files], 'capture');
  const { status, service, endpoint, preconditions } = told(
    ask(snapshot, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] }),
  );
  return [status, service.verdict, endpoint.verdict, ...Object.entries(preconditions).flat()].join(' ');
}

describe('answers about one thing', () => {
  const rows: readonly (readonly [string, readonly RawFile[], string])[] = [
    ['all that is needed', [], 'pass pass pass'],
    [
      "the policy of another function's",
      [
        {
          path: 'function-policy.json',
          json: { Policy: invokePolicy({}).replaceAll(FUNCTION_ARN, `${FUNCTION_ARN}-2`) },
        },
      ],
      'unknown pass pass invoke-permission unknown',
    ],
    [
      'the policy of another secret',
      [{ path: 'secret-policy.json', json: { ARN: `${SECRET_ARN}2`, Name: 'prod/db2' } }],
      'unknown pass unknown',
    ],
    [
      'the function, where the secret names its alias',
      [storedAlias, aliasPolicy],
      'unknown unknown unknown function-state unknown function-update unknown function-timeout unknown other-services unknown',
    ],
    [
      'the alias, but for the policy',
      [storedAlias, configuration(ALIAS), alias()],
      'unknown pass pass invoke-permission unknown',
    ],
    ['the alias', [storedAlias, aliasPolicy, configuration(ALIAS), alias()], 'pass pass pass'],
    [
      'an alias, of which a second version is not there',
      [storedAlias, aliasPolicy, configuration(ALIAS), alias({ 6: 0.1 })],
      'unknown unknown unknown function-state unknown function-update unknown function-timeout unknown other-services unknown',
    ],
    [
      'an alias whose second version has no way out',
      [storedAlias, aliasPolicy, configuration(ALIAS), alias({ 6: 0.1 }), configuration(`${FUNCTION_ARN}:6`, isolated)],
      'fail pass fail',
    ],
    [
      'no concurrency reserved for a function of which two versions are there',
      [
        storedAlias,
        aliasPolicy,
        configuration(ALIAS),
        configuration(`${FUNCTION_ARN}:6`),
        { path: 'concurrency.json', json: { ReservedConcurrentExecutions: 0 } },
      ],
      'fail pass pass function-concurrency fail',
    ],
    [
      'no concurrency reserved, as GetFunction tells of a version',
      [
        storedAlias,
        aliasPolicy,
        configuration(ALIAS),
        {
          path: 'version.json',
          json: {
            Configuration: { ...LAMBDA, FunctionArn: `${FUNCTION_ARN}:6` },
            Concurrency: { ReservedConcurrentExecutions: 0 },
          },
        },
      ],
      'fail pass pass function-concurrency fail',
    ],
    [
      'aliases listed',
      [storedAlias, aliasPolicy, configuration(ALIAS), { path: 'aliases.json', json: { Aliases: [alias().json] } }],
      'pass pass pass',
    ],
    [
      'aliases of keys, which are none of functions',
      [{ path: 'aliases.json', json: { Aliases: [{ AliasName: 'alias/db', AliasArn: 'arn:aws:kms:…' }] } }],
      'pass pass pass',
    ],
    [
      'a capacity provider',
      [
        configuration(FUNCTION_ARN, {
          VpcConfig: {},
          CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: PROVIDER } },
        }),
        { path: 'function.json', json: {} },
        {
          path: 'provider.json',
          json: { CapacityProvider: { CapacityProviderArn: PROVIDER, State: 'Active', VpcConfig: LAMBDA.VpcConfig } },
        },
      ],
      'pass pass pass',
    ],
    [
      'a forwarding rule and its association',
      [
        { path: 'rule.json', json: { ResolverRule: { Id: 'rslvr-rr-1', DomainName: 'amazonaws.com.' } } },
        { path: 'a.json', json: { ResolverRuleAssociation: { ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1' } } },
      ],
      'unknown pass unknown',
    ],
  ];
  test.each(rows)('%s', (_name, files, expected) => {
    expect(answered(...files)).toBe(expected);
  });
});
