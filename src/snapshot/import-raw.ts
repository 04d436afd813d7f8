import { byCodeUnit } from './canonical.ts';
import { invalidSnapshot, type RawItem } from './document.ts';
import { FAMILIES, type ListName } from './families.ts';
import {
  accountLabel,
  commonest,
  ownerOfItem,
  type Place,
  partitionOf,
  placeOfArn,
  placeOfItem,
  placeOfPath,
} from './home.ts';
import { interfacesOfInstances } from './instance-interfaces.ts';
import type { PlacedItem } from './placed-item.ts';
import { withoutPrivateValues } from './private-values.ts';
import { gapsOfParts, gapsOfPlaces, gapsOfZones } from './raw-gaps.ts';
import { type RawFile, type RawPart, readRawFile } from './raw-output.ts';
import { gapsOfUnanswered } from './raw-unanswered.ts';
import { hostedZones, type ZonePart, zoneOfRecords } from './raw-zones.ts';
import { transitRoutes } from './transit-routes.ts';

/**
 * Raw output does not say when it was taken, and the times in it tell when things were made, not when they were read.
 * Any other value would look like an answer; this one says plainly that there is none.
 */
export const CAPTURE_TIME_NOT_RECORDED = '1970-01-01T00:00:00.000Z';

export interface RawImport {
  /** A snapshot document as JSON, complete for every list it holds: it has no `requests`. */
  readonly snapshot: RawItem;
  /** Where each item of its lists stands, for messages: of `Vpcs[3]`, `us-east-1/vpcs.json: Vpcs[0]`. */
  readonly places: ReadonlyMap<string, string>;
  /** Paths of the files that hold nothing a snapshot has a place for. */
  readonly passedOver: readonly string[];
}

/**
 * Makes one snapshot document of raw AWS CLI output. Throws INVALID_SNAPSHOT if nothing is recognised, a list is none,
 * or account and Region of the secret cannot be told.
 */
