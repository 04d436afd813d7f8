import { invalidSnapshot, type RawItem } from './document.ts';
import type { ListName } from './families.ts';
import type { PlacedItem } from './placed-item.ts';
import { listOfWord, plainWord, wordOfPath } from './raw-lists.ts';
import { type ZonePart, zoneOutput } from './raw-zones.ts';

/** One JSON file: its path inside the folder, with `/` between its parts, and what it holds. */
export interface RawFile {
  readonly path: string;
  readonly json: unknown;
}

/** What one file, or a part of it, adds to a snapshot. */
export type RawPart =
  | {
      readonly kind: 'items';
      readonly list: ListName;
      readonly path: string;
      readonly items: readonly PlacedItem[];
      readonly extent: Extent;
    }
  | ZonePart
  | { readonly kind: 'aws-prefix-lists'; readonly items: readonly PlacedItem[] }
  | { readonly kind: TransitPart; readonly id: string; readonly items: readonly RawItem[] }
  | { readonly kind: 'fields'; readonly list: ListName; readonly id: string; readonly fields: RawItem }
  | { readonly kind: 'secret-policy' | 'function-policy'; readonly arn: string; readonly policy: string | null }
  | { readonly kind: 'concurrency'; readonly arn: string; readonly value: number }
  | { readonly kind: 'unnamed-concurrency'; readonly path: string; readonly value: number }
  | { readonly kind: 'service-ip-ranges'; readonly json: RawItem };

/** What an answer shows of its list: all of it, a page that others follow, or what was asked for by name. */
type Extent = 'all' | 'page' | 'named';

/** What belongs to one transit gateway route table: all its routes, its static ones, who propagates. */
type TransitPart = 'transit-routes' | 'transit-statics' | 'transit-propagations';

/** Lists of this name also come from calls that answer something else: `clusters` are EKS's and ECS's, `Aliases` KMS's, too. */
const ONLY_IF_ALL_BEAR: Readonly<Partial<Record<ListName, string>>> = {
  Names: 'addresses',
  FunctionAliases: 'FunctionVersion',
  RedshiftClusters: 'ClusterIdentifier',
};

/** Answers about one thing that wrap it in its kind. */
const WRAPPED_ONE: Readonly<Record<string, ListName>> = {
  CapacityProvider: 'CapacityProviders',
  FirewallRuleGroupAssociation: 'FirewallRuleGroupAssociations',
  ProfileAssociation: 'ProfileAssociations',
  ProfileResourceAssociation: 'ProfileResourceAssociations',
  ResolverRule: 'ResolverRules',
  ResolverRuleAssociation: 'ResolverRuleAssociations',
};

/** Recognises AWS CLI output by its content, or a bare list by the name of its file. Empty if it is nothing known. */
export function readRawFile(file: RawFile, origin: string): readonly RawPart[] {
  const { path, json } = file;
  if (Array.isArray(json)) {
    const named = namedList(file, wordOfPath(path), { key: '', value: json, whole: true }, origin);
    return named.length > 0 ? named : json.flatMap((output) => outputsIn({ path, json: output }, origin));
  }
  return outputsIn(file, origin);
}

function outputsIn(file: RawFile, origin: string): readonly RawPart[] {
  const { path, json } = file;
  if (!isObject(json)) return [];
  if ('snapshotVersion' in json) {
    throw invalidSnapshot(
      `${origin}/${path}`,
      '',
      'raw AWS CLI output in a folder, found a snapshot document: give that file itself',
    );
  }
  const whole = !Object.keys(json).some((key) => /^next(?:token|marker)$/i.test(key) && json[key] !== null);
  const single = singleOutput(file, json) ?? zoneOutput(file.path, json, whole);
  if (single !== null) return single;
  return Object.entries(json).flatMap(([key, value]) =>
    value === null ? [] : namedList(file, plainWord(key), { key, value, whole }, origin),
  );
}

/**
 * What tells answers of other calls that bear the ARN of a secret or a function: a list of its versions, a rotation, a deletion,
 * a URL, how events are retried, how the runtime is updated, a mapping of events.
 */
const BESIDE = [
  'Versions',
  'VersionId',
  'DeletionDate',
  'FunctionUrl',
  'MaximumRetryAttempts',
  'UpdateRuntimeOn',
  'UUID',
];

