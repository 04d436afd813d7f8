/** Raw JSON, read field by field: whatever is not there as it should be makes the rotation not provably work. */
export type Item = Readonly<Record<string, unknown>>;

/** It does not work, or nobody can tell that it does. */
export class DoesNotWork extends Error {}

/** The simulation does not know this kind of thing. */
export class NotSimulated extends Error {}

export function lost(reason: string): never {
  throw new DoesNotWork(reason);
}

export function list(holder: Item, name: string): readonly Item[] {
  const found = holder[name];
  return Array.isArray(found) ? found : [];
}

export function texts(holder: Item, name: string): readonly string[] {
  const found = holder[name];
  return Array.isArray(found) ? found.map(String) : [];
}

export function inner(holder: Item, name: string): Item {
  const found = holder[name];
  return typeof found === 'object' && found !== null ? (found as Item) : {};
}

export function text(holder: Item, name: string): string | null {
  const found = holder[name];
  return found === undefined || found === null ? null : String(found);
}

/** The one item of a list with this value in a field. */
export function theOne(holder: Item, name: string, field: string, value: string): Item {
  const found = list(holder, name).filter((item) => item[field] === value);
  return found.length === 1 && found[0] !== undefined ? found[0] : lost(`${value} is not the one in ${name}`);
}

export function isState(item: Item, field: string, wanted: string): boolean {
  return text(item, field)?.toLowerCase() === wanted.toLowerCase();
}
