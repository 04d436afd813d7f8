import { expect, test } from 'vitest';
import { unansweredCalls } from '../../src/gate/unanswered-calls.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { healthyWorld } from '../support/healthy-world.ts';

const gap = (error: string) => ({
  list: 'RouteTables',
  action: 'ec2:DescribeRouteTables',
  account: '111122223333',
  region: 'us-east-1',
  filters: {},
  error,
  message: 'You are not authorized.',
});
const unanswered = (...errors: readonly string[]) =>
  unansweredCalls(parseSnapshot(JSON.parse(JSON.stringify({ ...healthyWorld(), gaps: errors.map(gap) })), 'world'));

test('an error of AWS holds RotateSecret back and names the call', () => {
  const [finding, ...others] = unanswered('UnauthorizedOperation');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'UNKNOWN_RESOURCE', severity: 'unknown', resources: ['RouteTables'] });
  expect(finding?.message).toContain('UnauthorizedOperation: You are not authorized.');
  expect(finding?.fix).toContain('ec2:DescribeRouteTables');
});

test('what AWS shows to nobody who asks from here does not', () => {
  expect(unanswered('NotShown', 'OtherAccount', 'SharedVpc')).toEqual([]);
  expect(unanswered()).toEqual([]);
});
