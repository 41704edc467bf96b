/** The audit trail of an id: what the log holds of it, and what was done while it waited, named as editors name it. */
import type { Act, HistoryItem } from '../../shared/desk.ts';
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Entry, Log, WaitingAct } from '../log/log.ts';

/** Oldest first. @throws {StoreAway} */
export async function historyOf(log: Log, id: string): Promise<readonly HistoryItem[]> {
  const [entries, acts] = await Promise.all([log.entriesOf(id), log.waiting.acts(id)]);
  return nameActs(entries, acts);
}

/** Every entry and every act, once: a release out of the waiting room is both, and is told as one. */
export function nameActs(entries: readonly Entry[], acts: readonly WaitingAct[]): readonly HistoryItem[] {
  const releaseOf = (entry: Entry) => acts.find(({ act, at }) => act === 'release' && at === entry.at);
  const told = new Set(entries.map(releaseOf));
  // One that said what stood already made no entry.
  const items: HistoryItem[] = acts.filter((act) => !told.has(act)).map(itemOfAct);
  let standing: Standing = 'nothing';
  for (const entry of entries) {
    const release = releaseOf(entry);
    const act = release ? 'release' : actOf(entry, standing);
    if (!entry.late) standing = entry.kind === 'withdrawal' ? 'canceled' : statusOf(entry);
    items.push({ ...itemOfEntry(entry, act), ...(release?.until !== undefined && { until: release.until }) });
  }
  return items.sort((a, b) => a.at - b.at || (a.n ?? 0) - (b.n ?? 0));
}

type Standing = Dispatch['status'] | 'nothing';

function actOf(entry: Entry, standing: Standing): Act {
  if (entry.late) return 'late';
  if (entry.kind === 'withdrawal') return 'withdraw';
  if (standing === 'canceled') return 'restore';
  const status = statusOf(entry);
  if (status === 'withheld' && standing !== 'withheld') return 'hold';
  if (status === 'usable' && standing === 'withheld') return 'release';
  if (standing === 'nothing') return 'publish';
  const signal = entry.kind === 'dispatch' ? entry.dispatch.signal : entry.signal;
  if (signal === undefined) return 'refile';
  return signal === 'correction' ? 'correct' : 'update';
}

function statusOf(entry: Exclude<Entry, { kind: 'withdrawal' }>): Dispatch['status'] {
  return entry.kind === 'dispatch' ? entry.dispatch.status : entry.status;
}

function itemOfEntry(entry: Entry, act: Act): HistoryItem {
  const { at, by, n, version } = entry;
  const head = { act, at, n, version, ...(by !== undefined && { by }) };
  if (entry.kind === 'redacted') return { ...head, redacted: true };
  const note = entry.kind === 'withdrawal' ? entry.reason : entry.dispatch.note;
  return {
    ...head,
    ...(note !== undefined && { note }),
    ...(entry.kind === 'dispatch' && { dispatch: entry.dispatch }),
  };
}

function itemOfAct({ act, at, by, until, note }: WaitingAct): HistoryItem {
  return { act, at, by, ...(until !== undefined && { until }), ...(note !== undefined && { note }) };
}
