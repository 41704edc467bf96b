import * as fc from 'fast-check';
import { read, SubmissionSchema } from '../../../shared/dispatch.ts';
import { describe, expect, test } from 'vitest';
import { wireId } from '../../../server/wire/wire-id.ts';

const sourceId = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('~', '/', 'e\u0301', '\u00e9', '\ud800', ' ', '2', 'f', '#', 'u'),
    maxLength: 90,
  }),
  fc.webUrl(),
);

describe('the id of a wire item', () => {
  test.each([
    ['urn:newsml:anp.nl:20261122:1', 'anp:urn:newsml:anp.nl:20261122:1'],
    ['https://a.example/b?c=1', 'anp:https:~2f~2fa.example~2fb~3fc=1'],
    ['~2f', 'anp:~7e2f'],
    ['caf\u00e9', 'anp:caf\u00e9'],
    ['cafe\u0301', 'anp:cafe~u0301'],
    ['..', 'anp:..'],
  ])('of %s is %s', (id, expected) => {
    expect(wireId('anp', id)).toBe(expected);
  });

  test('always passes the gate', () => {
    fc.assert(
      fc.property(sourceId, (said) => {
        const id = wireId('anp', said);
        expect(read(SubmissionSchema, { id, section: 'regio', title: 'x', text: 'x' })).toMatchObject({
          ok: true,
        });
      }),
    );
  });

  test('is another one for another item, however alike', () => {
    fc.assert(
      fc.property(sourceId, sourceId, (one, other) => {
        expect(wireId('anp', one) === wireId('anp', other)).toBe(one === other);
      }),
      { numRuns: 2000 },
    );
    const long = 'x'.repeat(500);
    expect(wireId('anp', `${long}1`)).not.toBe(wireId('anp', `${long}2`));
  });
});
