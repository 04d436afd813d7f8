import { tracePair } from '../assessment/trace-pair.ts';
import { type ExitStatus, exitStatusOfTrace } from '../gate/exit-status.ts';
import type { Protocol } from '../reachability/trace.ts';
import { renderTraceText } from '../report/text/trace-text.ts';
import { openSnapshot } from '../snapshot/snapshot.ts';
import { type AssumptionOptions, assumptionsOf } from './assumption-options.ts';
import type { CliDeps } from './deps.ts';
import { readFacts } from './read-facts.ts';

interface TraceOptions extends AssumptionOptions {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol: Protocol;
  readonly snapshot: string;
  readonly format: 'text' | 'json';
}

export async function runTrace(options: TraceOptions, deps: CliDeps): Promise<ExitStatus> {
  const { from, to, port = null, protocol } = options;
  const assumptions = assumptionsOf(options);
  const { document, origin } = await readFacts(options.snapshot, deps);
  const answer = tracePair(openSnapshot(document, origin), { from, to, port, protocol, assumptions });
  const { terminal } = deps;
  const text = () => renderTraceText(answer, assumptions.stated, terminal);
  terminal.out(options.format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : text());
  return exitStatusOfTrace(answer.disposition);
}
