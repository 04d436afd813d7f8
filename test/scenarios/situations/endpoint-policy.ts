import { ACCOUNT, item, SECRET_ARN, type World } from '../../support/world.ts';
import { addEndpoint, policy, withoutNat } from '../../support/world-parts.ts';
import { overall, type Situation, situation } from './situation.ts';

function privateOnly(world: World): void {
  withoutNat(world);
  addEndpoint(world);
}

function withPolicy(...statements: readonly Record<string, unknown>[]): (world: World) => void {
  return (world) => {
    privateOnly(world);
    item(world, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy(...statements);
  };
}

const policyDenies = overall('X_ENDPOINT_POLICY_DENIES', 'endpoint', 'vpce-sm');
const policyUndecided = overall('X_ENDPOINT_POLICY_UNDECIDED', 'endpoint', 'vpce-sm');

/** Policies of the endpoint. */
export const ENDPOINT_POLICY: readonly Situation[] = [
  situation('endpoint-policy-copied-from-the-sample', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      Resource: SECRET_ARN,
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The network path is open, but the endpoint policy, taken from AWS's own sample, allows reading the secret only.
      Rotation also calls PutSecretValue, UpdateSecretVersionStage and GetRandomPassword, which the endpoint refuses.`,
    source: 'sm-endpoint',
  }),
  situation('endpoint-without-a-policy-document', {
    world: (w) => {
      privateOnly(w);
      delete item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument;
    },
    explain: `The endpoint's record bears no policy. An endpoint without one of its own has the default policy, which allows
      everything.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-another-secret', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: 'secretsmanager:*',
      Resource: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/other-GhIjKl',
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows everything, on another secret. What a policy does not allow, it denies.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-another-role', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:role/reporting' },
      Action: 'secretsmanager:*',
      Resource: '*',
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows one role, and it is not the function's. The call arrives and is answered with
      AccessDenied.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-that-denies-writing', {
    world: withPolicy(
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:Put*', Resource: '*' },
    ),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows everything and then denies whatever begins with Put: nothing in the VPC should change
      secrets. A rotation does just that, and a deny beats every allow.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-with-a-condition-nobody-can-judge', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
    }),
    endpoint: 'unknown',
    blockers: [policyUndecided],
    explain: `The endpoint policy allows principals of one organization. Which organization the account belongs to is not among
      the facts, so the statement can be neither counted nor dismissed.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-another-session-of-the-role', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/somebody` },
      Action: '*',
      Resource: '*',
    }),
    endpoint: 'fail',
    blockers: [policyDenies],
    explain: `The endpoint policy allows one session of the role by a name that is not the function's, which Lambda gives its
      sessions.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-for-one-session', {
    world: withPolicy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/rotate-db/rotate-db` },
      Action: '*',
      Resource: '*',
    }),
    endpoint: 'unknown',
    blockers: [policyUndecided],
    explain: `The endpoint policy allows the role's session by name. Lambda usually calls its session like the function, which is
      habit and not promised.`,
    source: 'endpoint-policy',
  }),
];
