/** `/openapi.json`: the API for programs and their makers, generated from the schemas that are its gate. */
import { Router } from 'express';
import type { Config } from '../config.ts';
import { describeApi } from './description/describe-api.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly } from './problems.ts';

interface OpenApiParts {
  readonly config: Pick<Config, 'siteName'>;
  readonly version: string;
}

export function createOpenApiRoutes({ config, version }: OpenApiParts): Router {
  const router = Router();
  const text = JSON.stringify(describeApi(config.siteName, version));
  router.get('/openapi.json', openToAll, (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(text);
  });
  router.options('/openapi.json', preflight('GET, HEAD'));
  router.all('/openapi.json', allowOnly('GET, HEAD, OPTIONS'));
  return router;
}
