import { byCodeUnit } from './canonical.ts';
import { type GapRow, invalidSnapshot, type RawItem } from './document.ts';
import { FAMILIES, type ListName } from './families.ts';
import { withoutPrivateVariables } from './function-environment.ts';
import { commonest, type Place, partitionOf, placeOfArn, placeOfItem, placeOfPath } from './home.ts';
import { type PlacedItem, type RawFile, type RawPart, readRawFile } from './raw-output.ts';

/**
 * Raw output does not say when it was taken, and the times in it tell when things were made, not when they were read.
 * Any other value would look like an answer; this one says plainly that there is none.
 */
export const CAPTURE_TIME_NOT_RECORDED = '1970-01-01T00:00:00.000Z';

export interface RawImport {
  /** A snapshot document as JSON, complete for every list it holds: it has no `requests`. */
  readonly snapshot: RawItem;
  /** Where each item of its lists stands, for messages: `us-east-1/vpcs.json: Vpcs[0]`. */
  readonly places: ReadonlyMap<RawItem, string>;
}

/**
 * Makes one snapshot document of raw AWS CLI output. Throws INVALID_SNAPSHOT if nothing is recognised, a list is none,
 * or account and Region of the secret cannot be told.
 */
export function importRaw(files: readonly RawFile[], origin: string): RawImport {
  const sorted = [...files].sort((a, b) => byCodeUnit(a.path, b.path));
  const parts = sorted.flatMap((file) => readRawFile(file, origin));
  if (parts.length === 0) throw nothingRecognised(sorted, origin);

  const lists = gatherLists(parts);
  const home = homeOf(lists, sorted, origin);
  const places = new Map<RawItem, string>();
  const listed: Record<string, readonly RawItem[]> = {};
  for (const [list, items] of lists) {
    listed[list] = items.map((entry) => {
      const item = seenFrom(list === 'Functions' ? withoutPrivateVariables(entry.item) : entry.item, entry.path, home);
      places.set(item, entry.place);
      return item;
    });
  }
  return {
    snapshot: {
      snapshotVersion: 1,
      capturedAt: CAPTURE_TIME_NOT_RECORDED,
      ...home,
      ...listed,
      ...gatherMaps(parts, home.region),
      gaps: gapsOf(parts),
    },
    places,
  };
}

type Lists = ReadonlyMap<ListName, readonly PlacedItem[]>;

