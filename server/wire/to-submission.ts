/**
 * From what an agency delivered to what the gate takes. A wire cannot be asked to send it better, so what is too
 * long or too odd for a field is made to fit without losing text, and said; the gate itself has the last word.
 */
import type { Problem } from '../../shared/dispatch.ts';
import { sectionFor, type Source } from './sources.ts';
import type { WireItem } from './wire-item.ts';

const LONGEST_TITLE = 300;
const LONGEST_TEXT = 4000;
const LONGEST_NOTE = 1000;
const LANGUAGE_TAG = /^(?=.{1,35}$)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const AHEAD_MS = 3_600_000;

export interface Circumstances {
  /** The store's time. */
  readonly now: number;
  /** Where an item stands meanwhile whose section only the desk can say. */
  readonly anySection: string;
  /** Of the dispatch as it is published: a new version keeps its place. */
  readonly firstPublishedAt?: number;
  /** Our id of what it replaces. */
  readonly replaces?: string;
}

export interface Fitted {
  /** For the gate. */
  readonly said: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Why the desk must look at it first, whatever the policy. */
  readonly trouble?: string;
}

export function toSubmission(item: WireItem, source: Source, circumstances: Circumstances): Fitted {
  const { now, anySection, replaces, firstPublishedAt } = circumstances;
  const problems: Problem[] = [];
  const section = sectionFor(source, item.categories);
  const [text, rest] = splitText(item.text.trim() === '' ? item.title : item.text);
  const body = rest === '' ? item.body : [{ paragraph: rest }, ...item.body];
  const url = item.url !== undefined && isFitUrl(item.url) ? item.url : undefined;
  if (item.url !== undefined && url === undefined) {
    problems.push({ path: 'url', message: 'is not an http or https address and was left out' });
  }
  const isAhead =
    item.publishedAt !== undefined && item.publishedAt > Math.max(now + AHEAD_MS, item.embargo ?? 0);
  if (isAhead) {
    problems.push({ path: 'publishedAt', message: 'lies in the future and was left out' });
  }
  // What the publisher did not date, the log dates; so that a second delivery says the same as the first.
  const publishedAt =
    item.publishedAt === undefined || isAhead ? undefined : (firstPublishedAt ?? item.publishedAt);
  const said = {
    section: section ?? anySection,
    title: shorten(item.title, LONGEST_TITLE),
    text,
    body,
    urgency: item.urgency,
    status: item.status,
    signal: item.signal,
    note: item.note === undefined ? undefined : shorten(item.note, LONGEST_NOTE),
    replaces,
    // A wire that says nothing of an embargo has none: said, or one that stands would stay.
    embargo: item.embargo ?? null,
    publishedAt,
    url,
    lang: item.lang !== undefined && LANGUAGE_TAG.test(item.lang) ? item.lang : source.lang,
  };
  return {
    said: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    problems,
    ...(section === undefined && { trouble: noSection(item.categories) }),
  };
}

function noSection(categories: readonly string[]): string {
  const named = categories.slice(0, 5).join(', ');
  return named === '' ? 'De bron noemt geen rubriek.' : `Geen rubriek voor ${named}.`;
}

/** The first part that fits, up to the end of a word, and what is left. */
function splitText(text: string): [string, string] {
  if (text.length <= LONGEST_TEXT) return [text, ''];
  const end = text.lastIndexOf(' ', LONGEST_TEXT);
  const cut = end > 0 ? end : LONGEST_TEXT;
  return [text.slice(0, cut), text.slice(cut).trim()];
}

function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf(' ', longest - 1);
  return `${text.slice(0, end > 0 ? end : longest - 1)}…`;
}

function isFitUrl(url: string): boolean {
  return url.length <= 2000 && /^https?:\/\/[^\s/]\S*$/i.test(url);
}
