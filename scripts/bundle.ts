// src/main.ts and everything behind it -> dist/. Quiet when it works; a warning of the bundler fails the build,
// because its mildest one (an import left unresolved) is a crash at run time.
import { build } from 'rolldown';

await build({
  input: { main: 'src/main.ts' },
  platform: 'node',
  // These read files of their own package at run time: schemas, and the pages of the API's documentation.
  external: ['express-openapi-validator', 'swagger-ui-dist'],
  // The AWS SDK's ES modules fall apart into what is used, its CommonJS does not.
  resolve: { mainFields: ['module', 'main'] },
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    minify: true,
    // main.js is what bin/ starts; what stands behind an import() is loaded only where it is needed.
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
  onLog: (level, log, handle) => handle(level === 'warn' ? 'error' : level, log),
});
