import type { Assessment, RotationParameters } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import { enable } from '../gate/enable.ts';
import { type ExitStatus, exitStatusOf } from '../gate/exit-status.ts';
import type { CliDeps } from './deps.ts';
import { awsChoice, preflightRequest, type QuestionOptions } from './question-options.ts';
import { ensureOutputs, publish, type ReportOptions } from './report-options.ts';

interface EnableOptions extends QuestionOptions, ReportOptions {
  readonly automaticallyAfterDays?: number;
  readonly scheduleExpression?: string;
  readonly duration?: string;
  readonly rotateImmediately: boolean;
  readonly acknowledgeImmediateRotation?: true;
  readonly clientRequestToken?: string;
}

export async function runEnable(options: EnableOptions, deps: CliDeps): Promise<ExitStatus> {
  const rotation = rotationParameters(options);
  const acknowledged = options.acknowledgeImmediateRotation ?? false;
  await ensureOutputs(options, deps);
  const ports = await deps.askAws(awsChoice(options));
  const signal = AbortSignal.timeout(options.timeout);
  const assessment = await enable(ports, preflightRequest(options, rotation), { acknowledged, signal });
  await publishAnyway(assessment, options, deps);
  return exitStatusOf(assessment);
}

/** A report that cannot be written does not undo what was sent: the status stays that of the rotation. */
async function publishAnyway(assessment: Assessment, options: EnableOptions, deps: CliDeps): Promise<void> {
  try {
    await publish(assessment, options, deps);
  } catch (error) {
    const nothingSent = assessment.rotation === null || assessment.rotation.status === 'refused';
    if (nothingSent || !(error instanceof AppError)) throw error;
    deps.terminal.err(`rotation-preflight: ${error.message}\n`);
  }
}

/** Only what was given: everything else is RotateSecret's own default. */
function rotationParameters(options: EnableOptions): RotationParameters {
  const { function: lambda, automaticallyAfterDays, scheduleExpression, duration, clientRequestToken } = options;
  const rules = {
    ...(automaticallyAfterDays === undefined ? {} : { AutomaticallyAfterDays: automaticallyAfterDays }),
    ...(scheduleExpression === undefined ? {} : { ScheduleExpression: scheduleExpression }),
    ...(duration === undefined ? {} : { Duration: duration }),
  };
  return {
    ...(lambda === undefined ? {} : { RotationLambdaARN: lambda }),
    ...(Object.keys(rules).length === 0 ? {} : { RotationRules: rules }),
    ...(options.rotateImmediately ? {} : { RotateImmediately: false }),
    ...(clientRequestToken === undefined ? {} : { ClientRequestToken: clientRequestToken }),
  };
}
