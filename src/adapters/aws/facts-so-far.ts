import type { PreflightRequest } from '../../gate/ports.ts';
import { canonicalJson } from '../../snapshot/canonical.ts';
import type { RawItem } from '../../snapshot/document.ts';
import { FAMILIES, type Fact, type ListName, uniqueName } from '../../snapshot/families.ts';
import { type Place, placeKey } from './place.ts';

/** Facts that are no lists: one value for each key (an ARN, or nothing). */
export type EntryName =
  | 'SecretPolicies'
  | 'FunctionPolicies'
  | 'FunctionConcurrency'
  /** The account that asks. */
  | 'CallerIdentity'
  /** Both ends of a peering of transit gateways, under the id of its attachment. */
  | 'TransitGatewayPeerings'
  /** Domains of a list that rules of DNS Firewall name. */
  | 'FirewallDomains'
  /** Parsed; it reaches no document. */
  | 'SecretValue';

/** What the calls answered so far have given; the next calls are planned from it. */
export interface FactsSoFar {
  readonly request: PreflightRequest;
  /** The secret's Region, with the credentials that ask unless others are named. */
  readonly home: Place;
  /** Accounts for which further credentials are at hand. */
  readonly accounts: ReadonlySet<string>;
  /** As the SDK read them; the schemas of snapshot/ hold for AWS's own answers. An item seen from two places comes twice. */
  items<L extends ListName>(list: L): readonly Fact<L>[];
  placed<L extends ListName>(list: L): readonly Placed<Fact<L>>[];
  entry(name: EntryName, key: string): unknown;
  entries(name: EntryName): ReadonlyMap<string, unknown>;
  /** What other calls than the one that lists an item gave for it: Entries of a prefix list. Ids are unique everywhere. */
  members<L extends ListName>(list: L, item: Fact<L>): Partial<Fact<L>>;
  /** Whether a call about the list was answered. */
  answered(list: ListName): boolean;
}

export interface Placed<F> {
  readonly fact: F;
  /** Where it was read. */
  readonly at: Place;
}

export interface FactStore extends FactsSoFar {
  /** An item that came before, from another call, is replaced by what was read last. */
  addItems(list: ListName, items: readonly RawItem[], at: Place): void;
  addMember(member: MemberOf, value: string, answer: unknown): void;
  addEntry(name: EntryName, key: string, value: unknown): void;
}

export interface MemberOf {
  readonly list: ListName;
  readonly member: string;
  /** The field of an item that holds the value asked about; its id where absent. */
  readonly holder?: string;
}

export function factStore(request: PreflightRequest, region: string, accounts: ReadonlySet<string>): FactStore {
  const lists = new Map<ListName, Map<string, Placed<RawItem>>>();
  const entries = new Map<EntryName, Map<string, unknown>>();
  const members = new Map<ListName, { member: MemberOf; value: string; answer: unknown }[]>();
  const placed = <L extends ListName>(list: L) =>
    [...(lists.get(list)?.values() ?? [])] as unknown as readonly Placed<Fact<L>>[];
  return {
    request,
    home: { account: null, region },
    accounts,
    placed,
    items: (list) => placed(list).map(({ fact }) => fact),
    entry: (name, key) => entries.get(name)?.get(key),
    answered: (list) => lists.has(list),
    addItems(list, items, at) {
      const byId = lists.get(list) ?? new Map<string, Placed<RawItem>>();
      for (const fact of items)
        byId.set(`${placeKey(at)} ${uniqueName(list, fact) ?? identityOf(list, fact)}`, { fact, at });
      lists.set(list, byId);
    },
    addMember(member, value, answer) {
      members.set(member.list, [...(members.get(member.list) ?? []), { member, value, answer }]);
    },
    addEntry(name, key, value) {
      entries.set(name, new Map(entries.get(name)).set(key, value));
    },
    entries: (name) => entries.get(name) ?? new Map(),
    members: <L extends ListName>(list: L, item: Fact<L>) => {
      const given = (members.get(list) ?? []).filter(({ member, value }) => holds(item, member, value));
      return Object.fromEntries(given.map(({ member, answer }) => [member.member, answer])) as Partial<Fact<L>>;
    },
  };
}

function holds(item: RawItem, { list, holder }: MemberOf, value: string): boolean {
  return (holder === undefined ? identityOf(list, item) : item[holder]) === value;
}

/** What tells an item from the others of its list. */
export function identityOf(list: ListName, item: RawItem): string {
  const { id } = FAMILIES[list];
  return id === null ? canonicalJson(item) : String(item[id]);
}
