import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { captureDocument } from '../../../src/adapters/aws/aws-facts.ts';
import { PLAN } from '../../../src/adapters/aws/plan.ts';
import { AppError } from '../../../src/errors.ts';
import type { PreflightRequest } from '../../../src/gate/ports.ts';
import { type GapRow, parseSnapshot, type RawItem, type RequestRow } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import type { AwsCall } from '../../support/aws-server/call.ts';
import type { Fault } from '../../support/aws-server/faults.ts';
import { type AwsServer, startAwsServer } from '../../support/aws-server/start-aws-server.ts';
import { FUNCTION_ARN, SECRET_ARN } from '../../support/world.ts';
import { accessTo, ask, FOREVER, NOW, withTestCredentials } from './aws-access.ts';
import { FULL_REQUEST, FULL_VALUES, fullWorld } from './full-world.ts';

withTestCredentials();

// A client whose profile's program fails after its test has ended finds the next test's credentials too, and warns of it.
const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
afterAll(() => warn.mockRestore());

let server: AwsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Document extends RawItem {
  readonly requests: readonly RequestRow[];
  readonly gaps: readonly GapRow[];
}

async function capture(
  faults: readonly Fault[],
  request: Partial<PreflightRequest> = {},
  signal = FOREVER,
  pageSize?: number,
): Promise<Document> {
  const paging = pageSize === undefined ? {} : { pageSize };
  server = await startAwsServer({ snapshot: fullWorld(), faults, secretValues: FULL_VALUES, ...paging });
  return (await captureDocument({ access: accessTo(server.url), now: NOW }, ask(request), signal)) as Document;
}

async function errorOf(asking: Promise<unknown>): Promise<AppError> {
  const error = await asking.then(
    () => 'an answer',
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return error;
}

/** Of the plan's calls those that the question can do without. */
const CALLS = PLAN.filter(({ action }) => !['secretsmanager:DescribeSecret', 'sts:GetCallerIdentity'].includes(action));
const ACTIONS = [...new Set(CALLS.map(({ action }) => action))].sort();
const operationOf = (action: string) => action.slice(action.indexOf(':') + 1);

/** What a document holds of the answers of an action. */
function heldOf(document: Document, action: string): readonly unknown[] {
  return CALLS.filter((row) => row.action === action).flatMap((row) => {
    const items = Object.values((document[row.list] ?? {}) as object);
    if (row.kind !== 'member') return items;
    return items.map((found: RawItem) => found[row.member]).filter((value) => value !== undefined);
  });
}

describe('a call that fails leaves a gap, and neither an answer nor a row that it was answered', () => {
  test('every call of the plan is made in the account of these tests, and finds something', async () => {
    const document = await capture([], FULL_REQUEST, FOREVER, 2);
    expect(document.gaps).toEqual([]);
    const made = new Set(server?.calls.map(({ service, operation }) => `${service}:${operation}`));
    expect(made).toEqual(new Set(PLAN.map(({ action }) => action)));
    const outside = [
      'secretsmanager:GetSecretValue',
      'ec2:DescribeTransitGatewayPeeringAttachments',
      'route53resolver:ListFirewallDomains',
    ];
    expect(ACTIONS.filter((action) => !outside.includes(action) && heldOf(document, action).length === 0)).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('hunter2');
  });

  test.each(ACTIONS)('%s denied', async (action) => {
    const [service] = action.split(':');
    const fault = {
      operation: operationOf(action),
      kind: 'deny',
      when: (call: AwsCall) => call.service === service,
    } as const;
    const document = await capture([fault], FULL_REQUEST);
    const gaps = document.gaps.filter((gap) => gap.action === action);
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      expect(CALLS.map(({ list }) => list)).toContain(gap.list);
      expect(gap.error).toMatch(/^(UnauthorizedOperation|AccessDenied(Exception)?)$/);
      expect(gap.message).toContain(operationOf(action));
      expect(gap.account).toBe('111122223333');
    }
    expect(document.requests.filter((row) => row.action === action)).toEqual([]);
  });

  test('attributes of a VPC that is not shown do not make it known to be absent', async () => {
    const document = await capture([{ operation: 'DescribeVpcs', kind: 'deny' }]);
    expect(document.requests.map((row) => row.action)).toContain('ec2:DescribeVpcAttribute');
    const snapshot = openSnapshot(parseSnapshot(document, 'AWS'), 'AWS');
    expect(snapshot.one('Vpcs', { 'vpc-id': 'vpc-1' })).toMatchObject({
      known: false,
      missing: { action: 'ec2:DescribeVpcs' },
    });
  });

  test.each(['RouteTables', 'VpcEndpoints'])('%s whose second page is refused: nothing of the first', async (list) => {
    const document = await capture([{ operation: `Describe${list}`, kind: 'deny', page: 'second' }], {}, FOREVER, 1);
    const filters = { 'vpc-id': ['vpc-1'] };
    expect(document.gaps).toContainEqual(expect.objectContaining({ list, error: 'UnauthorizedOperation', filters }));
    expect(document.requests.filter((row) => row.list === list).map((row) => row.filters)).not.toContainEqual(filters);
    const items = (document[list] ?? []) as readonly RawItem[];
    expect(items.filter((found) => found['VpcId'] === 'vpc-1')).toEqual([]);
  });

  test('entries of a prefix list whose second page is refused: none of the first', async () => {
    const fault = { operation: 'GetManagedPrefixListEntries', kind: 'deny', page: 'second' } as const;
    const document = await capture([fault], {}, FOREVER, 3);
    expect(document.gaps).toMatchObject([{ list: 'ManagedPrefixLists', filters: { 'prefix-list-id': ['pl-corp'] } }]);
    expect(document['ManagedPrefixLists']).toEqual([{ PrefixListId: 'pl-corp' }]);
  });

  test.each([
    ['server-error', 'InternalError'],
    ['throttle', 'RequestLimitExceeded'],
    ['reset', 'ECONNRESET'],
    ['broken-body', 'UnreadableAnswer'],
  ] as const)('retries end: %s', async (kind, error) => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.01);
    const document = await capture([{ operation: 'DescribeDhcpOptions', kind }]);
    random.mockRestore();
    expect(document.gaps).toMatchObject([{ list: 'DhcpOptions', error }]);
    expect(document['DhcpOptions']).toBeUndefined();
    expect(server?.operations().filter((name) => name === 'DescribeDhcpOptions').length).toBe(
      kind === 'broken-body' ? 1 : 6,
    );
  });

  test('who asks is a fact like others: the rows then name no account', async () => {
    const document = await capture([{ operation: 'GetCallerIdentity', kind: 'deny' }]);
    expect(document.gaps).toMatchObject([{ list: 'CallerIdentity', action: 'sts:GetCallerIdentity', account: null }]);
    expect(document['accountId']).toBe('111122223333');
  });

  test("a secret's value that is denied or cut off leaves a gap that tells nothing of it", async () => {
    const denied = await capture([{ operation: 'GetSecretValue', kind: 'deny' }], { targetFromSecret: true });
    expect(denied.gaps).toMatchObject([{ list: 'SecretValue', action: 'secretsmanager:GetSecretValue' }]);
    await server?.close();
    const cut = await capture([{ operation: 'GetSecretValue', kind: 'broken-body' }], { targetFromSecret: true });
    expect(cut.gaps).toMatchObject([{ error: 'UnreadableAnswer', message: 'The answer could not be read.' }]);
  });
});

