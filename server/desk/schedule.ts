/**
 * The embargo's clock: publishes what waits at its time. It keeps no list of its own: it knows when the next is due,
 * asks the store then, and lets the append decide by the store's clock. Every process does so at the same moment, the
 * first one wins each dispatch, and so none depends on any one process being alive.
 *
 * Nothing of a dispatch is ever written to a log line here, not even with an error.
 */
import type { Logger } from 'pino';
import { Refusal, StoreAway, type Waiting } from '../log/log.ts';
import { jitter, wait } from '../log/wait.ts';
import type { Desk } from './acts.ts';
import { releaseWaiting } from './hold-and-release.ts';
import { passedBy, WITHDRAWN_MEANWHILE } from './trouble.ts';

/** So many releases are under way at a time: a store writes together to its disk what comes together. */
const OUTSTANDING = 500;
/** The store's clock is known to a few ms; a release that comes too early is tried again so much later. */
const EARLY_MS = 3;
/** After another process, or somebody's act, was first: what is left is looked at again. */
const OVERTAKEN_MS = 50;
/** Asked anyway after so long: word of a change could be lost, and timers take no longer waits than 24 days. */
const LONGEST_SLEEP_MS = 60_000;
const LONGEST_PAUSE_MS = 500;
const CLOSE_MS = 1000;

export interface EmbargoClock {
  /** Waits for the releases under way, but not for a store that does not answer: what is not released is still due. */
  close(): Promise<void>;
}

export function startEmbargoClock(desk: Desk, logger: Logger): EmbargoClock {
  return new Clock(desk, logger);
}

class Clock implements EmbargoClock {
  readonly #desk: Desk;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  readonly #running: Promise<void>;
  /** When to ask next; undefined: nothing waits for a time. */
  #due: number | undefined;
  /** Whether somebody changed what waits since it was asked for. */
  #told = false;
  #wake: () => void = () => undefined;

  constructor(desk: Desk, logger: Logger) {
    this.#desk = desk;
    this.#logger = logger;
    this.#stopListening = desk.log.waiting.onChange(({ nextDue }) => {
      this.#due = nextDue;
      this.#told = true;
      this.#wake();
    });
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stopListening();
    this.#closing.abort();
    this.#wake();
    await Promise.race([this.#running, wait(CLOSE_MS, new AbortController().signal)]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.#releaseDue();
        failures = 0;
        await this.#untilDue();
      } catch (error) {
        // Of a store that is away the log itself has said it.
        if (!(error instanceof StoreAway)) {
          this.#logger.error({ error: nameOf(error) }, 'could not release what is due; trying again');
        }
        failures += 1;
        await this.#sleep(10 + jitter(Math.min(LONGEST_PAUSE_MS, 20 * 2 ** failures)));
      }
    }
  }

  /** @throws {StoreAway}; what was not released is still due */
  async #releaseDue(): Promise<void> {
    const { log } = this.#desk;
    this.#told = false;
    const waiting = await log.waiting.list();
    const now = log.now();
    const due = waiting.filter(({ until }) => until !== undefined && until <= now);
    const next = waiting.find(({ until }) => until !== undefined && until > now);
    // Whoever changed it meanwhile told the newer time.
    if (!this.#told) this.#due = next?.until;
    const released = await this.#releaseAll(due);
    // Another process has them; or somebody changed them just now, which may not be told.
    if (released < due.length) this.#due = Math.min(this.#due ?? Infinity, log.now() + OVERTAKEN_MS);
  }

  /** Answers how many this process released, or handed to the desk. */
  async #releaseAll(due: readonly Waiting[]): Promise<number> {
    let released = 0;
    const failures: unknown[] = [];
    const left = due.values();
    const releaseSome = async () => {
      for (const waiting of left) {
        if (this.#closing.signal.aborted || failures.some(isStoreAway)) return;
        try {
          if (await this.#release(waiting)) released += 1;
        } catch (error) {
          failures.push(error); // One that cannot be released does not keep the others.
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(OUTSTANDING, due.length) }, releaseSome));
    if (failures.length > 0) throw failures.find(isStoreAway) ?? failures[0];
    return released;
  }

  async #release(waiting: Waiting): Promise<boolean> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const { repeated } = await releaseWaiting(this.#desk, waiting, { by: waiting.by, due: true });
        return !repeated;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.reason === 'stale') return false; // Another process released it, or somebody changed it just now.
        if (error.reason !== 'early') return this.#handToDesk(waiting, error);
        await wait(EARLY_MS, signal);
      }
    }
    return false;
  }

  /** It stays where it is, without its time, and the desk reads why. */
  async #handToDesk({ id: _, at: __, until: ___, ...waiting }: Waiting, refusal: Refusal): Promise<boolean> {
    const trouble = refusal.reason === 'withdrawn' ? WITHDRAWN_MEANWHILE : passedBy(refusal.newest);
    const { revision, ...proposal } = waiting;
    try {
      await this.#desk.log.waiting.put({ ...proposal, trouble, ifRevision: revision, restore: true });
    } catch (error) {
      if (error instanceof Refusal) return false; // Somebody decided on it just now.
      throw error;
    }
    this.#logger.warn({ reason: refusal.reason }, 'an embargo ended, and what waited is left to the desk');
    return true;
  }

  async #untilDue(): Promise<void> {
    const { log } = this.#desk;
    const until = log.now() + LONGEST_SLEEP_MS;
    while (!this.#closing.signal.aborted) {
      const left = Math.min(this.#due ?? Infinity, until) - log.now();
      if (left <= 0) return;
      await this.#sleep(left);
    }
  }

  /** Ends early when somebody changes what waits. */
  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function isStoreAway(error: unknown): boolean {
  return error instanceof StoreAway;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
