import { describe, expect, it } from 'vitest';
import { decideEndpointPolicy, ROTATION_ACTIONS } from '../../src/policy/endpoint-policy.ts';

const roleArn = 'arn:aws:iam::111122223333:role/service-role/rotate';
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
const full = { Sid: 'all', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

function decision(statements: unknown, role: string | null = roleArn) {
  return decideEndpointPolicy(JSON.stringify({ Statement: statements }), {
    roleArn: role,
    secretArn,
    actions: ROTATION_ACTIONS,
  });
}
const allowTo = (Principal: unknown) => ({ ...full, Principal });

describe('the policy of an endpoint', () => {
  it.each([null, undefined])('absent is full access', (text) => {
    expect(decideEndpointPolicy(text, { roleArn, secretArn, actions: ROTATION_ACTIONS })).toEqual({
      verdict: 'allow',
      actions: ROTATION_ACTIONS,
      statement: null,
    });
  });

  it.each([
    ['the star', '*'],
    ['a star of AWS', { AWS: '*' }],
    ['the role', { AWS: ['arn:aws:iam::444455556666:root', roleArn] }],
    ['the account', { AWS: '111122223333' }],
    ['the root of the account', { AWS: 'arn:aws:iam::111122223333:root' }],
  ])('a role is meant by %s', (_, principal) => expect(decision(allowTo(principal)).verdict).toBe('allow'));

  it.each([
    ['another role', { AWS: 'arn:aws:iam::111122223333:role/other' }],
    ['another account', { AWS: '444455556666' }],
    ["another role's session", { AWS: 'arn:aws:sts::111122223333:assumed-role/other/rotate' }],
    ['a service', { Service: 'lambda.amazonaws.com' }],
  ])('a role is not meant by %s', (_, principal) => expect(decision(allowTo(principal)).verdict).toBe('deny'));

  it.each([
    ['a session of it', { AWS: 'arn:aws:sts::111122223333:assumed-role/rotate/rotate' }],
    ['a unique id', { AWS: 'AROAEXAMPLE' }],
  ])('a role is perhaps meant by %s', (_, principal) =>
    expect(decision(allowTo(principal)).verdict).toBe('undetermined'));

  it('a role that is not known is meant by the star only', () => {
    expect(decision(full, null).verdict).toBe('allow');
    expect(decision(allowTo({ AWS: roleArn }), null).verdict).toBe('undetermined');
  });

  it('names the calls that a policy for reading leaves out', () => {
    const reading = {
      ...full,
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      Resource: secretArn,
    };
    expect(decision(reading)).toEqual({
      verdict: 'deny',
      actions: [
        'secretsmanager:GetRandomPassword',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      statement: null,
    });
  });

  it('a random password belongs to no secret', () => {
    expect(decision({ ...full, Resource: secretArn }).actions).toEqual(['secretsmanager:GetRandomPassword']);
    expect(
      decision([
        { ...full, Resource: secretArn },
        { ...full, Action: 'secretsmanager:GetRandomPassword' },
      ]).verdict,
    ).toBe('allow');
  });

  it('names the statement that denies', () => {
    const deny = { ...full, Sid: 'no-writing', Effect: 'Deny', Action: 'secretsmanager:Put*' };
    expect(decision([full, deny])).toEqual({
      verdict: 'deny',
      actions: ['secretsmanager:PutSecretValue'],
      statement: 'no-writing',
    });
  });

  it('a source address never comes through an endpoint', () => {
    const by = (Effect: string, operator: string) => ({
      ...full,
      Effect,
      Condition: { [operator]: { 'aws:SourceIp': '203.0.113.0/24' } },
    });
    expect(decision([full, by('Deny', 'NotIpAddress')]).verdict).toBe('deny');
    expect(decision([full, by('Deny', 'IpAddress')]).verdict).toBe('allow');
    expect(decision([full, by('Deny', 'IpAddressIfExists')]).verdict).toBe('deny');
    expect(decision(by('Allow', 'IpAddress')).verdict).toBe('deny');
  });

  it.each([
    ['the organisation', 'undetermined', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }],
    ['the role', 'allow', { ArnEquals: { 'aws:PrincipalArn': roleArn } }],
    ['another role', 'deny', { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } }],
    ['the account, letters aside', 'allow', { StringEqualsIgnoreCase: { 'AWS:PrincipalAccount': '111122223333' } }],
    ['TLS', 'allow', { Bool: { 'aws:SecureTransport': true } }],
    ['another Region', 'deny', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } }],
  ])('a condition on %s: %s', (_, verdict, Condition) =>
    expect(decision({ ...full, Condition }).verdict).toBe(verdict));

  it('a statement that names only other resources decides nothing', () => {
    expect(
      decision([full, { Effect: 'Deny', Principal: '*', Action: '*', Resource: 'arn:aws:s3:::bucket' }]).verdict,
    ).toBe('allow');
  });

  it('a text that is no policy is not understood', () => {
    expect(decideEndpointPolicy('nothing', { roleArn, secretArn, actions: ROTATION_ACTIONS }).verdict).toBe(
      'undetermined',
    );
  });
});
