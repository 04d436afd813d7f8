import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDockerfile } from './dockerfile.ts';
import { type StagedImage, stageImage } from './staged-image.ts';

// What the Dockerfile would run, without an engine: its files, its user's rights, its variables, its command.
describe('the image', () => {
  const image = parseDockerfile(readFileSync('Dockerfile', 'utf8'));
  let staged: StagedImage;

  beforeAll(() => {
    staged = stageImage(image);
    return staged.remove;
  });

  test('does not run as root', () => {
    expect(image.user).toBe('node');
  });

  test('serves from a read-only root, passes its own health check, and stops when told to', async () => {
    const port = await freePort();
    const healthCheck = image.healthCheck.map((word) => word.replaceAll(`:${image.port}`, `:${port}`));
    const apiKey = createHash('sha256').update(randomBytes(32)).digest('hex');
    const server = staged.run(image.start, {
      PREFLIGHT_HOST: '127.0.0.1',
      PREFLIGHT_PORT: String(port),
      PREFLIGHT_API_KEYS: `check:${apiKey}`,
    });
    const ended = end(server);
    try {
      expect(await healthy(() => staged.run(healthCheck, {}), ended)).toBe(true);
    } finally {
      server.kill('SIGTERM');
    }
    expect(await ended).toMatchObject({ status: 0, signal: null });
    expect((await end(staged.run(healthCheck, {}))).status).toBe(1);
  });

  test('refuses to listen beyond loopback without an API key', async () => {
    const { status, stderr } = await end(staged.run(image.start, {}));
    expect(status).toBe(2);
    expect(stderr).toContain('PREFLIGHT_API_KEYS');
  });
});

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

async function end(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout?.resume();
  const [status, signal] = await once(child, 'close');
  return { status, signal, stderr };
}

/** Asks as the engine would, until the answer is yes or the server has ended. */
async function healthy(check: () => ChildProcess, ended: Promise<Ended>): Promise<boolean> {
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    if ((await end(check())).status === 0) return true;
    await wait(100);
  }
  throw new Error(`The server ended: ${(await ended).stderr}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
