import type { Caller, CallPath } from '../policy/call-context.ts';
import { endpointPolicyOpinion, secretPolicyOpinion } from '../policy/refusals.ts';
import { type Call, callsOnSecret, RANDOM_PASSWORD, readingOf } from '../policy/rotation-calls.ts';
import { type FactByArn, factByArn } from '../preconditions/facts-by-arn.ts';
import { type Blocker, blocker } from '../reachability/blocker.ts';
import type { Hop, Step, Trace } from '../reachability/trace.ts';
import type { TracedFlow } from '../reachability/trace-flow.ts';
import { missingFact } from '../reachability/walk-record.ts';
import { placeOfArn } from '../snapshot/home.ts';
import { type Known, known } from '../snapshot/known.ts';
import type { VpcEndpoint } from '../snapshot/network-facts.ts';
import type { Secret } from '../snapshot/rotation-facts.ts';
import type { NetworkSnapshot } from '../snapshot/snapshot.ts';
import { callPaths } from './call-paths.ts';
import { policyAnswer, withAnswer } from './policy-answer.ts';

/** Whose calls the policies judge, and on which secrets. */
export interface CallsQuestion {
  readonly snapshot: NetworkSnapshot;
  readonly secretArn: string;
  /** The function's execution role. */
  readonly roleArn: string | null;
  readonly functionArn: string;
  /** The secret that the function logs in with beside its own, where the value read names one. */
  readonly masterArn: string | null;
}

/** Adds to one flow what the policies on its way say: the endpoint's, where it leads through one, then the secrets'. */
export function withPolicies(question: CallsQuestion, endpoint: VpcEndpoint | null, flow: TracedFlow): TracedFlow {
  const paths = callPaths(question.snapshot, endpoint, flow.trace);
  const caller = callerOf(question);
  const through = endpoint === null ? flow : throughEndpoint(question, caller, endpoint, paths, flow);
  return secretsOf(question).reduce((judged, secret) => underSecretPolicy(secret, caller, paths, judged), through);
}

/** What may refuse a call and cannot be told for any path. */
export function policyDoubts(question: CallsQuestion): readonly Blocker[] {
  const unread = secretsOf(question).flatMap(({ arn, policy }) =>
    policy.kind === 'read' ? [] : [missingFact([policy.missing], [arn], null, null)],
  );
  return [...unread, ...foreignRoleDoubts(question), ...masterSecretDoubts(question)];
}

/** The endpoint stands behind its interface, and its policy in it. */
function throughEndpoint(
  { secretArn, masterArn }: CallsQuestion,
  caller: Caller,
  endpoint: VpcEndpoint,
  paths: readonly CallPath[],
  flow: TracedFlow,
): TracedFlow {
  const resource = endpoint.VpcEndpointId;
  const master = masterArn === null ? [] : [readingOf(masterArn)];
  const calls = [...callsOnSecret(secretArn), RANDOM_PASSWORD, ...master];
  const text = endpoint.PolicyDocument ?? null;
  const opinions = paths.map((path) => endpointPolicyOpinion(text, { calls, caller, path }));
  const answer = policyAnswer({ kind: 'endpoint', resource }, opinions);
  const hop: Hop = { resource, kind: 'vpc-endpoint', subnet: null, steps: [answer.step] };
  return withAnswer(
    { ...flow, trace: { ...flow.trace, forward: { hops: [...flow.trace.forward.hops, hop] } } },
    answer,
  );
}

function underSecretPolicy(
  { arn, calls, policy }: SecretInUse,
  caller: Caller,
  paths: readonly CallPath[],
  flow: TracedFlow,
): TracedFlow {
  const text = policy.kind === 'read' ? policy.value : null;
  if (text === null) return flow;
  const opinions = paths.map((path) => secretPolicyOpinion(text, { calls, caller, path }));
  const answer = policyAnswer({ kind: 'secret', resource: arn }, opinions);
  return withAnswer({ ...flow, trace: withStep(flow.trace, answer.step) }, answer);
}

/** The secret has no place of its own on the way: its policy is met where the way ends. */
function withStep(trace: Trace, step: Step): Trace {
  const hops = trace.forward.hops.map((hop, i, all) =>
    i === all.length - 1 ? { ...hop, steps: [...hop.steps, step] } : hop,
  );
  return { ...trace, forward: { hops } };
}

