import { describe, expect, it } from 'vitest';
import type { JudgedPrecondition } from '../../src/preconditions/judge-preconditions.ts';
import { found, pass, unreadable } from '../../src/preconditions/precondition.ts';
import { type Blocker, blocker } from '../../src/reachability/blocker.ts';
import { explain, explainPreconditions, type FoundBlocker } from '../../src/rules/explain.ts';
import { RULE_BOOK } from '../../src/rules/rule-book.ts';

const mismatch = (traffic: string, more: Partial<Blocker> = {}): Blocker => ({
  ...blocker(
    'ENI_SG_RULES_MISMATCH',
    {
      resources: ['sg-db'],
      direction: 'ingress',
      leg: 'forward',
      at: 'eni-db',
      evidence: [{ resource: 'sg-db', entry: null, text: traffic }],
    },
    { traffic, nearest: 'nothing', interface: 'eni-db' },
  ),
  ...more,
});
const service = (trace: string, b: Blocker): FoundBlocker => ({ prerequisite: 'service', trace, blocker: b });
const noRoute = blocker(
  'NO_ROUTE_TO_DESTINATION',
  { resources: ['rtb-1'], at: 'subnet-1' },
  { destination: 'public', nearest: 'it has no routes', subnet: 'subnet-1' },
);

describe('findings', () => {
  it('are worded by the rule of code and direction', () => {
    const [finding] = explain([service('t1', mismatch('tcp 5432 from 10.0.1.0/24'))]);
    expect(finding).toMatchObject({
      rule: 'security-group-inbound',
      severity: 'error',
      traces: ['t1'],
      message:
        'The inbound rules of sg-db at eni-db do not cover tcp 5432 from 10.0.1.0/24; the nearest they allow is nothing.',
      fix: 'Allow tcp 5432 from 10.0.1.0/24 in an inbound rule of sg-db.',
    });
    const [out] = explain([service('t1', mismatch('tcp 5432 to 10.0.20.10', { direction: 'egress' }))]);
    expect(out?.rule).toBe('security-group-outbound');
  });

  it('tell the same blocker on several traces once, with all it concerns', () => {
    const findings = explain([
      service('t2', mismatch('tcp 5432 from 10.0.2.0/24')),
      service('t1', mismatch('tcp 5432 from 10.0.1.0/24')),
      service('t1', mismatch('tcp 5432 from 10.0.1.0/24')),
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.traces).toEqual(['t1', 't2']);
    expect(findings[0]?.message).toContain('tcp 5432 from 10.0.1.0/24 and tcp 5432 from 10.0.2.0/24;');
    expect(findings[0]?.evidence.map((e) => e.text)).toEqual([
      'tcp 5432 from 10.0.1.0/24',
      'tcp 5432 from 10.0.2.0/24',
    ]);
  });

  it('shorten a long list', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((traffic) => service(traffic, mismatch(traffic)));
    expect(explain(many)[0]?.message).toContain('a, b, c and 2 more');
  });

  it('keep apart what differs in place, in what it stands behind, or in whom it concerns', () => {
    const one = mismatch('x');
    expect(
      explain([
        service('t', one),
        service('t', { ...one, at: 'eni-other' }),
        service('t', { ...one, behind: true }),
        service('t', { ...one, leg: 'return' }),
        { prerequisite: 'endpoint', trace: 't', blocker: one },
      ]),
    ).toHaveLength(5);
  });

  it('come in one order, whatever order they were found in', () => {
    const blockers: FoundBlocker[] = [
      service('t', { ...noRoute, behind: true }),
      service('t', mismatch('x')),
      { prerequisite: 'endpoint', trace: 't', blocker: noRoute },
      service('t', blocker('X_SERVICE_OWN_DOOR', { resources: ['db'] }, { destination: 'db', sources: 'any' })),
      service('t', blocker('X_NOT_MODELLED', { resources: ['tgw-1'] }, { what: 'tgw-1', reason: 'r' })),
      {
        prerequisite: 'endpoint',
        trace: null,
        blocker: blocker(
          'X_ENDPOINT_UNUSED',
          { resources: ['vpce-1'] },
          { host: 'h', endpoint: 'vpce-1', reason: 'r' },
        ),
      },
    ];
    const order = explain(blockers);
    expect(order.map((f) => [f.severity, f.prerequisite, f.code])).toEqual([
      ['error', 'service', 'ENI_SG_RULES_MISMATCH'],
      ['error', 'service', 'NO_ROUTE_TO_DESTINATION'],
      ['error', 'endpoint', 'NO_ROUTE_TO_DESTINATION'],
      ['unknown', 'service', 'X_NOT_MODELLED'],
      ['warning', 'service', 'X_SERVICE_OWN_DOOR'],
      ['note', 'endpoint', 'X_ENDPOINT_UNUSED'],
    ]);
    expect(explain(blockers.toReversed())).toEqual(order);
  });
});

