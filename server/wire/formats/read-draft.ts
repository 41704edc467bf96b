/** One draft becomes one item: the rules that hold for the words of all wires, whatever format they came in. */
import type { Problem } from '../../../shared/dispatch.ts';
import { readHeadline } from '../reading/headline.ts';
import { highestVersion, readIdentity } from '../reading/identity.ts';
import type { Identity } from '../reading/identity.ts';
import { readLang } from '../reading/lang.ts';
import type { Field } from '../reading/query.ts';
import { mendQuotes } from '../reading/quotes.ts';
import { readStatus } from '../reading/status.ts';
import { readStory } from '../reading/story.ts';
import type { Story } from '../reading/story.ts';
import { tidy } from '../reading/tidy.ts';
import { readUrgency } from '../reading/urgency.ts';
import { parseWireTime } from '../reading/wire-time.ts';
import type { WireDialect, WireItem } from '../wire-item.ts';
import type { WireDraft } from './draft.ts';

export type ReadDraft = { readonly item: WireItem } | { readonly problems: readonly Problem[] };

const LONGEST_TITLE = 300;
const LONGEST_NOTE = 1000;
const LONGEST_ID = 2000;
const LONGEST_URL = 2000;
const LONGEST_CATEGORY = 200;
const MOST_CATEGORIES = 100;
const MOST_PROBLEMS = 100;

/** The item, or why there is none: nothing to know it by, or nothing to show. */
export function readDraft(draft: WireDraft, dialect: WireDialect): ReadDraft {
  const identity = draft.id && readIdentity(draft.id.value, draft.marksVersions);
  if (!identity) return refuse(draft, 'id', 'is missing: the item cannot be told from others');
  if (identity.sourceId.length > LONGEST_ID) {
    return refuse(draft, 'id', `has more than ${LONGEST_ID} characters`);
  }

  const remarks = new Remarks(draft);
  const release = readRelease(draft, dialect, remarks);
  const urgency = readUrgency(draft.urgency, remarks.misread);
  const said = tidy(mendQuotes(draft.title?.value ?? ''));
  const headline = draft.marksVersions ? readHeadline(said) : { title: said };
  const story = readWords(draft, headline.title, dialect, remarks);
  if (release.status === 'usable' && headline.title === '')
    return refuse(draft, 'title', 'is missing', identity);
  // A flash may be its headline alone.
  const mayLackText = draft.mayLackText === true || (urgency ?? 9) <= 2;
  if (release.status === 'usable' && story.text === '' && !mayLackText) {
    return refuse(draft, 'text', 'is missing', identity);
  }
  if (story.embargoNotice !== undefined && release.embargo === undefined) {
    remarks.holds.push(`In het bericht staat: ${quoted(story.embargoNotice)}.`);
  }

  const version = highestVersion(
    [identity.version, ...(draft.versions ?? [])],
    headline.version,
    remarks.misread,
  );
  const item = {
    sourceId: identity.sourceId,
    version,
    ...release,
    signal: draft.signal ?? (story.replacesTitle === undefined ? undefined : 'update'),
    title: fitTitle(headline.title, draft, remarks),
    text: story.text,
    body: story.body,
    urgency,
    publishedAt: readPublished(draft, version, dialect, remarks),
    replaces: readReplaced(draft, identity),
    replacesTitle: story.replacesTitle || undefined,
    note: cut(tidy(mendQuotes(draft.note?.value ?? '')), LONGEST_NOTE) || undefined,
    categories: readCategories(draft),
    lang: readLang(draft.lang, remarks.misread),
    url: readUrl(draft.url, remarks),
    hold: remarks.holds.join(' ') || undefined,
    notUnderstood: remarks.problems.slice(0, MOST_PROBLEMS),
  };
  return { item: withoutGaps(item) };
}

/** What comes to mind while an item is read: for whoever looks after the wire, and for the desk. */
class Remarks {
  readonly problems: Problem[];
  /** Why the desk must look at it, in Dutch. */
  readonly holds: string[];
  readonly #path: string;

