/** `/openapi.json`: the API for programs and their makers, generated from the schemas that are its gate. */
import { Router } from 'express';
import { describeApi } from './description/describe-api.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly } from './problems.ts';

export function createOpenApiRoutes({ version }: { readonly version: string }): Router {
  const router = Router();
  const text = JSON.stringify(describeApi(version));
  router.get('/openapi.json', openToAll, (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/json').send(text);
  });
  router.options('/openapi.json', preflight('GET, HEAD'));
  router.all('/openapi.json', allowOnly('GET, HEAD, OPTIONS'));
  return router;
}
