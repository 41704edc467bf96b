/** The desk's words for what the newsroom does, in Dutch. */
import type { Act, HistoryItem, Receipt } from '../../shared/desk.ts';
import type { Task } from './draft.ts';

/** What each task is called above the form, on its button, and once it is done. */
export const TASKS: Readonly<Record<Task, { title: string; button: string; done: string }>> = {
  new: { title: 'Nieuw bericht', button: 'Publiceren', done: 'Gepubliceerd' },
  waiting: { title: 'Wacht op de redactie', button: 'Publiceren', done: 'Gepubliceerd' },
  correct: { title: 'Corrigeren', button: 'Corrigeren', done: 'Gecorrigeerd' },
  update: { title: 'Bijwerken', button: 'Bijwerken', done: 'Bijgewerkt' },
  refile: { title: 'Stil verbeteren', button: 'Stil verbeteren', done: 'Verbeterd' },
  restore: { title: 'Opnieuw publiceren', button: 'Opnieuw publiceren', done: 'Opnieuw gepubliceerd' },
};

export const URGENCIES: readonly { readonly urgency: number; readonly name: string }[] = [
  { urgency: 4, name: 'Gewoon' },
  { urgency: 3, name: 'Urgent' },
  { urgency: 2, name: 'Bulletin' },
  { urgency: 1, name: 'Flits' },
];

export const FLASH = 1;

export function urgencyName(urgency: number): string {
  return URGENCIES.find((one) => one.urgency === urgency)?.name ?? `Urgentie ${String(urgency)}`;
}

const ACT_NAMES: Readonly<Record<Act, string>> = {
  publish: 'Gepubliceerd',
  update: 'Bijgewerkt',
  correct: 'Gecorrigeerd',
  refile: 'Stil verbeterd',
  late: 'Te laat gekomen, niet getoond',
  hold: 'Aangehouden',
  release: 'Vrijgegeven',
  withdraw: 'Ingetrokken',
  restore: 'Opnieuw gepubliceerd',
  wait: 'Klaargezet',
  embargo: 'Embargo gezet',
  change: 'Gewijzigd terwijl het wachtte',
  discard: 'Weggelegd',
};

export function actName({ act }: Pick<HistoryItem, 'act'>): string {
  return ACT_NAMES[act];
}

const ARRIVED: Readonly<Record<Receipt['kind'], string>> = {
  withdrawal: 'Ingetrokken',
  hold: 'Aangehouden',
  correction: 'Gecorrigeerd',
};

const HOUR = 3_600_000;
const SECONDS = new Intl.NumberFormat('nl', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** "Ingetrokken op 412 van 415 schermen in 1,8 s; 3 niet bereikbaar". */
export function receiptWords({ kind, told, confirmed, unreachable, withinMs }: Receipt): string {
  const done = ARRIVED[kind];
  if (told === 0) return `${done}; geen scherm had deze rubriek open`;
  const within = confirmed > 0 ? ` in ${SECONDS.format(withinMs / 1000)} s` : '';
  const lost = unreachable > 0 ? `; ${String(unreachable)} niet bereikbaar` : '';
  const screens = told === 1 ? 'scherm' : 'schermen';
  return `${done} op ${String(confirmed)} van ${String(told)} ${screens}${within}${lost}`;
}

/** How long still: "over 2 dagen", "over 3 uur", "over 12 minuten", "over 40 s"; ms until the words change. */
export function countdown(until: number, now: number): { readonly words: string; readonly next: number } {
  const left = until - now;
  if (left <= 0) return { words: 'nu', next: Infinity };
  const seconds = Math.ceil(left / 1000);
  if (seconds <= 60) return { words: `over ${String(seconds)} s`, next: left - (seconds - 1) * 1000 };
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 60) return { words: `over ${String(minutes)} min`, next: left - (minutes - 1) * 60_000 };
  const hours = Math.floor(left / HOUR);
  if (hours < 48) return { words: `over ${String(hours)} uur`, next: (left % HOUR) + 1 };
  return { words: `over ${String(Math.floor(hours / 24))} dagen`, next: (left % (24 * HOUR)) + 1 };
}
