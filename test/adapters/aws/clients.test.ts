import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import { type AwsServer, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';

withTestCredentials();

let server: AwsServer;
let folder: string;
beforeEach(async () => {
  server = await startAwsServer({ snapshot: healthyWorld() });
  folder = mkdtempSync(join(tmpdir(), 'preflight-aws-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
  rmSync(folder, { recursive: true });
});

const capture = (access: { region: string | null; profile: string | null; endpoint: string | null }) =>
  captureDocument({ access: { ...access, others: [] }, now: NOW }, ask({ secret: 'prod/db' }), FOREVER);

test('Region and endpoint as the SDK finds them in the environment', async () => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  const document = await capture({ region: null, profile: null, endpoint: null });
  expect(document['region']).toBe('us-east-1');
  expect(document['gaps']).toEqual([]);
});

test('Region and credentials of a named profile, its credentials before those of the environment', async () => {
  const config = join(folder, 'config');
  const profile = ['region = us-east-1', 'aws_access_key_id = AKIDPROFILE'];
  writeFileSync(config, ['[profile audit]', ...profile, 'aws_secret_access_key = example', ''].join('\n'));
  vi.stubEnv('AWS_CONFIG_FILE', config);
  // The SDK warns that it has found two sources of credentials.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const document = await capture({ region: null, profile: 'audit', endpoint: server.url });
  expect(document['region']).toBe('us-east-1');
  expect(new Set(server.calls.map((call) => call.accessKeyId))).toEqual(new Set(['AKIDPROFILE']));
});

test('what the caller names comes first', async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
  const document = await capture({ region: 'us-east-1', profile: null, endpoint: server.url });
  expect(document['region']).toBe('us-east-1');
});
