/**
 * `reserve.css`: keeps the height of a ticker free before its script has come, and where it never comes.
 *
 * How many lines the longest text takes depends on the width and the letters of the page, which no rule can compute;
 * so a text of that length is set, unseen and taking no width, and the browser breaks it into lines. The element
 * counts the same lines from a piece of that text. What it keeps free for a row is read from its own styles; what
 * stands above the rows is added up here, a little generously: a test holds the two together.
 */
import { MOST_ROWS } from '../../shared/ticker-attributes.ts';
import {
  HEADLINE_LENGTH,
  HEADLINE_WIDTH,
  TEXT_LENGTH,
  TITLE_WIDTH,
  WIDE,
} from '../../shared/reserved-lines.ts';
import { PROBE } from '../controllers/reserve.ts';
import { tickerStyles } from '../elements/styles.ts';

/** Of the measured text, em of the element: as `.text` and `.probe` are. */
const TEXT_SIZE = 0.9375;
const HEADLINE_SIZE = TEXT_SIZE * HEADLINE_WIDTH;

/** Between rule and rows: the heading beside a button that stands on the same line, and the status. */
const HEADER = 'max(1.54375em, 24px) + 0.2em';
const BAR = 'max(1.5em, 24px) + 0.375em + 1px';

export function reserveCss(): string {
  const [, row = '', textLine = ''] = measures(
    /\.box \{[^}]*block-size: calc\(var\(--_rows\) \* \((.+) \+ var\(--_given, .+\) \* ([\d.]+)em \+ 1px\)\);/,
  );
  const [, headlineLine = '', smallPrint = ''] = measures(
    /\.line \.box \{[^}]*block-size: calc\(var\(--_lines\) \* ([\d.]+)em \+ (.+)\);/,
  );
  const rows = Array.from({ length: MOST_ROWS }, (_, index) => index + 1);
  return `/* Reserves the height of <news-ticker>, before its script and without it. */
news-ticker {
  --reserve-rows: 5;
  display: flow-root;
}
news-ticker[hidden] {
  display: none;
}
${rows.map((count) => `news-ticker[rows='${count}'] { --reserve-rows: ${count}; }`).join('\n')}
/* Above the list: rule, heading and status. A row: all but the lines of its text and its title, which follow from the width. */
news-ticker::before {
  --reserve-above: calc(${inEms(`4px + 0.5em + ${HEADER} + ${BAR} + var(--reserve-rows) * (${row} + 1px)`, TEXT_SIZE)});
  content: '${lengthened(TEXT_LENGTH)}\\A ${lengthened(Math.ceil(HEADLINE_LENGTH * TITLE_WIDTH))}';
  float: left;
  box-sizing: border-box;
  inline-size: 0;
  min-inline-size: 100%;
  margin-right: -100%;
  padding: var(--reserve-above) 2.2em 0 0;
  /* Invalid, and so \`auto\`, where the page does not say how many lines a text may have. */
  block-size: calc(var(--reserve-above) + (var(--ticker-lead-lines) + 2) * var(--reserve-rows) * ${inEms(`${textLine}em`, TEXT_SIZE)});
  overflow: hidden;
  font-size: ${TEXT_SIZE}em;
  line-height: calc(${Number(textLine) / TEXT_SIZE} * var(--reserve-rows));
  text-indent: 0;
  white-space: break-spaces;
  word-break: break-all;
  visibility: hidden;
  pointer-events: none;
}
/* One headline at a time; where there is room, between the heading and the buttons. */
news-ticker[layout='line']::before {
  --reserve-narrow: clamp(0px, (${inEms(`${WIDE}em`, HEADLINE_SIZE)} - 100%) * 1000, ${inEms(`${HEADER} + ${BAR} + 0.5em`, HEADLINE_SIZE)});
  --reserve-aside: clamp(0px, (100% - ${inEms(`${WIDE}em`, HEADLINE_SIZE)} + 1px) * 1000, ${inEms('22em + 64px', HEADLINE_SIZE)});
  content: '${lengthened(HEADLINE_LENGTH)}';
  padding: calc(${inEms(`5px + 1em + max(${smallPrint}, 24px)`, HEADLINE_SIZE)} + var(--reserve-narrow)) calc(2.2em + var(--reserve-aside)) 0 0;
  block-size: auto;
  font-size: ${rounded(HEADLINE_SIZE)}em;
  line-height: ${rounded(Number(headlineLine) / HEADLINE_SIZE)};
}
/* As wide as the element makes itself, where the page leaves that to it: a line of text. */
news-ticker::after {
  content: '${PROBE}';
  display: block;
  block-size: 0;
  overflow: hidden;
  font-size: ${TEXT_SIZE}em;
  text-indent: 0;
  white-space: normal;
  visibility: hidden;
}
@media print {
  news-ticker::before {
    content: none;
  }
}
`;
}

/** What the element's styles say of its size. @throws when they no longer say it so */
function measures(place: RegExp): RegExpExecArray {
  const found = place.exec(tickerStyles.cssText);
  if (!found) throw new Error(`the styles of <news-ticker> no longer say ${String(place)}`);
  return found;
}

/** Lengths in em of the element, as they are where letters are this much larger. */
function inEms(lengths: string, size: number): string {
  return lengths.replace(/([\d.]+)em/g, (_, length) => `${rounded(Number(length) / size)}em`);
}

function rounded(length: number): number {
  return Math.round(length * 1e4) / 1e4;
}

/** The probe, over and over, up to this length. */
function lengthened(length: number): string {
  return `${PROBE} `.repeat(Math.ceil(length / PROBE.length)).slice(0, length);
}
