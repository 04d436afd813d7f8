import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One request as moto recorded it. */
export interface RecordedCall {
  /** `RotateSecret`, `DescribeSubnets`; method and path for REST services such as Lambda. */
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly body: string;
}

export interface Moto {
  /** http://127.0.0.1:PORT, good for AWS_ENDPOINT_URL or every client's `endpoint`. */
  readonly url: string;
  /** Forgets every resource. */
  reset(): Promise<void>;
  /** Makes a role that Lambda may take on, and gives its ARN. */
  createRole(name: string): Promise<string>;
  /** Empties the recording and starts it. */
  startRecording(): Promise<void>;
  /** Ends the recording and gives what it holds, in order. */
  stopRecording(): Promise<readonly RecordedCall[]>;
  stop(): Promise<void>;
}

/** Starts moto's server (the executable given) on a free loopback port; its recorder proves which calls were sent. */
export async function startMoto(executable: string): Promise<Moto> {
  const folder = await mkdtemp(join(tmpdir(), 'preflight-moto-'));
  const server = spawn(executable, ['-H', '127.0.0.1', '-p', '0'], {
    cwd: folder,
    env: { ...process.env, MOTO_RECORDER_FILEPATH: join(folder, 'recording') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await addressOf(server);
  const post = async (path: string, body?: string) => {
    const answer = await fetch(`${url}/moto-api/${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new Error(`moto answered ${answer.status} to ${path}`);
  };
  // Functions answer without being run in a container.
  await post('config', JSON.stringify({ lambda: { use_docker: false } }));
  return {
    url,
    reset: () => post('reset'),
    createRole: (name) => createRole(url, name),
    startRecording: async () => {
      await post('recorder/reset-recording');
      await post('recorder/start-recording');
    },
    stopRecording: async () => {
      await post('recorder/stop-recording');
      const answer = await fetch(`${url}/moto-api/recorder/download-recording`);
      return (await answer.text())
        .split('\n')
        .filter((line) => line !== '')
        .map(recordedCall);
    },
    stop: async () => {
      const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** moto prints where it listens on stderr, and every request after it. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((listening, failed) => {
    const { stderr } = server;
    if (stderr === null) throw new Error('moto has no stderr');
    const said: string[] = [];
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`moto ended with ${code}: ${said.join('\n')}`)));
    createInterface({ input: stderr }).on('line', (line) => {
      if (said.length < 20) said.push(line);
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address !== undefined) listening(address);
    });
  });
}

/** IAM is asked for this alone, so without its client. */
async function createRole(url: string, RoleName: string): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const scope = 'Credential=AKIDEXAMPLE/20261123/us-east-1/iam/aws4_request';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument }),
  });
  const arn = /<Arn>([^<]+)<\/Arn>/.exec(await answer.text())?.[1];
  if (arn === undefined) throw new Error(`moto answered ${answer.status} to CreateRole`);
  return arn;
}

function recordedCall(line: string): RecordedCall {
  const entry = JSON.parse(line) as {
    headers: Record<string, string>;
    method: string;
    url: string;
    body: string | null;
    body_encoded: boolean;
  };
  const body = entry.body_encoded ? Buffer.from(entry.body ?? '', 'base64').toString('utf8') : (entry.body ?? '');
  const target = Object.entries(entry.headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
  const operation =
    target?.split('.').at(-1) ??
    new URLSearchParams(body).get('Action') ??
    `${entry.method} ${new URL(entry.url).pathname}`;
  return { operation, headers: entry.headers, url: entry.url, body };
}
