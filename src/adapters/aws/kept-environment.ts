/** Variables that name a URL: what stands before an `@` in one is a credential. */
const URLS = [
  'SECRETS_MANAGER_ENDPOINT',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
];

/** Variables that choose which endpoint or proxy an AWS SDK uses; no other value of a function's environment is kept. */
const NAMES = [
  ...URLS,
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_PROFILE',
  'AWS_LAMBDA_EXEC_WRAPPER',
  'NO_PROXY',
  'no_proxy',
];

export function keptEnvironment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = variables[name];
      if (value === undefined) return [];
      return [[name, URLS.includes(name) ? withoutUserInfo(value) : value]];
    }),
  );
}

/**
 * The URL without user, password, query and fragment. Where an `@` stands outside the authority it cannot be told what
 * is host and what password, and only the scheme is kept.
 */
export function withoutUserInfo(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  if (rest.slice(authority.length).includes('@')) return scheme;
  const path = /^[^?#]*/.exec(rest.slice(authority.length))?.[0] ?? '';
  return scheme + authority.slice(authority.lastIndexOf('@') + 1) + path;
}
