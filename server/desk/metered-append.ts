/** The log's append, counted and timed. */
import { performance } from 'node:perf_hooks';
import { Refusal, StoreAway, type Appended, type Log, type Proposal } from '../log/log.ts';
import type { Metrics, PublishOutcome } from '../metrics.ts';

export type AppendMetrics = Pick<Metrics, 'published'>;

export function meteredAppend(
  log: Log,
  metrics: AppendMetrics | undefined,
): (proposal: Proposal) => Promise<Appended> {
  if (!metrics) return (proposal) => log.append(proposal);
  return async (proposal) => {
    const started = performance.now();
    const tell = (outcome: PublishOutcome) => {
      metrics.published(outcome, (performance.now() - started) / 1000);
    };
    try {
      const appended = await log.append(proposal);
      tell(appended.repeated ? 'repeated' : 'appended');
      return appended;
    } catch (error) {
      if (error instanceof Refusal) tell('refused');
      if (error instanceof StoreAway) tell('store-away');
      throw error;
    }
  };
}
