import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.ts';

/**
 * Refuses what a browser sends for a page of another origin, by Fetch Metadata and Origin: all that changes anything,
 * and reads other than opening a link. Callers that are no browser send neither header.
 * https://www.w3.org/TR/fetch-metadata/
 */
export function refuseOtherOrigins(publicUrl: string | null): RequestHandler {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return (req, _res, next) => {
    const site = req.headers['sec-fetch-site'];
    const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
    if ((fromElsewhere && !opensLink(req)) || isOtherOrigin(req, publicOrigin)) throw refused();
    next();
  };
}

/** Refuses every browser, this service's own pages included. */
export const refuseBrowsers: RequestHandler = (req, _res, next) => {
  if (req.headers.origin !== undefined || req.headers['sec-fetch-site'] !== undefined) throw refused();
  next();
};

function opensLink(req: Request): boolean {
  return (
    (req.method === 'GET' || req.method === 'HEAD') &&
    req.headers['sec-fetch-mode'] === 'navigate' &&
    req.headers['sec-fetch-dest'] === 'document'
  );
}

function isOtherOrigin(req: Request, publicOrigin: string | null): boolean {
  const { origin, host } = req.headers;
  return origin !== undefined && origin !== publicOrigin && origin !== `http://${host}` && origin !== `https://${host}`;
}

function refused(): AppError {
  return new AppError('FORBIDDEN', 'A web page may not make this request.', {
    hint: 'Call the API from a program, not from a page in a browser.',
  });
}
