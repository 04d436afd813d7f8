// Reads rules/**/*.yaml, binds them to the engine, and writes the module the product reads and the index of the README.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../src/errors.ts';
import { bindRules } from '../src/rules/bind-rules.ts';
import { parseRule } from '../src/rules/parse-rule.ts';
import { ruleFiles } from './rule-files.ts';
import { rulesModule, rulesReadme } from './rule-outputs.ts';

const MODULE = 'src/rules/generated/rule-sources.ts';
const README = 'rules/README.md';

try {
  const sources = ruleFiles().map(({ file, text }) => parseRule(text, file));
  bindRules(sources);
  writeIfOther(MODULE, rulesModule(sources));
  writeIfOther(README, rulesReadme(readFileSync(README, 'utf8'), sources));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = 2;
}

/** A file that stays as it is keeps its time, so that what watches it rests. */
function writeIfOther(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
