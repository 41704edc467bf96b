import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutSuperseded, type Replacing } from '../../shared/superseded.ts';

/** "c>b b>a a": c replaces b, b replaces a; newest first. */
function cards(text: string): Replacing[] {
  const words = text.split(' ').filter(Boolean);
  return words.map((word, index) => {
    const [id = '', replaces] = word.split('>');
    return { id, publishedAt: 1_000 - index, ...(replaces !== undefined && { replaces }) };
  });
}

function standing(text: string): string {
  return withoutSuperseded(cards(text))
    .map(({ id }) => id)
    .join(' ');
}

describe('a list', () => {
  test.each([
    ['b>a x a', 'b x', 'loses what another replaces'],
    ['c>b b>a a', 'c', 'folds a chain into its last'],
    ['c>b b>a', 'c', 'folds a chain of which the first is not here'],
    ['c>a b>a a', 'c b', 'keeps both of two that replace the same'],
    ['b>weg a', 'b a', 'keeps all when what is replaced is not here'],
    ['a>a', 'a', 'keeps what replaces itself'],
    ['b>a a>b', 'b', 'keeps the newest of two that replace each other'],
    ['c>b b>a a>c', 'c', 'keeps the newest of a circle'],
    ['d c>b b>a a>c', 'd c', 'of a circle hides only its own'],
    ['c b>a a', 'c b', 'keeps what replaces nothing'],
    ['c a', 'c a', 'shows a dispatch again when the one that replaced it is gone'],
    ['', '', 'may be empty'],
  ])('%s → %s: %s', (before, after) => {
    expect(standing(before)).toBe(after);
  });

  test('in which nothing is replaced comes back as it is', () => {
    const list = cards('c b>weg a');
    expect(withoutSuperseded(list)).toBe(list);
  });
});

test('whatever replaces what, something stands, in the same order, and doing it twice changes nothing', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const card = fc.record(
    { id, replaces: id, publishedAt: fc.nat(3) },
    { requiredKeys: ['id', 'publishedAt'] },
  );
  const lists = fc.uniqueArray(card, { selector: (one) => one.id, minLength: 1 });
  fc.assert(
    fc.property(lists, (list) => {
      const left = withoutSuperseded(list);
      expect(left.length).toBeGreaterThan(0);
      expect(list.filter((one) => left.includes(one))).toEqual(left);
      expect(withoutSuperseded(left)).toEqual(left);
    }),
  );
});
