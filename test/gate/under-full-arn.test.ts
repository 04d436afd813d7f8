import { expect, test } from 'vitest';
import type { PreflightRequest } from '../../src/gate/ports.ts';
import { underFullArn } from '../../src/gate/under-full-arn.ts';
import { parseSnapshot } from '../../src/snapshot/document.ts';
import { healthyWorld } from '../support/healthy-world.ts';
import { SECRET_ARN } from '../support/world.ts';

const SHORT = SECRET_ARN.slice(0, -7);

function asked(secret: string, ...arns: readonly unknown[]): string {
  const { lists, ...rest } = parseSnapshot(JSON.parse(JSON.stringify(healthyWorld())), 'world');
  const Secrets = arns.map((ARN) => ({ ARN }));
  return underFullArn({ secret } as PreflightRequest, { ...rest, lists: { ...lists, Secrets } }).secret;
}

test('an ARN without its suffix becomes the full one', () => {
  expect(asked(SHORT, SECRET_ARN, `${SECRET_ARN}other-AbCdEf`, 7)).toBe(SECRET_ARN);
});

test('a full ARN stays, whatever other secret it would be short for', () => {
  expect(asked(SECRET_ARN, SECRET_ARN, `${SECRET_ARN}-GhIjKl`)).toBe(SECRET_ARN);
});

test('what two secrets could be meant by stays', () => {
  expect(asked(SHORT, SECRET_ARN, `${SHORT}-GhIjKl`)).toBe(SHORT);
});

test('what no secret is meant by stays', () => {
  expect(asked(SHORT, `${SECRET_ARN}other-AbCdEf`)).toBe(SHORT);
  expect(asked(SHORT)).toBe(SHORT);
});
