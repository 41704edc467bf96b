/** What becomes of what is put into the waiting room, or taken from it; redis-waiting.ts decides the same inside Redis. */
import { isDiscarded } from './decide.ts';
import type { Aside, Standing } from './decide.ts';
import type { WaitingAct, WaitingProposal } from './log.ts';
import { refuseWaiting } from './refuse.ts';

/** What waits under an id, or did: the last revision, and what of it can be compared. */
export interface Waited {
  readonly revision: number;
  /** False: it was released or taken away; only the mark is left. */
  readonly waits: boolean;
  readonly contentHash: string;
  readonly version: number | 'next';
  readonly until?: number;
  readonly trouble?: string;
  readonly restore: boolean;
  readonly discarded?: string;
}

export type PutDecision =
  | { readonly repeated: true }
  | {
      readonly repeated: false;
      readonly revision: number;
      readonly act: WaitingAct['act'];
      readonly restore: boolean;
    };

/** @throws {Refusal} */
export function decidePut(
  proposal: WaitingProposal,
  contentHash: string,
  before: Waited | undefined,
  newest: Standing | undefined,
): PutDecision {
  const { content, version, until, trouble, ifRevision, restore = false } = proposal;
  const waits = before?.waits ? before : undefined;
  const sameText = waits?.contentHash === contentHash && waits.version === version;
  const sameTrouble = trouble === undefined || trouble === waits?.trouble;
  if (sameText && waits.until === until && sameTrouble) return { repeated: true };
  if (ifRevision !== undefined && ifRevision !== (waits?.revision ?? 0)) {
    throw refuseWaiting('stale', content.id, newest?.version);
  }
  const gone = newest?.kind === 'withdrawal' || isDiscarded(newest, asideOf(before), contentHash);
  if (!waits && !restore && gone) throw refuseWaiting('withdrawn', content.id, newest?.version);

  const change = sameText && waits.until !== until ? 'embargo' : 'change';
  return {
    repeated: false,
    revision: (before?.revision ?? 0) + 1,
    act: waits ? change : 'wait',
    restore: restore || waits?.restore === true,
  };
}

/**
 * Whether a discard changes anything: false where the same stood already.
 * @throws {Refusal}
 */
export function decideDiscard(
  id: string,
  ifRevision: number | undefined,
  before: Waited | undefined,
  newest: Standing | undefined,
): boolean {
  const waits = before?.waits ? before : undefined;
  if (ifRevision !== undefined && ifRevision !== (waits?.revision ?? 0)) {
    throw refuseWaiting('stale', id, newest?.version);
  }
  if (waits) return true;
  if (newest?.kind === 'dispatch') throw refuseWaiting('stale', id, newest.version);
  return newest === undefined && before?.discarded === undefined;
}

export function asideOf(waited: Waited | undefined): Aside {
  if (!waited) return {};
  const { waits, revision, until, restore, discarded } = waited;
  return {
    ...(waits && { waits: { revision, restore, ...(until !== undefined && { until }) } }),
    ...(discarded !== undefined && { discarded }),
  };
}
