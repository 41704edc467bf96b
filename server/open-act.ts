import type { Cursor } from '../shared/board.ts';
import type { Receipt } from '../shared/desk.ts';

/**
 * A withdrawal, a hold or a correction whose arrival on the screens of this process is being counted. A living thing: its
 * numbers grow while it is held, so whoever wants to know looks again.
 */
export interface OpenAct extends Cursor, Pick<Receipt, 'section' | 'id' | 'version' | 'kind'> {
  /** When this process told its screens, by the store's clock. */
  readonly at: number;
  /** How many screens were told. */
  readonly told: number;
  /** Of these, how many said that they have applied it. */
  readonly confirmed: number;
  /** Of these, how many went before they said so. */
  readonly lost: number;
  /** Screens that said so and were not told: they were away, or told by another process, and came back. */
  readonly late: number;
  /** When one last said so; `at` before the first. */
  readonly lastAt: number;
  /** Screens with a name: of each name, how many were told and how many said so. */
  readonly walls: ReadonlyMap<string, { readonly told: number; readonly confirmed: number }>;
}

/** So long an act is waited for. */
export const OPEN_MS = 60_000;
