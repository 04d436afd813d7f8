import type { Assessment, RotationOutcome } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import { blocker } from '../reachability/blocker.ts';
import { explain } from '../rules/explain.ts';
import { changedSinceCheck } from './changed-since-check.ts';
import type { CapturedFacts, GatePorts, PreflightRequest, RotateAnswer, RotateSecretInput } from './ports.ts';
import { hasVersion, outcomeOf, overturned, REFUSED, startedRotation, withRotation } from './rotation-outcome.ts';
import { clientRequestToken, rotatesAtOnce, rotationRequest, unacknowledged } from './rotation-request.ts';
import { unansweredCalls } from './unanswered-calls.ts';
import { underFullArn } from './under-full-arn.ts';

export interface EnableOptions {
  /** Whether the caller knows that storing the configuration rotates at once; needed unless RotateImmediately is false. */
  readonly acknowledged: boolean;
  /** Ends everything that comes before RotateSecret; what was sent is waited for. */
  readonly signal: AbortSignal;
  /** Makes the ClientRequestToken repeatable; without it, it is the caller's or a fresh one. */
  readonly idempotencyKey?: string;
}

/** How long to look for the version of a rotation whose answer was unclear, in milliseconds. */
const SEARCH_LIMIT = 15_000;

/**
 * Checks on facts read for this request, then has RotateSecret sent if, and only if, the decision is to allow it.
 * `rotation` of the result says what became of it.
 * @throws AppError where the question cannot be put: nothing was sent then.
 */
export async function enable(ports: GatePorts, request: PreflightRequest, options: EnableOptions): Promise<Assessment> {
  const { acknowledged, signal, idempotencyKey = null } = options;
  const question = rotationRequest(request);
  if (rotatesAtOnce(question.rotation) && !acknowledged) throw unacknowledged(question.secret);

  logAssumptions(ports, question);
  const captured = await ports.facts.capture(question, signal);
  const assessment = ports.assess({
    captured,
    request: underFullArn(question, captured.document),
    sha256: ports.sha256,
  });
  const secretArn = assessment.question.secret;
  const token = clientRequestToken(ports, question.rotation, idempotencyKey, secretArn);

  const secret = captured.document.lists.Secrets?.find((item) => item.ARN === secretArn);
  if (secret !== undefined && hasVersion(secret, token))
    return withRotation(assessment, startedRotation(secret, token));
  if (assessment.decision !== 'allow') return withRotation(assessment, REFUSED);
  const unanswered = unansweredCalls(captured.document);
  if (unanswered.length > 0) return overturned(assessment, 'unknown', unanswered);
  const input = { ...question.rotation, SecretId: secretArn, ClientRequestToken: token };
  return alone(ports.inFlight, secretArn, () => rotateIfUnchanged(ports, captured, assessment, input, signal));
}

/** Who vouches for a hop is found in the log, whatever comes of it. */
function logAssumptions({ log }: GatePorts, { secret, assumptions }: PreflightRequest): void {
  for (const { hop, because } of assumptions.stated) log.info('rotate-secret.assumed', { secret, hop, because });
}

async function rotateIfUnchanged(
  ports: GatePorts,
  captured: CapturedFacts,
  assessment: Assessment,
  input: RotateSecretInput,
  signal: AbortSignal,
): Promise<Assessment> {
  const functionArn = assessment.question.function;
  const now = await ports.rotation.reread(input.SecretId, functionArn, signal);
  const changed = changedSinceCheck(captured.document, input.SecretId, functionArn, now);
  if (changed.length > 0) {
    const what = blocker('X_CHANGED_SINCE_CHECK', { resources: [input.SecretId] }, { changed: changed.join(', ') });
    const findings = explain([{ prerequisite: 'precondition', trace: null, blocker: what }]);
    return overturned(assessment, 'fail', findings);
  }
  if (signal.aborted) throw tooLate(input.SecretId);
  return withRotation(assessment, await rotate(ports, input));
}

/** The one call. Nothing repeats it: an unclear answer is settled by looking for our version. */
async function rotate(ports: GatePorts, input: RotateSecretInput): Promise<RotationOutcome> {
  const { SecretId, ClientRequestToken } = input;
  ports.log.info('rotate-secret.sending', { secret: SecretId, clientRequestToken: ClientRequestToken });
  const answer = await ports.rotation.rotate(input).catch(asUnclear);
  ports.log.info('rotate-secret.answered', {
    secret: SecretId,
    clientRequestToken: ClientRequestToken,
    answer: answer.kind,
  });
  if (answer.kind !== 'unclear') return outcomeOf(answer, ClientRequestToken);

  const now = await ports.rotation.reread(SecretId, null, AbortSignal.timeout(SEARCH_LIMIT)).catch(() => null);
  return now !== null && hasVersion(now.secret, ClientRequestToken)
    ? startedRotation(now.secret, ClientRequestToken)
    : outcomeOf(answer, ClientRequestToken);
}

/** Whatever was thrown, the request may have left. */
function asUnclear(thrown: unknown): RotateAnswer {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { kind: 'unclear', error: { name: error.name, message: error.message } };
}

/** One at a time for each secret: a second request would be judged on facts that the first is about to change. */
async function alone<T>(inFlight: Set<string>, secretArn: string, body: () => Promise<T>): Promise<T> {
  if (inFlight.has(secretArn)) {
    throw new AppError('ROTATION_IN_FLIGHT', 'A rotation of this secret is being asked for right now.', {
      resource: secretArn,
      hint: 'Wait for its answer, then look at the secret before asking again.',
    });
  }
  inFlight.add(secretArn);
  try {
    return await body();
  } finally {
    inFlight.delete(secretArn);
  }
}

function tooLate(secretArn: string): AppError {
  return new AppError('TIMEOUT', 'The time was up before RotateSecret could be sent; nothing was sent.', {
    resource: secretArn,
    hint: 'Give it more time with `--timeout`, or find out what keeps AWS from answering.',
  });
}
