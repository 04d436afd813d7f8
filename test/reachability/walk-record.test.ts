import { describe, expect, test } from 'vitest';
import { blocker } from '../../src/reachability/blocker.ts';
import { missingFact, newRecord } from '../../src/reachability/walk-record.ts';
import { inBetween, notRead } from '../../src/snapshot/not-read.ts';

const refusal = (id: string) => blocker('ENI_SG_RULES_MISMATCH', { resources: [id] }, DETAILS);
const doubt = (id: string) =>
  blocker('X_PARTLY_COVERS_SERVICE_RANGE', { resources: [id] }, { covered: '198.51.100.0/25', filter: id });
const DETAILS = { traffic: 'tcp 443 to the service', nearest: 'nothing', interface: 'eni-1' };

type Refused = readonly [string, 'surely' | 'perhaps'];

function found(refused: readonly Refused[], blocked: boolean): readonly string[] {
  const record = newRecord('destination');
  for (const [id, how] of refused) record.refuse(refusal(id), how === 'perhaps' ? doubt(id) : null);
  return record.blockers(blocked).map((b) => `${b.code} ${b.resources.join()}${b.behind ? ' behind' : ''}`);
}

describe('what stands against a walk', () => {
  test.each<[string, readonly Refused[], boolean, readonly string[]]>([
    ['nothing', [], false, []],
    [
      'a filter that refuses some addresses of a service, while it may have another',
      [['sg-1', 'perhaps']],
      false,
      ['X_PARTLY_COVERS_SERVICE_RANGE sg-1'],
    ],
    [
      'two filters that together refuse all of its addresses',
      [
        ['sg-1', 'perhaps'],
        ['sg-2', 'perhaps'],
      ],
      true,
      ['ENI_SG_RULES_MISMATCH sg-1', 'ENI_SG_RULES_MISMATCH sg-2 behind'],
    ],
    [
      'a filter that refuses some of them, before one that refuses all',
      [
        ['sg-1', 'perhaps'],
        ['sg-2', 'surely'],
      ],
      true,
      ['X_PARTLY_COVERS_SERVICE_RANGE sg-1', 'ENI_SG_RULES_MISMATCH sg-2 behind'],
    ],
  ])('%s', (_, refused, blocked, expected) => {
    expect(found(refused, blocked)).toEqual(expected);
  });
});

test('facts that miss are told together, once each; the way to know them is that of one nobody could read', () => {
  const changing = inBetween('RouteTables', 'the route is pending');
  const groups = notRead('SecurityGroups', 'sg-2 is not among the groups read');
  const acls = notRead('NetworkAcls', 'acl-1 was refused');
  expect(missingFact([changing, groups, acls, groups], ['sg-1'], 'egress', 'eni-1')).toMatchObject({
    code: 'UNKNOWN_RESOURCE',
    resources: ['sg-1'],
    direction: 'egress',
    at: 'eni-1',
    details: {
      missing: 'SecurityGroups',
      action: 'ec2:DescribeNetworkAcls, ec2:DescribeRouteTables, ec2:DescribeSecurityGroups',
      reason: 'acl-1 was refused; sg-2 is not among the groups read; the route is pending',
      mend: 'Allow {action} to whoever runs the check, or add {missing} to the snapshot',
    },
  });
  expect(missingFact([changing], ['rtb-1'], null, null).details['mend']).toBe('Wait until AWS has made the change');
});
