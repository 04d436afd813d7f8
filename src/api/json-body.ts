import express, { type Request, type RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** Bytes. The room beside a snapshot of 32 MiB is for the question itself. */
export const SNAPSHOT_BODY_LIMIT = 32 * 1024 * 1024 + 64 * 1024;
export const BODY_LIMIT = 64 * 1024;

/** Deeper than any fact of AWS; what walks a body after this may recurse. */
const MAX_DEPTH = 100;
const [QUOTE, BACKSLASH, BRACKET, BRACE, BRACKET_END, BRACE_END] = Buffer.from('"\\[{]}');

const received = new WeakMap<object, Buffer>();

/** The bytes the body was parsed from. */
export function bodyBytes(req: Request): Buffer {
  return received.get(req) ?? Buffer.alloc(0);
}

/**
 * Reads a JSON body of at most `limit` bytes, after decompression. Only application/json in UTF-8 passes: the types
 * an HTML form can send do not.
 */
export function jsonBody(limit: number): readonly RequestHandler[] {
  const verify = (req: object, _res: unknown, bytes: Buffer) => {
    refuseDeep(bytes);
    received.set(req, bytes);
  };
  return [requireJson, express.json({ limit, verify })];
}

const requireJson: RequestHandler = (req, _res, next) => {
  if (!/^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(req.headers['content-type'] ?? '')) {
    throw new HttpProblem(
      'unsupported-media-type',
      'The body is not declared as application/json in UTF-8.',
      'Send Content-Type: application/json.',
      { Accept: 'application/json' },
    );
  }
  next();
};

/** Before parsing: a text of brackets alone must not come as far as anything that recurses. */
function refuseDeep(bytes: Buffer): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) inString = !inString;
    else if (inString) i += byte === BACKSLASH ? 1 : 0;
    else if (byte === BRACKET || byte === BRACE) depth += 1;
    else if (byte === BRACKET_END || byte === BRACE_END) depth -= 1;
    if (depth > MAX_DEPTH) {
      const detail = `The body is nested deeper than ${MAX_DEPTH} levels.`;
      throw new HttpProblem('invalid-request', detail, 'Send the question alone, as /openapi.yaml has it.');
    }
  }
}
