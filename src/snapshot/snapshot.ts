import type { AppError } from '../errors.ts';
import { formatAddress, parseAddress } from '../net/address.ts';
import { byCodeUnit, canonicalItem, canonicalJson, withoutNulls, withoutTimes } from './canonical.ts';
import { invalidSnapshot, type RawItem, type RequestRow, type SnapshotDocument } from './document.ts';
import { FAMILIES, type Fact, type ListName, uniqueName } from './families.ts';
import { type Known, known, type MissingFact, NOT_ASKED, unknown } from './known.ts';
import { notRead } from './not-read.ts';

/** Lookup names (EC2 filter names, see FAMILIES) and the one value each must have. */
export type Where = Readonly<Record<string, string>>;

/** The reader of one document: looks facts up, validates what it hands out, and remembers what was used. */
export interface NetworkSnapshot {
  readonly document: SnapshotDocument;
  /**
   * The items of a list that match `where`, ascending by id. Known only where the list was asked for in a scope that
   * holds them all; `also` are further things known of them, which can only widen that scope, and `account` and
   * `region` where they are not the secret's.
   */
  all<L extends ListName>(list: L, where: Where, also?: Where): Known<readonly Fact<L>[]>;
  /** The items that match and are in the document, whether or not there may be more. */
  seen<L extends ListName>(list: L, where: Where): readonly Fact<L>[];
  /** The one item that matches: itself if it is in the document, null if it is known to be absent. */
  one<L extends ListName>(list: L, where: Where, also?: Where): Known<Fact<L> | null>;
  /** Whether anybody asked for the list at all, and what went wrong if it did. */
  asked(list: ListName): 'answered' | 'refused' | 'never';
  missing(list: ListName, where: Where): MissingFact;
  /** Canonical text of every fact `one` has handed out so far, without times: what an assessment rests on. */
  usedFacts(): string;
}

