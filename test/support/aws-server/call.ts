import type { IncomingMessage } from 'node:http';

export type Service =
  | 'ec2'
  | 'lambda'
  | 'secretsmanager'
  | 'sts'
  | 'rds'
  | 'elasticache'
  | 'redshift'
  | 'elasticloadbalancing'
  | 'route53'
  | 'route53resolver'
  | 'route53profiles';

const QUERY: readonly string[] = [
  'ec2',
  'sts',
  'rds',
  'elasticache',
  'redshift',
  'elasticloadbalancing',
] satisfies Service[];
const JSON_1_1: readonly string[] = ['secretsmanager', 'route53resolver'] satisfies Service[];

export interface AwsCall {
  readonly service: Service;
  /** AWS's own operation name: DescribeSubnets. */
  readonly operation: string;
  /** Of the request's signature, like the access key's id. */
  readonly region: string;
  readonly accessKeyId: string;
  /** Flat query parameters (EC2, STS, RDS and its like), the JSON body (Secrets Manager, Resolver), path and query members (REST). */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Filter names and values (EC2 only). */
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Paths of operations, and the member that their variable part is. */
const PATHS: readonly (readonly [service: Service, path: RegExp, operation: string, member: string])[] = [
  ['lambda', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration', 'FunctionName'],
  ['lambda', /^\/2015-03-31\/functions\/([^/]+\/aliases\/[^/]+)$/, 'GetAlias', 'FunctionName'],
  ['lambda', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'GetPolicy', 'FunctionName'],
  ['lambda', /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/, 'GetFunctionConcurrency', 'FunctionName'],
  ['lambda', /^\/2025-11-30\/capacity-providers\/([^/]+)$/, 'GetCapacityProvider', 'CapacityProviderName'],
  ['route53', /^\/2013-04-01\/(hostedzonesbyvpc)$/, 'ListHostedZonesByVPC', 'list'],
  ['route53', /^\/2013-04-01\/hostedzone\/([^/]+)$/, 'GetHostedZone', 'Id'],
  ['route53', /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset$/, 'ListResourceRecordSets', 'Id'],
  ['route53profiles', /^\/(profileassociations)$/, 'ListProfileAssociations', 'list'],
  [
    'route53profiles',
    /^\/profileresourceassociations\/profileid\/([^/]+)$/,
    'ListProfileResourceAssociations',
    'ProfileId',
  ],
];

/** Which call a request is: the service and Region from its signature, the operation as that service's protocol says it. */
export function identify(request: IncomingMessage, body: string): AwsCall {
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '');
  const [, accessKeyId = '', region = '', service] = scope ?? [];
  const signature = { accessKeyId, region };
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (service !== undefined && QUERY.includes(service)) {
    const parameters = Object.fromEntries(new URLSearchParams(body));
    const operation = parameters.Action ?? '';
    return { ...signature, service: service as Service, operation, parameters, filters: filtersIn(parameters) };
  }
  if (service !== undefined && JSON_1_1.includes(service)) {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    return { ...signature, service: service as Service, operation, parameters: JSON.parse(body || '{}'), filters: {} };
  }
  for (const [of, path, operation, member] of PATHS) {
    const value = path.exec(url.pathname)?.[1];
    if (value === undefined || of !== service) continue;
    const parameters = { [member]: decodeURIComponent(value), ...Object.fromEntries(url.searchParams) };
    return { ...signature, service: of, operation, parameters, filters: {} };
  }
  throw new Error(`not a call this server knows: ${request.method} ${request.url} signed for ${service}`);
}

function filtersIn(parameters: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const filters: Record<string, readonly string[]> = {};
  for (let i = 1; parameters[`Filter.${i}.Name`] !== undefined; i += 1) {
    filters[parameters[`Filter.${i}.Name`] ?? ''] = numbered(parameters, `Filter.${i}.Value`);
  }
  return filters;
}

/** The list NAME.1, NAME.2, … of a query. */
export function numbered(parameters: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const values: string[] = [];
  for (let i = 1; parameters[`${name}.${i}`] !== undefined; i += 1) values.push(String(parameters[`${name}.${i}`]));
  return values;
}
