/**
 * What somebody chose on the configurator's page, as it stands in an address, in the form and on the element: the same
 * in the server, which renders it, and in the browser, which follows each change.
 */
import { DEFAULT_ROWS, LANGUAGES, TICKER_CHOICES } from './ticker-attributes.ts';

export interface EmbedConfiguration {
  /** At least one. */
  readonly sections: readonly string[];
  readonly rows: number;
  /** The words above the list; empty: the element's own. */
  readonly heading: string;
  readonly choices: Readonly<Record<ChoiceName, string>>;
}

const { layout, theme, updates, timestamps, links, announce, loading } = TICKER_CHOICES;

/** What each attribute may say, the default first; an empty one is the element's own. */
export const EMBED_CHOICES = {
  layout,
  theme,
  lang: ['', ...LANGUAGES],
  updates,
  timestamps,
  links,
  announce,
  loading,
} as const;

export type ChoiceName = keyof typeof EMBED_CHOICES;
export const CHOICE_NAMES = Object.keys(EMBED_CHOICES) as ChoiceName[];

export const MOST_ROWS = 20;
const LONGEST_HEADING = 120;

/** The little of `URLSearchParams` that is asked. */
export interface Query {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** Reads an address or a form; what is wrong in it is as if it were not there. `sections`: those there are. */
export function readConfiguration(query: Query, sections: readonly string[]): EmbedConfiguration {
  const asked = query.getAll('section').flatMap((value) => value.split(/[\s,]+/));
  const known = sections.filter((id) => asked.includes(id));
  const rows = Number(query.get('rows'));
  return {
    sections: known.length > 0 ? known : sections.slice(0, 1),
    rows: Number.isInteger(rows) && rows >= 1 ? Math.min(rows, MOST_ROWS) : DEFAULT_ROWS,
    heading: (query.get('heading') ?? '').trim().slice(0, LONGEST_HEADING),
    choices: eachChoice((name, choices) => {
      const value = query.get(name) ?? '';
      return choices.includes(value) ? value : (choices[0] ?? '');
    }),
  };
}

/** The attributes of the element, in the order of its description; what is the default anyway is left out. */
export function attributesOf({ sections, rows, heading, choices }: EmbedConfiguration): [string, string][] {
  return [
    ['section', sections.join(' ')],
    ...(rows === DEFAULT_ROWS ? [] : [['rows', String(rows)] as [string, string]]),
    ...(heading === '' ? [] : [['heading', heading] as [string, string]]),
    ...CHOICE_NAMES.filter((name) => choices[name] !== EMBED_CHOICES[name][0]).map(
      (name): [string, string] => [name, choices[name]],
    ),
  ];
}

/** The same in an address. */
export function queryOf(configuration: EmbedConfiguration): string {
  return attributesOf(configuration)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%20/g, '+')}`)
    .join('&');
}

function eachChoice(valueOf: (name: ChoiceName, choices: readonly string[]) => string) {
  return Object.fromEntries(CHOICE_NAMES.map((name) => [name, valueOf(name, EMBED_CHOICES[name])])) as Record<
    ChoiceName,
    string
  >;
}
