import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../errors.ts';

/**
 * Writes a file so that a reader finds the old text or the new one, never a part: a temporary file beside it takes its
 * place. Links are followed; what is no file (`/dev/stdout`, a pipe) is written to as it is. Throws UNWRITABLE_OUTPUT.
 */
export function writeAtomically(path: string, text: string): void {
  attempt(path, () => {
    const existing = existingAt(path);
    if (existing !== undefined && !existing.isFile()) writeFileSync(path, text);
    else replaceFile(existing === undefined ? path : realpathSync(path), existing, text);
  });
}

/** Finds out, before there is anything to write, whether it could be written. Throws UNWRITABLE_OUTPUT. */
export function ensureWritable(path: string): void {
  attempt(path, () => {
    const existing = existingAt(path);
    if (existing !== undefined && !existing.isFile()) closeSync(openSync(path, 'w'));
    else accessSync(`${dirname(existing === undefined ? path : realpathSync(path))}/`, constants.W_OK | constants.X_OK);
  });
}

/** Undefined if nothing is there yet; a folder that is not there is never made. */
function existingAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: path.endsWith('/') });
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

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be written: its folder does not exist',
  ENOTDIR: 'cannot be written: a part of its path is no folder',
  EISDIR: 'cannot be written: it is a directory',
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: the disk is full',
};

function attempt(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'an unnamed error';
    throw new AppError('UNWRITABLE_OUTPUT', `${path} ${PROBLEMS[code] ?? `cannot be written (${code})`}.`, {
      resource: path,
      hint: 'Name a file in a folder that exists and may be written to.',
      cause: error,
    });
  }
}
