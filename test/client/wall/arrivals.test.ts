import { describe, expect, test } from 'vitest';
import { Arrivals } from '../../../client/wall/arrivals.ts';
import { NOON, card, nextVersion } from '../cards.ts';

const MINUTE = 60_000;
const OLD = card('oud', 30);
const ids = (arrivals: Arrivals, cards: readonly (typeof OLD)[], now = NOON, starting = false) =>
  arrivals.take(cards, now, starting).map(({ id }) => id);

/** A wall that has hung there for a while. */
function hanging(): Arrivals {
  const arrivals = new Arrivals();
  arrivals.take([OLD], NOON - MINUTE, true);
  return arrivals;
}

describe('is news', () => {
  test('what comes; not what was there when the boards came in, and nothing twice', () => {
    const arrivals = new Arrivals();
    expect(ids(arrivals, [card('a', 0), OLD], NOON, true)).toEqual([]);
    expect(ids(arrivals, [card('b', 0), card('a', 0), OLD])).toEqual(['b']);
    expect(ids(arrivals, [card('b', 0), card('a', 0), OLD])).toEqual([]);
  });
  test('for ten minutes after it was written', () => {
    expect(ids(hanging(), [card('a', 9)])).toEqual(['a']);
    expect(ids(hanging(), [card('a', 10)])).toEqual([]);
  });
  test('what becomes a flash or a bulletin; not what is corrected, or was one already', () => {
    const arrivals = hanging();
    const corrected = nextVersion(OLD, { title: 'Anders', updatedAt: NOON });
    expect(ids(arrivals, [corrected])).toEqual([]);
    const bulletin = nextVersion(corrected, { urgency: 2, updatedAt: NOON });
    expect(ids(arrivals, [bulletin])).toEqual(['oud']);
    expect(ids(arrivals, [nextVersion(bulletin, { urgency: 1, updatedAt: NOON })])).toEqual([]);
  });
  test('not what was away from the boards for a moment', () => {
    const arrivals = hanging();
    const flash = card('f', 0, { urgency: 1 });
    expect(ids(arrivals, [flash])).toEqual(['f']);
    expect(ids(arrivals, [])).toEqual([]);
    expect(ids(arrivals, [flash], NOON + 9 * MINUTE)).toEqual([]);
  });
});

test('is marked as fresh for two minutes; what was there is not', () => {
  const arrivals = hanging();
  const fresh = card('a', 0);
  arrivals.take([fresh, OLD], NOON, false);
  expect([fresh, OLD].map((one) => arrivals.isFresh(one, NOON + 119_000))).toEqual([true, false]);
  expect(arrivals.isFresh(fresh, NOON + 120_000)).toBe(false);
});

test('whoever saw another version before is told of the correction', () => {
  const arrivals = hanging();
  const corrected = nextVersion(OLD, {});
  const late = nextVersion(card('later', 5), {});
  arrivals.take([corrected, late], NOON, false);
  expect([corrected, late].map((one) => arrivals.wasOther(one))).toEqual([true, false]);
});

test('a wall that hangs there for weeks remembers no more than what it had of late', () => {
  const arrivals = hanging();
  arrivals.take([], NOON + 20 * MINUTE, false);
  expect(arrivals.wasOther(nextVersion(OLD, {}))).toBe(false);
});
