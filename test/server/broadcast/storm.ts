/** A hundred screens come and go at random while dispatches are published without a pause. */
import { setTimeout as delay } from 'node:timers/promises';
import { io } from 'socket.io-client';
import {
  EMPTY_BOARD,
  placeDispatch,
  withdrawDispatch,
  type Board,
  type Cursor,
} from '../../../shared/board.ts';
import { catchUp } from '../../../shared/catch-up.ts';
import type { DeltaMessage } from '../../../shared/events.ts';
import { dispatchEntry, withdrawalEntry } from '../history.ts';
import { SECTION, startBroadcast, type Harness, type ScreenSocket } from './harness.ts';

export interface StormReport {
  readonly gaps: number;
  readonly doubles: number;
  /** Screens whose board differs from the server's at the end. */
  readonly different: number;
  readonly reconnects: number;
  readonly deltas: number;
}

const SCREENS = 100;
const ROUNDS = 250;

/** The same draws in every run. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

class StormScreen {
  board: Board = EMPTY_BOARD;
  cursor: Cursor | undefined;
  gaps = 0;
  doubles = 0;
  deltas = 0;
  reconnects = 0;
  #socket: ScreenSocket | undefined;
  #connecting = Promise.resolve();

  /** Drops the connection, if there is one, and comes back with its cursor. */
  reconnect(url: string): void {
    this.#socket?.disconnect();
    this.reconnects += 1;
    const socket: ScreenSocket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    this.#socket = socket;
    let answered = false;
    socket.on('dispatch', (delta) => {
      if (socket !== this.#socket) return;
      // Before the answer nothing may come: the room is joined in the turn of the answer.
      if (!answered) this.doubles += 1;
      else this.#hear(delta);
    });
    this.#connecting = new Promise((resolve) => {
      socket.on('connect', () => {
        // A callback, not a promise: the answer must be taken before the next event of the same packet.
        socket.emit(
          'subscribe',
          { section: SECTION, ...(this.cursor && { since: this.cursor }) },
          (answer) => {
            answered = true;
            if (socket === this.#socket && answer.ok) {
              this.board = catchUp(this.board, answer.board);
              this.cursor = { epoch: answer.board.epoch, n: answer.board.n };
            }
            resolve();
          },
        );
      });
      socket.on('disconnect', () => resolve());
    });
  }

  settled(): Promise<void> {
    return this.#connecting;
  }

  leave(): void {
    this.#socket?.disconnect();
  }

  #hear(delta: DeltaMessage): void {
    const n = this.cursor?.n ?? 0;
    this.deltas += 1;
    if (delta.n <= n) {
      this.doubles += 1;
      return;
    }
    // Goes on all the same, so that every lost dispatch is counted where it is missing.
    if (delta.prev !== n) this.gaps += 1;
    this.board = delta.dispatch
      ? placeDispatch(this.board, delta.dispatch)
      : withdrawDispatch(this.board, delta.gone);
    this.cursor = { epoch: delta.epoch, n: delta.n };
  }
}

function publishSome(harness: Harness, dice: () => number): void {
  const { log } = harness;
  const burst = dice() < 0.2 ? 5 : 1;
  for (let i = 0; i < burst; i += 1) {
    const n = log.entries.length + 1;
    const old = log.entries[Math.floor(dice() * log.entries.length)];
    if (
      dice() < 0.1 &&
      old?.kind === 'dispatch' &&
      !log.entries.some((e) => e.kind === 'withdrawal' && e.id === old.id)
    ) {
      log.add(withdrawalEntry(n, { id: old.id, version: old.version + 1, section: SECTION }));
    } else {
      log.add(dispatchEntry(n, { id: `d${n}`, version: 1, section: SECTION, publishedAt: n }));
    }
  }
}

export async function storm(seed: number): Promise<StormReport> {
  const dice = createDice(seed);
  const harness = await startBroadcast();
  const screens = Array.from({ length: SCREENS }, () => new StormScreen());
  try {
    for (const screen of screens) screen.reconnect(harness.url);
    for (let round = 0; round < ROUNDS; round += 1) {
      publishSome(harness, dice);
      for (let i = 0; i < 3; i += 1) {
        if (dice() < 0.5) screens[Math.floor(dice() * SCREENS)]?.reconnect(harness.url);
      }
      await delay(dice() < 0.5 ? 0 : 3);
    }
    await Promise.all(screens.map((screen) => screen.settled()));
    // One more, so that everybody hears whether something was missing before it.
    harness.publish();
    const last = harness.log.entries.length;
    const until = performance.now() + 10_000;
    while (screens.some(({ cursor }) => cursor?.n !== last) && performance.now() < until) await delay(10);

    const expected = JSON.stringify(catchUp(EMPTY_BOARD, harness.boards.whole(SECTION)));
    const sum = (count: (screen: StormScreen) => number): number =>
      screens.reduce((all, s) => all + count(s), 0);
    return {
      gaps: sum(({ gaps }) => gaps),
      doubles: sum(({ doubles }) => doubles),
      different: sum(({ board }) => (JSON.stringify(board) === expected ? 0 : 1)),
      reconnects: sum(({ reconnects }) => reconnects),
      deltas: sum(({ deltas }) => deltas),
    };
  } finally {
    for (const screen of screens) screen.leave();
    await harness.close();
  }
}
