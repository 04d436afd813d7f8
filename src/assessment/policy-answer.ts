import type { PolicyVerdict } from '../policy/decide.ts';
import type { PolicyOpinion, Refusal } from '../policy/refusals.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { Step } from '../reachability/trace.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';

/** A policy that calls have to get past: of the endpoint they go through, or of the secret they are on. */
export interface PolicyOnTheWay {
  readonly kind: 'endpoint' | 'secret';
  /** The endpoint's id or the secret's ARN. */
  readonly resource: string;
}

/** What a policy comes to for one flow, over each of the paths that the flow may take. */
export interface PolicyAnswer {
  readonly verdict: PolicyVerdict;
  /** Whether there is a path against which it has nothing. */
  readonly works: boolean;
  readonly step: Step;
  readonly blockers: readonly Blocker[];
}

const CODE = {
  endpoint: { deny: 'X_ENDPOINT_POLICY_DENIES', undetermined: 'X_ENDPOINT_POLICY_UNDECIDED' },
  secret: { deny: 'X_SECRET_POLICY_DENIES', undetermined: 'X_SECRET_POLICY_UNDECIDED' },
} as const;
const SAYS = { allow: 'refuses no call of a rotation', deny: 'refuses', undetermined: 'may refuse' } as const;

/** Every path happens: a policy that refuses one of them refuses the flow at times. */
export function policyAnswer(policy: PolicyOnTheWay, opinions: readonly PolicyOpinion[]): PolicyAnswer {
  const found = (['deny', 'undetermined'] as const).flatMap(
    (verdict) => merged(opinions.flatMap((o) => o.refusals.filter((r) => r.verdict === verdict))) ?? [],
  );
  const [worst] = found;
  const verdict = worst?.verdict ?? 'allow';
  const works = opinions.some((o) => o.verdict === 'allow');
  const outcome = { allow: 'accept', deny: works ? 'part' : 'deny', undetermined: 'unknown' } as const;
  const evidence = evidenceOf(policy, worst ?? null);
  return {
    verdict,
    works,
    step: { kind: 'policy', direction: null, outcome: outcome[verdict], evidence },
    blockers: found.map((refusal) => blockerOf(policy, refusal)),
  };
}

/** A policy that refuses a call stops the rotation as surely as a filter does. */
export function withAnswer(flow: TracedFlow, { verdict, works, blockers }: PolicyAnswer): TracedFlow {
  const { trace } = flow;
  if (verdict === 'allow') return flow;
  const refused = verdict === 'deny';
  const passesAtTimes = trace.disposition === 'reachable' || trace.intermittent;
  const intermittent = refused ? works && passesAtTimes : trace.intermittent;
  const before = trace.blockers.length;
  return {
    ...flow,
    trace: {
      ...trace,
      disposition: refused || trace.disposition === 'blocked' ? 'blocked' : 'unknown',
      intermittent,
      clientPorts: refused && !intermittent ? [] : trace.clientPorts,
      blockers: [...trace.blockers, ...blockers.map((b, i) => ({ ...b, behind: before + i > 0 }))],
    },
  };
}

function merged(refusals: readonly Refusal[]): Refusal | null {
  const [first] = refusals;
  if (first === undefined) return null;
  return {
    verdict: first.verdict,
    calls: distinct(refusals.flatMap((r) => r.calls)),
    statements: distinct(refusals.flatMap((r) => r.statements)),
    because: distinct(refusals.flatMap((r) => r.because)),
  };
}

function blockerOf(policy: PolicyOnTheWay, refusal: Refusal): Blocker {
  return blocker(
    CODE[policy.kind][refusal.verdict],
    { resources: [policy.resource], evidence: [evidenceOf(policy, refusal)] },
    {
      actions: refusal.calls.join(', '),
      statement: statementOf(refusal) ?? 'no statement',
      because: refusal.because.join('; '),
    },
  );
}

function evidenceOf({ kind, resource }: PolicyOnTheWay, refusal: Refusal | null) {
  const subject = `the ${kind === 'endpoint' ? 'policy' : 'resource policy'} of ${resource}`;
  if (refusal === null) return { resource, entry: null, text: `${subject} ${SAYS.allow}` };
  const text = `${subject} ${SAYS[refusal.verdict]} ${refusal.calls.join(', ')}: ${refusal.because.join('; ')}`;
  return { resource, entry: statementOf(refusal), text };
}

function statementOf({ statements }: Refusal): string | null {
  return statements.length === 0 ? null : statements.join(' and ');
}

function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
