/**
 * From bytes to text. What a delivery says of its encoding is often wrong; the bytes themselves are not: text that
 * is valid UTF-8 beyond ASCII is UTF-8, whoever says otherwise, and text that is not is what it is declared to be.
 */
import type { Problem } from '../../../shared/dispatch.ts';

export interface DecodedWire {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** What Western files are that say UTF-8 and are not; ISO-8859-1 is read as this everywhere. */
const FALLBACK = 'windows-1252';
/** 0x80 to 0x9f: Node before 24 decodes them as control characters, against the standard. */
const UPPER_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

export function decodeWire(bytes: Uint8Array, contentType = ''): DecodedWire {
  const marked = byteOrder(bytes);
  if (marked) return { text: clean(new TextDecoder(marked).decode(bytes)), problems: [] };

  const declared = declaredEncoding(bytes, contentType);
  const encoding = encodingNamed(declared);
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== undefined) {
    const isOther = encoding !== 'utf-8' && bytes.some((byte) => byte > 0x7f);
    return { text: clean(utf8), problems: isOther && declared ? [saysOtherwise(declared, 'utf-8')] : [] };
  }
  if (encoding !== 'utf-8') {
    const text = decodeStrictly(bytes, encoding);
    if (text !== undefined) return { text: clean(text), problems: [] };
  }
  const lossy = new TextDecoder('utf-8').decode(bytes);
  if (isMostlyUtf8(lossy)) {
    const message = 'holds bytes that are not utf-8; they are shown as \uFFFD';
    return { text: clean(lossy), problems: [{ path: 'encoding', message }] };
  }
  return { text: clean(decode1252(bytes)), problems: [saysOtherwise(declared ?? 'utf-8', FALLBACK)] };
}

function saysOtherwise(declared: string, real: string): Problem {
  return { path: 'encoding', message: `is declared ${declared}, and the bytes are ${real}; read as ${real}` };
}

/** By the byte order mark, or by the zero bytes around the first sign of XML or JSON. */
function byteOrder([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (isOpening(a) && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && isOpening(b))) return 'utf-16be';
  return undefined;
}

/** `<`, `{` or `[` */
function isOpening(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x7b || byte === 0x5b;
}

function declaredEncoding(bytes: Uint8Array, contentType: string): string | undefined {
  const head = decode1252(bytes.subarray(0, 1024));
  return (
    /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1]
  );
}

function encodingNamed(said = 'utf-8'): string {
  try {
    return new TextDecoder(said).encoding;
  } catch {
    return 'utf-8'; // A name that nobody knows says nothing.
  }
}

function decode1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009F]/g, (unit) => UPPER_1252[unit.charCodeAt(0) - 0x80] ?? unit);
}

/** A letter that the end of the file cuts in two is no proof against an encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding === FALLBACK) return decode1252(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined; // The way in which TextDecoder says no.
  }
}

function isMostlyUtf8(lossy: string): boolean {
  const broken = lossy.match(/\uFFFD/g)?.length ?? 0;
  const whole = lossy.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  return whole > broken;
}

/** XML has no place for these characters, and some parsers stop at them. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the ones
  return text.replace(/^\uFEFF|[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '');
}
