/**
 * What travels between a server and its screens over Socket.IO: the event maps of both directions.
 *
 * The handshake in prose: a link says `subscribe` with its cursor and gets, in one answer, everything that its
 * board misses; from then on each change of the section arrives as one `dispatch` event that names the
 * section's position before it (`prev`), so a link sees by itself when something is missing and subscribes
 * again.
 */
import type { Card } from './card.ts';
import type { Cursor, Gone, SortKey } from './board.ts';

/** A section's board, or the part of it that changed since a cursor. `now` is the store's clock, ms since the epoch. */
export interface BoardMessage extends Cursor {
  readonly section: string;
  /** What the section is called; absent from servers that do not say so yet. */
  readonly title?: string;
  readonly now: number;
  /** True: forget what you hold and take this; false: fold this onto what you hold. */
  readonly reset: boolean;
  readonly dispatches: readonly Card[];
  readonly gone: readonly Gone[];
  /** Nothing that sorts at or below this key is on the board any more; absent while the board was never full. */
  readonly horizon?: SortKey;
  /** As in a delta: this answer holds something that the server wants to know the arrival of. Never in a board over HTTP. */
  readonly confirm?: number;
}

/** One change of a section: a dispatch placed (new or a later version), or one taken away. */
export type DeltaMessage = Cursor & {
  readonly section: string;
  /** The section's position before this change, 0 for the first. */
  readonly prev: number;
  /** The server wants to know when this is applied: say `applied`, at a random moment within so many ms. */
  readonly confirm?: number;
} & ({ readonly dispatch: Card; readonly gone?: never } | { readonly gone: Gone; readonly dispatch?: never });

/** Sign of life: the position up to which this process knows the log, and the store's time. */
export interface PulseMessage extends Cursor {
  readonly now: number;
}

/** History was rewritten: boards of another epoch are void; ask for the board again, `?min=n`. */
export interface ResetMessage {
  readonly epoch: string;
  readonly reason: string;
  readonly min: number;
}

/** This process is about to stop: come back, at the earliest after this many ms (with jitter of your own). */
export interface DrainMessage {
  readonly afterMs: number;
}

export type SubscribeAnswer =
  | { readonly ok: true; readonly board: BoardMessage }
  | { readonly ok: false; readonly error: { readonly type: string; readonly message: string } };

export type UnsubscribeAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly type: string; readonly message: string } };

/** What a screen of the newsroom's own says of itself. */
export interface Introduction {
  /** Under which the desk knows it. */
  readonly name: string;
  /** Of the script that it runs. */
  readonly version: string;
  /** What it shows. */
  readonly sections?: readonly string[];
  /** When one of its time labels last changed, ms since the epoch by the server's clock: proof that it does not stand still. */
  readonly flippedAt?: number;
}

export interface IntroduceAnswer {
  /** Names the pages that this process serves. Another one than the screen's own: there is newer code. */
  readonly build: string;
}

/** What the desk asks of a wall. `id` differs for every command; the same one may come twice. */
export type WallCommand = { readonly id: string } & WallAct;
export type WallAct =
  | { readonly kind: 'identify' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'sections'; readonly sections: readonly string[] };

export interface ServerToClientEvents {
  dispatch: (delta: DeltaMessage) => void;
  pulse: (pulse: PulseMessage) => void;
  reset: (reset: ResetMessage) => void;
  drain: (drain: DrainMessage) => void;
  /** Only to screens that introduced themselves. No answer. */
  command: (command: WallCommand) => void;
}

export interface ClientToServerEvents {
  subscribe: (
    request: { readonly section: string; readonly since?: Cursor },
    answer: (answer: SubscribeAnswer) => void,
  ) => void;
  unsubscribe: (request: { readonly section: string }, answer: (answer: UnsubscribeAnswer) => void) => void;
  /** Everything of the section up to `n` is applied: shown, waiting and hidden items alike. No identity, no answer. */
  applied: (receipt: Cursor & { readonly section: string }) => void;
  /** Only of a newsroom's own screens, when they connect and every 15 s from then on: it is their sign of life. */
  introduce: (screen: Introduction, answer: (answer: IntroduceAnswer) => void) => void;
  /** Of those, when one goes on purpose, or is called something else: nobody need go and look where it is. */
  goodbye: (request: Readonly<Record<string, never>>, answer: (answer: UnsubscribeAnswer) => void) => void;
}
