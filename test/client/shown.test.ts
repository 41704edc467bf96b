import { expect, test } from 'vitest';
import { NOTHING_SHOWN, holdStill, lineOf, showNewest } from '../../client/shown.ts';
import { card, nextVersion } from './cards.ts';

const [A, B, C, D] = [card('a', 1), card('b', 2), card('c', 3), card('d', 4)];
const NEW = card('nieuw', 0);

function ids({ items }: ReturnType<typeof showNewest>): string[] {
  return items.map(({ id, card: shown }) => (shown ? id : `${id} weg`));
}

test('left alone, a ticker shows the newest', () => {
  expect(ids(showNewest([A, B, C], 2))).toEqual(['a', 'b']);
});

test('held still, it keeps its rows and counts what waits', () => {
  const held = holdStill(showNewest([A, B, C], 2), [NEW, A, B, C], 2);
  expect(ids(held)).toEqual(['a', 'b']);
  expect(held.pending).toBe(1);
});

test('what waited and was withdrawn no longer waits', () => {
  const held = holdStill(showNewest([A, B], 2), [NEW, A, B], 2);
  expect(holdStill(held, [A, B], 2).pending).toBe(0);
});

test('a withdrawal under the eyes keeps its place, and gives it back when the dispatch returns', () => {
  const held = holdStill(showNewest([A, B, C], 2), [B, C], 2);
  expect(ids(held)).toEqual(['a weg', 'b']);
  const back = nextVersion(A, { title: 'Terug' });
  expect(holdStill(held, [back, B, C], 2).items[0]?.card).toBe(back);
});

test('rows that are free are filled with what is older, never with what is new', () => {
  const held = holdStill(showNewest([A, B, C, D], 2), [NEW, A, B, C, D], 3);
  expect(ids(held)).toEqual(['a', 'b', 'c']);
  expect(ids(holdStill(NOTHING_SHOWN, [A], 3))).toEqual([]);
});

test('the line of what was withdrawn stands where the dispatch stood, without a word of it', () => {
  const shown = showNewest([A, C, D], 3, [lineOf(B)]);
  expect(ids(shown)).toEqual(['a', 'b weg', 'c']);
  expect(JSON.stringify(shown.items[1])).not.toContain(B.title);
  expect(ids(showNewest([NEW, A, C, D], 2, [lineOf(B)]))).toEqual(['nieuw', 'a']);
});

test('held still, the row of another article goes, and the one that it came from is back in its place', () => {
  const shown = showNewest([A, B, C, D], 2, [], 'a');
  expect(ids(shown)).toEqual(['b', 'c']);
  const held = holdStill(shown, [NEW, A, B, C, D], 2, undefined, 'b');
  expect([ids(held), held.pending]).toEqual([['a', 'c'], 1]);
});

test('what was withdrawn while a ticker held still leaves nothing of its text in it', () => {
  const held = holdStill(showNewest([A, B], 2), [B], 2);
  expect(JSON.stringify(held)).not.toContain(A.title);
});

test('held still, a superseded dispatch stays, and the one that supersedes it waits', () => {
  const newer = card('nieuw', 0, { replaces: 'a' });
  const held = holdStill(showNewest([A, B], 2), [newer, B], 2, [newer, A, B]);
  expect(ids(held)).toEqual(['a', 'b']);
  expect(held.pending).toBe(1);
});
