import { assess } from '../assessment/assess.ts';
import type { Assessment } from '../assessment/assessment.ts';
import { check } from '../gate/check.ts';
import { type ExitStatus, exitStatusOf } from '../gate/exit-status.ts';
import type { PreflightRequest } from '../gate/ports.ts';
import type { CliDeps } from './deps.ts';
import { awsChoice, preflightRequest, type QuestionOptions } from './question-options.ts';
import { readFacts } from './read-facts.ts';
import { ensureOutputs, publish, type ReportOptions } from './report-options.ts';

interface CheckOptions extends QuestionOptions, ReportOptions {
  readonly snapshot?: string;
}

export async function runCheck(options: CheckOptions, deps: CliDeps): Promise<ExitStatus> {
  await ensureOutputs(options, deps);
  const request = preflightRequest(options, null);
  const assessment =
    options.snapshot === undefined
      ? await checkAccount(request, options, deps)
      : await checkSnapshot(request, options.snapshot, options, deps);
  await publish(assessment, options, deps);
  return exitStatusOf(assessment);
}

async function checkAccount(request: PreflightRequest, options: CheckOptions, deps: CliDeps): Promise<Assessment> {
  const ports = await deps.askAws(awsChoice(options));
  return check(ports, request, AbortSignal.timeout(options.timeout));
}

function checkSnapshot(
  request: PreflightRequest,
  path: string,
  { timeout }: CheckOptions,
  deps: CliDeps,
): Promise<Assessment> {
  const facts = { capture: () => readFacts(path, deps) };
  return check({ facts, assess, sha256: deps.sha256 }, request, AbortSignal.timeout(timeout));
}
