/** The partners who keep copies, for the desk: how far they are, and what could not be delivered. `/api/webhooks`. */
import { Router, type Request, type Response } from 'express';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Guard } from './guard.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';

interface WebhookRouteParts {
  readonly webhooks: Webhooks;
  readonly guard: Guard;
}

type LetterRequest = Request<{ name: string; n: string }>;

const LETTER = '/api/webhooks/:name/letters/:n';

export function createWebhookRoutes({ webhooks, guard }: WebhookRouteParts): Router {
  const router = Router();
  router.use('/api/webhooks', openToAll);

  router.get('/api/webhooks', guard('desk'), async (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ hooks: await webhooks.list() });
  });
  router.post(LETTER, guard('desk'), async ({ params }: LetterRequest, response: Response) => {
    const letter = await webhooks.tryAgain(params.name, positionIn(params.n));
    if (!letter) throw noSuchLetter();
    response.status(202).set('Cache-Control', 'no-store').json(letter);
  });
  router.delete(LETTER, guard('desk'), async ({ params }: LetterRequest, response: Response) => {
    if (!(await webhooks.drop(params.name, positionIn(params.n)))) throw noSuchLetter();
    response.status(204).set('Cache-Control', 'no-store').end();
  });

  router.options('/api/webhooks', preflight('GET, HEAD'));
  router.all('/api/webhooks', allowOnly('GET, HEAD, OPTIONS'));
  router.options(LETTER, preflight('POST, DELETE'));
  router.all(LETTER, allowOnly('POST, DELETE, OPTIONS'));
  return router;
}

function positionIn(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw noSuchLetter();
}

function noSuchLetter(): HttpProblem {
  return new HttpProblem(404, { type: 'unknown-letter', detail: 'There is no such dead letter.' });
}
