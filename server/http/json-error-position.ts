/**
 * Where a text stops being JSON. JSON.parse itself says so only in some of its messages, and each engine in its
 * own words; so the longest beginning that could still become JSON is looked for by halving.
 */
export interface TextPosition {
  /** In UTF-16 units from the start, 0 for the first. */
  readonly offset: number;
  /** 1 for the first. */
  readonly line: number;
  readonly column: number;
}

/** Where `text`, which is not JSON, goes wrong; its end when only something is missing. */
export function jsonErrorPosition(text: string): TextPosition {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good).split('\n');
  return { offset: good, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Whether more text could make this JSON: it is JSON, or the parser's only complaint is that it ends. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = String(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    return (
      /end of JSON|Unterminated/.test(message) || (position !== undefined && Number(position) >= text.length)
    );
  }
}
