/**
 * The waiting room in Redis: a hash for each dispatch that waits, and a sorted set of all by their time. Whoever puts
 * something in or takes it away does so in one step, as append.lua does that publishes it. A small question, ten times
 * a second while somebody listens, tells what other processes did.
 */
import type { Logger } from 'pino';
import { canonicalJson, hashContent } from './chain.ts';
import { StoreAway } from './log.ts';
import type { AckLevel, Content, Waiting, WaitingAct, WaitingProposal, WaitingRoom } from './log.ts';
import type { RedisConnection } from './redis-connection.ts';
import { runScript } from './redis-scripts.ts';
import type { Script } from './redis-scripts.ts';
import { actsKey, dispatchKey, HEAD_KEY, WAITING_KEY, waitsKey } from './redis-store.ts';
import type { Seen } from './redis-store.ts';
import { readPairs, readWaits, RedisWaitingMemory } from './redis-waiting-memory.ts';
import type { Waits } from './redis-waiting-memory.ts';
import { DISCARD, POLL, PUT } from './redis-waiting-scripts.ts';
import { refuseWaiting } from './refuse.ts';
import { wait } from './wait.ts';
import { WaitingListeners } from './waiting-listeners.ts';
import { byDue } from './waiting-order.ts';

const POLL_MS = 100;

export interface RedisWaitingParts {
  readonly connection: RedisConnection;
  /** @throws {StoreAway} for whatever goes wrong on the way */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** Takes a step against the history that this process knows; again where that had to be healed first. */
  readonly atPresent: <T extends readonly unknown[]>(step: (seen: Seen) => Promise<T>) => Promise<T>;
  /** How far this process knows the log. */
  readonly seen: () => Seen;
  /** Something is wrong with Redis, or was. */
  readonly doubt: () => void;
  /** How far the writes of this turn have come. */
  readonly confirm: () => Promise<AckLevel>;
  /** A text was taken away; what is left of it in the files has to go. */
  readonly erased: () => void;
  readonly logger: Logger;
}

export class RedisWaitingRoom implements WaitingRoom {
  readonly #parts: RedisWaitingParts;
  readonly #listeners: WaitingListeners;
  readonly #memory: RedisWaitingMemory;
  #watch: AbortController | undefined;
  /** The store's count of changes, as it was last told; undefined where listeners have to be told anew. */
  #told: string | undefined;
  #polling: Promise<void> | undefined;
  #again = false;

  constructor(parts: RedisWaitingParts) {
    this.#parts = parts;
    this.#listeners = new WaitingListeners(parts.logger);
    this.#memory = new RedisWaitingMemory(parts.connection, parts.erased);
  }

  async put(proposal: WaitingProposal): ReturnType<WaitingRoom['put']> {
    const { until, source, trouble, restore, version } = proposal;
    const content = canonicalJson(proposal.content);
    const values = [content, hashContent(content), String(version), String(until ?? '')];
    values.push(source ?? '', trouble ?? '', restore ? '1' : '');
    const [outcome, reply] = await this.#step(PUT, proposal.content.id, proposal, values);
    const waiting = toWaiting(readPairs(reply as string[]));
    const repeated = outcome === 'repeated';
    if (!repeated) this.changed();
    if (!repeated && waiting.revision > 1) this.#parts.erased();
    return { ...waiting, repeated, ack: await this.#parts.confirm() };
  }

  async find(id: string): Promise<Waiting | undefined> {
    const [found] = await this.#ask((connection) => readWaits(connection, [id]));
    return found && toWaiting(found);
  }

  async list(): Promise<Waiting[]> {
    const ids = await this.#ask(
      async (connection) => (await connection.send(['ZRANGE', WAITING_KEY, '0', '-1'])) as string[],
    );
    const found = await this.#ask((connection) => readWaits(connection, ids));
    return found.map(toWaiting).sort(byDue);
  }

