/** What is left of a text that only credentials can be told of: it names no host, and is not taken for one that was not set. */
const NOTHING_TOLD = '@';

/**
 * `https://user:word@host` and `user:word@host`, as proxies are written, without user, password, query and fragment. Where an
 * `@` stands outside the authority it cannot be told what is host and what password: only the scheme is kept.
 */
export function withoutCredentials(url: string): string {
  if (url === '') return url;
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const path = /^[^?#]*/.exec(rest.slice(authority.length))?.[0] ?? '';
  const isTold = !rest.slice(authority.length).includes('@');
  return scheme + (isTold ? authority.slice(authority.lastIndexOf('@') + 1) + path : '') || NOTHING_TOLD;
}
