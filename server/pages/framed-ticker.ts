/**
 * What the address of a framed ticker says: the attributes of `<news-ticker>`, by the same names. As on the element, what
 * is wrong is read as if it were not there, and said in the console: in the frame it would be readers who see it.
 */
import { DEFAULT_ROWS, LANGUAGES, MOST_ROWS, TICKER_CHOICES } from '../../shared/ticker-attributes.ts';

type Choices = { readonly [Name in keyof typeof TICKER_CHOICES]: (typeof TICKER_CHOICES)[Name][number] };

export interface FramedTicker extends Pick<Choices, 'layout' | 'theme'> {
  /** Those that are there, in the order of the settings; none: there is nothing to show. */
  readonly sections: readonly string[];
  readonly rows: number;
  readonly lang: (typeof LANGUAGES)[number];
  /** All else that was given and is right, as attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  /** In words for whoever made the frame, what was left aside. */
  readonly wrong: readonly string[];
}

const CHOICE_NAMES = Object.keys(TICKER_CHOICES) as (keyof typeof TICKER_CHOICES)[];
const NAMES = ['section', 'rows', ...CHOICE_NAMES, 'lang', 'heading', 'exclude', 'partner', 'paused'];
/** Somebody else's words above our news: no more than a heading. */
const LONGEST_HEADING = 120;

/** `known`: the sections that there are. */
export function readFramedTicker(query: URLSearchParams, known: readonly string[]): FramedTicker {
  const wrong: string[] = [];
  for (const name of new Set(query.keys())) {
    if (name === 'src') wrong.push('src: a frame has the news of the server that it comes from');
    else if (!NAMES.includes(name)) wrong.push(`${name.slice(0, 40)} is none of ${NAMES.join(', ')}`);
    else if (name !== 'section' && query.getAll(name).length > 1)
      wrong.push(`${name} is there more than once; the first counts`);
  }
  /** The first of `choices` where nothing is said; an empty field of a form says nothing. */
  const choose = <Choice extends string>(
    name: string,
    choices: readonly [Choice, ...Choice[]],
    meant = (said: string) => said,
  ): Choice => {
    const said = query.get(name) || choices[0];
    const chosen = choices.find((choice) => choice === meant(said));
    if (chosen === undefined)
      wrong.push(`${named(name, said)} is none of ${choices.join(', ')}; read as ${choices[0]}`);
    return chosen ?? choices[0];
  };

  const sections = query
    .getAll('section')
    .flatMap((value) => value.split(/[\s,]+/))
    .filter(Boolean);
  if (sections.length === 0) wrong.push('there is no section');
  for (const id of sections.filter((section) => !known.includes(section)))
    wrong.push(`${named('section', id)} is none of ${known.join(', ')}`);
  const rows = Number(query.get('rows') || DEFAULT_ROWS);
  const isRows = Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS;
  if (!isRows) wrong.push(`rows is not a number from 1 to ${MOST_ROWS}; read as ${DEFAULT_ROWS}`);
  const heading = query.get('heading') ?? undefined;
  if (heading && heading.length > LONGEST_HEADING)
    wrong.push(`heading is longer than ${LONGEST_HEADING} characters; the rest is left out`);
  const choices = Object.fromEntries(
    CHOICE_NAMES.map((name) => [name, choose<string>(name, TICKER_CHOICES[name])]),
  ) as Choices;
  const texts = ['exclude', 'partner'].map((name) => [name, query.get(name) ?? ''] as const);
  return {
    sections: known.filter((id) => sections.includes(id)),
    rows: isRows ? rows : DEFAULT_ROWS,
    layout: choices.layout,
    theme: choices.theme,
    lang: choose('lang', LANGUAGES, (said) => said.slice(0, 2).toLowerCase()),
    attributes: {
      ...Object.fromEntries([...Object.entries(choices), ...texts].filter(([name]) => query.get(name))),
      ...(heading !== undefined && { heading: heading.slice(0, LONGEST_HEADING) }),
      // As in HTML: that it is there is what counts.
      ...(query.has('paused') && { paused: '' }),
    },
    wrong,
  };
}

function named(name: string, value: string): string {
  return `${name}="${value.slice(0, 40)}"`;
}
