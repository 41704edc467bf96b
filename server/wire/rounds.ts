/** Does something again and again, one round at a time: each says when the next is due, and anybody may call it sooner. */
import type { Logger } from 'pino';
import { StoreAway } from '../log/log.ts';

export interface RoundsParts {
  readonly name: string;
  readonly logger: Logger;
  /** Does a round; answers how many ms until the next. Where it throws, the next comes soon. */
  readonly round: (signal: AbortSignal) => Promise<number>;
}

/** After the store was away, or something that nobody foresaw. */
const TROUBLE_MS = 2000;

export class Rounds {
  readonly #parts: RoundsParts;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #wake: () => void = () => undefined;
  #isWoken = false;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** A round at once, or right after the one that is under way. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Calls off what is under way and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      this.#isWoken = false;
      const waitMs = await this.#round(signal);
      if (!this.#isWoken && !signal.aborted) await this.#sleep(waitMs);
    }
  }

  async #round(signal: AbortSignal): Promise<number> {
    const { name, logger, round } = this.#parts;
    try {
      return await round(signal);
    } catch (error) {
      // Of a store that is away the log itself has said it, once; of an end that was asked for there is nothing to say.
      if (!(error instanceof StoreAway) && !this.#closing.signal.aborted)
        logger.error({ err: error, name }, 'a round of a wire failed');
      return TROUBLE_MS;
    }
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
