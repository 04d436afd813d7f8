import { describe, expect, it } from 'vitest';
import { invokePermission } from '../../src/policy/invoke-permission.ts';

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
const account = '111122223333';
const service = { Service: 'secretsmanager.amazonaws.com' };
const allow = {
  Sid: 'sm',
  Effect: 'Allow',
  Principal: service,
  Action: 'lambda:InvokeFunction',
  Resource: functionArn,
};

function verdictOf(...statements: readonly unknown[]) {
  return invokePermission(JSON.stringify({ Version: '2012-10-17', Statement: statements }), {
    functionArn,
    secretArn,
    account,
  }).verdict;
}
const when = (operator: string, key: string, value: unknown) => ({
  ...allow,
  Condition: { [operator]: { [key]: value } },
});

describe('may Secrets Manager invoke the function', () => {
  it.each([
    ['plain', allow],
    [
      'principals in a list',
      { ...allow, Principal: { Service: ['events.amazonaws.com', 'secretsmanager.amazonaws.com'] } },
    ],
    ['anyone', { ...allow, Principal: '*' }],
    ['all of lambda, in other letters', { ...allow, Action: 'LAMBDA:*' }],
    ['actions in a list', { ...allow, Action: ['lambda:GetFunction', 'lambda:Invoke*'] }],
    ['a resource with a star', { ...allow, Resource: 'arn:aws:lambda:us-east-1:111122223333:function:*' }],
    ['one character', { ...allow, Resource: 'arn:aws:lambda:us-east-1:111122223333:function:rotat?' }],
    ['the account', when('StringEquals', 'AWS:SourceAccount', account)],
    ['one of two accounts', when('StringLike', 'aws:SourceAccount', ['444455556666', '1111*'])],
    ['this secret', when('ArnLike', 'aws:SourceArn', secretArn)],
    ['secrets by name', when('ArnEquals', 'aws:SourceArn', 'arn:aws:secretsmanager:*:111122223333:secret:db-??????')],
    [
      'not another secret',
      when('ArnNotEquals', 'aws:SourceArn', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:other-AbCdEf'),
    ],
    ['the account, as one of a set', when('ForAnyValue:StringEquals', 'aws:SourceAccount', account)],
    ['a key that is not there, if it exists', when('StringEqualsIfExists', 'aws:SourceAccount', account)],
    [
      'any secret of the account',
      when('StringLike', 'aws:sourcearn', 'arn:aws:secretsmanager:*:111122223333:secret:*'),
    ],
    ['a service', when('Bool', 'aws:PrincipalIsAWSService', 'true')],
  ])('allowed: %s', (_, statement) => expect(verdictOf(statement)).toBe('allow'));

  it.each([
    ['no statement'],
    ['another service', { ...allow, Principal: { Service: 'events.amazonaws.com' } }],
    ['an account', { ...allow, Principal: { AWS: account } }],
    ['a role named like the service', { ...allow, Principal: { AWS: 'secretsmanager.amazonaws.com' } }],
    ['everybody of another kind', { ...allow, Principal: { Federated: '*' } }],
    ['another action', { ...allow, Action: 'lambda:InvokeFunctionUrl' }],
    ['the version asked for is another', { ...allow, Resource: `${functionArn}:live` }],
    ['another account', when('StringEquals', 'aws:SourceAccount', '444455556666')],
    [
      'another secret',
      when('ArnLike', 'aws:SourceArn', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:other-AbCdEf'),
    ],
    ['the secret without its suffix', when('ArnLike', 'aws:SourceArn', secretArn.slice(0, -7))],
    [
      'a public function URL',
      { ...allow, Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } },
    ],
    [
      'a token of an event source, for everybody',
      { ...allow, Principal: { AWS: '*' }, Condition: { StringEquals: { 'lambda:EventSourceToken': 'x' } } },
    ],
    ['everything but this account', when('StringNotEquals', 'aws:SourceAccount', account)],
    ['a caller without a source', when('Null', 'aws:SourceArn', 'true')],
    [
      'an organization, for everybody',
      { ...allow, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    ],
    [
      'one of two conditions fails, the other is not known',
      {
        ...allow,
        Condition: { StringEquals: { 'aws:SourceAccount': '444455556666', 'aws:Other': 'x' } },
      },
    ],
  ])('denied: %s', (_, ...statements) => expect(verdictOf(...statements)).toBe('deny'));

  it('denied by an explicit Deny, whatever allows it', () => {
    const result = invokePermission(
      JSON.stringify({ Statement: [allow, { ...allow, Sid: 'never', Effect: 'Deny' }] }),
      {
        functionArn,
        secretArn,
        account,
      },
    );
    expect(result).toEqual({
      verdict: 'deny',
      because: "never of the function's policy denies it: it has no condition.",
    });
  });

  it('says what allows it, and of several objections the one that decides', () => {
    const because = (...Statement: readonly unknown[]) =>
      invokePermission(JSON.stringify({ Statement }), { functionArn, secretArn, account }).because;
    expect(because(allow)).toBe("The function's policy allows it.");
    const perhaps = { ...when('StringEquals', 'aws:CalledVia', 'x'), Sid: 'perhaps', Effect: 'Deny' };
    expect(because(allow, perhaps, { ...allow, Sid: 'never', Effect: 'Deny' })).toMatch(/^never of/);
    expect(because(allow, perhaps)).toMatchSnapshot();
    expect(because({ ...allow, Resource: `${functionArn}:live` })).toMatchSnapshot();
    expect(invokePermission('{}', { functionArn, secretArn, account }).because).toMatchSnapshot();
  });

  it('denied without a policy', () => {
    expect(invokePermission(null, { functionArn, secretArn, account })).toEqual({
      verdict: 'deny',
      because: 'The function has no resource policy.',
    });
  });

  it.each([
    ['everybody with an account', [{ ...allow, Principal: { AWS: '*' } }]],
    [
      'a Deny to everybody of an organization',
      [allow, { ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1'), Principal: '*', Effect: 'Deny' }],
    ],
    [
      'an organization, for everybody but one',
      [{ ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1'), Principal: undefined, NotPrincipal: '*' }],
    ],
    [
      'an organization, for nobody named',
      [{ ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1'), Principal: undefined }],
    ],
    ['an unknown key', [when('StringEquals', 'aws:SourceOrgID', 'o-1')]],
    ['an organization, for the service', [when('StringEquals', 'aws:PrincipalOrgID', 'o-1')]],
    ['an unknown operator', [when('DateGreaterThan', 'aws:SourceAccount', '2020-01-01')]],
    ['NotResource', [{ ...allow, Resource: undefined, NotResource: 'arn:aws:s3:::x' }]],
    [
      'an organization, for everybody and the service',
      [{ ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1'), Principal: { AWS: '*', ...service } }],
    ],
    [
      'an exception, to deny',
      [allow, { ...allow, Effect: 'Deny', Action: undefined, NotAction: 'lambda:InvokeFunction' }],
    ],
    ['a policy variable', [when('StringEquals', 'aws:SourceAccount', ['$', '{aws:PrincipalAccount}'].join(''))]],
    ['NotAction', [{ ...allow, Action: undefined, NotAction: 'lambda:GetFunction' }]],
    ['NotPrincipal', [{ ...allow, Principal: undefined, NotPrincipal: { AWS: account } }]],
    ['a Deny that may apply', [allow, { ...when('StringEquals', 'aws:CalledVia', 'x'), Effect: 'Deny' }]],
  ])('undetermined: %s', (_, statements) => expect(verdictOf(...statements)).toBe('undetermined'));

  it('an exception that cannot matter decides nothing', () => {
    expect(
      verdictOf(allow, { Effect: 'Deny', Principal: service, NotAction: 'lambda:*', Resource: 'arn:aws:s3:::x' }),
    ).toBe('allow');
  });

  it.each([
    '',
    'no json',
    '[]',
    '{}',
    '{"Statement":[{"Effect":"Perhaps"}]}',
    '{"Statement":[{"Effect":"Allow","Action":1}]}',
  ])('undetermined: a text that is no policy: %s', (text) =>
    expect(invokePermission(text, { functionArn, secretArn, account }).verdict).toBe('undetermined'));

  it('one statement may stand without a list', () => {
    expect(invokePermission(JSON.stringify({ Statement: allow }), { functionArn, secretArn, account }).verdict).toBe(
      'allow',
    );
  });
});
