/** Whatever happens to a delivery on its way, the reader ends with items that the gate takes, or with a named problem. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, SubmissionSchema } from '../../../shared/dispatch.ts';
import { readDelivery } from '../../../server/wire/formats/formats.ts';
import { UnreadableWire } from '../../../server/wire/wire-item.ts';
import type { WireItem } from '../../../server/wire/wire-item.ts';
import { DUTCH, fixture, FIXTURES } from './fixtures.ts';

const MUTATIONS = 120;

const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 3 }),
      fc
        .constantFrom(
          '<',
          '>',
          '"',
          '&',
          ']]>',
          '<![CDATA[',
          '<!--',
          '</p>',
          '<p>',
          '{',
          ']',
          '\\',
          '&#0;',
          '\0',
        )
        .map((text) => new TextEncoder().encode(text)),
    ),
  }),
  fc.record({
    kind: fc.constant('leave out' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

describe('a delivery that was damaged', () => {
  for (const name of FIXTURES) {
    it(`${name} is read or refused by name, and nothing else`, () => {
      const whole = fixture(name);
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          for (const item of itemsOf(changes.reduce(damage, whole))) {
            expect(gate(item), JSON.stringify(item)).toEqual([]);
          }
        }),
        { numRuns: MUTATIONS, seed: 20261122 },
      );
    });
  }
});

function damage(bytes: Uint8Array, one: Change): Uint8Array {
  const at = Math.floor(one.at * bytes.length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (one.kind === 'cut') return head;
  return one.kind === 'put'
    ? join(head, one.bytes, tail.subarray(one.bytes.length))
    : join(head, tail.subarray(one.length));
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function itemsOf(bytes: Uint8Array): readonly WireItem[] {
  try {
    return readDelivery(bytes, undefined, DUTCH).items;
  } catch (error) {
    if (error instanceof UnreadableWire) return [];
    throw error;
  }
}

/** What the gate has against it; a kill needs no more than its id. */
function gate(item: WireItem) {
  if (item.status !== 'usable') return [];
  const { title, text, body, urgency, signal, note, embargo, publishedAt, url, lang } = item;
  const said = { title, text: text || title, body, urgency, signal, note, embargo, publishedAt, url, lang };
  const fields = Object.entries(said).filter(([, value]) => value !== undefined);
  const reading = read(SubmissionSchema, { section: 'regio', ...Object.fromEntries(fields) });
  return reading.ok ? [] : reading.problems;
}
