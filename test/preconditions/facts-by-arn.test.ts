import { expect, it } from 'vitest';
import { factByArn } from '../../src/preconditions/facts-by-arn.ts';
import type { GapRow, SnapshotDocument } from '../../src/snapshot/document.ts';
import { FUNCTION_ARN } from '../support/world.ts';

const LIVE = `${FUNCTION_ARN}:live`;
const OTHER = `${FUNCTION_ARN}-other`;

const gapOf = (different: Partial<GapRow>): GapRow => ({
  list: 'FunctionConcurrency',
  action: 'lambda:GetFunctionConcurrency',
  account: '111122223333',
  region: 'us-east-1',
  filters: {},
  error: 'AccessDeniedException',
  message: 'You are not authorized.',
  ...different,
});

function concurrency(
  entries: SnapshotDocument['FunctionConcurrency'],
  gap: Partial<GapRow> | null = null,
  requests: SnapshotDocument['requests'] = [],
) {
  const gaps = gap === null ? [] : [gapOf(gap)];
  const document = { SecretPolicies: null, FunctionPolicies: null, FunctionConcurrency: entries, gaps, requests };
  return factByArn(document, 'FunctionConcurrency', [LIVE, FUNCTION_ARN]);
}

it('the first of the ARNs that is there counts', () => {
  expect(concurrency({ [OTHER]: 1, [FUNCTION_ARN]: 2, [LIVE]: 3 })).toEqual({ kind: 'read', value: 3 });
  expect(concurrency({ [OTHER]: 1, [FUNCTION_ARN]: 2 })).toEqual({ kind: 'read', value: 2 });
  expect(concurrency({ [LIVE]: null, [FUNCTION_ARN]: 2 })).toEqual({ kind: 'read', value: null });
});

it.each([
  ['of everything', {}],
  ['of one of them', { filters: { 'function-arn': [OTHER, LIVE] } }],
])('a refusal %s tells the action and the words of AWS', (_, gap) => {
  expect(concurrency({}, gap, null)).toEqual({
    kind: 'refused',
    missing: {
      list: 'FunctionConcurrency',
      action: 'lambda:GetFunctionConcurrency',
      reason: 'AccessDeniedException: You are not authorized.',
    },
  });
});

it('a refusal without words tells its name alone', () => {
  expect(concurrency({}, { message: '' })).toMatchObject({ missing: { reason: 'AccessDeniedException' } });
});

it.each([
  ['of another fact', { list: 'FunctionPolicies' }],
  ['about another function', { filters: { 'function-arn': [OTHER] } }],
])('a refusal %s says nothing', (_, gap) => {
  expect(concurrency({}, gap)).toMatchObject({ kind: 'never-asked' });
});

it('what a document without requests does not hold is not there, and in any other was never asked', () => {
  expect(concurrency({}, null, null)).toEqual({ kind: 'read', value: null });
  expect(concurrency(null, null, null)).toMatchObject({ kind: 'never-asked' });
  expect(concurrency({})).toEqual({
    kind: 'never-asked',
    missing: { list: 'FunctionConcurrency', action: 'lambda:GetFunctionConcurrency', reason: expect.any(String) },
  });
});
