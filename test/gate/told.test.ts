import { expect, test } from 'vitest';
import { check } from '../../src/gate/check.ts';
import { enable } from '../../src/gate/enable.ts';
import { enableOnce } from '../../src/gate/enable-once.ts';
import { idempotencyMemory } from '../../src/gate/idempotency-memory.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { requireDeclaredTarget } from '../../src/gate/require-declared-target.ts';
import { hasVersion, startedRotation, withRotation } from '../../src/gate/rotation-outcome.ts';
import { assessment } from '../support/example-assessment.ts';
import { FUNCTION, SECRET } from '../support/example-ids.ts';
import { FACTS, type FakeBehaviour, fakeWorld, REQUEST } from '../support/gate-ports.ts';

const TOKEN = '11111111-2222-4333-8444-555555555555';
const BRIEF = { summary: 'Both hold.' };
const error = { name: 'InvalidRequestException', message: 'A previous rotation is not complete.' };
const options = { acknowledged: true, signal: new AbortController().signal };
const askedWithToken = { ...REQUEST, rotation: { ClientRequestToken: TOKEN } };

const summaryOf = async (behaviour: FakeBehaviour) =>
  (await enable(fakeWorld({ verdict: BRIEF, ...behaviour }).ports, askedWithToken, options)).summary;

test.each<[string, FakeBehaviour, string]>([
  [
    'accepted',
    {},
    'RotateSecret accepted, version v-2. Rotation is asynchronous: it is done when that version bears AWSCURRENT. Both hold.',
  ],
  ['not sent', { verdict: { ...BRIEF, decision: 'deny' } }, 'RotateSecret was not sent. Both hold.'],
  [
    'rejected',
    { rotate: () => ({ kind: 'rejected', error }) },
    'RotateSecret was rejected by AWS (InvalidRequestException: A previous rotation is not complete.). Both hold.',
  ],
  [
    'of unknown outcome',
    { rotate: () => ({ kind: 'unclear', error }) },
    `RotateSecret was sent with token ${TOKEN}, but whether the rotation started is unknown (InvalidRequestException: A previous rotation is not complete.): look for that version in DescribeSecret, do not send again. Both hold.`,
  ],
])('the summary of a rotation %s', async (_, behaviour, summary) => {
  expect(await summaryOf(behaviour)).toBe(summary);
});

test('an outcome without an error of AWS is told without one', () => {
  const rotation = { ...startedRotation({}, TOKEN), status: 'rejected' as const };
  expect(withRotation(assessment(BRIEF), rotation).summary).toBe('RotateSecret was rejected by AWS. Both hold.');
});

test.each([
  ['x'.repeat(473), `RotateSecret was not sent. ${'x'.repeat(473)}`],
  [`${'x'.repeat(471)} yy`, `RotateSecret was not sent. ${'x'.repeat(471)}…`],
])('a summary of 500 characters stays, a longer one ends with an ellipsis', async (summary, told) => {
  expect(await summaryOf({ verdict: { summary, decision: 'deny' } })).toBe(told);
});

test('a rotation that is found to have started is told by what describes its secret', () => {
  const started = { status: 'requested', VersionId: TOKEN, clientRequestToken: TOKEN, awsError: null };
  expect(startedRotation(FACTS.secret, TOKEN)).toEqual({ ...started, ARN: SECRET, Name: 'prod/orders/db' });
  expect(startedRotation({ ARN: 7 }, TOKEN)).toEqual({ ...started, ARN: null, Name: null });
});

test('a secret has the versions that it lists, and no other', () => {
  expect(hasVersion({ VersionIdsToStages: { [TOKEN]: ['AWSPENDING'] } }, TOKEN)).toBe(true);
  for (const VersionIdsToStages of [{}, null, undefined, TOKEN])
    expect(hasVersion({ VersionIdsToStages }, TOKEN)).toBe(false);
  expect(hasVersion({ VersionIdsToStages: 'text' }, '0')).toBe(false);
});

const refusalOf = async (request: Partial<PreflightRequest>, acknowledged = true) =>
  enable(fakeWorld().ports, { ...REQUEST, ...request }, { ...options, acknowledged }).catch((thrown) => thrown);

test.each([
  [{ rotation: { RotationLambdaARN: '' } }],
  [{ function: `${FUNCTION}-2`, rotation: { RotationLambdaARN: FUNCTION } }],
  [{ function: FUNCTION, rotation: {} }],
  [{ rotation: { ClientRequestToken: 'short' } }],
])('what is wrong with %j, and what to do', async (request) => {
  const { message, hint } = await refusalOf(request);
  expect(`${message}\n${hint}`).toMatchSnapshot();
});

test('a function to check that is the one supplied is no contradiction', async () => {
  const { ports, sent } = fakeWorld();
  await enable(ports, { ...REQUEST, function: FUNCTION, rotation: { RotationLambdaARN: FUNCTION } }, options);
  expect(sent).toMatchObject([{ RotationLambdaARN: FUNCTION }]);
});

test('an immediate rotation that nobody acknowledged', async () => {
  const { resource, message, hint } = await refusalOf({}, false);
  expect(resource).toBe(REQUEST.secret);
  expect(`${message}\n${hint}`).toMatchSnapshot();
});

test('a rotation under way', async () => {
  const { ports } = fakeWorld();
  ports.inFlight.add(SECRET);
  const { message, hint } = await enable(ports, REQUEST, options).catch((thrown) => thrown);
  expect(`${message}\n${hint}`).toMatchSnapshot();
});

test('a time that was up', async () => {
  const { resource, message, hint } = await enable(fakeWorld().ports, REQUEST, {
    ...options,
    signal: AbortSignal.abort(),
  }).catch((thrown) => thrown);
  expect(resource).toBe(SECRET);
  expect(`${message}\n${hint}`).toMatchSnapshot();
});

test('a key that came with another request', async () => {
  const { ports } = fakeWorld();
  const store = idempotencyMemory(1);
  await enableOnce(ports, store, 'key-1', REQUEST, options);
  const other = { ...REQUEST, secret: 'prod/invoices/db' };
  const { message, hint } = await enableOnce(ports, store, 'key-1', other, options).catch((thrown) => thrown);
  expect(`${message}\n${hint}`).toMatchSnapshot();
});

test('a target that nobody declared', () => {
  const { question } = assessment();
  const told = assessment({ question: { ...question, targets: [], noTarget: true } });
  const judge = requireDeclaredTarget(() => told);
  expect(() => judge({} as Parameters<typeof judge>[0])).toThrowErrorMatchingSnapshot();
  expect(() => judge({} as Parameters<typeof judge>[0])).toThrow(
    expect.objectContaining({
      resource: question.secret,
      hint: 'Have its owner set the tag rotation-preflight:target to HOST:PORT.',
    }),
  );
});

test('check judges what was captured for its request, and sends nothing', async () => {
  const { ports, assessed, journal } = fakeWorld();
  expect(await check(ports, REQUEST, options.signal)).toEqual(assessment());
  expect(assessed).toEqual([REQUEST]);
  expect(journal).toEqual(['capture', 'assess']);
});
