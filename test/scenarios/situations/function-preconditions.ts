import { invokePolicy } from '../../support/invoke-policy.ts';
import {
  ACCOUNT,
  FUNCTION_ARN,
  item,
  refuse,
  rotationFunction,
  SECRET_ARN,
  secret,
  vpcConfig,
  type World,
} from '../../support/world.ts';
import { both, overall, precondition, type Situation, situation } from './situation.ts';
import { useTemplate } from './template.ts';

const THIS_SECRET = { 'AWS:SourceArn': SECRET_ARN };
const THIS_ACCOUNT = { 'AWS:SourceAccount': ACCOUNT };
const unreadFunction = overall('UNKNOWN_RESOURCE', 'precondition', FUNCTION_ARN);

function policyOf(text: string | null): (world: World) => void {
  return (world) => {
    world.FunctionPolicies[FUNCTION_ARN] = text;
  };
}

function state(name: string, more: Record<string, string> = {}): (world: World) => void {
  return (world) => {
    Object.assign(rotationFunction(world), { State: name, ...more });
  };
}

function update(status: string): (world: World) => void {
  return (world) => {
    rotationFunction(world).LastUpdateStatus = status;
  };
}

const notEffective = both((p) => overall('X_FUNCTION_UPDATE_NOT_EFFECTIVE', p, FUNCTION_ARN));

