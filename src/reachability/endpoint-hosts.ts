import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import { type Blocker, blocker } from './blocker.ts';
import { hasFipsEndpoint, hasOwnDualStackName, parseRegionalHost, regionalHost } from './names/regional-host.ts';
import { proxiesFor } from './proxies.ts';

/** The hosts the function may speak to for Secrets Manager; where more than one is plausible, each must pass. */
export interface EndpointHosts {
  /** Secrets Manager's own names, asked directly. */
  readonly hosts: readonly string[];
  /** Hosts that may pass its calls on. */
  readonly elsewhere: readonly ElsewhereHost[];
  readonly blockers: readonly Blocker[];
}

/** A host of which only the way to it can be judged: a proxy, or what an endpoint URL names instead of Secrets Manager. */
export interface ElsewhereHost {
  /** A name or an address. */
  readonly host: string;
  /** 1–65535. */
  readonly port: number;
  /** Why it is not known whether the calls get on from there. */
  readonly beyond: Blocker;
}

interface Plausible {
  readonly hosts: readonly string[];
  readonly elsewhere: readonly ElsewhereHost[];
}

const NONE: Plausible = { hosts: [], elsewhere: [] };

const VARIABLES_THAT_MAY_SET_ANY_OTHER = ['AWS_LAMBDA_EXEC_WRAPPER', 'AWS_CONFIG_FILE', 'AWS_PROFILE'] as const;

/**
 * Reads from the function's configuration which host its Secrets Manager client asks.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointHosts(lambda: LambdaFunction, region: string, partition: string): EndpointHosts {
  const env = lambda.Environment?.Variables ?? {};
  const blockers: Blocker[] = [];
  if (lambda.Environment?.Error !== undefined)
    blockers.push(hostUnknown(lambda, 'its environment variables could not be read'));
  for (const name of VARIABLES_THAT_MAY_SET_ANY_OTHER)
    if (isSet(env[name])) blockers.push(hostUnknown(lambda, `${name} may choose another endpoint`));
  // Python's and Node.js's clients do not take it.
  if (!/^(?:python|nodejs)/.test(lambda.Runtime ?? '') && Object.entries(env).some(isAllProxy))
    blockers.push(hostUnknown(lambda, 'ALL_PROXY may send its calls through a proxy'));
  const plausible = plausibleHosts(lambda, region, partition, blockers);
  const hosts = [...new Set(plausible.hosts)].filter((host) => accept(host, region, partition, lambda, blockers));
  const ways = hosts.map((host) => ({ host, ...proxiesFor(env, lambda.Runtime, host) }));
  const elsewhere = [
    ...plausible.elsewhere,
    ...ways.flatMap(({ host, proxies }) =>
      proxies.map((proxy) => ({ ...proxy, beyond: proxied(lambda, host, proxy.host) })),
    ),
  ];
  const byPlace = new Map(elsewhere.map((other) => [`${other.host}:${other.port}`, other]));
  for (const { host, unreadable } of ways)
    if (unreadable)
      blockers.push(hostUnknown(lambda, `HTTPS_PROXY sends its calls to ${host} through a proxy that is not stated`));
  return { hosts: ways.filter((way) => way.direct).map((way) => way.host), elsewhere: [...byPlace.values()], blockers };
}

/** AWS's own rotation templates say what they are in their description and need SECRETS_MANAGER_ENDPOINT before anything else. */
export function isAwsTemplate(lambda: LambdaFunction): boolean {
  return /\bAWS Secrets ?Manager secret rotation\b/i.test(lambda.Description ?? '');
}

/** Less than a description is a guess: the names AWS gives its templates. */
function mayBeAwsTemplate(lambda: LambdaFunction): boolean {
  return /^SecretsManager\w*Rotation/i.test(lambda.FunctionName ?? '');
}

function plausibleHosts(lambda: LambdaFunction, region: string, partition: string, blockers: Blocker[]): Plausible {
  const variable = 'SECRETS_MANAGER_ENDPOINT';
  const url = lambda.Environment?.Variables?.[variable];
  if (isSet(url)) {
    const named = hostOfUrl(url, variable, lambda, blockers);
    return isAwsTemplate(lambda) ? named : both(named, clientHosts(lambda, region, partition, blockers));
  }
  const reason = 'the AWS rotation template reads it before its first call, and it is not set';
  if (isAwsTemplate(lambda)) {
    // An environment nobody could read may hold it.
    if (lambda.Environment?.Error === undefined) blockers.push(misconfigured(lambda, variable, reason));
    return NONE;
  }
  if (mayBeAwsTemplate(lambda) && lambda.Environment?.Error === undefined)
    blockers.push(
      hostUnknown(lambda, `${variable} is not set, and its name is that of an AWS template, which needs it`),
    );
  return clientHosts(lambda, region, partition, blockers);
}

