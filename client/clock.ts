/**
 * The page's one timer, and the server's time. Every label says when its text will next differ; the clock sleeps
 * until the earliest, on the whole second, so that labels which change in the same second change together.
 */
import { onPage } from './registry.ts';

/** A text that depends on the time. */
export interface Label {
  /** Shows what is right at `now` (ms, the server's time), writing only what differs; returns ms until the next change. */
  tick(now: number): number;
}

export interface Clock {
  /** The server's time, ms since the epoch. */
  now(): number;
  /**
   * Takes in a time that the server sent. With the duration of the question and its answer (ms) it can be trusted to
   * half of that; without, the message was under way for an unknown while.
   */
  observe(serverNow: number, roundTrip?: number): void;
  /** Runs a label: at once, and whenever it is due, until stopped. Called again, it is only set anew. */
  run(label: Label): () => void;
}

/** Timers cannot be trusted over hours (sleep, freeze), nor set beyond 2^31 ms; an early look writes nothing. */
const LONGEST_SLEEP = 300_000;
/** Two clocks of one page drift apart by about this much, ms per ms. */
const DRIFT = 0.0001;
/** A pulse that seems later than this came late, or somebody set the clock of this machine forward. */
const LATE = 2_000;

/** The page's clock. */
export function pageClock(): Clock {
  return onPage('clock', () => new PageClock());
}

class PageClock implements Clock {
  readonly #due = new Map<Label, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeAt = Infinity;
  #offset = 0;
  #error = Infinity;
  #measuredAt = 0;
  #lateOffset = NaN;

  constructor() {
    for (const event of ['visibilitychange', 'pageshow', 'focus', 'resume']) {
      addEventListener(
        event,
        () => {
          this.#wake();
        },
        true,
      );
    }
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  observe(serverNow: number, roundTrip?: number): void {
    const local = Date.now();
    const offset = serverNow + (roundTrip ?? 0) / 2 - local;
    const ahead = offset - this.#offset;
    if (roundTrip !== undefined) {
      const aged = this.#error + Math.abs(local - this.#measuredAt) * DRIFT;
      if (roundTrip / 2 <= aged || Math.abs(ahead) > aged + roundTrip) this.#set(offset, roundTrip / 2);
    } else if (ahead > 0 || Math.abs(offset - this.#lateOffset) < LATE) {
      // Being under way only makes a message look earlier: whatever is ahead of us is nearer to the truth. And
      // when one after the other says that we are far ahead, then it is we who are wrong.
      this.#set(offset, this.#error);
      this.#lateOffset = NaN;
    } else if (ahead < -LATE) {
      this.#lateOffset = offset;
    }
    if (this.now() >= this.#wakeAt) this.#wake();
  }

  run(label: Label): () => void {
    this.#tick(label, this.now());
    this.#sleep();
    return () => {
      if (this.#due.delete(label)) this.#sleep();
    };
  }

  #set(offset: number, error: number): void {
    const moved = Math.abs(offset - this.#offset) >= 1_000;
    this.#offset = offset;
    this.#error = error;
    this.#measuredAt = Date.now();
    // Every label was planned by the old offset.
    if (moved) this.#wake(true);
  }

  #wake(all = false): void {
    const now = this.now();
    for (const [label, due] of [...this.#due]) if (all || due <= now) this.#tick(label, now);
    this.#sleep();
  }

  #tick(label: Label, now: number): void {
    this.#due.set(label, Math.ceil((now + label.tick(now)) / 1_000) * 1_000);
  }

  #sleep(): void {
    let wakeAt = Infinity;
    if (!document.hidden) for (const due of this.#due.values()) wakeAt = Math.min(wakeAt, due);
    if (wakeAt === this.#wakeAt && this.#timer !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wakeAt = wakeAt;
    if (wakeAt === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#wake();
      },
      Math.min(Math.max(wakeAt - this.now(), 0), LONGEST_SLEEP),
    );
  }
}