/** Opens a document. `origin` names it in errors: a file name, `request body`, `AWS`. */
export function openSnapshot(document: SnapshotDocument, origin: string): NetworkSnapshot {
  const indexes = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const touched = new Map<string, Fact<ListName>>();
  const used = new Set<string>();

  function indexOf(list: ListName, name: string): ReadonlyMap<string, readonly number[]> {
    const key = `${list} ${name}`;
    let index = indexes.get(key);
    if (index === undefined) {
      index = buildIndex(document.lists[list] ?? [], FAMILIES[list].lookups[name] ?? [], spellingOf(name));
      indexes.set(key, index);
    }
    return index;
  }

  function touch<L extends ListName>(list: L, position: number): Fact<L> {
    const key = `${list}[${position}]`;
    let fact = touched.get(key);
    if (fact === undefined) {
      fact = validated(list, document.lists[list]?.[position], origin, document.places?.get(key) ?? key);
      touched.set(key, fact);
    }
    return fact as Fact<L>;
  }

  function seen<L extends ListName>(list: L, where: Where): readonly Fact<L>[] {
    const [first, ...rest] = Object.entries(where);
    if (first === undefined)
      return distinct(
        list,
        (document.lists[list] ?? []).map((_, i) => touch(list, i)),
        { document, origin },
      );
    const positions = rest.reduce((hits, [name, value]) => {
      const index = new Set(indexOf(list, name).get(value) ?? []);
      return hits.filter((i) => index.has(i));
    }, indexOf(list, first[0]).get(first[1]) ?? []);
    return distinct(
      list,
      positions.map((i) => touch(list, i)),
      { document, origin },
    );
  }

  /** What is in a VPC is where its owner sees it, else where others do; everything else is at home unless told. */
  function placesOf({ account, region, 'vpc-id': vpc }: Where): readonly Place[] {
    const home = { account: account ?? document.accountId, region: region ?? document.region };
    if (vpc === undefined || account !== undefined || region !== undefined) return [home];
    const positions = new Set(indexOf('Vpcs', 'vpc-id').get(vpc));
    const views = (document.lists.Vpcs ?? []).filter((_, position) => positions.has(position));
    const owners = views.filter((view) => placeSeenFrom(view, home).account === view['OwnerId']);
    const seenFrom = (owners.length > 0 ? owners : views).map((view) => placeSeenFrom(view, home));
    return seenFrom.length > 0 ? seenFrom : [home];
  }

  function missing(list: ListName, where: Where): MissingFact {
    const places = placesOf(where);
    const gap = document.gaps.find((row) => row.list === list && mayHide(row, where, places));
    if (gap === undefined) return { ...notRead(list, NOT_ASKED), neverAsked: true };
    const { error, message, action } = gap;
    const unread = notRead(list, message === '' ? error : `${error}: ${message}`, action);
    return error === NOT_ASKED ? { ...unread, neverAsked: true } : unread;
  }

  function covered(list: ListName, scope: Where): boolean {
    const places = placesOf(scope);
    if (document.requests === null)
      return (
        document.lists[list] !== undefined && !document.gaps.some((g) => g.list === list && mayHide(g, scope, places))
      );
    if (document.lists[list] === undefined) return false;
    const holds = (row: RequestRow) => row.list === list && covers(row, scope, places, document);
    return document.requests.some(holds) && !document.gaps.some(holds);
  }

  return {
    document,
    seen,
    missing,
    all(list, where, also = {}) {
      return covered(list, { ...also, ...where })
        ? known(seen(list, where))
        : unknown(missing(list, { ...also, ...where }));
    },
    one(list, where, also = {}) {
      const found = seen(list, where)[0];
      if (found !== undefined) {
        used.add(`${list} ${canonicalJson(withoutTimes(found))}`);
        return known(found);
      }
      return covered(list, { ...also, ...where }) ? known(null) : unknown(missing(list, { ...also, ...where }));
    },
    asked(list) {
      if (document.gaps.some((row) => row.list === list && row.error !== NOT_ASKED)) return 'refused';
      if (document.requests === null) return document.lists[list] === undefined ? 'never' : 'answered';
      return document.requests.some((row) => row.list === list) ? 'answered' : 'never';
    },
    usedFacts() {
      return [...used].sort(byCodeUnit).join('\n');
    },
  };
}

interface Place {
  readonly account: string;
  readonly region: string;
}

function placeSeenFrom({ _from: from }: RawItem, home: Place): Place {
  return { ...home, ...(from as Partial<Place> | undefined) };
}

/** A request row holds every item of a scope if each of its filters is a thing known of them, with a value it asked for. */
function covers(row: RequestRow, scope: Where, places: readonly Place[], home: SnapshotDocument): boolean {
  const at = { account: row.account ?? home.accountId, region: row.region ?? home.region };
  return (
    places.some(({ account, region }) => at.account === account && at.region === region) &&
    Object.entries(row.filters).every(([name, values]) => {
      const value = scope[name];
      return value !== undefined && values.includes(value);
    })
  );
}

/** A gap may hide an item unless its place or one of its filters is known to exclude it. */
function mayHide(row: RequestRow, scope: Where, places: readonly Place[]): boolean {
  const vpc = scope['vpc-id'];
  const there = places.some(
    ({ account, region }) => (row.account ?? account) === account && (row.region ?? region) === region,
  );
  return (
    (there || (vpc !== undefined && row.filters['vpc-id']?.includes(vpc) === true)) &&
    Object.entries(row.filters).every(([name, values]) => {
      const value = scope[name];
      return value === undefined || values.includes(value);
    })
  );
}

/** One IPv6 address may be written in several ways, and is looked up by the canonical one. */
function spellingOf(name: string): (value: string) => string {
  if (!name.startsWith('ipv6-')) return (value) => value;
  return (value) => {
    const address = parseAddress(value);
    return address === null ? value : formatAddress(address);
  };
}

