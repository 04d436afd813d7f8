import { describe, expect, it, test } from 'vitest';
import { addressInName, answersThroughout, resolverState } from '../../src/reachability/resolver.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { openSnapshot } from '../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { SECRETS_MANAGER_HOST, type World } from '../support/world.ts';

test.each<[string, string, string | null, boolean]>([
  ['us-east-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', true],
  ['eu-west-1', 'ip-10-0-20-10.ec2.internal', '10.0.20.10', false],
  ['eu-west-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', true],
  ['us-east-1', 'ip-10-0-20-10.eu-west-1.compute.internal', '10.0.20.10', false],
  ['us-east-1', 'ip-172-32-0-1.ec2.internal', '172.32.0.1', false],
  ['us-east-1', 'ip-10-0-20-300.ec2.internal', null, false],
  ['us-east-1', 'db.corp.example', null, false],
])('in %s %s bears %s and is answered in every VPC: %s', (region, host, address, answered) => {
  expect(addressInName(host)).toBe(address);
  expect(answersThroughout(region, host)).toBe(answered);
});

describe('what is assumed of lists nobody asked for', () => {
  const remarksOf = (change: (world: World) => void) => {
    const world = healthyWorld();
    change(world);
    const snapshot = openSnapshot(parseSnapshot(world, 'test'), 'test');
    return resolverState(snapshot, 'vpc-1', SECRETS_MANAGER_HOST).remarks.map((b) => [b.code, b.details['list']]);
  };

  it('is nothing where each was asked for', () => {
    expect(remarksOf(() => {})).toEqual([]);
  });

  it('is said where a list was asked for about another VPC only', () => {
    const aboutAnother = (world: World) => {
      world.requests = (world.requests ?? []).map((row) =>
        row.list === 'HostedZones' ? { ...row, filters: { 'vpc-id': ['vpc-2'] } } : row,
      );
    };
    expect(remarksOf(aboutAnother)).toEqual([['X_DEFAULT_ASSUMED', 'HostedZones']]);
  });
});
