import { afterEach, beforeEach, vi } from 'vitest';
import type { AwsAccess } from '../../../src/adapters/aws/viewers.ts';
import type { PreflightRequest } from '../../../src/gate/ports.ts';
import { NO_ASSUMPTIONS } from '../../../src/reachability/assumptions.ts';
import { FUNCTION_ARN, REGION, SECRET_ARN } from '../../support/world.ts';

/** Gives each test of a file fixed credentials, and nothing of this machine's own AWS configuration. */
export function withTestCredentials(): void {
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
}

export function accessTo(endpoint: string, more: Partial<AwsAccess> = {}): AwsAccess {
  return { region: REGION, profile: null, endpoint, others: [], ...more };
}

export function ask(more: Partial<PreflightRequest> = {}): PreflightRequest {
  return {
    secret: SECRET_ARN,
    function: FUNCTION_ARN,
    targets: ['10.0.20.10:5432'],
    noTarget: false,
    targetFromSecret: false,
    rotation: null,
    reference: null,
    assumptions: NO_ASSUMPTIONS,
    ...more,
  };
}

export const NOW = () => '2026-11-23T08:00:00.000Z';
export const FOREVER = new AbortController().signal;