interface SecretInUse {
  readonly arn: string;
  readonly calls: readonly Call[];
  readonly policy: FactByArn<string>;
}

/** The secret to rotate, and the one whose credentials the function borrows. */
function secretsOf({ snapshot, secretArn, masterArn }: CallsQuestion): readonly SecretInUse[] {
  const own = { arn: secretArn, calls: callsOnSecret(secretArn) };
  const used = masterArn === null ? [own] : [own, { arn: masterArn, calls: [readingOf(masterArn)] }];
  return used.map((secret) => {
    const names = snapshot.seen('Secrets', { 'secret-id': secret.arn }).flatMap(({ Name }) => Name ?? []);
    return { ...secret, policy: factByArn(snapshot.document, 'SecretPolicies', [secret.arn, ...names]) };
  });
}

/** A function of another account may change to a role of the secret's before it calls: in which role it calls is not known. */
function callerOf(question: CallsQuestion): Caller {
  const { roleArn, functionArn, secretArn, snapshot } = question;
  const region = placeOfArn(secretArn).region ?? snapshot.document.region;
  const session = functionArn.split(':')[6] ?? null;
  return { roleArn: isForeign(question) ? null : roleArn, session, region };
}

/** A role belongs to its function's account. */
function isForeign({ roleArn, functionArn, secretArn }: CallsQuestion): boolean {
  return placeOfArn(roleArn ?? functionArn).account !== placeOfArn(secretArn).account;
}

/**
 * Only the secret's own policy can admit a role of another account, and only the policy of a key of its own lets that role
 * decrypt it. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
function foreignRoleDoubts(question: CallsQuestion): readonly Blocker[] {
  if (!isForeign(question)) return [];
  const { secretArn, roleArn, functionArn } = question;
  const caller = roleArn ?? `the role of ${functionArn}`;
  const because = `only the policies of the secret and of its key can let ${caller} of another account use it, unless the function changes to another role`;
  const actions = callsOnSecret(secretArn).map(({ name }) => name);
  const details = { actions: actions.join(', '), statement: 'no statement', because };
  return [blocker('X_SECRET_POLICY_UNDECIDED', { resources: [secretArn] }, details)];
}

/** The function has one client, of one Region, and its own account's credentials: a second secret elsewhere is beyond both. */
function masterSecretDoubts({ snapshot, secretArn, masterArn }: CallsQuestion): readonly Blocker[] {
  if (masterArn === null) return [];
  const own = placeOfArn(secretArn);
  const other = placeOfArn(masterArn);
  if (/^arn:[^:]+:secretsmanager:/.test(masterArn) && own.region === other.region && own.account === other.account)
    return unusable(snapshot, masterArn);
  const reason = `${masterArn}, which the secret's value names, is no secret of its Region and account`;
  return [
    blocker('X_NOT_MODELLED', { resources: [secretArn] }, { what: 'the secret of the alternating user', reason }),
  ];
}

function unusable(snapshot: NetworkSnapshot, secret: string): readonly Blocker[] {
  const found = secondSecret(snapshot, secret);
  if (!found.known) return [missingFact([found.missing], [secret], null, null)];
  const reason = whyRefused(found.value);
  return reason === null ? [] : [blocker('X_SECOND_SECRET_UNUSABLE', { resources: [secret] }, { secret, reason })];
}

/** GetSecretValue refuses a secret that is not there, one that is being deleted, and one without a current version. */
function whyRefused(secret: Secret | null): string | null {
  if (secret === null) return 'there is no such secret';
  if (secret.DeletedDate !== undefined) return 'it is scheduled for deletion';
  const labels = Object.values(secret.VersionIdsToStages ?? {}).flat();
  return labels.includes('AWSCURRENT') ? null : 'it has no current version';
}

/** A secret's value may name another one without the six characters at the end of its ARN. */
function secondSecret(snapshot: NetworkSnapshot, id: string): Known<Secret | null> {
  const named = snapshot.seen('Secrets', {}).find(({ ARN }) => ARN === id || ARN.replace(/-[^-]{6}$/, '') === id);
  return named === undefined ? snapshot.one('Secrets', { 'secret-id': id }) : known(named);
}