  async discard(discarding: Parameters<WaitingRoom['discard']>[0]): Promise<boolean> {
    const [outcome] = await this.#step(DISCARD, discarding.id, discarding, [discarding.reason ?? '']);
    if (outcome === 'stood') return false;
    if (outcome === 'erased') this.#parts.erased();
    this.changed();
    await this.#parts.confirm();
    return true;
  }

  acts(id: string): Promise<WaitingAct[]> {
    return this.#ask(async (connection) => {
      const acts = (await connection.send(['LRANGE', actsKey(id), '0', '-1'])) as string[];
      return acts.map((act) => JSON.parse(act) as WaitingAct);
    });
  }

  onChange(listener: Parameters<WaitingRoom['onChange']>[0]): () => void {
    const stop = this.#listeners.add(listener);
    this.#told = undefined;
    if (!this.#watch) void this.#run((this.#watch = new AbortController()));
    return () => {
      stop();
      if (this.#listeners.size === 0) this.close();
    };
  }

  /** This process changed what waits: nobody here has to wait for the next question. */
  changed(): void {
    this.#again = true;
    if (this.#watch) void this.#poll();
  }

  close(): void {
    this.#watch?.abort();
    this.#watch = undefined;
  }

  async #run({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      await this.#poll();
      await wait(POLL_MS, signal);
    }
  }

  /** One at a time, and once more where something changed on the way. */
  #poll(): Promise<void> {
    this.#polling ??= this.#pollUntilStill().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #pollUntilStill(): Promise<void> {
    do {
      this.#again = false;
      await this.#pollOnce();
    } while (this.#again && this.#watch);
  }

  async #pollOnce(): Promise<void> {
    try {
      const reply = await runScript(this.#parts.connection, POLL, [HEAD_KEY, WAITING_KEY], []);
      const [[epoch, n, changes], first] = reply as [(string | null)[], string];
      const seen = this.#parts.seen();
      if (epoch !== seen.epoch || Number(n) < seen.n) throw new StoreAway('Redis is not where it was seen.');
      const counted = `${epoch} ${changes}`;
      if (counted === this.#told || !this.#watch) return;
      this.#told = counted;
      this.#listeners.tell(() => (first === 'inf' ? undefined : Number(first)));
      // What had to be put right is a change, and the next question tells it.
      await this.#memory.compare(seen);
    } catch {
      // The watch over the head says what is wrong; here everybody is told once it is well again.
      this.#told = undefined;
      this.#parts.doubt();
    }
  }

  /** @throws {Refusal | StoreAway} */
  async #step(
    which: Script,
    id: string,
    { by, ifRevision }: { readonly by: string; readonly ifRevision?: number },
    values: readonly string[],
  ): Promise<readonly unknown[]> {
    const keys = [HEAD_KEY, dispatchKey(id), waitsKey(id), WAITING_KEY, actsKey(id)];
    const reply = await this.#parts.atPresent(async ({ epoch, n }) => {
      const said = [epoch, String(n), id, by, String(ifRevision ?? ''), ...values];
      return (await runScript(this.#parts.connection, which, keys, said)) as unknown[];
    });
    const [outcome, newest] = reply as [string, string];
    if (outcome === 'stale' || outcome === 'withdrawn') {
      throw refuseWaiting(outcome, id, newest === '' ? undefined : Number(newest));
    }
    return reply;
  }

  #ask<T>(question: (connection: RedisConnection) => Promise<T>): Promise<T> {
    return this.#parts.ask(() => question(this.#parts.connection));
  }
}

function toWaiting(waits: Waits): Waiting {
  const { id = '', content = '', version = '', until = '', source = '', trouble = '', by = '' } = waits;
  return {
    ...{ id, revision: Number(waits['revision']), content: JSON.parse(content) as Content },
    version: version === 'next' ? version : Number(version),
    ...(until !== '' && { until: Number(until) }),
    ...(source !== '' && { source }),
    ...(trouble !== '' && { trouble }),
    ...{ by, at: Number(waits['at']) },
  };
}
