import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../src/policy/condition.ts';
import { objections, type PolicyRequest, verdictOf } from '../../src/policy/decide.ts';
import type { PolicyStatement } from '../../src/policy/policy-document.ts';

const everything: RequestContext = {
  'x:here': { kind: 'text', text: 'a' },
  'x:gone': { kind: 'absent' },
  'x:veiled': { kind: 'present' },
};
const choice = <T>(item: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('listed' as const, 'excepted' as const),
        items: fc.array(item, { maxLength: 3 }),
      }),
    },
  );
const condition = fc.record({
  operator: fc.constantFrom(
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIfExists',
    'Null',
    'ForAllValues:StringLike',
  ),
  key: fc.constantFrom('x:here', 'x:gone', 'x:veiled', 'x:unheard-of'),
  values: fc.array(fc.constantFrom('a', 'b', '*', 'true'), { minLength: 1, maxLength: 2 }),
});
const statement = (effect: PolicyStatement['effect']): fc.Arbitrary<PolicyStatement> =>
  fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    effect: fc.constant(effect),
    actions: choice(fc.constantFrom('s:Get', 's:*', 's:Put')),
    resources: choice(fc.constantFrom('arn:x', '*', 'arn:y')),
    principals: choice(
      fc.constantFrom({ kind: '*', value: '*' }, { kind: 'AWS', value: 'me' }, { kind: 'AWS', value: 'who' }),
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  });
const statements = fc.array(fc.oneof(statement('Allow'), statement('Deny')), { maxLength: 5 });
const otherwise = fc.constantFrom('allow' as const, 'deny' as const);
const request: PolicyRequest = {
  isCaller: ({ value }) => (value === 'who' ? 'undetermined' : true),
  action: 's:Get',
  resource: 'arn:x',
  context: everything,
};
const judge = (list: readonly PolicyStatement[], rest: 'allow' | 'deny', context = everything) =>
  verdictOf(objections({ statements: list }, { ...request, context }, rest));
/** From refused to granted. */
const RANK = { deny: 0, undetermined: 1, allow: 2 } as const;
const check = (property: fc.IProperty<never[]> | fc.IRawProperty<unknown>) =>
  fc.assert(property as never, { numRuns: 2000 });

describe('laws of a policy', () => {
  it('a Deny more never grants', () => {
    check(
      fc.property(statements, statement('Deny'), otherwise, (list, more, rest) => {
        expect(RANK[judge([...list, more], rest)]).toBeLessThanOrEqual(RANK[judge(list, rest)]);
      }),
    );
  });

  it('an Allow more never refuses', () => {
    check(
      fc.property(statements, statement('Allow'), otherwise, (list, more, rest) => {
        expect(RANK[judge([...list, more], rest)]).toBeGreaterThanOrEqual(RANK[judge(list, rest)]);
      }),
    );
  });

  it('the order of statements does not matter', () => {
    check(
      fc.property(statements, otherwise, fc.nat(), (list, rest, turn) => {
        const at = list.length === 0 ? 0 : turn % list.length;
        const turned = [...list.slice(at), ...list.slice(0, at)].reverse();
        expect(judge(turned, rest)).toBe(judge(list, rest));
      }),
    );
  });

  it('a fact that is not known never turns a refusal into a grant or the reverse', () => {
    const keys = fc.subarray(Object.keys(everything));
    check(
      fc.property(statements, otherwise, keys, (list, rest, kept) => {
        const less = Object.fromEntries(Object.entries(everything).filter(([key]) => kept.includes(key)));
        const known = judge(list, rest);
        expect([known, 'undetermined']).toContain(judge(list, rest, less));
      }),
    );
  });

  it('where everything is stated and known, nothing is undetermined', () => {
    const plain = statements.map((list) =>
      list.map((s) => ({
        ...s,
        actions: s.actions ?? { kind: 'listed' as const, items: [] },
        resources: s.resources ?? { kind: 'listed' as const, items: [] },
        principals: {
          kind: 'listed' as const,
          items: (s.principals?.items ?? []).filter(({ value }) => value !== 'who'),
        },
        conditions: s.conditions.filter(({ key }) => key === 'x:here' || key === 'x:gone'),
      })),
    );
    check(
      fc.property(plain, otherwise, (list, rest) => {
        expect(judge(list, rest)).not.toBe('undetermined');
      }),
    );
  });

  it('where no statement denies, only the lack of one that allows refuses', () => {
    check(
      fc.property(fc.array(statement('Allow'), { maxLength: 4 }), (list) => {
        expect(judge(list, 'allow')).toBe('allow');
      }),
    );
  });
});
