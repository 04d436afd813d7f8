import { invokePolicy } from '../../support/invoke-policy.ts';
import { ACCOUNT, FUNCTION_ARN, rotationFunction, SECRET_ARN, secret, type World } from '../../support/world.ts';
import { precondition, type Situation, situation } from './situation.ts';

type Json = Record<string, unknown>;

interface Told {
  readonly policies: Readonly<Record<string, string | null>>;
  /** Version or alias that the rotation names; none: the function itself. */
  readonly qualifier?: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly explain: string;
}

function functionPolicy(name: string, { policies, qualifier, verdict, explain }: Told): Situation {
  const arn = qualifier === undefined ? FUNCTION_ARN : `${FUNCTION_ARN}:${qualifier}`;
  const passes = verdict === 'pass';
  return situation(name, {
    world: (w) => {
      rotateWith(w, arn);
      w.FunctionPolicies = { ...policies };
    },
    preconditions: passes ? {} : { 'invoke-permission': verdict },
    blockers: passes ? [] : [{ ...precondition('invoke-permission'), resources: [arn] }],
    explain,
    source: 'sm-permission',
  });
}

function rotateWith(world: World, arn: string): void {
  rotationFunction(world).FunctionArn = arn;
  secret(world).RotationLambdaARN = arn;
  world.FunctionConcurrency = { [FUNCTION_ARN]: null };
  for (const row of world.requests ?? [])
    if ('function-arn' in row.filters) Object.assign(row, { filters: { 'function-arn': [arn, FUNCTION_ARN] } });
}

/** The permission of the function itself, under a condition or with other elements. */
const under = (condition: Json | null, more: Json = {}) => ({ [FUNCTION_ARN]: invokePolicy(condition, more) });
const together = (...policies: readonly string[]) => ({
  [FUNCTION_ARN]: JSON.stringify({
    Version: '2012-10-17',
    Statement: policies.flatMap((text) => (JSON.parse(text) as { Statement: Json[] }).Statement),
  }),
});
const EVERYBODY = { Principal: '*' };

