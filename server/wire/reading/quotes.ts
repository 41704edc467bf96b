/**
 * `,,Wij gaan door'', zei hij`: the quotation marks of a typewriter, which Dutch wires still send. They mean „ and
 * ”. A pair of commas or apostrophes that does not stand as a quotation mark is left alone: 5'30'' is a time.
 */
const OPENING = /(^|[\s([{\-–—/„“"'])(?:,,|‚‚)(?=[\p{L}\p{N}\p{P}])/gu;
const CLOSING = /(?<=[\p{L}\p{P}])(?:''|’’|´´)(?=$|[\s)\]}.,;:!?\-–—/"])/gu;
const CLOSING_AFTER_NUMBER = /(?<=\p{N})(?:''|’’|´´)(?=$|[\s)\]}.,;:!?\-–—/"])/gu;

export function mendQuotes(text: string): string {
  const opened = text.replace(OPENING, '$1„');
  const closed = opened.replace(CLOSING, '”');
  return closed.includes('„') ? closed.replace(CLOSING_AFTER_NUMBER, '”') : closed;
}