/** What is wrong with the function, its state and its policy. */
export const FUNCTION_PRECONDITIONS: readonly Situation[] = [
  situation('arn-of-a-secret-given-as-function', {
    world: (w) => {
      secret(w).RotationLambdaARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/MasterSecret-GhIjKl';
    },
    service: 'n/a',
    endpoint: 'n/a',
    preconditions: { 'function-arn-kind': 'fail' },
    blockers: [
      {
        ...precondition('function-arn-kind'),
        resources: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/MasterSecret-GhIjKl'],
      },
    ],
    explain: `What is given as rotation function is the ARN of a secret, as in an example of AWS's own user guide. RotationLambdaARN
      wants a function; a superuser's secret is named inside the secret's value, as masterarn.`,
    source: 'sm-rotate',
  }),
  situation('function-inactive', {
    world: state('Inactive', { StateReasonCode: 'Idle' }),
    preconditions: { 'function-state': 'unknown' },
    blockers: [precondition('function-state')],
    explain: `The function was idle for so long that Lambda took its network interfaces away. The next invocation fails and begins
      to make them anew. Invoke it once, wait until it is Active, check again.`,
    source: 'lambda-state',
  }),
  situation('function-inactive-in-a-full-subnet', {
    world: (w) => {
      state('Inactive', { StateReasonCode: 'Idle' })(w);
      item(w, 'Subnets', 'subnet-l1')['AvailableIpAddressCount'] = 0;
    },
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `The function is Inactive and its subnet has no free address. Lambda cannot make the interface it needs, so the
      function stays where it is until addresses are freed.`,
    source: 'lambda-state',
  }),
  situation('function-failed', {
    world: state('Failed', { StateReasonCode: 'InvalidSubnet' }),
    preconditions: { 'function-state': 'fail' },
    blockers: [precondition('function-state')],
    explain: `The function is in state Failed; invocations are refused until its configuration is mended.`,
    source: 'lambda-state',
  }),
  situation('function-of-which-nobody-says-whether-its-update-is-effective', {
    world: (w) => {
      delete rotationFunction(w).LastUpdateStatus;
    },
    preconditions: { 'function-update': 'unknown' },
    blockers: [unreadFunction],
    explain: `Whether the configuration as read is the one that runs is not stated.`,
    source: 'lambda-state',
  }),
  situation('function-update-in-progress', {
    world: update('InProgress'),
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: { 'function-update': 'unknown' },
    blockers: [...notEffective, precondition('function-update')],
    explain: `An update of the function is in progress, and until it is done invocations run with the old configuration, which
      nobody can see any more. Wait a minute and check again.`,
    source: 'lambda-state',
  }),
  situation('function-update-failed', {
    world: update('Failed'),
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: { 'function-update': 'unknown' },
    blockers: [...notEffective, precondition('function-update')],
    explain: `The last update of the function failed. The configuration shown may not be the one that runs, so judging it proves
      nothing.`,
    source: 'lambda-state',
  }),
  situation('function-in-another-region', {
    world: (w) => {
      secret(w).RotationLambdaARN = FUNCTION_ARN.replace('us-east-1', 'eu-west-1');
      w.Functions.length = 0;
    },
    service: 'unknown',
    endpoint: 'unknown',
    preconditions: {
      'function-state': 'unknown',
      'function-update': 'unknown',
      'function-region': 'fail',
      'function-timeout': 'unknown',
      'invoke-permission': 'unknown',
      'other-services': 'unknown',
    },
    blockers: [
      ...both((p) => overall('UNKNOWN_RESOURCE', p, FUNCTION_ARN.replace('us-east-1', 'eu-west-1'))),
      overall('UNKNOWN_RESOURCE', 'precondition', FUNCTION_ARN.replace('us-east-1', 'eu-west-1')),
      { ...precondition('function-region'), resources: [FUNCTION_ARN.replace('us-east-1', 'eu-west-1')] },
    ],
    explain: `The secret is in us-east-1, its function in eu-west-1. Secrets Manager invokes functions of its own Region only. What
      that function could reach was not asked.`,
    source: 'sm-rotate',
  }),
  situation('template-with-a-short-timeout', {
    world: (w) => {
      useTemplate(w, 'https://secretsmanager.us-east-1.amazonaws.com');
      rotationFunction(w).Timeout = 3;
    },
    warnings: ['X_FUNCTION_TIMEOUT'],
    explain: `The template may need up to thirty seconds to try the passwords it knows; the function is stopped after three. That
      may still do for a database that answers at once.`,
    source: 'sm-templates',
  }),
  situation('template-whose-timeout-nobody-states', {
    world: (w) => {
      useTemplate(w, 'https://secretsmanager.us-east-1.amazonaws.com');
      delete rotationFunction(w).Timeout;
    },
    warnings: ['X_FUNCTION_TIMEOUT'],
    explain: `The function's configuration states no timeout, and Lambda's own is three seconds. A short one is warned of and
      blocks nothing.`,
    source: 'sm-templates',
  }),
  situation('function-whose-concurrency-is-zero', {
    world: (w) => {
      w.FunctionConcurrency[FUNCTION_ARN] = 0;
    },
    preconditions: { 'function-concurrency': 'fail' },
    blockers: [precondition('function-concurrency')],
    explain: `The function's reserved concurrency is 0, which switches it off: every invocation is throttled.`,
    source: 'lambda-concurrency',
  }),
  situation('function-with-little-concurrency', {
    world: (w) => {
      w.FunctionConcurrency[FUNCTION_ARN] = 2;
    },
    warnings: ['X_FUNCTION_CONCURRENCY'],
    explain: `Two concurrent executions are reserved for the function. One rotation needs one at a time; with many secrets on the
      same schedule some steps will be throttled and retried. AWS advises ten.`,
    source: 'sm-trouble',
  }),
  situation('concurrency-could-not-be-read', {
    world: (w) => {
      refuse(w, 'FunctionConcurrency', 'lambda:GetFunctionConcurrency');
      w.FunctionConcurrency = {};
    },
    preconditions: { 'function-concurrency': 'unknown' },
    blockers: [unreadFunction],
    explain: `Reserved concurrency was asked for and refused. It is zero for few functions, but then it stops every rotation.`,
    source: 'permissions',
  }),
  situation('function-policy-absent', {
    world: policyOf(null),
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    explain: `The function has no resource policy, so Secrets Manager may not invoke it. Grant lambda:InvokeFunction to
      secretsmanager.amazonaws.com for this secret.`,
    source: 'sm-permission',
  }),
  situation('function-policy-for-another-service', {
    world: policyOf(invokePolicy(null, { Principal: { Service: 'events.amazonaws.com' } })),
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    explain: `The function's policy lets EventBridge invoke it. Secrets Manager is not mentioned.`,
    source: 'sm-permission',
  }),
  situation('function-policy-for-another-secret', {
    world: policyOf(
      invokePolicy({
        ArnLike: { 'AWS:SourceArn': 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/other-GhIjKl' },
      }),
    ),
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    explain: `The permission is bound to another secret by aws:SourceArn. For this secret Secrets Manager may not invoke the
      function.`,
    source: 'sm-permission',
  }),
  situation('function-policy-for-another-account', {
    world: policyOf(invokePolicy({ StringEquals: { 'AWS:SourceAccount': '444455556666' } })),
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    explain: `The permission is bound to another account's secrets by aws:SourceAccount.`,
    source: 'sm-permission',
  }),
  situation('function-policy-with-a-deny', {
    world: (w) => {
      const allow = JSON.parse(invokePolicy({ StringEquals: THIS_ACCOUNT })) as { Statement: unknown[] };
      const deny = JSON.parse(invokePolicy(null, { Sid: 'Stop', Effect: 'Deny', Principal: '*' })) as {
        Statement: unknown[];
      };
      policyOf(JSON.stringify({ Version: '2012-10-17', Statement: [...allow.Statement, ...deny.Statement] }))(w);
    },
    preconditions: { 'invoke-permission': 'fail' },
    blockers: [precondition('invoke-permission')],
    explain: `One statement lets Secrets Manager invoke the function, another denies it to everybody. A deny wins.`,
    source: 'sm-permission',
  }),
  situation('function-policy-with-a-condition-nobody-can-judge', {
    world: policyOf(invokePolicy({ ArnLike: THIS_SECRET, StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } })),
    preconditions: { 'invoke-permission': 'unknown' },
    blockers: [precondition('invoke-permission')],
    explain: `The permission also asks for the caller's organization. Whether Secrets Manager's call bears that key is not a fact
      at hand.`,
    source: 'sm-permission',
  }),
  situation('function-policy-without-conditions', {
    world: policyOf(invokePolicy(null)),
    explain: `The permission names Secrets Manager and no condition. It is wider than AWS advises and grants what is needed.`,
    source: 'sm-permission',
  }),
  situation('function-policy-could-not-be-read', {
    world: (w) => {
      refuse(w, 'FunctionPolicies', 'lambda:GetPolicy');
      w.FunctionPolicies = {};
    },
    preconditions: { 'invoke-permission': 'unknown' },
    blockers: [unreadFunction],
    explain: `The function's policy could not be read. It is the only way for Secrets Manager to invoke the function, so without
      it nothing is proved.`,
    source: 'permissions',
  }),
  situation('function-of-the-question-instead-of-the-stored-one', {
    world: (w) => {
      const other = `${FUNCTION_ARN}-2`;
      w.Functions.push({ ...structuredClone(rotationFunction(w)), FunctionArn: other, FunctionName: 'rotate-db-2' });
      w.FunctionPolicies[other] = (w.FunctionPolicies[FUNCTION_ARN] ?? '').replaceAll(FUNCTION_ARN, other);
      w.FunctionConcurrency[other] = null;
      vpcConfig(w).SubnetIds = ['subnet-db'];
    },
    question: { function: `${FUNCTION_ARN}-2` },
    warnings: ['X_FUNCTION_NAMED'],
    explain: `The secret stores one function, the question names another: RotateSecret would replace the stored one, so the one
      supplied is judged. It passes where the stored one would not.`,
    source: 'sm-rotate',
  }),
];
