/** From a draft to what is sent; and before that, what is wrong with it, in Dutch. */
import type { Block } from '../../shared/dispatch.ts';
import { amsterdamMoment } from './amsterdam-time.ts';
import { embargoOf, type Draft, type Fields } from './draft.ts';

/** What is wrong, by the name of the field. */
export type FieldProblems = Readonly<Partial<Record<keyof Fields, string>>>;

export interface Sending {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The request that publishes it, or puts it under its embargo. The same draft gives the same request. */
export function sendingOf(draft: Draft): Sending {
  const { id, task, base, fields } = draft;
  const body = {
    ...contentOf(fields, base?.blocks ?? []),
    // Said aloud, also when there is none: what waits would otherwise keep the embargo it has.
    embargo: embargoOf(fields) ?? null,
  };
  const path = `/api/dispatches/${encodeURIComponent(id)}`;
  if (task === 'new') {
    return { method: 'POST', path: '/api/dispatches', headers: {}, body: { id, version: 1, ...body } };
  }
  if (task === 'restore') return { method: 'PUT', path, headers: {}, body: { ...body, restore: true } };
  if (task === 'waiting') {
    return {
      method: 'PUT',
      path,
      headers: {},
      body: { ...body, ...base?.said, ifRevision: base?.revision ?? 0 },
    };
  }
  const version = base?.version ?? 0;
  return {
    method: 'PUT',
    path,
    headers: { 'If-Match': `"${version}"` },
    body: {
      ...body,
      version: version + 1,
      ...(task === 'correct' && { signal: 'correction' }),
      ...(task === 'update' && { signal: 'update' }),
      ...(base?.held && { status: 'withheld' }),
    },
  };
}

/** What must be mended before it is worth sending. */
export function problemsOf({ fields, task }: Draft, now: number): FieldProblems {
  return {
    ...(fields.section === '' && { section: 'Kies een rubriek.' }),
    ...(fields.title.trim() === '' && { title: 'Een bericht heeft een kop.' }),
    ...(fields.text.trim() === '' && { text: 'Een bericht heeft tekst.' }),
    ...(task === 'correct' &&
      fields.note.trim() === '' && { note: 'Zeg wat er fout was: lezers zien het bij de correctie.' }),
    ...embargoProblem(fields, now),
  };
}

/** The server's own words about a field, in Dutch where we know them. */
export function problemInDutch(message: string): string {
  const most = /at most (\d+)/.exec(message)?.[1];
  if (most !== undefined) return `Hoogstens ${most} tekens.`;
  if (/is missing|must not be empty/.test(message)) return 'Vul dit in.';
  if (message.includes('http or https')) return 'Een adres dat met http:// of https:// begint.';
  if (message.includes('language tag')) return 'Een taalcode, zoals nl of en-GB.';
  return message;
}

function embargoProblem(fields: Fields, now: number): FieldProblems {
  const moment = amsterdamMoment(fields);
  if (moment.kind === 'incomplete') return { time: 'Een embargo heeft een datum en een tijd.' };
  if (moment.kind === 'skipped') {
    return { time: 'Deze tijd bestaat niet: die nacht gaat de klok een uur vooruit.' };
  }
  const at = embargoOf(fields);
  return at !== undefined && at <= now ? { time: 'Deze tijd is al voorbij.' } : {};
}

function contentOf(fields: Fields, blocks: readonly Block[]): Record<string, unknown> {
  const { section, title, text, body, urgency, note, url, lang, replaces } = fields;
  return {
    section,
    title,
    text,
    urgency,
    lang,
    ...(body.trim() !== '' && { body: bodyOf(body, blocks) }),
    ...(note.trim() !== '' && { note }),
    ...(url.trim() !== '' && { url: url.trim() }),
    ...(replaces.trim() !== '' && { replaces: replaces.trim() }),
  };
}

/** A paragraph that stood there already stays what it was; of a new one the server sees whether it is a cross-head. */
function bodyOf(body: string, blocks: readonly Block[]): (string | Record<string, string>)[] {
  return paragraphsOf(body).map((text) => {
    const known = blocks.find((block) => block.text === text);
    return known ? { [known.kind]: known.text } : text;
  });
}

export function paragraphsOf(body: string): string[] {
  return body
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
}
