import { AppError } from '../errors.ts';
import { byCodeUnit, canonicalJson } from './canonical.ts';
import { FAMILIES, type ListName } from './families.ts';
import { withoutPrivateValues } from './private-values.ts';
import { type ServiceIpRanges, serviceIpRanges } from './service-ranges.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type RawItem = Readonly<Record<string, unknown>>;

export interface RequestRow {
  readonly list: string;
  readonly action: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface GapRow extends RequestRow {
  readonly error: string;
  readonly message: string;
}

/** The facts of one assessment as snapshot-format describes them; items are still as read, validated when touched. */
export interface SnapshotDocument {
  readonly snapshotVersion: 1;
  /** ISO 8601 time. */
  readonly capturedAt: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Lists that are absent were never asked for. */
  readonly lists: Readonly<Partial<Record<ListName, readonly RawItem[]>>>;
  /** ARN to policy text; null: asked, none there. */
  readonly SecretPolicies: Readonly<Record<string, string | null>> | null;
  readonly FunctionPolicies: Readonly<Record<string, string | null>> | null;
  /** Function ARN to reserved concurrent executions. */
  readonly FunctionConcurrency: Readonly<Record<string, number | null>> | null;
  readonly ServiceIpRanges: ServiceIpRanges | null;
  /** Null: made by hand or from raw CLI output, complete for every list it holds. */
  readonly requests: readonly RequestRow[] | null;
  readonly gaps: readonly GapRow[];
  /** Where items stand that were gathered from several files, for messages: of `Vpcs[3]`, `us-east-1/vpcs.json: Vpcs[0]`. */
  readonly places?: ReadonlyMap<string, string>;
}

/** Reads the envelope: every list an array of objects, every map a map, no private values. Items are validated when a flow touches them. */
export function parseSnapshot(json: unknown, origin: string): SnapshotDocument {
  const at = (path: string, expected: string) => invalidSnapshot(origin, path, expected);
  const top = objectOr(json, () => at('', 'a snapshot object'));
  if (top['snapshotVersion'] !== 1) throw at('snapshotVersion', 'the number 1');
  const text = (key: string) => stringOr(top[key], () => at(key, 'a string'));
  const capturedAt = text('capturedAt');
  if (Number.isNaN(Date.parse(capturedAt))) throw at('capturedAt', 'an ISO 8601 time');

  const lists: Partial<Record<ListName, readonly RawItem[]>> = {};
  for (const name of Object.keys(FAMILIES) as ListName[]) {
    const value = top[name];
    if (value !== undefined && value !== null)
      lists[name] = itemsOr(value, name, at).map((item) => withoutPrivateValues(name, item));
  }
  return {
    snapshotVersion: 1,
    capturedAt,
    partition: text('partition'),
    region: text('region'),
    accountId: text('accountId'),
    lists,
    SecretPolicies: mapOf(top, 'SecretPolicies', 'string', at),
    FunctionPolicies: mapOf(top, 'FunctionPolicies', 'string', at),
    FunctionConcurrency: mapOf(top, 'FunctionConcurrency', 'number', at),
    ServiceIpRanges: isAbsent(top['ServiceIpRanges']) ? null : serviceIpRanges(top['ServiceIpRanges'], at),
    requests: isAbsent(top['requests'])
      ? null
      : itemsOr(top['requests'], 'requests', at).map((row, i) => requestRow(row, `requests[${i}]`, at)),
    gaps: isAbsent(top['gaps'])
      ? []
      : inOrder(itemsOr(top['gaps'], 'gaps', at).map((row, i) => gapRow(row, `gaps[${i}]`, at))),
  };
}

/** The error for a snapshot that is not one: names the file, the path in it and what was expected. */
export function invalidSnapshot(origin: string, path: string, expected: string): AppError {
  const where = path === '' ? origin : `${origin}: ${path}`;
  return new AppError('INVALID_SNAPSHOT', `${where}: expected ${expected}.`, {
    resource: path === '' ? null : path,
    hint: 'Correct the snapshot, or capture a new one with `rotation-preflight snapshot`.',
  });
}

type Complain = (path: string, expected: string) => AppError;

function requestRow(row: RawItem, path: string, at: Complain): RequestRow {
  const text = (key: string) => stringOr(row[key], () => at(`${path}.${key}`, 'a string'));
  const filters: Record<string, readonly string[]> = {};
  const stated = Object.entries(objectOr(row['filters'] ?? {}, () => at(`${path}.filters`, 'an object')));
  for (const [name, values] of stated.sort(([a], [b]) => byCodeUnit(a, b))) {
    if (!Array.isArray(values) || !values.every((v) => typeof v === 'string'))
      throw at(`${path}.filters.${name}`, 'a list of strings');
    filters[name] = [...values].sort(byCodeUnit);
  }
  return {
    list: text('list'),
    action: text('action'),
    account: isAbsent(row['account']) ? null : text('account'),
    region: isAbsent(row['region']) ? null : text('region'),
    filters,
  };
}

function inOrder(rows: readonly GapRow[]): readonly GapRow[] {
  return [...rows].sort((a, b) => byCodeUnit(canonicalJson(a), canonicalJson(b)));
}

function gapRow(row: RawItem, path: string, at: Complain): GapRow {
  return {
    ...requestRow(row, path, at),
    error: stringOr(row['error'], () => at(`${path}.error`, 'a string')),
    message: isAbsent(row['message']) ? '' : stringOr(row['message'], () => at(`${path}.message`, 'a string')),
  };
}

function mapOf<T extends 'string' | 'number'>(top: RawItem, key: string, type: T, at: Complain) {
  const value = top[key];
  if (isAbsent(value)) return null;
  const map = objectOr(value, () => at(key, 'an object'));
  for (const [name, entry] of Object.entries(map)) {
    if (entry !== null && typeof entry !== type) throw at(`${key}["${name}"]`, `a ${type} or null`);
  }
  return map as Readonly<Record<string, (T extends 'string' ? string : number) | null>>;
}

function itemsOr(value: unknown, path: string, at: Complain): readonly RawItem[] {
  if (!Array.isArray(value)) throw at(path, 'a list');
  for (const [i, item] of value.entries()) objectOr(item, () => at(`${path}[${i}]`, 'an object'));
  return value;
}

function objectOr(value: unknown, complain: () => AppError): RawItem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw complain();
  return value as RawItem;
}

function stringOr(value: unknown, complain: () => AppError): string {
  if (typeof value !== 'string') throw complain();
  return value;
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
