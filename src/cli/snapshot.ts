import type { ExitStatus } from '../gate/exit-status.ts';
import type { CliDeps } from './deps.ts';
import { awsChoice, preflightRequest, type QuestionOptions } from './question-options.ts';

interface SnapshotOptions extends QuestionOptions {
  readonly output?: string;
}

export async function runSnapshot(options: SnapshotOptions, deps: CliDeps): Promise<ExitStatus> {
  const { output, timeout } = options;
  if (output !== undefined) await deps.ensureWritable(output);
  const document = await deps.captureSnapshot(awsChoice(options), preflightRequest(options, null), {
    signal: AbortSignal.timeout(timeout),
    progress: (line) => deps.terminal.err(`${line}\n`),
  });
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (output === undefined) deps.terminal.out(text);
  else await deps.writeFile(output, text);
  return 0;
}
