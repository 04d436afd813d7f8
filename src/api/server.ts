import { once } from 'node:events';
import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { isLoopback, urlHost } from './allowed-hosts.ts';
import { createApp } from './app.ts';
import type { ApiDeps } from './deps.ts';

export interface RunningServer {
  /** Where it is found: PREFLIGHT_PUBLIC_URL, or the address listened on. */
  readonly url: string;
  /** Takes no more requests, ends when those under way have been answered, or after `grace` milliseconds without them. */
  close(grace?: number): Promise<void>;
}

export interface ServerDeps extends ApiDeps {
  readonly config: ApiDeps['config'] & Pick<Config, 'port'>;
}

/**
 * Listens on the configured address.
 * @throws AppError CONFIGURATION where others than this machine could ask without a key, or the address cannot be had.
 */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { host, port, apiKeys, publicUrl } = deps.config;
  if (!isLoopback(host) && apiKeys === '') {
    throw new AppError('CONFIGURATION', `Listening on ${host} without API keys would let everybody there ask.`, {
      resource: 'PREFLIGHT_API_KEYS',
      hint: 'Set PREFLIGHT_API_KEYS to scope:sha256 of at least one key, or listen on 127.0.0.1.',
    });
  }
  let stopping = false;
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 10_000 },
    createApp(deps, () => !stopping),
  );
  server.on('clientError', answerBrokenRequest);
  await listen(server, host, port);

  const { port: actual } = server.address() as AddressInfo;
  return {
    url: publicUrl ?? `http://${urlHost(host)}:${actual}`,
    close: (grace = 10_000) => {
      stopping = true;
      return stop(server, grace);
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host.replace(/^\[|\]$/g, ''));
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new AppError('CONFIGURATION', `Cannot listen on ${urlHost(host)}:${port}: ${(cause as Error).message}`, {
      hint: 'Choose another PREFLIGHT_HOST or PREFLIGHT_PORT.',
      cause,
    });
  }
}

/** A keep-alive connection holds a plain close() until its client lets go. */
async function stop(server: Server, grace: number): Promise<void> {
  const hard = setTimeout(() => server.closeAllConnections(), grace);
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  clearTimeout(hard);
}

/** What Node's parser refuses never reaches express; the answer is of the same kind. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = BROKEN[error.code ?? ''] ?? 400;
  const problem = JSON.stringify({
    type: '/problems/malformed-request',
    title: 'Malformed request',
    status,
    detail: 'The request could not be read.',
    instance: 'about:blank',
    hint: 'Correct it and send it again.',
    resource: null,
  });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(problem)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${problem}`);
}

const BROKEN: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
