import { describe, expect, test } from 'vitest';
import type { Card } from '../../../shared/card.ts';
import {
  NO_TAKEOVER,
  addTakeover,
  dwellOf,
  nextTakeover,
  reviseTakeovers,
  takesOver,
} from '../../../client/wall/takeover.ts';
import { card, nextVersion } from '../cards.ts';

const flash = (id: string, more: Partial<Card> = {}) => card(id, 0, { urgency: 1, ...more });
const bulletin = (id: string) => card(id, 0, { urgency: 2 });
const queue = (...cards: Card[]) => cards.reduce(addTakeover, NO_TAKEOVER);
const ids = (cards: readonly Card[]) => cards.map(({ id }) => id);

test('flashes and bulletins take over, and nothing else', () => {
  const interrupts = [1, 2, 3, 4].map((urgency) => takesOver(card('a', 0, { urgency })));
  expect(interrupts).toEqual([true, true, false, false]);
});

test('one that comes while another is shown waits; flashes before bulletins, then as they came', () => {
  const { shown, waiting } = queue(bulletin('a'), bulletin('b'), flash('c'), bulletin('d'), flash('e'));
  expect(shown?.id).toBe('a');
  expect(ids(waiting)).toEqual(['c', 'e', 'b', 'd']);
});

test('however many come, a few wait', () => {
  const many = Array.from({ length: 40 }, (_, at) => bulletin(String(at)));
  expect(queue(...many).waiting).toHaveLength(6);
});

describe('what happens to a dispatch happens here too', () => {
  const [a, b, c] = [flash('a'), flash('b'), flash('c')];
  const three = queue(a, b, c);

  test('nothing: the same object', () => {
    expect(reviseTakeovers(three, [a, b, c])).toBe(three);
  });
  test('a correction, shown or waiting', () => {
    const corrected = [a, c].map((card) => nextVersion(card, { title: 'Anders' }));
    const { shown, waiting } = reviseTakeovers(three, [b, ...corrected]);
    expect([shown, ...waiting].map((card) => card?.title)).toEqual(['Anders', b.title, 'Anders']);
  });
  test('a withdrawal of what is shown: the next', () => {
    const { shown, waiting } = reviseTakeovers(three, [b, c]);
    expect([shown?.id, ...ids(waiting)]).toEqual(['b', 'c']);
  });
  test('a withdrawal of what waits', () => {
    const { shown, waiting } = reviseTakeovers(three, [a, c]);
    expect([shown?.id, ...ids(waiting)]).toEqual(['a', 'c']);
  });
  test('it turns out to be less urgent', () => {
    expect(reviseTakeovers(queue(a), [nextVersion(a, { urgency: 4 })]).shown).toBeUndefined();
  });
  test('another one replaces it', () => {
    expect(
      reviseTakeovers(queue(a), [a, bulletin('z'), flash('y', { replaces: 'a' })]).shown,
    ).toBeUndefined();
  });
});

test('the last one hands the screen back', () => {
  expect(nextTakeover(queue(flash('a')))).toEqual(NO_TAKEOVER);
});

test('the time that it stays follows from the length of its text, within bounds', () => {
  const short = flash('a', { title: 'Kort', lead: '', dateline: undefined });
  const long = flash('b', { lead: 'x'.repeat(300), dateline: undefined });
  const longest = flash('c', { lead: 'x'.repeat(3_000) });
  expect(dwellOf(short)).toBe(8_240);
  expect(dwellOf(long)).toBe(8_000 + 60 * (300 + long.title.length));
  expect(dwellOf(longest)).toBe(45_000);
});
