import type { RawItem } from './document.ts';
import { withoutCredentials } from './without-credentials.ts';

/** The variables that choose which endpoint or proxy a function speaks to. Every other value is the function's own business. */
const ENDPOINT_VARIABLES: ReadonlySet<string> = new Set([
  'SECRETS_MANAGER_ENDPOINT',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_LAMBDA_EXEC_WRAPPER',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
]);

/** Whoever reads it refuses it, as what stood there before; but it says nothing. */
const MALFORMED = '';

/** A function's configuration with only those variables, and no credentials in their URLs. */
export function withoutPrivateVariables(configuration: RawItem): RawItem {
  const environment = configuration['Environment'];
  if (environment === undefined || environment === null) return configuration;
  if (!isObject(environment)) return { ...configuration, Environment: MALFORMED };
  const { Variables: variables, ...rest } = environment;
  if (variables === undefined || variables === null) return { ...configuration, Environment: rest };
  if (!isObject(variables)) return { ...configuration, Environment: { ...rest, Variables: MALFORMED } };
  const kept = Object.entries(variables)
    .filter(([name]) => ENDPOINT_VARIABLES.has(name.toUpperCase()) || /^AWS_ENDPOINT_URL_/i.test(name))
    .map(([name, value]) => [name, typeof value === 'string' && isUrl(name) ? withoutCredentials(value) : value]);
  return { ...configuration, Environment: { ...rest, Variables: Object.fromEntries(kept) } };
}

function isUrl(name: string): boolean {
  return /ENDPOINT(?:_URL.*)?$|^(?:HTTPS?|ALL)_PROXY$/i.test(name);
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
