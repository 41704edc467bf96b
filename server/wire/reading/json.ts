/**
 * JSON of a wire: looked through for its depth before it is parsed, and mended where it was cut off, so that the
 * items that were complete are read.
 */
import { UnreadableWire } from '../wire-item.ts';

const MOST_LEVELS = 100;

export interface JsonFile {
  readonly value: unknown;
  /** What is here is what was whole before the cut. */
  readonly isCut: boolean;
}

/** @throws {UnreadableWire} `not-json`, `too-deep`, `cut-off` */
export function openJson(text: string): JsonFile {
  const { isCut, mended } = survey(text);
  if (!isCut) return { value: parse(text), isCut };
  if (mended === undefined) throw new UnreadableWire('cut-off', 'The file is cut off within its first item.');
  return { value: parse(mended), isCut };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const at = /position \d+/.exec(cause instanceof Error ? cause.message : '')?.[0];
    throw new UnreadableWire(
      'not-json',
      `The file is not JSON${at === undefined ? '' : `: it goes wrong at ${at}`}.`,
    );
  }
}

interface Survey {
  readonly isCut: boolean;
  /** Up to the last item that was whole, and closed: an item that was cut may lack its embargo. */
  readonly mended?: string;
}

/** One way along the signs that open and close; what is in quotes is jumped over. */
function survey(text: string): Survey {
  const open: string[] = [];
  let lastQuoted = '';
  /** How deep the list of items stands: the file itself, or `items` in it; 0 when we are in neither. */
  let itemList = 0;
  let whole: { readonly end: number; readonly closers: string } | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfQuoted(text, at);
      if (end === undefined) {
        open.push('"');
        break;
      }
      lastQuoted = end - at < 40 ? text.slice(at + 1, end) : '';
      at = end;
    } else if (sign === '[' || sign === '{') {
      open.push(sign === '[' ? ']' : '}');
      if (open.length > MOST_LEVELS) {
        throw new UnreadableWire('too-deep', `The file is nested more than ${MOST_LEVELS} levels deep.`);
      }
      const isItems = open.length === 1 || (open.length === 2 && lastQuoted === 'items');
      if (itemList === 0 && sign === '[' && isItems) itemList = open.length;
    } else if (sign === ']' || sign === '}') {
      open.pop();
      if (open.length < itemList) itemList = 0;
      if (sign === '}' && open.length > 0 && open.length === itemList) {
        whole = { end: at + 1, closers: [...open].reverse().join('') };
      }
    }
  }
  if (open.length === 0) return { isCut: false };
  return { isCut: true, ...(whole && { mended: text.slice(0, whole.end) + whole.closers }) };
}

/** Where the closing quotation mark stands; undefined when there is none. */
function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') return at;
    if (sign === '\\') at += 1;
  }
  return undefined;
}
