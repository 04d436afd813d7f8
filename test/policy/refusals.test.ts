import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/net/address.ts';
import { hostCidr, parseCidr } from '../../src/net/cidr.ts';
import type { CallPath } from '../../src/policy/call-context.ts';
import { endpointPolicyOpinion, secretPolicyOpinion } from '../../src/policy/refusals.ts';
import { callsOnSecret, RANDOM_PASSWORD, readingOf } from '../../src/policy/rotation-calls.ts';

const roleArn = 'arn:aws:iam::111122223333:role/service-role/rotate';
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
const masterArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:master-AbCdEf';
const full = { Sid: 'all', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const through: CallPath = { kind: 'endpoint', endpoint: 'vpce-1', vpc: 'vpc-1' };
const calls = [...callsOnSecret(secretArn), RANDOM_PASSWORD];

function calling(role: string | null, path: CallPath) {
  return { calls, caller: { roleArn: role, session: 'rotate', region: 'us-east-1' }, path };
}

function endpoint(statements: unknown, role: string | null = roleArn) {
  return endpointPolicyOpinion(JSON.stringify({ Statement: statements }), calling(role, through));
}
const allowTo = (Principal: unknown) => ({ ...full, Principal });
const verdictOf = (statements: unknown, role?: string | null) => endpoint(statements, role).verdict;

describe('the policy of an endpoint', () => {
  it('absent is full access', () => {
    expect(endpointPolicyOpinion(null, calling(roleArn, through))).toEqual({ verdict: 'allow', refusals: [] });
  });

  it.each([
    ['the star', '*'],
    ['a star of AWS', { AWS: '*' }],
    ['the role', { AWS: ['arn:aws:iam::444455556666:root', roleArn] }],
    ['the account', { AWS: '111122223333' }],
    ['the root of the account', { AWS: 'arn:aws:iam::111122223333:root' }],
  ])('a role is meant by %s', (_, principal) => expect(verdictOf(allowTo(principal))).toBe('allow'));

  it.each([
    ['another role', { AWS: 'arn:aws:iam::111122223333:role/other' }],
    ['another account', { AWS: '444455556666' }],
    ['another session of it', { AWS: 'arn:aws:sts::111122223333:assumed-role/rotate/somebody' }],
    ["another role's session", { AWS: 'arn:aws:sts::111122223333:assumed-role/other/rotate' }],
    ['a service', { Service: 'lambda.amazonaws.com' }],
    ['every service', { Service: '*' }],
    ['what is named like it in another kind', { Federated: roleArn }],
    ['a text that has a unique id in it', { AWS: 'role/AROAEXAMPLE' }],
  ])('a role is not meant by %s', (_, principal) => expect(verdictOf(allowTo(principal))).toBe('deny'));

  it.each([
    ['a session of it', { AWS: 'arn:aws:sts::111122223333:assumed-role/rotate/rotate' }],
    ['a unique id', { AWS: 'AROAEXAMPLE' }],
  ])('a role is perhaps meant by %s', (_, principal) => expect(verdictOf(allowTo(principal))).toBe('undetermined'));

  it('a role that is not known is meant by the star only', () => {
    expect(verdictOf(full, null)).toBe('allow');
    expect(verdictOf(allowTo({ AWS: roleArn }), null)).toBe('undetermined');
  });

  it('a session that is not known may be any of its role', () => {
    const asked = { ...calling(roleArn, through), caller: { roleArn, session: null, region: 'us-east-1' } };
    const session = allowTo({ AWS: 'arn:aws:sts::111122223333:assumed-role/rotate/somebody' });
    expect(endpointPolicyOpinion(JSON.stringify({ Statement: session }), asked).verdict).toBe('undetermined');
  });

  it.each([
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:PrincipalAccount', '111122223333'],
    ['aws:ResourceAccount', '111122223333'],
    ['aws:RequestedRegion', 'us-east-1'],
    ['aws:SecureTransport', 'true'],
    ['aws:ViaAWSService', 'false'],
  ])('every call of a function bears %s %s', (key, value) => {
    const allowUnder = (wanted: string) => ({ ...full, Condition: { StringEquals: { [key]: wanted } } });
    expect(verdictOf(allowUnder(value))).not.toBe('deny');
    expect(verdictOf(allowUnder('something else'))).toBe('deny');
  });

  it('a call on no secret has no account that it is on', () => {
    const Condition = { StringEquals: { 'aws:ResourceAccount': '111122223333' } };
    const { refusals } = endpoint({ ...full, Condition });
    expect(refusals).toMatchSnapshot();
  });

  it('of several that come near, the one that misses least is told', () => {
    const far = { ...full, Sid: 'far', Principal: { AWS: '444455556666' }, Resource: 'arn:aws:s3:::x' };
    const near = { ...full, Sid: 'near', Principal: { AWS: '444455556666' } };
    for (const statements of [
      [far, near],
      [near, far],
    ])
      expect(JSON.stringify(endpoint(statements).refusals)).toContain('near comes nearest');
  });

  it('names the calls that a policy for reading leaves out, and what comes nearest', () => {
    const reading = {
      ...full,
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      Resource: secretArn,
    };
    expect(endpoint(reading)).toEqual({
      verdict: 'deny',
      refusals: [
        {
          verdict: 'deny',
          calls: [
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
            'secretsmanager:GetRandomPassword',
          ],
          statements: [],
          because: [
            'all comes nearest, but its Action is not met',
            'all comes nearest, but its Action is not met; its Resource is not met',
          ],
        },
      ],
    });
  });

  it('a random password belongs to no secret', () => {
    expect(endpoint({ ...full, Resource: secretArn }).refusals[0]?.calls).toEqual(['secretsmanager:GetRandomPassword']);
    const both = [
      { ...full, Resource: secretArn },
      { ...full, Action: 'secretsmanager:GetRandomPassword' },
    ];
    expect(verdictOf(both)).toBe('allow');
  });

  it('names every statement that denies, and those that may', () => {
    const denial = (Sid: string, more: object) => ({ ...full, Sid, Effect: 'Deny', ...more });
    const opinion = endpoint([
      denial('perhaps', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } }),
      full,
      denial('no-writing', { Action: 'secretsmanager:Put*' }),
      denial('no-endpoint', { Condition: { StringLike: { 'aws:SourceVpce': 'vpce-?' } } }),
    ]);
    expect(opinion.verdict).toBe('deny');
    expect(opinion.refusals.map(({ verdict, statements }) => [verdict, [...statements].sort()])).toEqual([
      ['deny', ['no-endpoint', 'no-writing']],
      ['undetermined', ['perhaps']],
    ]);
    expect(opinion.refusals[0]?.because).toContain('aws:SourceVpce is vpce-1, under StringLike vpce-?');
    expect(opinion.refusals[1]?.because).toEqual(['aws:PrincipalTag/team is not known, under StringEquals x']);
  });

  it('the second secret is named beside its call', () => {
    const reading = { ...calling(roleArn, through), calls: [readingOf(masterArn)] };
    const policy = JSON.stringify({ Statement: { ...full, Resource: secretArn } });
    expect(endpointPolicyOpinion(policy, reading).refusals[0]?.calls).toEqual([
      `secretsmanager:GetSecretValue on ${masterArn}`,
    ]);
  });

  it.each([
    ['the organisation', 'undetermined', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }],
    ['the role', 'allow', { ArnEquals: { 'aws:PrincipalArn': roleArn } }],
    ['another role', 'deny', { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } }],
    ['the account, letters aside', 'allow', { StringEqualsIgnoreCase: { 'AWS:PrincipalAccount': '111122223333' } }],
    ['TLS', 'allow', { Bool: { 'aws:SecureTransport': true } }],
    ['another Region', 'deny', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } }],
    ['this endpoint', 'allow', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    ['an address', 'deny', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
    ['a service that calls', 'deny', { StringEquals: { 'aws:SourceAccount': '111122223333' } }],
  ])('a condition on %s: %s', (_, verdict, Condition) => expect(verdictOf({ ...full, Condition })).toBe(verdict));

  it.each([
    ['an exception among actions', 'deny', { Action: undefined, NotAction: 'secretsmanager:Get*' }],
    ['exceptions beside the calls', 'allow', { Action: undefined, NotAction: 's3:*' }],
    ['an exception among resources', 'deny', { Resource: undefined, NotResource: 'arn:aws:secretsmanager:*' }],
    ['an exception among principals', 'undetermined', { Principal: undefined, NotPrincipal: { AWS: '444455556666' } }],
    ['a list and its exceptions', 'undetermined', { NotAction: 's3:*' }],
    ['no principal at all', 'undetermined', { Principal: undefined }],
  ])('a statement with %s: %s', (_, verdict, more) => expect(verdictOf({ ...full, ...more })).toBe(verdict));

  it('a statement that names only other resources decides nothing', () => {
    const other = { Effect: 'Deny', Principal: '*', Action: '*', Resource: 'arn:aws:s3:::bucket' };
    expect(verdictOf([full, other])).toBe('allow');
  });

  it('without a statement it allows nothing', () => {
    expect(endpoint([]).refusals[0]?.because).toEqual(['it allows nothing']);
  });

  it('a text that is no policy is not understood', () => {
    expect(endpointPolicyOpinion('nothing', calling(roleArn, through)).verdict).toBe('undetermined');
  });
});

