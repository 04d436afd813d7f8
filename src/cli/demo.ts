import type { Assessment, RotationOutcome } from '../assessment/assessment.ts';
import { AppError } from '../errors.ts';
import type { ExitStatus } from '../gate/exit-status.ts';
import { DEMO_EXAMPLES, type DemoExample } from './demo-examples.ts';
import { demoEnding, demoExample, demoOpening } from './demo-text.ts';
import type { CliDeps, Demo } from './deps.ts';

/** What became of one example: what the service answered, and whether the stand-in for AWS was called. */
export interface DemoResult {
  readonly example: DemoExample;
  readonly assessment: Assessment;
  /** Of the HTML report. */
  readonly report: string;
  readonly rotation: RotationOutcome;
  readonly sent: boolean;
}

export async function runDemo({ once = false }: { readonly once?: boolean }, deps: CliDeps): Promise<ExitStatus> {
  const { terminal } = deps;
  const interrupted = deps.untilInterrupted();
  const demo = await deps.startDemo();
  try {
    terminal.out(demoOpening(demo.url, terminal));
    const results: DemoResult[] = [];
    for (const [index, example] of DEMO_EXAMPLES.entries()) {
      const result = await askAbout(example, index + 1, demo);
      terminal.out(demoExample(result, index + 1, terminal));
      results.push(result);
    }
    terminal.out(demoEnding(results, demo.url, { once }, terminal));
    if (!results.every(asExpected)) throw surprised(results);
    if (!once) await interrupted;
    return 0;
  } finally {
    await demo.close();
  }
}

/** As a ticketing system would: first the question, then the request to turn rotation on. */
async function askAbout(example: DemoExample, number: number, demo: Demo): Promise<DemoResult> {
  const { secret, targets, rotation } = example;
  const reference = `DEMO-${number}`;
  const preflight = await post(`${demo.url}/v1/preflights`, { secret, targets, rotation, reference }, {});
  const assessment = (await preflight.json()) as Assessment;
  if (preflight.status !== 201) throw unexpected(preflight.status, assessment);

  const before = demo.sent.length;
  const answer = await post(
    `${demo.url}/v1/rotations`,
    { request: { SecretId: secret, ...rotation }, targets, acknowledgeImmediateRotation: true, reference },
    { 'Idempotency-Key': reference },
  );
  const body = (await answer.json()) as { readonly assessment?: Assessment };
  const outcome = body.assessment?.rotation;
  if (outcome === undefined || outcome === null) throw unexpected(answer.status, body);
  const report = `${preflight.headers.get('Location')}/report`;
  return { example, assessment, report, rotation: outcome, sent: demo.sent.length > before };
}

function post(url: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function asExpected({ example, assessment, rotation, sent }: DemoResult): boolean {
  const passes = example.expected === 'pass';
  return assessment.status === example.expected && sent === passes && (rotation.status === 'requested') === passes;
}

function surprised(results: readonly DemoResult[]): AppError {
  const other = results.filter((result) => !asExpected(result)).map(({ example }) => example.secret);
  return new AppError('INTERNAL', `Not the expected outcome for ${other.join(', ')}.`, {
    hint: 'Report this as a bug.',
  });
}

function unexpected(status: number, body: unknown): AppError {
  const told = typeof body === 'object' && body !== null && 'detail' in body ? `: ${String(body.detail)}` : '.';
  return new AppError('INTERNAL', `The service answered ${status}${told}`, { hint: 'Report this as a bug.' });
}
