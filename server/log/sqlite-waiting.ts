/**
 * The waiting room of the embedded store: tables beside the entries, in the same transactions. A row stays when what
 * waited is gone, without its text: it counts the revisions, and keeps what was discarded from coming back.
 */
import type { Logger } from 'pino';
import { canonicalJson, hashContent } from './chain.ts';
import { decideDiscard, decidePut } from './decide-waiting.ts';
import type { Waited } from './decide-waiting.ts';
import type { Standing } from './decide.ts';
import { WaitingListeners } from './waiting-listeners.ts';
import { byDue } from './waiting-order.ts';
import type { Content, Waiting, WaitingAct, WaitingProposal, WaitingRoom } from './log.ts';
import type { SqliteDatabase, SqliteValue } from './sqlite-driver.ts';

export const WAITING_TABLES = `
  CREATE TABLE waiting (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    content TEXT,
    contentHash TEXT NOT NULL,
    version INTEGER,
    until INTEGER,
    source TEXT,
    trouble TEXT,
    restore INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    at INTEGER NOT NULL,
    discarded TEXT
  ) STRICT;
  CREATE INDEX due ON waiting (until) WHERE content IS NOT NULL;
  CREATE TABLE acts (
    id TEXT NOT NULL,
    act TEXT NOT NULL,
    at INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    revision INTEGER NOT NULL,
    until INTEGER,
    note TEXT
  ) STRICT;
  CREATE INDEX actsOf ON acts (id);
`;

interface WaitingRow {
  readonly id: string;
  readonly revision: number;
  /** Null when nothing waits any more. */
  readonly content: string | null;
  readonly contentHash: string;
  /** Null: the next. */
  readonly version: number | null;
  readonly until: number | null;
  readonly source: string | null;
  readonly trouble: string | null;
  readonly restore: 0 | 1;
  readonly by: string;
  readonly at: number;
  readonly discarded: string | null;
}

export type WaitingTable = ReturnType<typeof createWaitingTable>;