/** Outputs that hold one thing and not a list. A secret's value (GetSecretValue) is none of them: it is never read. */
function singleOutput({ path }: RawFile, json: RawItem): readonly RawPart[] | null {
  if ('SecretString' in json || 'SecretBinary' in json || BESIDE.some((key) => key in json)) return [];
  const { ARN: arn, FunctionArn: functionArn, Configuration: configuration, VpcId: vpcId, Policy: policy } = json;
  if (typeof arn === 'string' && arn.split(':')[2] === 'secretsmanager') {
    const isPolicy = Object.keys(json).every((key) =>
      ['ARN', 'Name', 'ResourcePolicy', 'ResponseMetadata'].includes(key),
    );
    return isPolicy
      ? [{ kind: 'secret-policy', arn, policy: textOrNull(json['ResourcePolicy']) }]
      : [one('Secrets', path, json, '')];
  }
  if (typeof functionArn === 'string') return [one('Functions', path, json, '')];
  if (typeof json['AliasArn'] === 'string' && 'FunctionVersion' in json)
    return [one('FunctionAliases', path, json, '')];
  for (const [key, list] of Object.entries(WRAPPED_ONE)) {
    const wrapped = json[key];
    if (isObject(wrapped)) return [one(list, path, wrapped, key)];
  }
  if (isObject(configuration) && typeof configuration['FunctionArn'] === 'string') {
    const limit = isObject(json['Concurrency']) ? json['Concurrency']['ReservedConcurrentExecutions'] : undefined;
    const part = one('Functions', path, configuration, 'Configuration');
    return typeof limit !== 'number'
      ? [part]
      : [part, { kind: 'concurrency', arn: configuration['FunctionArn'], value: limit }];
  }
  if (typeof vpcId === 'string' && ('EnableDnsSupport' in json || 'EnableDnsHostnames' in json)) {
    return [fields('Vpcs', vpcId, json)];
  }
  if (typeof policy === 'string') return functionPolicy(policy);
  if (Array.isArray(json['prefixes']) && 'createDate' in json) return [{ kind: 'service-ip-ranges', json }];
  return foundById(path, json);
}

/** These outputs do not say what they belong to: the file's path may. */
function foundById(path: string, json: RawItem): readonly RawPart[] | null {
  const limit = json['ReservedConcurrentExecutions'];
  if (typeof limit === 'number') return [{ kind: 'unnamed-concurrency', path, value: limit }];
  const prefixList = /\bpl-[0-9a-f]+/.exec(path)?.[0];
  if (prefixList !== undefined && Array.isArray(json['Entries']))
    return [fields('ManagedPrefixLists', prefixList, { Entries: json['Entries'] })];
  const balanced = /(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/.exec(path)?.[0];
  if (balanced !== undefined && Array.isArray(json['TargetHealthDescriptions']))
    return [fields('TargetGroups', balanced, { TargetHealthDescriptions: json['TargetHealthDescriptions'] })];
  const table = /\btgw-rtb-[0-9a-f]+/.exec(path)?.[0];
  return table === undefined ? null : transitParts(table, json);
}

/** SearchTransitGatewayRoutes and the two GetTransitGatewayRouteTable… calls of one table. */
function transitParts(id: string, json: RawItem): readonly RawPart[] | null {
  const { Routes: routes, TransitGatewayRouteTablePropagations: propagations, Associations: associations } = json;
  const part = (kind: TransitPart, items: readonly unknown[]) => [{ kind, id, items: items.filter(isObject) }];
  if (Array.isArray(routes)) return json['AdditionalRoutesAvailable'] === true ? [] : part('transit-routes', routes);
  if (Array.isArray(propagations)) return part('transit-propagations', propagations);
  return Array.isArray(associations) ? associations.filter(isObject).flatMap((item) => associated(id, item)) : null;
}

/** GetTransitGatewayRouteTableAssociations tells what DescribeTransitGatewayAttachments says of each attachment. */
function associated(table: string, { TransitGatewayAttachmentId: id, State: state }: RawItem): readonly RawPart[] {
  const Association = { TransitGatewayRouteTableId: table, State: state };
  return typeof id === 'string' ? [fields('TransitGatewayAttachments', id, { Association })] : [];
}

function fields(list: ListName, id: string, more: RawItem): RawPart {
  return { kind: 'fields', list, id, fields: more };
}

/** Lambda's GetPolicy names the function only inside the policy, in the resource of its statements. */
function functionPolicy(policy: string): readonly RawPart[] {
  const arn = /"Resource"\s*:\s*"(arn:[\w-]+:lambda:[^"]+)"/.exec(policy)?.[1];
  return arn === undefined ? [] : [{ kind: 'function-policy', arn, policy }];
}

/** A list of an answer, under the name it has there; not whole where a token for the next page stands beside it. */
interface RawList {
  readonly key: string;
  readonly value: unknown;
  readonly whole: boolean;
}

