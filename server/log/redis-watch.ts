/**
 * The second look at Redis: every two seconds at the log's head, and at once when something went wrong. Knows what is
 * wrong, how old what we know is, and what time it is there; says when history was rewritten.
 */
import type { Logger } from 'pino';
import { NoAnswer, replyCode } from './redis-connection.ts';
import type { RedisConnection } from './redis-connection.ts';
import { findRewriting } from './redis-history.ts';
import type { Stand } from './redis-history.ts';
import type { Look, RedisStore } from './redis-store.ts';
import type { RedisTail } from './redis-tail.ts';
import type { LogHealth } from './log.ts';

const LOOK_EVERY_MS = 2_000;
/** So many looks in vain, and the connection itself is suspected. */
const LOOKS_IN_VAIN = 2;

export interface RedisWatchParts {
  readonly commands: RedisConnection;
  readonly tail: RedisTail;
  readonly store: RedisStore;
  readonly logger: Logger;
  /** Where this process stands; undefined while it is not to be judged, as it is being healed. */
  readonly stand: () => Stand | undefined;
  readonly rewritten: (reason: string) => void;
}

export class RedisWatch {
  readonly #parts: RedisWatchParts;
  #offset = 0;
  #asOf = 0;
  #trouble: string | undefined;
  #cannotWrite = false;
  #vainLooks = 0;
  #lastLookAt = -1;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: RedisWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** The store's time. */
  now(): number {
    return Math.floor(performance.now() + this.#offset);
  }

  health(): LogHealth {
    const trouble = this.#stopped ? 'The log is closed.' : this.#trouble;
    return {
      writable: trouble === undefined,
      asOf: Math.floor(this.#asOf),
      ...(trouble !== undefined && { trouble }),
    };
  }

  /** @param at when that was, by this process's own count */
  setClock(time: number, at = performance.now()): void {
    this.#offset = time - at;
  }

  /** At this moment this process knew all there is. */
  upToDate(): void {
    this.#asOf = this.now();
  }

  /** What is wrong beyond what looks can find; undefined: it is over. */
  setTrouble(trouble: string | undefined): void {
    this.#trouble = trouble;
  }

  /** The log is followed from another place. */
  moved(): void {
    this.#lastLookAt = -1;
  }

  /** One look at the head; the next is not begun before it ended. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Takes an error of a command for what it says about Redis. */
  failed(error: unknown): void {
    if (this.#stopped) return;
    const { commands, tail, logger } = this.#parts;
    const code = replyCode(error);
    const since = this.#trouble === undefined;
    // That Redis refused says more than that it was left because of it.
    if (code !== undefined) this.#trouble = `Redis refuses: ${withoutStop(error, code)}.`;
    else if (!this.#cannotWrite) this.#trouble = 'Redis does not answer.';
    if (since) logger.error({ err: error }, this.#trouble);
    if (code !== undefined) this.#cannotWrite = true;
    if (error instanceof NoAnswer) this.#vainLooks += 1;
    // A replica that was our primary stays one: the address may lead to another by now.
    if (code === 'READONLY' || this.#vainLooks >= LOOKS_IN_VAIN) {
      this.#vainLooks = 0;
      commands.renew();
      if (code === 'READONLY') tail.renew();
    }
  }

  async #lookOnce(): Promise<void> {
    const { store, stand } = this.#parts;
    const ours = stand();
    const asked = performance.now();
    try {
      const look = await store.look(ours?.n ?? 0);
      this.setClock(look.time, (asked + performance.now()) / 2);
      if (this.#cannotWrite) await store.probe();
      this.#cannotWrite = false;
      this.#vainLooks = 0;
      if (stand()) this.#trouble = undefined;
      if (ours && stand()?.epoch === ours.epoch) this.#judge(ours, look);
    } catch (error) {
      this.failed(error);
    }
  }

  #judge(ours: Stand, look: Look): void {
    const rewriting = findRewriting(ours, look);
    if (rewriting !== undefined) {
      this.#parts.rewritten(rewriting);
      return;
    }
    if (look.head.n === ours.n) this.upToDate();
    // Ahead of us, and since the last look nothing arrived: the tail hangs.
    if (look.head.n > ours.n && this.#lastLookAt === ours.n) this.#parts.tail.renew();
    this.#lastLookAt = look.head.n > ours.n ? ours.n : -1;
  }
}

/** Some of Redis's own sentences end with a full stop, some do not. */
function withoutStop(error: unknown, code: string): string {
  return error instanceof Error ? error.message.replace(/\.+$/, '') : code;
}
