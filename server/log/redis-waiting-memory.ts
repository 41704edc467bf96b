/**
 * What this process remembers of the waiting room, so that a Redis that lost part of it gets it back: what waited, and
 * what was seen to leave. The revisions tell the one from the other, as the store never counts them down.
 */
import type { RedisConnection } from './redis-connection.ts';
import { StoreAway } from './log.ts';
import { runScript } from './redis-scripts.ts';
import type { Script } from './redis-scripts.ts';
import { actsKey, dispatchKey, HEAD_KEY, WAITING_KEY, waitsKey } from './redis-store.ts';
import type { Seen } from './redis-store.ts';
import { PUT_BACK, READ, SURVEY, TAKE_BACK } from './redis-waiting-scripts.ts';

/** So many at once come in one reply. */
const BATCH = 100;
/** So many that left are remembered. */
const LEFT_SIZE = 2_000;

/** The fields of what waits, as Redis has them. */
export type Waits = Readonly<Record<string, string>>;

export class RedisWaitingMemory {
  readonly #connection: RedisConnection;
  readonly #erased: () => void;
  #known = new Map<string, Waits>();
  /** The revision at which an id was seen to leave. */
  readonly #left = new Map<string, number>();

  constructor(connection: RedisConnection, erased: () => void) {
    this.#connection = connection;
    this.#erased = erased;
  }

  /** Compares with the store, puts right there what was lost, and remembers the rest. Not twice at once. @throws {StoreAway} */
  async compare(seen: Seen): Promise<void> {
    const reply = await runScript(this.#connection, SURVEY, [HEAD_KEY, WAITING_KEY], [waitsKey('')]);
    const [[epoch, n], pairs] = reply as [(string | null)[], string[]];
    if (epoch !== seen.epoch || Number(n) < seen.n) throw new StoreAway('Redis changed while it was read.');
    const there = new Map<string, number>();
    for (let index = 0; index < pairs.length; index += 2)
      there.set(pairs[index] ?? '', Number(pairs[index + 1]));

    for (const [id, waits] of this.#known) {
      if ((there.get(id) ?? 0) < revisionOf(waits)) await this.#putBack(seen, id, waits);
    }
    for (const [id, revision] of there) {
      if (revision <= (this.#left.get(id) ?? -1)) await this.#takeBack(seen, id, this.#left.get(id) ?? 0);
    }
    const changed = [...there].filter(([id, revision]) => revisionOf(this.#known.get(id)) !== revision);
    const found = await readWaits(
      this.#connection,
      changed.map(([id]) => id),
    );
    for (const waits of found) this.#known.set(waits['id'] ?? '', waits);
  }

  async #putBack(seen: Seen, id: string, waits: Waits): Promise<void> {
    const said = [waits['revision'] ?? '', waits['until'] ?? '', waits['restore'] ?? ''];
    const fields = Object.entries(waits).flat();
    const outcome = await this.#change(PUT_BACK, seen, id, waits['by'] ?? '', [...said, ...fields]);
    if (outcome === 'put') return;
    // It left by an act, of whatever process.
    this.#known.delete(id);
    this.#left.delete(id);
    this.#left.set(id, revisionOf(waits));
    const [oldest] = this.#left.keys();
    if (this.#left.size > LEFT_SIZE && oldest !== undefined) this.#left.delete(oldest);
  }

  async #takeBack(seen: Seen, id: string, revision: number): Promise<void> {
    const outcome = await this.#change(TAKE_BACK, seen, id, '', [String(revision)]);
    if (outcome === 'erased') this.#erased();
  }

  async #change(
    which: Script,
    seen: Seen,
    id: string,
    by: string,
    values: readonly string[],
  ): Promise<string> {
    const keys = [HEAD_KEY, dispatchKey(id), waitsKey(id), WAITING_KEY, actsKey(id)];
    const said = [seen.epoch, String(seen.n), id, by, '', ...values];
    const [outcome = ''] = (await runScript(this.#connection, which, keys, said)) as string[];
    if (outcome === 'rewritten') throw new StoreAway('Redis changed while it was put right.');
    return outcome;
  }
}

/** What of these waits. */
export async function readWaits(connection: RedisConnection, ids: readonly string[]): Promise<Waits[]> {
  const found: Waits[] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const keys = ids.slice(from, from + BATCH).map(waitsKey);
    const replies = (await runScript(connection, READ, keys, [])) as string[][];
    // What was taken out meanwhile is not there any more.
    found.push(...replies.filter(({ length }) => length > 0).map(readPairs));
  }
  return found;
}

/** Names and values in turn, as Redis answers a hash. */
export function readPairs(reply: readonly string[]): Waits {
  const named: Record<string, string> = {};
  for (let index = 0; index < reply.length; index += 2) named[reply[index] ?? ''] = reply[index + 1] ?? '';
  return named;
}

function revisionOf(waits: Waits | undefined): number {
  return Number(waits?.['revision'] ?? 0);
}
