import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatedWorld } from '../assessment/generated-world.ts';
import { SECRET_ARN } from '../support/world.ts';
import { answer, errorsOf, faultsOfExplanation, mended } from './explanation-law.ts';
import { fixFor } from './fixes.ts';
import type { Situation } from './mechanical-fix.ts';
import { FOLDERS, fails, situationOf } from './situation-of.ts';

const FAILING = FOLDERS.filter(fails);

/** Nothing in the account is wrong: the caller asked for the wrong thing. */
const MENDED_IN_THE_QUESTION = new Set(['X_TARGET_DISAGREES', 'X_TARGET_NOT_FOUND', 'X_ROTATION_RULES']);

/** Rounds of mending all that is told; behind what is mended further hops may come into sight. */
const ROUNDS = 8;

function errorsAfterMendingAll(situation: Situation): readonly string[] {
  let mending = situation;
  for (let round = 0; round < ROUNDS; round++) {
    const before = answer(mending);
    for (const finding of errorsOf(before)) mending = mended(mending, finding, before);
  }
  return errorsOf(answer(mending)).map((f) => f.code);
}

describe('of a failing answer', () => {
  test('every finding has a fix', () => {
    const codes = FAILING.flatMap((folder) => errorsOf(answer(situationOf(folder))));
    const without = codes.filter((f) => fixFor(f) === null && !MENDED_IN_THE_QUESTION.has(f.code));
    expect(without.map((f) => f.code)).toEqual([]);
  });

  test.each(FAILING)('each finding goes with its cause, and no other: %s', (folder) => {
    expect(faultsOfExplanation(situationOf(folder))).toEqual([]);
  });

  test.each(FAILING)('nothing fails once all is mended that is told: %s', (folder) => {
    const left = errorsAfterMendingAll(situationOf(folder));
    expect(left.filter((code) => !MENDED_IN_THE_QUESTION.has(code))).toEqual([]);
  });
});

test('of any network, each finding goes with its cause, and no other', () => {
  fc.assert(
    fc.property(generatedWorld, (world) => {
      const situation = { world, question: { secret: SECRET_ARN, targets: ['10.0.20.10:5432'] } };
      expect(faultsOfExplanation(situation)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
