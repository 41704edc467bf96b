/**
 * The end of the log as it grows: one blocking read after the other on a connection of its own, always by
 * position. Every entry must follow from the one before it; what does not is another history.
 */
import type { Logger } from 'pino';
import { chainHash } from './chain.ts';
import { toHeld } from './held.ts';
import type { Held } from './held.ts';
import { RedisConnection } from './redis-connection.ts';
import { LOG_KEY, readRow, TEXTS_KEY } from './redis-store.ts';
import type { StreamEntry } from './redis-store.ts';
import { jitter, wait } from './wait.ts';

const BLOCK_MS = 2_000;
/** Longer than a read may block: a Redis that is silent for so long is frozen or out of reach. */
const SILENCE_MS = 5_000;
const BATCH = 500;
const RETRY_WITHIN_MS = 250;

export interface Position {
  readonly epoch: string;
  readonly n: number;
  readonly hash: string;
}

export interface TailListener {
  entries(held: readonly Held[]): void;
  /** Nothing came for a while, and Redis said so. */
  quiet(): void;
  /** What comes does not follow; the tail has stopped. */
  rewritten(reason: string): void;
  /** What this process appended itself: saves asking for the text. */
  ownText(n: number, hash: string): string | undefined;
}

export class RedisTail {
  readonly #connection: RedisConnection;
  readonly #listener: TailListener;
  readonly #logger: Logger;
  #running: AbortController | undefined;

  constructor({ url, logger }: { url: string; logger: Logger }, listener: TailListener) {
    this.#connection = new RedisConnection({
      url,
      logger,
      silenceMs: SILENCE_MS,
      answerMs: SILENCE_MS + 1_000,
    });
    this.#logger = logger;
    this.#listener = listener;
  }

  open(): Promise<void> {
    return this.#connection.open();
  }

  /** Reads on after a position, and no longer after any other. */
  start(position: Position): void {
    this.#running?.abort();
    this.#running = new AbortController();
    void this.#run(position, this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
  }

  /** A new connection; reading goes on where it was. */
  renew(): void {
    this.#connection.renew();
  }

  close(): void {
    this.stop();
    this.#connection.close();
  }

  async #run(from: Position, signal: AbortSignal): Promise<void> {
    let position = from;
    while (!signal.aborted) {
      try {
        const rows = (await this.#next(position.n)).map(readRow);
        if (signal.aborted) return;
        if (rows.length === 0) {
          this.#listener.quiet();
          continue;
        }
        const stranger = findStranger(position, rows);
        if (stranger !== undefined) {
          this.#listener.rewritten(`Entry ${stranger} is not what follows from entry ${position.n}.`);
          return;
        }
        const texts = await this.#texts(rows);
        if (signal.aborted) return;
        position = rows.at(-1) ?? position;
        this.#listener.entries(rows.map((row, index) => toHeld({ ...row, content: texts[index] ?? null })));
      } catch (error) {
        this.#logger.debug({ err: error }, 'The tail of the log could not be read.');
        // The watch over the head says what is wrong; here it is only tried again.
        await wait(jitter(RETRY_WITHIN_MS), signal);
      }
    }
  }

  async #next(after: number): Promise<readonly StreamEntry[]> {
    const block = ['BLOCK', String(BLOCK_MS), 'STREAMS', LOG_KEY, `${after}-0`];
    const reply = await this.#connection.send(['XREAD', 'COUNT', String(BATCH), ...block]);
    return (reply as [string, StreamEntry[]][] | null)?.[0]?.[1] ?? [];
  }

  /** Asks only for what others published: one round trip then, none else. */
  async #texts(rows: readonly { n: number; hash: string }[]): Promise<(string | null)[]> {
    const texts = rows.map(({ n, hash }) => this.#listener.ownText(n, hash) ?? null);
    const missing = rows.filter((_, index) => texts[index] === null).map(({ n }) => String(n));
    if (missing.length === 0) return texts;
    const found = (await this.#connection.send(['HMGET', TEXTS_KEY, ...missing])) as (string | null)[];
    return texts.map((text) => text ?? found.shift() ?? null);
  }
}

/** The first entry that does not follow from the one before it. */
function findStranger(
  position: Position,
  rows: readonly (Position & { contentHash: string })[],
): number | undefined {
  let before = position;
  for (const row of rows) {
    const hash = chainHash(before.hash, before.n + 1, row.contentHash);
    if (row.epoch !== position.epoch || row.n !== before.n + 1 || row.hash !== hash) return row.n;
    before = row;
  }
  return undefined;
}
