import {
  ACCOUNT,
  environment,
  FUNCTION_ARN,
  item,
  REGION,
  refuse,
  rotationFunction,
  SECRET_ARN,
  type World,
} from '../../support/world.ts';
import { addEndpoint, addSecondSecret, policy, withoutNat } from '../../support/world-parts.ts';
import { noRoute, overall, type Situation, situation } from './situation.ts';

const PROXY = 'http://proxy.corp.example:3128';
const hostUnknown = overall('X_HOST_UNKNOWN', 'endpoint', FUNCTION_ARN);
const policyUnknown = overall('X_SECRET_POLICY_UNDECIDED', 'endpoint', SECRET_ARN);

const using = (variables: Record<string, string>) => (world: World) => environment(world, variables);

const withSecretPolicy = (text: string) => (world: World) => {
  world.SecretPolicies = { [SECRET_ARN]: text };
};

/** Proxies in every spelling, URLs with a path, and policies of the secret. */
export const PROXIES_AND_POLICIES: readonly Situation[] = [
  situation('proxy-in-lower-case-beside-an-empty-one', {
    world: using({ HTTPS_PROXY: '', https_proxy: PROXY }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `HTTPS_PROXY is empty and https_proxy is not. Clients that read both take the one that says something.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-in-mixed-case', {
    world: using({ Https_Proxy: PROXY }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `Python reads the names of proxy variables in any letter case.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-exemptions-that-differ-by-letter-case', {
    world: using({ HTTPS_PROXY: PROXY, NO_PROXY: 'amazonaws.com', no_proxy: 'localhost' }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `NO_PROXY spares the host, no_proxy does not, and which of them a client takes is its own choice.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-exemptions-with-a-star-among-others', {
    world: using({ HTTPS_PROXY: PROXY, NO_PROXY: 'localhost,*' }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `A star spares every host only where it stands alone. Within a list it is a name that no host has.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-with-an-exemption-for-the-host', {
    world: using({ HTTPS_PROXY: PROXY, NO_PROXY: 'localhost,.amazonaws.com', no_proxy: '*' }),
    explain: `There is a proxy, and both spellings of the exemptions spare Secrets Manager. The function goes there directly.`,
    source: 'sdk-endpoints',
  }),
  situation('proxy-that-is-empty', {
    world: using({ HTTPS_PROXY: '' }),
    explain: `HTTPS_PROXY is set and empty, which names no proxy.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-with-a-path', {
    world: using({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secretsmanager.us-east-1.amazonaws.com/gateway' }),
    endpoint: 'unknown',
    blockers: [hostUnknown],
    explain: `The endpoint URL names the right host and a path on it. The client calls that path, and what Secrets Manager answers
      there is not stated.`,
    source: 'sdk-endpoints',
  }),
  situation('endpoint-url-with-a-slash-at-its-end', {
    world: using({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://secretsmanager.us-east-1.amazonaws.com/' }),
    explain: `The endpoint URL ends with a slash, as URLs do.`,
    source: 'sdk-endpoints',
  }),
  situation('secret-policy-that-was-never-asked-for', {
    world: (w) => {
      w.SecretPolicies = {};
      w.requests = (w.requests ?? []).filter((row) => row.list !== 'SecretPolicies');
    },
    endpoint: 'unknown',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', SECRET_ARN)],
    explain: `Nobody asked for the secret's resource policy. It may deny the function by the path its calls take.`,
    source: 'permissions',
  }),
  situation('secret-policy-unread-and-no-way-out', {
    world: (w) => {
      withoutNat(w);
      refuse(w, 'SecretPolicies');
      w.SecretPolicies = {};
    },
    endpoint: 'fail',
    blockers: [overall('UNKNOWN_RESOURCE', 'endpoint', SECRET_ARN), noRoute('endpoint', 'rtb-private', 'subnet-l1')],
    explain: `The secret's resource policy could not be read, and no route leads out of the function's subnet. Whatever the policy
      says, the calls do not get anywhere.`,
    source: 'permissions',
  }),
  situation('secret-policy-that-is-no-policy', {
    world: withSecretPolicy('not a policy'),
    endpoint: 'unknown',
    blockers: [policyUnknown],
    explain: `What stands in place of the secret's resource policy cannot be read as one, so what it denies is not known.`,
    source: 'permissions',
  }),
  situation('secret-policy-that-denies-in-other-letters', {
    world: withSecretPolicy('{"Statement":[{"Effect":"D\\u0065ny","Principal":"*","Action":"*","Resource":"*"}]}'),
    endpoint: 'fail',
    blockers: [overall('X_SECRET_POLICY_DENIES', 'endpoint', SECRET_ARN)],
    explain: `The secret's policy denies everything; that one letter of the word is written as an escape changes nothing about it.`,
    source: 'permissions',
  }),
  situation('secret-policy-that-only-allows', {
    world: withSecretPolicy(
      policy({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'secretsmanager:DescribeSecret',
        Resource: '*',
      }),
    ),
    explain: `The secret's policy allows its own account something and denies nobody anything.`,
    source: 'permissions',
  }),
  situation('role-of-another-account', {
    world: (w) => {
      rotationFunction(w).Role = 'arn:aws:iam::444455556666:role/rotate-db';
    },
    endpoint: 'unknown',
    blockers: [policyUnknown],
    explain: `The function's role belongs to another account than the secret. Only a resource policy on the secret can admit it, and
      there is none; whether the function changes to another role first cannot be seen.`,
    source: 'sm-permission',
  }),
  situation('alternating-user-whose-secret-is-in-another-region', {
    question: {
      secretValue: {
        host: '10.0.20.10',
        port: 5432,
        masterarn: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:prod/master-ZyXwVu`,
      },
    },
    endpoint: 'unknown',
    blockers: [
      overall('UNKNOWN_RESOURCE', 'endpoint', `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:prod/master-ZyXwVu`),
      overall('X_NOT_MODELLED', 'endpoint', SECRET_ARN),
    ],
    explain: `The rotation by alternating users reads a second secret with the same client, of one Region. This one is in another.`,
    source: 'endpoint-policy',
  }),
  situation('endpoint-policy-without-the-secret-of-the-alternating-user', {
    world: (w) => {
      withoutNat(w);
      addEndpoint(w);
      addSecondSecret(w, `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/master-ZyXwVu`);
      item(w, 'VpcEndpoints', 'vpce-sm').PolicyDocument = policy(
        { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:*', Resource: SECRET_ARN },
        { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
      );
    },
    question: {
      secretValue: {
        host: '10.0.20.10',
        port: 5432,
        masterarn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:prod/master-ZyXwVu`,
      },
    },
    endpoint: 'fail',
    blockers: [overall('X_ENDPOINT_POLICY_DENIES', 'endpoint', 'vpce-sm')],
    explain: `The endpoint's policy allows every call on this secret. The rotation by alternating users also reads a second secret,
      which the policy does not mention.`,
    source: 'endpoint-policy',
  }),
];
