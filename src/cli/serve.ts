import type { ExitStatus } from '../gate/exit-status.ts';
import type { CliDeps } from './deps.ts';

export async function runServe(_options: unknown, deps: CliDeps): Promise<ExitStatus> {
  const interrupted = deps.untilInterrupted();
  const service = await deps.startService();
  deps.terminal.err(`Listening on ${service.url} (API: ${service.url}/docs). Ctrl-C ends it.\n`);
  await interrupted;
  await service.close();
  return 0;
}
