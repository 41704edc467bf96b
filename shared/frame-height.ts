/**
 * How high the page for a frame becomes, so that the code to copy can say it: nothing on the page around is moved when
 * the frame is there, nor where its own script is not. Added up as `reserve.css` and the styles of the element do it; a
 * test in a browser holds them together.
 */
import { headlineLines, rowLines, WIDE } from './reserved-lines.ts';

/** What of a ticker decides how high it is. */
export interface FrameContents {
  /** `list` or `line`. */
  readonly layout: string;
  readonly rows: number;
  /** The words above the rows; empty: none. */
  readonly heading: string;
}

/** Where nobody says how wide the frame will be: wider than a column beside an article, narrower than the article. */
export const USUAL_WIDTH = 480;

/** Lengths are in px, where a rem is 16: the page in the frame has its own letters. */
const EM = 16;
/** An ordinary character of a text, and of a heading. */
const CHARACTER = 0.411 * EM;
const HEADING_CHARACTER = 0.58 * EM;
/** Of a heading less is left open at the end of a line than of a text: its last line is seldom full. */
const HEADING_RAGGED = 2;
const HEADING_LINE = 1.54375 * EM;
/** A row but for the lines of its title and its text: the label, what is between them, the rule. */
const ROW = 3.5 * EM + 1;
const ROW_LINE = 1.40625 * EM;
/** Rule, heading of one line and status, above a list and above a headline. */
const ABOVE = 4 + 0.5 * EM + HEADING_LINE + 0.2 * EM + 24 + 0.375 * EM + 1;
/** What is reserved beyond that is what a heading of more lines does not add. */
const SPARE = 3;
/** Around a headline, and its label below it. */
const AROUND_HEADLINE = 5 + EM;
const LABEL = 1.61875 * EM;
/** The heading of a wide line, and what stands beside a headline there: that, the buttons and the gaps. */
const WIDE_HEADING = 14 * EM;
const ASIDE = WIDE_HEADING + 3 * EM + 112;
/** The pause button beside a heading, with its gap. */
const PAUSE = 72;

/** Of the whole page in the frame, px; where reader and page have the usual letters. */
export function frameHeight(ticker: FrameContents, width = USUAL_WIDTH): number {
  return Math.ceil(ticker.layout === 'line' ? lineHeight(ticker, width) : listHeight(ticker, width));
}

function listHeight({ rows, heading }: FrameContents, width: number): number {
  return ABOVE + beyondOne(heading, width - PAUSE) + rows * (ROW + rowLines(width / CHARACTER) * ROW_LINE);
}

function lineHeight({ heading }: FrameContents, width: number): number {
  if (width < WIDE * EM) {
    const above = ABOVE - 4 + beyondOne(heading, width - PAUSE);
    return above + AROUND_HEADLINE + headlineLines(width / CHARACTER) * HEADING_LINE + LABEL;
  }
  const headline = headlineLines((width - ASIDE) / CHARACTER) * HEADING_LINE + LABEL;
  const beside = headingLines(heading, WIDE_HEADING) * HEADING_LINE + 24;
  return AROUND_HEADLINE + Math.max(headline, beside);
}

/** What a heading adds that takes more than one line. */
function beyondOne(heading: string, width: number): number {
  const more = headingLines(heading, width) - 1;
  return Math.max(0, more * HEADING_LINE - SPARE);
}

function headingLines(heading: string, width: number): number {
  return Math.max(1, Math.ceil(heading.length / (width / HEADING_CHARACTER - HEADING_RAGGED)));
}
