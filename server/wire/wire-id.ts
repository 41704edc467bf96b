/**
 * The id of a wire's item among dispatches: its source, and what the source calls it. What ids may not hold is written
 * as `~` and its code, so that two items never share an id and the same item always has the same.
 */
import { createHash } from 'node:crypto';

const LONGEST = 200;

export function wireId(source: string, sourceId: string): string {
  const id = `${source}:${escape(sourceId, /[\s\p{Cc}\p{Cs}/\\?#%~]/gu)}`;
  // Composed and decomposed letters look alike but are two ids; by their codes they stay apart.
  const plain = id === id.normalize('NFC') ? id : `${source}:${escape(sourceId, /[^!-~]|[/\\?#%~]/g)}`;
  if (plain.length <= LONGEST) return plain;
  // No escape begins with ~~, so this meets no id but that of the same text.
  return `${source}:~~${createHash('sha256').update(sourceId, 'utf16le').digest('base64url')}`;
}

function escape(text: string, unfit: RegExp): string {
  return text.replace(unfit, (found) =>
    Array.from({ length: found.length }, (_, index) => code(found.charCodeAt(index))).join(''),
  );
}

function code(unit: number): string {
  return unit < 0x100 ? `~${unit.toString(16).padStart(2, '0')}` : `~u${unit.toString(16).padStart(4, '0')}`;
}
