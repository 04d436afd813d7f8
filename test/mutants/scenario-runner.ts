import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import {
  type CompleteDryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type { ScenarioFolder } from '../packets/scenario-folders.ts';

/** No scenario comes by one place so often, unless a mutant made a loop endless. */
const HITS_OF_AN_ENDLESS_LOOP = 1_000_000;

/** A scenario folder as a test of StrykerJS. */
export interface ScenarioTest {
  readonly id: string;
  readonly holds: () => boolean;
}

/** How many mutants of one file each scenario has noticed so far. */
export type Noticed = Map<string, number>;

/** The scenarios as the code with mutants in it answers them, which is a copy of the project that Stryker makes. */
export async function scenarioTests(project: string): Promise<readonly ScenarioTest[]> {
  const { readScenarios } = await import(join(project, 'test/packets/scenario-folders.ts'));
  const { ask, complete, told } = await import(join(project, 'test/scenarios/ask.ts'));
  const { said } = await import(join(project, 'test/scenarios/said.ts'));
  return (readScenarios() as readonly ScenarioFolder[]).map(({ name, document, question, expected }) => {
    const words = readFileSync(join(project, 'test/scenarios', name, 'said.txt'), 'utf8');
    return {
      id: `scenario ${name}`,
      holds: () => {
        const assessment = ask(document, question);
        return isDeepStrictEqual(told(assessment), complete(expected)) && said(assessment) === words;
      },
    };
  });
}

/** Runs every scenario once, noting which mutants each comes by. */
export function coverScenarios(
  tests: readonly ScenarioTest[],
  stryker: InstrumenterContext,
): Required<CompleteDryRunResult> {
  delete stryker.activeMutant;
  const results = tests.map((test) => {
    stryker.currentTestId = test.id;
    return run(test);
  });
  delete stryker.currentTestId;
  const mutantCoverage = stryker.mutantCoverage ?? { static: {}, perTest: {} };
  return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
}

/** Runs scenarios with one mutant in force up to the first that notices it, those first that noticed most before. */
export function challengeMutant(
  tests: readonly ScenarioTest[],
  stryker: InstrumenterContext,
  { activeMutant }: Pick<MutantRunOptions, 'activeMutant'>,
  noticed: Noticed,
): MutantRunResult {
  Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit: HITS_OF_AN_ENDLESS_LOOP });
  const results: TestResult[] = [];
  for (const test of tests.toSorted((a, b) => (noticed.get(b.id) ?? 0) - (noticed.get(a.id) ?? 0))) {
    stryker.hitCount = 0;
    const result = run(test);
    results.push(result);
    if (result.status !== TestStatus.Failed) continue;
    noticed.set(test.id, (noticed.get(test.id) ?? 0) + 1);
    break;
  }
  const timeout = determineHitLimitReached(stryker.hitCount, HITS_OF_AN_ENDLESS_LOOP);
  return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests: results });
}

function run({ id, holds }: ScenarioTest): TestResult {
  const test = { id, name: id, timeSpentMs: 0 };
  const failed = (failureMessage: string) => ({ ...test, status: TestStatus.Failed, failureMessage }) as const;
  try {
    return holds() ? { ...test, status: TestStatus.Success } : failed('answers otherwise');
  } catch (error) {
    return failed(String(error));
  }
}
