/**
 * What a dispatch is, and the one gate through which it comes in: the same schemas serve HTTP, the wire readers
 * and the client; the types are inferred from them.
 */
import * as v from 'valibot';
import type { Card, Dateline, Signal, Status } from './card.ts';

export type { Card, Dateline, Signal, Status };

export const STATUSES = ['usable', 'withheld', 'canceled'] as const satisfies readonly Status[];
export const SIGNALS = ['update', 'correction'] as const satisfies readonly Signal[];
/** 1 flash, 2 bulletin, 3 urgent, 4 and above routine. */
export const ROUTINE_URGENCY = 4;

const line = (max: number) =>
  v.pipe(
    v.string('must be text'),
    // For the description of the API, which does not see behind a transformation.
    v.metadata({ minLength: 1, maxLength: max }),
    v.transform(tidy),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
  );

const wholeNumber = (message: string) => v.pipe(v.number(message), v.safeInteger(message));

const id = v.pipe(
  v.string('must be text'),
  // No dot segments either: an address would lose them on its way.
  v.regex(
    /^(?!\.{1,2}$)[^\s\p{Cc}\p{Cs}/\\?#%]{1,200}$/u,
    'must be 1 to 200 characters without spaces or any of / \\ ? # %',
  ),
  v.check((text) => text === text.normalize('NFC'), 'must be in Unicode normal form C'),
);
const section = v.pipe(
  v.string('must be text'),
  v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a section, such as buitenland'),
);
const version = v.pipe(
  wholeNumber('must be a whole number, 1 or more'),
  v.minValue(1, 'must be a whole number, 1 or more'),
);
/** Room for a time in any digits, and far below where numbers lose their units: the log must be able to count on. */
const HIGHEST_SAID_VERSION = 1e15;
const saidVersion = v.pipe(
  version,
  v.maxValue(HIGHEST_SAID_VERSION, `must be at most ${HIGHEST_SAID_VERSION}`),
);
const REVISION_RANGE = 'must be a whole number, 0 or more';
const revision = v.pipe(wholeNumber(REVISION_RANGE), v.minValue(0, REVISION_RANGE));
const URGENCY_RANGE = 'must be a whole number from 1 (flash) to 9';
const urgency = v.pipe(
  wholeNumber(URGENCY_RANGE),
  v.minValue(1, URGENCY_RANGE),
  v.maxValue(9, URGENCY_RANGE),
);
const status = v.picklist(STATUSES, `must be one of ${STATUSES.join(', ')}`);
const signal = v.picklist(SIGNALS, `must be one of ${SIGNALS.join(', ')}`);
const lang = v.pipe(
  v.string('must be text'),
  v.maxLength(35, 'must have at most 35 characters'),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as nl'),
);
const url = v.pipe(
  v.string('must be text'),
  v.maxLength(2000, 'must have at most 2000 characters'),
  v.regex(/^https?:\/\/[^\s/]\S*$/i, 'must be an http or https address'),
);
const time = v.pipe(
  wholeNumber('must be a time in whole ms since the epoch'),
  v.minValue(0, 'must not be before 1970'),
  v.maxValue(8.64e15, 'must be a time that exists'),
);

const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const TIME_FORMS = 'must be ms since the epoch or ISO 8601 with its zone, such as 2026-11-14T14:05:00+01:00';
const isoTime = v.pipe(
  v.string(),
  v.regex(ZONED, TIME_FORMS),
  v.check(isCalendarDay, 'must be a day that exists'),
  v.transform((text) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))),
  v.check((ms) => Number.isFinite(ms), TIME_FORMS),
  time,
);
/** A time as publishers may write it. */
export const TimeSchema = v.union([time, isoTime], TIME_FORMS);
const zonedTime = v.lazy((value) => (typeof value === 'string' ? isoTime : TimeSchema) as typeof TimeSchema);

export const DatelineSchema = v.strictObject({
  places: v.array(v.string()),
  agencies: v.array(v.string()),
  raw: v.string(),
});

const blockSchema = v.union(
  [
    line(20_000),
    v.strictObject({ paragraph: line(20_000) }, 'must be {paragraph} or {crosshead}'),
    v.strictObject({ crosshead: line(200) }, 'must be {paragraph} or {crosshead}'),
  ],
  'must be text of 1 to 20000 characters, or {paragraph}, or {crosshead}',
);
const BODY_FORMS = 'must be text with blank lines between paragraphs, or an array of paragraphs';
const bodyText = v.pipe(
  v.string(BODY_FORMS),
  v.maxLength(200_000, 'must have at most 200000 characters'),
  v.transform((text) => text.split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)),
  v.transform((paragraphs) => paragraphs.filter((paragraph) => tidy(paragraph) !== '').map(readBlock)),
);
const bodyBlocks = v.pipe(
  v.array(blockSchema, BODY_FORMS),
  v.maxLength(500, 'must have at most 500 paragraphs'),
  v.transform((blocks) => blocks.map(readBlock)),
);
/** An article's body as publishers may write it. */
export const BodySchema = v.union([bodyText, bodyBlocks], BODY_FORMS);
// A union would only say that neither form fits; by its form, the paragraph that is wrong gets named.
const bodySchema = v.lazy((body) => (Array.isArray(body) ? bodyBlocks : BodySchema) as typeof BodySchema);

