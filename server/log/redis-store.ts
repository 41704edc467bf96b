/** What the log asks of Redis, each in one round trip: where things are kept, and how replies are read. */
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import type { Draft } from './draft.ts';
import type { Checkpoint, Entry, RefusalReason } from './log.ts';
import type { RedisConnection } from './redis-connection.ts';
import { APPEND, BEGIN, ENTRIES_OF, LOOK, PAGE, runScript, SAVE } from './redis-scripts.ts';

// One hash tag keeps all of it on one node of a cluster.
export const LOG_KEY = '{ticker}:log';
export const TEXTS_KEY = '{ticker}:texts';
export const HEAD_KEY = '{ticker}:head';
const CHECKPOINT_KEY = '{ticker}:checkpoint';
const PROBE_KEY = '{ticker}:probe';
export const WAITING_KEY = '{ticker}:waiting';
export const dispatchKey = (id: string): string => `{ticker}:dispatch:${id}`;
export const waitsKey = (id: string): string => `{ticker}:waits:${id}`;
export const actsKey = (id: string): string => `{ticker}:acts:${id}`;

/** So many entries at most come in one reply: it is built in Redis's own memory, and holds it up. */
const LONGEST_PAGE = 500;

export interface Head {
  /** Empty while the store has no history. */
  readonly epoch: string;
  readonly n: number;
  readonly hash: string;
}

/** The store, seen from the position of a process. */
export interface Look {
  readonly head: Head;
  /** ms since the epoch */
  readonly time: number;
  /** The hash of the entry at the position; undefined when the store has none there. */
  readonly hash: string | undefined;
  readonly hasText: boolean;
  /** The last of all erasures, where its text may still be in Redis's files; 0 when it is not. */
  readonly unscrubbed: number;
  /** The number of the last entry in the stream. */
  readonly last: number;
}

/** What a healed entry keeps of the one that was lost. */
export interface Original {
  readonly at: number;
  readonly updatedAt?: number;
  /** A withdrawal after which the id was published again: it comes back as the record that it is, and withdraws nothing. */
  readonly overtaken?: boolean;
}

/** How far the caller knows the log, and under which epoch. */
export interface Seen {
  readonly epoch: string;
  readonly n: number;
}

export type AppendReply =
  | { readonly outcome: 'appended'; readonly row: Row }
  | { readonly outcome: 'repeated'; readonly n: number; readonly version: number }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly newest?: number }
  /** The store is not the one the caller knows. */
  | { readonly outcome: 'rewritten' };

export type RedisStore = ReturnType<typeof createRedisStore>;

