/** Invented proposals, and a check of a whole chain. */
import assert from 'node:assert/strict';
import { CHAIN_START, chainHash } from '../../../server/log/chain.ts';
import { draftOf } from '../../../server/log/draft.ts';
import type {
  Content,
  Entry,
  Log,
  Publication,
  Waiting,
  WaitingProposal,
  Withdrawal,
} from '../../../server/log/log.ts';

export function content(id: string, said: Partial<Content> = {}): Content {
  return {
    id,
    section: 'buitenland',
    title: `Bericht ${id}`,
    dateline: { places: ['UTRECHT'], agencies: ['TST'], raw: 'UTRECHT (TST)' },
    lead: `De eerste alinea van bericht ${id}.`,
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    body: [{ kind: 'paragraph', text: `Wat er verder over ${id} te melden is.` }],
    ...said,
  };
}

export function publish(
  id: string,
  {
    version = 'next',
    ifVersion,
    mustExist,
    restore,
    by,
    waiting,
    ...said
  }: Partial<Content> & Partial<Omit<Publication, 'content'>> = {},
): Publication {
  const conditions = {
    ...(ifVersion !== undefined && { ifVersion }),
    ...(mustExist !== undefined && { mustExist }),
    ...(restore !== undefined && { restore }),
    ...(by !== undefined && { by }),
    ...(waiting !== undefined && { waiting }),
  };
  const { kind: _, ...fields } = said;
  return { kind: 'dispatch', content: content(id, fields), version, ...conditions };
}

export function withdraw(id: string, reason?: string, by?: string): Withdrawal {
  return { kind: 'withdrawal', id, ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) };
}

/** Something to put into the waiting room. */
export function keep(
  id: string,
  {
    by = 'desk',
    version = 'next',
    ...said
  }: Partial<Content> & Partial<Omit<WaitingProposal, 'content'>> = {},
): WaitingProposal {
  const { until, source, trouble, ifRevision, restore, ...fields } = said;
  return {
    ...{ content: content(id, fields), version, by },
    ...(until !== undefined && { until }),
    ...(source !== undefined && { source }),
    ...(trouble !== undefined && { trouble }),
    ...(ifRevision !== undefined && { ifRevision }),
    ...(restore !== undefined && { restore }),
  };
}

/** The append that publishes what waits. */
export function release(
  waiting: Waiting,
  { due = false, by = 'desk' }: { due?: boolean; by?: string } = {},
): Publication {
  const { content, version, revision } = waiting;
  return { kind: 'dispatch', content, version, by, waiting: { revision, due } };
}

/** The element that is surely there. */
export function elementAt<T>(list: readonly T[], index: number): T {
  const found = list[index];
  assert.ok(found !== undefined, `there is no element ${index}`);
  return found;
}

export const numbersTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

/** Everything a log holds, its chain verified: dense, each hash over the one before, holes included. */
export async function readWhole(log: Log, said: ReadonlyMap<string, string> = new Map()): Promise<Entry[]> {
  const entries = await log.read(0, 1_000_000);
  assert.deepEqual(
    entries.map(({ n }) => n),
    numbersTo(entries.length),
  );
  let before = CHAIN_START;
  for (const entry of entries) {
    const contentHash = said.get(`${entry.id} ${entry.version}`);
    if (contentHash !== undefined) assert.equal(entry.hash, chainHash(before, entry.n, contentHash));
    before = entry.hash;
  }
  return entries;
}

export function contentHashOf(proposal: Publication | Withdrawal): string {
  return draftOf(proposal).contentHash;
}
