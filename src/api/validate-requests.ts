import type { RequestHandler } from 'express';
import { middleware } from 'express-openapi-validator';
import { parse } from 'yaml';

/**
 * Holds requests against the contract: unknown addresses, methods, parameters and members are refused.
 * Responses are held against it in the tests.
 */
export function validateRequests(contract: string): readonly RequestHandler[] {
  const validators = middleware({
    apiSpec: parse(contract),
    // Linted in the tests; at the start it would cost more than everything else.
    validateApiSpec: false,
    // Only the first mistake: all of them would be a million for a body made to hold a million.
    validateRequests: { allErrors: false, coerceTypes: false, allowUnknownQueryParameters: false },
    validateSecurity: false,
    fileUploader: false,
  });
  return [withoutBodyType, ...validators.map(exceptHead)];
}

/** The validator keeps what it compiles for each media type it meets; where no body is read, callers choose none. */
const withoutBodyType: RequestHandler = (req, _res, next) => {
  if (req.method !== 'POST') delete req.headers['content-type'];
  next();
};

/** HEAD is answered wherever GET is; the contract need not say so at every address. */
function exceptHead(validator: RequestHandler): RequestHandler {
  return (req, res, next) => {
    return req.method === 'HEAD' ? next() : validator(req, res, next);
  };
}
