/**
 * The log's promise: the only truth of the ticker. An entry carries a dense number, the epoch of its history
 * and a hash chained to the entry before it; all three are derived from the last entry inside the append itself.
 * Two stores keep this promise, SQLite and a Redis Stream, and one suite of tests holds both to it.
 */
import type { Cursor } from '../../shared/board.ts';
import type { Dispatch } from '../../shared/dispatch.ts';

/** How far an acknowledged entry had come: in the store's memory, on its disk (fsync), or on a second machine. */
export type AckLevel = 'memory' | 'disk' | 'replica';

/** A dispatch before it has a version and times of its own: what the publisher said. */
export type Content = Omit<Dispatch, 'version' | 'publishedAt' | 'updatedAt'> & {
  readonly publishedAt?: number;
};

export interface Publication {
  readonly kind: 'dispatch';
  readonly content: Content;
  /** `next` is one above the newest, decided inside the append; the newest once more is a repeat. */
  readonly version: number | 'next';
  /** Refuse (`unknown`) unless the id has been published before. */
  readonly mustExist?: boolean;
  /** Refuse (`stale`) unless this is the newest version. */
  readonly ifVersion?: number;
}

export interface Withdrawal {
  readonly kind: 'withdrawal';
  readonly id: string;
  readonly reason?: string;
  /** Refuse (`stale`) unless this is the newest version. */
  readonly ifVersion?: number;
}

export type Proposal = Publication | Withdrawal;

export interface Appended extends Cursor {
  readonly id: string;
  readonly version: number;
  readonly ack: AckLevel;
  /** True: the log held this already, and `n` is where. */
  readonly repeated: boolean;
}

interface EntryHead extends Cursor {
  /** When it was appended, ms since the epoch by the store's clock. */
  readonly at: number;
  /** sha1 hex over the hash before, `n` and the content's own hash. */
  readonly hash: string;
  readonly id: string;
  readonly version: number;
  /** The section, also of a withdrawal (where the newest version stood) and of a redacted entry. */
  readonly section: string;
  /** Below the version that stood already: kept for the record, shown nowhere. */
  readonly late: boolean;
}

/**
 * One entry. `dispatch`: a version of a dispatch. `withdrawal`: it is gone as of `version`, and every text of it
 * with it. `redacted`: what remains of a dispatch whose text was removed; it keeps its place in the chain.
 */
export type Entry =
  | (EntryHead & { readonly kind: 'dispatch'; readonly dispatch: Dispatch })
  | (EntryHead & { readonly kind: 'withdrawal'; readonly reason?: string })
  | (EntryHead & {
      readonly kind: 'redacted';
      /** Kept, as they are no text: without them a replay could not push off a board what this dispatch once pushed off. */
      readonly publishedAt: number;
      readonly status: Dispatch['status'];
    });

/** Follows the log: entries in order, each once; or word that history was rewritten. Neither may throw. */
export interface Follower {
  /** One or more entries, in order, right after those given before. */
  entries(entries: readonly Entry[]): void;
  /** The followed history is void; the log continues under another epoch. Nothing more comes: read and follow anew. */
  reset(reason: string): void;
}

export interface LogHealth {
  readonly writable: boolean;
  /** The store's time at which this process last knew that it had seen every entry. */
  readonly asOf: number;
  /** What is wrong, in one sentence; absent when nothing is. */
  readonly trouble?: string;
}

/** Folded state as of a position, so that a start need not read the whole log. Holds no text of withdrawn dispatches. */
export interface Checkpoint extends Cursor {
  /** JSON; the log does not look inside. */
  readonly state: string;
}

export interface Log {
  /**
   * Appends, or answers where the same already stands. Resolves once acknowledged. A withdrawal removes every
   * text of its dispatch from the store, and any checkpoint, in the same step.
   * @throws {Refusal} when the proposal contradicts the log.
   * @throws {StoreAway} when the store cannot be reached; the entry may or may not stand, and saying it again is safe.
   */
  append(proposal: Proposal): Promise<Appended>;
  /** Calls the follower for every entry after `position`, from the next turn on, until stopped. */
  follow(position: Cursor, follower: Follower): () => void;
  /** Up to `limit` entries after `after`, in order. @throws {StoreAway} */
  read(after: number, limit: number): Promise<Entry[]>;
  /** The entry that decides an id: its newest version, or its withdrawal. @throws {StoreAway} */
  find(id: string): Promise<Entry | undefined>;
  /** The end of the log. @throws {StoreAway} */
  head(): Promise<Cursor>;
  /** Makes sure that no text of a withdrawn id is left in the store's files. Safe to repeat. @throws {StoreAway} */
  redact(id: string): Promise<void>;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** The last checkpoint of the present epoch. */
  loadCheckpoint(): Promise<Checkpoint | undefined>;
  /** The store's time, ms since the epoch. */
  now(): number;
  health(): LogHealth;
  /** Ends what is under way, then lets go. */
  close(): Promise<void>;
}

/** The store's own state is not what the log promises, and starting on it would lose something. */
export class CorruptStore extends Error {
  override name = 'CorruptStore';
}

export type RefusalReason = 'conflict' | 'stale' | 'withdrawn' | 'unknown';

/** The proposal contradicts the log; nothing was appended. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly reason: RefusalReason;
  /** The newest version of the id, where there is one. */
  readonly newest: number | undefined;

  constructor(reason: RefusalReason, message: string, newest?: number) {
    super(message);
    this.reason = reason;
    this.newest = newest;
  }
}

/** The store cannot be reached, or did not answer in time. */
export class StoreAway extends Error {
  override name = 'StoreAway';
}
