import type { IncomingMessage } from 'node:http';

export type Service = 'ec2' | 'lambda' | 'secretsmanager' | 'sts';

export interface AwsCall {
  readonly service: Service;
  /** AWS's own operation name: DescribeSubnets. */
  readonly operation: string;
  /** Of the request's signature, like the access key's id. */
  readonly region: string;
  readonly accessKeyId: string;
  /** Flat query parameters (EC2, STS), the JSON body (Secrets Manager), path and query members (Lambda). */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Filter names and values (EC2 only). */
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const LAMBDA_PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  [/^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'GetPolicy'],
  [/^\/2019-09-30\/functions\/([^/]+)\/concurrency$/, 'GetFunctionConcurrency'],
];

/** Which call a request is: the service and Region from its signature, the operation as that service's protocol says it. */
export function identify(request: IncomingMessage, body: string): AwsCall {
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '');
  const [, accessKeyId = '', region = '', service] = scope ?? [];
  const signature = { accessKeyId, region };
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (service === 'ec2' || service === 'sts') {
    const parameters = Object.fromEntries(new URLSearchParams(body));
    return { ...signature, service, operation: parameters.Action ?? '', parameters, filters: filtersIn(parameters) };
  }
  if (service === 'secretsmanager') {
    const operation = String(request.headers['x-amz-target'] ?? '').replace('secretsmanager.', '');
    return { ...signature, service, operation, parameters: JSON.parse(body || '{}'), filters: {} };
  }
  if (service === 'lambda') {
    for (const [path, operation] of LAMBDA_PATHS) {
      const FunctionName = path.exec(url.pathname)?.[1];
      if (FunctionName === undefined) continue;
      const parameters = { FunctionName: decodeURIComponent(FunctionName), ...Object.fromEntries(url.searchParams) };
      return { ...signature, service, operation, parameters, filters: {} };
    }
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
