/**
 * The register of walls, for the desk: what each shows, when it last gave a sign of life, and whether it is connected to
 * any process. It survives restarts, and never holds more than a desk can read.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { WallAct } from '../../shared/events.ts';
import { wallState, type Wall, type WallState } from '../../shared/wall.ts';
import { StoreAway, type Log } from '../log/log.ts';
import type { NamedScreens } from '../named-screen.ts';
import { OwnWalls, type OwnWall } from './own-walls.ts';
import { createWallCommands } from './wall-commands.ts';
import { createWallNotes, SIGN_MS, type KnownWall } from './wall-notes.ts';

export interface Walls extends NamedScreens {
  /** By name. @throws {StoreAway} */
  list(): Promise<Wall[]>;
  /** Asks it of every screen of the name, on whichever process; answers how many were told. @throws {StoreAway} */
  ask(name: string, act: WallAct): Promise<number>;
  /** Strikes it from the register; not while it is connected, as it would be back in a moment. @throws {StoreAway} */
  forget(name: string): Promise<'forgotten' | 'connected' | 'unknown'>;
  /** Calls the listener whenever the list may be another one, until stopped. */
  watch(listener: () => void): () => void;
  /** Writes down what was heard last. */
  close(): Promise<void>;
}

export interface WallsParts {
  readonly log: Pick<Log, 'notes' | 'now'>;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** Anybody can make up names: those that the desk knows are never pushed out by others. */
const MOST_WALLS = 100;
/** So often commands are looked for while there are walls here, and the list while a desk is open. */
const LOOK_MS = 500;
/** Signs of life of as long are written down together; what a desk should see at once is not held back. */
const GATHER_MS = 5_000;
const KEEP_MS = 30_000;

export function createWalls({ log, logger, metrics }: WallsParts): Walls {
  const process = randomUUID();
  const own = new OwnWalls(() => log.now());
  const wallNotes = createWallNotes(log.notes, process);
  const commands = createWallCommands({ notes: log.notes, wallNotes, own, process });
  /** Whether there is room for a name, and what was last written of it. */
  const kept = new Map<string, KnownWall | 'no room'>();
  const listeners = new Set<() => void>();
  let told = '';
  let connected = '[]';
  let writtenAt = -Infinity;
  let isUrgent = false;
  let looking: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;

  const hasRoom = ({ name }: { readonly name: string }): boolean => kept.get(name) !== 'no room';

  const isBusy = (): boolean => own.all().length > 0 || connected !== '[]';

  async function look(): Promise<void> {
    try {
      if (isBusy()) {
        await commands.look();
        await write();
      }
      if (listeners.size > 0) await tell();
    } catch (error) {
      isUrgent = true;
      // The next look tries again; of a store that is away the log itself has said it.
      if (!(error instanceof StoreAway)) logger.error({ err: error }, 'could not keep the register of walls');
    }
  }

  async function write(): Promise<void> {
    const now = log.now();
    if (!isUrgent && now - writtenAt < GATHER_MS) return;
    isUrgent = false;
    const walls = own.all();
    for (const wall of walls) await keep(wall, wall.screens === 0 ? 0 : KEEP_MS);
    const open = walls.filter((wall) => wall.screens > 0 && hasRoom(wall));
    const text = JSON.stringify(open);
    if (text !== connected || (open.length > 0 && now - writtenAt >= SIGN_MS)) {
      await wallNotes.sayConnected(text);
      connected = text;
      writtenAt = now;
    }
    for (const { name } of walls.filter(({ screens }) => screens === 0)) drop(name);
  }

  /** Writes down what is known of it, when it is something else, or a sign of life so much later. */
  async function keep(wall: OwnWall, laterMs: number): Promise<void> {
    const { name, version, sections, contactAt, flippedAt, closedAt } = wall;
    const before = await knownOf(wall);
    if (!before) return;
    const isLater = contactAt > before.contactAt && contactAt - before.contactAt >= laterMs;
    const isSame = version === before.version && sections.join() === before.sections.join();
    if (!isLater && isSame && closedAt === before.closedAt) return;
    const { firstSeenAt } = before;
    const flips = flippedAt ?? before.flippedAt;
    const known = {
      version,
      sections: [...sections],
      firstSeenAt,
      contactAt,
      ...(flips !== undefined && { flippedAt: flips }),
      ...(closedAt !== undefined && { closedAt }),
    };
    await wallNotes.keep(name, known);
    kept.set(name, known);
  }

  /** What was written of it last, by whichever process; undefined: there is no room for another name. */
  async function knownOf({ name, contactAt }: OwnWall): Promise<KnownWall | undefined> {
    const before = kept.get(name);
    if (before && before !== 'no room') return before;
    const known = await wallNotes.known();
    if (!known.has(name) && known.size >= MOST_WALLS) {
      if (!before) logger.warn({ wall: name }, `the register of walls is full: it has ${MOST_WALLS} names`);
      kept.set(name, 'no room');
      return undefined;
    }
    const found = known.get(name) ?? { version: '', sections: [], firstSeenAt: contactAt, contactAt: 0 };
    kept.set(name, found);
    return found;
  }

  function drop(name: string): void {
    own.drop(name);
    kept.delete(name);
  }

  async function list(): Promise<Wall[]> {
    return wallNotes.list(own.all().filter(hasRoom));
  }

  async function tell(): Promise<void> {
    const text = JSON.stringify(await list());
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener();
  }

  function keepLooking(): void {
    looking ??= setInterval(() => {
      if (!isBusy() && listeners.size === 0) {
        clearInterval(looking);
        looking = undefined;
        return;
      }
      // One look at a time, however slow the store is.
      work ??= look().finally(() => (work = undefined));
    }, LOOK_MS).unref();
  }

  createGauge(metrics, list, () => log.now());

  return {
    introduced(screen, said) {
      if (own.introduced(screen, said)) isUrgent = true;
      keepLooking();
    },
    left(screen, departure) {
      own.left(screen, departure);
      isUrgent = true;
    },
    list,
    ask: (name, act) => commands.ask(name, act),
    async forget(name) {
      const wall = (await list()).find((one) => one.name === name);
      if (!wall) return 'unknown';
      if (wall.screens > 0) return 'connected';
      drop(name);
      await wallNotes.forget(name);
      return 'forgotten';
    },
    watch(listener) {
      listeners.add(listener);
      keepLooking();
      return () => void listeners.delete(listener);
    },
    async close() {
      clearInterval(looking);
      await work;
      listeners.clear();
      try {
        for (const wall of own.all()) await keep(wall, 0);
        if (connected !== '[]') await wallNotes.sayConnected('[]');
      } catch (error) {
        if (!(error instanceof StoreAway)) throw error; // It is known as of some seconds ago.
      }
    },
  };
}

function createGauge(registry: Registry, list: () => Promise<readonly Wall[]>, now: () => number): void {
  new Gauge({
    name: 'ticker_walls',
    help: 'Screens of the newsroom that have a name, of all processes: connected, away (for less than a minute), closed (it said goodbye) or silent.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      try {
        const walls = await list();
        const states: readonly WallState[] = ['connected', 'away', 'closed', 'silent'];
        for (const state of states) {
          this.set({ state }, walls.filter((wall) => wallState(wall, now()) === state).length);
        }
      } catch {
        this.reset(); // Nobody knows while the store is away; that it is away another metric tells.
      }
    },
  });
}
