/** Random histories as a log would hold them: versions, corrections, moves, withholdings, withdrawals, restores, late versions. */
import * as fc from 'fast-check';
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Entry } from '../../server/log/log.ts';

export const EPOCH = 'epoch-1';
export const SECTIONS = ['buitenland', 'sport', 'regio'];

export interface Step {
  readonly id: number;
  readonly what: 'new' | 'correct' | 'redate' | 'move' | 'withhold' | 'withdraw' | 'restore' | 'late';
  readonly section: number;
  readonly at: number;
}

export function steps({ ids, length }: { ids: number; length: number }): fc.Arbitrary<Step[]> {
  const step = fc.record({
    id: fc.nat(ids - 1),
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constant('new' as const) },
      { weight: 3, arbitrary: fc.constant('correct' as const) },
      { weight: 1, arbitrary: fc.constantFrom('redate' as const, 'move' as const, 'withhold' as const) },
      { weight: 2, arbitrary: fc.constantFrom('withdraw' as const, 'restore' as const, 'late' as const) },
    ),
    section: fc.nat(SECTIONS.length - 1),
    at: fc.nat(300),
  });
  return fc.array(step, { minLength: Math.floor(length / 2), maxLength: length, size: 'max' });
}

interface Known {
  newest: number;
  skipped: number | undefined;
  section: string;
  publishedAt: number;
  over: boolean;
}

/** Plays the steps as a log would take them; what it would refuse is left out. */
export function history(played: readonly Step[]): Entry[] {
  const known = new Map<string, Known>();
  const entries: Entry[] = [];
  for (const { id: number, what, section: home, at } of played) {
    const id = `d${number}`;
    const section = SECTIONS[home] ?? 'sport';
    const before = known.get(id);
    if (before?.over && what !== 'restore') continue;
    if (!before) {
      // Every third begins at version 2, so that a late version 1 can come.
      const first = number % 3 === 0 ? 2 : 1;
      known.set(id, {
        newest: first,
        skipped: first - 1 || undefined,
        section,
        publishedAt: at,
        over: false,
      });
      entries.push(dispatchEntry(entries.length + 1, { id, version: first, section, publishedAt: at }));
      continue;
    }
    if (what === 'late') {
      if (before.skipped === undefined) continue;
      entries.push(
        dispatchEntry(entries.length + 1, {
          id,
          version: before.skipped,
          section,
          publishedAt: at,
          late: true,
        }),
      );
      before.skipped = undefined;
      continue;
    }
    before.newest += 1;
    if (what === 'restore') before.over = false;
    if (what === 'withdraw') {
      before.over = true;
      // From before the withdrawal nothing is taken any more.
      before.skipped = undefined;
      entries.push({
        ...head(entries.length + 1, { ...before, id, version: before.newest }),
        kind: 'withdrawal',
      });
      continue;
    }
    if (what === 'move') before.section = section;
    if (what === 'redate') before.publishedAt = at;
    const status = what === 'withhold' ? 'withheld' : 'usable';
    entries.push(dispatchEntry(entries.length + 1, { ...before, id, version: before.newest }, status));
  }
  return entries;
}

/** The same history as whoever reads it later finds it: no text of what was withdrawn. */
export function redacted(entries: readonly Entry[]): Entry[] {
  const withdrawals = entries.filter(({ kind }) => kind === 'withdrawal');
  const withdrawnAt = new Map(withdrawals.map(({ id, n }) => [id, n]));
  return entries.map((entry) => {
    if (entry.kind !== 'dispatch' || entry.n > (withdrawnAt.get(entry.id) ?? 0)) return entry;
    const { dispatch, ...rest } = entry;
    return { ...rest, kind: 'redacted', publishedAt: dispatch.publishedAt, status: dispatch.status };
  });
}

interface Stand {
  readonly id: string;
  readonly version: number;
  readonly section: string;
  readonly publishedAt: number;
  readonly late?: boolean;
}

export function dispatchEntry(
  n: number,
  stand: Stand,
  status: Dispatch['status'] = 'usable',
  epoch = EPOCH,
): Entry {
  const { id, version, section, publishedAt } = stand;
  const dispatch: Dispatch = {
    id,
    version,
    section,
    title: `Bericht ${id}, versie ${version}`,
    lead: 'De eerste zin van het bericht.',
    urgency: 4,
    status,
    lang: 'nl',
    publishedAt,
    updatedAt: n,
    body: [{ kind: 'paragraph', text: 'Nooit op een kaart.' }],
  };
  return { ...head(n, stand, epoch), kind: 'dispatch', dispatch };
}

export function withdrawalEntry(n: number, stand: Omit<Stand, 'publishedAt'>, epoch = EPOCH): Entry {
  return { ...head(n, stand, epoch), kind: 'withdrawal' };
}

function head(n: number, { id, version, section, late = false }: Omit<Stand, 'publishedAt'>, epoch = EPOCH) {
  return { epoch, n, at: 1_000_000 + n, hash: `hash-${n}`, id, version, section, late };
}
