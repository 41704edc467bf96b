/** The storm against a server that waits between reading the board and joining the room: it must be noticed. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { storm } from './storm.ts';

vi.mock('../../../server/broadcast/in-one-turn.ts', () => ({
  async inOneTurn<T>(read: () => T, join: () => void, answer: (board: T) => void): Promise<void> {
    const board = read();
    await delay(5);
    join();
    answer(board);
  },
}));

it('an await between reading the board and joining the room loses dispatches, and the storm sees it', async () => {
  const report = await storm(20_261_121);
  expect(report.gaps).toBeGreaterThan(0);
});
