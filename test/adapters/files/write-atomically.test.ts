import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureWritable } from '../../../src/adapters/files/ensure-writable.ts';
import { writeAtomically } from '../../../src/adapters/files/write-atomically.ts';
import { AppError } from '../../../src/errors.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-atomically-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a new file holds the text, and nothing else is left in the folder', () => {
  writeAtomically(join(folder, 'report.json'), 'grün\n');
  expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('grün\n');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('an existing file is replaced as a whole and keeps its mode', () => {
  const path = join(folder, 'report.json');
  writeFileSync(path, 'the old and much longer text');
  chmodSync(path, 0o640);
  const old = statSync(path).ino;
  writeAtomically(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(statSync(path).ino).not.toBe(old);
});

test('a link stays a link: what it leads to is replaced', () => {
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep/target.txt'), 'old');
  symlinkSync('deep/target.txt', join(folder, 'link.txt'));
  writeAtomically(join(folder, 'link.txt'), 'new');
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'deep/target.txt'), 'utf8')).toBe('new');
});

test('what is no file is written to, not replaced', () => {
  writeAtomically('/dev/null', 'text');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.each([
  ['none/report.json', 'cannot be written: its folder does not exist.'],
  ['file.txt/report.json', 'cannot be written: a part of its path is no folder.'],
  ['deep', 'cannot be written: it is a directory.'],
  ['none/', 'cannot be written: its folder does not exist.'],
])('%s cannot be written, and nothing is left behind', (name, problem) => {
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'file.txt'), 'kept');
  const path = `${folder}/${name}`;
  const refused = { name: AppError.name, code: 'UNWRITABLE_OUTPUT', message: `${path} ${problem}`, resource: path };
  expect(() => writeAtomically(path, 'text')).toThrow(expect.objectContaining(refused));
  expect(() => ensureWritable(path)).toThrow(expect.objectContaining(refused));
  expect(readdirSync(folder).sort()).toEqual(['deep', 'file.txt']);
});

test('whether it can be written is found out without writing', () => {
  const path = join(folder, 'report.json');
  ensureWritable(path);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(path, 'old');
  ensureWritable(path);
  expect(readFileSync(path, 'utf8')).toBe('old');
  ensureWritable('/dev/null');
});
