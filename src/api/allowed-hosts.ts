import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const WILDCARD = ['0.0.0.0', '[::]'];

export interface OwnAddress {
  /** The address listened on, or a name of it. */
  readonly host: string;
  /** Where callers find the service, if that is elsewhere. */
  readonly publicUrl: string | null;
}

/**
 * Answers only requests meant for this host: under DNS rebinding a browser takes a hostile name for this address,
 * and that name is what it writes into Host.
 */
export function allowHosts(own: OwnAddress): RequestHandler {
  const listening = urlHost(own.host);
  const allowed = new Set([...LOOPBACK, ...(WILDCARD.includes(listening) ? [] : [listening])]);
  if (own.publicUrl !== null) allowed.add(new URL(own.publicUrl).hostname);
  return (req, _res, next) => {
    const host = hostnameOf(req.headers.host);
    if (host === null || !allowed.has(host)) {
      throw new HttpProblem(
        'misdirected-request',
        'The Host header names a host that is not this service.',
        'Use the address it listens on, or set PREFLIGHT_PUBLIC_URL to the one callers use.',
      );
    }
    next();
  };
}

/** Whether only this machine can reach a listener on that host. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(urlHost(host)) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

function hostnameOf(header: string | undefined): string | null {
  if (header === undefined || !/^[a-z0-9.:[\]-]+$/i.test(header)) return null;
  return URL.parse(`http://${header}`)?.hostname ?? null;
}
