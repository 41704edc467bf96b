/** How a process brings back to Redis what it remembers and Redis has lost, under an epoch of its own. */
import { canonicalJson, hashContent } from './chain.ts';
import type { Draft } from './draft.ts';
import { createEpoch, generationOf } from './epoch.ts';
import type { Held } from './held.ts';
import { StoreAway } from './log.ts';
import type { Original, RedisStore } from './redis-store.ts';

const BATCH = 200;

/**
 * The epoch that follows on ours. Of several processes one begins it; the others find one that is later than theirs.
 * @throws {StoreAway} when Redis changed meanwhile
 */
export async function joinEpoch(store: RedisStore, ours: string): Promise<string> {
  const { head, last } = await store.look(0);
  const sound = last === head.n;
  if (sound && generationOf(head.epoch) > generationOf(ours)) return head.epoch;
  const epoch = await store.begin(head.epoch, createEpoch(ours, head.epoch));
  if (generationOf(epoch) <= generationOf(ours)) throw new StoreAway('Redis changed once more.');
  return epoch;
}

/** Appends again what may be lost; what stands is a repeat. @throws {StoreAway} when Redis changed meanwhile */
export async function bringBack(store: RedisStore, epoch: string, held: readonly Held[]): Promise<void> {
  const lost = draftsToHeal(held);
  for (let from = 0; from < lost.length; from += BATCH) {
    const batch = lost.slice(from, from + BATCH);
    const replies = await Promise.all(
      batch.map(({ draft, original }) => store.append(draft, { epoch, n: 0 }, original)),
    );
    // What is refused contradicts what was published since; that stands.
    if (replies.some(({ outcome }) => outcome === 'rewritten'))
      throw new StoreAway('Redis changed once more.');
  }
}

/**
 * What to append to a store that may have lost these entries. First the withdrawals that stand: until they are back,
 * their text is live. Then the rest in its order, a dispatch that was published after a withdrawal as such.
 */
function draftsToHeal(held: readonly Held[]): { draft: Draft; original: Original }[] {
  const newest = new Map<string, Held>();
  const withdrawn = new Map<string, number>();
  for (const one of held) {
    const { id, kind, late, version } = one.entry;
    if (!late) newest.set(id, one);
    if (kind === 'withdrawal' && !late) withdrawn.set(id, version);
  }
  const standing = held.filter((one) => one.entry.kind === 'withdrawal' && newest.get(one.entry.id) === one);
  const others = held.filter((one) => one.entry.kind !== 'redacted' && !standing.includes(one));
  return [...standing, ...others].map(({ entry, ...written }) => {
    const { id, version, section, at, by } = entry;
    const content = written.content ?? canonicalJson({ id, withdrawn: true });
    const contentHash = written.content === undefined ? hashContent(content) : written.contentHash;
    const fixed = {
      id,
      version,
      section,
      content,
      contentHash,
      mustExist: false,
      ...(by !== undefined && { by }),
    };
    if (entry.kind !== 'dispatch') {
      const overtaken = newest.get(id)?.entry !== entry;
      const original = { at, ...(overtaken && { overtaken }) };
      return { draft: { ...fixed, kind: 'withdrawal', status: 'canceled', restore: false }, original };
    }
    const { status, signal, publishedAt, updatedAt } = entry.dispatch;
    const restore = (withdrawn.get(id) ?? Infinity) < version;
    return {
      draft: { ...fixed, kind: 'dispatch', status, ...(signal && { signal }), publishedAt, restore },
      original: { at, updatedAt },
    };
  });
}
