import { AppError } from '../../errors.ts';
import { parseAddress } from '../../net/address.ts';
import { isPublic } from '../../net/address-space.ts';
import { type Cidr, parseCidr } from '../../net/cidr.ts';
import { byCodeUnit } from '../canonical.ts';
import type { RawItem } from '../document.ts';
import { addressMap } from './addresses.ts';
import { drawWith, type Sha256 } from './scramble.ts';
import { mapText, type TextMap } from './text.ts';

export interface Anonymised {
  readonly document: RawItem;
  /** What became of a text of the document, or of the question that is put to it. */
  readonly text: (text: string) => string;
}

/** Maps from names that the customer gave; everywhere else the names of fields are AWS's. */
const MAPS: ReadonlySet<string> = new Set([
  ...['SecretPolicies', 'FunctionPolicies', 'FunctionConcurrency', 'VersionIdsToStages', 'Tags'],
]);
const MOST_KEYS = 16;
/** Shorter words turn up by chance. */
const SHORTEST = 5;

/**
 * Puts other accounts, ids, names and addresses in place of a snapshot's own, the same one for the same everywhere, and
 * so that every assessment of it comes to the same. The same document and seed give the same bytes.
 */
export function anonymise(
  document: RawItem,
  { sha256, seed }: { readonly sha256: Sha256; readonly seed: string },
): Anonymised {
  const blocks = blocksOf([document['Vpcs'], document['Subnets']]);
  const tries = Array.from({ length: MOST_KEYS }, (_, n) => () => {
    const draw = drawWith(sha256(`${seed} ${n}`), sha256);
    const made = new Set<string>();
    const map: TextMap = { draw, address: addressMap(draw, blocks), made };
    const result = mapValue(document, '', map) as RawItem;
    return { map, result, shown: shownIn(result, document, map) };
  });
  let best: ReturnType<(typeof tries)[number]> | null = null;
  for (const attempt of tries) {
    const made = attempt();
    if (best === null || made.shown.length < best.shown.length) best = made;
    if (best.shown.length === 0) break;
  }
  if (best === null || best.shown.some((text) => !isPrivateBlock(text))) {
    throw new AppError('INTERNAL', 'No other names could be found for those of the snapshot.', {
      hint: 'Give another --seed.',
    });
  }
  const { map, result } = best;
  return { document: result, text: (text) => mapText(text, '', map) };
}

/** What was changed and can be read in the result all the same, because something else became it. */
function shownIn(result: RawItem, document: RawItem, map: TextMap): readonly string[] {
  const text = JSON.stringify(result);
  const isMade = (original: string) =>
    map.made.has(original) || (original.match(/[A-Za-z0-9]+/g) ?? []).some((word) => map.made.has(word));
  return changedTexts(document, map).filter(
    (original) => original.length >= SHORTEST && text.includes(original) && isMade(original),
  );
}

/** There are few private addresses, and they say little: in a large network one may become another. */
function isPrivateBlock(text: string): boolean {
  const address = parseAddress(text.split('/')[0] ?? '');
  return address !== null && !isPublic(address);
}

function changedTexts(document: RawItem, map: TextMap): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, field: string): void => {
    if (typeof value === 'string' && mapString(value, field, map) !== value) found.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) look(inner, Array.isArray(value) ? field : key);
  };
  look(document, '');
  return [...found].sort(byCodeUnit);
}

function mapValue(value: unknown, field: string, map: TextMap): unknown {
  if (typeof value === 'string') return mapString(value, field, map);
  if (Array.isArray(value)) return value.map((it) => mapValue(it, typeof it === 'string' ? field : '', map));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [mapKey(key, field, map), mapValue(inner, key, map)]);
  return Object.fromEntries(entries);
}

function mapKey(key: string, holder: string, map: TextMap): string {
  return MAPS.has(holder) ? mapText(key, '', map) : key;
}

/** Policies are documents inside a text. */
function mapString(text: string, field: string, map: TextMap): string {
  const inner = text.startsWith('{') ? parsed(text) : null;
  return inner === null ? mapText(text, field, map) : JSON.stringify(mapValue(inner, field, map));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function blocksOf(value: unknown): readonly Cidr[] {
  const cidr = typeof value === 'string' ? parseCidr(value) : null;
  if (cidr !== null) return [cidr];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(blocksOf);
}
