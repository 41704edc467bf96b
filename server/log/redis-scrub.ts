/**
 * Makes Redis write its files anew, without the texts that were taken away: its append-only file is a record of
 * what was ever said, and its snapshot is as old as the last save. At most one run at a time and one waiting.
 */
import type { Logger } from 'pino';
import { StoreAway } from './log.ts';
import { replyCode } from './redis-connection.ts';
import type { RedisConnection } from './redis-connection.ts';
import { field, info, setting } from './redis-durability.ts';
import type { RedisStore } from './redis-store.ts';
import { wait } from './wait.ts';

const POLL_MS = 100;
/** Erasures of so short a time are scrubbed in one run. */
const SOON_MS = 500;

export class RedisScrub {
  readonly #connection: RedisConnection;
  readonly #store: RedisStore;
  readonly #logger: Logger;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(connection: RedisConnection, store: RedisStore, logger: Logger) {
    this.#connection = connection;
    this.#store = store;
    this.#logger = logger;
  }

  /** Scrubs in a moment, and again until it is done. */
  soon(): void {
    if (this.#end.signal.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.scrub().catch((error: unknown) => {
        if (this.#end.signal.aborted) return;
        this.#logger.error({ err: error }, 'A text that was taken away is still in the files of Redis.');
        this.soon();
      });
    }, SOON_MS).unref();
  }

  /**
   * Resolves when no file holds a text that was taken away before. Whoever opens the log next does it where this is
   * cut short: the store knows how far it has come.
   */
  async scrub(): Promise<void> {
    const { unscrubbed } = await this.#store.look(0);
    if (unscrubbed === 0) return;
    await this.#run();
    await this.#store.scrubbed(unscrubbed);
  }

  stop(): void {
    this.#end.abort();
    clearTimeout(this.#timer);
  }

  /** Resolves when files begun after this call have replaced those from before. */
  #run(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#rewrite().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#queued ??= this.#running
      .catch(() => undefined) // Told to whoever asked for that run.
      .then(() => {
        this.#queued = undefined;
        return this.#run();
      });
    return this.#queued;
  }

  async #rewrite(): Promise<void> {
    const persistence = await this.#idle();
    if (field(persistence, 'aof_enabled') === '1') {
      await this.#start('BGREWRITEAOF');
      const after = await this.#idle();
      if (field(after, 'aof_last_bgrewrite_status') !== 'ok')
        throw new StoreAway('Redis could not rewrite its append-only file.');
    }
    const saves = await setting(this.#connection, 'save');
    if (!saves) return;
    await this.#start('BGSAVE');
    const after = await this.#idle();
    if (field(after, 'rdb_last_bgsave_status') !== 'ok')
      throw new StoreAway('Redis could not write its snapshot.');
  }

  async #start(command: 'BGREWRITEAOF' | 'BGSAVE'): Promise<void> {
    for (;;) {
      try {
        await this.#connection.send([command]);
        return;
      } catch (error) {
        // Somebody else's run is under way, and may be from before the withdrawal.
        if (replyCode(error) !== 'ERR' || !/progress/.test(String(error))) throw error;
        await this.#idle();
      }
    }
  }

  /** Waits until Redis writes no file. */
  async #idle(): Promise<string> {
    for (;;) {
      const persistence = await info(this.#connection, 'persistence');
      const busy = ['aof_rewrite_in_progress', 'aof_rewrite_scheduled', 'rdb_bgsave_in_progress'];
      if (busy.every((name) => field(persistence, name) !== '1')) return persistence;
      if (this.#end.signal.aborted) throw new StoreAway('The log is closed.');
      await wait(POLL_MS, this.#end.signal);
    }
  }
}
