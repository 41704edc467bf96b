/** What every log promises of dispatches that are not published yet. */
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../../server/log/log.ts';
import type { Log } from '../../../server/log/log.ts';
import { Collector } from './collector.ts';
import type { StoreUnderTest } from './log-contract.ts';
import { content, elementAt, keep, numbersTo, publish, release, withdraw } from './proposals.ts';

const HOUR = 3_600_000;
/** What is promised between two processes, and some grace for a busy machine. */
const TOLD_MS = 2_000;

export function describeWaiting(name: string, createStore: () => Promise<StoreUnderTest>): void {
  describe(`the waiting room in ${name}`, () => {
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

    const reopen = async () => {
      await log.close();
      await beside.close();
      log = await store.open();
      beside = await store.openBeside(log);
    };
    const refusal = async (asked: Promise<unknown>): Promise<Refusal> => {
      const error: unknown = await asked.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(Refusal);
      return error as Refusal;
    };
    const actsOf = async (id: string) =>
      (await beside.waiting.acts(id)).map(({ act, by, revision }) => `${act} ${revision} ${by}`);

    describe('putting', () => {
      it('keeps what waits as it was given, outside the log', async () => {
        const until = log.now() + HOUR;
        const put = await log.waiting.put(keep('a', { until, source: 'anp', by: 'wire', version: 4 }));
        expect(put).toEqual({
          ...{ id: 'a', revision: 1, content: content('a'), version: 4, until, source: 'anp', by: 'wire' },
          at: expect.any(Number) as number,
          repeated: false,
          ack: 'disk',
        });
        expect(Math.abs(put.at - log.now())).toBeLessThan(2_000);
        const { repeated: _, ack: __, ...waiting } = put;
        expect(await beside.waiting.find('a')).toEqual(waiting);
        expect(await beside.waiting.list()).toEqual([waiting]);
        expect((await log.head()).n).toBe(0);
        expect(await log.find('a')).toBeUndefined();
        expect(await log.entriesOf('a')).toEqual([]);
      });

      it('sees the same once more as a repeat, and counts every change', async () => {
        const until = log.now() + HOUR;
        await log.waiting.put(keep('a', { until, source: 'anp' }));
        expect(await beside.waiting.put(keep('a', { until, by: 'noor' }))).toMatchObject({
          ...{ revision: 1, repeated: true, by: 'desk', source: 'anp' },
        });
        expect(await log.waiting.put(keep('a', { until: until + 1, by: 'noor' }))).toMatchObject({
          ...{ revision: 2, repeated: false, by: 'noor', source: 'anp' },
        });
        await log.waiting.put(keep('a', { until: until + 1, title: 'Anders' }));
        expect(await log.waiting.put(keep('a', { title: 'Anders' }))).not.toHaveProperty('until');
        expect(await actsOf('a')).toEqual([
          'wait 1 desk',
          'embargo 2 noor',
          'change 3 desk',
          'embargo 4 desk',
        ]);
        expect(await log.waiting.acts('a')).toMatchObject([{ until }, { until: until + 1 }, {}, {}]);
        expect((await log.waiting.acts('a'))[3]).not.toHaveProperty('until');
      });

      it('keeps why it could not be released until it changes, and takes that for no new text', async () => {
        await log.waiting.put(keep('a'));
        expect(await log.waiting.put(keep('a', { trouble: 'Versie 3 staat al.' }))).toMatchObject({
          ...{ revision: 2, repeated: false, trouble: 'Versie 3 staat al.' },
        });
        expect(await log.waiting.put(keep('a'))).toMatchObject({
          ...{ repeated: true, trouble: 'Versie 3 staat al.' },
        });
        expect(await log.waiting.put(keep('a', { title: 'Nieuw' }))).not.toHaveProperty('trouble');
      });

      it('refuses who saw another revision', async () => {
        await log.waiting.put(keep('a', { ifRevision: 0 }));
        expect(await refusal(log.waiting.put(keep('a', { ifRevision: 0, title: 'B' })))).toMatchObject({
          reason: 'stale',
        });
        await log.waiting.put(keep('a', { ifRevision: 1, title: 'B' }));
        expect(await refusal(beside.waiting.put(keep('a', { ifRevision: 1, title: 'C' })))).toMatchObject({
          reason: 'stale',
        });
      });

      it('gives concurrent changes a revision each', async () => {
        const put = await Promise.all(
          numbersTo(20).map((i) => (i % 2 ? log : beside).waiting.put(keep('a', { title: `Titel ${i}` }))),
        );
        expect(put.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(numbersTo(20));
        expect(await log.waiting.acts('a')).toHaveLength(20);
      });

      it('lists what has a time first, soonest first, then the rest, oldest first', async () => {
        const now = log.now();
        for (const [id, until] of [
          ['c', undefined],
          ['late', now + 2 * HOUR],
          ['b', undefined],
          ['soon', now + HOUR],
        ] as const)
          await log.waiting.put(keep(id, until === undefined ? {} : { until }));
        const listed = (await beside.waiting.list()).map(({ id }) => id);
        expect(listed.slice(0, 2)).toEqual(['soon', 'late']);
        expect(listed.slice(2).sort()).toEqual(['b', 'c']);
      });

      it('holds hundreds', async () => {
        const until = log.now() + HOUR;
        await Promise.all(numbersTo(350).map((i) => log.waiting.put(keep(`id-${i}`, { until: until + i }))));
        expect((await beside.waiting.list()).map(({ id }) => id)).toEqual(
          numbersTo(350).map((i) => `id-${i}`),
        );
      });

      it('waits through a restart, with its revision and acts', async () => {
        const until = log.now() + HOUR;
        await log.waiting.put(keep('a', { until, title: 'Één — “twee”' }));
        await log.waiting.put(keep('b', { source: 'anp' }));
        const before = await log.waiting.list();
        await reopen();
        expect(await log.waiting.list()).toEqual(before);
        expect(await log.waiting.put(keep('a', { title: 'Drie' }))).toMatchObject({ revision: 2 });
        expect(await actsOf('a')).toEqual(['wait 1 desk', 'change 2 desk']);
      });
    });

    describe('release', () => {
      it('publishes and takes it out in one step, with the audit', async () => {
        const until = log.now() - 1;
        const waiting = await log.waiting.put(keep('a', { until }));
        expect(await beside.append(release(waiting, { due: true, by: 'clock' }))).toMatchObject({
          ...{ n: 1, version: 1, repeated: false },
        });
        expect(await log.waiting.find('a')).toBeUndefined();
        expect(await log.waiting.list()).toEqual([]);
        expect(await log.find('a')).toMatchObject({ kind: 'dispatch', by: 'clock' });
        expect(await actsOf('a')).toEqual(['wait 1 desk', 'release 1 clock']);
        expect((await log.waiting.acts('a'))[1]).toMatchObject({ until });
      });

      it('happens once, whoever is first', async () => {
        const waiting = await Promise.all(
          numbersTo(50).map((i) => log.waiting.put(keep(`id-${i}`, { until: log.now() - 1 }))),
        );
        const others = [await store.openBeside(log), await store.openBeside(log)];
        const all = [log, beside, ...others];
        const outcomes = await Promise.all(
          waiting.flatMap((one) => all.map((each) => each.append(release(one, { due: true })))),
        );
        expect(outcomes.filter(({ repeated }) => !repeated)).toHaveLength(50);
        expect((await log.head()).n).toBe(50);
        expect(await log.waiting.list()).toEqual([]);
        for (const { id } of waiting) expect(await actsOf(id)).toEqual(['wait 1 desk', 'release 1 desk']);
        await Promise.all(others.map((other) => other.close()));
      });

      it('is refused before its time, and of what has none', async () => {
        const embargoed = await log.waiting.put(keep('a', { until: log.now() + HOUR }));
        const held = await log.waiting.put(keep('b'));
        for (const waiting of [embargoed, held]) {
          expect(await refusal(log.append(release(waiting, { due: true })))).toMatchObject({
            reason: 'early',
          });
        }
        expect((await log.head()).n).toBe(0);
        expect(await log.waiting.list()).toHaveLength(2);
        // The desk need not wait.
        await log.append(release(embargoed));
        await log.append(release(held));
        expect((await log.head()).n).toBe(2);
      });

      it('is refused of another revision than the one that waits', async () => {
        const first = await log.waiting.put(keep('a', { until: log.now() - 1 }));
        const second = await beside.waiting.put(keep('a', { until: log.now() + HOUR, title: 'Later' }));
        expect(await refusal(log.append(release(first, { due: true })))).toMatchObject({ reason: 'stale' });
        expect(await log.waiting.find('a')).toMatchObject({ revision: second.revision });
        await log.append(release(second));
        // Published on: what is said twice must not come on top.
        await log.append(publish('a', { title: 'Nieuwer' }));
        expect(await refusal(log.append(release(second)))).toMatchObject({ reason: 'stale' });
        expect((await log.head()).n).toBe(2);
      });

      it('may say something else than what waits, and then publishes that', async () => {
        const waiting = await log.waiting.put(keep('a', { until: log.now() + HOUR }));
        await log.append({ ...release(waiting), content: content('a', { title: 'Verbeterd' }) });
        expect(await log.find('a')).toMatchObject({ dispatch: { title: 'Verbeterd' } });
        expect(await log.waiting.list()).toEqual([]);
      });

      it('of what stands already takes it out all the same', async () => {
        await log.append(publish('a'));
        const waiting = await log.waiting.put(keep('a', { until: log.now() + HOUR }));
        expect(await refusal(log.append(release(waiting, { due: true })))).toMatchObject({
          reason: 'early',
        });
        expect(await log.append(release(waiting))).toMatchObject({ n: 1, repeated: true });
        expect(await log.waiting.list()).toEqual([]);
      });

      it('keeps the version it was put with', async () => {
        await log.append(publish('a', { version: 3 }));
        const waiting = await log.waiting.put(keep('a', { version: 7, title: 'Zeven' }));
        expect(await log.append(release(waiting))).toMatchObject({ version: 7 });
      });

      it('leaves what waits alone when something else is published under the id', async () => {
        const waiting = await log.waiting.put(keep('a', { until: log.now() + HOUR }));
        await log.append(publish('a', { title: 'Nu al' }));
        expect(await log.waiting.find('a')).toMatchObject({ revision: waiting.revision });
      });
    });

    describe('discarding', () => {
      it('takes it away, and a later version does not come back by itself', async () => {
        await log.waiting.put(keep('a', { version: 1 }));
        expect(await beside.waiting.discard({ id: 'a', by: 'noor', reason: 'Onjuist' })).toBe(true);
        expect(await log.waiting.list()).toEqual([]);
        expect(await log.waiting.discard({ id: 'a', by: 'eva' })).toBe(false);
        expect(await refusal(log.waiting.put(keep('a', { version: 2, title: 'Twee' })))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(await refusal(log.append(publish('a', { version: 2 })))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(await log.find('a')).toBeUndefined();
        expect(await actsOf('a')).toEqual(['wait 1 desk', 'discard 1 noor']);
        expect((await log.waiting.acts('a'))[1]).toMatchObject({ note: 'Onjuist' });
      });

      it('leaves word of what nobody has seen, and that survives a restart', async () => {
        expect(await log.waiting.discard({ id: 'a', by: 'wire' })).toBe(true);
        expect(await beside.waiting.discard({ id: 'a', by: 'wire' })).toBe(false);
        await reopen();
        expect(await refusal(log.append(publish('a')))).toMatchObject({ reason: 'withdrawn' });
        expect(await refusal(log.waiting.put(keep('a')))).toMatchObject({ reason: 'withdrawn' });
        expect(await log.waiting.list()).toEqual([]);
        expect(await log.entriesOf('a')).toEqual([]);
      });

      it('is undone by a restore alone, and the revision counts on', async () => {
        await log.waiting.put(keep('a'));
        await log.waiting.discard({ id: 'a', by: 'noor' });
        expect(await log.waiting.put(keep('a', { restore: true }))).toMatchObject({ revision: 2 });
        const waiting = await log.waiting.put(keep('a', { title: 'Verder' }));
        expect(await log.append(release(waiting))).toMatchObject({ version: 1 });

        await log.waiting.discard({ id: 'b', by: 'wire' });
        await log.append(publish('b', { restore: true }));
        expect(await log.append(publish('b', { title: 'Twee' }))).toMatchObject({ version: 2 });
      });

      it('of the next version of a published dispatch keeps that one text away, and nothing else', async () => {
        await log.append(publish('a'));
        await log.waiting.put(keep('a', { title: 'Ongewenst' }));
        expect(await log.waiting.discard({ id: 'a', by: 'noor' })).toBe(true);
        expect(await refusal(log.waiting.put(keep('a', { title: 'Ongewenst' })))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(await refusal(log.append(publish('a', { title: 'Ongewenst' })))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(await log.append(publish('a', { title: 'Correctie' }))).toMatchObject({ version: 2 });
      });

      it('refuses who saw another revision, and where only a published dispatch stands', async () => {
        await log.waiting.put(keep('a'));
        const discarding = { id: 'a', by: 'noor' };
        expect(await refusal(log.waiting.discard({ ...discarding, ifRevision: 2 }))).toMatchObject({
          reason: 'stale',
        });
        await log.waiting.discard({ ...discarding, ifRevision: 1 });
        await log.append(publish('b'));
        expect(await refusal(log.waiting.discard({ id: 'b', by: 'noor' }))).toMatchObject({
          ...{ reason: 'stale', newest: 1 },
        });
      });
    });

    describe('a withdrawal', () => {
      it('takes what waits along, also the second time it is said', async () => {
        await log.append(publish('a'));
        const waiting = await log.waiting.put(keep('a', { title: 'Twee', until: log.now() - 1 }));
        await beside.append(withdraw('a', 'Onjuist', 'noor'));
        expect(await log.waiting.find('a')).toBeUndefined();
        expect(await actsOf('a')).toEqual(['wait 1 desk', 'discard 1 noor']);
        expect(await refusal(log.append(release(waiting, { due: true })))).toMatchObject({
          reason: 'withdrawn',
        });

        await log.waiting.put(keep('a', { title: 'Drie', restore: true }));
        expect(await log.append(withdraw('a'))).toMatchObject({ n: 2, repeated: true });
        expect(await log.waiting.list()).toEqual([]);
      });

      it('is not overcome by what waits, unless that was put with a restore', async () => {
        await log.append(publish('a'));
        await log.append(withdraw('a'));
        expect(await refusal(log.waiting.put(keep('a', { title: 'Twee' })))).toMatchObject({
          ...{ reason: 'withdrawn', newest: 2 },
        });
        expect(await log.waiting.discard({ id: 'a', by: 'noor' })).toBe(false);
        await log.waiting.put(keep('a', { title: 'Twee', restore: true }));
        const waiting = await log.waiting.put(keep('a', { title: 'Drie' }));
        expect(await refusal(log.append(publish('a', { title: 'Anders' })))).toMatchObject({
          reason: 'withdrawn',
        });
        expect(await log.append(release(waiting))).toMatchObject({ version: 3 });
      });

      it('of an id that only waits is unknown, and leaves it', async () => {
        await log.waiting.put(keep('a'));
        expect(await refusal(log.append(withdraw('a')))).toMatchObject({ reason: 'unknown' });
        expect(await log.waiting.list()).toHaveLength(1);
      });
    });

    describe('text', () => {
      const lead = (what: string) => `zeer geheime tekst van wat is ${what}`;

      it('is nowhere a follower, a reader or a checkpoint would find it', async () => {
        const collector = new Collector(log, { ...(await log.head()), n: 0 });
        const waiting = await log.waiting.put(keep('a', { until: log.now() - 1, lead: lead('bewaard') }));
        await log.append(publish('b'));
        await collector.until(1);
        expect(JSON.stringify(collector.told) + JSON.stringify(await log.read(0, 9))).not.toContain('geheim');
        await log.append(release(waiting, { due: true }));
        await collector.until(2);
        expect(JSON.stringify(collector.told)).toContain(lead('bewaard'));
      });

      const leaving: Record<string, () => Promise<unknown>> = {
        discarded: () => log.waiting.discard({ id: 'a', by: 'noor' }),
        withdrawn: () => log.append(withdraw('a')),
        replaced: () => log.waiting.put(keep('a', { lead: 'een nette tekst' })),
        'released with another text': async () => {
          const waiting = await log.waiting.find('a');
          if (waiting) await log.append({ ...release(waiting), content: content('a', { title: 'Net' }) });
        },
      };
      it.each(Object.entries(leaving))('leaves every file when it is %s', async (_, leave) => {
        await log.append(publish('a'));
        await log.waiting.put(keep('a', { lead: lead('weg').repeat(40) }));
        expect(store.bytes().includes(lead('weg'))).toBe(true);
        await leave();
        await expect.poll(() => store.bytes().includes(lead('weg')), { timeout: 10_000 }).toBe(false);
      });
    });

    describe('listening', () => {
      const listen = (to: Log) => {
        const told: (number | undefined)[] = [];
        const news = new EventEmitter();
        const stop = to.waiting.onChange(({ nextDue }) => {
          told.push(nextDue);
          news.emit('told');
        });
        const until = async (nextDue: number | undefined) => {
          while (told.length === 0 || told.at(-1) !== nextDue) await once(news, 'told');
        };
        return { told, stop, until };
      };

      it('tells at first, and soon after any process changed what waits, when the next is due', async () => {
        const until = log.now() + HOUR;
        await log.waiting.put(keep('a', { until }));
        const [here, there] = [listen(log), listen(beside)];
        await Promise.all([here.until(until), there.until(until)]);
        const asked = performance.now();
        const sooner = await log.waiting.put(keep('b', { until: until - 5 }));
        await Promise.all([here.until(until - 5), there.until(until - 5)]);
        expect(performance.now() - asked).toBeLessThan(TOLD_MS);
        await beside.append(release(sooner));
        await Promise.all([here.until(until), there.until(until)]);
        await log.waiting.discard({ id: 'a', by: 'noor' });
        await Promise.all([here.until(undefined), there.until(undefined)]);
        expect(elementAt(here.told, 0)).toBe(until);
      });

      it('ends with its stop, and one listener that throws does not keep the others from their time', async () => {
        log.waiting.onChange(() => {
          throw new Error('a defect');
        });
        const [stopped, other] = [listen(log), listen(log)];
        await Promise.all([stopped.until(undefined), other.until(undefined)]);
        stopped.stop();
        const before = stopped.told.length;
        const until = log.now() + HOUR;
        await log.waiting.put(keep('a', { until }));
        await other.until(until);
        expect(stopped.told).toHaveLength(before);
      });
    });
  });
}
