import { expect, test } from 'vitest';
import { EMPTY_BOARD } from '../../shared/board.ts';
import { catchUp } from '../../shared/catch-up.ts';

const NOTHING_NEW = { reset: false, dispatches: [], gone: [] };
const NAMED = { ...EMPTY_BOARD, title: 'Economie' };

test('an answer with nothing new, and the title that is known, leaves the same object', () => {
  expect(catchUp(NAMED, NOTHING_NEW)).toBe(NAMED);
  expect(catchUp(NAMED, { ...NOTHING_NEW, title: 'Economie' })).toBe(NAMED);
});

test('another title is news of its own', () => {
  expect(catchUp(NAMED, { ...NOTHING_NEW, title: 'Economie & Werk' })).toEqual({
    ...EMPTY_BOARD,
    title: 'Economie & Werk',
  });
});

test('a whole board without a title, from a server that does not say it yet, leaves the one that is known', () => {
  expect(catchUp(NAMED, { ...NOTHING_NEW, reset: true })).toEqual(NAMED);
});
