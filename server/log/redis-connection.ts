/**
 * One connection to Redis that says at once when it is not there: commands never queue while it is away, and one
 * that gets no answer is given up. It reconnects by itself, with full jitter; `renew` is for when it hangs.
 */
import { createClient, ErrorReply } from 'redis';
import type { Logger } from 'pino';
import { StoreAway } from './log.ts';
import { jitter } from './wait.ts';

const SLOWEST_RECONNECT_MS = 1_000;
const CONNECT_WITHIN_MS = 5_000;

/** The connection stands, as far as it is known, but no answer came: Redis is frozen or out of reach. */
export class NoAnswer extends StoreAway {
  override name = 'NoAnswer';
}

export interface ConnectionOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Silence of so many ms ends the connection: node-redis would wait for a frozen Redis for ever. */
  readonly silenceMs: number;
  /** A command is given up after so many ms. */
  readonly answerMs: number;
  /** Every time the connection is there (again). */
  readonly onReady?: () => void;
}

export class RedisConnection {
  readonly #options: ConnectionOptions;
  #client: ReturnType<typeof createRedis>;
  #lastError: Error | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#client = this.#create();
  }

  /** @throws {StoreAway} when Redis is not there within a few seconds. */
  async open(): Promise<void> {
    const opened = this.#client.connect();
    try {
      await this.#within(CONNECT_WITHIN_MS, opened);
    } catch (cause) {
      this.close();
      opened.catch(() => undefined); // Ended by the line above.
      const { host } = new URL(this.#options.url);
      const why = this.#lastError ? `: ${this.#lastError.message || this.#lastError.name}` : '';
      throw new StoreAway(`REDIS_URL: no Redis can be reached at ${host}${why}`, { cause });
    }
  }

  /** Sends one command. @throws {StoreAway}; what Redis itself answers as an error is thrown as it came */
  async send(command: readonly string[], withinMs = this.#options.answerMs): Promise<unknown> {
    return this.#within(withinMs, this.#client.sendCommand([...command]));
  }

  /** Starts anew: what is under way is given up. */
  renew(): void {
    this.#client.destroy();
    this.#client = this.#create();
    this.#client.connect().catch(() => undefined); // Said by the error event, and again by the next command.
  }

  close(): void {
    this.#client.destroy();
  }

  #create(): ReturnType<typeof createRedis> {
    const { url, silenceMs, logger, onReady } = this.#options;
    const client = createRedis(url, silenceMs);
    client.on('error', (error: Error) => {
      this.#lastError = error;
      logger.debug({ err: error }, 'The connection to Redis broke.');
    });
    if (onReady) client.on('ready', onReady);
    return client;
  }

  async #within<T>(ms: number, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new NoAnswer(`Redis did not answer within ${ms / 1_000} s.`));
      }, ms);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (cause) {
      if (cause instanceof StoreAway || cause instanceof ErrorReply) throw cause;
      throw new StoreAway('Redis cannot be reached.', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An error that Redis answered, and its first word, such as READONLY; undefined for any other. */
export function replyCode(error: unknown): string | undefined {
  return error instanceof ErrorReply ? error.message.split(' ', 1)[0] : undefined;
}

function createRedis(url: string, silenceMs: number) {
  return createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    // Commands have one timer of ours each; node-redis's own ends with the writing.
    commandOptions: { timeout: 0 },
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: silenceMs,
      reconnectStrategy: (attempts) => jitter(Math.min(SLOWEST_RECONNECT_MS, 50 * 2 ** attempts)),
    },
  });
}
