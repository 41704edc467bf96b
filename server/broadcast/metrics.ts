/** What `/metrics` tells of the sockets: numbers only, nothing about who reads. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type RefusalReason =
  'origin' | 'partner' | 'partner-origin' | 'partner-quota' | 'rate' | 'full' | 'draining';
/** Straight to the TCP stream, or through engine.io. */
export type Way = 'short' | 'stock';

export interface BroadcastMetrics {
  delivered(way: Way, frames: number): void;
  fannedOut(seconds: number): void;
  slowReader(): void;
  cutOff(): void;
  /** A screen said that it has applied something. */
  receipt(): void;
  /** By the name of the partner whose key it came with. */
  refused(reason: RefusalReason, partner?: string): void;
  close(): void;
}

const LOOP_SAMPLE_MS = 5;

export interface Counts {
  readonly viewers: () => number;
  /** Open screens by the name of the partner. */
  readonly byPartner: () => ReadonlyMap<string, number>;
}

export function createBroadcastMetrics(registry: Registry, { viewers, byPartner }: Counts): BroadcastMetrics {
  const registers = [registry];
  // Counted in plain numbers: a labelled counter costs as much as a short delivery.
  const deliveries = { short: 0, stock: 0 };
  const loop = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });
  loop.enable();

  new Gauge({
    name: 'ticker_viewers',
    help: 'Open screens.',
    registers,
    collect() {
      this.set(viewers());
    },
  });
  new Counter({
    name: 'ticker_deliveries_total',
    help: 'Events given to screens, by the way they took: short (straight to the network) or stock.',
    labelNames: ['way'],
    registers,
    collect() {
      this.reset();
      this.inc({ way: 'short' }, deliveries.short);
      this.inc({ way: 'stock' }, deliveries.stock);
    },
  });
  new Gauge({
    name: 'ticker_loop_held_seconds',
    help: 'The longest that the event loop was held since this was last read.',
    registers,
    collect() {
      this.set(loop.max / 1e9);
      loop.reset();
    },
  });
  const fanOuts = new Histogram({
    name: 'ticker_fan_out_seconds',
    help: 'From the first to the last screen of a section.',
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
    registers,
  });
  const slow = new Counter({
    name: 'ticker_slow_readers_total',
    help: 'Screens let go because they had stopped reading.',
    registers,
  });
  const cut = new Counter({
    name: 'ticker_cut_off_total',
    help: 'Connections ended because of what they sent.',
    registers,
  });
  const receipts = new Counter({
    name: 'ticker_receipts_total',
    help: 'What screens said of withdrawals, holds and corrections that they have applied.',
    registers,
  });
  const refusals = new Counter({
    name: 'ticker_refused_connections_total',
    help: 'Connections not admitted, by reason.',
    labelNames: ['reason'],
    registers,
  });

  new Gauge({
    name: 'ticker_partner_viewers',
    help: 'Open screens that came with the key of a partner.',
    labelNames: ['partner'],
    registers,
    collect() {
      for (const [partner, count] of byPartner()) this.set({ partner }, count);
    },
  });
  const partnerRefusals = new Counter({
    name: 'ticker_partner_refused_total',
    help: 'Connections with the key of a partner that were not admitted, by reason.',
    labelNames: ['partner', 'reason'],
    registers,
  });

  return {
    delivered(way, frames) {
      deliveries[way] += frames;
    },
    fannedOut(seconds) {
      fanOuts.observe(seconds);
    },
    slowReader() {
      slow.inc();
    },
    cutOff() {
      cut.inc();
    },
    receipt() {
      receipts.inc();
    },
    refused(reason, partner) {
      refusals.inc({ reason });
      if (partner !== undefined) partnerRefusals.inc({ partner, reason });
    },
    close() {
      loop.disable();
    },
  };
}
