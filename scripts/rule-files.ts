import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of /rules: its name below the folder, with slashes, and its text. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** Every rule file, ascending by name. */
export function ruleFiles(folder = 'rules'): readonly RuleFile[] {
  const names = globSync('**/*.{yaml,yml}', { cwd: folder }).map((name) => name.replaceAll('\\', '/'));
  return names.sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}
