/**
 * A page that lives through weeks in seconds: its clock, its timers and its server are virtual, and all of them are
 * in the page, so that nothing waits for a real network. Playwright's clock awaits the real one after every timer.
 */
import type { Card } from '../../shared/dispatch.ts';

export interface VirtualStart {
  /** The server's time at which it begins, ms since the epoch. */
  readonly from: number;
  /** How far ahead the machine's clock is, ms. */
  readonly ahead: number;
  readonly cards: readonly Card[];
}

/** What the script below gives the page. */
export interface VirtualPage {
  /** Lets time pass until it is this late by the server's clock. */
  runTo(time: number): Promise<void>;
  /** How many timers are set, without the server's own. */
  timers(): number;
}

/** To be run in the page before its scripts; leaves a `VirtualPage` at `globalThis.virtual`. */
export function makeVirtual({ from, ahead, cards }: VirtualStart): void {
  interface Timer {
    readonly at: number;
    readonly call: () => void;
  }
  let now = from;
  let numbers = 0;
  const timers = new Map<number, Timer>();
  const set = (call: () => void, ms = 0) => {
    timers.set(++numbers, { at: now + Math.max(Math.ceil(ms), 1), call });
    return numbers;
  };
  const clear = (id?: number) => timers.delete(id ?? 0);
  const RealDate = Date;
  class VirtualDate extends RealDate {
    constructor(...said: [] | [number | string]) {
      super(said.length === 0 ? VirtualDate.now() : said[0]);
    }
    static override now(): number {
      return now + ahead;
    }
  }
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: set,
    clearTimeout: clear,
    requestAnimationFrame: (call: (time: number) => void) => set(() => call(now), 16),
    cancelAnimationFrame: clear,
  });
  performance.now = () => now - from;

  const board = () => ({
    section: 'buitenland',
    epoch: 'e1',
    n: cards.length,
    now,
    reset: true,
    dispatches: cards,
    gone: [],
  });
  globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify(board())));
  let tell: ((packet: string) => void) | undefined;
  class VirtualSocket {
    onmessage: ((event: { data: string }) => void) | undefined;
    constructor() {
      tell = (data) => this.onmessage?.({ data });
      queueMicrotask(() => tell?.('0{"sid":"a"}'));
    }
    send(packet: string): void {
      const [, number, event] = /^42(\d*)\["(\w+)"/.exec(packet) ?? [];
      if (packet === '40') tell?.('40{"sid":"b"}');
      const answer = event === 'subscribe' ? { ok: true, board: board() } : {};
      if (number) tell?.(`43${number}${JSON.stringify([answer])}`);
    }
    close(): void {
      tell = undefined;
    }
  }
  Object.assign(globalThis, { WebSocket: VirtualSocket });

  let pulseAt = from + 10_000;
  const virtual: VirtualPage = {
    timers: () => timers.size,
    async runTo(time) {
      for (;;) {
        let [first, at] = [0, Infinity];
        for (const [id, timer] of timers) if (timer.at < at) [first, at] = [id, timer.at];
        const next = Math.min(at, pulseAt);
        if (next > time) break;
        now = Math.max(now, next);
        if (next === pulseAt) {
          pulseAt += 10_000;
          tell?.(`42["pulse",${JSON.stringify({ epoch: 'e1', n: cards.length, now })}]`);
        } else {
          const timer = timers.get(first);
          timers.delete(first);
          timer?.call();
        }
        // What follows in the same breath: Lit's updates.
        for (let turns = 0; turns < 6; turns++) await Promise.resolve();
      }
      now = time;
    },
  };
  Object.assign(globalThis, { virtual });
}
