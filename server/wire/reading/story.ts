/**
 * The story of an item: dateline and lead, then the body. What stands before it for editors only is taken away, and
 * what is too long for a lead or a paragraph goes on in the next one.
 */
import { KNOWN_AGENCIES, parseDateline } from '../../../shared/dateline.ts';
import type { WireDialect, WireItem } from '../wire-item.ts';
import type { WireBlock } from './blocks.ts';
import type { Field } from './query.ts';
import { mendQuotes } from './quotes.ts';
import { readReplacementNote } from './replacement-note.ts';
import { tidy } from './tidy.ts';

export interface Story {
  readonly text: string;
  readonly body: WireItem['body'];
  /** The headline of what this replaces, empty where the note does not say it. */
  readonly replacesTitle?: string;
  /** A line about an embargo that stood in the text. */
  readonly embargoNotice?: string;
}

export interface StoryParts {
  readonly title: string;
  readonly dateline: Field | undefined;
  readonly dialect: WireDialect;
  readonly misread: (path: string, message: string) => void;
}

const LONGEST_TEXT = 4000;
const LONGEST_PARAGRAPH = 20_000;
const LONGEST_CROSSHEAD = 200;
const MOST_BLOCKS = 500;
const LONGEST_BODY = 200_000;

export function readStory(blocks: readonly WireBlock[], parts: StoryParts): Story {
  const { story, replacesTitle, embargoNotice } = withoutNotes(blocks, parts.title);
  const said = {
    ...(replacesTitle !== undefined && { replacesTitle }),
    ...(embargoNotice !== undefined && { embargoNotice }),
  };
  const clean = joinDateline(
    story.map(({ kind, text }) => ({ kind, text: tidy(mendQuotes(tidy(text))) })),
    parts.dialect,
  );
  const first = clean.findIndex(({ kind }) => kind !== 'crosshead');
  // A headline over a story of one line is all there is: that line is the story.
  const at = first === -1 ? 0 : first;
  const lead = clean[at];
  if (!lead) return { text: '', body: [], ...said };
  if (at > 0) parts.misread('body', 'begins with a cross-head before its first paragraph, which is left out');
  const [text = '', ...rest] = splitLong(withDateline(lead.text, parts), LONGEST_TEXT);
  const body = [
    ...rest.map(paragraphOf),
    ...clean
      .slice(at + 1)
      .flatMap(({ kind, text: line }) =>
        kind === 'crosshead' && line.length <= LONGEST_CROSSHEAD
          ? [{ crosshead: line }]
          : splitLong(line, LONGEST_PARAGRAPH).map(paragraphOf),
      ),
  ];
  return { text, body: withinLimits(body, parts), ...said };
}

type BodyBlock = WireItem['body'][number];

function paragraphOf(paragraph: string): BodyBlock {
  return { paragraph };
}

/** News of an embargo on oil says no time and no date right after the word. */
const EMBARGO_NOTICE =
  /^[(*\s]*(?:(?:n\.?b\.?|let op)[:!,\s]+)?(?:onder\s+)?embargo\s*[:!]?\s*(?:tot\b|until\b|bis\b|\d).{0,120}$/isu;

/** Notes stand in the first lines, each in a paragraph of its own or parted from the news by a line break. */
function withoutNotes(blocks: readonly WireBlock[], title: string) {
  let story = [...blocks];
  let replacesTitle: string | undefined;
  let embargoNotice: string | undefined;
  for (let looked = 0; looked < 4; looked += 1) {
    const [first, ...others] = story;
    if (!first) break;
    const [line = '', ...lines] = first.text.split('\n');
    const replaced = readReplacementNote(tidy(line));
    const isNotice = EMBARGO_NOTICE.test(tidy(line)) && (lines.length > 0 || others.length > 0);
    const isTitle = lines.length === 0 && first.kind === 'crosshead' && tidy(line) === title;
    if (replaced === undefined && !isNotice && !isTitle) break;
    if (replaced !== undefined) replacesTitle = tidy(mendQuotes(replaced));
    if (isNotice) embargoNotice = tidy(line);
    const rest = lines.join('\n');
    story = rest.trim() === '' ? others : [{ ...first, text: rest }, ...others];
  }
  return { story, replacesTitle, embargoNotice };
}

/** `GOES (ANP) -` in a paragraph of its own belongs to the next one. */
function joinDateline(blocks: readonly WireBlock[], dialect: WireDialect): readonly WireBlock[] {
  const [first, second, ...others] = blocks;
  if (!first || second?.kind !== 'paragraph' || first.text.length > 150) return blocks;
  if (!/[-–—=:_]$/u.test(first.text) || !hasDateline(`${first.text} x`, dialect)) return blocks;
  return [{ kind: 'paragraph', text: `${first.text} ${second.text}` }, ...others];
}

/** The dateline of its own field, where the text has none; in a form that is read again as a dateline. */
function withDateline(lead: string, { dateline, dialect, misread }: StoryParts): string {
  if (!dateline || hasDateline(lead, dialect)) return lead;
  const place = dateline.value.replace(/\s*(?:\.-|[-–—=:_])$/u, '');
  const forms = [place, upperCase(place)].map((form) => `${form} - ${lead}`);
  const form = forms.find((text) => hasDateline(text, dialect));
  if (form === undefined)
    misread(dateline.path, `is not a dateline that can be shown; it is “${place.slice(0, 80)}”`);
  return form ?? lead;
}

function hasDateline(text: string, { agencies }: WireDialect): boolean {
  return parseDateline(text, [...KNOWN_AGENCIES, ...agencies]).dateline !== undefined;
}

/** 's-Hertogenbosch in capitals keeps its small s. */
function upperCase(place: string): string {
  return place.replace(
    /^(['’‘][st](?=[- ]))?(.*)$/isu,
    (_, small: string | undefined, rest: string) => `${small ?? ''}${rest.toLocaleUpperCase('nl')}`,
  );
}

/** Ends at a sentence where one ends in the second half, else at a word. */
function splitLong(text: string, longest: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const head = rest.slice(0, longest);
    const sentence = Math.max(...['. ', '! ', '? ', '” '].map((mark) => head.lastIndexOf(mark))) + 1;
    const word = head.lastIndexOf(' ');
    // Never between the halves of one character.
    const hard = /[\uD800-\uDBFF]$/.test(head) ? longest - 1 : longest;
    const end = sentence > longest / 2 ? sentence : word > longest / 2 ? word : hard;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === '' ? parts : [...parts, rest];
}

function withinLimits(body: WireItem['body'], { misread }: StoryParts): WireItem['body'] {
  let length = 0;
  const end = body.findIndex((block, index) => {
    length += 'paragraph' in block ? block.paragraph.length : block.crosshead.length;
    return index >= MOST_BLOCKS || length > LONGEST_BODY;
  });
  if (end === -1) return body;
  misread('body', `has ${body.length} paragraphs, more than fit; those after the first ${end} are left out`);
  return body.slice(0, end);
}
