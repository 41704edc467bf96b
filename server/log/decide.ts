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

export type Decision =
  | { readonly repeats: Standing }
  | {
      readonly version: number;
      readonly section: string;
      readonly publishedAt: number;
      readonly updatedAt: number;
      readonly late: boolean;
    };

/**
 * @param newest the entry of the highest version of the id
 * @param versionAt looks up another version of the id
 * @param at the store's time, ms since the epoch
 * @throws {Refusal}
 */
export function decide(
  draft: Draft,
  newest: Standing | undefined,
  versionAt: (version: number) => Standing | undefined,
  at: number,
): Decision {
  if (newest?.kind === 'withdrawal') {
    if (draft.kind === 'withdrawal') return { repeats: newest };
    throw refuse('withdrawn', draft, newest.version);
  }
  if (draft.kind === 'dispatch') {
    const same = draft.version === 'next' ? newest : versionAt(draft.version);
    if (same?.contentHash === draft.contentHash) return { repeats: same };
    if (same && draft.version !== 'next') throw refuse('conflict', draft, newest?.version);
  }
  if (!newest && draft.mustExist) throw refuse('unknown', draft);
  if (draft.ifVersion !== undefined && draft.ifVersion !== newest?.version) {
    throw refuse('stale', draft, newest?.version);
  }

  const publishedAt = draft.publishedAt ?? newest?.publishedAt ?? at;
  const version = draft.version === 'next' ? (newest?.version ?? 0) + 1 : draft.version;
  return {
    version,
    section: draft.kind === 'withdrawal' && newest ? newest.section : draft.section,
    publishedAt,
    updatedAt: newest ? at : publishedAt,
    late: newest !== undefined && version < newest.version,
  };
}
