/** How many lines a ticker keeps free for a text, whatever comes: the element counts them from what it measures. */

/** A dispatch of this length is shown whole, at any width. */
export const TEXT_LENGTH = 320;
/** And a headline of this length; in its size and weight a character is this much wider than in a text. */
export const HEADLINE_LENGTH = 90;
export const HEADLINE_WIDTH = 1.37;
/** About half a word is left open at the end of a line. */
const RAGGED = 4;
/** From this width on, em, a headline has its place between heading and buttons: `reserve.css` knows no other measure. */
export const WIDE = 56;

/** `characters`: how many of a text fit on a line. */
export function textLines(characters: number): number {
  return Math.ceil(TEXT_LENGTH / Math.max(characters - RAGGED, RAGGED));
}

/** The same of a headline, by how many characters of a text would fit. */
export function headlineLines(characters: number): number {
  return Math.ceil(HEADLINE_LENGTH / Math.max(characters / HEADLINE_WIDTH - RAGGED, RAGGED));
}
