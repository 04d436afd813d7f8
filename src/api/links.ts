import type { Request, Response } from 'express';
import type { components } from './generated/openapi-types.ts';

type Links = components['schemas']['Links'];

/** Makes absolute addresses. Without a configured one, Host is the base: only hosts of this service come this far. */
export type AbsoluteUrl = (req: Request, path: string) => string;

export function absoluteUrls(publicUrl: string | null): AbsoluteUrl {
  const base = publicUrl?.replace(/\/+$/, '');
  return (req, path) => `${base ?? `http://${req.headers.host}`}${path}`;
}

/** `alternate` and `related` of an assessment, as RFC 8288 writes them. */
export function linkReports(res: Response, links: Pick<Links, 'report' | 'graph'>): void {
  res.set(
    'Link',
    `<${links.report}>; rel="alternate"; type="text/html", <${links.graph}>; rel="related"; type="application/json"`,
  );
}

export function preflightLinks(url: (path: string) => string, id: string): Omit<Links, 'self'> {
  const preflight = `/v1/preflights/${id}`;
  return { preflight: url(preflight), report: url(`${preflight}/report`), graph: url(`${preflight}/graph`) };
}

export function rotationLinks(url: (path: string) => string, id: string): Links {
  return { self: url(`/v1/rotations/${id}`), ...preflightLinks(url, id) };
}