/** Who may invoke the function, by every element of its policy. */
export const FUNCTION_POLICY_STATEMENTS: readonly Situation[] = [
  functionPolicy('function-policy-for-the-secret-without-its-suffix', {
    policies: under({ ArnLike: { 'AWS:SourceArn': SECRET_ARN.slice(0, -7) } }),
    verdict: 'fail',
    explain: `The permission is for the secret's ARN without the six characters at its end. Secrets Manager states the whole ARN.`,
  }),
  functionPolicy('function-policy-for-the-secret-by-pattern', {
    policies: under({ StringLike: { 'aws:sourcearn': `${SECRET_ARN.slice(0, -7)}-??????` } }),
    verdict: 'pass',
    explain: `Six question marks match the end of the secret's ARN, and the key's name counts in any letter case.`,
  }),
  functionPolicy('function-policy-for-a-secret-in-other-letters', {
    policies: under({ StringEquals: { 'AWS:SourceArn': SECRET_ARN.replace('prod/db', 'Prod/DB') } }),
    verdict: 'fail',
    explain: `The name in the permission has capital letters that the secret's does not have.`,
  }),
  functionPolicy('function-policy-for-accounts-by-pattern', {
    policies: under({ StringLike: { 'aws:SourceAccount': ['4444*', '1111*'] } }),
    verdict: 'pass',
    explain: `The permission is for accounts by pattern, and one of the patterns is the secret's account.`,
  }),
  functionPolicy('function-policy-for-all-accounts-but-another', {
    policies: under({ StringNotEquals: { 'aws:SourceAccount': '444455556666' } }),
    verdict: 'pass',
    explain: `The permission is for secrets of every account but one, which is another.`,
  }),
  functionPolicy('function-policy-for-all-accounts-but-this', {
    policies: under({ StringNotEquals: { 'aws:SourceAccount': ACCOUNT } }),
    verdict: 'fail',
    explain: `The permission is for secrets of every account but the secret's own.`,
  }),
  functionPolicy('function-policy-with-one-of-two-conditions-met', {
    policies: under({ StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': `${SECRET_ARN}x` } }),
    verdict: 'fail',
    explain: `All conditions of a permission have to hold, and the second names another secret.`,
  }),
  functionPolicy('function-policy-that-is-a-public-url', {
    policies: under(
      { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      { ...EVERYBODY, Action: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] },
    ),
    verdict: 'fail',
    explain: `The permission opens the function's URL to the public. Secrets Manager does not come by the URL.`,
  }),
  functionPolicy('function-policy-that-is-for-calls-by-url', {
    policies: under({ Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }, EVERYBODY),
    verdict: 'fail',
    explain: `The permission lets everybody invoke the function by its URL. Secrets Manager does not come by the URL.`,
  }),
  functionPolicy('function-policy-for-everybody-in-an-organization', {
    policies: under({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }, { Principal: { AWS: '*' } }),
    verdict: 'fail',
    explain: `The permission is for everybody in an organization. A service that calls in its own name is in none.`,
  }),
  functionPolicy('function-policy-for-a-token-of-an-event-source', {
    policies: under({ StringEquals: { 'lambda:EventSourceToken': 'token' } }, EVERYBODY),
    verdict: 'fail',
    explain: `The permission asks for the token of a smart home skill, which Secrets Manager does not have.`,
  }),
  functionPolicy('function-policy-for-everybody-from-this-account', {
    policies: under({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }, EVERYBODY),
    verdict: 'pass',
    explain: `The permission is for everybody who acts for something in the account, so for Secrets Manager too.`,
  }),
  functionPolicy('function-policy-with-an-exception-among-actions', {
    policies: under(null, { Action: undefined, NotAction: 'lambda:GetFunction' }),
    verdict: 'unknown',
    explain: `Permissions of functions are added one by one and never as exceptions. What Lambda makes of one is not stated.`,
  }),
  functionPolicy('function-policy-with-a-deny-nobody-can-judge', {
    policies: together(
      invokePolicy(null),
      invokePolicy(
        { StringNotEquals: { 'aws:SourceOrgID': 'o-exampleorgid' } },
        { Sid: 'Ours', Effect: 'Deny', ...EVERYBODY },
      ),
    ),
    verdict: 'unknown',
    explain: `One statement allows Secrets Manager, another denies who acts for another organization. Which one the account is in is not
      among the facts.`,
  }),
  functionPolicy('function-policy-with-a-deny-for-another-account', {
    policies: together(
      invokePolicy(null),
      invokePolicy(
        { StringEquals: { 'aws:SourceAccount': '444455556666' } },
        { Sid: 'NotThem', Effect: 'Deny', ...EVERYBODY },
      ),
    ),
    verdict: 'pass',
    explain: `One statement allows Secrets Manager, another denies it for another account.`,
  }),
  functionPolicy('function-policy-that-is-no-policy', {
    policies: { [FUNCTION_ARN]: '{"Statement":' },
    verdict: 'unknown',
    explain: `What stands in place of the function's policy breaks off and cannot be read.`,
  }),
  functionPolicy('version-with-a-permission-of-its-own', {
    qualifier: '7',
    policies: {
      [`${FUNCTION_ARN}:7`]: invokePolicy(
        { ArnLike: { 'AWS:SourceArn': SECRET_ARN } },
        { Resource: `${FUNCTION_ARN}:7` },
      ),
      [FUNCTION_ARN]: null,
    },
    verdict: 'pass',
    explain: `The rotation names version 7 of the function, and that version has the permission.`,
  }),
  functionPolicy('version-with-the-permission-of-another', {
    qualifier: '7',
    policies: { [`${FUNCTION_ARN}:7`]: invokePolicy(null, { Resource: `${FUNCTION_ARN}:6` }) },
    verdict: 'fail',
    explain: `The rotation names version 7 of the function. The permission is for version 6.`,
  }),
  functionPolicy('version-whose-permission-is-on-the-function', {
    qualifier: '7',
    policies: { [`${FUNCTION_ARN}:7`]: null, [FUNCTION_ARN]: invokePolicy(null) },
    verdict: 'fail',
    explain: `The rotation names version 7 of the function. The permission is on the function without a version, which is another
      resource.`,
  }),
];
