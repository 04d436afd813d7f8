import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSnapshot } from '../../src/adapters/files/read-snapshot.ts';
import { run } from '../../src/cli/run.ts';
import { fakeCli } from '../support/cli-deps.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/through-nat-gateway.json');

function cli() {
  const fake = fakeCli({});
  return { ...fake, deps: { ...fake.deps, readSnapshot: async (path: string) => readSnapshot(path) } };
}

const ANONYMISE = ['snapshot', '--snapshot', EXAMPLE, '--anonymise'];

test('a snapshot on file is written down in other names, always the same', async () => {
  const one = cli();
  expect(await run([...ANONYMISE, '--output', 'other.json'], one.deps)).toBe(0);
  const two = cli();
  await run(ANONYMISE, two.deps);
  expect(one.files.get('other.json')).toBe(two.stdout());
  expect(two.stdout()).not.toContain('111122223333');
  expect(two.stdout()).toContain('AmazonProvidedDNS');

  const three = cli();
  await run([...ANONYMISE, '--seed', 'another'], three.deps);
  expect(three.stdout()).not.toBe(two.stdout());
});

test('the question in the new names is told beside it', async () => {
  const { deps, stdout, stderr } = cli();
  await run([...ANONYMISE, '--secret', 'prod/db', '--target', '10.0.20.10:5432'], deps);
  expect(stderr()).toMatch(/^The same question: check --secret \w{4}\/\w\w --target 10\.\d+\.\d+\.\d+:5432\n$/);
  expect(stdout()).not.toContain('prod/db');
});

test('without a snapshot, the secret has to be named', async () => {
  const { deps, stderr } = cli();
  expect(await run(['snapshot', '--anonymise'], deps)).toBe(2);
  expect(stderr()).toContain("Required option '--secret <id>' not specified");
});

test('a seed for other names is refused where the true ones would be written', async () => {
  const { deps, files, stdout, stderr } = cli();
  expect(await run(['snapshot', '--snapshot', EXAMPLE, '--seed', 'another', '--output', 'other.json'], deps)).toBe(2);
  expect(stderr()).toContain('Add --anonymise');
  expect(stdout()).toBe('');
  expect(files.size).toBe(0);
});