export function createWaitingTable(db: SqliteDatabase) {
  const get = db.prepare('SELECT * FROM waiting WHERE id = ?');
  const all = db.prepare('SELECT * FROM waiting WHERE content IS NOT NULL');
  const first = db.prepare('SELECT min(until) AS until FROM waiting WHERE content IS NOT NULL');
  const put = db.prepare(
    `INSERT OR REPLACE INTO waiting (id, revision, content, contentHash, version, until, source, trouble, restore, "by", at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const empty = db.prepare(
    'UPDATE waiting SET content = NULL, trouble = NULL, until = NULL, restore = 0, discarded = ? WHERE id = ?',
  );
  const mark = db.prepare(
    `INSERT INTO waiting (id, revision, contentHash, restore, "by", at, discarded) VALUES (?, 0, '', 0, ?, ?, '')
     ON CONFLICT (id) DO UPDATE SET discarded = ''`,
  );
  const unmark = db.prepare('UPDATE waiting SET discarded = NULL WHERE id = ? AND discarded IS NOT NULL');
  const addAct = db.prepare(
    'INSERT INTO acts (id, act, at, "by", revision, until, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const acts = db.prepare(
    'SELECT act, at, "by", revision, until, note FROM acts WHERE id = ? ORDER BY rowid',
  );
  const row = (id: string) => get.get(id) as WaitingRow | undefined;

  return {
    row,
    waited(id: string): Waited | undefined {
      const found = row(id);
      return found && toWaited(found);
    },
    all: () => all.all() as WaitingRow[],
    nextDue: () => (first.get() as { until: number | null }).until ?? undefined,
    put(values: Omit<WaitingRow, 'discarded'>): void {
      const { id, revision, content, contentHash, version, until, source, trouble, restore, by, at } = values;
      put.run(id, revision, content, contentHash, version, until, source, trouble, restore, by, at);
    },
    /** Takes the text away; `discarded` is its hash where it must not come back by itself. */
    takeOut(id: string, discarded: string | null): void {
      empty.run(discarded, id);
    },
    /** Leaves word that the id is discarded, although nothing waited. */
    mark(id: string, by: string, at: number): void {
      mark.run(id, by, at);
    },
    unmark(id: string): void {
      unmark.run(id);
    },
    addAct(id: string, { act, at, by, revision, until, note }: WaitingAct): void {
      addAct.run(id, act, at, by, revision, until ?? null, note ?? null);
    },
    acts: (id: string) =>
      (acts.all(id) as Record<string, SqliteValue>[]).map(withoutNulls) as unknown as WaitingAct[],
  };
}

export interface SqliteWaitingParts {
  readonly table: WaitingTable;
  /** The deciding entry of an id. */
  readonly newest: (id: string) => Standing | undefined;
  readonly now: () => number;
  /** Runs in one transaction, on the disk when it resolves. @throws {Refusal | StoreAway} */
  readonly write: <T>(work: () => T) => Promise<T>;
  readonly ask: <T>(work: () => T) => Promise<T>;
  /** A text was taken away; what is left of it in the files has to go. */
  readonly erased: () => void;
  readonly logger: Logger;
}

export class SqliteWaitingRoom implements WaitingRoom {
  readonly #parts: SqliteWaitingParts;
  readonly #listeners: WaitingListeners;

  constructor(parts: SqliteWaitingParts) {
    this.#parts = parts;
    this.#listeners = new WaitingListeners(parts.logger);
  }

  async put(proposal: WaitingProposal): ReturnType<WaitingRoom['put']> {
    const { table, newest, now, write } = this.#parts;
    const { id } = proposal.content;
    const content = canonicalJson(proposal.content);
    const contentHash = hashContent(content);
    const { row, repeated, erased } = await write(() => {
      const before = table.row(id);
      const decision = decidePut(proposal, contentHash, before && toWaited(before), newest(id));
      if (decision.repeated) return { row: before, repeated: true, erased: false };
      const { version, until, source, trouble, by } = proposal;
      const at = now();
      table.put({
        ...{ id, revision: decision.revision, content, contentHash, by, at },
        version: version === 'next' ? null : version,
        until: until ?? null,
        // Who changes it need not know where it came from.
        source: source ?? (before && before.content !== null ? before.source : null),
        trouble: trouble ?? null,
        restore: decision.restore ? 1 : 0,
      });
      const { act, revision } = decision;
      table.addAct(id, { act, at, by, revision, ...(until !== undefined && { until }) });
      const lostText = before && before.content !== null && before.contentHash !== contentHash;
      return { row: table.row(id), repeated: false, erased: lostText === true };
    });
    if (erased) this.#parts.erased();
    if (!repeated) this.tell();
    if (!row) throw new Error(`what was put under "${id}" does not wait`);
    return { ...toWaiting(row), repeated, ack: 'disk' };
  }

  find(id: string): Promise<Waiting | undefined> {
    return this.#parts.ask(() => {
      const row = this.#parts.table.row(id);
      return row && row.content !== null ? toWaiting(row) : undefined;
    });
  }

  list(): Promise<Waiting[]> {
    return this.#parts.ask(() => this.#parts.table.all().map(toWaiting).sort(byDue));
  }

  async discard({ id, by, reason, ifRevision }: Parameters<WaitingRoom['discard']>[0]): Promise<boolean> {
    const { table, newest, now, write } = this.#parts;
    const { changed, erased } = await write(() => {
      const before = table.waited(id);
      const changed = decideDiscard(id, ifRevision, before, newest(id));
      const waits = before?.waits ? before : undefined;
      if (!changed) return { changed, erased: false };
      const at = now();
      if (waits) table.takeOut(id, waits.contentHash);
      else table.mark(id, by, at);
      const note = reason === undefined ? {} : { note: reason };
      table.addAct(id, { act: 'discard', at, by, revision: waits?.revision ?? 0, ...note });
      return { changed, erased: waits !== undefined };
    });
    if (erased) this.#parts.erased();
    if (changed) this.tell();
    return changed;
  }

  acts(id: string): Promise<WaitingAct[]> {
    return this.#parts.ask(() => this.#parts.table.acts(id));
  }

  onChange(listener: Parameters<WaitingRoom['onChange']>[0]): () => void {
    setImmediate(() => {
      this.tell();
    });
    return this.#listeners.add(listener);
  }

  /** Says that what waits has changed. */
  tell(): void {
    this.#listeners.tell(() => this.#parts.table.nextDue());
  }

  close(): void {
    this.#listeners.clear();
  }
}

function toWaited({
  revision,
  content,
  contentHash,
  version,
  until,
  trouble,
  restore,
  discarded,
}: WaitingRow): Waited {
  return {
    ...{ revision, contentHash, waits: content !== null, version: version ?? 'next', restore: restore === 1 },
    ...(until !== null && { until }),
    ...(trouble !== null && { trouble }),
    ...(discarded !== null && { discarded }),
  };
}

function toWaiting({ id, revision, content, version, until, source, trouble, by, at }: WaitingRow): Waiting {
  return {
    ...{ id, revision, content: JSON.parse(content ?? '') as Content, version: version ?? 'next', by, at },
    ...(until !== null && { until }),
    ...(source !== null && { source }),
    ...(trouble !== null && { trouble }),
  };
}

function withoutNulls(row: Record<string, SqliteValue>): Record<string, SqliteValue> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
