/** What a partner copies, for each way in, out of what was configured. */
import { attributesOf, EMBED_CHOICES, queryOf, type EmbedConfiguration } from './embed-configuration.ts';
import { frameHeight } from './frame-height.ts';
import { textsOf } from './ticker-texts.ts';

/** Where the embed is served from, and what its files are. */
export interface EmbedPlace {
  /** Such as https://nieuws.example. */
  readonly origin: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly script: BuiltFile;
  /** The style that reserves the room before the script is there. */
  readonly reserve?: BuiltFile;
  readonly version: string;
}

export interface BuiltFile {
  readonly bytes: number;
  readonly gzipBytes: number;
  /** For an `integrity` attribute: sha384-… */
  readonly integrity: string;
}

/** One code to copy each; `feeds` and `oembed` have one address a line. */
export interface EmbedSnippets {
  readonly script: string;
  readonly fixed: string;
  readonly iframe: string;
  readonly npm: string;
  readonly jsx: string;
  readonly oembed: string;
  readonly feeds: string;
  readonly policy: string;
}

export type SnippetName = keyof EmbedSnippets;

interface Words {
  readonly latest: string;
  readonly news: string;
}

/** Before the names of sections, in a link and as the title of a frame. */
const DUTCH: Words = { latest: 'Het laatste nieuws:', news: 'Nieuws:' };
const WORDS: Readonly<Record<string, Words>> = {
  en: { latest: 'The latest news:', news: 'News:' },
  de: { latest: 'Die neuesten Meldungen:', news: 'Nachrichten:' },
  fr: { latest: 'Les dernières dépêches :', news: 'Actualités :' },
};

/** The address under which the newest 1.x is served; it moves along with each release. */
const FLOATING = 'v1';
export const FEED_FORMS = ['rss', 'atom', 'json'] as const;

/** @param partner the key of whose page it is for; empty: it has none */
export function embedSnippets(
  configuration: EmbedConfiguration,
  place: EmbedPlace,
  partner = '',
): EmbedSnippets {
  const { origin, version } = place;
  const { sections } = configuration;
  const attributes = [...attributesOf(configuration), ...withKey(partner)];
  const ticker = element(attributes, configuration, place);
  return {
    script: `${tags(place, FLOATING)}\n\n${ticker}`,
    fixed: `${tags(place, version)}\n\n${ticker}`,
    iframe: iframe(configuration, place, partner),
    // From the server itself: a registry may have something of this name from anybody.
    npm: `npm i ${origin}/embed/${version}/news-ticker.tgz`,
    jsx: jsx(attributes, place),
    oembed: sections
      .map((id) => `${origin}/oembed?url=${encodeURIComponent(`${origin}/nieuws/${id}`)}`)
      .join('\n'),
    feeds: sections.flatMap((id) => FEED_FORMS.map((form) => `${origin}/feeds/${id}.${form}`)).join('\n'),
    policy: policyFor(place),
  };
}

/** What a key of a partner looks like, as a pattern. */
export const PARTNER_KEY = '[\\w\\-]{8,64}';

function withKey(partner: string): [string, string][] {
  return partner === '' ? [] : [['partner', partner]];
}

/** What a partner's policy needs for the script: no more than this. */
function policyFor({ origin, reserve }: EmbedPlace): string {
  return [
    `script-src ${origin}/embed/;`,
    `connect-src ${origin} ${socketOrigin(origin)};`,
    ...(reserve ? [`style-src ${origin}/embed/;`] : []),
    'trusted-types news-ticker',
  ].join('\n');
}

/** The same host for sockets: https://nieuws.example → wss://nieuws.example */
export function socketOrigin(origin: string): string {
  return origin.replace(/^http/, 'ws');
}

function tags({ origin, script, reserve, version }: EmbedPlace, under: string): string {
  const check = ({ integrity }: BuiltFile) =>
    under === version ? `\n  integrity="${integrity}"\n  crossorigin="anonymous"` : '';
  const folder = `${origin}/embed/${under}`;
  const open = under === version ? '\n  ' : ' ';
  const close = under === version ? '\n' : '';
  return [
    ...(reserve
      ? [`<link${open}rel="stylesheet"${open}href="${folder}/reserve.css"${check(reserve)}${close}>`]
      : []),
    `<script${open}async${open}src="${folder}/news-ticker.js"${check(script)}${close}></script>`,
  ].join('\n');
}

function element(
  attributes: readonly [string, string][],
  configuration: EmbedConfiguration,
  { origin, sections }: EmbedPlace,
): string {
  const said = attributes.map(([name, value]) => `${name}="${escaped(value)}"`);
  const { latest } = wordsOf(configuration);
  const links = configuration.sections.map((id) => {
    const title = sections.find((section) => section.id === id)?.title ?? id;
    return `  <a href="${origin}/nieuws/${id}">${latest} ${escaped(title)}</a>`;
  });
  return `<news-ticker ${said.join(' ')}>\n${links.join('\n')}\n</news-ticker>`;
}

function wordsOf({ choices }: EmbedConfiguration): Words {
  return WORDS[choices.lang] ?? DUTCH;
}

/** A frame has an attribute of its own for when it loads, and stands in the language that it is told. */
function framePage(
  { choices, ...configuration }: EmbedConfiguration,
  origin: string,
  partner: string,
): string {
  const own = { ...configuration, choices: { ...choices, loading: EMBED_CHOICES.loading[0] } };
  const key = withKey(partner).map(([name, value]) => `&${name}=${value}`);
  return `${origin}/embed/ticker?${queryOf(own)}${key.join('')}`;
}

function iframe(
  configuration: EmbedConfiguration,
  { origin, sections }: EmbedPlace,
  partner: string,
): string {
  const { rows, choices } = configuration;
  const titles = configuration.sections
    .map((id) => sections.find((one) => one.id === id)?.title ?? id)
    .join(', ');
  const heading = configuration.heading || `${textsOf(choices.lang).more} ${titles}`;
  return `<iframe
  src="${escaped(framePage(configuration, origin, partner))}"
  title="${escaped(`${wordsOf(configuration).news} ${titles}`)}"
  sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
  loading="lazy"
  width="100%"
  height="${frameHeight({ layout: choices.layout, rows, heading })}"
  frameborder="0"
></iframe>
<script async src="${origin}/embed/${FLOATING}/frame.js"></script>`;
}

function jsx(attributes: readonly [string, string][], { origin }: EmbedPlace): string {
  const said = attributes.map(([name, value]) => {
    if (name === 'rows') return `rows={${value}}`;
    // In JSX a text between quotes knows entities and no escapes.
    return `${name}="${escaped(value)}"`;
  });
  return `import 'news-ticker/define';

export function Nieuws() {
  return <news-ticker ${[`src="${origin}"`, ...said].join(' ')} />;
}`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
