import { expect, test } from 'vitest';
import { ask, told } from '../scenarios/ask.ts';
import type { ScenarioQuestion } from '../scenarios/expectation.ts';
import { healthyWorld } from './healthy-world.ts';
import { SECRET_ARN, type World } from './world.ts';

export type Change = (world: World) => void;
/** A change to the healthy account, what comes of it (see `answered`) and what else is asked than its database. */
export type Row = [name: string, change: Change, expected: string, question?: Omit<ScenarioQuestion, 'secret'>];

/** The status, both verdicts, and the codes against it. */
function answered(change: Change, question: Omit<ScenarioQuestion, 'secret'> = {}): string {
  const world = healthyWorld();
  change(world);
  const assessment = ask(world, { secret: SECRET_ARN, targets: ['10.0.20.10:5432'], ...question });
  const { status, service, endpoint, blockers } = told(assessment);
  const codes = [...new Set(blockers.map(({ code }) => code))].sort();
  const verdicts = [service, endpoint].map((v) => v.verdict + (v.intermittent ? ' at times' : ''));
  return [status, ...verdicts, ...codes].join(' ');
}

/** A test for each row. */
export function holds(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, change, expected, question) => {
    expect(answered(change, question)).toBe(expected);
  });
}