describe('the time for all calls together', () => {
  test('cuts off what hangs and all that would follow; what was read stays', async () => {
    const up = new AbortController();
    server = await startAwsServer({
      snapshot: fullWorld(),
      faults: [{ operation: 'DescribeSubnets', kind: 'hang' }],
      onCall: (call, facts) => {
        facts['seen'] = [...(facts['seen'] ?? []), call.operation];
        const answeredToo = facts['seen'].filter((name: string) => name !== 'DescribeSubnets').length;
        if (facts['seen'].includes('DescribeSubnets') && answeredToo >= 20) setImmediate(() => up.abort());
      },
    });
    const document = (await captureDocument({ access: accessTo(server.url), now: NOW }, ask(), up.signal)) as Document;
    expect(document['Secrets']).toHaveLength(1);
    expect(document['Subnets']).toBeUndefined();
    expect(document.gaps).toContainEqual(
      expect.objectContaining({ list: 'Subnets', error: 'Timeout', filters: { 'vpc-id': ['vpc-1'] } }),
    );
    expect(document.requests.map((row) => row.action)).not.toContain('ec2:DescribeSubnets');
  });

  test('is an error when nothing is known by then', async () => {
    const up = new AbortController();
    server = await startAwsServer({
      snapshot: fullWorld(),
      faults: [{ operation: '*', kind: 'hang' }],
      onCall: (call) => {
        if (call.operation === 'DescribeSecret') up.abort();
      },
    });
    const error = await errorOf(captureDocument({ access: accessTo(server.url), now: NOW }, ask(), up.signal));
    expect(error).toMatchObject({ code: 'TIMEOUT', resource: SECRET_ARN });
  });

  test('ends the waiting for credentials that a program gives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'preflight-aws-'));
    const pipe = join(folder, 'pipe');
    execFileSync('/usr/bin/mkfifo', [pipe]);
    writeFileSync(join(folder, 'config'), `[profile slow]\nregion = us-east-1\ncredential_process = cat ${pipe}\n`);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const up = new AbortController();
    const access = { region: null, profile: 'slow', endpoint: 'http://127.0.0.1:9', others: [] };
    const asking = errorOf(captureDocument({ access, now: NOW }, ask(), up.signal));
    // Open once the program has opened the other end; until it is closed the program waits.
    const held = await open(pipe, 'w');
    up.abort();
    expect((await asking).code).toBe('TIMEOUT');
    await held.close();
    rmSync(folder, { recursive: true });
  });

  test('ends the waiting between retries too', async () => {
    const up = new AbortController();
    let calls = 0;
    server = await startAwsServer({
      snapshot: fullWorld(),
      faults: [{ operation: 'DescribeSecret', kind: 'throttle' }],
      onCall: ({ operation }) => {
        if (operation === 'DescribeSecret') calls += 1;
        if (calls === 2) setImmediate(() => up.abort());
      },
    });
    const error = await errorOf(captureDocument({ access: accessTo(server.url), now: NOW }, ask(), up.signal));
    expect(error.code).toBe('TIMEOUT');
  });
});

