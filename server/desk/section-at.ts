/**
 * What a section showed at a moment, answered from the log alone: its entries up to then, folded as every process
 * folded them. What was redacted since has its place still, without a word.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Card } from '../../shared/dispatch.ts';
import { BoardState, type Redacted } from '../board-state.ts';
import { StoreAway, type Log } from '../log/log.ts';

export interface SectionAt {
  readonly section: string;
  /** The moment that was asked about, ms since the epoch by the store's clock. */
  readonly at: number;
  readonly epoch: string;
  /** The section's last change until then, 0 when there was none. */
  readonly n: number;
  readonly dispatches: readonly (Card | Redacted)[];
}

interface Asked {
  readonly section: string;
  readonly at: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** A few ms of reading and folding, and then somebody else's turn. */
const PAGE = 200;

/** @throws {StoreAway} also when history was rewritten while it was read */
export async function readSectionAt(log: Log, { section, at, signal }: Asked): Promise<SectionAt> {
  const { epoch } = await log.head();
  const state = new BoardState([section], epoch);
  for (let reading = true; reading && !signal?.aborted; await nextTurn()) {
    const entries = await log.read(state.cursor.n, PAGE);
    reading = entries.length === PAGE;
    for (const entry of entries) {
      if (entry.at > at) {
        reading = false;
        break;
      }
      if (entry.epoch !== epoch) throw new StoreAway('the log was rewritten while it was read');
      state.apply(entry);
    }
  }
  return { section, at, epoch, ...state.recall(section) };
}
