/** What is not published yet, for the desk: `/api/waiting`. */
import { Router, type Request, type Response } from 'express';
import { toWaitingItem } from '../desk/waiting-item.ts';
import type { Log } from '../log/log.ts';
import type { Guard } from './guard.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';

export function createWaitingRoutes({ log, guard }: { readonly log: Log; readonly guard: Guard }): Router {
  const router = Router();
  router.use('/api/waiting', openToAll);

  router.get('/api/waiting', guard('desk'), async (_request, response) => {
    const items = (await log.waiting.list()).map(toWaitingItem);
    response.set('Cache-Control', 'no-store').json({ items });
  });
  router.get(
    '/api/waiting/:id',
    guard('desk'),
    async (request: Request<{ id: string }>, response: Response) => {
      const waiting = await log.waiting.find(request.params.id);
      if (!waiting) throw nothingWaits();
      response.set('Cache-Control', 'no-store').json(toWaitingItem(waiting));
    },
  );
  for (const path of ['/api/waiting', '/api/waiting/:id']) {
    router.options(path, preflight('GET, HEAD'));
    router.all(path, allowOnly('GET, HEAD, OPTIONS'));
  }
  return router;
}

function nothingWaits(): HttpProblem {
  return new HttpProblem(404, { type: 'not-waiting', detail: 'Nothing waits under this id.' });
}
