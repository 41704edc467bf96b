/**
 * RSS 2.0, RSS 1.0, Atom and JSON Feed, parsed by feedsmith. Identity is the guid or id, never the title: an edited
 * title is a new version of the same dispatch.
 */
import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { blocksOfHtml, blocksOfText } from '../reading/blocks.ts';
import type { WireBlock } from '../reading/blocks.ts';
import { openJson } from '../reading/json.ts';
import { textOf } from '../reading/query.ts';
import type { Field } from '../reading/query.ts';
import { tidy } from '../reading/tidy.ts';
import { parseHtml } from '../reading/tree.ts';
import { UnreadableWire } from '../wire-item.ts';
import type { WireFormat } from '../wire-item.ts';
import { readDrafts } from './draft.ts';
import type { DeliveryState, WireDraft } from './draft.ts';
import { mendFeed } from './feed-file.ts';
import { rootNameOf } from './xml-file.ts';

const JSON_FEED = /"version"\s*:\s*"https?:(?:\\?\/){2}(?:www\.)?jsonfeed\.org/;
const ROOTS = new Set(['rss', 'RDF', 'feed']);

export const feed: WireFormat = {
  name: 'feed',
  recognises: (head) => (/^\s*\{/.test(head) ? JSON_FEED.test(head) : ROOTS.has(rootNameOf(head) ?? '')),
  read(text, dialect) {
    const { format, drafts, state } = /^\s*\{/.test(text) ? readJsonFeed(text) : readXmlFeed(text);
    return readDrafts(format, drafts, dialect, state);
  },
};

interface Feed {
  readonly format: string;
  readonly drafts: readonly WireDraft[];
  readonly state: DeliveryState;
}

function readXmlFeed(said: string): Feed {
  const { text, state } = mendFeed(said);
  const root = rootNameOf(text);
  return refusing(state, () => {
    if (root === 'feed') return { format: 'Atom', drafts: atomDrafts(text), state };
    if (root === 'RDF') return { format: 'RSS 1.0', drafts: rdfDrafts(text), state };
    return { format: 'RSS 2.0', drafts: rssDrafts(text), state };
  });
}

function readJsonFeed(said: string): Feed {
  const { value, isCut } = openJson(said);
  const state = { problems: [], isCut, mayBeEmpty: true };
  return refusing(state, () => ({ format: 'JSON Feed', drafts: jsonDrafts(value), state }));
}

/** feedsmith throws for what is no feed; what it says then is for programmers. */
function refusing(state: DeliveryState, parse: () => Feed): Feed {
  try {
    return parse();
  } catch {
    const message = 'The file looks like a feed, and cannot be read as one.';
    throw new UnreadableWire('not-a-feed', message, state.problems);
  }
}

function rssDrafts(text: string): WireDraft[] {
  const { items = [], language, link: home } = parseRssFeed(text);
  return items.map((item, index) => ({
    path: `items.${index}`,
    id: said('guid', item.guid?.value) ?? said('link', item.link),
    marksVersions: false,
    mayLackText: true,
    title: titleOf(item.title, 'html'),
    blocks: firstBlocks(item.content?.encoded, item.description),
    firstCreated: said('pubDate', item.pubDate) ?? said('dc:date', item.dc?.dates?.[0]),
    categories: [
      ...(item.categories ?? []).map(({ name }) => said('category', name)),
      ...(item.dc?.subjects ?? []).map((subject) => said('dc:subject', subject)),
    ],
    lang: said('dc:language', item.dc?.languages?.[0]) ?? said('language', language),
    url: address('link', item.link ?? permalink(item.guid), home),
  }));
}

function permalink(guid: { value?: string; isPermaLink?: boolean } | undefined): string | undefined {
  return guid?.isPermaLink === false ? undefined : guid?.value?.match(/^https?:.*/)?.[0];
}

function rdfDrafts(text: string): WireDraft[] {
  const { items = [], link: home, dc } = parseRdfFeed(text);
  return items.map((item, index) => ({
    path: `items.${index}`,
    id: said('rdf:about', item.rdf?.about) ?? said('link', item.link),
    marksVersions: false,
    mayLackText: true,
    title: titleOf(item.title, 'html'),
    blocks: firstBlocks(item.content?.encoded, item.description),
    firstCreated: said('dc:date', item.dc?.dates?.[0]),
    categories: (item.dc?.subjects ?? []).map((subject) => said('dc:subject', subject)),
    lang: said('dc:language', item.dc?.languages?.[0] ?? dc?.languages?.[0]),
    url: address('link', item.link, home),
  }));
}

function atomDrafts(text: string): WireDraft[] {
  const { entries = [], links = [], xml } = parseAtomFeed(text);
  const home = links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
  return entries.map((entry, index) => ({
    path: `entries.${index}`,
    id: said('id', entry.id),
    marksVersions: false,
    mayLackText: true,
    ...(entry.app?.control?.draft === true && {
      status: { path: 'app:control.app:draft', value: 'withheld' },
    }),
    title: titleOf(entry.title?.value, entry.title?.type),
    blocks: atomBlocks(entry.content) ?? atomBlocks(entry.summary) ?? [],
    firstCreated: said('published', entry.published),
    versionCreated: said('updated', entry.updated),
    categories: (entry.categories ?? []).flatMap(({ term, label }) => [
      said('category@term', term),
      said('category@label', label),
    ]),
    lang: said('xml:lang', entry.xml?.lang ?? xml?.lang),
    url: address('link', entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href, home),
  }));
}

function jsonDrafts(value: unknown): WireDraft[] {
  const { items = [], language, home_page_url: home } = parseJsonFeed(value);
  return items.map((item, index) => ({
    path: `items.${index}`,
    id: said('id', item.id) ?? said('url', item.url),
    marksVersions: false,
    mayLackText: true,
    title: titleOf(item.title, 'text'),
    blocks: jsonBlocks(item),
    firstCreated: said('date_published', item.date_published),
    versionCreated: said('date_modified', item.date_modified),
    categories: (item.tags ?? []).map((tag) => said('tags', tag)),
    lang: said('language', item.language ?? language),
    url: address('url', item.url, home),
  }));
}

function said(path: string, value: string | undefined): Field | undefined {
  const text = tidy(value ?? '');
  return text === '' ? undefined : { path, value: text };
}

/** What looks like markup is; a headline that means to show it is rarer than one that is escaped twice. */
function titleOf(value: string | undefined, type: string | undefined): Field | undefined {
  if (value === undefined) return undefined;
  const isText = type === undefined || type === 'text';
  return said('title', isText ? value : textOf(parseHtml(value)));
}

/** The whole text, or else what is said of it. */
function firstBlocks(...texts: readonly (string | undefined)[]): WireBlock[] {
  const found = texts.map((text) => (text === undefined ? [] : markupBlocks(text)));
  return found.find((blocks) => blocks.length > 0) ?? [];
}

function markupBlocks(text: string): WireBlock[] {
  return /<[a-z!/][^>]*>/i.test(text) ? blocksOfHtml(text) : blocksOfText(textOf(parseHtml(text)));
}

function atomBlocks(content: { value?: string; type?: string } | undefined): WireBlock[] | undefined {
  if (content?.value === undefined) return undefined;
  const { value, type = 'text' } = content;
  const blocks = /html/i.test(type) ? blocksOfHtml(value) : blocksOfText(value);
  return blocks.length > 0 ? blocks : undefined;
}

function jsonBlocks(item: { content_html?: string; content_text?: string; summary?: string }): WireBlock[] {
  const html = blocksOfHtml(item.content_html ?? '');
  return html.length > 0 ? html : blocksOfText(item.content_text ?? item.summary ?? '');
}

/** An address may be written from where the feed's own pages are. */
function address(path: string, value: string | undefined, home: string | undefined): Field | undefined {
  const field = said(path, value);
  if (!field || home === undefined || URL.canParse(field.value) || !URL.canParse(field.value, home))
    return field;
  return { path, value: new URL(field.value, home).href };
}
