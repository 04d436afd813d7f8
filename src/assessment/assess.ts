import { AppError } from '../errors.ts';
import { type PreconditionFacts, preconditionFacts } from '../preconditions/facts.ts';
import { isFunctionArn } from '../preconditions/function-arn.ts';
import { runningVersions } from '../preconditions/running-versions.ts';
import { explain, explainPreconditions } from '../rules/explain.ts';
import { byCodeUnit, canonicalItem, canonicalJson } from '../snapshot/canonical.ts';
import { type NetworkSnapshot, openSnapshot } from '../snapshot/snapshot.ts';
import type { ResolvedTarget } from '../targets/resolve-target.ts';
import type { GraphDocument } from '../topology/topology.ts';
import type { CapturedFacts, PreflightRequest } from './asked.ts';
import type { Assessment, Question, Status, Verdict } from './assessment.ts';
import { everyVersion, preconditionsOf } from './every-version.ts';
import { history } from './history.ts';
import { judgePrerequisites } from './judge-prerequisites.ts';
import { summarize } from './summarize.ts';
import { unusedAssumptions } from './unused-assumptions.ts';

export interface AssessInput {
  readonly captured: CapturedFacts;
  readonly request: PreflightRequest;
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: (data: string | Uint8Array) => string;
}

export interface Examined {
  readonly assessment: Assessment;
  /** The graph that was walked. */
  readonly graph: GraphDocument;
}

/** From facts to verdict. Pure: the same facts and question give the same bytes. */
export function assess(input: AssessInput): Assessment {
  return examine(input).assessment;
}

/** The assessment together with the graph it was walked on. @throws AppError where the question cannot be put. */
export function examine({ captured, request, sha256 }: AssessInput): Examined {
  const snapshot = openSnapshot(captured.document, captured.origin);
  const facts = preconditionFacts(snapshot, request);
  mustExist(facts);
  const running = runningVersions(facts);
  const preconditions = preconditionsOf(facts, running);
  const judged = everyVersion(running, (version) => judgePrerequisites(version, captured, request));
  const { service, endpoint, hosts, targets, graph } = judged;
  const status = statusOf([service.verdict, endpoint.verdict, ...preconditions.map((p) => p.verdict)]);
  const found = [...service.found, ...endpoint.found];
  const beside = [
    ...unusedAssumptions(request.assumptions, found),
    ...history(facts, { status, service, endpoint, ...takenFrom(captured) }),
  ];
  const findings = explain([...found, ...beside], preconditions);
  const told = {
    status,
    question: questionOf(facts, request, targets),
    prerequisites: {
      service: { verdict: service.verdict, intermittent: service.intermittent, traces: service.traces },
      endpoint: { verdict: endpoint.verdict, intermittent: endpoint.intermittent, hosts, traces: endpoint.traces },
    },
    preconditions: explainPreconditions(preconditions),
    findings,
  };
  const assessment: Assessment = {
    schemaVersion: 1,
    status,
    decision: status === 'pass' ? 'allow' : 'deny',
    summary: summarize(told),
    question: told.question,
    prerequisites: told.prerequisites,
    preconditions: told.preconditions,
    findings,
    snapshot: {
      source: captured.source,
      capturedAt: captured.document.capturedAt,
      digest: `sha256:${sha256(captured.bytes)}`,
      factsDigest: `sha256:${sha256(usedFacts(snapshot, facts, captured.secretValue?.masterarn ?? null))}`,
      gaps: [...captured.document.gaps].sort((a, b) => byCodeUnit(canonicalJson(a), canonicalJson(b))),
    },
    rotation: null,
  };
  return { assessment, graph };
}

function takenFrom({ document, secretValue }: CapturedFacts) {
  return { capturedAt: document.capturedAt, valueRead: secretValue !== null };
}

/** A fail anywhere keeps the gate shut, then an unknown; what does not apply never opens it. */
function statusOf(verdicts: readonly Verdict[]): Status {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}

function questionOf(facts: PreconditionFacts, request: PreflightRequest, targets: readonly ResolvedTarget[]): Question {
  return {
    secret: facts.secretId,
    function: facts.functionArn,
    targets: targets.map(({ chosen: { spec, source }, addresses }) => ({
      host: spec.host,
      port: spec.port,
      addresses: [...new Set(addresses.map((a) => a.address))],
      source,
    })),
    noTarget: request.noTarget,
    rotation: request.rotation,
    assumptions: request.assumptions.stated,
    reference: request.reference,
  };
}

/** A secret or function that is known not to exist leaves nothing to assess. */
function mustExist(facts: PreconditionFacts): void {
  if (facts.secret.known && facts.secret.value === null) {
    throw new AppError('SECRET_NOT_FOUND', `There is no secret ${facts.secretId}.`, {
      resource: facts.secretId,
      hint: 'Check the name, the account and the Region.',
    });
  }
  const { given, lambda } = facts;
  if (given !== null && isFunctionArn(given) && lambda.known && lambda.value === null) {
    throw new AppError('FUNCTION_NOT_FOUND', `There is no function ${given}.`, {
      resource: given,
      hint: 'Check the ARN, its version or alias, the account and the Region.',
    });
  }
}

function usedFacts(snapshot: NetworkSnapshot, facts: PreconditionFacts, masterArn: string | null): string {
  const { SecretPolicies, FunctionPolicies, FunctionConcurrency, ServiceIpRanges } = snapshot.document;
  const beside = [
    SecretPolicies?.[facts.secretId],
    ...(masterArn === null ? [] : [SecretPolicies?.[masterArn]]),
    FunctionPolicies?.[facts.functionArn ?? ''],
    FunctionConcurrency?.[facts.functionArn ?? ''],
    ServiceIpRanges?.['prefixes'],
  ];
  return `${snapshot.usedFacts()}\n${canonicalJson(beside.map((v) => canonicalItem(v ?? null)))}`;
}
