import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { existingAt, orUnwritable } from './output-path.ts';

/**
 * Writes a file so that a reader finds the old text or the new one, never a part: a temporary file beside it takes its
 * place. Links are followed; what is no file (`/dev/stdout`, a pipe) is written to as it is. Throws UNWRITABLE_OUTPUT.
 */
export function writeAtomically(path: string, text: string): void {
  orUnwritable(path, () => {
    const existing = existingAt(path);
    if (existing !== undefined && !existing.isFile()) writeFileSync(path, text);
    else replaceFile(existing === undefined ? path : realpathSync(path), existing, text);
  });
}

function replaceFile(path: string, existing: Stats | undefined, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = openSync(temporary, 'wx');
    try {
      if (existing !== undefined) fchmodSync(file, existing.mode & 0o7777);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
