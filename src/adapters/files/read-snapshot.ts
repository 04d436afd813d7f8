import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CapturedFacts } from '../../gate/ports.ts';
import { byCodeUnit } from '../../snapshot/canonical.ts';
import { parseSnapshot } from '../../snapshot/document.ts';
import { importRaw } from '../../snapshot/import-raw.ts';
import { type JsonFile, problemOf, readJson, readJsonOrLines, unreadable, type Wanted } from './read-json.ts';

const WANTED: Wanted = {
  code: 'INVALID_SNAPSHOT',
  what: 'a snapshot document, or a folder of JSON files as the AWS CLI prints them',
  hint: 'Correct the path or the file, or capture a new one with `rotation-preflight snapshot`.',
};

/**
 * Reads a snapshot document, or a folder of raw AWS CLI output. Throws INVALID_SNAPSHOT naming the file, the place in
 * it and what was expected there; items are checked when a flow touches them.
 */
export function readSnapshot(path: string): CapturedFacts {
  const facts = { origin: path, source: 'file', secretValue: null } as const;
  if (isFolder(path)) return { ...facts, ...readFolder(path) };
  const { json, bytes } = readJson(path, WANTED);
  return { ...facts, document: parseSnapshot(json, path), bytes };
}

function readFolder(folder: string): Pick<CapturedFacts, 'document' | 'bytes' | 'passedOver'> {
  const paths = jsonFilesIn(folder);
  if (paths.length === 0) throw unreadable(folder, 'holds no JSON files', WANTED);
  const files = paths.map((path) => ({ path, ...readJsonOrLines(join(folder, path), WANTED) }));
  const { snapshot, places, passedOver } = importRaw(files, folder);
  return { document: { ...parseSnapshot(snapshot, folder), places }, bytes: folderBytes(files), passedOver };
}

/**
 * What the digest of a folder is of: its JSON files ascending by relative path (`/` between the parts, compared by code
 * units), each as path, NUL, number of bytes in decimal, NUL, bytes. Whatever else the folder holds does not count.
 */
function folderBytes(files: readonly (JsonFile & { readonly path: string })[]): Uint8Array {
  return Buffer.concat(files.flatMap(({ path, bytes }) => [Buffer.from(`${path}\0${bytes.length}\0`), bytes]));
}

/** Relative paths of the JSON files in a folder and the folders in it, ascending; hidden ones are none of ours. */
function jsonFilesIn(folder: string, under = ''): readonly string[] {
  const names = attempt(folder, () => readdirSync(join(folder, under)));
  const paths = names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const path = under === '' ? name : `${under}/${name}`;
      if (isFolder(join(folder, path))) return jsonFilesIn(folder, path);
      return /\.(?:jsonl?|ndjson)$/i.test(name) ? [path] : [];
    });
  return paths.sort(byCodeUnit);
}

function isFolder(path: string): boolean {
  return attempt(path, () => statSync(path)).isDirectory();
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, problemOf(error), WANTED, error);
  }
}
