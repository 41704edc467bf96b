/**
 * The log's promise: the only truth of the ticker. An entry carries a dense number, the epoch of its history
 * and a hash chained to the entry before it; all three are derived from the last entry inside the append itself.
 * Two stores keep this promise, SQLite and a Redis Stream, and one suite of tests holds both to it.
 */
import type { Cursor } from '../../shared/board.ts';
import type { Dispatch, Signal } from '../../shared/dispatch.ts';

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
  /**
   * Publish although the id was withdrawn or discarded; otherwise that is refused (`withdrawn`). A version that is not
   * above the withdrawal is `stale`, and one from before it stays `withdrawn` for good.
   */
  readonly restore?: boolean;
  /** Who does it: the name of a key. */
  readonly by?: string;
  /**
   * It comes out of the waiting room, in the same step. Refuse (`stale`) unless that revision still waits there;
   * with `due`, also (`early`) before its time by the store's clock. The content is the caller's, as who lifts an
   * embargo may say something new; the revision vouches that what the caller read is what waits. The caller drops a
   * `publishedAt` from before the release. What waits with `restore` brings that along. Said again it is a repeat.
   */
  readonly waiting?: { readonly revision: number; readonly due: boolean };
}

export interface Withdrawal {
  readonly kind: 'withdrawal';
  readonly id: string;
  readonly reason?: string;
  /** Refuse (`stale`) unless this is the newest version. */
  readonly ifVersion?: number;
  /** Who does it: the name of a key. */
  readonly by?: string;
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
  /** Who did it. For the audit trail alone: it never leaves the newsroom. */
  readonly by?: string;
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
      /** Kept for the audit trail: that it was a correction, not what it corrected. */
      readonly signal?: Signal;
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
   * text of its dispatch from the store, any checkpoint, and what waits under its id, in the same step.
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
  /** Every entry of an id, in order. @throws {StoreAway} */
  entriesOf(id: string): Promise<Entry[]>;
  /** The end of the log. @throws {StoreAway} */
  head(): Promise<Cursor>;
  /** What is not published yet. */
  readonly waiting: WaitingRoom;
  /** What processes keep beside the log. */
  readonly notes: Notes;
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

/** A dispatch outside the log: it waits for its time (an embargo), or for the desk. */
export interface Waiting {
  readonly id: string;
  /** Counts its changes, from 1, also across a discard and a coming back. */
  readonly revision: number;
  readonly content: Content;
  /** The version it will be appended with. */
  readonly version: number | 'next';
  /** The store's time from which on it may be published. Absent: it waits for the desk. */
  readonly until?: number;
  /** The wire it came by. */
  readonly source?: string;
  /** Why it could not be released by itself. */
  readonly trouble?: string;
  /** Who changed it last, and when by the store's clock. */
  readonly by: string;
  readonly at: number;
}

export interface WaitingProposal {
  readonly content: Content;
  readonly version: number | 'next';
  readonly until?: number;
  readonly source?: string;
  readonly trouble?: string;
  readonly by: string;
  /** Refuse (`stale`) unless this revision waits; 0: unless none does. */
  readonly ifRevision?: number;
  /** Although the id was withdrawn or discarded; otherwise that is refused (`withdrawn`). */
  readonly restore?: boolean;
}

/**
 * One act on what waits, as the audit trail keeps it. No text but the note. `embargo`: only its time changed. The
 * revision is that which was acted on; 0 where nothing waited.
 */
export interface WaitingAct {
  readonly act: 'wait' | 'embargo' | 'change' | 'release' | 'discard';
  readonly at: number;
  readonly by: string;
  readonly revision: number;
  readonly until?: number;
  readonly note?: string;
}

/**
 * Dispatches that are not published yet, in a place of their own: no follower, checkpoint or board ever sees them.
 * Any process may release one; the append that does so takes it out in the same step, so it happens once.
 */
export interface WaitingRoom {
  /**
   * Adds or replaces. The same content, version and time once more is a repeat and changes nothing, unless it brings
   * another `trouble`. What waits already may be changed without `restore`: it keeps the one it came with.
   * @throws {Refusal | StoreAway}
   */
  put(proposal: WaitingProposal): Promise<Waiting & { readonly repeated: boolean; readonly ack: AckLevel }>;
  /** @throws {StoreAway} */
  find(id: string): Promise<Waiting | undefined>;
  /** All of them: first those with a time, soonest first, then those without, oldest first. @throws {StoreAway} */
  list(): Promise<Waiting[]>;
  /**
   * Takes it away unpublished, its text from the store's files too. Leaves word, without text, so that a later version
   * does not come back by itself; also of an id that nobody has seen. Of a dispatch that is published only this
   * content does not come back, other versions may. False when that stood already, or the id is withdrawn.
   * @throws {Refusal} `stale`, also when nothing waits and the dispatch is published: withdraw that.
   * @throws {StoreAway}
   */
  discard(discarding: {
    readonly id: string;
    readonly by: string;
    readonly reason?: string;
    readonly ifRevision?: number;
  }): Promise<boolean>;
  /** What was done to it while it waited, in order. @throws {StoreAway} */
  acts(id: string): Promise<WaitingAct[]>;
  /**
   * Calls the listener once to begin with, and soon (within 200 ms) after any process changed what waits, or after a
   * store that was away is back, until stopped. `nextDue`: the earliest time among what waits.
   */
  onChange(listener: (change: { readonly nextDue: number | undefined }) => void): () => void;
}

/**
 * Small texts that processes keep beside the log, by topic and field: counts, positions, marks, who has a lease.
 * Durable as the log is; never the text of a dispatch.
 */
export interface Notes {
  /** `ttlMs`: forgotten after so long, by the store's clock. @throws {StoreAway} */
  set(topic: string, field: string, text: string, ttlMs?: number): Promise<void>;
  /** @throws {StoreAway} */
  get(topic: string, field: string): Promise<string | undefined>;
  /** @throws {StoreAway} */
  all(topic: string): Promise<ReadonlyMap<string, string>>;
  /** @throws {StoreAway} */
  delete(topic: string, field: string): Promise<void>;
  /**
   * Takes the lease for the holder, or renews it; false while another holds it. With a `ttlMs` of 0 the holder gives
   * it up. @throws {StoreAway}
   */
  lease(name: string, holder: string, ttlMs: number): Promise<boolean>;
}

/** The store's own state is not what the log promises, and starting on it would lose something. */
export class CorruptStore extends Error {
  override name = 'CorruptStore';
}

export type RefusalReason = 'conflict' | 'stale' | 'withdrawn' | 'unknown' | 'early';

/** The proposal contradicts the log; nothing was appended. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly reason: RefusalReason;
  /** The newest version of the id, where there is one. */
  readonly newest: number | undefined;
  /** The revision that waits under the id, where one does and was asked about. */
  readonly revision: number | undefined;

  constructor(reason: RefusalReason, message: string, newest?: number, revision?: number) {
    super(message);
    this.reason = reason;
    this.newest = newest;
    this.revision = revision;
  }
}

/** The store cannot be reached, or did not answer in time. */
export class StoreAway extends Error {
  override name = 'StoreAway';
}
