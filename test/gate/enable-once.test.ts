import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { enableOnce } from '../../src/gate/enable-once.ts';
import { idempotencyMemory } from '../../src/gate/idempotency-memory.ts';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { NO_ASSUMPTIONS } from '../../src/reachability/assumptions.ts';
import { assessment } from '../support/example-assessment.ts';
import { SECRET } from '../support/example-ids.ts';
import { FACTS, type FakeBehaviour, fakeWorld, REQUEST } from '../support/gate-ports.ts';

const options = { acknowledged: true, signal: new AbortController().signal };

function service(behaviour: FakeBehaviour = {}, limit = 100) {
  const world = fakeWorld(behaviour);
  const store = idempotencyMemory(limit);
  const post = (key: string, different: Partial<PreflightRequest> = {}) =>
    enableOnce(world.ports, store, key, { ...REQUEST, ...different }, options);
  return { ...world, post };
}

describe('an Idempotency-Key', () => {
  test('that is repeated gets the answer there was, and nothing is sent again', async () => {
    const { post, sent } = service();
    const first = await post('key-1');
    expect(await post('key-1')).toBe(first);
    expect(sent).toHaveLength(1);
  });

  test('that is repeated while the first is under way waits for that', async () => {
    const { post, sent, journal } = service();
    const [first, second] = await Promise.all([post('key-1'), post('key-1')]);
    expect(second).toBe(first);
    expect(sent).toHaveLength(1);
    expect(journal.filter((step) => step === 'capture')).toHaveLength(1);
  });

  test.each([
    ['another secret', { secret: 'prod/invoices/db' }],
    ['other parameters', { rotation: { RotateImmediately: false } }],
    ['another reference', { reference: 'CHG-2' }],
    [
      'another assumption',
      { assumptions: { ...NO_ASSUMPTIONS, stated: [{ hop: 'vgw-1', because: 'the network team says so' }] } },
    ],
  ])('that comes back with %s is refused', async (_, different) => {
    const { post, sent } = service();
    await post('key-1');
    await expect(post('key-1', different)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(sent).toHaveLength(1);
  });

  test('that comes back with an acknowledgement it did not have is refused', async () => {
    const { ports } = fakeWorld();
    const store = idempotencyMemory(1);
    const request = { ...REQUEST, rotation: { RotateImmediately: false } };
    await enableOnce(ports, store, 'key-1', request, { ...options, acknowledged: false });
    const again = enableOnce(ports, store, 'key-1', request, options);
    await expect(again).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('is free again when the question could not be put', async () => {
    let fails = true;
    const { post, sent } = service({
      capture: () => (fails ? Promise.reject(new AppError('AWS_UNREACHABLE', 'm', { hint: 'h' })) : Promise.resolve()),
    });
    await expect(post('key-1')).rejects.toMatchObject({ code: 'AWS_UNREACHABLE' });
    fails = false;
    await post('key-1');
    expect(sent).toHaveLength(1);
  });

  test('keeps an unknown outcome: repeating it sends nothing', async () => {
    const { post, sent } = service({ rotate: () => ({ kind: 'unclear', error: { name: 'n', message: 'm' } }) });
    await post('key-1');
    expect((await post('key-1')).rotation?.status).toBe('outcome-unknown');
    expect(sent).toHaveLength(1);
  });

  test('and the secret determine the token, in the shape of a UUID, also after a restart', async () => {
    const ARN = `${SECRET}2`;
    const [before, after, other] = [service(), service(), service()];
    const elsewhere = service({
      facts: { ...FACTS, secret: { ...FACTS.secret, ARN } },
      verdict: { question: { ...assessment().question, secret: ARN } },
    });
    await before.post('key-1');
    await after.post('key-1');
    await other.post('key-2');
    await elsewhere.post('key-1');
    const tokens = [before, after, other, elsewhere].map(({ sent }) => sent[0]?.ClientRequestToken);
    const [token, again, another, ofAnother] = tokens;
    expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(again).toBe(token);
    expect(another).not.toBe(token);
    expect(ofAnother).not.toBe(token);
  });

  test('after a restart, with the rotation already started, sends nothing', async () => {
    const before = service();
    await before.post('key-1');
    const token = before.sent[0]?.ClientRequestToken ?? '';
    const after = service({
      facts: { ...FACTS, secret: { ...FACTS.secret, VersionIdsToStages: { [token]: ['AWSCURRENT'] } } },
    });
    expect((await after.post('key-1')).rotation).toMatchObject({ status: 'requested', VersionId: token });
    expect(after.sent).toEqual([]);
  });

  test("does not replace the caller's own token", async () => {
    const ClientRequestToken = 'caller-chosen-token-of-more-than-32-characters';
    const { post, sent } = service();
    await post('key-1', { rotation: { ClientRequestToken } });
    expect(sent[0]?.ClientRequestToken).toBe(ClientRequestToken);
  });
});

test('the memory holds the last so many keys', () => {
  const memory = idempotencyMemory(2);
  for (const key of ['a', 'b', 'c']) memory.remember(key, { digest: key, answer: new Promise(() => undefined) });
  expect(['a', 'b', 'c'].map((key) => memory.recall(key)?.digest)).toEqual([undefined, 'b', 'c']);
});
