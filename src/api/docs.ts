import { createRequire } from 'node:module';
import express, { type Router } from 'express';
import { DOCS_POLICY } from './security-headers.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rotation preflight API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

// A file of its own, because the policy lets no script run that stands in the page.
const START = `SwaggerUIBundle({ url: 'openapi.yaml', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** The contract, and a page that shows it with two files of Swagger UI; nothing is loaded from elsewhere. */
export function docsRoutes(contract: string): Router {
  const { resolve } = createRequire(import.meta.url);
  const router = express.Router({ strict: true, caseSensitive: true });
  router.get('/openapi.yaml', (_req, res) => {
    res.type('application/yaml').send(contract);
  });
  router.get('/docs', (_req, res) => {
    res.set('Content-Security-Policy', DOCS_POLICY).type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_req, res) => {
    res.type('text/javascript').send(START);
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    router.get(`/docs/${file}`, (_req, res) => {
      res.sendFile(resolve(`swagger-ui-dist/${file}`), { cacheControl: false, etag: false, lastModified: false });
    });
  }
  return router;
}
