/**
 * Partners who keep copies are told of every change of the log. One process delivers at a time, the one with the lease;
 * when it dies, another takes over within a few seconds and goes on where the notes say. What was not confirmed is
 * told again, so a receiver may get the same twice, with the same id, and never sees the log out of order.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Agent } from 'undici';
import type { DeadLetter, Hook } from '../../shared/desk.ts';
import type { Boards } from '../boards.ts';
import { StoreAway, type Log } from '../log/log.ts';
import { HookLine } from './hook-line.ts';
import type { HookSetting } from './hooks.ts';
import { dropLetter, findLetter, listLetters, saveLetter } from './letters.ts';
import { readPlace } from './place.ts';
import { DEFAULT_WEBHOOKS, type WebhookSettings } from './settings.ts';

export interface Webhooks {
  /** How far each partner is, and what could not be delivered. @throws {StoreAway} */
  list(): Promise<readonly Hook[]>;
  /** Has a dead letter tried once more, in a moment; undefined when there is none. @throws {StoreAway} */
  tryAgain(hook: string, n: number): Promise<DeadLetter | undefined>;
  /** Forgets a dead letter; false when there is none. @throws {StoreAway} */
  drop(hook: string, n: number): Promise<boolean>;
  /** Calls the listener with the number of dead letters, soon and within seconds of every change, until stopped. */
  onLetters(listener: (dead: number) => void): () => void;
  /** Another process may go on at once. */
  close(): Promise<void>;
}

interface WebhookParts {
  readonly hooks: readonly HookSetting[];
  readonly log: Log;
  readonly boards: Pick<Boards, 'cursor' | 'subscribe'>;
  readonly logger: Logger;
  readonly settings?: Partial<WebhookSettings>;
}

const LEASE = 'webhooks';
/** For a delivery that is under way when the process stops: cut off, it would come twice. */
const LAST_ANSWER_MS = 1000;

export function createWebhooks({ hooks, log, boards, logger, settings: bounds }: WebhookParts): Webhooks {
  const settings = { ...DEFAULT_WEBHOOKS, ...bounds };
  const me = randomUUID();
  const listeners = new Map<(dead: number) => void, number | undefined>();
  const dispatcher = new Agent({ headersTimeout: settings.timeoutMs });
  let lines: readonly HookLine[] = [];
  let leaseEndsAt = 0;
  let ticking = Promise.resolve();
  let closing = false;

  // Listening to the boards alone would miss entries that change none; the ticks find these.
  const stopListening = boards.subscribe({ deltas: wakeLines, reset: wakeLines });
  const timer = setInterval(startTick, settings.leaseMs / 3);
  if (hooks.length === 0) clearInterval(timer);
  else startTick();

  return {
    list: () => Promise.all(hooks.map(describe)),
    async tryAgain(hook, n) {
      const letter = await find(hook, n);
      if (!letter) return undefined;
      const again = { ...letter, again: true };
      await saveLetter(log.notes, hook, again);
      wakeLines();
      return again;
    },
    async drop(hook, n) {
      if (!(await find(hook, n))) return false;
      await dropLetter(log.notes, hook, n);
      startTick();
      return true;
    },
    onLetters(listener) {
      listeners.set(listener, undefined);
      startTick();
      return () => void listeners.delete(listener);
    },
    async close() {
      closing = true;
      clearInterval(timer);
      stopListening();
      listeners.clear();
      await ticking;
      const held = lines.length > 0;
      await stopLines(LAST_ANSWER_MS);
      // A lease that ends at once is one given back; should the store be away, it ends by itself.
      if (held) await log.notes.lease(LEASE, me, 1).catch(() => undefined);
      await dispatcher.destroy();
    },
  };

  /** One at a time, however often it is asked for. */
  function startTick(): void {
    ticking = ticking.then(tick).catch((error: unknown) => {
      if (!(error instanceof StoreAway)) logger.error({ err: error }, 'the webhooks failed');
    });
  }

  async function tick(): Promise<void> {
    if (closing) return;
    if (hooks.length > 0) await keepLease();
    await tellListeners();
  }

  async function keepLease(): Promise<void> {
    const askedAt = performance.now();
    // Rather nobody for a moment than two: by our own clock it ends before it does by the store's.
    if (lines.length > 0 && askedAt > leaseEndsAt) await stopLines(0);
    const ours = await log.notes.lease(LEASE, me, settings.leaseMs);
    if (!ours) return stopLines(0);
    leaseEndsAt = askedAt + settings.leaseMs;
    if (lines.length === 0) lines = hooks.map((hook) => new HookLine(hook, lineParts()));
    else wakeLines();
  }

  function lineParts() {
    return { log, head: () => boards.cursor(), dispatcher, settings, logger, onLetters: startTick };
  }

  async function stopLines(withinMs: number): Promise<void> {
    const stopping = lines;
    lines = [];
    await Promise.all(stopping.map((line) => line.stop(withinMs)));
  }

  function wakeLines(): void {
    for (const line of lines) line.wake();
  }

  async function tellListeners(): Promise<void> {
    if (listeners.size === 0) return;
    const letters = await Promise.all(hooks.map(({ name }) => listLetters(log.notes, name)));
    const dead = letters.flat().length;
    for (const [listener, told] of listeners) {
      if (told === dead) continue;
      listeners.set(listener, dead);
      listener(dead);
    }
  }

  async function find(hook: string, n: number): Promise<DeadLetter | undefined> {
    return hooks.some(({ name }) => name === hook) ? findLetter(log.notes, hook, n) : undefined;
  }

  async function describe({ name, url, sections }: HookSetting): Promise<Hook> {
    const [place, letters] = await Promise.all([readPlace(log.notes, name), listLetters(log.notes, name)]);
    const { epoch, n } = boards.cursor();
    const { origin, pathname } = new URL(url);
    const failing = place?.failing;
    return {
      name,
      url: origin + pathname,
      ...(sections && { sections }),
      n: place?.n ?? n,
      behind: place?.epoch === epoch ? Math.max(0, n - place.n) : 0,
      ...(failing && { failing: { since: failing.since, attempts: failing.attempts, error: failing.error } }),
      letters,
    };
  }
}
