import type { LambdaFunction } from '../snapshot/rotation-facts.ts';
import { type Blocker, blocker } from './blocker.ts';

/** The hosts the function may ask for Secrets Manager; where more than one is plausible, each must pass. */
export interface EndpointHosts {
  readonly hosts: readonly string[];
  readonly blockers: readonly Blocker[];
}

interface Partition {
  readonly suffix: string;
  readonly fips: readonly string[];
}

/** Secrets Manager's own endpoint rule set: suffix by partition, and the Regions that have a FIPS endpoint. */
const PARTITIONS: Readonly<Record<string, Partition>> = {
  aws: {
    suffix: 'amazonaws.com',
    fips: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1'],
  },
  'aws-us-gov': { suffix: 'amazonaws.com', fips: ['us-gov-east-1', 'us-gov-west-1'] },
  'aws-cn': { suffix: 'amazonaws.com.cn', fips: [] },
  'aws-eusc': { suffix: 'amazonaws.eu', fips: [] },
  'aws-iso': { suffix: 'c2s.ic.gov', fips: ['us-iso-east-1', 'us-iso-west-1'] },
  'aws-iso-b': { suffix: 'sc2s.sgov.gov', fips: ['us-isob-east-1'] },
  'aws-iso-e': { suffix: 'cloud.adc-e.uk', fips: [] },
  'aws-iso-f': { suffix: 'csp.hci.ic.gov', fips: [] },
};

const VARIABLES_THAT_MAY_SET_ANY_OTHER = ['AWS_LAMBDA_EXEC_WRAPPER', 'AWS_CONFIG_FILE'] as const;

/**
 * Reads from the function's configuration which host its Secrets Manager client asks.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointHosts(lambda: LambdaFunction, region: string, partition: string): EndpointHosts {
  const env = lambda.Environment?.Variables ?? {};
  const place = { resources: [lambda.FunctionArn] };
  const blockers: Blocker[] = [];
  const unknown = (reason: string) => blockers.push(blocker('X_HOST_UNKNOWN', place, { reason }));
  if (lambda.Environment?.Error !== undefined) unknown('its environment variables could not be read');
  for (const name of VARIABLES_THAT_MAY_SET_ANY_OTHER)
    if (isSet(env[name])) unknown(`${name} may choose another endpoint`);
  const plausible = [...new Set(plausibleHosts(lambda, region, partition, blockers))];
  const hosts = plausible.filter((host) => accept(host, region, partition, lambda.FunctionArn, blockers));
  for (const host of hosts)
    if (isProxied(env, host))
      unknown(`HTTPS_PROXY sends its calls to ${host} through a proxy, and what is beyond it is out of sight`);
  return { hosts, blockers };
}

/** `secretsmanager.us-east-1.amazonaws.com`, or the FIPS form. */
function regionalHost(region: string, partition: string, fips: boolean): string {
  return `secretsmanager${fips ? '-fips' : ''}.${region}.${(PARTITIONS[partition] ?? { suffix: 'amazonaws.com' }).suffix}`;
}

/** AWS's own rotation templates say what they are in their description and need SECRETS_MANAGER_ENDPOINT before anything else. */
function isAwsTemplate(lambda: LambdaFunction): boolean {
  return /\bAWS Secrets ?Manager secret rotation\b/i.test(lambda.Description ?? '');
}

function plausibleHosts(
  lambda: LambdaFunction,
  region: string,
  partition: string,
  blockers: Blocker[],
): readonly string[] {
  const env = lambda.Environment?.Variables ?? {};
  const template = env['SECRETS_MANAGER_ENDPOINT'];
  if (isAwsTemplate(lambda)) {
    if (isSet(template)) return hostOfUrl(template, 'SECRETS_MANAGER_ENDPOINT', lambda, blockers);
    blockers.push(
      misconfigured(
        lambda,
        'SECRETS_MANAGER_ENDPOINT',
        'the AWS rotation template reads it before its first call, and it is not set',
      ),
    );
    return [];
  }
  const own = clientHosts(lambda, region, partition, blockers);
  return isSet(template) ? [...hostOfUrl(template, 'SECRETS_MANAGER_ENDPOINT', lambda, blockers), ...own] : own;
}

/** What an SDK client without an explicit endpoint asks. */
function clientHosts(
  lambda: LambdaFunction,
  region: string,
  partition: string,
  blockers: Blocker[],
): readonly string[] {
  const env = lambda.Environment?.Variables ?? {};
  const flag = (name: string) => env[name]?.toLowerCase() === 'true';
  const variable = ['AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL'].find((name) => isSet(env[name]));
  const fallback = defaultHosts(lambda, region, partition, blockers);
  if (variable === undefined) return fallback();
  const url = () => hostOfUrl(env[variable] ?? '', variable, lambda, blockers);
  const python = lambda.Runtime?.startsWith('python') === true;
  if (flag('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')) return python ? fallback() : [...url(), ...fallback()];
  const clash = ['AWS_USE_DUALSTACK_ENDPOINT', 'AWS_USE_FIPS_ENDPOINT'].find(flag);
  if (clash === undefined || python) return url();
  if (lambda.Runtime?.startsWith('nodejs') === true) {
    blockers.push(misconfigured(lambda, clash, `the SDK for JavaScript refuses it together with ${variable}`));
    return [];
  }
  blockers.push(
    blocker(
      'X_HOST_UNKNOWN',
      { resources: [lambda.FunctionArn] },
      { reason: `${clash} is set together with ${variable}, which SDKs treat differently` },
    ),
  );
  return url();
}

