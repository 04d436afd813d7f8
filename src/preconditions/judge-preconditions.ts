import { type PreconditionFacts, rotatesWithoutOurFunction } from './facts.ts';
import * as lambda from './function-preconditions.ts';
import { invokePermissionGranted } from './invoke-permission-granted.ts';
import {
  found,
  notApplicable,
  PRECONDITION_IDS,
  type PreconditionId,
  type PreconditionOutcome,
  pass,
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

/** The set this version judges is closed: what lies outside is named, and never counted as passed. */
function otherServices(facts: PreconditionFacts): PreconditionOutcome {
  if (rotatesWithoutOurFunction(facts)) return notApplicable('The secret rotates without a Lambda function.');
  const unjudged =
    "the execution role's permissions, the KMS key, policies of the organization, and other AWS services the function calls";
  return found('other-services', 'note', [facts.secretId], 'Not judged in this version.', { unjudged });
}
