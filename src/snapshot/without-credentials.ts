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
