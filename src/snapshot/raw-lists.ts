import { FAMILIES, type ListName } from './families.ts';
import { nameWithoutRegion } from './home.ts';

/** Lists under another name than the snapshot's: AWS's own, and those that collectors give them. */
const ALIASES: Readonly<Record<string, ListName>> = {
  aliases: 'FunctionAliases',
  reservations: 'Instances',
  clusters: 'RedshiftClusters',
  rdsinstances: 'DBInstances',
  rdsclusters: 'DBClusters',
};
const LISTS: ReadonlyMap<string, ListName> = new Map([
  ...Object.keys(FAMILIES).map((name) => [name.toLowerCase(), name as ListName] as const),
  ...Object.entries(ALIASES),
]);

/** `NatGateways`, `nat_gateways` and `nat-gateways` are one word: `natgateways`. */
export function plainWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

export function listOfWord(word: string): ListName | null {
  return LISTS.get(word) ?? null;
}

/**
 * What a file's name says it lists: `us-east-1/ec2-describe-nat-gateways.json`, `DescribeNatGateways.json` and
 * `NatGateways-us-east-1.json` are all `natgateways`.
 */
export function wordOfPath(path: string): string {
  const name = nameWithoutRegion(path.slice(path.lastIndexOf('/') + 1));
  const called = [name, name.replace(/^(?:[a-z0-9]+[-_ .])??(?:describe|list|get)(?:[-_ ]|(?=[A-Z]))/i, '')];
  return called.map(plainWord).find((word) => word === 'prefixlists' || LISTS.has(word)) ?? plainWord(name);
}
