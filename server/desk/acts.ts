/** What is asked of the newsroom, and what becomes of it: the words that its parts, and those who call them, share. */
import type { Appended, Log, Proposal, Waiting } from '../log/log.ts';

/** What became of an act: it is in the log, it waits, or it was taken away unpublished. */
export type Outcome =
  | { readonly kind: 'published'; readonly appended: Appended }
  | {
      readonly kind: 'waiting';
      readonly waiting: Waiting;
      readonly repeated: boolean;
      readonly ack: Appended['ack'];
    }
  | { readonly kind: 'discarded'; readonly id: string; readonly repeated: boolean };

export interface SubmitAct {
  readonly id: string;
  readonly version: number | 'next';
  /** The name of the key, or of the wire. */
  readonly by: string;
  /** Refuse unless the id is published or waits. */
  readonly mustExist?: boolean;
  readonly ifVersion?: number | undefined;
  /** Of what waits: refuse unless this is its revision; 0: unless nothing waits. */
  readonly ifRevision?: number | undefined;
  /** The wire it came by. */
  readonly source?: string;
  /** Names that its wire knows as agencies in a dateline, beside those that are known. */
  readonly agencies?: readonly string[];
  /** Let it wait for the desk, whatever its time. */
  readonly forDesk?: boolean;
  /** What the desk should know before it publishes this, as a sentence; it stands with what waits. */
  readonly trouble?: string;
}

export interface NamedAct {
  readonly id: string;
  readonly by: string;
  readonly ifVersion?: number | undefined;
  /** Who names a revision means what waits, and nothing else. */
  readonly ifRevision?: number | undefined;
  readonly note?: string | undefined;
}

/** What an act needs of the newsroom. */
export interface Desk {
  readonly log: Log;
  append(proposal: Proposal): Promise<Appended>;
}