describe('a question that cannot be put', () => {
  test.each([
    ['no such secret', [], { secret: 'no-such' }, 'SECRET_NOT_FOUND', 'no-such'],
    ['no such function', [], { function: `${FUNCTION_ARN}-gone` }, 'FUNCTION_NOT_FOUND', `${FUNCTION_ARN}-gone`],
    ['DescribeSecret denied', [{ operation: 'DescribeSecret', kind: 'deny' }], {}, 'AWS_DENIED', SECRET_ARN],
    [
      'DescribeSecret refused',
      [{ operation: 'DescribeSecret', kind: 'error', name: 'ValidationException', status: 400 }],
      {},
      'AWS_REFUSED',
      SECRET_ARN,
    ],
    ['credentials expired at once', [{ operation: '*', kind: 'expired-token' }], {}, 'CREDENTIALS_EXPIRED', null],
    [
      'credentials expired on the way',
      [{ operation: 'DescribeVpcs', kind: 'expired-token' }],
      {},
      'CREDENTIALS_EXPIRED',
      null,
    ],
    ['credentials that AWS does not know', [{ operation: '*', kind: 'invalid-token' }], {}, 'NO_CREDENTIALS', null],
  ] satisfies readonly (readonly [
    string,
    readonly Fault[],
    Partial<PreflightRequest>,
    string,
    string | null,
  ])[])('%s', async (_, faults, request, code, resource) => {
    const error = await errorOf(capture(faults, request));
    expect(error).toMatchObject({ code, resource });
    expect(error.hint).not.toBe('');
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    expect((await errorOf(capture([]))).code).toBe('NO_CREDENTIALS');
    expect(server?.calls).toEqual([]);
  });

  test('no Region, unless the ARN of the secret has one', async () => {
    server = await startAwsServer({ snapshot: fullWorld() });
    const options = { access: accessTo(server.url, { region: null }), now: NOW };
    expect((await errorOf(captureDocument(options, ask({ secret: 'prod/db' }), FOREVER))).code).toBe('NO_REGION');
    expect((await captureDocument(options, ask(), FOREVER))['region']).toBe('us-east-1');
  });

  test.for(['', ' ', 'us east'])('a Region %j in the environment, which is none', async (region) => {
    vi.stubEnv('AWS_REGION', region);
    server = await startAwsServer({ snapshot: fullWorld() });
    const options = { access: accessTo(server.url, { region: null }), now: NOW };
    const error = await errorOf(captureDocument(options, ask({ secret: 'prod/db' }), FOREVER));
    expect(error.code).toBe('NO_REGION');
    expect(error.message).toContain(`"${region}"`);
    expect(error.hint).toContain('AWS_REGION');
  });

  test('a Region in the ARN of the secret, which is none', async () => {
    server = await startAwsServer({ snapshot: fullWorld() });
    const options = { access: accessTo(server.url, { region: null }), now: NOW };
    const secret = SECRET_ARN.replace('us-east-1', 'us east');
    const error = await errorOf(captureDocument(options, ask({ secret }), FOREVER));
    expect(error.code).toBe('NO_REGION');
    expect(error.message).toContain('"us east"');
  });

  test('AWS out of reach', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.01);
    const options = { access: accessTo(await closedPort()), now: NOW };
    const error = await errorOf(captureDocument(options, ask(), FOREVER));
    random.mockRestore();
    expect(error).toMatchObject({ code: 'AWS_UNREACHABLE', resource: SECRET_ARN });
    expect(error.message).toContain('ECONNREFUSED');
  });
});

/** A loopback URL where nobody listens. */
async function closedPort(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const address = listener.address();
  await new Promise((closed) => listener.close(closed));
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}
