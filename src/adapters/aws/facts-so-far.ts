import type { PreflightRequest } from '../../gate/ports.ts';
import { canonicalJson } from '../../snapshot/canonical.ts';
import type { RawItem } from '../../snapshot/document.ts';
import { FAMILIES, type Fact, type ListName } from '../../snapshot/families.ts';

/** Facts that are no lists: one value for each key (an ARN, or nothing). */
export type EntryName =
  | 'SecretPolicies'
  | 'FunctionPolicies'
  | 'FunctionConcurrency'
  /** The account that asks. */
  | 'CallerIdentity'
  /** Parsed; it reaches no document. */
  | 'SecretValue';

/** What the calls answered so far have given; the next calls are planned from it. */
export interface FactsSoFar {
  readonly request: PreflightRequest;
  /** The secret's. */
  readonly region: string;
  /** As the SDK read them; the schemas of snapshot/ hold for AWS's own answers. */
  items<L extends ListName>(list: L): readonly Fact<L>[];
  entry(name: EntryName, key: string): unknown;
  /** Whether a call about the list was answered. */
  answered(list: ListName): boolean;
}

export interface FactStore extends FactsSoFar {
  /** An item that came before, from another call, is replaced by what was read last. */
  addItems(list: ListName, items: readonly RawItem[]): void;
  /** A member that another call gives than the one that lists the items: Entries of a prefix list. */
  addMember(list: ListName, id: string, member: string, value: unknown): void;
  addEntry(name: EntryName, key: string, value: unknown): void;
  entries(name: EntryName): ReadonlyMap<string, unknown>;
  members(list: ListName, id: string): RawItem;
}

export function factStore(request: PreflightRequest, region: string): FactStore {
  const lists = new Map<ListName, Map<string, RawItem>>();
  const entries = new Map<EntryName, Map<string, unknown>>();
  const members = new Map<string, Record<string, unknown>>();
  return {
    request,
    region,
    items: <L extends ListName>(list: L) => [...(lists.get(list)?.values() ?? [])] as unknown as readonly Fact<L>[],
    entry: (name, key) => entries.get(name)?.get(key),
    answered: (list) => lists.has(list),
    addItems(list, items) {
      const byId = lists.get(list) ?? new Map<string, RawItem>();
      for (const item of items) byId.set(identityOf(list, item), item);
      lists.set(list, byId);
    },
    addMember(list, id, member, value) {
      members.set(`${list} ${id}`, { ...members.get(`${list} ${id}`), [member]: value });
    },
    addEntry(name, key, value) {
      entries.set(name, new Map(entries.get(name)).set(key, value));
    },
    entries: (name) => entries.get(name) ?? new Map(),
    members: (list, id) => members.get(`${list} ${id}`) ?? {},
  };
}

/** What tells an item from the others of its list. */
export function identityOf(list: ListName, item: RawItem): string {
  const { id } = FAMILIES[list];
  return id === null ? canonicalJson(item) : String(item[id]);
}
