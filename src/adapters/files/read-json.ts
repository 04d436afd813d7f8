import { readFileSync } from 'node:fs';
import { AppError, type ErrorCode } from '../../errors.ts';
import { jsonErrorOf } from './json-error.ts';

/** What a caller wanted of a file: the code and the hint of the error if it is not there. */
export interface Wanted {
  readonly code: ErrorCode;
  /** `a snapshot document`. */
  readonly what: string;
  readonly hint: string;
}

export interface JsonFile {
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/** Reads one JSON file, UTF-8 or, as PowerShell redirects output, UTF-16. Throws AppError with the path, line and column. */
export function readJson(path: string, wanted: Wanted): JsonFile {
  const bytes = readBytes(path, wanted);
  if (bytes.length === 0) throw unreadable(path, 'is empty', wanted);
  const text = decoded(bytes, path, wanted);
  try {
    return { json: JSON.parse(text), bytes };
  } catch {
    const { line, column, found } = jsonErrorOf(text);
    throw unreadable(path, `is not JSON: line ${line}, column ${column}: unexpected ${found}`, wanted);
  }
}

/** As readJson, or a file of JSON values one a line: then their list. */
export function readJsonOrLines(path: string, wanted: Wanted): JsonFile {
  try {
    return readJson(path, wanted);
  } catch (error) {
    const bytes = readBytes(path, wanted);
    const values = linesOf(decoded(bytes, path, wanted));
    if (values === null) throw error;
    return { json: values, bytes };
  }
}

/** Null unless there are several lines, each a JSON value. */
function linesOf(text: string): readonly unknown[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return null;
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return null;
  }
}

/** One sentence on a file that cannot be read as what was wanted. */
export function unreadable(path: string, problem: string, { code, what, hint }: Wanted, cause?: unknown): AppError {
  return new AppError(code, `${path} ${problem}; expected ${what}.`, { resource: path, hint, cause });
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ELOOP: 'is a link that leads to itself',
  ERR_FS_FILE_TOO_LARGE: 'is too large to read',
};

/** Why the file system refused, in words that follow a path. */
export function problemOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'an unnamed error';
  return PROBLEMS[code] ?? `cannot be read (${code})`;
}

function readBytes(path: string, wanted: Wanted): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, problemOf(error), wanted, error);
  }
}

function decoded(bytes: Uint8Array, path: string, wanted: Wanted): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG';
    throw unreadable(path, tooLong ? 'is too large to read' : `is not ${encoding.toUpperCase()} text`, wanted, error);
  }
}
