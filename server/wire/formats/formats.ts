/** Every format we read; the first that knows its own reads the delivery. */
import { UnreadableWire } from '../wire-item.ts';
import type { WireDialect, WireFormat, WireReading } from '../wire-item.ts';
import { decodeWire } from '../reading/encoding.ts';
import { feed } from './feed.ts';
import { newsml1 } from './newsml-1.ts';
import { newsmlG2 } from './newsml-g2.ts';
import { ninjs } from './ninjs.ts';
import { nitf } from './nitf.ts';

const FORMATS: readonly WireFormat[] = [newsml1, newsmlG2, nitf, feed, ninjs];
const HEAD = 8_192;

/** @throws {UnreadableWire} */
export function readDelivery(
  bytes: Uint8Array,
  contentType: string | undefined,
  dialect: WireDialect,
): WireReading {
  const { text, problems } = decodeWire(bytes, contentType);
  if (text.trim() === '') throw new UnreadableWire('empty', 'The file is empty.');
  const head = text.slice(0, HEAD);
  const format =
    FORMATS.find((one) => one.recognises(head)) ??
    // A long preamble, or JSON that says last what it is.
    FORMATS.find((one) => one.recognises(text));
  if (!format) {
    const names = 'NewsML 1.2, NewsML-G2, NITF, ninjs, RSS, Atom or JSON Feed';
    throw new UnreadableWire('unknown-format', `The file is none of ${names}.`, problems);
  }
  const reading = format.read(text, dialect);
  return { ...reading, problems: [...problems, ...reading.problems] };
}
