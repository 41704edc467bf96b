import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOARD_SIZE,
  EMPTY_BOARD,
  GONE_SIZE,
  placeDispatch,
  withdrawDispatch,
  type Board,
} from '../../shared/board.ts';
import { catchUp } from '../../shared/catch-up.ts';
import type { DeltaMessage } from '../../shared/events.ts';
import { BoardState } from '../../server/board-state.ts';
import type { Entry } from '../../server/log/log.ts';
import {
  dispatchEntry,
  EPOCH,
  history,
  redacted,
  SECTIONS,
  steps,
  withdrawalEntry,
  type Step,
} from './history.ts';

function fold(entries: readonly Entry[], state = new BoardState(SECTIONS, EPOCH)): BoardState {
  for (const entry of entries) state.apply(entry);
  return state;
}

function boardOf(state: BoardState, section: string): Board {
  return catchUp(EMPTY_BOARD, state.whole(section));
}

function applyDelta(board: Board, delta: DeltaMessage): Board {
  return delta.dispatch ? placeDispatch(board, delta.dispatch) : withdrawDispatch(board, delta.gone);
}

/** A screen as the contract describes it. */
class Screen {
  readonly section: string;
  board = EMPTY_BOARD;
  cursor: { epoch: string; n: number } | undefined;
  resets = 0;

  constructor(section: string) {
    this.section = section;
  }

  resume(state: BoardState): void {
    const answer = this.cursor ? state.since(this.section, this.cursor) : state.whole(this.section);
    if (answer.reset) this.resets += 1;
    if (this.cursor && !answer.reset) expect(answer.n).toBeGreaterThanOrEqual(this.cursor.n);
    this.board = catchUp(this.board, answer);
    this.cursor = { epoch: answer.epoch, n: answer.n };
  }

  hear(delta: DeltaMessage): 'taken' | 'known' | 'gap' {
    const n = this.cursor?.n ?? 0;
    if (delta.n <= n) return 'known';
    if (delta.prev > n) return 'gap';
    this.board = applyDelta(this.board, delta);
    this.cursor = { epoch: delta.epoch, n: delta.n };
    return 'taken';
  }
}

/** Long enough that boards are full and dispatches fall off them. */
const LONG = { ids: 300, length: 500 };
/** Few dispatches of which each is changed, withdrawn and restored over and over. */
const RESTLESS = { ids: 12, length: 300 };
const stories = (): fc.Arbitrary<Step[]> => fc.oneof(steps(LONG), steps(RESTLESS));

