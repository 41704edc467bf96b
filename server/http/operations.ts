/** For those who run the ticker: is the process alive, may it be sent readers and publishers, what does it do. */
import { Router } from 'express';
import type { Boards } from '../boards.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import { allowOnly } from './problems.ts';

const OLDEST_TAIL_MS = 10_000;

interface OperationsParts {
  readonly boards: Boards;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether the process is on its way out. */
  readonly isStopping: () => boolean;
}

export function createOperationsRoutes({ boards, log, metrics, isStopping }: OperationsParts): Router {
  const router = Router();

  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ alive: true });
  });
  router.get('/readyz', (_request, response) => {
    const reasons = reasonsAgainst(log, isStopping());
    const { epoch, n } = boards.cursor();
    response.set('Cache-Control', 'no-store');
    if (reasons.length > 0) response.status(503).set('Retry-After', '2');
    response.json({ ready: reasons.length === 0, reasons, epoch, n, asOf: log.health().asOf });
  });
  router.get('/metrics', async (_request, response) => {
    const { registry } = metrics;
    response.set({ 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
    response.send(await registry.metrics());
  });
  router.all(['/healthz', '/readyz', '/metrics'], allowOnly('GET, HEAD'));
  return router;
}

/** Why this process should get no traffic; empty when it should. Boards are loaded before it listens at all. */
function reasonsAgainst(log: Log, stopping: boolean): string[] {
  const { writable, asOf, trouble } = log.health();
  const ageMs = log.now() - asOf;
  const reasons: string[] = [];
  if (stopping) reasons.push('this process is stopping');
  if (!writable) reasons.push(trouble ?? 'the log cannot be written');
  if (ageMs > OLDEST_TAIL_MS) reasons.push(`the log was last seen whole ${Math.round(ageMs / 1000)} s ago`);
  return reasons;
}
