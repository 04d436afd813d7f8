import { AppError } from '../errors.ts';
import { parseAddress } from '../net/address.ts';
import { withoutCredentials } from '../snapshot/without-credentials.ts';

/** A target as somebody wrote it. Ports are 1–65535. */
export type TargetSpec =
  | { readonly kind: 'host'; readonly host: string; readonly port: number; readonly addresses: readonly string[] }
  | { readonly kind: 'instance'; readonly host: string; readonly port: number; readonly addresses: readonly [] }
  | { readonly kind: 'interface'; readonly host: string; readonly port: number; readonly addresses: readonly [] };

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*\.?$/;

/**
 * Parses HOST:PORT[=IP,IP] (or =IP+IP), i-…:PORT or eni-…:PORT; an IPv6 literal stands in brackets. Host names are lower-cased.
 * @throws INVALID_QUESTION naming what is wrong.
 */
export function parseTargetSpec(text: string): TargetSpec {
  const [named = '', list, ...rest] = text.trim().split('=');
  const colon = named.lastIndexOf(':');
  const host = named.slice(0, Math.max(colon, 0)).toLowerCase();
  const port = Number(named.slice(colon + 1));
  if (colon < 1 || rest.length > 0 || !/^\d{1,5}$/.test(named.slice(colon + 1)) || port < 1 || port > 65535) {
    throw badTarget(text, 'is not HOST:PORT with a port from 1 to 65535');
  }
  const addresses = list === undefined ? [] : parseAddresses(text, list);
  if (/^(?:i|eni)-[0-9a-z-]+$/.test(host)) {
    if (addresses.length > 0) throw badTarget(text, 'gives addresses for an instance or interface, whose own are read');
    return { kind: host.startsWith('i-') ? 'instance' : 'interface', host, port, addresses: [] };
  }
  const inBrackets = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  // To every socket an IPv4-mapped address is the IPv4 one.
  const literal = inBrackets.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  if (parseAddress(literal) !== null) {
    if (addresses.length > 0) throw badTarget(text, 'gives addresses for what is an address already');
    return { kind: 'host', host: literal, port, addresses: [literal] };
  }
  if (!HOST_NAME.test(host)) throw badTarget(text, 'names no host');
  return { kind: 'host', host: host.replace(/\.$/, ''), port, addresses };
}

/** Whether it is a name that somebody has to be asked for. */
export function isName({ kind, host }: TargetSpec): boolean {
  return kind === 'host' && parseAddress(host) === null;
}

/** HOST:PORT. */
export function written({ host, port }: TargetSpec): string {
  return `${host}:${port}`;
}

/**
 * Several targets in one text, as the secret's tag holds them: separated by spaces, each as parseTargetSpec takes it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html: tags that other services share
 * hold no comma, so + separates addresses too.
 */
export function parseTargetSpecs(text: string): readonly TargetSpec[] {
  return text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(parseTargetSpec);
}

function parseAddresses(text: string, list: string): readonly string[] {
  const addresses = list.split(/[,+]/).map((a) => a.trim());
  if (!addresses.every((a) => parseAddress(a) !== null))
    throw badTarget(text, 'has something after = that is not a list of IP addresses');
  return [...new Set(addresses)].sort();
}

function badTarget(text: string, what: string): AppError {
  const shown = withoutCredentials(text);
  return new AppError('INVALID_QUESTION', `Target ${JSON.stringify(shown)} ${what}.`, {
    resource: shown,
    hint: 'Write HOST:PORT, HOST:PORT=IP,IP, i-…:PORT or eni-…:PORT.',
  });
}