describe('preconditions', () => {
  const judged: JudgedPrecondition[] = [
    { id: 'secret-deleted', ...pass('It is not.') },
    {
      id: 'function-timeout',
      ...found('function-timeout', 'warning', ['arn'], 'Timeout is 3 s.', { function: 'arn', timeout: '3' }),
    },
    {
      id: 'function-state',
      ...unreadable('the configuration of arn', 'arn', {
        list: 'Functions',
        action: 'lambda:GetFunctionConfiguration',
        reason: 'AccessDenied',
      }),
    },
    {
      id: 'function-update',
      ...unreadable('the configuration of arn', 'arn', {
        list: 'Functions',
        action: 'lambda:GetFunctionConfiguration',
        reason: 'AccessDenied',
      }),
    },
  ];

  it('find what keeps the gate shut, and a missing fact once however many need it', () => {
    expect(explain([], judged).map((f) => [f.rule, f.severity, f.prerequisite])).toEqual([
      ['unknown-resource', 'unknown', 'precondition'],
      ['function-timeout', 'warning', 'precondition'],
    ]);
  });

  it('tell in one sentence how to read several lists, or what else shows a fact', () => {
    const policy = { list: 'FunctionPolicies', action: 'lambda:GetPolicy', reason: 'AccessDenied' };
    const unreadPolicy = unreadable('the policy of arn', 'arn', policy);
    const [both] = explain([], [...judged, { id: 'invoke-permission', ...unreadPolicy }]);
    expect(both?.fix).toBe(
      'Allow lambda:GetFunctionConfiguration and lambda:GetPolicy to whoever runs the check, or add FunctionPolicies and Functions to the snapshot, and check again.',
    );
    const waiting = unreadable('the policy of arn', 'arn', { ...policy, mend: 'Wait for {nobody}' });
    expect(explain([], [{ id: 'invoke-permission', ...waiting }])[0]?.fix).toBe('Wait for {nobody}, and check again.');
  });

  it('say each in one sentence what they came to', () => {
    expect(explainPreconditions(judged)).toEqual([
      { id: 'secret-deleted', verdict: 'pass', message: 'It is not.' },
      {
        id: 'function-timeout',
        verdict: 'pass',
        message: 'arn may run for 3 s; the rotation templates need up to 30 s to try every password.',
      },
      { id: 'function-state', verdict: 'unknown', message: 'What Functions holds for arn is not known: AccessDenied.' },
      {
        id: 'function-update',
        verdict: 'unknown',
        message: 'What Functions holds for arn is not known: AccessDenied.',
      },
    ]);
  });
});

it('the book is sorted, and names what it does not explain', () => {
  const ids = RULE_BOOK.rules.map((rule) => rule.id);
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(() => RULE_BOOK.ruleFor('X_NOTHING', 'fail', null)).toThrow('No rule explains X_NOTHING');
});