export function importRaw(files: readonly RawFile[], origin: string): RawImport {
  const sorted = [...files].sort((a, b) => byCodeUnit(a.path, b.path));
  const read = sorted.map((file) => ({ path: file.path, parts: readRawFile(file, origin) }));
  const parts = read.flatMap((file) => file.parts);
  if (parts.length === 0) throw nothingRecognised(sorted, origin);

  const lists = gatherLists(parts);
  const home = homeOf(lists, sorted, origin);
  const functions = (lists.get('Functions') ?? []).flatMap(({ item: { FunctionArn: arn } }) =>
    typeof arn === 'string' ? [unqualified(arn)] : [],
  );
  const accounts = accountsOfLabels(lists);
  const seenAt = (path: string): Home => {
    const { account, region } = placeOfPath(path);
    const labelled = accounts.get(accountLabel(path) ?? '');
    return { ...home, accountId: account ?? labelled ?? home.accountId, region: region ?? home.region };
  };
  const places = new Map<string, string>();
  const listed: Record<string, readonly RawItem[]> = {};
  for (const [list, items] of lists) {
    listed[list] = items.map((entry, i) => {
      places.set(`${list}[${i}]`, entry.place);
      return seenFrom(withoutPrivateValues(list, entry.item), seenAt(entry.path), home);
    });
  }
  const maps = gatherMaps(parts, home.region, functions);
  const named = (path: string) => `${seenAt(path).accountId} ${seenAt(path).region}`;
  return {
    snapshot: {
      snapshotVersion: 1,
      capturedAt: CAPTURE_TIME_NOT_RECORDED,
      ...home,
      ...listed,
      ...maps,
      gaps: [
        ...gapsOfParts(parts),
        ...gapsOfPlaces(parts, named),
        ...gapsOfZones(parts, zoneParts(parts), vpcIds(lists)),
        ...gapsOfUnanswered({ parts, lists, maps }),
      ],
    },
    places,
    passedOver: read
      .filter((file) => file.parts.every((part) => isNobodys(part, functions, lists)))
      .map(({ path }) => path),
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
  for (const part of parts) if (part.kind === 'fields') amend(lists, part.list, part.id, part.fields);
  for (const id of new Set(parts.flatMap((part) => ('id' in part && part.id.startsWith('tgw-rtb-') ? part.id : [])))) {
    const routes = transitRoutes(transitParts(parts, id), {
      vpcs: (lists.get('Vpcs') ?? []).map(({ item }) => item),
      attachments: (lists.get('TransitGatewayVpcAttachments') ?? []).map(({ item }) => item),
    });
    if (routes !== null) amend(lists, 'TransitGatewayRouteTables', id, { Routes: routes });
  }
  const zones = hostedZones(lists.get('HostedZones'), zoneParts(parts), vpcIds(lists));
  if (zones !== null) lists.set('HostedZones', [...zones]);
  const instances = lists.get('Instances');
  if (instances !== undefined && !lists.has('NetworkInterfaces'))
    lists.set('NetworkInterfaces', [...interfacesOfInstances(instances)]);
  const vpcs = lists.get('Vpcs');
  if (vpcs !== undefined)
    lists.set(
      'Vpcs',
      vpcs.map((entry) => ({ ...entry, item: withPlainAttributes(entry.item) })),
    );
  return lists;
}

function zoneParts(parts: readonly RawPart[]): readonly ZonePart[] {
  return parts.filter((part) => part.kind === 'zones-of-vpc' || part.kind === 'zone' || part.kind === 'zone-records');
}

function vpcIds(lists: Lists): readonly string[] {
  return (lists.get('Vpcs') ?? []).flatMap(({ item: { VpcId: id } }) => (typeof id === 'string' ? [id] : []));
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

/** `id` may be the last part of an ARN. */
function amend(lists: Map<ListName, PlacedItem[]>, list: ListName, id: string, more: RawItem): void {
  const idField = FAMILIES[list].id;
  const items = lists.get(list);
  if (items === undefined || idField === null) return;
  lists.set(
    list,
    items.map((entry) => {
      const own = entry.item[idField];
      const meant = own === id || (typeof own === 'string' && own.endsWith(`/${id}`));
      return meant ? { ...entry, item: { ...entry.item, ...more } } : entry;
    }),
  );
}

function transitParts(parts: readonly RawPart[], id: string) {
  const of = (kind: 'transit-routes' | 'transit-statics' | 'transit-propagations') => {
    const found = parts.flatMap((part) => (part.kind === kind && part.id === id ? [part.items] : []));
    return found.length === 0 ? null : found.flat();
  };
  return {
    searched: of('transit-routes'),
    statics: of('transit-statics'),
    propagations: of('transit-propagations'),
  };
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
  const accountId = first('account') ?? commonest([...lists.keys()].flatMap((list) => items(list).map(ownerOfItem)));
  if (region === undefined)
    throw invalidSnapshot(origin, '', 'the Region: an ARN, an AvailabilityZone, or a folder named after it');
  if (accountId === null)
    throw invalidSnapshot(origin, '', 'the account: an ARN, an OwnerId, or a folder named after it');
  return { partition: partitionOf(region), region, accountId };
}

/** Marks an item from another account or Region, as snapshots do. */
function seenFrom(item: RawItem, { accountId: account, region }: Home, home: Home): RawItem {
  const atHome = account === home.accountId && region === home.region;
  return atHome || '_from' in item ? { ...item } : { ...item, _from: { account, region } };
}

/** Accounts of folders that are named otherwise: the owner of most that is in them. */
function accountsOfLabels(lists: Lists): ReadonlyMap<string, string> {
  const owners = new Map<string, (string | null)[]>();
  for (const { item, path } of [...lists.values()].flat()) {
    const label = accountLabel(path);
    if (label !== null) owners.set(label, [...(owners.get(label) ?? []), placeOfItem(item).account]);
  }
  const named = [...owners].flatMap(([label, found]) => {
    const owner = commonest(found);
    return owner === null ? [] : [[label, owner] as const];
  });
  return new Map(named.length > 1 ? named : []);
}

/** Concurrency is reserved for all versions together. */
function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}

/** GetFunctionConcurrency does not say of which function: its name stands in the path, or there is one alone. */
function functionOfPath(path: string, functions: readonly string[]): string | null {
  const named = functions.filter((arn) =>
    path.split(/[^\w-]+/).some((word) => word.endsWith(arn.split(':')[6] ?? arn)),
  );
  const [only, ...others] = new Set(named.length > 0 ? named : functions);
  return others.length === 0 ? (only ?? null) : null;
}

/** An answer that does not say whose it is, and nothing else tells. */
function isNobodys(part: RawPart, functions: readonly string[], lists: Lists): boolean {
  if (part.kind === 'zone-records') return zoneOfRecords(part, lists.get('HostedZones') ?? []) === null;
  return part.kind === 'unnamed-concurrency' && functionOfPath(part.path, functions) === null;
}

function limitOf(part: RawPart, functions: readonly string[]): readonly (readonly [string, number])[] {
  if (part.kind === 'concurrency') return [[unqualified(part.arn), part.value]];
  const arn = part.kind === 'unnamed-concurrency' ? functionOfPath(part.path, functions) : null;
  return part.kind === 'unnamed-concurrency' && arn !== null ? [[arn, part.value]] : [];
}

function gatherMaps(parts: readonly RawPart[], region: string, functions: readonly string[]): RawItem {
  const ranges = parts.find((part) => part.kind === 'service-ip-ranges');
  return {
    SecretPolicies: mapOf(
      parts.flatMap((part) => (part.kind === 'secret-policy' ? [[part.arn, part.policy] as const] : [])),
    ),
    FunctionPolicies: mapOf(
      parts.flatMap((part) => (part.kind === 'function-policy' ? [[part.arn, part.policy] as const] : [])),
    ),
    FunctionConcurrency: mapOf(parts.flatMap((part) => limitOf(part, functions))),
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

function nothingRecognised(files: readonly RawFile[], origin: string) {
  const names = files.slice(0, 5).map(({ path }) => path);
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
  return invalidSnapshot(
    origin,
    '',
    `AWS CLI output such as describe-subnets.json, recognised nothing in ${names.join(', ')}${more}`,
  );
}
