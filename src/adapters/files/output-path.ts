import { type Stats, statSync } from 'node:fs';
import { AppError } from '../../errors.ts';

/** What is at an output's path: undefined if nothing is there yet. A folder that is not there is never made. */
export function existingAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: path.endsWith('/') });
}

/** Does what the file system may refuse. Throws UNWRITABLE_OUTPUT with its reason in words. */
export function orUnwritable(path: string, write: () => void): void {
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

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be written: its folder does not exist',
  ENOTDIR: 'cannot be written: a part of its path is no folder',
  EISDIR: 'cannot be written: it is a directory',
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: the disk is full',
};
