/** What the address of a framed ticker says: the attributes of `<news-ticker>`, by the same names. */
import { DEFAULT_ROWS, LANGUAGES, MOST_ROWS, TICKER_CHOICES } from '../../shared/ticker-attributes.ts';

export interface FramedTicker {
  readonly sections: readonly string[];
  readonly rows: number;
  readonly layout: 'list' | 'line';
  readonly theme: 'auto' | 'light' | 'dark';
  readonly lang: 'nl' | 'en' | 'de' | 'fr';
  /** All that was given and is right, as attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface WrongParameter {
  readonly name: string;
  /** In words for whoever made the frame, in Dutch. */
  readonly right: string;
}

// A frame loads when the page around it says so.
const { loading: _, ...OF_FRAME } = TICKER_CHOICES;
const CHOICES = { ...OF_FRAME, lang: LANGUAGES };
const CHOICE_NAMES = Object.keys(CHOICES) as (keyof typeof CHOICES)[];
/** Texts, and how long they may be. */
const TEXTS: Readonly<Record<string, number>> = { heading: 120, exclude: 200, partner: 64 };
const NAMES = ['section', 'rows', ...CHOICE_NAMES, ...Object.keys(TEXTS)];

/** Reads it, or says of each parameter that is wrong what would be right. Whether the sections exist is not looked at. */
export function readFramedTicker(query: URLSearchParams): FramedTicker | readonly WrongParameter[] {
  const wrong: WrongParameter[] = [];
  for (const name of new Set(query.keys())) {
    if (!NAMES.includes(name)) wrong.push({ name, right: `is niet bekend; bekend zijn ${NAMES.join(', ')}` });
    else if (query.getAll(name).length > 1) wrong.push({ name, right: 'mag maar één keer voorkomen' });
  }
  const sections = (query.get('section') ?? '').split(/[\s,]+/).filter(Boolean);
  if (sections.length === 0)
    wrong.push({
      name: 'section',
      right: 'moet een rubriek noemen, of meer met spaties of komma’s ertussen',
    });
  const rows = query.get('rows') ?? String(DEFAULT_ROWS);
  if (!/^[1-9]\d?$/.test(rows) || Number(rows) > MOST_ROWS)
    wrong.push({ name: 'rows', right: `moet een geheel getal van 1 tot ${MOST_ROWS} zijn` });
  for (const name of CHOICE_NAMES) {
    const choices: readonly string[] = CHOICES[name];
    if (!choices.includes(query.get(name) ?? CHOICES[name][0]))
      wrong.push({ name, right: `moet een van ${choices.join(', ')} zijn` });
  }
  for (const [name, most] of Object.entries(TEXTS)) {
    if ((query.get(name) ?? '').length > most)
      wrong.push({ name, right: `mag hoogstens ${most} tekens hebben` });
  }
  if (wrong.length > 0) return wrong;
  return {
    sections,
    rows: Number(rows),
    layout: chosen(query, 'layout', CHOICES.layout),
    theme: chosen(query, 'theme', CHOICES.theme),
    lang: chosen(query, 'lang', CHOICES.lang),
    attributes: Object.fromEntries(query),
  };
}

/** What was chosen; the first where nothing was. */
function chosen<Choice extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  return choices.find((choice) => choice === query.get(name)) ?? choices[0];
}
