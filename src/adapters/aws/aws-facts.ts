import type { CapturedFacts, FactsPort, PreflightRequest } from '../../gate/ports.ts';
import { canonicalJson } from '../../snapshot/canonical.ts';
import { parseSnapshot, type RawItem } from '../../snapshot/document.ts';
import { type Collected, collect } from './collect.ts';
import { secretValue } from './secret-value-read.ts';
import { snapshotJson } from './snapshot-json.ts';
import { type AwsAccess, openViewers } from './viewers.ts';

export interface AwsFactsOptions {
  readonly access: AwsAccess;
  /** The time as ISO 8601 text. */
  readonly now: () => string;
  /** A line for a person who waits. */
  readonly progress?: (line: string) => void;
}

const ORIGIN = 'AWS';

/** Facts asked of AWS with the SDK's ordinary credentials, Region and endpoint handling. */
export function awsFacts(options: AwsFactsOptions): FactsPort {
  return {
    async capture(request, signal): Promise<CapturedFacts> {
      const { json, collected } = await captured(options, request, signal);
      return {
        document: parseSnapshot(json, ORIGIN),
        origin: ORIGIN,
        source: 'aws',
        bytes: canonicalJson(json),
        secretValue: secretValue(collected.facts),
      };
    },
  };
}

/**
 * The snapshot document that answers `request`, as JSON; `signal` ends the asking, and what is missing then is a gap.
 * @throws AppError SECRET_NOT_FOUND, FUNCTION_NOT_FOUND, AWS_DENIED, AWS_REFUSED, AWS_UNREACHABLE, NO_CREDENTIALS,
 * CREDENTIALS_EXPIRED, NO_REGION, TIMEOUT
 */
export async function captureDocument(
  options: AwsFactsOptions,
  request: PreflightRequest,
  signal: AbortSignal,
): Promise<RawItem> {
  return (await captured(options, request, signal)).json;
}

async function captured(
  { access, now, progress = () => undefined }: AwsFactsOptions,
  request: PreflightRequest,
  signal: AbortSignal,
): Promise<{ readonly json: RawItem; readonly collected: Collected }> {
  const capturedAt = now();
  const viewers = await openViewers(access, request.secret, signal);
  try {
    const collected = await collect(viewers, request, signal, progress);
    return { json: snapshotJson(collected, capturedAt), collected };
  } finally {
    viewers.close();
  }
}