describe('the policy of a secret', () => {
  const from = (text: string): CallPath => {
    const address = parseAddress(text);
    return { kind: 'public', source: address === null ? parseCidr(text) : hostCidr(address) };
  };
  const denyUnder = (path: CallPath, Condition: object) =>
    secretPolicyOpinion(JSON.stringify({ Statement: { ...full, Effect: 'Deny', Condition } }), calling(roleArn, path))
      .verdict;

  it('refuses nobody of its account by what it does not allow', () => {
    const stranger = { Statement: { ...full, Principal: { AWS: '444455556666' } } };
    expect(secretPolicyOpinion(JSON.stringify(stranger), calling(roleArn, through)).verdict).toBe('allow');
  });

  it.each([
    ['203.0.113.0/24', 'deny'],
    ['203.0.113.5', 'deny'],
    ['203.0.113.5/32', 'deny'],
    ['203.0.113.6', 'allow'],
    ['0.0.0.0/0', 'deny'],
    ['::/0', 'allow'],
    ['not an address', 'undetermined'],
  ])('one address and the range %s: %s', (range, verdict) =>
    expect(denyUnder(from('203.0.113.5'), { IpAddress: { 'aws:SourceIp': range } })).toBe(verdict));

  it.each([
    ['2001:db8::/32', 'deny'],
    ['2001:db8:0:1::/64', 'deny'],
    ['2001:db8:0:2::/64', 'allow'],
    ['2001:db8:0:1::/65', 'undetermined'],
    ['2001:db8:0:1:8000::/65', 'undetermined'],
    ['0.0.0.0/0', 'allow'],
  ])('an unknown address of a block and the range %s: %s', (range, verdict) =>
    expect(denyUnder(from('2001:db8:0:1::/64'), { IpAddress: { 'aws:SourceIp': range } })).toBe(verdict));

  it('an address nobody knows decides nothing but that there is one', () => {
    const nowhere: CallPath = { kind: 'public', source: null };
    expect(denyUnder(nowhere, { IpAddress: { 'aws:SourceIp': '203.0.113.5' } })).toBe('undetermined');
    expect(denyUnder(nowhere, { NotIpAddress: { 'aws:SourceIp': '203.0.113.5' } })).toBe('undetermined');
    expect(denyUnder(nowhere, { Null: { 'aws:SourceIp': 'true' } })).toBe('allow');
    expect(denyUnder(nowhere, { Null: { 'aws:SourceIp': 'false' } })).toBe('deny');
  });

  it('texts and addresses are not compared with each other', () => {
    expect(denyUnder(from('203.0.113.5'), { StringEquals: { 'aws:SourceIp': '203.0.113.5' } })).toBe('undetermined');
    expect(denyUnder(through, { IpAddress: { 'aws:SourceVpce': '203.0.113.5' } })).toBe('undetermined');
  });

  it('an endpoint whose VPC is not stated is in some VPC', () => {
    const somewhere: CallPath = { kind: 'endpoint', endpoint: 'vpce-1', vpc: null };
    expect(denyUnder(somewhere, { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })).toBe('undetermined');
    expect(denyUnder(somewhere, { Null: { 'aws:SourceVpc': 'true' } })).toBe('allow');
  });
});
