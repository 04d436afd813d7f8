import { defineConfig } from 'vitest/config';

/** For `npm run mutants:code`: the tests that judge, without servers and browsers, each scenario asked once. */
export default defineConfig({
  test: {
    include: [
      'test/{net,policy,reachability,preconditions,topology,targets}/**/*.test.ts',
      'test/gate/{enable,enable-once,exit-status,require-declared-target}.test.ts',
      'test/scenarios/scenarios.test.ts',
    ],
    setupFiles: ['test/support/fixed-seed.ts'],
    testNamePattern: '^(?!.*(?:says the same of the same facts|does not mind broken things)).*$',
    testTimeout: 120_000,
    isolate: false,
    pool: 'threads',
  },
});
