import type { InstrumenterContext, MutantCoverage } from '@stryker-mutator/api/core';
import {
  commonTokens,
  declareFactoryPlugin,
  type Injector,
  type PluginContext,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner';
import { challengeMutant, coverScenarios, type Noticed, type ScenarioTest, scenarioTests } from './scenario-runner.ts';
import { countOnlyWithoutMutants } from './uncounted.ts';

/**
 * The test runner of `npm run mutants:code`: the scenarios in this process, in milliseconds each, and then, for the
 * mutants that no scenario notices, the unit tests under Vitest, which takes a second to start.
 */
function scenariosThenVitest(injector: Injector<PluginContext>): TestRunner {
  const globals = globalThis as { __stryker__?: InstrumenterContext };
  globals.__stryker__ ??= {};
  const stryker = globals.__stryker__;
  const [vitestPlugin] = vitestPlugins;
  if (vitestPlugin === undefined) throw new Error('@stryker-mutator/vitest-runner declares no test runner.');
  const vitest = injector.injectFunction(vitestPlugin.factory);
  const noticedIn = new Map<string, Noticed>();
  let scenarios: ReadonlyMap<string, ScenarioTest> = new Map();

  return {
    // Modules of this process are loaded once; a mutant in force while they load needs a new process.
    capabilities: () => ({ reloadEnvironment: false }),

    async init() {
      await vitest.init?.();
      countOnlyWithoutMutants();
      scenarios = new Map((await scenarioTests(process.cwd())).map((test) => [test.id, test]));
    },

    async dryRun(options: DryRunOptions): Promise<DryRunResult> {
      const units = await vitest.dryRun(options);
      if (units.status !== DryRunStatus.Complete) return units;
      const { tests, mutantCoverage } = coverScenarios([...scenarios.values()], stryker);
      return {
        status: DryRunStatus.Complete,
        tests: [...tests, ...units.tests],
        mutantCoverage: onlyLoading({
          static: { ...units.mutantCoverage?.static, ...mutantCoverage.static },
          perTest: { ...units.mutantCoverage?.perTest, ...mutantCoverage.perTest },
        }),
      };
    },

    async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
      const { testFilter = [...scenarios.keys()], ...rest } = options;
      const { fileName } = options.activeMutant;
      const noticed = noticedIn.get(fileName) ?? new Map<string, number>();
      noticedIn.set(fileName, noticed);
      const met = testFilter.flatMap((id) => scenarios.get(id) ?? []);
      const answer = challengeMutant(met, stryker, options, noticed);
      if (answer.status !== MutantRunStatus.Survived) return answer;
      const units = testFilter.filter((id) => !scenarios.has(id));
      return units.length === 0 ? answer : vitest.mutantRun({ ...rest, testFilter: units });
    },

    dispose: async () => vitest.dispose?.(),
  };
}
scenariosThenVitest.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'scenarios-then-vitest', scenariosThenVitest),
];

/**
 * Without the loading of modules for mutants that tests come by, too: Stryker would start a new process for each of
 * these, though it puts them in force only while tests run.
 */
function onlyLoading({ static: loading, perTest }: MutantCoverage): MutantCoverage {
  const met = new Set(Object.values(perTest).flatMap(Object.keys));
  return { static: Object.fromEntries(Object.entries(loading).filter(([mutant]) => !met.has(mutant))), perTest };
}