describe('the boards as a function of the log', () => {
  it('gives the same bytes from a checkpoint and the rest as from everything', () => {
    fc.assert(
      fc.property(stories(), fc.nat(), (played, cut) => {
        const entries = history(played);
        const half = fold(entries.slice(0, cut % (entries.length + 1)));
        const restored = BoardState.restore(SECTIONS, half.cursor, half.serialise());
        if (!restored) throw new Error('the checkpoint was not believed');
        expect(restored.serialise()).toBe(half.serialise());
        const rest = entries.slice(half.cursor.n);
        expect(fold(rest, restored).serialise()).toBe(fold(entries).serialise());
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('gives the same bytes to who saw the withdrawn texts and to who finds them redacted', () => {
    fc.assert(
      fc.property(stories(), (played) => {
        const entries = history(played);
        expect(fold(redacted(entries)).serialise()).toBe(fold(entries).serialise());
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('pushes the same dispatch off a full board whether the text that pushed it was redacted since or not', () => {
    const full = Array.from({ length: BOARD_SIZE }, (_, at) =>
      dispatchEntry(at + 1, { id: `d${at}`, version: 1, section: 'sport', publishedAt: at }),
    );
    const pushing = { id: 'late-news', version: 1, section: 'sport', publishedAt: 1000 };
    const entries = [
      ...full,
      dispatchEntry(BOARD_SIZE + 1, pushing),
      withdrawalEntry(BOARD_SIZE + 2, { ...pushing, version: 2 }),
    ];
    const live = boardOf(fold(entries), 'sport');
    expect(live.dispatches).toHaveLength(BOARD_SIZE - 1);
    expect(boardOf(fold(redacted(entries)), 'sport')).toEqual(live);
  });

  it.each([
    ['not JSON', 'garbage'],
    ['another format', JSON.stringify({ format: 0, sections: [] })],
    ['another form', JSON.stringify({ format: 1, sections: [{ id: 'buitenland' }] })],
    ['other sections', new BoardState(['sport'], EPOCH).serialise()],
  ])('does not believe a checkpoint that is %s', (_, text) => {
    expect(BoardState.restore(SECTIONS, { epoch: EPOCH, n: 3 }, text)).toBeUndefined();
  });
});

describe('a screen that comes and goes', () => {
  it('holds exactly what the server holds, whatever it missed', () => {
    let resumed = 0;
    let resets = 0;
    fc.assert(
      fc.property(
        stories(),
        fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 40 }),
        fc.constantFrom(...SECTIONS),
        (played, rhythm, section) => {
          const entries = history(played);
          const state = new BoardState(SECTIONS, EPOCH);
          const screen = new Screen(section);
          let at = 0;
          for (const [away, here] of [...rhythm, [0, 0] as const]) {
            fold(entries.slice(at, at + away), state);
            at += away;
            screen.resume(state);
            resumed += 1;
            expect(screen.board).toEqual(boardOf(state, section));
            for (const entry of entries.slice(at, at + here)) {
              for (const delta of state.apply(entry)) {
                if (delta.section === section) expect(screen.hear(delta)).toBe('taken');
              }
            }
            at += here;
            expect(screen.board).toEqual(boardOf(state, section));
          }
          resets += screen.resets;
        },
      ),
      { numRuns: 50, endOnFailure: true },
    );
    // A part must be the rule, or this has shown nothing.
    expect(resets).toBeLessThan(resumed / 2);
  });

  it('never goes back and misses nothing when it moves to a process that is behind, and on to a faster one', () => {
    fc.assert(
      fc.property(stories(), fc.nat(), fc.nat(), fc.constantFrom(...SECTIONS), (played, a, b, section) => {
        const entries = history(played);
        const [behind = 0, ahead = 0] = [a % (entries.length + 1), b % (entries.length + 1)].sort(
          (x, y) => x - y,
        );
        const slow = fold(entries.slice(0, behind));
        const fast = fold(entries.slice(0, ahead));
        const screen = new Screen(section);
        screen.resume(fast);
        const held = screen.board;
        screen.resume(slow);
        expect(screen.board).toBe(held);
        for (const entry of entries.slice(behind)) {
          for (const delta of slow.apply(entry)) {
            if (delta.section === section) expect(screen.hear(delta)).not.toBe('gap');
          }
        }
        expect(screen.board).toEqual(boardOf(fold(entries), section));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('holds exactly what the server holds when more tombstones are there than a board keeps', () => {
    const state = new BoardState(SECTIONS, EPOCH);
    const screens = [new Screen('sport'), new Screen('sport'), new Screen('sport')];
    let n = 0;
    const take = (entry: Entry): void => {
      state.apply(entry);
    };
    for (let at = 0; at < GONE_SIZE * 2; at += 1) {
      const stand = { id: `d${at}`, section: 'sport', publishedAt: at };
      take(dispatchEntry((n += 1), { ...stand, version: 1 }));
      if (at % 7 === 3) take(dispatchEntry((n += 1), { ...stand, version: 2 }, 'withheld'));
      else take(withdrawalEntry((n += 1), { ...stand, version: 2 }));
      // One withheld some time ago comes back.
      const back = at - 70;
      if (back > 0 && back % 7 === 3 && back % 2 === 0) {
        take(dispatchEntry((n += 1), { ...stand, id: `d${back}`, publishedAt: back, version: 3 }));
      }
      screens.forEach((screen, index) => {
        if (at % (17 + index * 60) === 0) {
          screen.resume(state);
          expect(screen.board).toEqual(boardOf(state, 'sport'));
        }
      });
    }
    expect(screens[0]?.resets).toBeGreaterThan(1);
  });

  it('gets the whole board when the tombstone of something it shows was dropped meanwhile', () => {
    const state = new BoardState(SECTIONS, EPOCH);
    const screen = new Screen('sport');
    fold([dispatchEntry(1, { id: 'shown', version: 1, section: 'sport', publishedAt: 5 })], state);
    screen.resume(state);
    fold([withdrawalEntry(2, { id: 'shown', version: 2, section: 'sport' })], state);
    for (let at = 0; at < GONE_SIZE; at += 1) {
      fold([withdrawalEntry(at + 3, { id: `other${at}`, version: 2, section: 'sport' })], state);
    }
    screen.resume(state);
    expect(screen.resets).toBe(2);
    expect(screen.board).toEqual(boardOf(state, 'sport'));
  });

  it('is given the withdrawal and never the text', () => {
    const state = fold([dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 5 })]);
    const from = state.cursor;
    const [placed, taken] = [
      dispatchEntry(2, { id: 'b', version: 1, section: 'sport', publishedAt: 6 }),
      withdrawalEntry(3, { id: 'b', version: 2, section: 'sport' }),
    ];
    fold([placed, taken], state);
    expect(state.since('sport', from)).toMatchObject({
      reset: false,
      n: 3,
      dispatches: [],
      gone: [{ id: 'b', version: 2 }],
    });
    expect(JSON.stringify([state.whole('sport'), state.serialise()])).not.toContain('Bericht b');
  });

  it('gets the whole board when it comes from another history', () => {
    const state = fold([dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 5 })]);
    expect(state.since('sport', { epoch: 'another', n: 1 })).toMatchObject({
      reset: true,
      n: 1,
      epoch: EPOCH,
    });
  });

  it('is given nothing of a text that was redacted before this process read it, and sees the gap', () => {
    const state = new BoardState(SECTIONS, EPOCH);
    const entries = redacted([
      dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 5 }),
      withdrawalEntry(2, { id: 'a', version: 2, section: 'sport' }),
    ]);
    const [first, second] = entries;
    if (!first || !second) throw new Error('two entries');
    expect(state.apply(first)).toEqual([]);
    expect(state.whole('sport').dispatches).toEqual([]);
    expect(state.apply(second)).toMatchObject([{ n: 2, prev: 1, gone: { id: 'a', version: 2 } }]);
  });
});

describe('one entry', () => {
  const stand = { id: 'a', version: 2, section: 'sport', publishedAt: 5 };

  it('that moves a dispatch takes it from the old section and puts it in the new one', () => {
    const state = fold([dispatchEntry(1, stand)]);
    const deltas = state.apply(dispatchEntry(2, { ...stand, version: 3, section: 'regio' }));
    expect(deltas).toMatchObject([
      { section: 'sport', n: 2, prev: 1, gone: { id: 'a', version: 3, moved: true } },
      { section: 'regio', n: 2, prev: 0, dispatch: { id: 'a', version: 3, section: 'regio' } },
    ]);
    expect(state.whole('sport').dispatches).toEqual([]);
    expect(BoardState.restore(SECTIONS, state.cursor, state.serialise())?.whole('sport')).toEqual(
      state.whole('sport'),
    );
  });

  it('that comes late changes no board, also where its dispatch stands in another section now', () => {
    const state = fold([
      dispatchEntry(1, stand),
      dispatchEntry(2, { ...stand, version: 4, section: 'regio' }),
    ]);
    const before = state.whole('sport');
    expect(state.apply(dispatchEntry(3, { ...stand, version: 3, late: true }))).toEqual([]);
    expect(state.whole('sport')).toEqual(before);
    expect(state.sectionN('sport')).toBe(2);
    expect(state.cursor.n).toBe(3);
  });

  it('that comes late and once stood in another section appears in neither', () => {
    const state = fold([dispatchEntry(1, stand)]);
    expect(state.apply(dispatchEntry(2, { ...stand, version: 1, section: 'regio', late: true }))).toEqual([]);
    expect(state.whole('regio').dispatches).toEqual([]);
    expect(state.whole('sport').dispatches).toMatchObject([{ id: 'a', version: 2 }]);
  });

  it('that comes late does not return what a newer version took off a full board', () => {
    const full = Array.from({ length: BOARD_SIZE }, (_, at) =>
      dispatchEntry(at + 1, { id: `d${at}`, version: 1, section: 'sport', publishedAt: 100 + at }),
    );
    const n = BOARD_SIZE + 1;
    const state = fold([
      ...full,
      dispatchEntry(n, { ...stand, version: 1, publishedAt: 300 }),
      dispatchEntry(n + 1, { ...stand, version: 3, publishedAt: 5 }),
    ]);
    expect(state.apply(dispatchEntry(n + 2, { ...stand, publishedAt: 300, late: true }))).toEqual([]);
    expect(state.whole('sport').dispatches.map(({ id }) => id)).not.toContain('a');
  });

  it('that changes what fell off a full board is told, and changes nothing there; an old one that is new is not', () => {
    const state = fold(
      Array.from({ length: BOARD_SIZE + 1 }, (_, at) =>
        dispatchEntry(at + 1, { id: `d${at}`, version: 1, section: 'sport', publishedAt: 100 + at }),
      ),
    );
    const before = state.whole('sport').dispatches;
    const [n, old] = [BOARD_SIZE + 2, { id: 'd0', section: 'sport', publishedAt: 100 }];
    expect(state.apply(dispatchEntry(n, { ...old, version: 2 }))).toMatchObject([
      { section: 'sport', n, prev: n - 1, dispatch: { id: 'd0', version: 2 } },
    ]);
    expect(state.whole('sport').dispatches).toEqual(before);
    expect(state.since('sport', { epoch: EPOCH, n: n - 1 })).toMatchObject({
      dispatches: [],
      reset: false,
      n,
    });

    expect(state.apply(dispatchEntry(n + 1, { ...old, id: 'archief', version: 1 }))).toEqual([]);
    expect(state.apply(withdrawalEntry(n + 2, { ...old, version: 3 }))).toHaveLength(1);
    expect(state.apply(dispatchEntry(n + 3, { ...old, version: 2 }))).toEqual([]);
    expect(state.sectionN('sport')).toBe(n + 2);
  });

  it('that withholds hides the dispatch, and a higher usable version brings it back', () => {
    const state = fold([dispatchEntry(1, stand)]);
    expect(state.apply(dispatchEntry(2, { ...stand, version: 3 }, 'withheld'))).toMatchObject([
      { gone: { id: 'a', version: 3, held: true } },
    ]);
    expect(state.apply(dispatchEntry(3, { ...stand, version: 4 }))).toMatchObject([
      { dispatch: { version: 4 } },
    ]);
    expect(state.whole('sport')).toMatchObject({ gone: [], dispatches: [{ version: 4 }] });
  });

  it('that withdraws what is held is told, also where it stood before it was held in another section', () => {
    const state = fold([
      dispatchEntry(1, stand),
      dispatchEntry(2, { ...stand, version: 3, section: 'regio' }, 'withheld'),
    ]);
    const restored = BoardState.restore(SECTIONS, state.cursor, state.serialise());
    const gone = { id: 'a', version: 4 };
    for (const board of [state, restored]) {
      const held = { id: 'a', version: 3, held: true };
      expect([board?.whole('sport').gone, board?.whole('regio').gone]).toEqual([[held], [held]]);
      expect(board?.apply(withdrawalEntry(3, { ...gone, section: 'regio' }))).toEqual([
        { section: 'sport', epoch: EPOCH, n: 3, prev: 2, gone },
        { section: 'regio', epoch: EPOCH, n: 3, prev: 2, gone },
      ]);
    }
    expect(state.since('sport', { epoch: EPOCH, n: 2 }).gone).toEqual([gone]);
  });

  it('that releases what was held in another section says where it stood that it moved', () => {
    const state = fold([
      dispatchEntry(1, stand),
      dispatchEntry(2, { ...stand, version: 3, section: 'regio' }, 'withheld'),
    ]);
    expect(state.apply(dispatchEntry(3, { ...stand, version: 4, section: 'regio' }))).toMatchObject([
      { section: 'sport', gone: { id: 'a', version: 4, moved: true } },
      { section: 'regio', dispatch: { id: 'a', version: 4 } },
    ]);
  });

  it('that changes what is held tells nobody', () => {
    const state = fold([dispatchEntry(1, stand), dispatchEntry(2, { ...stand, version: 3 }, 'withheld')]);
    expect(state.apply(dispatchEntry(3, { ...stand, version: 4 }, 'withheld'))).toEqual([]);
    expect(state.sectionN('sport')).toBe(2);
    expect(state.apply(withdrawalEntry(4, { ...stand, version: 5 }))).toMatchObject([
      { n: 4, prev: 2, gone: { id: 'a', version: 5 } },
    ]);
  });

  it('of a section that is not configured only takes away what stood elsewhere', () => {
    const state = fold([dispatchEntry(1, stand)]);
    const deltas = state.apply(dispatchEntry(2, { ...stand, version: 3, section: 'elders' }));
    expect(deltas).toMatchObject([{ section: 'sport', gone: { id: 'a', version: 3 } }]);
  });
});

it('a step that a log would refuse is left out of the histories', () => {
  const again: Step = { id: 1, what: 'new', section: 0, at: 1 };
  const kinds = history([again, { ...again, what: 'withdraw' }, again]).map(({ kind }) => kind);
  expect(kinds).toEqual(['dispatch', 'withdrawal']);
});
