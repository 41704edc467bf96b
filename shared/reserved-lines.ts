/** How many lines a ticker keeps free for a text, whatever comes: the element counts them from what it measures. */

/** A dispatch of this length is shown whole, at any width. */
export const TEXT_LENGTH = 320;
/** And a headline of this length, above a text or alone. */
export const HEADLINE_LENGTH = 90;
/** In the size and weight of the one and of the other a character is this much wider than in a text. */
export const TITLE_WIDTH = 1.23;
export const HEADLINE_WIDTH = 1.37;
/** About half a word is left open at the end of a line. */
const RAGGED = 4;
/** From this width on, em, a headline has its place between heading and buttons: `reserve.css` knows no other measure. */
export const WIDE = 56;

/** Of a row, for its title and its text. `characters`: how many of a text fit on a line. */
export function rowLines(characters: number): number {
  return linesOf(TEXT_LENGTH, characters) + linesOf(HEADLINE_LENGTH, characters / TITLE_WIDTH);
}

/** Of a headline alone, by how many characters of a text would fit. */
export function headlineLines(characters: number): number {
  return linesOf(HEADLINE_LENGTH, characters / HEADLINE_WIDTH);
}

function linesOf(length: number, characters: number): number {
  return Math.ceil(length / Math.max(characters - RAGGED, RAGGED));
}
