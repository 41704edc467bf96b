import { expect, test } from 'vitest';
import { readBoard, readDelta } from '../../client/gate.ts';
import { CardSchema, read } from '../../shared/dispatch.ts';
import { card } from './cards.ts';

const FULL = card('een', 1, {
  url: 'https://krant.example/een',
  signal: 'correction',
  note: 'plaatsnaam hersteld',
  replaces: 'nul',
});

const WRONG: Record<string, readonly unknown[]> = {
  id: [undefined, 4, '', 'met spatie', 'met/streep', 'x'.repeat(201)],
  version: [undefined, 0, 1.5, '1', NaN, -1],
  section: [undefined, '', 'Buitenland', 7],
  title: [undefined, null, 3],
  dateline: [null, 'HARLINGEN', {}, { places: [], agencies: [], raw: 4 }],
  lead: [undefined, 5],
  url: [null, 'javascript:alert(1)', '//elders.example', 'data:text/html,x', 'ftp://x.example'],
  urgency: [undefined, 1.5, '4'],
  status: [undefined, 'embargoed'],
  signal: [null, 'refile'],
  note: [null, 4],
  replaces: [null, '', 'met spatie'],
  lang: [undefined, 4],
  publishedAt: [undefined, -1, 1.5, 8.64e15 + 2, '2026-11-21'],
  updatedAt: [undefined, Infinity],
};

function passes(value: unknown): boolean {
  return readDelta({ section: 'buitenland', epoch: 'e', n: 2, prev: 1, dispatch: value }) !== undefined;
}

test('a card that the schema takes passes the gate, whole and without what is optional', () => {
  for (const value of [FULL, card('twee', 2)]) {
    expect(read(CardSchema, value).ok).toBe(true);
    expect(passes(value)).toBe(true);
  }
});

test.each(Object.entries(WRONG))('a wrong %s passes neither the schema nor the gate', (field, values) => {
  for (const value of values) {
    const wrong = { ...FULL, [field]: value };
    expect(read(CardSchema, wrong).ok, String(value)).toBe(false);
    expect(passes(wrong), String(value)).toBe(false);
  }
});

test('one bad card does not hide the good ones of a board', () => {
  const board = readBoard(
    { section: 'buitenland', epoch: 'e', n: 2, now: 5, dispatches: [FULL, { id: 'kapot' }, null] },
    'buitenland',
  );
  expect(board).toMatchObject({ reset: true, dispatches: [FULL], gone: [] });
});

test('a board may say what its section is called, in one line of a length that the settings allow', () => {
  const titleOf = (title: unknown) =>
    readBoard({ section: 'buitenland', title, epoch: 'e', n: 2, now: 5, dispatches: [] }, 'buitenland');
  for (const title of ['Economie & Werk', '𝄞'.repeat(80)]) expect(titleOf(title)).toMatchObject({ title });
  for (const title of [undefined, null, 7, {}, '', ' ', ' Sport', 'a\nb', 'x'.repeat(81)]) {
    expect(titleOf(title), JSON.stringify(title)).toBeDefined();
    expect(titleOf(title), JSON.stringify(title)).not.toHaveProperty('title');
  }
});

test.each([
  null,
  7,
  'x',
  [],
  {},
  { section: 'sport', epoch: 'e', n: 2, now: 5, dispatches: [] },
  { section: 'buitenland', epoch: 'e', n: -1, now: 5, dispatches: [] },
])('%j is not a board of buitenland', (value) => {
  expect(readBoard(value, 'buitenland')).toBeUndefined();
});
