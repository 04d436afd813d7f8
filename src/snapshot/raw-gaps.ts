import { byCodeUnit } from './canonical.ts';
import type { GapRow } from './document.ts';
import { FAMILIES, type ListName } from './families.ts';
import { NOT_ASKED } from './known.ts';
import type { RawPart } from './raw-output.ts';
import { vpcsWithoutZones, type ZonePart } from './raw-zones.ts';

/** What raw output is known to lack: the rest of a page, customers' own prefix lists, interfaces that are no instance's. */
export function gapsOfParts(parts: readonly RawPart[]): readonly GapRow[] {
  const listed = new Set(parts.map((part) => (part.kind === 'items' ? part.list : null)));
  const pages = parts.flatMap((part) =>
    part.kind === 'items' && part.extent === 'page'
      ? [gap(part.list, 'IncompleteOutput', `${part.path} ends with a token for the next page`)]
      : [],
  );
  const onlyAwsOwn = parts.some((part) => part.kind === 'aws-prefix-lists') && !listed.has('ManagedPrefixLists');
  const onlyEmbedded = listed.has('Instances') && !listed.has('NetworkInterfaces');
  return [
    ...pages,
    ...(onlyAwsOwn
      ? [gap('ManagedPrefixLists', 'IncompleteOutput', "DescribePrefixLists shows AWS's own lists only")]
      : []),
    ...(onlyEmbedded ? [gap('NetworkInterfaces', NOT_ASKED, '')] : []),
  ];
}

/**
 * Where a tree holds several accounts or Regions, a list that only some of them have is not complete for the others: what
 * is in their VPCs, or in none that is stated, may exist. `homeOf` names account and Region of a file.
 */
export function gapsOfPlaces(parts: readonly RawPart[], homeOf: (path: string) => string): readonly GapRow[] {
  const vpcsAt = new Map<string, Set<string>>();
  const homesOf = new Map<ListName, Set<string>>();
  for (const part of parts) {
    if (part.kind !== 'items') continue;
    const home = homeOf(part.path);
    homesOf.set(part.list, (homesOf.get(part.list) ?? new Set()).add(home));
    const vpcs = vpcsAt.get(home) ?? new Set();
    for (const { item } of part.items) if (typeof item['VpcId'] === 'string') vpcs.add(item['VpcId']);
    vpcsAt.set(home, vpcs);
  }
  return [...homesOf].flatMap(([list, homes]) => {
    const { action, lookups } = FAMILIES[list];
    const lacking = [...vpcsAt.keys()].filter((home) => !homes.has(home)).sort(byCodeUnit);
    if (lacking.length === 0 || !action.startsWith('ec2:')) return [];
    const vpcs = lacking.flatMap((home) => [...(vpcsAt.get(home) ?? [])]).sort(byCodeUnit);
    const filters = 'vpc-id' in lookups ? { 'vpc-id': vpcs } : {};
    return [gap(list, NOT_ASKED, '', filters)];
  });
}

/** Route 53 is asked for the zones of one VPC at a time; a list of zones without their VPCs tells of none. */
export function gapsOfZones(
  parts: readonly RawPart[],
  zones: readonly ZonePart[],
  vpcs: readonly string[],
): readonly GapRow[] {
  const listed = parts.filter((part) => part.kind === 'items' && part.list === 'HostedZones');
  const whole = listed.some((part) => part.kind === 'items' && part.items.every(({ item }) => 'VPCs' in item));
  const pages = zones.flatMap((part) =>
    part.kind === 'zones-of-vpc' && !part.whole
      ? [gap('HostedZones', 'IncompleteOutput', `${part.path} ends with a token for the next page`)]
      : [],
  );
  const told = listed.length > 0 || zones.some(({ kind }) => kind !== 'zone-records');
  const lacking = told && !whole ? [...vpcsWithoutZones(zones, vpcs)].sort(byCodeUnit) : [];
  const unasked = gap('HostedZones', NOT_ASKED, 'which zones each VPC sees', { 'vpc-id': lacking });
  return lacking.length === 0 ? pages : [...pages, unasked];
}

function gap(list: ListName, error: string, message: string, filters: GapRow['filters'] = {}): GapRow {
  return { list, action: FAMILIES[list].action, account: null, region: null, filters, error, message };
}
