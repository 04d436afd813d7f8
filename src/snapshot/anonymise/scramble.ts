/** Lower-case hexadecimal SHA-256 of a text. */
export type Sha256 = (data: string) => string;

/** A number from 0 to 2^32-1 that only whoever has the key can foretell. */
export type Draw = (what: string) => number;

/** How names are found, and all that were. */
export interface Names {
  readonly draw: Draw;
  readonly made: Set<string>;
}

export function drawWith(key: string, sha256: Sha256): Draw {
  const drawn = new Map<string, number>();
  return (what) => {
    const known = drawn.get(what);
    if (known !== undefined) return known;
    const number = Number.parseInt(sha256(`${key}\n${what}`).slice(0, 8), 16);
    drawn.set(what, number);
    return number;
  };
}

/**
 * Letters for letters and digits for digits, none of them itself, each by what stands before it. Words that begin alike
 * still do, in any letter case, so that what a pattern with a star at its end matched is matched still.
 */
export function scramble(word: string, { draw, made }: Names): string {
  const alphabets = HEXADECIMAL.test(word) ? [HEX_DIGITS] : ALPHABETS;
  const other = [...word]
    .map((char, i) => replaced(char, alphabets, draw(`word ${word.slice(0, i).toLowerCase()}`)))
    .join('');
  made.add(other);
  return other;
}

/** The random part of AWS's ids, by which some are recognised. */
const HEXADECIMAL = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{8,}$/;
const HEX_DIGITS = '0123456789abcdef';
const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];

function replaced(char: string, alphabets: readonly string[], number: number): string {
  const alphabet = alphabets.find((it) => it.includes(char)) ?? char;
  const step = alphabet.length < 2 ? 0 : 1 + (number % (alphabet.length - 1));
  return alphabet.charAt((alphabet.indexOf(char) + step) % alphabet.length);
}