export function createRedisStore(connection: RedisConnection) {
  const headAndAll = [LOG_KEY, HEAD_KEY, TEXTS_KEY];

  /** @returns the entries, and whether one is missing that was there when the epoch began */
  async function page(after: number, limit: number): Promise<{ head: Head; held: Held[]; gap: boolean }> {
    const size = Math.min(limit, LONGEST_PAGE);
    const reply = await runScript(connection, PAGE, headAndAll, [String(after), String(size)]);
    const [present, entries, texts] = reply as [HeadReply, StreamEntry[], (string | null)[]];
    const head = readHead(present);
    const held = entries.map((entry, index) => {
      const row = readRow(entry);
      return toHeld({ ...row, epoch: head.epoch, content: texts[index] ?? null });
    });
    const settled = Math.max(after, Number(present[3] ?? 0));
    const due = Math.min(after + size, head.n);
    const whole = held.filter(({ entry }) => entry.n > settled && entry.n <= due).length;
    return { head, held, gap: whole < due - settled };
  }

  return {
    page,

    async append(draft: Draft, seen: Seen, original?: Original): Promise<AppendReply> {
      const { kind, id, version, section, status, content, contentHash, by = '' } = draft;
      const { publishedAt, mustExist, ifVersion, restore, waiting, signal } = draft;
      const values = [kind, id, String(version), section, status, content, contentHash, by];
      values.push(optional(publishedAt), flag(mustExist), optional(ifVersion), seen.epoch, String(seen.n));
      values.push(flag(restore), optional(waiting?.revision), flag(waiting?.due));
      values.push(optional(original?.at), optional(original?.updatedAt), flag(original?.overtaken));
      values.push(signal ?? '');
      const keys = [LOG_KEY, HEAD_KEY, TEXTS_KEY, CHECKPOINT_KEY, dispatchKey(id)];
      keys.push(waitsKey(id), WAITING_KEY, actsKey(id));
      const [outcome, ...rest] = (await runScript(connection, APPEND, keys, values)) as string[];
      if (outcome === 'rewritten') return { outcome };
      if (outcome === 'repeated') return { outcome, n: Number(rest[0]), version: Number(rest[1]) };
      if (outcome !== 'appended') {
        return {
          outcome: 'refused',
          reason: outcome as RefusalReason,
          ...(rest[0] && { newest: Number(rest[0]) }),
        };
      }
      const numbers = { n: Number(rest[0]), version: Number(rest[1]), at: Number(rest[5]) };
      const times = { publishedAt: Number(rest[3]), updatedAt: Number(rest[4]) };
      const said = { signal: signal ?? null, by: draft.by ?? null };
      const fixed = { epoch: seen.epoch, kind, id, status, content, contentHash, ...said };
      return {
        outcome,
        row: {
          ...fixed,
          ...numbers,
          ...times,
          section: rest[2] ?? section,
          hash: rest[6] ?? '',
          late: rest[7] === '1',
        },
      };
    },

    async look(ours: number): Promise<Look> {
      const reply = await runScript(connection, LOOK, headAndAll, [String(ours)]);
      const [time, head, entry, last, text] = reply as [
        [string, string],
        HeadReply,
        StreamEntry[],
        string,
        number,
      ];
      const ms = Number(time[0]) * 1_000 + Number(time[1]) / 1_000;
      const hash = entry[0] && readRow(entry[0]).hash;
      const [erasures, scrubbed] = [Number(head[3] ?? 0), Number(head[4] ?? 0)];
      const unscrubbed = erasures > scrubbed ? erasures : 0;
      return { head: readHead(head), time: ms, hash, hasText: text === 1, unscrubbed, last: numberOf(last) };
    },

    /** @returns the epoch that stands: the new one, or that of a process that was first. */
    async begin(seen: string, epoch: string): Promise<string> {
      return (await runScript(
        connection,
        BEGIN,
        [LOG_KEY, HEAD_KEY, CHECKPOINT_KEY],
        [seen, epoch],
      )) as string;
    },

    /** The number of the entry that decides an id. */
    async deciding(id: string): Promise<number | undefined> {
      const n = (await connection.send(['HGET', dispatchKey(id), 'n'])) as string | null;
      return n === null ? undefined : Number(n);
    },

    /** Every entry of an id, in order. */
    async entriesOf(id: string): Promise<Entry[]> {
      const reply = await runScript(connection, ENTRIES_OF, [...headAndAll, dispatchKey(id)], []);
      const [present, entries, texts] = reply as [HeadReply, StreamEntry[], (string | null)[]];
      const { epoch } = readHead(present);
      return entries.map(
        (entry, index) => toHeld({ ...readRow(entry), epoch, content: texts[index] ?? null }).entry,
      );
    },

    async saveCheckpoint({ epoch, n, state }: Checkpoint): Promise<void> {
      await runScript(connection, SAVE, [HEAD_KEY, CHECKPOINT_KEY], [epoch, String(n), state]);
    },

    async loadCheckpoint(): Promise<Checkpoint | undefined> {
      const reply = await connection.send(['HMGET', CHECKPOINT_KEY, 'epoch', 'n', 'state']);
      const [epoch, n, state] = reply as (string | null)[];
      return epoch && n && state ? { epoch, n: Number(n), state } : undefined;
    },

    /** The files are without the texts of all erasures up to this one. */
    async scrubbed(erasures: number): Promise<void> {
      await connection.send(['HSET', HEAD_KEY, 'scrubbed', String(erasures)]);
    },

    /** The least that only a Redis that takes writes will do. */
    async probe(): Promise<void> {
      await connection.send(['SET', PROBE_KEY, '1', 'EX', '60']);
    },
  };
}

export type StreamEntry = readonly [id: string, fields: readonly string[]];
type HeadReply = readonly (string | null)[];

/** The columns of a stream entry; its text is elsewhere. */
export function readRow([streamId, fields]: StreamEntry): Omit<Row, 'content'> {
  const named: Record<string, string> = {};
  for (let index = 0; index < fields.length; index += 2) named[fields[index] ?? ''] = fields[index + 1] ?? '';
  const text = (name: string) => named[name] ?? '';
  return {
    epoch: text('epoch'),
    n: numberOf(streamId),
    kind: text('kind') as Row['kind'],
    id: text('id'),
    version: Number(text('version')),
    section: text('section'),
    status: text('status') as Row['status'],
    signal: (text('signal') || null) as Row['signal'],
    at: Number(text('at')),
    publishedAt: Number(text('publishedAt')),
    updatedAt: Number(text('updatedAt')),
    late: text('late') === '1',
    contentHash: text('contentHash'),
    hash: text('hash'),
    by: text('by') || null,
  };
}

function readHead([epoch, n, hash]: HeadReply): Head {
  return { epoch: epoch ?? '', n: Number(n ?? 0), hash: hash ?? '' };
}

function numberOf(streamId: string): number {
  return Number.parseInt(streamId, 10);
}

function flag(value: boolean | undefined): string {
  return value ? '1' : '';
}

function optional(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
