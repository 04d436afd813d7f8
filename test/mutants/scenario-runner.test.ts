import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { describe, expect, it } from 'vitest';
import { challengeMutant, coverScenarios, type Noticed, type ScenarioTest } from './scenario-runner.ts';

const place = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const activeMutant = { id: '7', fileName: 'a.ts', location: place, mutatorName: 'BooleanLiteral', replacement: 'true' };

/** Scenarios by name; each passes by the mutant and answers as told. */
function scenarios(stryker: InstrumenterContext, answers: Record<string, () => boolean>): readonly ScenarioTest[] {
  return Object.entries(answers).map(([id, answer]) => ({
    id,
    holds: () => {
      stryker.hitCount = (stryker.hitCount ?? 0) + 1;
      return answer();
    },
  }));
}

describe('a mutant put to the scenarios', () => {
  it('is killed by the first that answers otherwise', () => {
    const stryker: InstrumenterContext = {};
    const tests = scenarios(stryker, { same: () => true, other: () => stryker.activeMutant === undefined });
    expect(coverScenarios(tests, stryker).tests.map(({ status }) => status)).toEqual([0, 0]);
    expect(challengeMutant(tests, stryker, { activeMutant }, new Map())).toMatchObject({
      status: MutantRunStatus.Killed,
      killedBy: ['other'],
    });
  });

  it('is killed by a throw', () => {
    const tests = scenarios(
      {},
      {
        throws: () => {
          throw new RangeError('Not an address');
        },
      },
    );
    expect(challengeMutant(tests, {}, { activeMutant }, new Map()).status).toBe(MutantRunStatus.Killed);
  });

  it('survives where all answer the same', () => {
    const tests = scenarios({}, { same: () => true });
    expect(challengeMutant(tests, {}, { activeMutant }, new Map()).status).toBe(MutantRunStatus.Survived);
  });

  it('times out where it makes a loop endless', () => {
    const stryker: InstrumenterContext = {};
    const endless = () => {
      while ((stryker.hitCount ?? 0) <= (stryker.hitLimit ?? 0)) stryker.hitCount = (stryker.hitCount ?? 0) + 1;
      throw new Error('Stryker: Hit count limit reached');
    };
    const tests = scenarios(stryker, { endless });
    expect(challengeMutant(tests, stryker, { activeMutant }, new Map()).status).toBe(MutantRunStatus.Timeout);
  });

  it('meets first those that noticed most of its file', () => {
    const asked: string[] = [];
    const noticed: Noticed = new Map([['second', 1]]);
    const note = (name: string) => () => asked.push(name) < 0;
    const tests = scenarios({}, { first: note('first'), second: note('second') });
    challengeMutant(tests, {}, { activeMutant }, noticed);
    expect(asked).toEqual(['second']);
    expect(noticed.get('second')).toBe(2);
  });
});
