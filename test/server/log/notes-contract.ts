/** What every log promises of the notes that processes keep beside it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreAway } from '../../../server/log/log.ts';
import type { Log } from '../../../server/log/log.ts';
import type { StoreUnderTest } from './log-contract.ts';
import { numbersTo } from './proposals.ts';

const LONG_MS = 60_000;
const SHORT_MS = 60;

export function describeNotes(name: string, createStore: () => Promise<StoreUnderTest>): void {
  describe(`notes in ${name}`, () => {
    let store: StoreUnderTest;
    let log: Log;
    let beside: Log;

    beforeEach(async () => {
      store = await createStore();
      log = await store.open();
      beside = await store.openBeside(log);
    });
    afterEach(async () => {
      await log.close();
      await beside.close();
      await store.remove();
    });

    it('are told by topic and field, the last text, to any process', async () => {
      const text = 'één|"twee"\n{"drie":3}';
      await log.notes.set('telling', 'a', '1');
      await log.notes.set('telling', 'a', text);
      await log.notes.set('telling', 'b:c', '');
      await log.notes.set('anders', 'a', '3');
      expect(await beside.notes.get('telling', 'a')).toBe(text);
      expect(await beside.notes.get('telling', 'c')).toBeUndefined();
      expect([...(await beside.notes.all('telling'))]).toEqual([
        ['a', text],
        ['b:c', ''],
      ]);
      expect([...(await beside.notes.all('niets'))]).toEqual([]);
      await beside.notes.delete('telling', 'a');
      expect([...(await log.notes.all('telling')).keys()]).toEqual(['b:c']);
    });

    it('survive a restart', async () => {
      await log.notes.set('plaats', 'bron', 'etag-1');
      await log.notes.set('plaats', 'tijdelijk', '2', LONG_MS);
      await log.close();
      await beside.close();
      log = await store.open();
      beside = await store.openBeside(log);
      expect((await log.notes.all('plaats')).size).toBe(2);
    });

    it('with a time are forgotten, and leave nothing behind when others come', async () => {
      await Promise.all(
        numbersTo(50).map((i) => log.notes.set(`ontvangst:${i}`, 'p', `vergankelijk-${i}`, SHORT_MS)),
      );
      await log.notes.set('ontvangst:1', 'blijft', 'ja', LONG_MS);
      await expect.poll(() => beside.notes.get('ontvangst:50', 'p'), { timeout: 5_000 }).toBeUndefined();
      expect([...(await beside.notes.all('ontvangst:1')).keys()]).toEqual(['blijft']);
      await log.notes.set('ander', 'x', 'y', LONG_MS);
      expect(await store.notesKept()).toBe(2);
    });

    it('lose their time when they are set without one', async () => {
      await log.notes.set('t', 'a', 'tijdelijk', SHORT_MS);
      await log.notes.set('t', 'a', 'blijvend');
      await log.notes.set('t', 'meet', 'x', SHORT_MS);
      await expect.poll(() => log.notes.get('t', 'meet'), { timeout: 5_000 }).toBeUndefined();
      await log.notes.set('t', 'veeg', 'x', SHORT_MS);
      expect(await log.notes.get('t', 'a')).toBe('blijvend');
    });

    it('are refused by a log that is closed', async () => {
      await log.close();
      await expect(log.notes.set('t', 'a', '1')).rejects.toBeInstanceOf(StoreAway);
      await expect(log.notes.get('t', 'a')).rejects.toBeInstanceOf(StoreAway);
    });

    describe('a lease', () => {
      it('has one holder, who may renew it', async () => {
        expect(await log.notes.lease('poller', 'een', LONG_MS)).toBe(true);
        expect(await beside.notes.lease('poller', 'twee', LONG_MS)).toBe(false);
        expect(await log.notes.lease('poller', 'een', LONG_MS)).toBe(true);
        expect(await beside.notes.lease('andere', 'twee', LONG_MS)).toBe(true);
      });

      it('goes to one of many who ask at once', async () => {
        const got = await Promise.all(
          numbersTo(20).map((i) => (i % 2 ? log : beside).notes.lease('poller', `proces-${i}`, LONG_MS)),
        );
        expect(got.filter((held) => held)).toHaveLength(1);
      });

      it('passes to another when it runs out, or is given up', async () => {
        await log.notes.lease('poller', 'een', SHORT_MS);
        await expect.poll(() => beside.notes.lease('poller', 'twee', LONG_MS), { timeout: 5_000 }).toBe(true);
        expect(await log.notes.lease('poller', 'een', LONG_MS)).toBe(false);
        expect(await log.notes.lease('poller', 'een', 0)).toBe(false);
        expect(await beside.notes.lease('poller', 'twee', 0)).toBe(true);
        expect(await log.notes.lease('poller', 'een', LONG_MS)).toBe(true);
      });
    });
  });
}
