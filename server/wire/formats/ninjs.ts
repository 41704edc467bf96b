/**
 * ninjs, in both its spellings: 1.x in lower case with properties such as `body_html`, 2.x and 3.x in camel case with
 * lists such as `bodies`. A file holds one item, an array of them, or a package of items.
 */
import type { Problem, Signal } from '../../../shared/dispatch.ts';
import { blocksOfHtml, blocksOfText } from '../reading/blocks.ts';
import type { WireBlock } from '../reading/blocks.ts';
import { openJson } from '../reading/json.ts';
import type { Field } from '../reading/query.ts';
import { tidy } from '../reading/tidy.ts';
import type { WireFormat } from '../wire-item.ts';
import { readDrafts } from './draft.ts';
import type { WireDraft } from './draft.ts';

const NAME = 'ninjs';
const OWN = /"(?:uri|headlines?|headline_\w+|bod(?:y_\w+|ies)|pubstatus|versioncreated|slugline)"\s*:/i;

export const ninjs: WireFormat = {
  name: NAME,
  recognises: (head) => /^\s*[[{]/.test(head) && OWN.test(head),
  read(text, dialect) {
    const { value, isCut } = openJson(text);
    const found = findItems(value, '');
    const texts = found.filter(({ item }) => isText(item));
    const skipped = found
      .filter(({ item }) => !isText(item))
      .map(({ item, path }) => ({
        path: under(path, 'type'),
        message: `is ${String(item['type'])}, not text, and is not read`,
      }));
    return readDrafts(NAME, texts.map(toDraft), dialect, { problems: skipped, isCut });
  },
};

type Properties = Readonly<Record<string, unknown>>;
interface Found {
  readonly item: Properties;
  readonly path: string;
}

/** Pictures that go with a text are associations as well; only a package consists of them. */
function findItems(value: unknown, path: string): Found[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => findItems(one, under(path, String(index))));
  if (!isObject(value)) return [];
  if (Array.isArray(value['items']) && get(value, 'uri') === undefined) {
    return findItems(value['items'], under(path, 'items'));
  }
  const isPackage = value['type'] === 'composite' && bodies(value).length === 0;
  const associations = value['associations'];
  if (!isPackage || !isObject(associations)) return [{ item: value, path }];
  return Object.entries(associations).flatMap(([name, one]) =>
    isObject(one) ? [{ item: one, path: under(path, `associations.${name}`) }] : [],
  );
}

function isText(item: Properties): boolean {
  const type = item['type'];
  return typeof type !== 'string' || type === 'text' || type === 'composite';
}

function toDraft({ item, path }: Found): WireDraft {
  const body = bodies(item)[0];
  return {
    path,
    id: text(item, 'uri'),
    marksVersions: true,
    versions: [text(item, 'version')],
    status: text(item, 'pubstatus'),
    signal: signalOf(item),
    title: headlineOf(item),
    blocks: body ? blocksIn(body) : [],
    dateline: datelineOf(item),
    urgency: text(item, 'urgency'),
    embargo: embargoOf(item, 'embargoed') ?? embargoOf(item, 'embargoeduntil'),
    firstCreated: text(item, 'firstcreated'),
    versionCreated: text(item, 'versioncreated'),
    replaces: replacedBy(item),
    note: text(item, 'correctionnote'),
    categories: categoriesOf(item),
    lang: text(item, 'language'),
    url: text(item, 'url') ?? text(item, 'link'),
    notUnderstood: oddities(item),
  };
}

interface Body {
  readonly path: string;
  readonly value: string;
  readonly isHtml: boolean;
}

/** The richest first: HTML has paragraphs and cross-heads, text only lines. */
function bodies(item: Properties): Body[] {
  const listed = list(item, 'bodies').flatMap(({ path, value }) => {
    const said = get(value, 'value');
    if (typeof said !== 'string' || tidy(said) === '') return [];
    const kind = `${text(value, 'contentType')?.value ?? ''} ${text(value, 'role')?.value ?? ''}`;
    return [{ path, value: said, isHtml: /html/i.test(kind) || looksLikeHtml(said) }];
  });
  const named = Object.entries(item).flatMap(([name, value]) => {
    if (!/^body(_|$)/i.test(name) || typeof value !== 'string' || tidy(value) === '') return [];
    return [{ path: name, value, isHtml: /html|rich/i.test(name) || looksLikeHtml(value) }];
  });
  const all = [...listed, ...named];
  return [...all.filter(({ isHtml }) => isHtml), ...all.filter(({ isHtml }) => !isHtml)];
}

function blocksIn({ value, isHtml }: Body): WireBlock[] {
  return isHtml ? blocksOfHtml(value) : blocksOfText(value);
}

function looksLikeHtml(said: string): boolean {
  return /<(?:p|div|br|h[1-6]|section|article|body|html)\b[^>]*>/i.test(said);
}

function headlineOf(item: Properties): Field | undefined {
  const headlines = list(item, 'headlines').flatMap(({ path, value }) => {
    const said = text(value, 'value');
    return said
      ? [{ path, value: said.value, isMain: text(value, 'role')?.value.toLowerCase() === 'main' }]
      : [];
  });
  const said = text(item, 'headline') ?? text(item, 'headline_main');
  const found = said ?? headlines.find(({ isMain }) => isMain) ?? headlines[0] ?? text(item, 'title');
  if (!found) return undefined;
  // A headline is plain text; that of some agencies holds markup all the same.
  const value = /<[a-z/][^>]*>|&[a-z#\d]+;/i.test(found.value)
    ? tidy(
        blocksOfHtml(found.value)
          .map((block) => block.text)
          .join(' '),
      )
    : found.value;
  return { path: found.path, value };
}

/** `located` alone in capitals is a dateline; with the agency that it comes from it is one in any case. */
function datelineOf(item: Properties): Field | undefined {
  const located = text(item, 'located');
  if (!located) return undefined;
  const sources = [...list(item, 'infosource'), ...list(item, 'infosources')]
    .map(({ value }) => (typeof value === 'string' ? value : text(value, 'name')?.value))
    .filter((name) => name !== undefined && /^[\p{Lu}\d]{2,10}$/u.test(name));
  const credit = sources.length > 0 ? ` (${sources.join('/')})` : '';
  return { path: located.path, value: `${located.value}${credit}` };
}

/** Whatever stands there, unless it says that there is none: an embargo is not lost for being written oddly. */
function embargoOf(item: Properties, name: string): Field | undefined {
  const found = find(item, name);
  if (!found || found.value === null || found.value === false || found.value === '') return undefined;
  return text(item, name) ?? { path: found.path, value: JSON.stringify(found.value).slice(0, 100) };
}

function signalOf(item: Properties): Signal | undefined {
  const said = [...list(item, 'signals'), ...list(item, 'signal')].map(({ value }) =>
    typeof value === 'string'
      ? value
      : (text(value, 'code') ?? text(value, 'name') ?? text(value, 'uri'))?.value,
  );
  if (said.some((signal) => /correction$/i.test(signal ?? ''))) return 'correction';
  return said.some((signal) => /update$/i.test(signal ?? '')) ? 'update' : undefined;
}

function replacedBy(item: Properties): Field | undefined {
  return text(item, 'replaces') ?? text(item, 'replacing');
}

const ABOUT = [
  'subject',
  'subjects',
  'genre',
  'genres',
  'service',
  'services',
  'products',
  'section',
  'sections',
];

function categoriesOf(item: Properties): Field[] {
  return ABOUT.flatMap((name) => list(item, name)).flatMap(({ path, value }) => {
    if (typeof value === 'string') return [{ path, value: tidy(value) }];
    return ['code', 'literal', 'qcode', 'uri', 'name', 'title'].flatMap((part) => {
      const said = text(value, part);
      if (!said) return [];
      const bare =
        part === 'code' || part === 'qcode' ? said.value.slice(said.value.indexOf(':') + 1) : said.value;
      return [...new Set([said.value, bare])].map((one) => ({ path: `${path}.${said.path}`, value: one }));
    });
  });
}

/** Fields that must be text or numbers, and are something else. */
function oddities(item: Properties): Problem[] {
  const names = [
    'uri',
    'version',
    'pubstatus',
    'urgency',
    'embargoed',
    'headline',
    'language',
    'versioncreated',
  ];
  return names.flatMap((name) => {
    const found = find(item, name);
    if (!found || found.value === null || isPlain(found.value)) return [];
    return [{ path: found.path, message: 'must be text' }];
  });
}

/** A property in either spelling: `pubStatus` and `pubstatus`, `body_html` and `bodyHtml`. */
function find(from: unknown, name: string): { readonly path: string; readonly value: unknown } | undefined {
  if (!isObject(from)) return undefined;
  const folded = fold(name);
  const path = Object.hasOwn(from, name) ? name : Object.keys(from).find((one) => fold(one) === folded);
  return path === undefined ? undefined : { path, value: from[path] };
}

function get(from: unknown, name: string): unknown {
  return find(from, name)?.value;
}

function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function text(from: unknown, name: string): Field | undefined {
  const found = find(from, name);
  if (!found || !isPlain(found.value)) return undefined;
  const value = tidy(String(found.value));
  return value === '' ? undefined : { path: found.path, value };
}

/** One of a thing or several, as an array or by name: agencies do all three. */
function list(from: unknown, name: string): { readonly path: string; readonly value: unknown }[] {
  const value = get(from, name);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value))
    return value.map((one: unknown, index) => ({ path: `${name}.${index}`, value: one }));
  return [{ path: name, value }];
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function under(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
