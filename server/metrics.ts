/** What `/metrics` tells: the process, the log, and what was published; nothing about any reader. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Boards } from './boards.ts';
import type { Log } from './log/log.ts';

/** How a publish ended. */
export type PublishOutcome = 'appended' | 'repeated' | 'refused' | 'store-away';

export interface Metrics {
  readonly registry: Registry;
  published(outcome: PublishOutcome, seconds: number): void;
  /** Somebody came with a key that nobody has. */
  wrongKey(): void;
}

export function createMetrics({ log, boards }: { log: Log; boards: Boards }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const publishes = new Counter({
    name: 'ticker_publishes_total',
    help: 'Publishes, corrections and withdrawals, by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const publishSeconds = new Histogram({
    name: 'ticker_publish_seconds',
    help: 'From the proposal to the acknowledgement of the store.',
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers,
  });
  const wrongKeys = new Counter({
    name: 'ticker_wrong_keys_total',
    help: 'Requests with a key that nobody has.',
    registers,
  });
  gauge(
    'ticker_position',
    'The last entry of the log that this process has folded.',
    () => boards.cursor().n,
  );
  gauge('ticker_tail_age_seconds', 'How long ago this process last knew that it had seen every entry.', () =>
    Math.max(0, (log.now() - log.health().asOf) / 1000),
  );
  gauge('ticker_log_writable', '1 when the store takes entries.', () => (log.health().writable ? 1 : 0));

  return {
    registry,
    published(outcome, seconds) {
      publishes.inc({ outcome });
      publishSeconds.observe(seconds);
    },
    wrongKey() {
      wrongKeys.inc();
    },
  };

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
}
