import { defineConfig } from 'vitest/config';
import { uncounted } from './test/mutants/uncounted.ts';

/** For `npm run mutants:code`: the tests that judge, without servers and browsers; the scenarios are asked by Stryker itself. */
export default defineConfig({
  plugins: [{ name: 'uncounted', enforce: 'pre', transform: uncounted }],
  test: {
    include: [
      'test/{net,policy,reachability,preconditions,topology,targets}/**/*.test.ts',
      'test/assessment/{assumptions,attacked-*,call-paths,trace-pair}.test.ts',
      'test/gate/{enable,enable-once,exit-status,require-declared-target,told,unanswered-calls,under-full-arn}.test.ts',
    ],
    setupFiles: ['test/support/fixed-seed.ts'],
    testTimeout: 120_000,
    isolate: false,
    pool: 'threads',
  },
});
