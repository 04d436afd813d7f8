import type { Assessment } from '../assessment/assessment.ts';
import type { GatePorts, PreflightRequest } from './ports.ts';
import { underFullArn } from './under-full-arn.ts';

/**
 * The preflight alone: facts are read, judged, and nothing is changed.
 * @throws AppError where the question cannot be put.
 */
export async function check(
  ports: Pick<GatePorts, 'facts' | 'assess' | 'sha256'>,
  request: PreflightRequest,
  signal: AbortSignal,
): Promise<Assessment> {
  const captured = await ports.facts.capture(request, signal);
  return ports.assess({ captured, request: underFullArn(request, captured.document), sha256: ports.sha256 });
}
