import { printable } from '../printable.ts';

const ASCII = /^[ -~]*$/;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const DOUBLE_WIDTH =
  /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

/** Columns a terminal gives to the text. */
export function columns(text: string): number {
  if (ASCII.test(text)) return text.length;
  return [...text].reduce((sum, character) => sum + columnsOf(character), 0);
}

/**
 * Words in lines of at most `width` columns; `rest` is for the lines after the first, where they are
 * indented less or more. A word that is too long (an ARN) breaks behind one of : / . _ , - or, without any, anywhere.
 */
export function wrap(text: string, width: number, rest = width): string[] {
  const lines: string[] = [];
  let line = '';
  const room = () => Math.max(lines.length === 0 ? width : rest, 1);
  for (const word of printable(text)
    .split(' ')
    .filter((w) => w !== '')) {
    if (line !== '' && columns(line) + 1 + columns(word) > room()) {
      lines.push(line);
      line = '';
    }
    let left = line === '' ? word : `${line} ${word}`;
    while (columns(left) > room()) {
      const head = breakable(left, room());
      lines.push(head);
      left = left.slice(head.length);
    }
    line = left;
  }
  return line === '' ? lines : [...lines, line];
}

/** Lines with `first` before the first and as many blanks before the others. */
export function hang(first: string, text: string, width: number): string[] {
  const indent = ' '.repeat(columns(first));
  return wrap(text, width - indent.length).map((line, index) => `${index === 0 ? first : indent}${line}`);
}

function breakable(word: string, width: number): string {
  const head = fitting(word, width);
  const separator = Math.max(...[...':/._,-'].map((mark) => head.lastIndexOf(mark)));
  return separator > head.length / 2 ? head.slice(0, separator + 1) : head;
}

/** The longest beginning of at most `width` columns, one character at least. */
function fitting(text: string, width: number): string {
  let head = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > width && head !== '') break;
    head += character;
  }
  return head;
}

function columnsOf(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}
