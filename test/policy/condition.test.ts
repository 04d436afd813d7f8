import { describe, expect, it } from 'vitest';
import { hostCidr } from '../../src/net/cidr.ts';
import { conditionHolds, describeCondition, type KeyFact, type RequestContext } from '../../src/policy/condition.ts';

const arn = 'arn:aws:iam::111122223333:role/path/rotate';
const context: RequestContext = {
  'x:text': { kind: 'text', text: 'vpce-1' },
  'x:flag': { kind: 'text', text: 'true' },
  'x:arn': { kind: 'text', text: arn },
  'x:ip': { kind: 'address', within: hostCidr({ family: 4, value: 0xcb007105n }) },
  'x:absent': { kind: 'absent' } satisfies KeyFact,
  'x:present': { kind: 'present' },
};
const holds = (operator: string, key: string, ...values: string[]) =>
  conditionHolds({ operator, key, values }, context);

/** Operator, key, a value that matches it and one that does not. */
const PAIRS = [
  ['StringEquals', 'StringNotEquals', 'x:text', 'vpce-1', 'vpce-2'],
  ['StringEquals', 'StringNotEquals', 'X:Text', 'vpce-1', 'VPCE-1'],
  ['stringequals', 'STRINGNOTEQUALS', 'x:text', 'vpce-1', 'vpce-*'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'x:text', 'VPCE-1', 'vpce-*'],
  ['StringLike', 'StringNotLike', 'x:text', 'vpce-*', 'VPCE-*'],
  ['ArnEquals', 'ArnNotEquals', 'x:arn', 'arn:aws:iam::*:role/*/rotate', 'arn:aws:iam::*:role/rotate'],
  ['ArnLike', 'ArnNotLike', 'x:arn', arn, 'arn:aws:iam::444455556666:role/path/rotate'],
  ['IpAddress', 'NotIpAddress', 'x:ip', '203.0.113.0/24', '192.0.2.0/24'],
] as const;

describe.each(PAIRS)('%s and %s of %s', (positive, negative, key, matching, other) => {
  it.each(['', 'ForAnyValue:', 'ForAllValues:'])('with %s are each the other, negated', (quantifier) => {
    expect(holds(`${quantifier}${positive}`, key, other, matching)).toBe(true);
    expect(holds(`${quantifier}${negative}`, key, other, matching)).toBe(false);
    expect(holds(`${quantifier}${positive}IfExists`, key, other)).toBe(false);
    expect(holds(`${quantifier}${negative}IfExists`, key, other)).toBe(true);
  });

  it('do not know a value that nobody knows', () => {
    for (const operator of [positive, negative, `${positive}IfExists`, `${negative}IfExists`])
      expect(holds(operator, 'x:present', matching)).toBe('undetermined');
  });

  it('take a key that is not there for no match', () => {
    expect(holds(positive, 'x:absent', matching)).toBe(false);
    expect(holds(negative, 'x:absent', matching)).toBe(true);
    expect(holds(`${positive}IfExists`, 'x:absent', matching)).toBe(true);
    expect(holds(`${negative}IfExists`, 'x:absent', matching)).toBe(true);
    expect(holds(`ForAllValues:${positive}`, 'x:absent', matching)).toBe(true);
    expect(holds(`ForAnyValue:${positive}`, 'x:absent', matching)).toBe(false);
    expect(holds(`ForAnyValue:${negative}`, 'x:absent', matching)).toBe('undetermined');
    expect(holds(`ForAnyValue:${positive}IfExists`, 'x:absent', matching)).toBe('undetermined');
  });

  it('do not fill in variables', () => {
    const variable = ['$', '{aws:username}'].join('');
    expect(holds(positive, key, variable)).toBe('undetermined');
    expect(holds(negative, key, variable)).toBe('undetermined');
    expect(holds(positive, key, variable, matching)).toBe(true);
    expect(holds(negative, key, variable, matching)).toBe(false);
  });
});

describe.each(['Numeric', 'Date'])('operators of the kind %s', (kind) => {
  it.each(['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'])('%s', (name) => {
    expect(holds(`${kind}${name}`, 'x:absent', '1')).toBe(false);
    expect(holds(`${kind}${name}IfExists`, 'x:absent', '1')).toBe(true);
    expect(holds(`${kind}${name}`, 'x:text', '1')).toBe('undetermined');
  });

  it('negated', () => {
    expect(holds(`${kind}NotEquals`, 'x:absent', '1')).toBe(true);
    expect(holds(`${kind}NotEquals`, 'x:present', '1')).toBe('undetermined');
  });
});

describe('other operators', () => {
  it.each([
    ['Bool', 'x:flag', 'TRUE', true],
    ['Bool', 'x:flag', 'false', false],
    ['Bool', 'x:absent', 'false', false],
    ['BoolIfExists', 'x:absent', 'false', true],
    ['BinaryEquals', 'x:absent', 'AA==', false],
    ['BinaryEquals', 'x:text', 'AA==', 'undetermined'],
    ['Null', 'x:absent', 'true', true],
    ['null', 'x:absent', 'false', false],
    ['Null', 'x:present', 'true', false],
    ['Null', 'x:text', 'FALSE', true],
    ['Null', 'x:nobody-knows', 'true', 'undetermined'],
    ['NullIfExists', 'x:absent', 'true', 'undetermined'],
    ['ForAnyValue:Null', 'x:absent', 'true', 'undetermined'],
    ['an StringEquals', 'x:absent', 'a', 'undetermined'],
    ['StringEquals2', 'x:absent', 'a', 'undetermined'],
    ['', 'x:absent', 'a', 'undetermined'],
    ['ForAllValues:', 'x:absent', 'a', 'undetermined'],
    ['StringResembles', 'x:absent', 'a', 'undetermined'],
    ['constructor', 'x:absent', 'a', 'undetermined'],
    ['StringEquals', 'x:nobody-knows', 'a', 'undetermined'],
    ['ArnLike', 'x:text', 'vpce-1', 'undetermined'],
    ['ArnLike', 'x:arn', 'arn:aws:iam:*', 'undetermined'],
    ['ArnLike', 'x:arn', 'arn:aws:s3:*', false],
    ['ArnLike', 'x:arn', '*', true],
  ] as const)('%s of %s and %s: %s', (operator, key, value, truth) => expect(holds(operator, key, value)).toBe(truth));
});

it('a condition is told with what the request bears, however long its list', () => {
  const ranges = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'];
  expect(describeCondition({ operator: 'NotIpAddress', key: 'x:ip', values: ranges }, context)).toBe(
    'x:ip is 203.0.113.5, under NotIpAddress 192.0.2.1, 192.0.2.2, 192.0.2.3, 2 more',
  );
  const variable = { operator: 'StringEquals', key: 'X:absent', values: [['$', '{aws:username}'].join('')] };
  expect(describeCondition(variable, context)).toBe(
    'X:absent is not in the request, under StringEquals a policy variable',
  );
  const veiled = { operator: 'StringLike', key: 'x:present', values: ['*'] };
  expect(describeCondition(veiled, context)).toBe('x:present has a value that is not known, under StringLike *');
});
