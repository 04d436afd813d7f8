import { accessSync, closeSync, constants, openSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { existingAt, orUnwritable } from './output-path.ts';

/**
 * Finds out whether a file could be written, without writing it: before work that cannot be undone and whose report
 * must not get lost. Throws UNWRITABLE_OUTPUT.
 */
export function ensureWritable(path: string): void {
  orUnwritable(path, () => {
    const existing = existingAt(path);
    // Opening a directory to write fails, with the file system's own reason. A file is replaced, so it is its folder
    // that counts; anything else (a pipe, a terminal) is written to.
    if (existing?.isDirectory()) closeSync(openSync(path, 'w'));
    else if (existing !== undefined && !existing.isFile()) accessSync(path, constants.W_OK);
    else accessSync(`${dirname(existing === undefined ? path : realpathSync(path))}/`, constants.W_OK | constants.X_OK);
  });
}
