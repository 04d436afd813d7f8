import { ACCOUNT, environment, item, REGION, SECRET_ARN, type World } from '../../support/world.ts';
import { addEndpoint, ENDPOINT_NAME, policy, withoutNat } from '../../support/world-parts.ts';
import { groupsRefuse, overall, type Situation, situation } from './situation.ts';

type Statement = Readonly<Record<string, unknown>>;

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/rotate-db`;
const FULL: Statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const FIVE = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'GetRandomPassword'];

const allow = (more: Statement): Statement => ({ ...FULL, ...more });
const deny = (more: Statement): Statement => ({ ...FULL, Effect: 'Deny', ...more });

interface Told {
  readonly statements: readonly Statement[];
  readonly endpoint: 'pass' | 'fail' | 'unknown';
  readonly explain: string;
}

function endpointPolicy(name: string, { statements, endpoint, explain }: Told): Situation {
  const code = { pass: [], fail: ['X_ENDPOINT_POLICY_DENIES'], unknown: ['X_ENDPOINT_POLICY_UNDECIDED'] }[endpoint];
  return situation(name, {
    world: (w) => withPolicy(w, policy(...statements)),
    endpoint,
    blockers: code.map((c) => overall(c, 'endpoint', 'vpce-sm')),
    explain,
    source: 'endpoint-policy',
  });
}

function withPolicy(world: World, text: string): void {
  withoutNat(world);
  addEndpoint(world);
  item(world, 'VpcEndpoints', 'vpce-sm').PolicyDocument = text;
}

/** Whom, what and which secret the statements of an endpoint's policy mean. */
export const ENDPOINT_POLICY_STATEMENTS: readonly Situation[] = [
  endpointPolicy('endpoint-policy-for-the-role-and-others', {
    statements: [allow({ Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/reporting`, ROLE_ARN] } })],
    endpoint: 'pass',
    explain: `The endpoint policy names two roles, and one of them is the function's.`,
  }),
  endpointPolicy('endpoint-policy-for-the-account-by-number', {
    statements: [allow({ Principal: { AWS: ACCOUNT } })],
    endpoint: 'pass',
    explain: `An account's number as principal means everybody in the account.`,
  }),
  endpointPolicy('endpoint-policy-for-another-account', {
    statements: [allow({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } })],
    endpoint: 'fail',
    explain: `The endpoint policy is for another account than the function's role is in.`,
  }),
  endpointPolicy('endpoint-policy-for-a-session-of-another-role', {
    statements: [allow({ Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reporting/rotate-db` } })],
    endpoint: 'fail',
    explain: `The endpoint policy names a session of another role. Whatever sessions the function's role has, none is of that one.`,
  }),
  endpointPolicy('endpoint-policy-for-all-but-another-role', {
    statements: [allow({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:role/reporting` } })],
    endpoint: 'unknown',
    explain: `Exceptions among principals are matched against account, role and session in turn, and AWS does not support them to
      allow.`,
  }),
  endpointPolicy('endpoint-policy-by-the-role-as-condition', {
    statements: [allow({ Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/rotate-*` } } })],
    endpoint: 'pass',
    explain: `The endpoint policy allows everybody whose role is named like the function's.`,
  }),
  endpointPolicy('endpoint-policy-by-another-role-as-condition', {
    statements: [allow({ Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/reporting` } } })],
    endpoint: 'fail',
    explain: `The endpoint policy allows everybody whose role is another one.`,
  }),
  endpointPolicy('endpoint-policy-by-the-principals-account', {
    statements: [allow({ Condition: { StringEquals: { 'aws:principalaccount': [ACCOUNT, '444455556666'] } } })],
    endpoint: 'pass',
    explain: `The endpoint policy allows principals of two accounts, one of them the function's.`,
  }),
  endpointPolicy('endpoint-policy-with-the-five-actions-in-other-letters', {
    statements: [allow({ Action: FIVE.map((name) => `SecretsManager:${name.toLowerCase()}`) })],
    endpoint: 'pass',
    explain: `The names of actions count in any letter case.`,
  }),
  endpointPolicy('endpoint-policy-with-actions-by-pattern', {
    statements: [
      allow({ Action: ['secretsmanager:Describe*', 'secretsmanager:Get*', 'secretsmanager:P?tSecretValue'] }),
      allow({ Action: 'secretsmanager:Update*' }),
    ],
    endpoint: 'pass',
    explain: `Two statements together allow the five actions by patterns.`,
  }),
  endpointPolicy('endpoint-policy-without-the-last-call', {
    statements: [
      allow({ Action: FIVE.filter((n) => n !== 'UpdateSecretVersionStage').map((n) => `secretsmanager:${n}`) }),
    ],
    endpoint: 'fail',
    explain: `The endpoint policy allows four of the five actions. The last, by which the new version becomes current, is missing.`,
  }),
  endpointPolicy('endpoint-policy-for-all-actions-but-deleting', {
    statements: [allow({ Action: undefined, NotAction: ['secretsmanager:DeleteSecret', 's3:*'] })],
    endpoint: 'pass',
    explain: `The endpoint policy allows every action but some, and a rotation makes none of these.`,
  }),
  endpointPolicy('endpoint-policy-for-all-actions-but-writing', {
    statements: [allow({ Action: undefined, NotAction: 'secretsmanager:Put*' })],
    endpoint: 'fail',
    explain: `The endpoint policy allows every action but those that begin with Put, and a rotation puts a secret's value.`,
  }),
  endpointPolicy('endpoint-policy-for-the-secret-by-pattern', {
    statements: [
      allow({ Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db-??????` }),
      allow({ Action: 'secretsmanager:GetRandomPassword' }),
    ],
    endpoint: 'pass',
    explain: `Six question marks match the six characters at the end of the secret's ARN, and the password that belongs to no secret
      has a statement of its own.`,
  }),
  endpointPolicy('endpoint-policy-for-the-secret-without-its-suffix', {
    statements: [
      allow({ Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/db` }),
      allow({ Action: 'secretsmanager:GetRandomPassword' }),
    ],
    endpoint: 'fail',
    explain: `The statement names the secret without the six characters at the end of its ARN. That is no secret's ARN, and it matches
      none.`,
  }),
  endpointPolicy('endpoint-policy-for-secrets-only', {
    statements: [allow({ Resource: 'arn:aws:secretsmanager:*:*:secret:*' })],
    endpoint: 'fail',
    explain: `The endpoint policy allows everything on every secret. GetRandomPassword is on none, and is not allowed.`,
  }),
  endpointPolicy('endpoint-policy-for-all-but-another-secret', {
    statements: [
      allow({
        Resource: undefined,
        NotResource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/other-??????`,
      }),
    ],
    endpoint: 'pass',
    explain: `The endpoint policy allows everything but one secret, which is another.`,
  }),
  endpointPolicy('endpoint-policy-for-all-but-the-secret', {
    statements: [allow({ Resource: undefined, NotResource: SECRET_ARN })],
    endpoint: 'fail',
    explain: `The endpoint policy allows everything but this secret.`,
  }),
  endpointPolicy('endpoint-policy-for-a-public-address', {
    statements: [allow({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })],
    endpoint: 'fail',
    explain: `The endpoint policy allows calls from public addresses. Calls through an endpoint bear none.`,
  }),
  endpointPolicy('endpoint-policy-against-other-addresses', {
    statements: [FULL, deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })],
    endpoint: 'fail',
    explain: `The endpoint policy denies calls that are not from some public addresses, and those through an endpoint are from none.`,
  }),
  endpointPolicy('endpoint-policy-for-its-own-vpc', {
    statements: [
      allow({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
    endpoint: 'pass',
    explain: `The endpoint policy allows encrypted calls through the VPC that the endpoint is in.`,
  }),
  endpointPolicy('endpoint-policy-that-may-deny', {
    statements: [FULL, deny({ Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'data' } } })],
    endpoint: 'unknown',
    explain: `The endpoint policy denies roles without a tag. The tags of the function's role are not among the facts.`,
  }),
  endpointPolicy('endpoint-policy-that-may-allow-and-surely-denies', {
    statements: [
      allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }),
      FULL,
      deny({ Principal: { AWS: ROLE_ARN }, Action: 'secretsmanager:GetSecretValue' }),
    ],
    endpoint: 'fail',
    explain: `One statement cannot be judged, the next allows everything, and the last denies the role one call. That is enough.`,
  }),
  endpointPolicy('endpoint-policy-without-statements', {
    statements: [],
    endpoint: 'fail',
    explain: `The endpoint policy has no statement. What is not allowed is denied.`,
  }),
  situation('endpoint-policy-that-is-no-policy', {
    world: (w) =>
      withPolicy(
        w,
        '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","NotAction":"s3:*","Resource":"*"}]}',
      ),
    endpoint: 'unknown',
    blockers: [overall('X_ENDPOINT_POLICY_UNDECIDED', 'endpoint', 'vpce-sm')],
    explain: `The statement lists actions and exceptions from them at once, which no policy may.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-that-denies-behind-a-group-that-refuses', {
    world: (w) => {
      withPolicy(w, policy(allow({ Action: 'secretsmanager:Get*' })));
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions = [];
      item(w, 'SecurityGroups', 'sg-endpoint').IpPermissions?.push({
        IpProtocol: 'tcp',
        FromPort: 8443,
        ToPort: 8443,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
      });
    },
    endpoint: 'fail',
    blockers: [
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-a'),
      groupsRefuse('endpoint', 'sg-endpoint', 'ingress', 'eni-sm-b'),
      { ...overall('X_ENDPOINT_POLICY_DENIES', 'endpoint', 'vpce-sm'), behind: true },
    ],
    explain: `The endpoint's security group admits another port only, and behind it the endpoint's policy allows reading only. Both have
      to be mended.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-of-an-endpoint-that-is-not-used', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy(deny({}));
    },
    explain: `The endpoint denies everything. Its private name is off, so the function's calls leave through the NAT gateway and never
      meet its policy.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-by-its-own-name-and-a-secret-policy-that-asks-for-it', {
    world: (w) => {
      addEndpoint(w, { privateDns: false });
      environment(w, { AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${ENDPOINT_NAME}` });
      w.SecretPolicies[SECRET_ARN] = policy(deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-sm' } } }));
    },
    explain: `The secret's policy denies what does not come through the endpoint. There is a NAT gateway too, but the function asks the
      endpoint by its own name.`,
    source: 'conditions',
  }),
];
