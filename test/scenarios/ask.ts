import { createHash } from 'node:crypto';
import { assess } from '../../src/assessment/assess.ts';
import type { Assessment, Finding } from '../../src/assessment/assessment.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { EVERY_OPAQUE_KIND } from '../../src/reachability/assumptions.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import type { SecretValueFacts } from '../../src/targets/secret-value.ts';
import type { Expectation, ExpectedBlocker, ScenarioQuestion } from './expectation.ts';

const NOTHING_TOLD: SecretValueFacts = {
  engine: null,
  host: null,
  port: null,
  masterarn: null,
  master: null,
  dbInstanceIdentifier: null,
  dbClusterIdentifier: null,
};

function toldOf({ master, ...value }: NonNullable<ScenarioQuestion['secretValue']>): SecretValueFacts {
  return { ...NOTHING_TOLD, ...value, master: master === undefined ? null : { ...NOTHING_TOLD, ...master } };
}

/** Puts a scenario's question to a snapshot, as `check --snapshot` would. */
export function ask(json: unknown, question: ScenarioQuestion): Assessment {
  const request: PreflightRequest = {
    secret: question.secret,
    function: question.function ?? null,
    targets: question.targets ?? [],
    noTarget: question.noTarget ?? false,
    targetFromSecret: question.secretValue !== undefined,
    rotation: question.rotation ?? null,
    reference: null,
    assumptions: { stated: question.assumptions ?? [], allowed: EVERY_OPAQUE_KIND },
  };
  const captured = {
    document: parseSnapshot(json, 'snapshot.json'),
    origin: 'snapshot.json',
    source: 'file' as const,
    bytes: JSON.stringify(json),
    secretValue: question.secretValue === undefined ? null : toldOf(question.secretValue),
  };
  return assess({ captured, request, sha256: (data) => createHash('sha256').update(data).digest('hex') });
}

/** What expected.json says of an assessment, in a fixed order. */
export function told(assessment: Assessment): Expectation {
  const { service, endpoint } = assessment.prerequisites;
  const notPassed = assessment.preconditions.filter((p) => p.verdict === 'fail' || p.verdict === 'unknown');
  return {
    status: assessment.status,
    decision: assessment.decision,
    service: { verdict: service.verdict, intermittent: service.intermittent },
    endpoint: { verdict: endpoint.verdict, intermittent: endpoint.intermittent },
    preconditions: Object.fromEntries(notPassed.map((p) => [p.id, p.verdict])),
    blockers: inOrder(
      assessment.findings.filter((f) => f.severity === 'error' || f.severity === 'unknown').map(blockerOf),
    ),
    warnings: [...new Set(assessment.findings.filter((f) => f.severity === 'warning').map((f) => f.code))].sort(),
  };
}

function blockerOf({
  code,
  resources,
  prerequisite,
  leg,
  direction,
  at,
  entry,
  behind,
}: Finding): Required<ExpectedBlocker> {
  return { code, resources, prerequisite, leg, direction, at, entry, behind };
}

/** Expected blockers leave out what is null or false. */
export function complete(expected: Expectation): Expectation {
  const blockers = expected.blockers.map((b) => ({ ...b, entry: b.entry ?? null, behind: b.behind ?? false }));
  return { ...expected, blockers: inOrder(blockers) };
}

function inOrder(blockers: readonly ExpectedBlocker[]): readonly ExpectedBlocker[] {
  const key = (b: ExpectedBlocker) =>
    JSON.stringify([b.prerequisite, b.code, b.resources, b.leg, b.direction, b.at, b.entry, b.behind]);
  return [...blockers].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
