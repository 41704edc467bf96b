/** How far withdrawals, holds and corrections have come, for the desk: `/api/receipts`, `/api/dispatches/:id/receipts`. */
import { Router, type Request, type Response } from 'express';
import type { Receipts } from '../desk/receipts.ts';
import type { Guard } from './guard.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly } from './problems.ts';

interface ReceiptRouteParts {
  readonly receipts: Receipts;
  readonly guard: Guard;
}

export function createReceiptRoutes({ receipts, guard }: ReceiptRouteParts): Router {
  const router = Router();
  const [newest, ofDispatch] = ['/api/receipts', '/api/dispatches/:id/receipts'] as const;
  router.use([newest, ofDispatch], openToAll);

  router.get(newest, guard('desk'), async (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ receipts: await receipts.list() });
  });
  router.get(ofDispatch, guard('desk'), async (request: Request<{ id: string }>, response: Response) => {
    const { id } = request.params;
    response.set('Cache-Control', 'no-store').json({ receipts: await receipts.ofDispatch(id) });
  });
  for (const path of [newest, ofDispatch]) {
    router.options(path, preflight('GET, HEAD'));
    router.all(path, allowOnly('GET, HEAD, OPTIONS'));
  }
  return router;
}
