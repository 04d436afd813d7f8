import { byCodeUnit } from './canonical.ts';

/** Where facts are from; null where it is not known. */
export interface Place {
  readonly account: string | null;
  readonly region: string | null;
}

const ACCOUNT = /^\d{12}$/;
const REGION =
  /^(?:[a-z]{2}|eusc)(?:-(?:gov|iso[a-z]?|de))?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d+/;

/** Reads account and Region from the folders of a path; the deepest wins. */
export function placeOfPath(path: string): Place {
  const folders = path.toLowerCase().split('/').slice(0, -1).reverse();
  return {
    account: folders.find((name) => ACCOUNT.test(name)) ?? null,
    region: folders.find((name) => REGION.exec(name)?.[0] === name) ?? null,
  };
}

/** `arn:partition:service:region:account:…`; nulls for what is no ARN. */
export function placeOfArn(arn: unknown): Place {
  const [prefix, , , region, account] = typeof arn === 'string' ? arn.split(':') : [];
  if (prefix !== 'arn') return { account: null, region: null };
  return { account: account || null, region: region || null };
}

/** The owner and the Availability Zone (or Local Zone) that most EC2 items bear. */
export function placeOfItem(item: Readonly<Record<string, unknown>>): Place {
  const { OwnerId: owner, AvailabilityZone: zone } = item;
  return {
    account: typeof owner === 'string' && ACCOUNT.test(owner) ? owner : null,
    region: typeof zone === 'string' ? (REGION.exec(zone)?.[0] ?? null) : null,
  };
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
