import { describe, expect, test } from 'vitest';
import { proxiesFor } from '../../src/reachability/proxies.ts';
import { SECRETS_MANAGER_HOST as HOST } from '../support/world.ts';

interface Client {
  readonly runtime: string | undefined;
}

/** The proxy that Python's client goes through, as `host port`. */
function through(HTTPS_PROXY: string): string {
  const { proxies, unreadable } = proxiesFor({ HTTPS_PROXY }, 'python3.12', HOST);
  return unreadable ? 'unreadable' : proxies.map(({ host, port }) => `${host} ${port}`).join(', ');
}

/** The ways by which a client calls Secrets Manager. */
function ways(env: Readonly<Record<string, string>>, { runtime }: Client = { runtime: 'python3.12' }): string {
  const { direct, proxies, unreadable } = proxiesFor(env, runtime, HOST);
  return [direct && 'direct', ...proxies.map(({ host }) => host), unreadable && 'unreadable']
    .filter((way) => way !== false)
    .join(', ');
}

describe('a proxy', () => {
  test.each<[string, string]>([
    ['http://proxy.example.com:3128', 'proxy.example.com 3128'],
    ['proxy.example.com:3128', 'proxy.example.com 3128'],
    ['http://proxy.example.com', 'proxy.example.com 80'],
    ['proxy.example.com', 'proxy.example.com 80'],
    ['https://proxy.example.com', 'proxy.example.com 443'],
    ['HTTPS://Proxy.Example.COM', 'proxy.example.com 443'],
    ['https://proxy.example.com:3128', 'proxy.example.com 3128'],
    ['http://proxy.example.com:3128/', 'proxy.example.com 3128'],
    ['http://proxy.example.com:3128/path?query#part', 'proxy.example.com 3128'],
    ['http://user:word@proxy.example.com:3128', 'proxy.example.com 3128'],
    ['http://user:w@rd@proxy.example.com', 'proxy.example.com 80'],
    ['@proxy.example.com', 'proxy.example.com 80'],
    ['http://[2001:db8::1]:3128', '2001:db8::1 3128'],
    ['[2001:db8::1]', '2001:db8::1 80'],
    ['10.0.20.10:3128', '10.0.20.10 3128'],
    ['http://proxy.example.com:port', 'unreadable'],
    ['user:a/word@proxy.example.com:3128', 'unreadable'],
    ['http://', 'unreadable'],
  ])('%s: %s', (url, expected) => {
    expect(through(url)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'proxy'],
    ['everything', '*', 'direct'],
    ['everything beside another name, which names nothing', 'example.com,*', 'proxy'],
    ['everything after a space, which names nothing', ' *', 'proxy'],
    ['the host', HOST, 'direct'],
    ['the host in capitals', HOST.toUpperCase(), 'direct'],
    ['the host after others', `localhost, ${HOST} ,example.com`, 'direct'],
    ['a domain of the host', 'amazonaws.com', 'direct'],
    ['a domain of the host with its dot', 'localhost, .amazonaws.com', 'direct'],
    ['what only ends alike', 'naws.com', 'proxy'],
    ['names between which there is nothing', 'localhost,,example.com,', 'proxy'],
  ])('is not gone through where %s is exempt', (_, NO_PROXY, expected) => {
    expect(ways({ HTTPS_PROXY: 'http://proxy', NO_PROXY })).toBe(expected);
  });

  test.each<[string, string | undefined, string]>([
    ["Python's client goes through it", 'python3.12', 'proxy'],
    ['another may not ask the environment', 'nodejs22.x', 'direct, proxy'],
    ["an image's is not known", undefined, 'direct, proxy'],
  ])('%s', (_, runtime, expected) => {
    expect(ways({ HTTPS_PROXY: 'http://proxy' }, { runtime })).toBe(expected);
  });

  test('stated twice, and differently, may be either', () => {
    expect(ways({ HTTPS_PROXY: 'http://a', https_proxy: 'http://b' })).toBe('direct, a, b');
    expect(ways({ HTTPS_PROXY: 'http://a', https_proxy: 'http://a' })).toBe('a');
    expect(ways({ HTTPS_PROXY: 'http://a', https_proxy: '' })).toBe('direct, a');
    expect(ways({ HTTPS_PROXY: 'http://a', NO_PROXY: HOST, no_proxy: 'example.com' })).toBe('direct, a');
    expect(ways({ HTTPS_PROXY: '' })).toBe('direct');
  });
});
