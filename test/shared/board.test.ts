import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BOARD_SIZE,
  EMPTY_BOARD,
  GONE_SIZE,
  compareKeys,
  placeDispatch,
  withdrawDispatch,
  type Board,
  type Gone,
} from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';

type Change = { readonly dispatch: Card } | { readonly gone: Gone };

/** As the log has it: what an id and a version are, they are for good. */
const change = (ids: number): fc.Arbitrary<Change> =>
  fc
    .record({
      id: fc.integer({ min: 1, max: ids }).map((number) => `anp-${String(number)}`),
      version: fc.integer({ min: 1, max: 4 }),
      taken: fc.integer({ min: 0, max: 5 }).map((die) => die === 0),
    })
    .map(({ id, version, taken }) => (taken ? { gone: { id, version } } : { dispatch: card(id, version) }));

/** Fewer dispatches than a board holds. */
const few = fc.array(change(8), { maxLength: 40 });
/** More than it holds, so that some fall off. */
const many = fc.array(change(4 * BOARD_SIZE), { minLength: 2 * BOARD_SIZE, maxLength: 6 * BOARD_SIZE });

describe('a board', () => {
  test('shows the newest first, and of one time the higher id', () => {
    const board = fold(
      [card('a', 1, 100), card('c', 1, 200), card('b', 1, 200)].map((dispatch) => ({ dispatch })),
    );
    expect(idsOf(board)).toEqual(['c', 'b', 'a']);
  });

  test('a later version takes the place of the earlier, wherever it stood', () => {
    const board = fold([
      { dispatch: card('a', 1, 100) },
      { dispatch: card('b', 1, 200) },
      { dispatch: card('a', 2, 100) },
    ]);
    expect(board.dispatches.map(({ id, version }) => [id, version])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });

  test('a late version changes nothing', () => {
    const board = fold([{ dispatch: card('a', 2) }]);
    expect(placeDispatch(board, card('a', 1))).toBe(board);
  });

  test('a late version does not bring a withdrawn dispatch back, a later one does', () => {
    const board = fold([{ dispatch: card('a', 1) }, { gone: { id: 'a', version: 2 } }]);
    expect(placeDispatch(board, card('a', 1))).toBe(board);
    expect(placeDispatch(board, card('a', 2))).toBe(board);
    expect(idsOf(placeDispatch(board, card('a', 3)))).toEqual(['a']);
    expect(placeDispatch(board, card('a', 3)).gone).toEqual([]);
  });

  test('a withdrawal that comes before its dispatch is kept', () => {
    expect(idsOf(fold([{ gone: { id: 'a', version: 2 } }, { dispatch: card('a', 1) }]))).toEqual([]);
  });

  test('a late withdrawal does not take a later version away', () => {
    const board = fold([{ dispatch: card('a', 3) }]);
    expect(withdrawDispatch(board, { id: 'a', version: 2 })).toBe(board);
  });

  test('keeps its newest fifty, and what fell off stays off when a place comes free', () => {
    const full = fold(range(BOARD_SIZE + 1).map((time) => ({ dispatch: card(`a${String(time)}`, 1, time) })));
    expect(full.dispatches).toHaveLength(BOARD_SIZE);
    expect(full.horizon).toEqual({ publishedAt: 1, id: 'a1' });

    const withPlace = withdrawDispatch(full, { id: 'a20', version: 2 });
    expect(withPlace.dispatches).toHaveLength(BOARD_SIZE - 1);
    expect(placeDispatch(withPlace, card('a1', 2, 1))).toBe(withPlace);
    expect(placeDispatch(withPlace, card('a0', 1, 0))).toBe(withPlace);
    expect(idsOf(placeDispatch(withPlace, card('between', 1, 2)))).toContain('between');
  });

  test('a dispatch dated back to below what a full board shows leaves it', () => {
    const full = fold(range(BOARD_SIZE + 1).map((time) => ({ dispatch: card(`a${String(time)}`, 1, time) })));
    const moved = placeDispatch(full, card('a30', 2, 0));
    expect(idsOf(moved)).toEqual(idsOf(full).filter((id) => id !== 'a30'));
    expect(placeDispatch(moved, card('a30', 2, 0))).toBe(moved);
  });

  test('keeps what its section is called, also when it is full', () => {
    const changes = range(BOARD_SIZE + 2).map((number) => ({ dispatch: card(`anp-${String(number)}`, 1) }));
    const board = fold([...changes, { gone: { id: 'anp-9', version: 2 } }], {
      ...EMPTY_BOARD,
      title: 'Sport',
    });
    expect(board).toMatchObject({ title: 'Sport', horizon: {} });
  });

  test('remembers a bounded number of withdrawals, the latest ones', () => {
    const board = fold(
      range(GONE_SIZE + 5).map((number) => ({ gone: { id: `a${String(number)}`, version: 2 } })),
    );
    expect(board.gone).toHaveLength(GONE_SIZE);
    expect(board.gone[0]?.id).toBe('a6');
  });
});

describe('whatever happens', () => {
  test('any order of arrival, with duplicates, leads to the same board', () => {
    const shuffled = few.chain((changes) =>
      fc.tuple(
        fc.constant(changes),
        fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([changes, another]) => {
        expect(withSortedGone(fold(another))).toEqual(withSortedGone(fold(changes)));
      }),
      { numRuns: 1000 },
    );
  });

  test('the board shows of each id its highest version, unless that was taken away', () => {
    fc.assert(
      fc.property(few, (changes) => {
        expect(fold(changes).dispatches).toEqual(shownAfter(changes));
      }),
      { numRuns: 1000 },
    );
  });

  test('a board restored from a checkpoint goes on as if it had never been away', () => {
    fc.assert(
      fc.property(fc.oneof(few, many), fc.double({ min: 0, max: 1, noNaN: true }), (changes, part) => {
        const cut = Math.floor(changes.length * part);
        const restored = JSON.parse(JSON.stringify(fold(changes.slice(0, cut)))) as Board;
        expect(JSON.stringify(fold(changes.slice(cut), restored))).toBe(JSON.stringify(fold(changes)));
      }),
    );
  });

  test('a screen that is told only of what changed the board holds the very same one', () => {
    fc.assert(
      fc.property(many, fc.nat({ max: BOARD_SIZE }), (changes, joinedAt) => {
        let server = fold(changes.slice(0, joinedAt));
        let screen = JSON.parse(JSON.stringify(server)) as Board;
        for (const next of changes.slice(joinedAt)) {
          const after = apply(server, next);
          if (after !== server) screen = apply(screen, JSON.parse(JSON.stringify(next)) as Change);
          server = after;
        }
        expect(JSON.stringify(screen)).toBe(JSON.stringify(server));
      }),
    );
  });

  test('the same object comes back when a change says nothing new', () => {
    fc.assert(
      fc.property(few, (changes) => {
        const board = fold(changes);
        for (const known of changes) expect(apply(board, known)).toBe(board);
      }),
    );
  });

  test('it is in order, within bounds, and shows nothing twice, nothing taken away, nothing that fell off', () => {
    fc.assert(
      fc.property(many, (changes) => {
        changes.reduce((board, next) => {
          const after = apply(board, next);
          const { dispatches, gone, horizon } = after;
          expect(dispatches.length).toBeLessThanOrEqual(BOARD_SIZE);
          expect([...dispatches].sort(compareKeys)).toEqual(dispatches);
          const ids = [...dispatches, ...gone].map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          if (horizon) expect(dispatches.every((shown) => compareKeys(shown, horizon) < 0)).toBe(true);
          if (board.horizon && horizon) expect(compareKeys(horizon, board.horizon)).toBeLessThanOrEqual(0);
          return after;
        }, EMPTY_BOARD);
      }),
      { numRuns: 30 },
    );
  });

  test('no change alters the board it was given', () => {
    fc.assert(
      fc.property(many, (changes) => {
        changes.reduce((board, next) => apply(deepFreeze(board), next), EMPTY_BOARD);
      }),
      { numRuns: 20 },
    );
  });
});

function card(id: string, version: number, publishedAt = timeOf(id, version)): Card {
  return {
    id,
    version,
    section: 'buitenland',
    title: `${id} in versie ${String(version)}`,
    lead: 'De brug is open.',
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    publishedAt,
    updatedAt: publishedAt,
  };
}

/** Mostly that of the first version; the third is dated anew, far enough to change its place. */
function timeOf(id: string, version: number): number {
  const number = Number(id.split('-')[1]);
  return (version === 3 ? (number * 7919) % 997 : number) * 1000;
}

function apply(board: Board, next: Change): Board {
  return 'gone' in next ? withdrawDispatch(board, next.gone) : placeDispatch(board, next.dispatch);
}

function fold(changes: readonly Change[], from = EMPTY_BOARD): Board {
  return changes.reduce(apply, from);
}

/** The same by another way: by hand, with everything known. */
function shownAfter(changes: readonly Change[]): Card[] {
  const cards = changes.flatMap((one) => ('dispatch' in one ? [one.dispatch] : []));
  const taken = changes.flatMap((one) => ('gone' in one ? [one.gone] : []));
  const highest = (list: readonly Gone[], id: string) =>
    Math.max(0, ...list.filter((one) => one.id === id).map(({ version }) => version));
  const shown = cards.filter(
    ({ id, version }) => version === highest(cards, id) && version > highest(taken, id),
  );
  return [...new Map(shown.map((one) => [one.id, one])).values()].sort(compareKeys);
}

function withSortedGone(board: Board): Board {
  return { ...board, gone: [...board.gone].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function idsOf({ dispatches }: Board): string[] {
  return dispatches.map(({ id }) => id);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function deepFreeze(board: Board): Board {
  Object.freeze(board.dispatches);
  Object.freeze(board.gone);
  return Object.freeze(board);
}
