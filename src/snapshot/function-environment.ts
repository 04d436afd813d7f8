import type { RawItem } from './document.ts';

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

/** A function's configuration with only those variables, and no credentials in their URLs. */
export function withoutPrivateVariables(configuration: RawItem): RawItem {
  const environment = configuration['Environment'];
  if (!isObject(environment)) return configuration;
  const { Variables: variables, ...rest } = environment;
  if (!isObject(variables)) return { ...configuration, Environment: rest };
  const kept = Object.entries(variables)
    .filter(([name]) => ENDPOINT_VARIABLES.has(name.toUpperCase()) || /^AWS_ENDPOINT_URL_/i.test(name))
    .map(([name, value]) => [name, typeof value === 'string' && isUrl(name) ? withoutCredentials(value) : value]);
  return { ...configuration, Environment: { ...rest, Variables: Object.fromEntries(kept) } };
}

/**
 * `https://user:word@host` and `user:word@host`, as proxies are written, without user, password, query and fragment. Where an
 * `@` stands outside the authority it cannot be told what is host and what password: only the scheme is kept.
 */
export function withoutCredentials(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  if (rest.slice(authority.length).includes('@')) return scheme;
  const path = /^[^?#]*/.exec(rest.slice(authority.length))?.[0] ?? '';
  return scheme + authority.slice(authority.lastIndexOf('@') + 1) + path;
}

function isUrl(name: string): boolean {
  return /ENDPOINT(?:_URL.*)?$|^(?:HTTPS?|ALL)_PROXY$/i.test(name);
}

function isObject(value: unknown): value is RawItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