const BlockSchema = v.object({ kind: v.picklist(['paragraph', 'crosshead']), text: v.string() });
/** One block of an article's body. */
export type Block = Readonly<v.InferOutput<typeof BlockSchema>>;

/** What a publisher sends: `POST` and `PUT /api/dispatches`. Unknown fields are refused, as they are mostly typing errors. */
export const SubmissionSchema = v.strictObject({
  id: v.optional(id),
  version: v.optional(saidVersion),
  section,
  title: line(300),
  text: line(4000),
  body: v.optional(bodySchema),
  urgency: v.optional(urgency, ROUTINE_URGENCY),
  status: v.optional(status, 'usable'),
  signal: v.optional(signal),
  note: v.optional(line(1000)),
  replaces: v.optional(id),
  /** Not before this time; `null` lifts an embargo that stands. */
  embargo: v.optional(v.nullable(zonedTime)),
  publishedAt: v.optional(zonedTime),
  /** Publish it although it was withdrawn: never by accident. */
  restore: v.optional(v.boolean('must be true or false')),
  /** Of what waits under the id: refused unless this is its revision; 0: unless nothing waits. */
  ifRevision: v.optional(revision),
  url: v.optional(url),
  lang: v.optional(lang, 'nl'),
});
export type Submission = v.InferOutput<typeof SubmissionSchema>;

/** What a withdrawal may say. */
export const WithdrawalSchema = v.strictObject({
  reason: v.optional(line(1000)),
  ifRevision: v.optional(revision),
});
/** What holding a dispatch may say. */
export const HoldSchema = v.strictObject({ note: v.optional(line(1000)), ifRevision: v.optional(revision) });
/** What releasing what waits or is held may say. */
export const ReleaseSchema = v.strictObject({ ifRevision: v.optional(revision) });
/** Another time for what waits; `null`: none, it waits for the desk. */
export const EmbargoSchema = v.strictObject({
  until: v.nullable(zonedTime),
  ifRevision: v.optional(revision),
});

/** The card: all that a screen gets of a dispatch. Its type stands in card.ts; a test holds the two together. */
export const CardSchema = v.object({
  id,
  version,
  section,
  title: v.string(),
  dateline: v.optional(DatelineSchema),
  lead: v.string(),
  url: v.optional(url),
  urgency,
  status,
  signal: v.optional(signal),
  note: v.optional(v.string()),
  replaces: v.optional(id),
  lang,
  publishedAt: time,
  updatedAt: time,
});

/** A dispatch in full: its card, and the body that only its article page and the API show. */
export const DispatchSchema = v.object({ ...CardSchema.entries, body: v.array(BlockSchema) });
export interface Dispatch extends Card {
  readonly body: readonly Block[];
}

/** What is wrong with a value: where, and what would be right. */
export interface Problem {
  /** Dotted, such as `body.3`; empty for the value as a whole. */
  readonly path: string;
  readonly message: string;
}

export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads an unknown value through a schema; every wrong field is named, none throws. */
export function read<const TSchema extends v.GenericSchema>(
  schema: TSchema,
  value: unknown,
): Reading<v.InferOutput<TSchema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.output };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problems: [{ path: '', message: 'must be an object' }] };
  }
  const problems = result.issues.filter((issue) => !isUnknownField(issue)).map(toProblem);
  return { ok: false, problems: [...problems, ...unknownFields(schema, value)] };
}

/** The dispatch without its body. */
export function cardOf({ body: _, ...card }: Dispatch): Card {
  return card;
}

function isUnknownField({ type, expected, path }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never' && path?.length === 1;
}

/** All of them: the schema itself stops at the first. */
function unknownFields(schema: v.GenericSchema, value: object): Problem[] {
  if (schema.type !== 'strict_object' || !('entries' in schema)) return [];
  const known = new Set(Object.keys(schema.entries as object));
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((path) => ({ path, message: 'is not a known field' }));
}

function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const path = v.getDotPath(issue) ?? '';
  if (issue.received === 'undefined') return { path, message: 'is missing' };
  return { path, message: issue.message };
}

/** A short line without an end mark, standing alone, is a cross-head. */
function readBlock(block: string | { paragraph: string } | { crosshead: string }): Block {
  if (typeof block !== 'string') {
    return 'paragraph' in block
      ? { kind: 'paragraph', text: block.paragraph }
      : { kind: 'crosshead', text: block.crosshead };
  }
  const text = tidy(block);
  return { kind: text.length <= 80 && !/[.!?…:;,"'”’»)]$/u.test(text) ? 'crosshead' : 'paragraph', text };
}

/**
 * One line in one spelling, so that every machine and store holds the same text: composed letters, single spaces,
 * no control characters, and no half of a surrogate pair, which UTF-8 cannot carry.
 */
function tidy(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** `Date.parse` makes 30 February the second of March. */
function isCalendarDay(text: string): boolean {
  if (!ZONED.test(text)) return true; // That much has been said already.
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
