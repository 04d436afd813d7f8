import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/policy-document.ts';

const whole = { Effect: 'Allow', Principal: '*', Action: 'a:B', Resource: '*' };
const read = (statement: unknown) => parsePolicy(JSON.stringify({ Statement: statement }));

describe('the JSON of a policy', () => {
  test('is read with one statement or many, one value or many', () => {
    const many = { Sid: 'two', Effect: 'Deny', NotPrincipal: { AWS: ['1', '2'], Service: 's' }, NotAction: ['a', 'b'] };
    expect(read([whole, many])?.statements).toEqual([
      {
        name: 'statement 1',
        effect: 'Allow',
        actions: { kind: 'listed', items: ['a:B'] },
        resources: { kind: 'listed', items: ['*'] },
        principals: { kind: 'listed', items: [{ kind: '*', value: '*' }] },
        conditions: [],
      },
      {
        name: 'two',
        effect: 'Deny',
        actions: { kind: 'excepted', items: ['a', 'b'] },
        resources: null,
        principals: {
          kind: 'excepted',
          items: [
            { kind: 'AWS', value: '1' },
            { kind: 'AWS', value: '2' },
            { kind: 'Service', value: 's' },
          ],
        },
        conditions: [],
      },
    ]);
    expect(read(whole)?.statements).toHaveLength(1);
  });

  test('calls a statement by its place where its Sid is empty', () => {
    expect(read([{ ...whole, Sid: '' }])?.statements[0]?.name).toBe('statement 1');
  });

  test('holds texts, numbers and truth values to compare with', () => {
    const Condition = { Bool: { 'aws:SecureTransport': true }, NumericEquals: { k: [1, '2'] } };
    expect(read({ ...whole, Condition })?.statements[0]?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
      { operator: 'NumericEquals', key: 'k', values: ['1', '2'] },
    ]);
  });
});

describe('nothing is said of what is no policy', () => {
  test.each(['', 'null', '[]', '"text"', '{}', '{"Version":"2012-10-17"}', '{"Statement":'])('%s', (text) => {
    expect(parsePolicy(text)).toBeNull();
  });

  test.each([
    ['a statement that is a text', 'text'],
    ['a statement that is null', null],
    ['a statement that is a list', [[whole]]],
    ['a sound one beside a broken one', [whole, {}]],
    ['another effect', { ...whole, Effect: 'allow' }],
    ['Action and NotAction', { ...whole, NotAction: 'a:C' }],
    ['Resource and NotResource', { ...whole, NotResource: 'r' }],
    ['Principal and NotPrincipal', { ...whole, NotPrincipal: '*' }],
    ['an action that is a number', { ...whole, Action: 1 }],
    ['actions of which one is a number', { ...whole, Action: ['a:B', 1] }],
    ['a resource that is an object', { ...whole, Resource: {} }],
    ['a principal that is a text', { ...whole, Principal: '111122223333' }],
    ['a principal that is null', { ...whole, Principal: null }],
    ['a principal that is a list', { ...whole, Principal: ['*'] }],
    ['a principal of a number', { ...whole, Principal: { AWS: 1 } }],
    ['principals of which one is no text', { ...whole, Principal: { AWS: '*', Service: [1] } }],
    ['conditions that are a list', { ...whole, Condition: [] }],
    ['conditions that are null', { ...whole, Condition: null }],
    ['an operator without keys', { ...whole, Condition: { Bool: 'true' } }],
    ['a key with an object', { ...whole, Condition: { Bool: { k: {} } } }],
    ['a key of whose values one is null', { ...whole, Condition: { Bool: { k: ['true', null] } } }],
  ])('%s', (_, statement) => {
    expect(read(statement)).toBeNull();
  });
});
