/** A headline without the mark of its version: `Brug dicht (2)` is the second version of `Brug dicht`. */
export interface Headline {
  readonly title: string;
  readonly version?: number;
}

/** One digit: more is an age or a year, as in `Zwolle wint van Goes (1912)`. */
const VERSION_MARK = /\s*\(([2-9])\)$/u;

export function readHeadline(text: string): Headline {
  const mark = VERSION_MARK.exec(text);
  const title = mark && text.slice(0, mark.index).trim();
  return title ? { title, version: Number(mark[1]) } : { title: text };
}
