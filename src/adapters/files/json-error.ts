/** Where a text stops being JSON: one-based line and column, and what stands there. */
export interface JsonError {
  readonly line: number;
  readonly column: number;
  readonly found: string;
}

const SPACE = /[ \t\n\r]*/y;
const STRING_TEXT = /(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const OTHER_SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds the first error of a text that JSON.parse refused. JSON.parse itself gives a position only sometimes, and
 * quotes the text around it, which may be a secret.
 */
export function jsonErrorOf(text: string): JsonError {
  const offset = firstError(text);
  const before = text.slice(0, offset);
  const char = text.codePointAt(offset);
  return {
    line: before.split('\n').length,
    column: offset - before.lastIndexOf('\n'),
    found: char === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(char)),
  };
}

type Expect = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end';

/** Reads tokens as the grammar of RFC 8259 allows them, with the open brackets on a stack. */
function firstError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expect: Expect = 'value';
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match !== null;
  };
  const skipString = (): boolean => {
    at++;
    skip(STRING_TEXT);
    if (text[at] !== '"') return false;
    at++;
    return true;
  };
  for (;;) {
    skip(SPACE);
    const char = text[at];
    const inside = open.at(-1);
    if (expect === 'comma-or-end' && inside === undefined) return at;
    if (expect !== 'value' && expect !== 'key' && inside !== undefined && char === (inside === '{' ? '}' : ']')) {
      open.pop();
      at++;
      expect = 'comma-or-end';
    } else if (expect === 'comma-or-end') {
      if (char !== ',') return at;
      at++;
      expect = inside === '{' ? 'key' : 'value';
    } else if (expect === 'key' || expect === 'key-or-end') {
      if (char !== '"' || !skipString()) return at;
      skip(SPACE);
      if (text[at] !== ':') return at;
      at++;
      expect = 'value';
    } else if (char === '{' || char === '[') {
      open.push(char);
      at++;
      expect = char === '{' ? 'key-or-end' : 'value-or-end';
    } else {
      if (char === '"' ? !skipString() : !skip(OTHER_SCALAR)) return at;
      expect = 'comma-or-end';
    }
  }
}