interface Home {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

function gatherLists(parts: readonly RawPart[]): Lists {
  const lists = new Map<ListName, PlacedItem[]>();
  const add = (list: ListName, items: readonly PlacedItem[]) => lists.set(list, [...(lists.get(list) ?? []), ...items]);
  for (const part of parts) if (part.kind === 'items') add(part.list, part.items);
  for (const part of parts) {
    if (part.kind === 'aws-prefix-lists')
      lists.set('ManagedPrefixLists', withPrefixLists(lists.get('ManagedPrefixLists') ?? [], part.items));
  }
  for (const part of parts) {
    if (part.kind === 'vpc-attribute') amend(lists, 'Vpcs', part.vpcId, part.values);
    if (part.kind === 'prefix-list-entries') amend(lists, 'ManagedPrefixLists', part.id, { Entries: part.entries });
    if (part.kind === 'transit-routes') amend(lists, 'TransitGatewayRouteTables', part.id, { Routes: part.routes });
  }
  const vpcs = lists.get('Vpcs');
  if (vpcs !== undefined)
    lists.set(
      'Vpcs',
      vpcs.map((entry) => ({ ...entry, item: withPlainAttributes(entry.item) })),
    );
  return lists;
}

/** DescribePrefixLists gives the CIDRs that DescribeManagedPrefixLists leaves out, for AWS's own lists. */
function withPrefixLists(managed: readonly PlacedItem[], awsOwn: readonly PlacedItem[]): PlacedItem[] {
  const byId = new Map(managed.map((entry) => [entry.item['PrefixListId'], entry]));
  const known = managed.map((entry) => {
    const twin = awsOwn.find(({ item }) => item['PrefixListId'] === entry.item['PrefixListId']);
    return twin === undefined ? entry : { ...entry, item: { ...twin.item, ...entry.item } };
  });
  return [...known, ...awsOwn.filter(({ item }) => !byId.has(item['PrefixListId']))];
}

function amend(lists: Map<ListName, PlacedItem[]>, list: ListName, id: string, more: RawItem): void {
  const idField = FAMILIES[list].id;
  const items = lists.get(list);
  if (items === undefined || idField === null) return;
  lists.set(
    list,
    items.map((entry) => (entry.item[idField] === id ? { ...entry, item: { ...entry.item, ...more } } : entry)),
  );
}

/** DescribeVpcAttribute says `{ "Value": true }` where a snapshot says `true`. */
function withPlainAttributes(vpc: RawItem): RawItem {
  const plain: Record<string, unknown> = {};
  for (const name of ['EnableDnsSupport', 'EnableDnsHostnames']) {
    const value = vpc[name];
    if (typeof value === 'object' && value !== null && 'Value' in value) plain[name] = value.Value;
  }
  return { ...vpc, ...plain };
}

/** The secret's account and Region: its ARN knows, else the function's, else the folders, else what most items bear. */
function homeOf(lists: Lists, files: readonly RawFile[], origin: string): Home {
  const items = (list: ListName) => (lists.get(list) ?? []).map(({ item }) => item);
  const secrets = items('Secrets').map((secret) => placeOfArn(secret['ARN']));
  const regions = [...new Set(secrets.map((place) => `${place.account} ${place.region}`))].sort(byCodeUnit);
  if (regions.length > 1) {
    throw invalidSnapshot(origin, '', `secrets of one account and Region, found those of ${regions.join(' and ')}`);
  }
  const sources: readonly (readonly Place[])[] = [
    secrets,
    items('Functions').map((item) => placeOfArn(item['FunctionArn'])),
    files.map(({ path }) => placeOfPath(path)),
    [...lists.keys()].flatMap((list) => items(list).map(placeOfItem)),
  ];
  const first = (of: keyof Place) =>
    sources.map((places) => commonest(places.map((place) => place[of]))).find((value) => value !== null);
  const region = first('region');
  const accountId = first('account');
  if (region === undefined)
    throw invalidSnapshot(origin, '', 'the Region: an ARN, an AvailabilityZone, or a folder named after it');
  if (accountId === undefined)
    throw invalidSnapshot(origin, '', 'the account: an ARN, an OwnerId, or a folder named after it');
  return { partition: partitionOf(region), region, accountId };
}

/** Marks an item from the folder of another account or Region, as snapshots do. */
function seenFrom(item: RawItem, path: string, home: Home): RawItem {
  const { account, region } = placeOfPath(path);
  const from = { account: account ?? home.accountId, region: region ?? home.region };
  const atHome = from.account === home.accountId && from.region === home.region;
  return atHome || '_from' in item ? { ...item } : { ...item, _from: from };
}

function gatherMaps(parts: readonly RawPart[], region: string): RawItem {
  const ranges = parts.find((part) => part.kind === 'service-ip-ranges');
  return {
    SecretPolicies: mapOf(
      parts.flatMap((part) => (part.kind === 'secret-policy' ? [[part.arn, part.policy] as const] : [])),
    ),
    FunctionPolicies: mapOf(
      parts.flatMap((part) => (part.kind === 'function-policy' ? [[part.arn, part.policy] as const] : [])),
    ),
    FunctionConcurrency: mapOf(
      parts.flatMap((part) => (part.kind === 'concurrency' ? [[part.arn, part.value] as const] : [])),
    ),
    ServiceIpRanges: ranges === undefined ? null : amazonRangesOf(region, ranges.json),
  };
}

/** Null, as if never asked, where no file says anything. */
function mapOf(entries: readonly (readonly [string, string | number | null])[]): RawItem | null {
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Of ip-ranges.json, tens of thousands of blocks, a snapshot keeps those of one Region. */
function amazonRangesOf(region: string, json: RawItem): RawItem {
  const prefixes = Array.isArray(json['prefixes']) ? json['prefixes'] : [];
  return {
    ...json,
    prefixes: prefixes.filter((p: RawItem | null) => p?.['service'] === 'AMAZON' && p['region'] === region),
  };
}

/** What is known to be missing from a list: the rest of a page, customers' own prefix lists. */
function gapsOf(parts: readonly RawPart[]): readonly GapRow[] {
  const gap = (list: ListName, message: string): GapRow => ({
    list,
    action: FAMILIES[list].action,
    account: null,
    region: null,
    filters: {},
    error: 'IncompleteOutput',
    message,
  });
  const listed = new Set(parts.map((part) => (part.kind === 'items' ? part.list : null)));
  const pages = parts.flatMap((part) =>
    part.kind === 'items' && !part.whole
      ? [gap(part.list, `${part.items[0]?.path ?? part.list} ends with a token for the next page`)]
      : [],
  );
  const onlyAwsOwn = parts.some((part) => part.kind === 'aws-prefix-lists') && !listed.has('ManagedPrefixLists');
  return onlyAwsOwn ? [...pages, gap('ManagedPrefixLists', "DescribePrefixLists shows AWS's own lists only")] : pages;
}

function nothingRecognised(files: readonly RawFile[], origin: string) {
  const names = files.slice(0, 5).map(({ path }) => path);
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
  return invalidSnapshot(
    origin,
    '',
    `AWS CLI output such as describe-subnets.json, recognised nothing in ${names.join(', ')}${more}`,
  );
}
