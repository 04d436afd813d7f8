import type { ExitStatus } from '../gate/exit-status.ts';
import type { CliDeps } from './deps.ts';
import { readAssessment } from './read-assessment.ts';
import { ensureOutputs, publish, type ReportOptions } from './report-options.ts';

/** The status is about the showing: what the report says was told when it was made. */
export async function runReport(file: string, options: ReportOptions, deps: CliDeps): Promise<ExitStatus> {
  await ensureOutputs(options, deps);
  await publish(readAssessment(await deps.readJson(file), file), options, deps);
  return 0;
}
