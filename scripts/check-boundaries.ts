// The order of the layers, judged by dependency-cruiser with the rules of .dependency-cruiser.cjs.
// dependency-cruiser passes silently over what it cannot parse (all of it, under a TypeScript it does not know),
// so a run counts only if it saw every source file and followed imports between them.
import { globSync } from 'node:fs';
import { cruise, format, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const { options, ...ruleSet } = await extractDepcruiseConfig('./.dependency-cruiser.cjs');
const { output } = await cruise(['src'], { ...options, ruleSet, validate: true }, undefined, {
  tsConfig: extractTSConfig('tsconfig.json'),
});
if (typeof output === 'string') throw new Error('dependency-cruiser gave a report instead of its result');

const files = globSync('src/**/*.ts');
const missed = unseen(output, files);
const report = await format(output, { outputType: 'err-long' });

process.stdout.write(String(report.output));
if (missed.length > 0) {
  process.stdout.write(
    `\n${missed.length} of ${files.length} source files were not cruised:\n  ${missed.join('\n  ')}\n`,
  );
}
const imports = output.modules
  .flatMap((module) => module.dependencies)
  .filter(({ resolved }) => resolved.startsWith('src/'));
if (imports.length === 0) process.stdout.write('\nNo import between source files was followed: nothing was judged.\n');

process.exitCode = report.exitCode > 0 || missed.length > 0 || imports.length === 0 ? 1 : 0;

function unseen(result: ICruiseResult, expected: readonly string[]): string[] {
  const seen = new Set(result.modules.map(({ source }) => source));
  return expected.filter((file) => !seen.has(file)).sort();
}
