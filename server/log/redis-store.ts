/** What the log asks of Redis, each in one round trip: where things are kept, and how replies are read. */
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import type { Draft } from './draft.ts';
import type { Checkpoint, RefusalReason } from './log.ts';
import type { RedisConnection } from './redis-connection.ts';
import { APPEND, BEGIN, LOOK, PAGE, runScript, SAVE } from './redis-scripts.ts';

// One hash tag keeps all of it on one node of a cluster.
export const LOG_KEY = '{ticker}:log';
export const TEXTS_KEY = '{ticker}:texts';
const HEAD_KEY = '{ticker}:head';
const CHECKPOINT_KEY = '{ticker}:checkpoint';
const PROBE_KEY = '{ticker}:probe';
const dispatchKey = (id: string) => `{ticker}:dispatch:${id}`;

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
  /** The last withdrawal whose text may still be in Redis's files; 0 when there is none. */
  readonly unscrubbed: number;
  /** The number of the last entry in the stream. */
  readonly last: number;
}

/** What a healed entry keeps of the one that was lost. */
export interface Original {
  readonly at: number;
  readonly updatedAt?: number;
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

    /** @param seen how far the caller knows the log, under which epoch */
    async append(
      draft: Draft,
      seen: { epoch: string; n: number },
      original?: Original,
    ): Promise<AppendReply> {
      const { kind, id, version, section, status, content, contentHash, publishedAt, mustExist, ifVersion } =
        draft;
      const values = [
        kind,
        id,
        String(version),
        section,
        status,
        content,
        contentHash,
        optional(publishedAt),
      ];
      values.push(mustExist ? '1' : '', optional(ifVersion), seen.epoch, String(seen.n));
      values.push(optional(original?.at), optional(original?.updatedAt));
      const keys = [LOG_KEY, HEAD_KEY, TEXTS_KEY, CHECKPOINT_KEY, dispatchKey(id)];
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
      const fixed = { epoch: seen.epoch, kind, id, status, content, contentHash };
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
      const [withdrawnAt, scrubbedAt] = [Number(head[3] ?? 0), Number(head[4] ?? 0)];
      const unscrubbed = withdrawnAt > scrubbedAt ? withdrawnAt : 0;
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

    async saveCheckpoint({ epoch, n, state }: Checkpoint): Promise<void> {
      await runScript(connection, SAVE, [HEAD_KEY, CHECKPOINT_KEY], [epoch, String(n), state]);
    },

    async loadCheckpoint(): Promise<Checkpoint | undefined> {
      const reply = await connection.send(['HMGET', CHECKPOINT_KEY, 'epoch', 'n', 'state']);
      const [epoch, n, state] = reply as (string | null)[];
      return epoch && n && state ? { epoch, n: Number(n), state } : undefined;
    },

    /** The files are without the texts that were withdrawn up to this entry. */
    async scrubbed(n: number): Promise<void> {
      await connection.send(['HSET', HEAD_KEY, 'scrubbedAt', String(n)]);
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
    at: Number(text('at')),
    publishedAt: Number(text('publishedAt')),
    updatedAt: Number(text('updatedAt')),
    late: text('late') === '1',
    contentHash: text('contentHash'),
    hash: text('hash'),
  };
}

function readHead([epoch, n, hash]: HeadReply): Head {
  return { epoch: epoch ?? '', n: Number(n ?? 0), hash: hash ?? '' };
}

function numberOf(streamId: string): number {
  return Number.parseInt(streamId, 10);
}

function optional(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
