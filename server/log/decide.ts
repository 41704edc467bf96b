/**
 * What becomes of a draft, given what the log holds of its id; append.lua decides the same inside Redis. A repeat
 * is seen before anything else is asked, so that whoever got no answer can safely say it again.
 */
import type { Draft } from './draft.ts';
import { refuse } from './refuse.ts';

/** An entry of the same id. */
export interface Standing {
  readonly n: number;
  readonly kind: 'dispatch' | 'withdrawal';
  readonly version: number;
  readonly section: string;
  readonly publishedAt: number;
  readonly contentHash: string;
}

/** What is known of an id beside the log: what waits under it, and whether something was discarded. */
export interface Aside {
  /** Of what waits; undefined when nothing does. */
  readonly waits?: { readonly revision: number; readonly until?: number; readonly restore: boolean };
  /** The hash of what was discarded, or empty when that was nothing; undefined when nothing was. */
  readonly discarded?: string;
}

/** All that the store holds of an id. */
export interface Known {
  /** The entry of the highest version. */
  readonly newest: Standing | undefined;
  /** The version of the last withdrawal, 0 when there was none: up to here every text is gone for good. */
  readonly withdrawn: number;
  readonly versionAt: (version: number) => Standing | undefined;
  readonly aside: Aside;
}

export type Decision = {
  /** What waits under the id is taken out. */
  readonly takesOut: boolean;
} & (
  | { readonly repeats: Standing }
  | {
      readonly repeats?: never;
      readonly version: number;
      readonly section: string;
      readonly publishedAt: number;
      readonly updatedAt: number;
      readonly late: boolean;
    }
);

/**
 * @param at the store's time, ms since the epoch
 * @throws {Refusal}
 */
export function decide(draft: Draft, known: Known, at: number): Decision {
  const { newest, aside } = known;
  const matches = draft.waiting !== undefined && aside.waits?.revision === draft.waiting.revision;
  if (matches && draft.waiting?.due && (aside.waits?.until ?? Infinity) > at) throw refuse('early', draft);
  const takesOut = aside.waits !== undefined && (matches || draft.kind === 'withdrawal');

  const repeats = findRepeat(draft, known, matches && (aside.waits?.restore ?? false));
  if (repeats) return { takesOut, repeats };
  if (draft.waiting && !matches) throw refuse('stale', draft, newest?.version);
  if (!newest && draft.mustExist) throw refuse('unknown', draft);
  if (draft.ifVersion !== undefined && draft.ifVersion !== newest?.version) {
    throw refuse('stale', draft, newest?.version);
  }

  const publishedAt = draft.publishedAt ?? newest?.publishedAt ?? at;
  const version = draft.version === 'next' ? (newest?.version ?? 0) + 1 : draft.version;
  return {
    takesOut,
    version,
    section: draft.kind === 'withdrawal' && newest ? newest.section : draft.section,
    publishedAt,
    updatedAt: newest ? at : publishedAt,
    late: newest !== undefined && version < newest.version,
  };
}

/** Whether what was discarded forbids this: all of an id that nobody ever saw, of a published one only the very same. */
export function isDiscarded(
  newest: Standing | undefined,
  { discarded }: Aside,
  contentHash: string,
): boolean {
  return discarded !== undefined && (newest?.kind !== 'dispatch' || discarded === contentHash);
}

/** @throws {Refusal} when the draft contradicts what stands */
function findRepeat(draft: Draft, known: Known, broughtBack: boolean): Standing | undefined {
  const { newest, withdrawn, versionAt, aside } = known;
  if (draft.kind === 'withdrawal') return newest?.kind === 'withdrawal' ? newest : undefined;

  const restores = draft.restore || broughtBack;
  if (newest?.kind === 'withdrawal' && !restores) throw refuse('withdrawn', draft, newest.version);
  if (draft.version !== 'next' && draft.version <= withdrawn) {
    throw refuse(newest?.kind === 'withdrawal' ? 'stale' : 'withdrawn', draft, newest?.version);
  }
  const same = draft.version === 'next' ? newest : versionAt(draft.version);
  if (same?.contentHash === draft.contentHash) return same;
  if (same && draft.version !== 'next') throw refuse('conflict', draft, newest?.version);
  if (!restores && isDiscarded(newest, aside, draft.contentHash))
    throw refuse('withdrawn', draft, newest?.version);
  return undefined;
}
