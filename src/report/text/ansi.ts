import type { Verdict } from '../../assessment/assessment.ts';
import type { Disposition } from '../../reachability/trace.ts';

const SGR = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Paint = keyof typeof SGR;

/** https://ecma-international.org/publications-and-standards/standards/ecma-48/ section 8.3.117, select graphic rendition. */
export function paint(text: string, color: boolean, ...styles: readonly Paint[]): string {
  return color && text !== '' ? `\u001B[${styles.map((style) => SGR[style]).join(';')}m${text}\u001B[0m` : text;
}

export const PAINT: Readonly<Record<Verdict | Disposition, Paint>> = {
  pass: 'green',
  reachable: 'green',
  fail: 'red',
  blocked: 'red',
  unknown: 'yellow',
  'not-applicable': 'dim',
};
