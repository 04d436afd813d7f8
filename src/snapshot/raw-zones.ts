import type { RawItem } from './document.ts';
import type { PlacedItem } from './placed-item.ts';

/** What Route 53 answers about hosted zones beside the list of them. */
export type ZonePart =
  /** Of ListHostedZonesByVPC, which does not say of which VPC. */
  | {
      readonly kind: 'zones-of-vpc';
      readonly zones: readonly PlacedItem[];
      readonly path: string;
      readonly whole: boolean;
    }
  /** Of GetHostedZone, with the VPCs that see it. */
  | { readonly kind: 'zone'; readonly zone: PlacedItem }
  /** Of ListResourceRecordSets, which does not say of which zone. */
  | { readonly kind: 'zone-records'; readonly path: string; readonly records: readonly RawItem[] };

/** Recognises what Route 53 answers about zones; null if it is nothing of it. */
export function zoneOutput(path: string, json: RawItem, whole: boolean): readonly ZonePart[] | null {
  const { HostedZoneSummaries: summaries, HostedZone: zone, VPCs: vpcs, ResourceRecordSets: records } = json;
  if (Array.isArray(summaries)) {
    const zones = summaries.filter(isObject).map(({ HostedZoneId: Id, ...summary }, i) => ({
      item: { Id, ...summary, Config: { PrivateZone: true } },
      path,
      place: `${path}: HostedZoneSummaries[${i}]`,
    }));
    return [{ kind: 'zones-of-vpc', zones, path, whole }];
  }
  if (isObject(zone)) {
    const item = { ...zone, VPCs: Array.isArray(vpcs) ? vpcs : [] };
    return [{ kind: 'zone', zone: { item, path, place: `${path}: HostedZone` } }];
  }
  if (!Array.isArray(records)) return null;
  const complete = whole && json['IsTruncated'] !== true;
  return complete ? [{ kind: 'zone-records', path, records: records.filter(isObject) }] : [];
}

/** The zones of a folder, each once, with the VPCs and the records that any answer tells of it; null: none was asked for. */
export function hostedZones(
  listed: readonly PlacedItem[] | undefined,
  parts: readonly ZonePart[],
  vpcs: readonly string[],
): readonly PlacedItem[] | null {
  const told = parts.flatMap((part) => zonesTold(part, vpcs));
  if (listed === undefined && told.length === 0 && !parts.some(({ kind }) => kind !== 'zone-records')) return null;
  const byId = Map.groupBy([...(listed ?? []), ...told], ({ item, place }) => plainId(item) ?? place);
  const zones = [...byId.values()].flatMap((views) => merged(views) ?? []);
  const everyVpcAsked = vpcs.length > 0 && vpcsWithoutZones(parts, vpcs).length === 0;
  return zones.map((entry) => {
    const records = parts.find((part) => part.kind === 'zone-records' && zoneOfRecords(part, zones) === entry);
    const seenElsewhere = everyVpcAsked && isPrivate(entry.item) && vpcsOf(entry.item).length === 0;
    return {
      ...entry,
      item: {
        ...entry.item,
        // Every private zone has a VPC: one that is not in the folder.
        ...(seenElsewhere ? { VPCs: [{}] } : {}),
        ...(records?.kind === 'zone-records' ? { ResourceRecordSets: records.records } : {}),
      },
    };
  });
}

/** VPCs of which no answer tells every zone that they see. */
export function vpcsWithoutZones(parts: readonly ZonePart[], vpcs: readonly string[]): readonly string[] {
  const asked = parts.flatMap((part) => (part.kind === 'zones-of-vpc' ? (vpcOfPath(part.path, vpcs) ?? []) : []));
  return vpcs.filter((vpc) => !asked.includes(vpc));
}

/** Its id stands in the path, or there is one alone. */
function vpcOfPath(path: string, vpcs: readonly string[]): string | null {
  const named = vpcs.filter((vpc) => isNamedIn(path, vpc));
  const [only, ...others] = named.length > 0 ? named : vpcs;
  return others.length === 0 ? (only ?? null) : null;
}

/** Whose records they are: a zone's whose id stands in the path, else the one of which they hold the SOA record. */
export function zoneOfRecords(
  { path, records }: Extract<ZonePart, { readonly kind: 'zone-records' }>,
  zones: readonly PlacedItem[],
): PlacedItem | null {
  const named = zones.filter(({ item }) => isNamedIn(path, plainId(item)));
  const apex = records.find(({ Type }) => Type === 'SOA')?.['Name'];
  const [only, ...others] = named.length > 0 ? named : zones.filter(({ item }) => item['Name'] === apex);
  return others.length === 0 ? (only ?? null) : null;
}

function zonesTold(part: ZonePart, vpcs: readonly string[]): readonly PlacedItem[] {
  switch (part.kind) {
    case 'zones-of-vpc': {
      const vpc = vpcOfPath(part.path, vpcs);
      return part.zones.map((entry) => ({
        ...entry,
        item: { ...entry.item, VPCs: vpc === null ? [] : [{ VPCId: vpc }] },
      }));
    }
    case 'zone':
      return [part.zone];
    case 'zone-records':
      return [];
  }
}

/** Several answers about one zone: each knows some of its VPCs. */
function merged(views: readonly PlacedItem[]): PlacedItem | null {
  const [first, ...others] = views;
  if (first === undefined || others.length === 0) return first ?? null;
  const item = Object.assign({}, ...others.map((view) => view.item), first.item);
  const vpcs = new Map(views.flatMap((view) => vpcsOf(view.item)).map((vpc) => [vpc['VPCId'], vpc]));
  return { ...first, item: { ...item, VPCs: [...vpcs.values()] } };
}

function vpcsOf({ VPCs: vpcs }: RawItem): readonly RawItem[] {
  return Array.isArray(vpcs) ? vpcs.filter(isObject) : [];
}

function isPrivate({ Config: config }: RawItem): boolean {
  return !isObject(config) || config['PrivateZone'] !== false;
}

/** ListHostedZonesByVPC gives ids without the `/hostedzone/` of the others. */
function plainId({ Id: id }: RawItem): string | null {
  return typeof id === 'string' ? id.slice(id.lastIndexOf('/') + 1) : null;
}

/** An id in a path, not as a part of another word. */
function isNamedIn(path: string, id: string | null): boolean {
  return id !== null && new RegExp(`(?<![0-9A-Za-z])${id}(?![0-9A-Za-z])`).test(path);
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
