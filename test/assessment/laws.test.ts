import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { outcomeOf } from '../../src/reachability/blocker.ts';
import { CLIENT_PORTS, INSTANCE_CLIENT_PORTS } from '../../src/reachability/flow.ts';
import type { Trace } from '../../src/reachability/trace.ts';
import type { ListName } from '../../src/snapshot/families.ts';
import { ask } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { shuffled, withUnrelatedVpc } from '../support/perturb.ts';
import { item, refuse, SECRET_ARN, type World } from '../support/world.ts';
import { aclEntry, aclId, generatedWorld, groupId, permission, type Side, side } from './generated-world.ts';

const QUESTION: ScenarioQuestion = { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] };
const RUNS = { numRuns: 50 };
const SCENARIOS = join(import.meta.dirname, '../scenarios');

const tracesOf = ({ prerequisites: { service, endpoint } }: Assessment): readonly Trace[] => [
  ...service.traces,
  ...endpoint.traces,
];
const verdictsOf = ({ status, prerequisites: { service, endpoint } }: Assessment) => [
  status,
  service.verdict,
  endpoint.verdict,
];

/** Trace id to disposition. */
function dispositions(world: World): ReadonlyMap<string, string> {
  return new Map(tracesOf(ask(world, QUESTION)).map((t) => [t.id, t.disposition]));
}

function changed(world: World, change: (copy: World) => void): World {
  const copy = structuredClone(world);
  change(copy);
  return copy;
}

function bytesOf(assessment: Assessment): string {
  return JSON.stringify({ ...assessment, snapshot: { ...assessment.snapshot, digest: '' } });
}

function putFirst(world: World, acl: string, at: Side, it: object): void {
  const found = item(world, 'NetworkAcls', acl);
  found.Entries = [
    { ...it, Egress: at === 'egress' } as NonNullable<typeof found.Entries>[number],
    ...(found.Entries ?? []),
  ];
}

describe('for any network', () => {
  test('one rule more in a security group closes nothing', () => {
    fc.assert(
      fc.property(generatedWorld, groupId, side, permission, (world, group, at, rule) => {
        const after = dispositions(
          changed(world, (copy) => {
            const found = item(copy, 'SecurityGroups', group);
            if (at === 'egress') found.IpPermissionsEgress = [...(found.IpPermissionsEgress ?? []), rule];
            else found.IpPermissions = [...(found.IpPermissions ?? []), rule];
          }),
        );
        for (const [id, was] of dispositions(world)) {
          if (was === 'reachable') expect(after.get(id)).toBe('reachable');
          if (was === 'unknown') expect(after.get(id)).not.toBe('blocked');
        }
      }),
      RUNS,
    );
  });

  test('an ACL entry put first closes nothing if it allows and opens nothing if it denies', () => {
    fc.assert(
      fc.property(generatedWorld, aclId, side, aclEntry('allow'), aclEntry('deny'), (world, acl, at, allow, deny) => {
        const before = dispositions(world);
        const allowed = dispositions(changed(world, (copy) => putFirst(copy, acl, at, allow)));
        const denied = dispositions(changed(world, (copy) => putFirst(copy, acl, at, deny)));
        for (const [id, was] of before) {
          if (was === 'reachable') expect(allowed.get(id)).toBe('reachable');
          if (was === 'unknown') expect(allowed.get(id)).not.toBe('blocked');
          if (was === 'blocked') expect(denied.get(id)).toBe('blocked');
          if (was === 'unknown') expect(denied.get(id)).not.toBe('reachable');
        }
      }),
      RUNS,
    );
  });

  test('order and unrelated resources change no byte but the digest of the document', () => {
    fc.assert(
      fc.property(generatedWorld, fc.nat(), (world, seed) => {
        const bytes = bytesOf(ask(world, QUESTION));
        expect(bytesOf(ask(world, QUESTION))).toBe(bytes);
        expect(bytesOf(ask(shuffled(world, seed), QUESTION))).toBe(bytes);
        expect(bytesOf(ask(withUnrelatedVpc(world), QUESTION))).toBe(bytes);
      }),
      RUNS,
    );
  });

  test('what could not be read turns an answer to unknown, never to its opposite', () => {
    const list = fc.constantFrom<ListName>(
      ...(['Subnets', 'RouteTables', 'NetworkAcls', 'SecurityGroups', 'NatGateways', 'InternetGateways'] as const),
      ...(['VpcEndpoints', 'NetworkInterfaces', 'Instances', 'Vpcs', 'DhcpOptions', 'ManagedPrefixLists'] as const),
      ...(['HostedZones', 'ResolverRuleAssociations', 'FirewallRuleGroupAssociations', 'ProfileAssociations'] as const),
      ...(['VpcPeeringConnections', 'TransitGatewayVpcAttachments', 'VpnGateways', 'Functions'] as const),
    );
    fc.assert(
      fc.property(generatedWorld, list, (world, unread) => {
        const before = verdictsOf(ask(world, QUESTION));
        const after = verdictsOf(
          ask(
            changed(world, (copy) => refuse(copy, unread)),
            QUESTION,
          ),
        );
        after.forEach((verdict, i) => {
          expect([before[i], 'unknown'], `${unread}: ${before[i]} became ${verdict}`).toContain(verdict);
        });
      }),
      { numRuns: 100 },
    );
  });
});