  constructor({ path, hold, notUnderstood = [] }: WireDraft) {
    this.#path = path;
    this.problems = [...notUnderstood];
    this.holds = hold === undefined ? [] : [hold];
  }

  /** A field that says something else than it should. */
  readonly misread = ({ path, value }: Field, message: string): void => {
    this.remark(path, `${message}; it is ${quoted(value)}`);
  };

  readonly remark = (path: string, message: string): void => {
    this.problems.push({ path: join(this.#path, path), message });
  };
}

/** Whether and when it may be seen. What is not understood here never means: now. */
function readRelease(draft: WireDraft, dialect: WireDialect, { misread, remark, holds }: Remarks) {
  const { status, isEmbargoed, isUnknown } = readStatus(draft.status?.value);
  if (isUnknown && draft.status) {
    misread(draft.status, 'is not a known status');
    holds.push(`Onbekende status ${quoted(draft.status.value)}.`);
  }
  const embargo = readTime(draft.embargo, dialect, misread);
  if (embargo === undefined && (isEmbargoed || draft.embargo)) {
    holds.push('Onder embargo, maar niet duidelijk tot wanneer.');
    if (!draft.embargo) remark('embargo', 'has no time');
  }
  return { status, embargo };
}

function readWords(draft: WireDraft, title: string, dialect: WireDialect, { remark }: Remarks): Story {
  return readStory(draft.blocks, { title, dateline: draft.dateline, dialect, misread: remark });
}

/** The time of a later version is not that of its first publication. */
function readPublished(
  draft: WireDraft,
  version: number | undefined,
  dialect: WireDialect,
  { misread }: Remarks,
): number | undefined {
  const first = readTime(draft.firstCreated, dialect, misread);
  const own = readTime(draft.versionCreated, dialect, misread);
  return first ?? ((version ?? 1) === 1 ? own : undefined);
}

function readTime(field: Field | undefined, { timeZone }: WireDialect, misread: Remarks['misread']) {
  const at = field && parseWireTime(field.value, timeZone);
  if (field && at === undefined) misread(field, 'is not a time');
  return at;
}

function readReplaced({ replaces, marksVersions }: WireDraft, { sourceId }: Identity): string | undefined {
  const replaced = replaces && readIdentity(replaces.value, marksVersions)?.sourceId;
  return replaced === sourceId ? undefined : replaced;
}

function readCategories({ categories = [] }: WireDraft): string[] {
  const said = categories.flatMap((field) => field?.value.slice(0, LONGEST_CATEGORY) ?? []);
  return [...new Set(said)].slice(0, MOST_CATEGORIES);
}

function readUrl(field: Field | undefined, { misread }: Remarks): string | undefined {
  if (!field) return undefined;
  if (field.value.length <= LONGEST_URL && /^https?:\/\/[^\s/]\S*$/i.test(field.value)) return field.value;
  misread(field, 'is not an http or https address');
  return undefined;
}

function fitTitle(title: string, draft: WireDraft, { holds, remark }: Remarks): string {
  if (title.length <= LONGEST_TITLE) return title;
  holds.push(`De kop is langer dan ${LONGEST_TITLE} tekens.`);
  remark(
    draft.title?.path ?? 'title',
    `has ${title.length} characters, and ${LONGEST_TITLE} at most are shown`,
  );
  return cut(title, LONGEST_TITLE);
}

function refuse(draft: WireDraft, field: string, message: string, identity?: Identity): ReadDraft {
  const which = identity ? ` (${identity.sourceId.slice(0, 200)})` : '';
  return { problems: [{ path: join(draft.path, field), message: `${message}${which}` }] };
}

type Gaps<T> = { [K in keyof T]: T[K] | undefined };

function withoutGaps(item: Gaps<Required<WireItem>>): WireItem {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined),
  ) as unknown as WireItem;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf(' ', longest - 1);
  return `${text.slice(0, end > 0 ? end : longest - 1)}…`;
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

function quoted(text: string): string {
  return `“${text.length <= 80 ? text : `${text.slice(0, 79)}…`}”`;
}
