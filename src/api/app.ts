import express, { type Express } from 'express';
import { parseAllowedAssumptions } from './allowed-assumptions.ts';
import { allowHosts } from './allowed-hosts.ts';
import { answerErrors, nothingHere } from './answer-problem.ts';
import { parseApiKeys } from './api-keys.ts';
import { authenticate } from './authenticate.ts';
import { capacity } from './capacity.ts';
import type { ApiDeps } from './deps.ts';
import { docsRoutes } from './docs.ts';
import type { KeptAnswer } from './kept-answers.ts';
import { absoluteUrls } from './links.ts';
import { preflightRoutes } from './preflights.ts';
import { recent } from './recent.ts';
import { refuseOtherOrigins } from './refuse-web-pages.ts';
import { logRequests } from './request-log.ts';
import { rotationRoutes } from './rotations.ts';
import { ruleRoutes } from './rules.ts';
import { securityHeaders } from './security-headers.ts';
import { healthRoutes, problemRoutes } from './service.ts';
import { validateRequests } from './validate-requests.ts';

/**
 * The service as an express application. `isReady` is what /readyz tells; `validate` may be shared by several, compiling
 * the contract takes longer than everything else here.
 */
export function createApp(
  deps: ApiDeps,
  isReady: () => boolean = () => true,
  validate = validateRequests(deps.contract),
): Express {
  const { config, limits, log } = deps;
  const keys = parseApiKeys(config.apiKeys);
  const answers = {
    deps,
    kept: recent<KeptAnswer>(limits.kept),
    url: absoluteUrls(config.publicUrl),
    assumable: parseAllowedAssumptions(config.allowedAssumptions),
    capacity: capacity(limits.checksAtOnce),
    validate,
  };

  const app = express();
  // One spelling of each address, so that what guards an address and what serves it cannot disagree.
  app.enable('case sensitive routing').disable('etag').set('query parser', 'simple');
  app.use(logRequests(log), ...securityHeaders());
  app.use(healthRoutes(isReady));
  app.use(allowHosts(config), refuseOtherOrigins(config.publicUrl));
  app.use(docsRoutes(deps.contract));
  app.use('/problems', problemRoutes(validate));
  app.use('/v1', authenticate(keys, 'check'));
  app.use('/v1/preflights', preflightRoutes(answers));
  app.use('/v1/rotations', rotationRoutes({ ...answers, authenticate: authenticate(keys, 'rotate') }));
  app.use('/v1/rules', ruleRoutes(deps, validate));
  app.use(...validate, nothingHere, answerErrors(log));
  return app;
}