function buildIndex(
  items: readonly RawItem[],
  paths: readonly string[],
  spelling: (value: string) => string,
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  const steps = paths.map((path) => path.split('.'));
  items.forEach((item, position) => {
    for (const path of steps) {
      for (const text of valuesAt(item, path, 0)) {
        const value = spelling(text);
        const positions = index.get(value);
        if (positions === undefined) index.set(value, [position]);
        else if (positions.at(-1) !== position) positions.push(position);
      }
    }
  });
  return index;
}

function* valuesAt(item: unknown, steps: readonly string[], from: number): Generator<string> {
  const step = steps[from];
  if (step === undefined) {
    if (typeof item === 'string') yield item;
    return;
  }
  if (typeof item !== 'object' || item === null) return;
  const name = step.endsWith('[]') ? step.slice(0, -2) : step;
  const value = (item as RawItem)[name];
  if (!step.endsWith('[]')) yield* valuesAt(value, steps, from + 1);
  else if (Array.isArray(value)) for (const element of value) yield* valuesAt(element, steps, from + 1);
}

function validated<L extends ListName>(list: L, item: unknown, origin: string, path: string): Fact<L> {
  const result = FAMILIES[list].schema.safeParse(withoutNulls(item));
  if (result.success) return canonicalItem(result.data) as Fact<L>;
  const issue = result.error.issues[0];
  const inside = (issue?.path ?? [])
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  throw invalidSnapshot(origin, `${path}${inside}`, expectation(issue));
}

function expectation(issue: { readonly code?: string; readonly message: string } | undefined): string {
  const expected = (issue as { readonly expected?: string } | undefined)?.expected;
  return issue?.code === 'invalid_type' && expected !== undefined
    ? `a value of type ${expected}`
    : (issue?.message ?? 'another value');
}

/**
 * Facts ascending by id. The same item twice is one; two that differ under one id, seen from one place, cannot both be
 * true. What two accounts see of one item may differ: the view of an owner who sees more counts first, then that from the
 * secret's own account.
 */
function distinct<L extends ListName>(
  list: L,
  facts: readonly Fact<L>[],
  { document, origin }: Read,
): readonly Fact<L>[] {
  const byId = new Map<string, Fact<L>>();
  for (const fact of facts) {
    const name = uniqueName(list, fact as RawItem) ?? canonicalJson(fact);
    const other = byId.get(name);
    const nearer = (a: Fact<L>) => nearerView(fact, a, () => conflict(list, name, origin));
    byId.set(name, other === undefined ? fact : (ownersView(list, [fact, other], document) ?? nearer(other)));
  }
  return [...byId].sort(([a], [b]) => byCodeUnit(a, b)).map(([, fact]) => fact);
}

interface Read {
  readonly document: SnapshotDocument;
  readonly origin: string;
}

/**
 * With which route table an attachment is associated those whom a transit gateway is shared with may not see: null where
 * both views are its owner's, or neither.
 */
function ownersView<T>(
  list: ListName,
  views: readonly T[],
  { accountId: account, region }: SnapshotDocument,
): T | null {
  if (list !== 'TransitGatewayAttachments') return null;
  const [own, ...others] = views.filter((view) => {
    const { TransitGatewayOwnerId: owner } = view as RawItem;
    return placeSeenFrom(view as RawItem, { account, region }).account === owner;
  });
  return others.length === 0 ? (own ?? null) : null;
}

function nearerView<T>(a: T, b: T, complain: () => AppError): T {
  const [fromA, fromB] = [a, b].map((fact) => canonicalJson((fact as RawItem)['_from'] ?? ''));
  if (fromA !== fromB) return byCodeUnit(fromA ?? '', fromB ?? '') < 0 ? a : b;
  if (canonicalJson(a) !== canonicalJson(b)) throw complain();
  return a;
}

function conflict(list: ListName, name: string, origin: string): AppError {
  return invalidSnapshot(origin, list, `one item for ${name}, found two that differ`);
}
