/** Whether what Redis holds is still the history that this process has followed. */
import type { Draft } from './draft.ts';
import { canonicalJson, hashContent } from './chain.ts';
import type { Held } from './held.ts';
import type { Look, Original } from './redis-store.ts';

/** Where a process stands: its last entry. */
export interface Stand {
  readonly epoch: string;
  readonly n: number;
  readonly hash: string;
  /** Whether that entry has a text that Redis must have too. */
  readonly hasText: boolean;
}

/** @returns what contradicts our history, in a sentence; undefined when nothing does. */
export function findRewriting(ours: Stand, { head, hash, hasText, last }: Look): string | undefined {
  if (head.epoch === '') return 'Redis has lost the whole log.';
  if (head.epoch !== ours.epoch)
    return `Redis is in epoch ${head.epoch}, and epoch ${ours.epoch} was followed.`;
  if (head.n < ours.n) return `Redis ends at entry ${head.n}, and entry ${ours.n} has been seen.`;
  if (last !== head.n) return `Redis ends at entry ${last}, and its head says ${head.n}.`;
  if (ours.n > 0 && hash !== ours.hash) return `Entry ${ours.n} in Redis is not the one that has been seen.`;
  if (ours.hasText && !hasText && head.n === ours.n) return `Redis has lost the text of entry ${ours.n}.`;
  return undefined;
}

/** What to append to a store that may have lost these entries. Withdrawals first: until they are back, their text is live. */
export function draftsToHeal(held: readonly Held[]): { draft: Draft; original: Original }[] {
  const withdrawals = held.filter(({ entry }) => entry.kind === 'withdrawal');
  const dispatches = held.filter(({ entry }) => entry.kind === 'dispatch');
  return [...withdrawals, ...dispatches].map(({ entry, ...written }) => {
    const { id, version, section, at } = entry;
    const content = written.content ?? canonicalJson({ id, withdrawn: true });
    const contentHash = written.content === undefined ? hashContent(content) : written.contentHash;
    const fixed = { id, version, section, content, contentHash, mustExist: false };
    if (entry.kind !== 'dispatch') {
      return { draft: { ...fixed, kind: 'withdrawal', status: 'canceled' }, original: { at } };
    }
    const { status, publishedAt, updatedAt } = entry.dispatch;
    return { draft: { ...fixed, kind: 'dispatch', status, publishedAt }, original: { at, updatedAt } };
  });
}
