import { byCodeUnit } from './canonical.ts';
import type { GapRow, RawItem } from './document.ts';
import { FAMILIES, type ListName } from './families.ts';
import { NOT_ASKED } from './known.ts';
import type { PlacedItem } from './placed-item.ts';
import type { RawPart } from './raw-output.ts';

/** What the files of a folder come to. */
interface Gathered {
  readonly parts: readonly RawPart[];
  readonly lists: ReadonlyMap<ListName, readonly PlacedItem[]>;
  /** SecretPolicies and FunctionPolicies, by ARN. */
  readonly maps: RawItem;
}

/**
 * Functions, their aliases and both kinds of policy are asked for one by one: what other files name and none is about was
 * not asked, and may well exist.
 */
export function gapsOfUnanswered({ parts, lists, maps }: Gathered): readonly GapRow[] {
  const items = (list: ListName) => (lists.get(list) ?? []).map(({ item }) => item);
  const secrets = items('Secrets');
  const functions = textsAt(items('Functions'), 'FunctionArn');
  const aliases = items('FunctionAliases');
  const stored = textsAt(secrets, 'RotationLambdaARN');
  const isListed = parts.some((part) => part.kind === 'items' && part.list === 'Functions' && part.extent === 'all');
  // Whoever invokes an alias needs no permission on its versions.
  const invocable = functions.filter((arn) => !isVersion(arn));
  // ListFunctions shows neither aliases nor, unless told to, versions.
  const called = [...stored, ...aliases.flatMap(weightedVersions)].filter((arn) => !isListed || isQualified(arn));
  const about = (list: string, action: string, lookup: string, named: readonly string[], told: readonly string[]) =>
    unanswered({ list, action, lookup }, named, told);
  return [
    ...(lists.has('Functions') ? about('Functions', FAMILIES.Functions.action, 'function-arn', called, functions) : []),
    ...(lists.has('FunctionAliases')
      ? about(
          'FunctionAliases',
          FAMILIES.FunctionAliases.action,
          'function-arn',
          stored.filter((arn) => isQualified(arn) && !isVersion(arn)),
          textsAt(aliases, 'AliasArn'),
        )
      : []),
    ...policies(maps['FunctionPolicies'], (told) =>
      about('FunctionPolicies', 'lambda:GetPolicy', 'function-arn', [...stored, ...invocable], told),
    ),
    ...policies(maps['SecretPolicies'], (told) =>
      about('SecretPolicies', 'secretsmanager:GetResourcePolicy', 'secret-id', textsAt(secrets, 'ARN'), told),
    ),
  ];
}

/** Nothing where no file holds any: the whole map was never asked for. */
function policies(map: unknown, gaps: (told: readonly string[]) => readonly GapRow[]): readonly GapRow[] {
  return typeof map === 'object' && map !== null ? gaps(Object.keys(map)) : [];
}

function unanswered(
  { list, action, lookup }: { readonly list: string; readonly action: string; readonly lookup: string },
  named: readonly string[],
  told: readonly string[],
): readonly GapRow[] {
  const lacking = [...new Set(named)].filter((id) => !told.includes(id)).sort(byCodeUnit);
  if (lacking.length === 0) return [];
  const message = `no file is about ${lacking.length > 3 ? `${lacking.length} of them` : lacking.join(', ')}`;
  return [{ list, action, account: null, region: null, filters: { [lookup]: lacking }, error: NOT_ASKED, message }];
}

/** The versions besides its own that an alias hands invocations to. */
function weightedVersions({ AliasArn: arn, RoutingConfig: routing }: RawItem): readonly string[] {
  const weights = isObject(routing) ? routing['AdditionalVersionWeights'] : undefined;
  if (typeof arn !== 'string' || !isObject(weights)) return [];
  return Object.keys(weights).map((version) => `${arn.slice(0, arn.lastIndexOf(':'))}:${version}`);
}

function isQualified(functionArn: string): boolean {
  return functionArn.split(':').length > 7;
}

function isVersion(functionArn: string): boolean {
  return /:function:[^:]+:\d+$/.test(functionArn);
}

function textsAt(items: readonly RawItem[], field: string): readonly string[] {
  return items.flatMap((item) => {
    const value = item[field];
    return typeof value === 'string' ? [value] : [];
  });
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