function namedList(file: RawFile, word: string, named: RawList, origin: string): readonly RawPart[] {
  const { key, value, whole } = named;
  if (word === 'prefixlists') return prefixLists(file, placedItems(file, value, key, origin), whole, origin);
  const wrapped = WRAPPED[word];
  if (wrapped !== undefined)
    return placedItems(file, value, key, origin).flatMap(({ item }) => wrapped(item, file, origin));
  const list = listOfWord(word);
  return list === null ? [] : itemsOf(file, list, named, origin);
}

/** Lists in which a collector keeps one answer for each table or load balancer that it asked about. */
const WRAPPED: Readonly<Record<string, (answer: RawItem, file: RawFile, origin: string) => readonly RawPart[]>> = {
  transitgatewaystaticroutes: (answer) =>
    tableAnswer(answer).map((part) => (part.kind === 'transit-routes' ? { ...part, kind: 'transit-statics' } : part)),
  transitgatewaypropagations: tableAnswer,
  transitgatewayassociations: tableAnswer,
  loadbalancertargethealth: ({ TargetGroupArn: arn, TargetHealthDescriptions: targets }) =>
    typeof arn === 'string' ? [fields('TargetGroups', arn, { TargetHealthDescriptions: targets })] : [],
  loadbalancerattributes: ({ LoadBalancerArn: arn, Attributes: attributes }) =>
    typeof arn === 'string' ? [fields('LoadBalancers', arn, { Attributes: attributes })] : [],
  loadbalancerlisteners: ({ Listeners: listeners }, file, origin) =>
    itemsOf(file, 'Listeners', { key: 'LoadBalancerListeners[].Listeners', value: listeners, whole: true }, origin),
};

function tableAnswer(answer: RawItem): readonly RawPart[] {
  const id = answer['TransitGatewayRouteTableId'];
  return typeof id === 'string' ? (transitParts(id, answer) ?? []) : [];
}

function itemsOf(file: RawFile, list: ListName, { key, value, whole }: RawList, origin: string): readonly RawPart[] {
  const mark = ONLY_IF_ALL_BEAR[list];
  if (mark !== undefined && !(Array.isArray(value) && value.every((item) => isObject(item) && mark in item))) return [];
  const placed = placedItems(file, value, key, origin);
  const nested = list === 'Instances' ? placed.flatMap((entry) => reserved(entry, origin)) : placed;
  return [{ kind: 'items', list, path: file.path, items: nested, extent: whole ? 'all' : 'page' }];
}

/** DescribeInstances wraps its instances in reservations. */
function reserved(entry: PlacedItem, origin: string): readonly PlacedItem[] {
  if (!('Instances' in entry.item)) return [entry];
  const { path, place, item } = entry;
  const inside = place.slice(path.length + 2);
  return placedItems({ path, json: null }, item['Instances'], `${inside}.Instances`, origin);
}

/** Two calls answer with `PrefixLists`: DescribeManagedPrefixLists, and DescribePrefixLists for AWS's own with their CIDRs. */
function prefixLists(file: RawFile, placed: readonly PlacedItem[], whole: boolean, origin: string): readonly RawPart[] {
  const isManaged =
    placed.length === 0 ? /managed/i.test(file.path) : placed.every(({ item }) => 'PrefixListArn' in item);
  if (isManaged)
    return [
      {
        kind: 'items',
        list: 'ManagedPrefixLists',
        path: file.path,
        items: placed,
        extent: whole ? 'all' : 'page',
      },
    ];
  return [{ kind: 'aws-prefix-lists', items: placed.map((entry) => withEntries(entry, origin)) }];
}

function withEntries(entry: PlacedItem, origin: string): PlacedItem {
  const { Cidrs: cidrs, ...named } = entry.item;
  if (cidrs === undefined) return entry;
  if (!Array.isArray(cidrs)) throw invalidSnapshot(`${origin}/${entry.place}.Cidrs`, '', 'a list');
  return { ...entry, item: { ...named, Entries: cidrs.map((cidr: unknown) => ({ Cidr: cidr })) } };
}

function placedItems({ path }: RawFile, value: unknown, key: string, origin: string): readonly PlacedItem[] {
  if (!Array.isArray(value)) throw invalidSnapshot(`${origin}/${path}`, key, 'a list');
  return value.map((item: unknown, i) => {
    if (!isObject(item)) throw invalidSnapshot(`${origin}/${path}`, `${key}[${i}]`, 'an object');
    return { item, path, place: `${path}: ${key}[${i}]` };
  });
}

function one(list: ListName, path: string, item: RawItem, key: string): RawPart {
  const items = [{ item, path, place: key === '' ? path : `${path}: ${key}` }];
  return { kind: 'items', list, path, items, extent: 'named' };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
