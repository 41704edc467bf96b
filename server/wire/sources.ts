/**
 * Where the news comes from: one JSON file, named by the setting SOURCES. It is read once, at the start, and a file
 * that is not right stops the start with one sentence that names the place in it, such as `sources[2].every`.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { ConfigError } from '../config.ts';
import { jsonErrorPosition } from '../http/json-error-position.ts';
import type { Section } from '../sections.ts';

const name = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z][a-z0-9-]{0,29}$/,
    'must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter',
  ),
);
const sectionId = v.string('must be the id of a section');

/** Fixed, or by the first category of an item that is in the map; neither → it waits for the desk. */
const sectionRule = v.union(
  [
    sectionId,
    v.strictObject({ byCategory: v.record(v.string(), sectionId), otherwise: v.optional(sectionId) }),
  ],
  'must be the id of a section, or {"byCategory": {"<category>": "<section>"}, "otherwise": "<section>"}',
);

const SECONDS = (least: number, most: number) => {
  const right = `must be a whole number of seconds from ${least} to ${most}`;
  return v.pipe(v.number(right), v.integer(right), v.minValue(least, right), v.maxValue(most, right));
};

const text = v.pipe(v.string('must be text'), v.trim(), v.minLength(1, 'must not be empty'));

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** What the fetch says itself; a second one would contradict it. */
const OWN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|accept-encoding|if-none-match|if-modified-since)$/i;
const headers = v.record(
  v.pipe(
    v.string(),
    v.check(
      (field) => HEADER_NAME.test(field) && !OWN_HEADERS.test(field),
      'must be the name of a header that may be set',
    ),
  ),
  // eslint-disable-next-line no-control-regex -- a header's value may not hold them
  v.pipe(v.string('must be text'), v.regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, 'must be one line')),
);

const feedUrl = v.pipe(
  v.string('must be an http or https address'),
  v.check(isHttpUrl, 'must be an http or https address'),
  v.check(
    (url) => !isHttpUrl(url) || new URL(url).username + new URL(url).password === '',
    'must not hold a password: use headers',
  ),
);

const hostName = v.pipe(
  v.string('must be a host name or an address'),
  v.transform((host) => host.trim().toLowerCase()),
  v.check(
    (host) => hostOf(host) === host,
    'must be a host name or an address alone, such as 10.0.0.5 or [fd00::5]',
  ),
);

const common = {
  name,
  section: sectionRule,
  /** `publish` at once, or wait for the `desk`: what nobody decided on does not go out by itself. */
  policy: v.optional(v.picklist(['publish', 'desk'], 'must be publish or desk'), 'desk'),
  lang: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as nl')),
    'nl',
  ),
  timeZone: v.optional(
    v.pipe(v.string(), v.check(isTimeZone, 'must be a time zone, such as Europe/Amsterdam')),
    'Europe/Amsterdam',
  ),
  /** How long it may bring nothing new before the desk is told that it is silent. */
  silentAfter: v.optional(SECONDS(60, 2_592_000)),
  /** Names that stand for agencies in datelines, beside those that are known. */
  agencies: v.optional(v.array(text, 'must be an array of names'), []),
};

const FeedSchema = v.strictObject({
  ...common,
  kind: v.literal('feed'),
  url: feedUrl,
  every: v.optional(SECONDS(10, 86_400), 60),
  /** Hosts that may have a private address, by the name that stands in the address. */
  allow: v.optional(v.array(hostName, 'must be an array of hosts'), []),
  /** Sent to the feed's own origin alone. */
  headers: v.optional(headers, {}),
});
const FolderSchema = v.strictObject({
  ...common,
  kind: v.literal('folder'),
  /** Absolute once it is read. */
  path: text,
  every: v.optional(SECONDS(1, 3600), 5),
});
const PushSchema = v.strictObject({
  ...common,
  kind: v.literal('push'),
  /** The name of the key that delivers; that of the source when it is not set. */
  key: v.optional(text),
});

export const SourcesSchema = v.strictObject({
  sources: v.array(
    v.variant('kind', [FeedSchema, FolderSchema, PushSchema], 'must be one of feed, folder, push'),
    'must be an array',
  ),
});

