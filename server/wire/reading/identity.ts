/**
 * Who an item is, apart from which version of it: `urn:newsml:anp.nl:20261122:brug-v2:2` is the second version of
 * `urn:newsml:anp.nl:20261122:brug`.
 */
import type { Field } from './query.ts';

export interface Identity {
  readonly sourceId: string;
  readonly version?: number;
}

const HIGHEST = 1e15;
/** `urn:newsml:` provider, date, id, and only then a revision, with N, A or U for how it came about. */
const URN_REVISION = /^(urn:newsml:[^:]*:[^:]*:.+):0*(\d{1,15})[nau]?$/i;
const MARKED = /^(.*[^\s:/])-v0*(\d{1,9})$/i;

/** @returns undefined when nothing is left of it */
export function readIdentity(id: string, marksVersions: boolean): Identity | undefined {
  const said = id.normalize('NFC').trim();
  if (said === '') return undefined;
  if (!marksVersions) return { sourceId: said };
  const urn = URN_REVISION.exec(said);
  const [, plain = said, revision] = urn ?? [];
  const marked = MARKED.exec(plain);
  const [, sourceId = plain, mark] = marked ?? [];
  const version = Math.max(Number(revision ?? 0), Number(mark ?? 0));
  return { sourceId, ...(version >= 1 && version <= HIGHEST && { version }) };
}

/**
 * The version that an item says it is, in whatever places: the highest, as a place that nobody looks after stays
 * at 1. A mark in the headline counts only where nothing else does.
 */
export function highestVersion(
  said: readonly (number | Field | undefined)[],
  marked: number | undefined,
  misread: (field: Field, message: string) => void,
): number | undefined {
  const versions = said.flatMap((one) => {
    if (one === undefined || typeof one === 'number') return one ?? [];
    const version = /^\d{1,15}$/.test(one.value) ? Number(one.value) : 0;
    if (version >= 1) return version;
    misread(one, 'is not a version: a whole number, 1 or more');
    return [];
  });
  return versions.length > 0 ? Math.max(...versions) : marked;
}
