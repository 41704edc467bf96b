/**
 * How far withdrawals, holds and corrections have come, summed over all processes: each keeps its own counts as notes beside
 * the log while an act is open, and whoever is asked adds them up. No screen is in them but those with a name.
 */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Logger } from 'pino';
import { ReceiptSchema, type Receipt } from '../../shared/desk.ts';
import { StoreAway, type Log } from '../log/log.ts';
import { OPEN_MS, type OpenAct } from '../open-act.ts';

export interface Receipts {
  /** An act is open in this process: its counts are kept from now on. */
  opened(act: OpenAct): void;
  /** The newest twenty, newest first. @throws {StoreAway} */
  list(): Promise<Receipt[]>;
  /** Those of one dispatch, newest first. @throws {StoreAway} */
  ofDispatch(id: string): Promise<Receipt[]>;
  /** Calls the listener with every open one, and again whenever it has changed, until stopped. */
  subscribe(listener: (receipt: Receipt) => void): () => void;
  /** Keeps what was counted last. */
  close(): Promise<void>;
}

export interface ReceiptsParts {
  readonly log: Pick<Log, 'notes' | 'now'>;
  readonly logger: Logger;
}

const INDEX = 'receipts';
const NEWEST = 20;
const KEPT_MS = 24 * 3_600_000;
/** So often counts are written and read while an act is open. */
const LOOK_MS = 250;
/** A process that still waits for screens says so at least this often … */
const SIGN_MS = 2_000;
/** … and is given up when it does not: its screens are lost. */
const GONE_MS = 7_000;
/** Another process may tell its screens a moment later than we do: nothing is complete before. */
const SETTLED_MS = 2_000;

/** What identifies an act, the same for all processes. */
const HeadSchema = v.pick(ReceiptSchema, ['epoch', 'n', 'section', 'id', 'version', 'kind', 'at']);
type Head = v.InferOutput<typeof HeadSchema>;

/** What one process has counted. `seen`: when it last looked. */
const count = v.number();
const CountsSchema = v.object({
  ...v.object({ at: count, told: count, confirmed: count, lost: count, late: count }).entries,
  lastAt: count,
  seen: count,
  walls: v.array(v.object({ name: v.string(), told: count, confirmed: count })),
});
type Counts = v.InferOutput<typeof CountsSchema>;

