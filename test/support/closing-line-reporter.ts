import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';

/**
 * Ends a run with every skipped suite and its reason, then one plain line: `N passed, N failed[, N skipped]`.
 * What failed outside of a test (a file that does not load, a hook, an unhandled rejection) counts as failed too.
 */
export class ClosingLineReporter implements Reporter {
  readonly #skipsFail: boolean;
  #closing: readonly string[] = ['0 passed, 0 failed'];

  constructor(options: { readonly skipsFail: boolean }) {
    this.#skipsFail = options.skipsFail;
  }

  onInit(): void {
    // At exit, and not through the stream: nothing that another reporter still has to say comes later.
    process.once('exit', () => writeSync(1, `${this.#closing.join('\n')}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    // A test that never ended (an interrupted run) has not passed.
    const outsideOfTests = suites.flatMap((suite: TestModule | TestSuite) => suite.errors()).length + unhandled.length;
    const failed = tests.length - passed - skipped.length + outsideOfTests;

    const counts = `${passed} passed, ${failed} failed`;
    this.#closing = [...skipLines(skipped), skipped.length > 0 ? `${counts}, ${skipped.length} skipped` : counts];
    if (this.#skipsFail && skipped.length > 0) {
      this.#closing = ['PREFLIGHT_NO_SKIPS is set: a skipped test fails the run.', ...this.#closing];
      process.exitCode = 1;
    }
  }
}

/** One line for each suite with something skipped in it, and each reason once. */
function skipLines(skipped: readonly TestCase[]): string[] {
  const groups = Map.groupBy(skipped, suiteOf);
  return [...groups].map(([suite, tests]) => {
    const reasons = new Set(tests.map(reasonOf));
    return `skipped: ${suite} (${tests.length}): ${[...reasons].join('; ')}`;
  });
}

function suiteOf(test: TestCase): string {
  return test.parent.type === 'suite' ? test.parent.fullName : test.module.relativeModuleId;
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' ? result.note : undefined) ?? 'no reason given';
}
