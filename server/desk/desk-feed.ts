/**
 * What every open desk is told, at once: what waits, what was done, how far a withdrawal has come, how the walls are. Lists are sent
 * whole, when a desk opens and whenever they change, so a desk that was away needs nothing but to come back. One that
 * reads too slowly for its lists gets the newest one when it is ready, not every one in between.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Boards } from '../boards.ts';
import { StoreAway, type Entry, type Log } from '../log/log.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Walls } from '../walls/walls.ts';
import type { Newsroom } from './newsroom.ts';
import type { Receipts } from './receipts.ts';
import { toWaitingItem } from './waiting-item.ts';

const PULSE_MS = 5000;
/** Embargoes that end in the same second are one change of the list, or few. */
const LISTS_APART_MS = 100;

/** One open desk. */
export interface OpenDesk {
  /** `data` is JSON. */
  readonly tell: (event: string, data: string) => void;
  /** It has not read yet what it was told. */
  readonly isBehind: () => boolean;
  /** It is told no more: come back, perhaps elsewhere. */
  readonly end: () => void;
}

export interface DeskFeed {
  /** Tells the desk what there is, and from then on what changes, until stopped. */
  open(desk: OpenDesk): () => void;
  /** A desk that was behind has caught up. */
  readonly caughtUp: () => void;
  close(): void;
}

interface DeskFeedParts {
  readonly boards: Pick<Boards, 'cursor' | 'subscribe'>;
  readonly log: Pick<Log, 'follow' | 'now'>;
  readonly newsroom: Pick<Newsroom, 'waiting' | 'onWaiting'>;
  readonly receipts: Pick<Receipts, 'list' | 'subscribe'>;
  /** What could not be delivered to partners. */
  readonly letters: Pick<Webhooks, 'onLetters'>;
  readonly walls: Pick<Walls, 'list' | 'watch'>;
  readonly logger: Logger;
}

export function createDeskFeed({
  boards,
  log,
  newsroom,
  receipts,
  letters,
  walls,
  logger,
}: DeskFeedParts): DeskFeed {
  const desks = new Set<OpenDesk>();
  /** Desks that must still be told the lists as they are now. */
  const owedWaiting = new Set<OpenDesk>();
  const owedReceipts = new Set<OpenDesk>();
  const owedWalls = new Set<OpenDesk>();
  /** Nobody looks for walls while no desk is open. */
  let stopWatching: (() => void) | undefined;
  let dead: number | undefined;

  const payWaiting = onceAtATime(async () => {
    await pay(owedWaiting, 'waiting', async () => [{ items: (await newsroom.waiting()).map(toWaitingItem) }]);
  });
  const payReceipts = onceAtATime(async () => {
    await pay(owedReceipts, 'receipt', () => receipts.list());
  });
  const payWalls = onceAtATime(async () => {
    await pay(owedWalls, 'walls', async () => [{ walls: await walls.list() }]);
  });
  const payAll = () => {
    payWaiting();
    payReceipts();
    payWalls();
  };

  /** Whoever is owed the list is sent it, once more when it changed while it was read. */
  async function pay(
    owed: Set<OpenDesk>,
    event: string,
    read: () => Promise<readonly unknown[]>,
  ): Promise<void> {
    const ready = () => [...owed].filter((desk) => !desk.isBehind());
    for (let now = ready(); now.length > 0; now = ready()) {
      for (const desk of now) owed.delete(desk);
      try {
        const messages = (await read()).map((message) => JSON.stringify(message));
        for (const desk of now) if (desks.has(desk)) for (const data of messages) desk.tell(event, data);
      } catch (error) {
        // The next pulse tries again; of a store that is away the log itself has said it.
        for (const desk of now) if (desks.has(desk)) owed.add(desk);
        if (!(error instanceof StoreAway))
          logger.error({ err: error }, `could not tell the desk of ${event}`);
        return;
      }
      await delay(LISTS_APART_MS, undefined, { ref: false });
    }
  }

  function tellAll(event: string, message: unknown): void {
    if (desks.size === 0) return;
    const data = JSON.stringify(message);
    for (const desk of desks) desk.tell(event, data);
  }

  function follow(): () => void {
    return log.follow(boards.cursor(), {
      entries: (entries) => {
        for (const entry of entries) tellAll('act', toAct(entry));
      },
      // The boards say when they stand on the new history; until then there is nothing to tell.
      reset: () => undefined,
    });
  }

  function endAll(): void {
    for (const desk of [...desks]) desk.end();
  }

  let stopFollowing = follow();
  const stops = [
    boards.subscribe({
      deltas: () => undefined,
      reset() {
        stopFollowing();
        stopFollowing = follow();
        // What a desk knows is of another history: it comes back and is told anew.
        endAll();
      },
    }),
    newsroom.onWaiting(() => {
      for (const desk of desks) owedWaiting.add(desk);
      payWaiting();
    }),
    receipts.subscribe((receipt) => tellAll('receipt', receipt)),
    letters.onLetters((count) => {
      dead = count;
      tellAll('letters', { dead });
    }),
  ];
  const pulse = setInterval(() => {
    tellAll('pulse', { now: log.now() });
    payAll();
  }, PULSE_MS);
  pulse.unref();

  return {
    open(desk) {
      desks.add(desk);
      owedWaiting.add(desk);
      owedReceipts.add(desk);
      owedWalls.add(desk);
      payAll();
      stopWatching ??= walls.watch(() => {
        for (const one of desks) owedWalls.add(one);
        payWalls();
      });
      if (dead !== undefined) desk.tell('letters', JSON.stringify({ dead }));
      return () => {
        desks.delete(desk);
        owedWaiting.delete(desk);
        owedReceipts.delete(desk);
        owedWalls.delete(desk);
        if (desks.size > 0) return;
        stopWatching?.();
        stopWatching = undefined;
      };
    },
    caughtUp: payAll,
    close() {
      clearInterval(pulse);
      stopFollowing();
      stopWatching?.();
      for (const stop of stops) stop();
      endAll();
    },
  };
}

/** An entry without its text: the desk sees the board itself. */
function toAct(entry: Entry) {
  const { epoch, n, id, version, section, kind, by, at, late } = entry;
  const status = kind === 'dispatch' ? entry.dispatch.status : kind === 'redacted' ? entry.status : undefined;
  const signal = kind === 'dispatch' ? entry.dispatch.signal : undefined;
  return { epoch, n, id, version, section, kind, status, signal, by, at, late };
}

/** Runs it; asked again meanwhile, once more when it is done. It deals with its own errors. */
function onceAtATime(run: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const go = async () => {
    running = true;
    do {
      again = false;
      await run();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void go();
  };
}
