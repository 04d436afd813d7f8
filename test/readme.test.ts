import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectGolden } from './support/golden.ts';
import { runCli } from './support/run-cli.ts';

const README = new URL('../README.md', import.meta.url);

/** A block of the README that shows a command and all it prints. */
const EXAMPLE = /```console\n\$ npx rotation-preflight (?<line>.*)\n[\s\S]*?```/g;
/** Left out: it changes with every fact that a check takes up. */
const DIGEST = /sha256:[0-9a-f]{64}/g;
const ASKS_STATUS = '; echo "status $?"';

async function rerun(line: string): Promise<string> {
  const { status, stdout, stderr } = await runCli(line.replace(ASKS_STATUS, '').split(' '));
  expect(status, `${line}: ${stderr}`).not.toBe(2);
  const told = line.endsWith(ASKS_STATUS) ? `status ${status}\n` : '';
  const printed = `${stderr}${stdout}`.replaceAll(DIGEST, 'sha256:…');
  return `\`\`\`console\n$ npx rotation-preflight ${line}\n${printed}${told}\`\`\``;
}

test('the README shows what its commands print', async () => {
  const text = readFileSync(README, 'utf8');
  const examples = [...text.matchAll(EXAMPLE)];
  expect(examples.length).toBeGreaterThan(2);
  let shown = text;
  for (const example of examples) {
    const printed = await rerun(example.groups?.['line'] ?? '');
    shown = shown.replace(example[0], () => printed);
  }
  expectGolden(README, shown);
});
