import { byCodeUnit } from './canonical.ts';

/** Where facts are from; null where it is not known. */
export interface Place {
  readonly account: string | null;
  readonly region: string | null;
}

const ACCOUNT = /^\d{12}$/;
const REGION =
  /^(?:[a-z]{2}|eusc)(?:-(?:gov|iso[a-z]?|de))?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d+/;

const AT_END = new RegExp(`[-_.](${REGION.source.slice(1)})$`);

/** Reads account and Region from the folders of a path, the deepest first, else the Region from a name such as `vpcs-us-east-1.json`. */
export function placeOfPath(path: string): Place {
  const [file = '', ...folders] = path.toLowerCase().split('/').reverse();
  return {
    account: folders.find((name) => ACCOUNT.test(name)) ?? null,
    region: folders.find((name) => REGION.exec(name)?.[0] === name) ?? AT_END.exec(withoutSuffix(file))?.[1] ?? null,
  };
}

/** `NatGateways-us-east-1.json` -> `NatGateways`. */
export function nameWithoutRegion(file: string): string {
  const name = withoutSuffix(file);
  const region = AT_END.exec(name.toLowerCase())?.[0] ?? '';
  return name.slice(0, name.length - region.length);
}

function withoutSuffix(file: string): string {
  return file.replace(/\.(?:jsonl?|ndjson)$/i, '');
}

/**
 * The folder that stands for an account by another name than its id: the one around the folder of a Region. Null where
 * an id is in the path, or nothing is around the Region.
 */
export function accountLabel(path: string): string | null {
  const folders = path.split('/').slice(0, -1);
  const region = folders.findLastIndex((name) => placeOfPath(`${name}/`).region !== null);
  return region < 1 || placeOfPath(path).account !== null ? null : folders.slice(0, region).join('/');
}

/** `arn:partition:service:region:account:…`; nulls for what is no ARN. */
export function placeOfArn(arn: unknown): Place {
  const [prefix, , , region, account] = typeof arn === 'string' ? arn.split(':') : [];
  if (prefix !== 'arn') return { account: null, region: null };
  return { account: account || null, region: region || null };
}

/** The owner and the Availability Zone (or Local Zone) that most EC2 items bear. */
export function placeOfItem(item: Readonly<Record<string, unknown>>): Place {
  const zone = item['AvailabilityZone'];
  const owner = ownerOfItem(item);
  return {
    account: owner !== null && ACCOUNT.test(owner) ? owner : null,
    region: typeof zone === 'string' ? (REGION.exec(zone)?.[0] ?? null) : null,
  };
}

/** The owner as it is written: data made anonymous names accounts otherwise. */
export function ownerOfItem({ OwnerId: owner }: Readonly<Record<string, unknown>>): string | null {
  return typeof owner === 'string' ? owner : null;
}

/** The value most places agree on, the smallest of equals; null if none has one. */
export function commonest(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || byCodeUnit(a, b));
  return first?.[0] ?? null;
}

/** Region prefixes of AWS's partitions, the longer before the shorter. */
const PARTITIONS = [
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-iso-', 'aws-iso'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['cn-', 'aws-cn'],
] as const;

export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
