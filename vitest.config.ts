import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './test/support/closing-line-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The product keeps no state in modules, so test files may share them: a run takes a fraction of the time.
    isolate: false,
    pool: 'threads',
    setupFiles: ['test/support/fixed-seed.ts'],
    // Generous, because property tests and real servers share two cores; a test that hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', new ClosingLineReporter({ skipsFail: process.env.PREFLIGHT_NO_SKIPS === '1' })],
  },
});
