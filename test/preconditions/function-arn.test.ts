import { describe, expect, test } from 'vitest';
import { additionalVersions, isAlias, keepsOwnVersion } from '../../src/preconditions/alias-versions.ts';
import { isFunctionArn, kindOfArn, unqualified } from '../../src/preconditions/function-arn.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-db';

describe('the ARN of a function', () => {
  test.each([
    ARN,
    `${ARN}:live`,
    `${ARN}:12`,
    `${ARN}:$LATEST`,
    'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:a_B-1',
  ])('%s', (arn) => {
    expect(isFunctionArn(arn)).toBe(true);
    expect(unqualified(arn)).toBe(arn.split(':').slice(0, 7).join(':'));
  });

  test.each([
    ['rotate-db', 'not an ARN'],
    ['urn:aws:lambda:us-east-1:111122223333:function:rotate-db', 'not an ARN'],
    ['arn:aws:lambda:us-east-1:111122223333:', 'not an ARN'],
    ['arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf', 'the ARN of a secret'],
    ['arn:aws:secretsmanager:us-east-1:111122223333:other:db', 'an ARN of secretsmanager'],
    ['arn:aws:iam::111122223333:role/rotate', 'an ARN of iam'],
    [
      'arn:aws:lambda:us-east-1:111122223333:layer/tools:1',
      'the ARN of a Lambda layer, not well formed as a function’s',
    ],
    [`${ARN}:live:1`, 'the ARN of a Lambda function, not well formed as a function’s'],
    [`${ARN}:`, 'the ARN of a Lambda function, not well formed as a function’s'],
    [` ${ARN}`, 'not an ARN'],
    [`${ARN} `, 'the ARN of a Lambda function, not well formed as a function’s'],
    [ARN.replace('111122223333', '11112222333'), 'the ARN of a Lambda function, not well formed as a function’s'],
  ])('is not %s', (text, kind) => {
    expect(isFunctionArn(text)).toBe(false);
    expect(kindOfArn(text)).toBe(kind.replace('’', "'"));
  });
});

describe('an alias', () => {
  test.each([
    [ARN, false],
    [`${ARN}:12`, false],
    [`${ARN}:$LATEST`, false],
    [`${ARN}:live`, true],
    [`${ARN}:v12`, true],
    [`${ARN}:12-hotfix`, true],
  ])('%s: %s', (arn, alias) => {
    expect(isAlias(arn)).toBe(alias);
  });

  test('hands invocations to the versions that bear a weight', () => {
    const parted = (weights: Record<string, number>) => ({
      AliasArn: `${ARN}:live`,
      FunctionVersion: '7',
      RoutingConfig: { AdditionalVersionWeights: weights },
    });
    expect(additionalVersions(parted({ 8: 0.1, 9: 0 }))).toEqual([`${ARN}:8`]);
    expect(additionalVersions({ AliasArn: `${ARN}:live`, FunctionVersion: '7' })).toEqual([]);
    expect(keepsOwnVersion(parted({ 8: 0.1 }))).toBe(true);
    expect(keepsOwnVersion(parted({ 8: 1 }))).toBe(false);
    expect(keepsOwnVersion({ AliasArn: `${ARN}:live`, FunctionVersion: '7' })).toBe(true);
  });
});
