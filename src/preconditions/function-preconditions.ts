import { notRead } from '../snapshot/not-read.ts';
import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import { type PreconditionFacts, rotatesWithoutOurFunction } from './facts.ts';
import { factByArn } from './facts-by-arn.ts';
import { isFunctionArn, kindOfArn, unqualified } from './function-arn.ts';
import { type Hindrance, placementObstacle } from './placement-obstacle.ts';
import { found, notApplicable, type PreconditionOutcome, pass, unreadable } from './precondition.ts';
import { whyNotRecreated } from './recreate-interfaces.ts';

/** Seconds. The templates try three passwords, each with TLS and without, for five seconds at most: thirty. */
const SHORTEST_TIMEOUT = 30;
/** Seconds a function may run where nobody set it: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
export const DEFAULT_TIMEOUT = 3;
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html */
const ADVISED_CONCURRENCY = 10;

type Judge = (facts: PreconditionFacts) => PreconditionOutcome;

export const functionNamed: Judge = (facts) => {
  const { secret, secretId, given, stored } = facts;
  if (rotatesWithoutOurFunction(facts)) return notApplicable('The secret rotates without a Lambda function.');
  if (given === null && !secret.known) return unreadable(`the secret ${secretId}`, secretId, secret.missing);
  const details = { secret: secretId, function: given ?? 'no function', stored: stored ?? 'no function' };
  if (given === null && stored === null) {
    return found(
      'function-named',
      'fail',
      [secretId],
      'Neither the request nor the secret names a rotation function.',
      details,
    );
  }
  if (given !== null && stored !== null && given !== stored) {
    return found(
      'function-named',
      'warning',
      [secretId],
      `The secret stores ${stored}, the request names ${given}.`,
      details,
    );
  }
  return pass(`The rotation function is ${given ?? stored}.`);
};

export const functionArnKind = ofNamed((arn) => {
  if (isFunctionArn(arn)) return pass('It is the ARN of a Lambda function.');
  const kind = kindOfArn(arn);
  return found('function-arn-kind', 'fail', [arn], `It is ${kind}.`, { function: arn, kind });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
export const functionState = ofFunctionArn((arn, facts) => {
  const { lambda } = facts;
  if (!lambda.known) return unreadable(`the configuration of ${arn}`, arn, lambda.missing);
  const verdict = (outcome: 'fail' | 'unknown', state: string, { reason, mend }: Hindrance) =>
    found('function-state', outcome, [arn], `State is ${state}: ${reason}.`, { function: arn, state, reason, mend });
  if (lambda.value === null) {
    return verdict('fail', 'Missing', { reason: 'no function has this ARN', mend: 'Name a function that exists' });
  }
  const { State: state, StateReason, StateReasonCode } = lambda.value;
  if (state === undefined) return unreadable(`the state of ${arn}`, arn, notInTheAnswer);
  const placed = placementObstacle(facts.snapshot, lambda.value);
  if (placed?.kind === 'refused') return verdict('fail', state, placed);
  if (state === 'Active' && placed !== null)
    return unreadable(`whether ${arn} can run`, placed.resource, placed.missing);
  if (state === 'Active') return pass('The function is Active.');
  const reason = StateReasonCode ?? StateReason;
  const given =
    reason === undefined
      ? { reason: 'AWS gives no reason', mend: 'Wait until the function is Active, or name another that is' }
      : { reason, mend: 'Mend what AWS gives as reason, and wait until the function is Active' };
  if (state !== 'Inactive') return verdict('fail', state, given);
  const obstacle = whyNotRecreated(facts.snapshot, lambda.value);
  return obstacle === null ? verdict('unknown', state, given) : verdict('fail', state, obstacle);
});

export const functionUpdate = ofFunction((lambda, arn) => {
  const status = lambda.LastUpdateStatus;
  if (status === undefined) return unreadable(`whether the last update of ${arn} is effective`, arn, notInTheAnswer);
  if (status !== 'InProgress' && status !== 'Failed') return pass('The configuration as read is the one that runs.');
  return found('function-update', 'unknown', [arn], `LastUpdateStatus is ${status}.`, { function: arn, status });
});

export const functionRegion = ofFunctionArn((arn, { secretId, snapshot }) => {
  const region = arn.split(':')[3] ?? '';
  const secretRegion = secretId.startsWith('arn:') ? (secretId.split(':')[3] ?? '') : snapshot.document.region;
  if (region === secretRegion) return pass(`Function and secret are in ${region}.`);
  return found('function-region', 'fail', [arn], `The function is in ${region}, the secret in ${secretRegion}.`, {
    function: arn,
    region,
    secretRegion,
  });
});

export const functionTimeout = ofFunction((lambda, arn) => {
  const timeout = lambda.Timeout ?? DEFAULT_TIMEOUT;
  if (timeout >= SHORTEST_TIMEOUT) return pass(`The function may run for ${timeout} s.`);
  return found('function-timeout', 'warning', [arn], `Timeout is ${timeout} s.`, {
    function: arn,
    timeout: `${timeout}`,
  });
});

export const functionConcurrency = ofFunctionArn((arn, { snapshot }) => {
  const fact = factByArn(snapshot.document, 'FunctionConcurrency', [arn, unqualified(arn)]);
  if (fact.kind === 'refused') return unreadable(`the reserved concurrency of ${arn}`, arn, fact.missing);
  if (fact.kind === 'never-asked') return concurrencyAssumed(arn, fact.missing.action);
  const reserved = fact.value;
  if (reserved === null) return pass('No concurrency is reserved, so none is withheld.');
  if (reserved >= ADVISED_CONCURRENCY) return pass(`${reserved} concurrent executions are reserved.`);
  return found(
    'function-concurrency',
    reserved === 0 ? 'fail' : 'warning',
    [arn],
    `Reserved concurrency is ${reserved}.`,
    {
      function: arn,
      concurrency: `${reserved}`,
    },
  );
});

/** One of the facts most accounts leave at AWS's default: assumed, and said so. */
function concurrencyAssumed(arn: string, action: string): PreconditionOutcome {
  const because = 'Reserved concurrency was not asked for; AWS reserves none unless told to.';
  return {
    verdict: 'pass',
    because,
    finding: {
      code: 'X_DEFAULT_ASSUMED',
      outcome: 'note',
      details: { list: 'FunctionConcurrency', assumed: 'no reserved concurrency', action },
      resources: [arn],
      evidence: [{ resource: arn, entry: null, text: because }],
    },
  };
}

const notInTheAnswer = notRead('Functions', 'not in the answer');

function ofNamed(judge: (arn: string, facts: PreconditionFacts) => PreconditionOutcome): Judge {
  return (facts) => {
    if (rotatesWithoutOurFunction(facts)) return notApplicable('The secret rotates without a Lambda function.');
    return facts.functionArn === null
      ? notApplicable('No rotation function is named.')
      : judge(facts.functionArn, facts);
  };
}

/** What is asked of a function only if the ARN is one. */
export function ofFunctionArn(judge: (arn: string, facts: PreconditionFacts) => PreconditionOutcome): Judge {
  return ofNamed((arn, facts) => (isFunctionArn(arn) ? judge(arn, facts) : notApplicable(`${arn} is no function.`)));
}

function ofFunction(judge: (lambda: LambdaFunction, arn: string) => PreconditionOutcome): Judge {
  return ofFunctionArn((arn, { lambda }) => {
    if (!lambda.known) return unreadable(`the configuration of ${arn}`, arn, lambda.missing);
    return lambda.value === null ? notApplicable('There is no such function.') : judge(lambda.value, arn);
  });
}
