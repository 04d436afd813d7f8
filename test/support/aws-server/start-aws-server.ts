import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type AwsCall, identify } from './call.ts';
import { answerEc2 } from './ec2.ts';
import { errorAnswer, type Fault, FaultPlan } from './faults.ts';
import { answerLambda } from './lambda.ts';
import { answerProfiles, answerResolver, answerRoute53 } from './names.ts';
import { answerQuery } from './query-services.ts';
import { answerSecretsManager } from './secrets-manager.ts';
import { answerSts } from './sts.ts';

/** A snapshot document as JSON; alter it at any time, the next call is answered from what it then holds. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into the document freely.
export type ServedFacts = Record<string, any>;

export interface AwsServerOptions {
  /** The snapshot document (plain JSON, snapshot-format) that is answered from. It is copied. */
  readonly snapshot: object;
  readonly faults?: readonly Fault[];
  /** Most items on one page, whatever the caller allows. Default: all of them. */
  readonly pageSize?: number;
  /** Secret ARN to the text GetSecretValue answers with. */
  readonly secretValues?: Readonly<Record<string, string>>;
  /** Called with each call before it is answered: the place to change the facts between two calls. */
  readonly onCall?: (call: AwsCall, facts: ServedFacts) => void;
  /**
   * Holds calls back and answers them in waves: the first waves[0] together, the next waves[1] together, and so on;
   * the rest at once. A client that does not send a whole wave in parallel is never answered.
   */
  readonly waves?: readonly number[];
}

export interface AwsServer {
  /** http://127.0.0.1:PORT, good for AWS_ENDPOINT_URL or every client's `endpoint`. */
  readonly url: string;
  /** Every call received so far, in order of arrival; retries are calls too. */
  readonly calls: readonly AwsCall[];
  readonly facts: ServedFacts;
  /** Operation names of `calls`. */
  operations(): readonly string[];
  close(): Promise<void>;
}

/**
 * A loopback server that answers EC2, RDS, ElastiCache, Redshift, load balancing, STS (query/XML), Route 53 (REST/XML),
 * Lambda and Route 53 Profiles (REST/JSON), Secrets Manager and Route 53 Resolver (JSON 1.1) from one snapshot document, as AWS
 * would: filters honoured and unknown ones refused, pages with tokens, AWS's error shapes, to each account and Region its own.
 * The service is read from the request's signature, so one URL serves all; signatures are not verified. An access key
 * whose id ends in an account's is that account's. RotateSecret alters the served facts. Faults are injected by operation.
 */
export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const facts: ServedFacts = structuredClone(options.snapshot);
  const calls: AwsCall[] = [];
  const faults = new FaultPlan(options.faults ?? []);
  const wave = wavesOf(options.waves ?? []);

  const pageSize = options.pageSize ?? Number.POSITIVE_INFINITY;

  function answer(call: AwsCall): Answer {
    switch (call.service) {
      case 'ec2':
        return answerEc2(call, facts, pageSize);
      case 'route53':
        return answerRoute53(call, facts, pageSize);
      case 'route53resolver':
        return answerResolver(call, facts, pageSize);
      case 'route53profiles':
        return answerProfiles(call, facts, pageSize);
      case 'lambda':
        return answerLambda(call, facts);
      case 'secretsmanager':
        return answerSecretsManager(call, facts, options.secretValues ?? {});
      case 'sts':
        return answerSts(call, facts);
      default:
        return answerQuery(call.service, call, facts, pageSize);
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = identify(request, await bodyOf(request));
    calls.push(call);
    options.onCall?.(call, facts);
    await wave();
    const fault = faults.next(call);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const { status, headers, body } = fault === null ? answer(call) : errorAnswer(call, fault);
    response.writeHead(status, { ...headers, 'x-amzn-requestid': `request-${calls.length}` }).end(body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(599, { 'content-type': 'text/plain' }).end(`aws-server failed: ${String(error)}`);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    facts,
    operations: () => calls.map((call) => call.operation),
    close: () => close(server),
  };
}

function wavesOf(sizes: readonly number[]): () => Promise<void> {
  const pending = [...sizes];
  let held: (() => void)[] = [];
  return () => {
    const size = pending[0];
    if (size === undefined) return Promise.resolve();
    return new Promise((release) => {
      held.push(release);
      if (held.length < size) return;
      pending.shift();
      const together = held;
      held = [];
      for (const free of together) free();
    });
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed, failed) => server.close((error) => (error ? failed(error) : closed())));
}