function defaultHosts(
  lambda: LambdaFunction,
  region: string,
  partition: string,
  blockers: Blocker[],
): () => readonly string[] {
  return () => {
    const env = lambda.Environment?.Variables ?? {};
    const own = lambda.FunctionArn.split(':')[3] ?? region;
    const host = regionalHost(own, partition, env['AWS_USE_FIPS_ENDPOINT']?.toLowerCase() === 'true');
    if (env['AWS_USE_DUALSTACK_ENDPOINT']?.toLowerCase() === 'true') {
      const reason =
        'AWS_USE_DUALSTACK_ENDPOINT is true, and older SDKs build a name of it that does not exist; remove the variable';
      blockers.push(blocker('X_HOST_UNKNOWN', { resources: [lambda.FunctionArn] }, { reason }));
    }
    return [host];
  };
}

function hostOfUrl(text: string, variable: string, lambda: LambdaFunction, blockers: Blocker[]): readonly string[] {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/?#]*@)?([^:/?#]+|\[[^\]]*\])(?::(\d+))?([/?#].*)?$/i.exec(text.trim());
  const host = match?.[2]?.toLowerCase();
  if (match === null || host === undefined) {
    blockers.push(misconfigured(lambda, variable, 'it is not a URL'));
    return [];
  }
  if (host === 'localhost' || /^127\./.test(host) || host === '[::1]') {
    blockers.push(blocker('X_HOST_NOT_SECRETS_MANAGER', { resources: [lambda.FunctionArn] }, { host, variable }));
    return [];
  }
  const plain = match[1]?.toLowerCase() !== 'https' || (match[3] ?? '443') !== '443';
  if (plain && isSecretsManagerName(host)) {
    blockers.push(misconfigured(lambda, variable, 'Secrets Manager answers HTTPS on port 443 only'));
    return [];
  }
  if (!['', '/'].includes(match[4] ?? '') && isSecretsManagerName(host)) {
    const reason = `${variable} names a path, and what Secrets Manager answers there is not stated anywhere`;
    blockers.push(blocker('X_HOST_UNKNOWN', { resources: [lambda.FunctionArn] }, { reason }));
  }
  return [host];
}

function isSecretsManagerName(host: string): boolean {
  return /^secretsmanager(?:-fips)?\./.test(host) || isEndpointName(host);
}

/** A name AWS gives an interface endpoint of Secrets Manager: https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
export function isEndpointName(host: string): boolean {
  return /^vpce-[a-z0-9-]+\.secretsmanager(?:-fips)?\.[a-z0-9-]+\.vpce\.amazonaws\.com(?:\.cn)?$/.test(host);
}

/** Endpoints are regional: only the secret's own Region knows the secret. */
function accept(host: string, region: string, partition: string, functionArn: string, blockers: Blocker[]): boolean {
  const place = { resources: [functionArn] };
  const named = /^(?:vpce-[a-z0-9-]+\.)?secretsmanager(?:-fips)?\.([a-z0-9-]+)\./.exec(host)?.[1];
  if (
    named === undefined ||
    (host !== regionalHost(named, partition, host.startsWith('secretsmanager-fips.')) && !isEndpointName(host))
  ) {
    blockers.push(blocker('X_HOST_NOT_SECRETS_MANAGER', place, { host, variable: 'the endpoint configuration' }));
    return false;
  }
  if (named !== region) {
    blockers.push(blocker('X_HOST_IN_OTHER_REGION', place, { host, region: named, secretRegion: region }));
    return false;
  }
  if (host.startsWith('secretsmanager-fips.') && !(PARTITIONS[partition]?.fips ?? []).includes(region)) {
    const reason = `${region} has no FIPS endpoint of Secrets Manager, so the name does not exist`;
    blockers.push(
      blocker(
        'X_NAME_NOT_RESOLVED',
        { ...place, evidence: [{ resource: functionArn, entry: host, text: reason }] },
        { host, reason },
      ),
    );
    return false;
  }
  return true;
}

/**
 * Clients differ in which letter case of these variables they read and which wins: a host is spared only where every
 * spelling spares it. `*` counts alone, as in Python's urllib.
 */
function isProxied(env: Readonly<Record<string, string>>, host: string): boolean {
  if (!spellings(env, 'https_proxy').some(isSet)) return false;
  const exemptions = spellings(env, 'no_proxy');
  return exemptions.length === 0 || !exemptions.every((list) => isExempt(host, list));
}

function spellings(env: Readonly<Record<string, string>>, name: string): readonly string[] {
  return Object.entries(env)
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
}

function isExempt(host: string, list: string): boolean {
  if (list.trim() === '*') return true;
  const names = list.split(',').map((name) => name.trim().toLowerCase().replace(/^\./, ''));
  return names.some((name) => name !== '' && (host === name || host.endsWith(`.${name}`)));
}

function misconfigured(lambda: LambdaFunction, variable: string, reason: string): Blocker {
  return blocker(
    'X_CLIENT_CONFIGURATION',
    {
      resources: [lambda.FunctionArn],
      evidence: [{ resource: lambda.FunctionArn, entry: variable, text: `${variable}: ${reason}` }],
    },
    { variable, reason },
  );
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
