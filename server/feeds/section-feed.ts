/**
 * A section's board as a feed, in the three forms that readers know. An item keeps its id through every version of
 * its dispatch, so that a correction takes the place of what it corrects. Titles are plain text in all three;
 * contents are HTML, in which whatever a publisher wrote is escaped.
 */
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import { articlePath } from '../../shared/article-path.ts';
import type { Card } from '../../shared/dispatch.ts';
import { sectionPath } from '../pages/document.ts';
import type { Section } from '../sections.ts';

/** Each form by the ending of its address, with its name and media type. */
export const FEED_FORMATS = {
  rss: { name: 'RSS', type: 'application/rss+xml' },
  atom: { name: 'Atom', type: 'application/atom+xml' },
  json: { name: 'JSON Feed', type: 'application/feed+json' },
} as const;
export type FeedFormat = keyof typeof FEED_FORMATS;

export interface FeedParts {
  /** Whose feed it is. */
  readonly siteName: string;
  readonly section: Section;
  /** What the section shows, newest first. */
  readonly cards: readonly Card[];
  /** What absolute addresses begin with, such as https://nieuws.example. */
  readonly origin: string;
}

/** The path of a section's feed. */
export function feedPath(section: string, format: FeedFormat): string {
  return `/feeds/${section}.${format}`;
}

export function renderFeed(format: FeedFormat, parts: FeedParts): string {
  return RENDERERS[format]({ ...parts, items: parts.cards.map((card) => toItem(card, parts.origin)) });
}

interface Item {
  /** The same for every version of the dispatch, on every host. */
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly html: string;
  readonly text: string;
  readonly lang: string;
  readonly agencies: readonly string[];
  readonly published: Date;
  readonly updated: Date;
}

interface Rendering extends FeedParts {
  readonly items: readonly Item[];
}

const LANG = 'nl';
const RENDERERS: Readonly<Record<FeedFormat, (rendering: Rendering) => string>> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJson,
};

function renderRss({ siteName, section, items, origin }: Rendering): string {
  const updated = lastUpdate(items);
  const xml = generateRssFeed({
    title: titleOf(section, siteName),
    link: origin + sectionPath(section.id),
    description: descriptionOf(section),
    language: LANG,
    ...(updated && { lastBuildDate: updated }),
    atom: { links: [selfLink('rss', section, origin)] },
    items: items.map((item) => ({
      title: item.title,
      link: item.link,
      description: item.html,
      guid: { value: item.id, isPermaLink: false },
      categories: [{ name: section.title }],
      pubDate: item.published,
      atom: { updated: item.updated },
      dc: { creators: [...item.agencies], languages: [item.lang] },
    })),
  });
  return withoutPadding(xml);
}

function renderAtom({ siteName, section, items, origin }: Rendering): string {
  const xml = generateAtomFeed({
    id: `urn:news-ticker:section:${section.id}`,
    title: { value: titleOf(section, siteName) },
    subtitle: { value: descriptionOf(section) },
    // Required, also of a feed in which nothing has been yet.
    updated: lastUpdate(items) ?? new Date(0),
    authors: [{ name: siteName }],
    links: [
      selfLink('atom', section, origin),
      { href: origin + sectionPath(section.id), rel: 'alternate', type: 'text/html' },
    ],
    xml: { lang: LANG },
    entries: items.map((item) => ({
      id: item.id,
      title: { value: item.title },
      links: [{ href: item.link, rel: 'alternate' }],
      content: { type: 'html', value: item.html },
      categories: [{ term: section.id, label: section.title }],
      authors: item.agencies.map((name) => ({ name })),
      published: item.published,
      updated: item.updated,
      xml: { lang: item.lang },
    })),
  });
  return withoutPadding(xml);
}

function renderJson({ siteName, section, items, origin }: Rendering): string {
  const feed = generateJsonFeed({
    title: titleOf(section, siteName),
    description: descriptionOf(section),
    home_page_url: origin + sectionPath(section.id),
    feed_url: origin + feedPath(section.id, 'json'),
    language: LANG,
    authors: [{ name: siteName }],
    items: items.map((item) => ({
      id: item.id,
      url: item.link,
      title: item.title,
      content_html: item.html,
      content_text: item.text,
      tags: [section.title],
      authors: item.agencies.map((name) => ({ name })),
      language: item.lang,
      date_published: item.published,
      date_modified: item.updated,
    })),
  });
  // The generator leaves an empty list out; JSON Feed asks for it.
  return JSON.stringify({ items: [], ...(feed as object) });
}

function toItem(card: Card, origin: string): Item {
  const { id, lang, dateline, publishedAt, updatedAt } = card;
  const text = legible(dateline ? `${dateline.raw} - ${card.lead}` : card.lead);
  const change = changeOf(card);
  return {
    id: `urn:news-ticker:dispatch:${encodeURIComponent(id)}`,
    title: legible(card.title),
    link: linkOf(card, origin),
    html: [text, ...(change ? [change] : [])].map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
    text: [text, ...(change ? [change] : [])].join('\n\n'),
    lang,
    agencies: dateline?.agencies.map(legible) ?? [],
    published: new Date(publishedAt),
    updated: new Date(updatedAt),
  };
}

/** As on the article page: a refile without a signal mended a typo and says nothing. */
function changeOf({ signal, note }: Card): string | undefined {
  if (!signal) return undefined;
  const word = signal === 'correction' ? 'Gecorrigeerd' : 'Bijgewerkt';
  return note === undefined ? `${word}.` : `${word}: ${legible(note)}`;
}

/** Where a row of the ticker leads, too: an address of the publisher's own, or the article's page. */
function linkOf(card: Card, origin: string): string {
  if (card.url !== undefined && URL.canParse(card.url)) return new URL(card.url).href;
  return origin + articlePath(card);
}

function lastUpdate(items: readonly Item[]): Date | undefined {
  if (items.length === 0) return undefined;
  return new Date(Math.max(...items.map(({ updated }) => updated.getTime())));
}

function titleOf({ title }: Section, siteName: string): string {
  return `${title} | ${siteName}`;
}

function descriptionOf({ title }: Section): string {
  return `Het laatste nieuws uit de rubriek ${title}.`;
}

function selfLink(format: FeedFormat, { id }: Section, origin: string) {
  return { href: origin + feedPath(id, format), rel: 'self', type: FEED_FORMATS[format].type };
}

/** On one line, and without what XML 1.0 cannot carry, not even escaped: one such character breaks the whole feed. */
function legible(text: string): string {
  return text.replace(/[^\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ').trim();
}

/** The generator sets a CDATA section on a line of its own, and some readers take the spaces around it for a part of the address. */
function withoutPadding(xml: string): string {
  // No text of ours has a line break, so these are all its own.
  return xml.replace(/\n *(?=<!\[CDATA\[)/g, '').replace(/(?<=\]\]>)\n */g, '');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
