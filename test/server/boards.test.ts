import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { DeltaMessage, ResetMessage } from '../../shared/events.ts';
import { createBoards, type Boards } from '../../server/boards.ts';
import { dispatchEntry, withdrawalEntry } from './history.ts';
import { MemoryLog } from './memory-log.ts';

const SECTIONS = [
  { id: 'buitenland', title: 'Buitenland' },
  { id: 'sport', title: 'Sport' },
];
const logger = pino({ level: 'silent' });

function entries(count: number, epoch?: string) {
  return Array.from({ length: count }, (_, at) =>
    dispatchEntry(at + 1, { id: `d${at}`, version: 1, section: 'sport', publishedAt: at }, 'usable', epoch),
  );
}

function record(boards: Boards) {
  const heard = { deltas: [] as (readonly DeltaMessage[])[], resets: [] as ResetMessage[] };
  const stop = boards.subscribe({
    deltas: (deltas) => heard.deltas.push(deltas),
    reset: (reset) => heard.resets.push(reset),
  });
  return { heard, stop };
}

function start(log: MemoryLog): Promise<Boards> {
  return createBoards({ log, sections: SECTIONS, logger });
}

describe('the boards', () => {
  it('begin with what the log holds and follow from there', async () => {
    const log = new MemoryLog();
    log.add(...entries(3));
    const boards = await start(log);
    expect(boards.cursor()).toEqual({ epoch: 'epoch-1', n: 3 });
    expect(boards.sections()).toEqual([
      { id: 'buitenland', title: 'Buitenland', n: 0 },
      { id: 'sport', title: 'Sport', n: 3 },
    ]);
    const { heard } = record(boards);
    log.add(...entries(5).slice(3));
    expect(heard.deltas.map((deltas) => deltas.map(({ n, prev }) => [prev, n]))).toEqual([
      [
        [3, 4],
        [4, 5],
      ],
    ]);
    expect(boards.whole('sport').dispatches.map(({ id }) => id)).toEqual(['d4', 'd3', 'd2', 'd1', 'd0']);
  });

  it('tell nobody who has left', async () => {
    const log = new MemoryLog();
    const boards = await start(log);
    const { heard, stop } = record(boards);
    stop();
    log.add(...entries(1));
    expect(heard.deltas).toEqual([]);
  });

  it('go on when one listener fails', async () => {
    const log = new MemoryLog();
    const boards = await start(log);
    boards.subscribe({
      deltas: () => {
        throw new Error('broken listener');
      },
      reset: () => undefined,
    });
    const { heard } = record(boards);
    log.add(...entries(2));
    expect(heard.deltas).toHaveLength(1);
    expect(boards.cursor().n).toBe(2);
  });

  it('start from the checkpoint that the boards before them left at their end', async () => {
    const log = new MemoryLog();
    const before = await start(log);
    log.add(...entries(60));
    await before.close();
    expect(log.checkpoint).toMatchObject({ epoch: 'epoch-1', n: 60 });
    log.add(...entries(62).slice(60));
    log.reads = [];
    const boards = await start(log);
    expect(log.reads).toEqual([60]);
    const replayed = new MemoryLog();
    replayed.add(...log.entries);
    const fresh = await start(replayed);
    expect({ ...boards.whole('sport'), now: 0 }).toEqual({ ...fresh.whole('sport'), now: 0 });
  });

  it('leave a checkpoint every thousand entries', async () => {
    const log = new MemoryLog();
    await start(log);
    log.add(...entries(2500));
    await new Promise(setImmediate);
    expect(log.checkpoint?.n).toBe(2500);
  });

  it.each([
    ['another epoch', { epoch: 'epoch-0' }],
    ['a position beyond the end of the log', { n: 9 }],
    ['garbage', { state: '{"format":1,"sections":[{}]}' }],
  ])('replay everything when the checkpoint has %s', async (_, wrong) => {
    const log = new MemoryLog();
    const before = await start(log);
    log.add(...entries(4));
    await before.close();
    if (!log.checkpoint) throw new Error('a checkpoint should be there');
    log.checkpoint = { ...log.checkpoint, ...wrong };
    log.reads = [];
    const boards = await start(log);
    expect(log.reads[0]).toBe(0);
    expect(boards.whole('sport').dispatches).toHaveLength(4);
  });

  it('are built anew when history was rewritten, serve the old ones meanwhile, and then say so', async () => {
    const log = new MemoryLog();
    log.add(...entries(5));
    const boards = await start(log);
    const { heard } = record(boards);
    log.rewrite('epoch-2', entries(3, 'epoch-2'), 'the store was restored');
    expect(boards.whole('sport')).toMatchObject({ epoch: 'epoch-1', n: 5 });
    await expect
      .poll(() => heard.resets)
      .toEqual([{ epoch: 'epoch-2', reason: 'the store was restored', min: 3 }]);
    expect(boards.whole('sport')).toMatchObject({ epoch: 'epoch-2', n: 3, reset: true });
    log.add(withdrawalEntry(4, { id: 'd0', version: 2, section: 'sport' }, 'epoch-2'));
    expect(heard.deltas).toMatchObject([[{ epoch: 'epoch-2', prev: 3, n: 4, gone: { id: 'd0' } }]]);
    expect(boards.since('sport', { epoch: 'epoch-1', n: 5 }).reset).toBe(true);
  });

  it('are built anew when the log skips an entry, rather than going on with a hole', async () => {
    const log = new MemoryLog();
    log.add(...entries(2));
    const boards = await start(log);
    const { heard } = record(boards);
    const skipping = dispatchEntry(4, { id: 'x', version: 1, section: 'sport', publishedAt: 9 });
    log.add(skipping);
    log.entries = entries(4);
    await expect.poll(() => heard.resets).toHaveLength(1);
    expect(boards.cursor().n).toBe(4);
  });
});
