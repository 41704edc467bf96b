/**
 * What somebody is writing: the fields as typed, what they are written on top of, and under which id and version
 * they will be sent. Id and version are fixed before the first try, so that a second one is a repeat.
 */
import type { WaitingItem } from '../../shared/desk.ts';
import { ROUTINE_URGENCY, type Block, type Card, type Dispatch, type Signal } from '../../shared/dispatch.ts';
import { amsterdamMoment, amsterdamTime } from './amsterdam-time.ts';

/** `new`: not there yet. `waiting`: what came in, or is under embargo. The others: a next version of what is published. */
export type Task = 'new' | 'waiting' | 'correct' | 'update' | 'refile' | 'restore';

export interface Fields {
  readonly section: string;
  readonly title: string;
  readonly text: string;
  /** Paragraphs, blank lines between them. */
  readonly body: string;
  readonly urgency: number;
  readonly note: string;
  /** The embargo as the clock in Amsterdam says it; empty: none. */
  readonly date: string;
  readonly time: string;
  /** The hour that comes twice in autumn: the later of the two. */
  readonly later: boolean;
  readonly url: string;
  readonly lang: string;
  /** The id of the dispatch that this one takes the place of. */
  readonly replaces: string;
}

/** What stood there when the writing began. */
export interface Base {
  /** 0: it waits; what version it gets is decided when it is published. */
  readonly version: number;
  /** Of what waits. */
  readonly revision?: number;
  readonly fields: Fields;
  readonly blocks: readonly Block[];
  /** It is held, and what is written on top of it stays so. */
  readonly held?: boolean;
  /** What its wire said of it that the form does not ask for. */
  readonly said?: { readonly version?: number; readonly signal?: Signal; readonly publishedAt?: number };
}

export interface Draft {
  readonly id: string;
  readonly task: Task;
  readonly base?: Base;
  readonly fields: Fields;
  /** When it was last touched, ms. */
  readonly at: number;
  /** It was sent, and nobody answered. */
  readonly unanswered?: boolean;
}

const EMPTY_FIELDS: Fields = {
  section: '',
  title: '',
  text: '',
  body: '',
  urgency: ROUTINE_URGENCY,
  note: '',
  date: '',
  time: '',
  later: false,
  url: '',
  lang: 'nl',
  replaces: '',
};

export function newDraft(fields: Partial<Fields>, now: number): Draft {
  return { id: createId(now), task: 'new', fields: { ...EMPTY_FIELDS, ...fields }, at: now };
}

/** The same, as another dispatch. */
export function renewed(draft: Draft, now: number): Draft {
  return { ...draft, id: createId(now) };
}

export function waitingDraft(item: WaitingItem, now: number): Draft {
  const base = waitingBase(item);
  return { id: item.id, task: 'waiting', base, fields: base.fields, at: now };
}

/** A next version of what is published; the note is of this act, so it starts empty. */
export function nextDraft(task: 'correct' | 'update' | 'refile', dispatch: Dispatch, now: number): Draft {
  const base = publishedBase(dispatch);
  return { id: dispatch.id, task, base, fields: base.fields, at: now };
}

/** What was withdrawn has no text left anywhere: it is written anew, or taken from a draft that is still here. */
export function restoreDraft(id: string, fields: Partial<Fields>, now: number): Draft {
  return { id, task: 'restore', fields: { ...EMPTY_FIELDS, ...fields, note: '' }, at: now };
}

export function publishedBase(dispatch: Dispatch): Base {
  return {
    version: dispatch.version,
    fields: { ...fieldsOf(dispatch), note: '' },
    blocks: dispatch.body,
    ...(dispatch.status === 'withheld' && { held: true }),
  };
}

export function waitingBase(item: WaitingItem): Base {
  const wall = item.until === undefined ? { date: '', time: '' } : amsterdamTime(item.until);
  const moment = amsterdamMoment(wall);
  return {
    version: 0,
    revision: item.revision,
    fields: {
      ...fieldsOf(item),
      note: item.note ?? '',
      ...wall,
      later: moment.kind === 'twice' && moment.second === item.until,
    },
    blocks: item.body,
    said: {
      ...(item.version !== undefined && { version: item.version }),
      ...(item.signal && { signal: item.signal }),
      ...(item.publishedAt !== undefined && { publishedAt: item.publishedAt }),
    },
  };
}

/** Whether something was typed that is not there yet. */
export function isTouched({ fields, base, task }: Draft): boolean {
  if (base) return changedFields(base.fields, fields).length > 0;
  return (
    task === 'restore' || [fields.title, fields.text, fields.body, fields.note].some((text) => text.trim())
  );
}

export function changedFields(before: Fields, after: Fields): (keyof Fields)[] {
  return (Object.keys(EMPTY_FIELDS) as (keyof Fields)[]).filter((name) => before[name] !== after[name]);
}

/** The same writing on top of what stands there now: what was not touched follows, what was typed stays. */
export function rebase(draft: Draft, base: Base, task: Task = draft.task): Draft {
  const mine = draft.base ? changedFields(draft.base.fields, draft.fields) : Object.keys(EMPTY_FIELDS);
  const typed = Object.fromEntries(mine.map((name) => [name, draft.fields[name as keyof Fields]]));
  const { unanswered: _, ...rest } = draft;
  return { ...rest, task, base, fields: { ...base.fields, ...typed } };
}

/** When it may be published; undefined: at once. The form does not send what is not one moment. */
export function embargoOf({ date, time, later }: Fields): number | undefined {
  const moment = amsterdamMoment({ date, time });
  if (moment.kind === 'once') return moment.at;
  return moment.kind === 'twice' ? (later ? moment.second : moment.first) : undefined;
}

/** The text as its publisher wrote it, dateline in front. */
export function textOf({ dateline, lead }: Pick<Card, 'dateline' | 'lead'>): string {
  return dateline ? `${dateline.raw} - ${lead}` : lead;
}

function fieldsOf(dispatch: Dispatch | WaitingItem): Fields {
  return {
    ...EMPTY_FIELDS,
    section: dispatch.section,
    title: dispatch.title,
    text: textOf(dispatch),
    body: dispatch.body.map(({ text }) => text).join('\n\n'),
    urgency: dispatch.urgency,
    url: dispatch.url ?? '',
    lang: dispatch.lang,
    replaces: dispatch.replaces ?? '',
  };
}

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** As the server makes them: the time in base 36, then chance. */
function createId(now: number): string {
  const chance = [...crypto.getRandomValues(new Uint8Array(8))];
  return now.toString(36) + chance.map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
}