/** What an SDK client without an explicit endpoint asks. */
function clientHosts(lambda: LambdaFunction, region: string, partition: string, blockers: Blocker[]): Plausible {
  const env = lambda.Environment?.Variables ?? {};
  const variable = ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL'].find((name) => isSet(env[name]));
  const fallback = () => ({ ...NONE, hosts: defaultHosts(lambda, region, partition, blockers) });
  if (variable === undefined) return fallback();
  const url = () => hostOfUrl(env[variable] ?? '', variable, lambda, blockers);
  const python = lambda.Runtime?.startsWith('python') === true;
  if (isOn(lambda, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')) return python ? fallback() : both(url(), fallback());
  const clash = ['AWS_USE_DUALSTACK_ENDPOINT', 'AWS_USE_FIPS_ENDPOINT'].find((name) => isOn(lambda, name));
  if (clash === undefined || python) return url();
  if (isNode(lambda)) {
    blockers.push(misconfigured(lambda, clash, `the SDK for JavaScript refuses it together with ${variable}`));
    return NONE;
  }
  blockers.push(hostUnknown(lambda, `${clash} is set together with ${variable}, which SDKs treat differently`));
  return url();
}

function defaultHosts(
  lambda: LambdaFunction,
  region: string,
  partition: string,
  blockers: Blocker[],
): readonly string[] {
  const own = lambda.FunctionArn.split(':')[3] ?? region;
  const fips = isOn(lambda, 'AWS_USE_FIPS_ENDPOINT');
  const dualStack = isOn(lambda, 'AWS_USE_DUALSTACK_ENDPOINT');
  // Where there is no FIPS endpoint, no SDK builds a name of one that exists.
  const nameless = fips && !hasFipsEndpoint(own, partition);
  if (dualStack && !nameless && (!hasOwnDualStackName(partition) || ['aws-iso-e', 'aws-iso-f'].includes(partition))) {
    const reason =
      'AWS_USE_DUALSTACK_ENDPOINT is true, and SDKs of different age build different names of it; remove the variable';
    blockers.push(hostUnknown(lambda, reason));
  }
  return [regionalHost(own, partition, { fips, dualStack })];
}

/** Only `true` counts; the SDK for JavaScript takes it in small letters alone, others in any. */
function isOn(lambda: LambdaFunction, name: string): boolean {
  const value = lambda.Environment?.Variables?.[name];
  return (isNode(lambda) ? value : value?.toLowerCase()) === 'true';
}

function isNode(lambda: LambdaFunction): boolean {
  return lambda.Runtime?.startsWith('nodejs') === true;
}

/**
 * Python's client refuses line breaks and tabs anywhere, and a space as part of the host; what other white space does is not stated.
 * https://github.com/boto/botocore/blob/develop/botocore/utils.py (is_valid_endpoint_url)
 */
function whiteSpace(text: string, variable: string, lambda: LambdaFunction): Blocker | null {
  if (!/\s/.test(text)) return null;
  const refused = /[\t\r\n]/.test(text) || /:\/\/[^/?#:]*\s/.test(text);
  const isPython = lambda.Runtime?.startsWith('python') === true;
  return refused && isPython
    ? misconfigured(lambda, variable, 'it holds white space, and the client refuses it')
    : hostUnknown(lambda, `${variable} holds white space, and what its client makes of that is not stated`);
}

/** Scheme, host, port, and path or query. */
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?([^@:/?#[\]]+|\[[^\]]+\])(?::(\d+))?([/?#].*)?$/i;

function hostOfUrl(text: string, variable: string, lambda: LambdaFunction, blockers: Blocker[]): Plausible {
  const space = whiteSpace(text, variable, lambda);
  if (space !== null) blockers.push(space);
  if (space?.code === 'X_CLIENT_CONFIGURATION') return NONE;
  const url = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\/$/i.test(url)) {
    // All that is kept of a URL where a password cannot be told from the host.
    blockers.push(hostUnknown(lambda, `which host ${variable} names cannot be told`));
    return NONE;
  }
  const [, scheme = '', name, ownPort, path = '/'] = URL_PARTS.exec(url) ?? [];
  if (name === undefined) {
    blockers.push(misconfigured(lambda, variable, 'it is not a URL'));
    return NONE;
  }
  const host = name.toLowerCase().replace(/[[\]]/g, '').replace(/\.$/, '');
  const notSecretsManager = blocker(
    'X_HOST_NOT_SECRETS_MANAGER',
    { resources: [lambda.FunctionArn] },
    { host, variable },
  );
  if (host === 'localhost' || /^127\./.test(host) || host === '::1') {
    blockers.push(notSecretsManager);
    return NONE;
  }
  const isTls = scheme.toLowerCase() === 'https';
  const port = Number(ownPort ?? (isTls ? 443 : 80));
  if (!isSecretsManagerName(host)) return { hosts: [], elsewhere: [{ host, port, beyond: notSecretsManager }] };
  if (!isTls || port !== 443) {
    blockers.push(misconfigured(lambda, variable, 'Secrets Manager answers HTTPS on port 443 only'));
    return NONE;
  }
  if (path !== '/') {
    const reason = `${variable} names a path, and what Secrets Manager answers there is not stated anywhere`;
    blockers.push(hostUnknown(lambda, reason));
  }
  return { hosts: [host], elsewhere: [] };
}

function isSecretsManagerName(host: string): boolean {
  return parseRegionalHost(host) !== null || isEndpointName(host);
}

/** A name AWS gives an interface endpoint of Secrets Manager: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
const ENDPOINT_NAME = /^vpce-[a-z0-9-]+\.secretsmanager(?:-fips)?\.([a-z0-9-]+)\.vpce\.amazonaws\.com(?:\.cn)?$/;

export function isEndpointName(host: string): boolean {
  return ENDPOINT_NAME.test(host);
}

/** Endpoints are regional: only the secret's own Region knows the secret. */
function accept(host: string, region: string, partition: string, lambda: LambdaFunction, blockers: Blocker[]): boolean {
  const resources = [lambda.FunctionArn];
  const regional = parseRegionalHost(host);
  const named = regional?.region ?? ENDPOINT_NAME.exec(host)?.[1] ?? region;
  if (named !== region) {
    blockers.push(blocker('X_HOST_IN_OTHER_REGION', { resources }, { host, region: named, secretRegion: region }));
    return false;
  }
  if (regional === null) return true;
  const reason =
    regional.fips && !hasFipsEndpoint(region, partition)
      ? `${region} has no FIPS endpoint of Secrets Manager, so the name does not exist`
      : host !== regionalHost(region, partition, regional)
        ? `Secrets Manager has no such name in ${region}`
        : null;
  if (reason === null) return true;
  const evidence = [{ resource: lambda.FunctionArn, entry: host, text: reason }];
  const mend = `Let the function call ${regionalHost(region, partition, { fips: false, dualStack: false })}`;
  blockers.push(blocker('X_NAME_NOT_RESOLVED', { resources, evidence }, { host, reason, mend }));
  return false;
}

function isAllProxy([name, value]: readonly [string, string]): boolean {
  return name.toLowerCase() === 'all_proxy' && isSet(value);
}

function proxied(lambda: LambdaFunction, host: string, proxy: string): Blocker {
  return hostUnknown(
    lambda,
    `HTTPS_PROXY sends its calls to ${host} through ${proxy}, and what is beyond that proxy is out of sight`,
  );
}

function both(a: Plausible, b: Plausible): Plausible {
  return { hosts: [...a.hosts, ...b.hosts], elsewhere: [...a.elsewhere, ...b.elsewhere] };
}

function hostUnknown(lambda: LambdaFunction, reason: string): Blocker {
  return blocker('X_HOST_UNKNOWN', { resources: [lambda.FunctionArn] }, { reason });
}

function misconfigured(lambda: LambdaFunction, variable: string, reason: string): Blocker {
  const evidence = [{ resource: lambda.FunctionArn, entry: variable, text: `${variable}: ${reason}` }];
  return blocker('X_CLIENT_CONFIGURATION', { resources: [lambda.FunctionArn], evidence }, { variable, reason });
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