export function createReceipts({ log, logger }: ReceiptsParts): Receipts {
  const { notes } = log;
  const ownField = randomUUID();
  /** The open acts, and what was last written of each. */
  const acts = new Map<OpenAct, string | undefined>();
  const listeners = new Set<(receipt: Receipt) => void>();
  /** What the listeners were last told, by act. */
  const told = new Map<string, string>();
  let looking: NodeJS.Timeout | undefined;
  let busy = false;
  let work = Promise.resolve();

  async function look(): Promise<void> {
    try {
      for (const act of acts.keys()) {
        await write(act);
        if (listeners.size > 0) tell(await read(headOf(act)));
        if (log.now() >= act.at + OPEN_MS) {
          acts.delete(act);
          told.delete(topicOf(act));
        }
      }
    } catch (error) {
      // The next look tries again; of a store that is away the log itself has said it.
      if (!(error instanceof StoreAway)) logger.error({ err: error }, 'could not keep the receipts');
    }
  }

  async function write(act: OpenAct): Promise<void> {
    const { at, told: all, confirmed, lost, late, lastAt } = act;
    const now = log.now();
    const walls = [...act.walls].map(([name, wall]) => ({ name, ...wall }));
    const waits = all > confirmed + lost;
    // Rounded, so that it is written anew when it must be, and not at every look.
    const seen = waits ? now - (now % SIGN_MS) : at;
    const counts: Counts = { at, told: all, confirmed, lost, late, lastAt, seen, walls };
    const text = JSON.stringify(counts);
    const before = acts.get(act);
    if (text === before) return;
    if (before === undefined) await notes.set(INDEX, topicOf(act), JSON.stringify(headOf(act)), KEPT_MS);
    await notes.set(topicOf(act), ownField, text, KEPT_MS);
    acts.set(act, text);
  }

  async function read(head: Head): Promise<Receipt> {
    const texts = await notes.all(topicOf(head));
    const counts = [...texts.values()].map((text) => v.parse(CountsSchema, JSON.parse(text)));
    return sum(head, counts, log.now());
  }

  async function heads(): Promise<Head[]> {
    const texts = await notes.all(INDEX);
    return [...texts.values()]
      .map((text) => v.parse(HeadSchema, JSON.parse(text)))
      .sort((a, b) => b.at - a.at || b.n - a.n);
  }

  function tell(receipt: Receipt): void {
    const text = JSON.stringify(receipt);
    if (told.get(topicOf(receipt)) === text) return;
    told.set(topicOf(receipt), text);
    for (const listener of listeners) listener(receipt);
  }

  function keepLooking(): void {
    looking ??= setInterval(() => {
      if (acts.size === 0) {
        clearInterval(looking);
        looking = undefined;
      } else if (!busy) {
        // One look at a time, however slow the store is.
        busy = true;
        work = look().finally(() => (busy = false));
      }
    }, LOOK_MS).unref();
  }

  return {
    opened(act) {
      acts.set(act, undefined);
      keepLooking();
    },
    async list() {
      return Promise.all((await heads()).slice(0, NEWEST).map(read));
    },
    async ofDispatch(id) {
      return Promise.all((await heads()).filter((head) => head.id === id).map(read));
    },
    subscribe(listener) {
      listeners.add(listener);
      told.clear(); // so that it hears of every open one, at the next look
      return () => listeners.delete(listener);
    },
    async close() {
      clearInterval(looking);
      await work;
      await look();
      acts.clear();
      listeners.clear();
    },
  };
}

function headOf({ epoch, n, section, id, version, kind, at }: Head): Head {
  return { epoch, n, section, id, version, kind, at };
}

function topicOf({ epoch, n, section }: Pick<Head, 'epoch' | 'n' | 'section'>): string {
  return `receipt ${epoch} ${n} ${section}`;
}

/** One receipt of what all processes have counted; `now` by the store's clock. */
export function sum(head: Head, processes: readonly Counts[], now: number): Receipt {
  const counted = processes.map((one) => {
    const waits = one.told > one.confirmed + one.lost;
    return waits && now - one.seen > GONE_MS ? { ...one, lost: one.told - one.confirmed } : one;
  });
  const total = (key: 'told' | 'confirmed' | 'lost' | 'late'): number =>
    counted.reduce((all, one) => all + one[key], 0);
  const told = total('told');
  const at = Math.min(head.at, ...counted.map((one) => one.at));
  // Whoever came back stands for one that was lost; more than were lost came back from longer ago.
  const cameBack = Math.min(total('late'), total('lost'));
  const confirmed = total('confirmed') + cameBack;
  const over = now >= at + OPEN_MS;
  return {
    ...head,
    at,
    told,
    confirmed,
    unreachable: over ? told - confirmed : total('lost') - cameBack,
    withinMs: confirmed === 0 ? 0 : Math.max(...counted.map((one) => one.lastAt)) - at,
    complete: over || (confirmed === told && now >= at + SETTLED_MS),
    walls: sumWalls(counted),
  };
}

/** A name stands for all screens that have it: confirmed when all of them have. */
function sumWalls(processes: readonly Counts[]): Receipt['walls'] {
  const walls = new Map<string, { told: number; confirmed: number }>();
  for (const { name, told, confirmed } of processes.flatMap((one) => one.walls)) {
    const wall = walls.get(name) ?? { told: 0, confirmed: 0 };
    walls.set(name, { told: wall.told + told, confirmed: wall.confirmed + confirmed });
  }
  return [...walls]
    .map(([name, { told, confirmed }]) => ({ name, confirmed: confirmed >= told }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
