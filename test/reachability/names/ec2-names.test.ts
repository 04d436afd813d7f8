import { expect, test } from 'vitest';
import { addressInName, answersThroughout } from '../../../src/reachability/names/ec2-names.ts';

test.each<[string, string, string | null, boolean]>([
  ['us-east-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', true],
  ['eu-west-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', false],
  ['eu-west-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', true],
  ['us-east-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', false],
  ['us-east-1', 'ip-172-32-0-1.ec2.internal', '172.32.0.1', false],
  ['us-east-1', 'ip-10-0-20-300.ec2.internal', null, false],
  ['us-east-1', 'ec2-203-0-113-30.compute-1.amazonaws.com', '203.0.113.30', false],
  ['us-east-1', 'db.corp.example', null, false],
])('in %s %s bears %s and is answered in every VPC: %s', (region, host, address, answered) => {
  expect(addressInName(host)).toBe(address);
  expect(answersThroughout(region, host)).toBe(answered);
});
