import { expect, test } from 'vitest';
import { DEMO_EXAMPLES } from '../../src/cli/demo-examples.ts';
import { demoExample } from '../../src/cli/demo-text.ts';
import { assessment } from '../support/example-assessment.ts';
import { blocker, finding } from '../support/trace-parts.ts';

test('a thing to mend is told and counted once, however many paths it stops', () => {
  const [example] = DEMO_EXAMPLES;
  if (example === undefined) throw new Error('the demo has no example');
  const refused = blocker('SUBNET_ACL_RESTRICTION', { resources: ['acl-1'], direction: 'ingress' });
  const words = { rule: 'network-acl-inbound', prerequisite: 'service', message: 'Entry 90 denies.' } as const;
  const here = finding(refused, ['first'], { ...words, fix: 'Remove entry 90.' });
  const there = finding({ ...refused, at: 'subnet-2' }, ['second'], { ...words, fix: 'Remove entry 90.' });
  const text = demoExample(
    {
      example,
      assessment: assessment({ status: 'fail', decision: 'deny', findings: [here, there] }),
      report: 'http://127.0.0.1:8080/v1/preflights/1/report',
      rotation: { status: 'refused', ARN: null, Name: null, VersionId: null, clientRequestToken: null, awsError: null },
      sent: false,
    },
    1,
    { color: false, width: 80 },
  );
  expect(text.match(/ - .*acl-1/g)).toEqual([' - A network ACL stops inbound traffic: acl-1']);
  expect(text).toContain('not sent: 1 thing to mend first');
});
