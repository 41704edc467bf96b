/** Who did what to a dispatch, and when: `/api/dispatches/:id/history`. */
import { Router, type Request, type Response } from 'express';
import type { Newsroom } from '../desk/newsroom.ts';
import type { Guard } from './guard.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';

interface HistoryRouteParts {
  readonly newsroom: Newsroom;
  readonly guard: Guard;
}

export function createHistoryRoutes({ newsroom, guard }: HistoryRouteParts): Router {
  const router = Router();
  const path = '/api/dispatches/:id/history';
  router.use(path, openToAll);

  router.get(path, guard('audit', 'desk'), async (request: Request<{ id: string }>, response: Response) => {
    const { id } = request.params;
    const acts = await newsroom.history(id);
    if (acts.length === 0) {
      throw new HttpProblem(404, {
        type: 'unknown-dispatch',
        detail: 'Nobody ever did anything to this id.',
      });
    }
    response.set('Cache-Control', 'no-store').json({ id, acts });
  });
  router.options(path, preflight('GET, HEAD'));
  router.all(path, allowOnly('GET, HEAD, OPTIONS'));
  return router;
}
