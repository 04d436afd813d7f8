import { blockOf } from './address.ts';

type Json = Record<string, unknown>;

/** A snapshot with one thing changed. */
export interface Mutant {
  /** What was done where: `remove SecurityGroups/2/IpPermissions/0`. */
  readonly name: string;
  readonly document: Json;
}

/** What was asked and what was refused is no part of the account. */
const BESIDE = new Set(['requests', 'gaps']);
const STATES = new Set(['State', 'Status', 'Code', 'LastUpdateStatus']);
const BLOCKS = new Set(['CidrIp', 'CidrIpv6', 'Cidr', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock']);
const BOUNDS: Readonly<Record<string, number>> = { FromPort: 1, From: 1, ToPort: -1, To: -1 };
const OPPOSITE: Readonly<Record<string, string>> = { allow: 'deny', deny: 'allow', Allow: 'Deny', Deny: 'Allow' };
/** Maps from a name to a fact: an entry can be taken away like an element of a list. */
const MAPS = new Set(['SecretPolicies', 'FunctionPolicies', 'FunctionConcurrency', 'VersionIdsToStages']);

/**
 * Every snapshot that differs in one place: an element of a list gone, a yes for a no, a state gone bad, an action
 * turned round, a block halved, a range of ports narrowed, at every depth and inside policies too.
 */
export function mutantsOf(document: Json): readonly Mutant[] {
  const parts = Object.keys(document).filter((key) => !BESIDE.has(key));
  return parts.flatMap((key) => variantsOf(document[key], key, document).map((v) => within(v, key, document)));
}

interface Variant {
  readonly how: string;
  readonly where: string;
  readonly value: unknown;
}

function within({ how, where, value }: Variant, key: string, document: Json): Mutant {
  return { name: `${how} ${key}${where}`, document: { ...document, [key]: value } };
}

function variantsOf(value: unknown, key: string, holder: Json): readonly Variant[] {
  if (Array.isArray(value)) return variantsOfList(value, holder);
  if (typeof value === 'object' && value !== null) return variantsOfItem(value as Json, key);
  if (typeof value === 'boolean') return [{ how: 'flip', where: '', value: !value }];
  if (typeof value === 'number' && value >= 0 && BOUNDS[key] !== undefined) return [narrowed(value, BOUNDS[key])];
  return typeof value === 'string' ? variantsOfText(value, key, holder) : [];
}

function narrowed(value: number, by: number): Variant {
  return { how: 'narrow', where: '', value: value + by };
}

function variantsOfList(list: readonly unknown[], holder: Json): readonly Variant[] {
  return list.flatMap((element, i) => [
    { how: 'remove', where: `/${i}`, value: list.filter((_, at) => at !== i) },
    ...variantsOf(element, '', holder).map(({ how, where, value }) => ({
      how,
      where: `/${i}${where}`,
      value: list.map((it, at) => (at === i ? value : it)),
    })),
  ]);
}

function variantsOfItem(item: Json, name: string): readonly Variant[] {
  return Object.entries(item).flatMap(([key, value]) => [
    ...(MAPS.has(name) ? [{ how: 'remove', where: `/${key}`, value: without(item, key) }] : []),
    ...variantsOf(value, key, item).map((v) => ({
      how: v.how,
      where: `/${key}${v.where}`,
      value: { ...item, [key]: v.value },
    })),
  ]);
}

function without(item: Json, key: string): Json {
  return Object.fromEntries(Object.entries(item).filter(([k]) => k !== key));
}

function variantsOfText(value: string, key: string, holder: Json): readonly Variant[] {
  const set = (how: string, changed: string): readonly Variant[] => [{ how, where: '', value: changed }];
  if (key === 'RuleAction' || key === 'Effect') return set('turn', OPPOSITE[value] ?? value);
  if (STATES.has(key)) return set('break', isRoute(holder) ? 'blackhole' : 'failed');
  if (key === 'Name' && 'Code' in holder === false && ['running', 'pending'].includes(value))
    return set('break', 'stopped');
  if (BLOCKS.has(key) || (key === 'CidrBlock' && 'RuleNumber' in holder)) return halved(value);
  const policy = value.startsWith('{') ? parsed(value) : null;
  if (policy === null) return [];
  return variantsOf(policy, key, holder).map((v) => ({ ...v, value: JSON.stringify(v.value) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRoute(holder: Json): boolean {
  return 'Origin' in holder && 'State' in holder;
}

/** The lower half of a block; a single address cannot be halved. */
function halved(cidr: string): readonly Variant[] {
  const { family, length } = blockOf(cidr);
  const single = family === 4 ? 32 : 128;
  return length === single ? [] : [{ how: 'halve', where: '', value: `${cidr.split('/')[0]}/${length + 1}` }];
}
