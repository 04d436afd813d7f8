import { type PreconditionFacts, rotatesWithoutOurFunction } from './facts.ts';
import { isFunctionArn } from './function-arn.ts';
import * as lambda from './function-preconditions.ts';
import { invokePermissionGranted } from './invoke-permission-granted.ts';
import {
  found,
  notApplicable,
  OUTSIDE_THE_SET,
  PRECONDITION_IDS,
  type PreconditionId,
  type PreconditionOutcome,
  pass,
  unreadable,
} from './precondition.ts';
import { scheduleProblems } from './rotation-schedule.ts';
import * as secret from './secret-preconditions.ts';

export interface JudgedPrecondition extends PreconditionOutcome {
  readonly id: PreconditionId;
}

/** All preconditions, in the order of PRECONDITION_IDS. */
export function judgePreconditions(facts: PreconditionFacts): readonly JudgedPrecondition[] {
  return PRECONDITION_IDS.map((id) => ({ id, ...JUDGES[id](facts) }));
}

const JUDGES: Readonly<Record<PreconditionId, (facts: PreconditionFacts) => PreconditionOutcome>> = {
  'secret-deleted': secret.secretDeleted,
  'secret-managed': secret.secretManaged,
  'secret-rotates-without-lambda': secret.secretRotatesWithoutLambda,
  'secret-replica': secret.secretReplica,
  'secret-has-current': secret.secretHasCurrent,
  'pending-version': secret.pendingVersion,
  'function-named': lambda.functionNamed,
  'function-arn-kind': lambda.functionArnKind,
  'function-state': lambda.functionState,
  'function-update': lambda.functionUpdate,
  'function-region': lambda.functionRegion,
  'function-timeout': lambda.functionTimeout,
  'function-concurrency': lambda.functionConcurrency,
  'invoke-permission': invokePermissionGranted,
  'rotation-rules': rotationRules,
  'other-services': otherServices,
};

function rotationRules({ rotation, secretId }: PreconditionFacts): PreconditionOutcome {
  if (rotation?.RotationRules === undefined) return notApplicable('No new rotation schedule is in question.');
  const problems = scheduleProblems(rotation.RotationRules).join(' ');
  return problems === ''
    ? pass('Schedule and window are well formed.')
    : found('rotation-rules', 'fail', [secretId], problems, { problems });
}

/** What a template's function asks is judged with the paths; of any other nothing is known. */
function otherServices(facts: PreconditionFacts): PreconditionOutcome {
  if (rotatesWithoutOurFunction(facts)) return notApplicable('The secret rotates without a Lambda function.');
  const { functionArn: arn, lambda } = facts;
  if (arn !== null && isFunctionArn(arn) && !lambda.known)
    return unreadable(`the configuration of ${arn}`, arn, lambda.missing);
  const details = { unjudged: OUTSIDE_THE_SET, services: 'none', reason: 'none is known' };
  return found('other-services', 'note', [facts.secretId], 'No other service is known to be asked.', details);
}
