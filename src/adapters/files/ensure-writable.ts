import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.ts';

/**
 * Finds out whether a file could be written, without writing it: for work that cannot be undone and whose report must not get lost.
 * @throws AppError UNWRITABLE_OUTPUT
 */
export function ensureWritable(path: string): void {
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing?.isDirectory()) throw unwritable(path, 'is a directory');
    // A file is replaced, so it is its folder that counts; anything else (a pipe, a terminal) is written to.
    accessSync(existing === undefined || existing.isFile() ? dirname(path) : path, constants.W_OK);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw unwritable(path, code === 'ENOENT' || code === 'ENOTDIR' ? 'is in no folder' : 'may not be written', error);
  }
}

function unwritable(path: string, problem: string, cause?: unknown): AppError {
  return new AppError('UNWRITABLE_OUTPUT', `${path} cannot be a report: it ${problem}.`, {
    resource: path,
    hint: 'Name a file in a folder that exists and may be written to.',
    cause,
  });
}