export type FeedSource = Readonly<v.InferOutput<typeof FeedSchema>>;
export type FolderSource = Readonly<v.InferOutput<typeof FolderSchema>>;
export type PushSource = Readonly<v.InferOutput<typeof PushSchema>>;
export type Source = FeedSource | FolderSource | PushSource;

/** Reads the file; paths in it are relative to it. @throws {ConfigError} naming the place that is wrong */
export async function loadSources(file: string, sections: readonly Section[]): Promise<readonly Source[]> {
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`SOURCES must be a file that can be read; ${file} is not: ${why}.`, { cause });
  }
  const sources = parseSources(json, file, sections);
  return sources.map((source) =>
    source.kind === 'folder' ? { ...source, path: resolve(dirname(file), source.path) } : source,
  );
}

/** @throws {ConfigError} naming the place that is wrong */
export function parseSources(json: string, file: string, sections: readonly Section[]): readonly Source[] {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own words would show a piece of the file, and with it perhaps a password.
    const { line, column } = jsonErrorPosition(json);
    throw new ConfigError(`SOURCES: ${file} is not JSON: it goes wrong at line ${line}, column ${column}.`);
  }
  const result = v.safeParse(SourcesSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw wrong(file, issuePath(issue), sayIssue(issue), shownValue(issue));
  }
  const { sources } = result.output;
  for (const [index, source] of sources.entries()) {
    const twice = sources.findIndex((other) => other.name === source.name);
    if (twice !== index)
      throw wrong(
        file,
        `sources[${index}].name`,
        `must not be that of sources[${twice}]`,
        JSON.stringify(source.name),
      );
    for (const { path, id } of sectionsNamed(source)) {
      if (sections.some((section) => section.id === id)) continue;
      const ids = sections.map((section) => section.id).join(', ');
      throw wrong(file, `sources[${index}].${path}`, `must be one of ${ids}`, JSON.stringify(id));
    }
  }
  return sources;
}

/** The section of an item, by the source's rule and the item's categories; undefined: the desk must say. */
export function sectionFor(
  { section }: Pick<Source, 'section'>,
  categories: readonly string[],
): string | undefined {
  if (typeof section === 'string') return section;
  const byCategory = new Map(
    Object.entries(section.byCategory).map(([category, id]) => [fold(category), id]),
  );
  const mapped = categories.map((category) => byCategory.get(fold(category)));
  return mapped.find((id) => id !== undefined) ?? section.otherwise;
}

/** Agencies write the same category in any case. */
function fold(category: string): string {
  return category.normalize('NFC').trim().toLowerCase();
}

function sectionsNamed({ section }: Source): { path: string; id: string }[] {
  if (typeof section === 'string') return [{ path: 'section', id: section }];
  const { byCategory, otherwise } = section;
  const named = Object.entries(byCategory).map(([category, id]) => ({
    path: `section.byCategory${key(category)}`,
    id,
  }));
  return otherwise === undefined ? named : [...named, { path: 'section.otherwise', id: otherwise }];
}

function wrong(file: string, path: string, right: string, got: string | undefined): ConfigError {
  const place = path === '' ? file : `${path} in ${file}`;
  return new ConfigError(`SOURCES: ${place} ${right}${got === undefined ? '' : `; it is ${got}`}.`);
}

function sayIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a known field';
  if (issue.received === 'undefined') return 'is missing';
  return issue.type === 'strict_object' || issue.type === 'record' ? 'must be an object' : issue.message;
}

/** What stands there; of headers never, as they hold passwords. */
function shownValue(issue: v.BaseIssue<unknown>): string | undefined {
  if (issue.received === 'undefined' || issue.expected === 'never') return undefined;
  if (issue.path?.some((step) => step.key === 'headers' || step.key === 'url')) return undefined;
  return JSON.stringify(issue.input)?.slice(0, 80);
}

function issuePath(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map((step) => key(step.key))
    .join('')
    .replace(/^\./, '');
}

function key(step: unknown): string {
  if (typeof step === 'number') return `[${step}]`;
  return typeof step === 'string' && /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

function isHttpUrl(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** As it stands in an address: lower case, punycode, brackets around IPv6. */
function hostOf(host: string): string | undefined {
  if (/[/@?#\s\\]|:\d+$/.test(host.replace(/^\[.*\]$/, ''))) return undefined;
  return URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : undefined;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false; // It throws for what it does not know, and has no other way to say so.
  }
}
