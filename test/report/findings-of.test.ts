import { expect, test } from 'vitest';
import { findingGroups, findingOf, messagesOf, numberedFindings } from '../../src/report/findings-of.ts';
import { assessment } from '../support/example-assessment.ts';
import { SUBNETS } from '../support/example-ids.ts';
import { serviceTrace } from '../support/example-paths.ts';
import { blocker, finding } from '../support/trace-parts.ts';

const refused = blocker('SUBNET_ACL_RESTRICTION', { resources: ['acl-0a1b2c3d'], direction: 'ingress', entry: '90' });
const [here, there] = SUBNETS.map((subnet) => serviceTrace(subnet, { trace: { blockers: [refused] } }));
if (here === undefined || there === undefined) throw new Error('the example has two subnets');

const words = { rule: 'network-acl', prerequisite: 'service', fix: 'Remove entry 90.' } as const;
const first = finding(refused, [here.id], { ...words, message: 'Here.' });
const second = finding(refused, [there.id], { ...words, message: 'There.', fix: 'Remove entry 91.' });
const warning = finding(blocker('X_SERVICE_EXPOSED', {}), [], { ...words, rule: 'exposed', message: 'Exposed.' });

test('what stops the rotation comes first, and what hides behind it after', () => {
  const hidden = { ...second, behind: true };
  const order = numberedFindings(assessment({ findings: [warning, hidden, first] }));
  expect(order.map(({ number, finding: f }) => [number, f.message])).toEqual([
    [1, 'Here.'],
    [2, 'There.'],
    [3, 'Exposed.'],
  ]);
});

test('findings that one fix settles share a number, and say the same only once', () => {
  const again = { ...first, at: 'subnet-0a1b2c3d', traces: [there.id] };
  const groups = findingGroups(assessment({ findings: [first, again, { ...first, message: 'Here too.' }] }));
  expect(groups.map(messagesOf)).toEqual([['Here.', 'Here too.']]);
});

test('a blocker is worded by the finding of its own trace', () => {
  const numbered = numberedFindings(assessment({ findings: [first, second] }));
  expect(findingOf(refused, here, numbered)?.finding.message).toBe('Here.');
  expect(findingOf(refused, there, numbered)?.finding.message).toBe('There.');
  expect(findingOf({ ...refused, entry: '91' }, here, numbered)).toBeUndefined();
});
