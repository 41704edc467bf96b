/** What every log promises; each store is held to it by the same tests. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal, StoreAway } from '../../../server/log/log.ts';
import type { Appended, Log, Proposal } from '../../../server/log/log.ts';
import { Collector } from './collector.ts';
import { content, contentHashOf, elementAt, numbersTo, publish, readWhole, withdraw } from './proposals.ts';

export interface StoreUnderTest {
  /** Opens the log; again after `close` for the same store. */
  open(): Promise<Log>;
  /** The same store as another process has it; where only one process can have it, that one. */
  openBeside(log: Log): Promise<Log>;
  /** Every byte of every file of the store. */
  bytes(): Buffer;
  /** How many notes take up room in the store, expired ones too. */
  notesKept(): Promise<number>;
  remove(): Promise<void>;
}

export function describeLog(name: string, createStore: () => Promise<StoreUnderTest>): void {
  describe(`the log in ${name}`, () => {
    let store: StoreUnderTest;
    let log: Log;

    beforeEach(async () => {
      store = await createStore();
      log = await store.open();
    });
    afterEach(async () => {
      await log.close();
      await store.remove();
    });

    const start = async () => ({ epoch: (await log.head()).epoch, n: 0 });
    const refusal = async (proposal: Proposal) => {
      const error: unknown = await log.append(proposal).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(Refusal);
      return error as Refusal;
    };

    describe('append', () => {
      it('numbers 200 concurrent appends without a gap, in one epoch', async () => {
        const appended = await Promise.all(numbersTo(200).map((i) => log.append(publish(`gelijk-${i}`))));
        expect(appended.map(({ n }) => n).sort((a, b) => a - b)).toEqual(numbersTo(200));
        expect(new Set(appended.map(({ epoch }) => epoch)).size).toBe(1);
        expect(await log.head()).toEqual({ epoch: appended[0]?.epoch, n: 200 });
      });

      it('acknowledges that the disk has it', async () => {
        expect((await log.append(publish('a'))).ack).toBe('disk');
      });

      it('answers a repeat with the first number, whatever the order of its keys', async () => {
        const first = await log.append(publish('a', { version: 1 }));
        const said = content('a');
        const turned = Object.fromEntries(Object.entries(said).reverse()) as unknown as typeof said;
        const again = await log.append({ kind: 'dispatch', content: turned, version: 1 });
        expect(again).toEqual({ ...first, repeated: true });
        expect((await log.head()).n).toBe(1);
      });

      it('answers many at once who say the same with one number', async () => {
        const appended = await Promise.all(numbersTo(20).map(() => log.append(publish('a', { version: 1 }))));
        expect(new Set(appended.map(({ n }) => n))).toEqual(new Set([1]));
        expect(appended.filter(({ repeated }) => !repeated)).toHaveLength(1);
      });

      it('refuses another content under a version that stands', async () => {
        await log.append(publish('a', { version: 1 }));
        await log.append(publish('a', { version: 4, title: 'Vier' }));
        expect(await refusal(publish('a', { version: 1, title: 'Anders' }))).toMatchObject({
          reason: 'conflict',
          newest: 4,
        });
        expect((await log.head()).n).toBe(2);
      });

      it('counts `next` up from the newest, and sees the newest said once more as a repeat', async () => {
        await log.append(publish('a', { version: 7 }));
        expect(await log.append(publish('a', { title: 'Beter' }))).toMatchObject({ version: 8, n: 2 });
        expect(await log.append(publish('a', { title: 'Beter' }))).toMatchObject({
          version: 8,
          n: 2,
          repeated: true,
        });
        expect(await log.append(publish('a'))).toMatchObject({ version: 9, n: 3, repeated: false });
      });

      it('gives concurrent `next` versions of one dispatch a version each', async () => {
        const appended = await Promise.all(
          numbersTo(30).map((i) => log.append(publish('a', { title: `Titel ${i}` }))),
        );
        expect(appended.map(({ version }) => version).sort((a, b) => a - b)).toEqual(numbersTo(30));
      });

      it('refuses what is meant for a version that is no longer the newest', async () => {
        await log.append(publish('a'));
        await log.append(publish('a', { title: 'Twee' }));
        expect(await refusal(publish('a', { title: 'Drie', ifVersion: 1 }))).toMatchObject({
          reason: 'stale',
          newest: 2,
        });
        expect(await refusal({ ...withdraw('a'), ifVersion: 1 })).toMatchObject({
          reason: 'stale',
          newest: 2,
        });
        expect(await log.append(publish('a', { title: 'Drie', ifVersion: 2 }))).toMatchObject({ version: 3 });
      });

      it('sees a retry of a conditional append as the repeat it is', async () => {
        await log.append(publish('a'));
        const change = publish('a', { title: 'Twee', ifVersion: 1 });
        await log.append(change);
        expect(await log.append(change)).toMatchObject({ version: 2, n: 2, repeated: true });
      });

      it('refuses to change or withdraw what was never published', async () => {
        expect(await refusal(publish('a', { mustExist: true }))).toMatchObject({ reason: 'unknown' });
        expect(await refusal(withdraw('a'))).toMatchObject({ reason: 'unknown' });
        expect((await log.head()).n).toBe(0);
      });

      it('keeps a late lower version for the record, and the newest stays the newest', async () => {
        await log.append(publish('a', { version: 3, title: 'Drie' }));
        expect(await log.append(publish('a', { version: 2, title: 'Twee' }))).toMatchObject({
          n: 2,
          version: 2,
        });
        expect((await readWhole(log)).map(({ late }) => late)).toEqual([false, true]);
        expect(await log.find('a')).toMatchObject({ n: 1, version: 3 });
        expect(await log.append(publish('a', { title: 'Vier' }))).toMatchObject({ version: 4 });
      });

      it('withdraws above the newest, answers a second withdrawal with the first, and takes nothing after it', async () => {
        await log.append(publish('a', { section: 'sport' }));
        await log.append(publish('a', { title: 'Twee', section: 'economie' }));
        const gone = await log.append(withdraw('a', 'Verkeerde bron'));
        expect(gone).toMatchObject({ n: 3, version: 3, repeated: false });
        expect(await log.append(withdraw('a', 'Nog eens'))).toEqual({ ...gone, repeated: true });
        expect(await refusal(publish('a'))).toMatchObject({ reason: 'withdrawn', newest: 3 });
        expect(await refusal(publish('a', { version: 9 }))).toMatchObject({ reason: 'withdrawn' });
        expect(await log.find('a')).toMatchObject({
          kind: 'withdrawal',
          section: 'economie',
          reason: 'Verkeerde bron',
        });
      });

      it('decides within a group as it would one by one', async () => {
        const outcomes = await Promise.allSettled([
          log.append(publish('a', { version: 1 })),
          log.append(publish('a', { version: 1, title: 'Anders' })),
          log.append(withdraw('a')),
          log.append(publish('a', { version: 2 })),
          log.append(publish('b')),
        ]);
        expect(
          outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.n : 'refused')),
        ).toEqual([1, 'refused', 2, 'refused', 3]);
      });
    });

    describe('times', () => {
      it('publishes now, by the clock of the store, unless the publisher says when', async () => {
        const before = log.now();
        await log.append(publish('a'));
        await log.append(publish('b', { publishedAt: 1_000 }));
        const [a, b] = await log.read(0, 2);
        expect(a).toMatchObject({ kind: 'dispatch', dispatch: { publishedAt: a?.at, updatedAt: a?.at } });
        expect(Math.abs((a?.at ?? 0) - before)).toBeLessThan(1_000);
        expect(b).toMatchObject({ dispatch: { publishedAt: 1_000, updatedAt: 1_000 } });
      });

      it('keeps the place of a correction and dates its change', async () => {
        await log.append(publish('a', { publishedAt: 1_000 }));
        await log.append(publish('a', { title: 'Beter' }));
        await log.append(publish('a', { title: 'Best', publishedAt: 2_000 }));
        const [, better, best] = await log.read(0, 3);
        expect(better).toMatchObject({ dispatch: { publishedAt: 1_000, updatedAt: better?.at } });
        expect(best).toMatchObject({ dispatch: { publishedAt: 2_000, updatedAt: best?.at } });
      });
    });

    describe('follow and read', () => {
      it('gives every entry once and in order from any position, while appends go on', async () => {
        const from = await start();
        const followers: { collector: Collector; after: number }[] = [];
        const appends: Promise<Appended>[] = [];
        for (let round = 0; round < 20; round += 1) {
          for (let i = 0; i < 30; i += 1) appends.push(log.append(publish(`storm-${round}-${i}`)));
          const { n } = await elementAt(appends, round * 30);
          const after = Math.floor((n * round) / 20);
          followers.push({ collector: new Collector(log, { ...from, n: after }), after });
        }
        await Promise.all(appends);
        for (const { collector, after } of followers) {
          await collector.until(600);
          expect(collector.numbers).toEqual(numbersTo(600).slice(after));
          collector.stop();
        }
      });

      it('leads a follower from the very beginning of a log longer than its memory', async () => {
        for (let from = 0; from < 3_000; from += 500) {
          await Promise.all(numbersTo(500).map((i) => log.append(publish(`lang-${from + i}`))));
        }
        const collector = new Collector(log, await start());
        await log.append(publish('laatste'));
        await collector.until(3_001);
        expect(collector.numbers).toEqual(numbersTo(3_001));
      });

      it('tells nothing within the turn of following, and nothing after the stop', async () => {
        await log.append(publish('a'));
        const collector = new Collector(log, await start());
        expect(collector.told).toEqual([]);
        await collector.until(1);
        collector.stop();
        const other = new Collector(log, { ...(await start()), n: 1 });
        await log.append(publish('b'));
        await other.until(2);
        expect(collector.numbers).toEqual([1]);
      });

      it('resets a follower that comes with another epoch', async () => {
        await log.append(publish('a'));
        const collector = new Collector(log, { epoch: 'van-elders', n: 1 });
        await collector.untilReset();
        expect(collector.told).toEqual([]);
      });

      it('leaves a follower that is ahead alone until the log has come so far', async () => {
        const collector = new Collector(log, { ...(await start()), n: 2 });
        for (const id of ['a', 'b', 'c']) await log.append(publish(id));
        await collector.until(3);
        expect(collector.numbers).toEqual([3]);
      });

      it('tells followers what `read` tells, to the byte', async () => {
        const collector = new Collector(log, await start());
        await log.append(publish('a', { note: 'Eerst', publishedAt: 5 }));
        await log.append(publish('b'));
        await collector.until(2);
        expect(JSON.stringify(await log.read(0, 10))).toBe(JSON.stringify(collector.told));
      });

      it('does not let one follower that throws keep the others from the news', async () => {
        const from = await start();
        log.follow(from, {
          entries() {
            throw new Error('a defect');
          },
          reset: () => undefined,
        });
        const collector = new Collector(log, from);
        await log.append(publish('a'));
        await collector.until(1);
        expect(collector.numbers).toEqual([1]);
      });

      it('reads in pages, and nothing beyond the end', async () => {
        for (const id of ['a', 'b', 'c']) await log.append(publish(id));
        expect((await log.read(1, 1)).map(({ id }) => id)).toEqual(['b']);
        expect(await log.read(3, 10)).toEqual([]);
        expect(await log.read(99, 10)).toEqual([]);
      });

      it('finds what decides an id', async () => {
        expect(await log.find('a')).toBeUndefined();
        await log.append(publish('a'));
        await log.append(publish('a', { title: 'Twee' }));
        expect(await log.find('a')).toMatchObject({
          kind: 'dispatch',
          dispatch: { title: 'Twee', version: 2 },
        });
      });
    });

    describe('withdrawal', () => {
      it('leaves holes that keep their place', async () => {
        await log.append(publish('a', { publishedAt: 1_000, status: 'withheld', signal: 'correction' }));
        await log.append(publish('b'));
        const before = elementAt(await log.read(0, 1), 0);
        await log.append(withdraw('a'));
        const [hole, other] = await readWhole(log);
        const { epoch, n, at, hash, id, version, section } = before;
        const kept = {
          epoch,
          n,
          at,
          hash,
          id,
          version,
          section,
          late: false,
          publishedAt: 1_000,
          status: 'withheld',
          signal: 'correction',
        };
        expect(hole).toEqual({ ...kept, kind: 'redacted' });
        expect(other).toMatchObject({ kind: 'dispatch', id: 'b' });
      });

      it('gives a follower that comes later the withdrawal and never the text', async () => {
        await log.append(publish('a'));
        await log.append(publish('a', { title: 'Twee' }));
        await log.append(withdraw('a'));
        const collector = new Collector(log, await start());
        await collector.until(3);
        expect(collector.told.map(({ kind }) => kind)).toEqual(['redacted', 'redacted', 'withdrawal']);
      });

      it('leaves no text in any file', async () => {
        const secret = (i: number) => `zeer geheime tekst nummer ${i} einde`;
        const texts = numbersTo(300).map(secret);
        for (let from = 0; from < 300; from += 50) {
          const batch = texts.slice(from, from + 50);
          await Promise.all(
            batch.map((text, i) =>
              log.append(publish(`geheim-${from + i}`, { lead: text.repeat(i % 9) + text })),
            ),
          );
        }
        const saved = await log.head();
        await log.saveCheckpoint({ ...saved, state: JSON.stringify(texts) });
        expect(store.bytes().includes(secret(7))).toBe(true);

        // Not in order, so that what stands around them moves.
        const ids = numbersTo(300).map((i) => `geheim-${(i * 7) % 300}`);
        await Promise.all(ids.map((id) => log.append(withdraw(id))));
        await log.redact('geheim-0');
        const bytes = store.bytes();
        expect(texts.filter((text) => bytes.includes(text))).toEqual([]);
        expect((await log.read(0, 300)).every(({ kind }) => kind === 'redacted')).toBe(true);
      });

      it('scrubs the files by itself soon after', async () => {
        await log.append(publish('a', { lead: 'onherroepelijk geheim' }));
        await log.append(withdraw('a'));
        await expect
          .poll(() => store.bytes().includes('onherroepelijk geheim'), { timeout: 10_000 })
          .toBe(false);
      });
    });

    describe('restore', () => {
      it('publishes after a withdrawal only when it is said, one above, where the dispatch stood', async () => {
        await log.append(publish('a', { publishedAt: 1_000 }));
        await log.append(withdraw('a', 'Onjuist'));
        expect(await refusal(publish('a'))).toMatchObject({ reason: 'withdrawn', newest: 2 });
        const restored = await log.append(publish('a', { restore: true, title: 'Toch juist' }));
        expect(restored).toMatchObject({ n: 3, version: 3, repeated: false });
        expect(await log.find('a')).toMatchObject({
          kind: 'dispatch',
          dispatch: { title: 'Toch juist', version: 3, publishedAt: 1_000 },
        });
        expect(await log.append(publish('a', { restore: true, title: 'Toch juist' }))).toEqual({
          ...restored,
          repeated: true,
        });
        expect(await log.append(publish('a', { title: 'Gewoon verder' }))).toMatchObject({ version: 4 });
      });

      it('takes a given version only above the withdrawal', async () => {
        await log.append(publish('a', { version: 5 }));
        await log.append(withdraw('a'));
        expect(await refusal(publish('a', { version: 6, restore: true }))).toMatchObject({
          reason: 'stale',
          newest: 6,
        });
        expect(await refusal(publish('a', { version: 5, restore: true }))).toMatchObject({ reason: 'stale' });
        expect(await log.append(publish('a', { version: 9, restore: true }))).toMatchObject({ version: 9 });
      });

      it('never brings back a text from before the withdrawal, however it is said', async () => {
        const lead = 'de ingetrokken tekst';
        await log.append(publish('a', { version: 1, lead }));
        await log.append(withdraw('a'));
        await log.append(publish('a', { restore: true, title: 'Toch juist' }));
        expect(await refusal(publish('a', { version: 1, lead }))).toMatchObject({
          reason: 'withdrawn',
          newest: 3,
        });
        expect(await refusal(publish('a', { version: 2, restore: true }))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(JSON.stringify(await log.read(0, 9))).not.toContain(lead);
      });

      it('is an ordinary publication where nothing was withdrawn', async () => {
        expect(await log.append(publish('a', { restore: true }))).toMatchObject({ n: 1, version: 1 });
        expect(await log.append(publish('a', { restore: true }))).toMatchObject({ n: 1, repeated: true });
      });

      it('and withdrawal, over and over: each takes its text, the reasons stay', async () => {
        const collector = new Collector(log, await start());
        const texts = ['eerste geheim', 'tweede geheim', 'derde geheim'];
        await log.append(publish('a', { lead: elementAt(texts, 0) }));
        await log.append(withdraw('a', 'Reden een', 'eva'));
        await log.append(publish('a', { lead: elementAt(texts, 1), restore: true }));
        const saved = await log.head();
        await log.saveCheckpoint({ ...saved, state: elementAt(texts, 1) });
        await log.append(withdraw('a', 'Reden twee'));
        expect(await log.loadCheckpoint()).toBeUndefined();
        await log.append(publish('a', { lead: elementAt(texts, 2), restore: true }));
        await log.redact('a');

        const entries = await readWhole(log);
        expect(entries.map(({ kind, version }) => [kind, version])).toEqual([
          ['redacted', 1],
          ['withdrawal', 2],
          ['redacted', 3],
          ['withdrawal', 4],
          ['dispatch', 5],
        ]);
        expect(entries[1]).toMatchObject({ reason: 'Reden een', by: 'eva' });
        expect(entries[3]).toMatchObject({ reason: 'Reden twee' });
        expect(await log.entriesOf('a')).toEqual(entries);
        expect(texts.map((text) => store.bytes().includes(text))).toEqual([false, false, true]);
        await collector.until(5);
        const late = new Collector(log, await start());
        await late.until(5);
        expect(late.told).toEqual(entries);
      });

      it('in one turn with the withdrawals around it, as one by one', async () => {
        const collector = new Collector(log, await start());
        const outcomes = await Promise.allSettled([
          log.append(publish('a', { lead: 'weg' })),
          log.append(withdraw('a')),
          log.append(publish('a', { lead: 'terug', restore: true })),
          log.append(publish('b')),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(numbersTo(4).map(() => 'fulfilled'));
        await collector.until(4);
        const whole = new Collector(log, await start());
        await whole.until(4);
        expect(whole.told.map(({ kind }) => kind)).toEqual([
          'redacted',
          'withdrawal',
          'dispatch',
          'dispatch',
        ]);
        expect(collector.told[2]).toMatchObject({ kind: 'dispatch', dispatch: { lead: 'terug' } });
      });
    });

    describe('who', () => {
      it('stands beside an entry, is no part of its content, and stays when the text goes', async () => {
        await log.append(publish('a', { by: 'eva' }));
        expect(await log.append(publish('a', { by: 'noor' }))).toMatchObject({ n: 1, repeated: true });
        await log.append(publish('b'));
        await log.append(withdraw('a', undefined, 'noor'));
        const entries = await log.read(0, 9);
        expect(entries.map(({ by }) => by)).toEqual(['eva', undefined, 'noor']);
        expect(entries[0]).toMatchObject({ kind: 'redacted' });
        expect(entries[1]).not.toHaveProperty('by');
        const hash = contentHashOf(publish('b'));
        expect(contentHashOf(publish('b', { by: 'eva' }))).toBe(hash);
      });

      it('told all of an id: its entries alone, in order, late ones too', async () => {
        await log.append(publish('a', { version: 3 }));
        await log.append(publish('b'));
        await log.append(publish('a', { version: 2, title: 'Laat' }));
        await log.append(withdraw('a'));
        expect((await log.entriesOf('a')).map(({ n, version }) => [n, version])).toEqual([
          [1, 3],
          [3, 2],
          [4, 4],
        ]);
        expect(await log.entriesOf('onbekend')).toEqual([]);
      });
    });

    describe('checkpoint', () => {
      it('answers the last that was saved', async () => {
        await log.append(publish('a'));
        const head = await log.head();
        expect(await log.loadCheckpoint()).toBeUndefined();
        await log.saveCheckpoint({ ...head, state: '{"een":1}' });
        await log.saveCheckpoint({ ...head, state: '{"twee":2}' });
        expect(await log.loadCheckpoint()).toEqual({ ...head, state: '{"twee":2}' });
      });

      it('is gone after a withdrawal, and one from before it is not taken any more', async () => {
        await log.append(publish('a'));
        const early = await log.head();
        await log.saveCheckpoint({ ...early, state: 'met tekst' });
        await log.append(withdraw('a'));
        expect(await log.loadCheckpoint()).toBeUndefined();
        await log.saveCheckpoint({ ...early, state: 'met tekst' });
        expect(await log.loadCheckpoint()).toBeUndefined();
        const late = await log.head();
        await log.saveCheckpoint({ ...late, state: 'zonder' });
        expect(await log.loadCheckpoint()).toEqual({ ...late, state: 'zonder' });
      });

      it('of another epoch, or ahead of the log, is not taken', async () => {
        await log.append(publish('a'));
        const { epoch, n } = await log.head();
        await log.saveCheckpoint({ epoch: 'van-elders', n, state: 'x' });
        await log.saveCheckpoint({ epoch, n: n + 1, state: 'x' });
        expect(await log.loadCheckpoint()).toBeUndefined();
      });
    });

    describe('chain', () => {
      it('holds over any history, its holes included', async () => {
        const step = fc.record({
          id: fc.constantFrom('a', 'b', 'c', 'd'),
          version: fc.oneof(fc.constant('next' as const), fc.integer({ min: 1, max: 5 })),
          title: fc.constantFrom('Een', 'Twee', 'Drie'),
          gone: fc.boolean(),
        });
        const said = new Map<string, string>();
        let run = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
            run += 1;
            for (const { id, version, title, gone } of steps) {
              const name = `${id}${run}`;
              const proposal = gone ? withdraw(name) : publish(name, { version, title });
              const appended = await log.append(proposal).catch((error: unknown) => error);
              if (appended instanceof Refusal) continue;
              const { version: stands, repeated } = appended as Appended;
              if (!repeated) said.set(`${name} ${stands}`, contentHashOf(proposal));
            }
            expect((await readWhole(log, said)).length).toBe(said.size);
          }),
          { numRuns: 15 },
        );
      });
      it('and the epoch go on where the log is opened again', async () => {
        const proposals = [publish('a'), publish('b'), withdraw('a'), publish('c')] as const;
        for (const proposal of proposals.slice(0, 3)) await log.append(proposal);
        const before = await log.read(0, 10);
        const { epoch } = await log.head();
        await log.close();
        log = await store.open();
        expect(await log.head()).toEqual({ epoch, n: 3 });
        expect(await log.append(proposals[3])).toMatchObject({ epoch, n: 4 });
        const hashes = new Map(
          ['a 1', 'b 1', 'a 2', 'c 1'].map((key, i) => [key, contentHashOf(elementAt(proposals, i))]),
        );
        expect((await readWhole(log, hashes)).slice(0, 3)).toEqual(before);
      });
    });

    describe('close', () => {
      it('settles every append under way, and every acknowledged one is there', async () => {
        const appends = numbersTo(300).map((i) => log.append(publish(`einde-${i}`)));
        await log.close();
        const settled = await Promise.allSettled(appends);
        for (const outcome of settled) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StoreAway);
        }
        const acknowledged = settled
          .filter((outcome) => outcome.status === 'fulfilled')
          .map(({ value }) => value);
        await expect(log.append(publish('te-laat'))).rejects.toBeInstanceOf(StoreAway);
        log = await store.open();
        const held = new Map((await readWhole(log)).map(({ n, id }) => [n, id]));
        for (const { n, id } of acknowledged) expect(held.get(n)).toBe(id);
      });

      it('can be said twice, and tells health', async () => {
        expect(log.health()).toMatchObject({ writable: true });
        expect(log.health()).not.toHaveProperty('trouble');
        await log.close();
        await log.close();
        expect(log.health().writable).toBe(false);
      });
    });
  });
}
