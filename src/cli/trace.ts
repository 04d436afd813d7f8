import { tracePair } from '../assessment/trace-pair.ts';
import { AppError } from '../errors.ts';
import { type ExitStatus, exitStatusOfTrace } from '../gate/exit-status.ts';
import type { CapturedFacts } from '../gate/ports.ts';
import { isFunctionArn } from '../preconditions/function-arn.ts';
import type { Protocol } from '../reachability/trace.ts';
import { renderTraceText } from '../report/text/trace-text.ts';
import { openSnapshot } from '../snapshot/snapshot.ts';
import { type AssumptionOptions, assumptionsOf } from './assumption-options.ts';
import type { CliDeps } from './deps.ts';
import { type AwsOptions, awsChoice } from './question-options.ts';
import { readFacts } from './read-facts.ts';

export interface TraceOptions extends AssumptionOptions, AwsOptions {
  readonly from: string;
  readonly to: string;
  readonly port?: number;
  readonly protocol: Protocol;
  readonly snapshot?: string;
  readonly secret?: string;
  readonly format: 'text' | 'json';
}

export async function runTrace(options: TraceOptions, deps: CliDeps): Promise<ExitStatus> {
  const { from, to, port = null, protocol } = options;
  const assumptions = assumptionsOf(options);
  const { document, origin } = await facts(options, deps);
  const answer = tracePair(openSnapshot(document, origin), { from, to, port, protocol, assumptions });
  const { terminal } = deps;
  const text = () => renderTraceText(answer, assumptions.stated, terminal);
  terminal.out(options.format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : text());
  return exitStatusOfTrace(answer.disposition);
}

async function facts(options: TraceOptions, deps: CliDeps): Promise<CapturedFacts> {
  const { snapshot, secret, from, to, port } = options;
  if (snapshot !== undefined) return readFacts(snapshot, deps);
  if (secret === undefined) {
    throw new AppError('USAGE', 'Neither --snapshot nor --secret says where the facts are.', {
      hint: 'Name a snapshot, or the secret whose account and network are to be read.',
    });
  }
  const ports = await deps.askAws(awsChoice(options));
  const request = {
    secret,
    function: isFunctionArn(from) ? from : null,
    targets: [from, to].flatMap((end) => asTarget(end, port)),
    noTarget: false,
    targetFromSecret: false,
    rotation: null,
    reference: null,
    assumptions: assumptionsOf(options),
  };
  return ports.facts.capture(request, AbortSignal.timeout(options.timeout));
}

const ANY_PORT = 443;

/** An end of the flow as a check names it, so that its interface and VPC are read; a function and a subnet need none. */
function asTarget(end: string, port = ANY_PORT): readonly string[] {
  if (/^(?:eni|i)-/.test(end) || /^\d+\.\d+\.\d+\.\d+$/.test(end)) return [`${end}:${port === 0 ? ANY_PORT : port}`];
  return end.includes(':') && !end.startsWith('arn:') ? [`[${end}]:${port === 0 ? ANY_PORT : port}`] : [];
}