/** What holds of every assessment, whatever was asked of whatever network. */
function isSound(assessment: Assessment): void {
  const severities = new Set(assessment.findings.map((f) => f.severity));
  const status = severities.has('error') ? 'fail' : severities.has('unknown') ? 'unknown' : 'pass';
  expect(assessment.status).toBe(status);
  expect(assessment.decision).toBe(status === 'pass' ? 'allow' : 'deny');
  expect(assessment.summary.length).toBeLessThanOrEqual(500);
  const traces = tracesOf(assessment);
  const ids = traces.map((t) => t.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { traces: named } of assessment.findings) for (const id of named) expect(ids).toContain(id);
  for (const trace of traces) isSoundTrace(trace);
}

function isSoundTrace({ disposition, intermittent, clientPorts, blockers }: Trace): void {
  const outcomes = blockers.map(outcomeOf);
  const expected = outcomes.includes('fail') ? 'blocked' : outcomes.includes('unknown') ? 'unknown' : 'reachable';
  expect(disposition).toBe(expected);
  if (disposition === 'reachable') expect([CLIENT_PORTS, INSTANCE_CLIENT_PORTS]).toContainEqual(clientPorts);
  if (disposition === 'blocked') expect(clientPorts.length > 0).toBe(intermittent);
  expect(clientPorts.every(([low, high]) => 1024 <= low && low <= high && high <= 65535)).toBe(true);
  expect(clientPorts.every(([low], i) => i === 0 || low > (clientPorts[i - 1]?.[1] ?? 0) + 1)).toBe(true);
  if (intermittent) expect(disposition).toBe('blocked');
}

describe('every assessment is sound', () => {
  test('of a generated network', () => {
    fc.assert(
      fc.property(generatedWorld, (world) => isSound(ask(world, QUESTION))),
      { numRuns: 100 },
    );
  });

  test('of a question with many targets that nothing answers', () => {
    const targets = Array.from({ length: 40 }, (_, i) => `10.0.20.${100 + i}:5432`);
    const assessment = ask(healthyWorld(), { ...QUESTION, targets });
    expect(assessment.status).toBe('fail');
    isSound(assessment);
  });

  const folders = readdirSync(SCENARIOS, { withFileTypes: true }).filter(
    (f) => f.isDirectory() && f.name !== 'situations',
  );
  test.each(folders.map((f) => f.name))('of %s', (folder) => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(SCENARIOS, folder, file), 'utf8'));
    isSound(ask(read('snapshot.json'), read('question.json') as ScenarioQuestion));
  });
});
