/** The proxy a client may go through. Port 1–65535. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
}

/** How calls to a host leave: directly, through a proxy, or by a client's own choice either way. */
export interface Ways {
  readonly direct: boolean;
  readonly proxies: readonly Proxy[];
  /** A proxy is set whose host cannot be told. */
  readonly unreadable: boolean;
}

/**
 * HTTPS_PROXY and NO_PROXY as the function's environment has them. botocore takes them from the environment in any letter
 * case; other SDKs may or may not.
 */
export function proxiesFor(env: Readonly<Record<string, string>>, runtime: string | undefined, host: string): Ways {
  const stated = [...new Set(spellings(env, 'https_proxy'))];
  const set = stated.filter((value) => value !== '');
  const exemptions = spellings(env, 'no_proxy').map((list) => isExempt(host, list));
  if (set.length === 0 || (exemptions.length > 0 && !exemptions.includes(false)))
    return { direct: true, proxies: [], unreadable: false };
  const parsed = set.map(parseProxy);
  const python = runtime?.startsWith('python') === true;
  const sure = python && stated.length === 1 && !exemptions.includes(true);
  const proxies = parsed.filter((proxy) => proxy !== null);
  return { direct: !sure, proxies, unreadable: proxies.length < parsed.length };
}

/** Scheme, host and port, whatever else there is. */
const PROXY_PARTS = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/?#]*@)?([^@:/?#[\]]+|\[[^\]]+\])(?::(\d+))?(?:[/?#].*)?$/i;

function parseProxy(text: string): Proxy | null {
  const [, scheme, host, port] = PROXY_PARTS.exec(text) ?? [];
  if (host === undefined) return null;
  const usual = scheme?.toLowerCase() === 'https' ? 443 : 80;
  return { host: host.toLowerCase().replace(/[[\]]/g, ''), port: Number(port ?? usual) };
}

function spellings(env: Readonly<Record<string, string>>, name: string): readonly string[] {
  return Object.entries(env)
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
}

/** `*` counts alone, as in Python's urllib. */
function isExempt(host: string, list: string): boolean {
  if (list === '*') return true;
  const names = list.split(',').map((name) => name.trim().toLowerCase().replace(/^\./, ''));
  return names.some((name) => host === name || host.endsWith(`.${name}`));
}
