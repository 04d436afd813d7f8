import { expect, test } from 'vitest';
import { answersOf } from '../../../src/reachability/names/answers-of.ts';
import type { Alternative } from '../../../src/reachability/names/name-answer.ts';
import { parseSnapshot } from '../../../src/snapshot/document.ts';
import { openSnapshot } from '../../../src/snapshot/snapshot.ts';
import { healthyWorld } from '../../support/healthy-world.ts';
import { SECRETS_MANAGER_HOST, type World } from '../../support/world.ts';

/** What a name gives in the healthy VPC after a change. */
export function answersIn(change: (world: World) => void, host = SECRETS_MANAGER_HOST) {
  const world = healthyWorld();
  change(world);
  return answersOf(openSnapshot(parseSnapshot(world, 'test'), 'test'), 'vpc-1', host, true);
}

type AnswerRow = [name: string, change: (world: World) => void, expected: string, host?: string];

/** One test a row: who answers, the places it may lead to, and the codes and resources against it. */
export function answersHold(rows: readonly AnswerRow[]): void {
  test.each(rows)('%s', (_, change, expected, host) => {
    const { resolvesTo, alternatives, unasked, blockers } = answersIn(change, host);
    const against = [...unasked, ...blockers].map(({ code, resources }) => `${code}[${resources.join()}]`);
    const places = alternatives.map(placeOf).join(' or ') || 'no place';
    expect([`${resolvesTo}: ${places}`, ...new Set(against)].join(', ')).toBe(expected);
  });
}

function placeOf(alternative: Alternative): string {
  switch (alternative.kind) {
    case 'endpoint':
      return alternative.endpoint.VpcEndpointId;
    case 'addresses':
      return alternative.A.map(({ address }) => address).join('+');
    case 'public':
      return `public ${alternative.name}`;
    case 'nowhere':
      return `nowhere by ${alternative.reason.resources.join()}`;
  }
}
