import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { type ApiKey, findKey, type Scope } from './api-keys.ts';
import { nameCaller } from './request-log.ts';

/** Lets pass who presents a key of that scope; everybody where no key is configured (which only loopback may be). */
export function authenticate(keys: readonly ApiKey[], scope: Scope): RequestHandler {
  if (keys.length === 0) return (_req, _res, next) => next();
  return (req, res, next) => {
    const presented = /^Bearer +([!-~]+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const key = presented === undefined ? null : findKey(keys, presented);
    if (key === null) {
      throw new AppError('UNAUTHENTICATED', 'No key that is known here came with the request.', {
        hint: 'Send Authorization: Bearer KEY, with a key whose SHA-256 stands in PREFLIGHT_API_KEYS.',
      });
    }
    nameCaller(res, `${key.scope}:${key.digest.toString('hex', 0, 4)}`);
    if (scope === 'rotate' && key.scope !== 'rotate') {
      throw new AppError('FORBIDDEN', 'The key has scope check; this needs scope rotate.', {
        hint: 'Use a key with scope rotate.',
      });
    }
    next();
  };
}
