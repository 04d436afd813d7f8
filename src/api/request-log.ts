import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** A UUID for each request: `instance` in problems, `X-Request-Id` in answers, `requestId` in the log. */
export function requestId(res: Response): string {
  return String(res.locals['requestId']);
}

/** Who asks, as far as the log may know: the beginning of the key's digest. */
export function nameCaller(res: Response, caller: string): void {
  res.locals['caller'] = caller;
}

/** One line for each request. The query and the bodies stay out: they may hold what nobody should read here. */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const started = process.hrtime.bigint();
    const id = randomUUID();
    res.locals['requestId'] = id;
    res.set('X-Request-Id', id);
    res.on('close', () => {
      log.info(
        {
          requestId: id,
          method: req.method,
          path: pathOf(req.originalUrl),
          status: res.writableFinished ? res.statusCode : null,
          milliseconds: Number((process.hrtime.bigint() - started) / 1_000_000n),
          caller: res.locals['caller'] ?? null,
        },
        'request',
      );
    });
    next();
  };
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '').slice(0, 200);
}
