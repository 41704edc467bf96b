import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBoards, type Boards } from '../../../server/boards.ts';
import type { Entry, Log } from '../../../server/log/log.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { WebhookEventSchema } from '../../../server/webhooks/event.ts';
import type { HookSetting } from '../../../server/webhooks/hooks.ts';
import { createWebhooks, type Webhooks } from '../../../server/webhooks/webhooks.ts';
import { publish, withdraw } from '../log/proposals.ts';
import { MemoryLog } from '../memory-log.ts';
import { Receiver, SECRET, type Answer } from './receiver.ts';

const logger = pino({ level: 'silent' });
/** Times out late: on a machine that runs all tests at once, a try that is told twice would be nobody's fault. */
const QUICK = { timeoutMs: 3000, firstWaitMs: 5, longestWaitMs: 20, giveUpMs: 60_000, leaseMs: 1500 };

let dataDir: string;
let log: Log;
let boards: Boards;
let webhooks: Webhooks;
let receivers: Receiver[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'webhooks-'));
  log = await openLog({ dataDir, logger });
  boards = await createBoards({ log, sections: DEFAULT_SECTIONS, logger });
  receivers = [];
});

afterEach(async () => {
  await webhooks.close();
  await boards.close();
  await log.close();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  rmSync(dataDir, { recursive: true });
});

async function receiver(): Promise<Receiver> {
  const started = await Receiver.start();
  receivers.push(started);
  return started;
}

/** Starts with these partners, and waits until each has its place in the log. */
async function start(
  hooks: Readonly<Record<string, Receiver>>,
  { settings = {}, ...said }: Partial<HookSetting> & { settings?: object } = {},
): Promise<void> {
  webhooks = createWebhooks({
    hooks: Object.entries(hooks).map(([name, { url }]) => ({ name, url, secret: SECRET, ...said })),
    log,
    boards,
    logger,
    settings: { ...QUICK, ...settings },
  });
  await eventually(async () => (await log.notes.all('webhook-places')).size >= Object.keys(hooks).length);
}

/** Looks again until it is so; the test's own time-out is the end of its patience. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const deadOf = async (name: string) =>
  (await webhooks.list()).find((hook) => hook.name === name)?.letters ?? [];

describe('a partner who keeps copies', () => {
  it('is told of every act, in the order of the log, signed, in the form that is described', async () => {
    const partner = await receiver();
    await start({ partner });
    const acts = [
      publish('storm'),
      publish('storm', { title: 'Bijgewerkt', signal: 'update' }),
      publish('storm', { title: 'Beter', signal: 'correction', note: 'Het was anders.' }),
      publish('storm', { title: 'Zonder tikfout' }),
      publish('storm', { status: 'withheld' }),
      publish('storm', { title: 'Weer vrij' }),
      withdraw('storm', 'Bron trok terug'),
      { ...publish('storm', { title: 'Toch' }), restore: true },
    ];
    for (const act of acts) {
      const { n } = await log.append({ ...act, by: 'anna' });
      await partner.until(({ tries }) => tries.length === n);
    }

    expect(partner.asked).toEqual(
      ['publish', 'update', 'correct', 'refile', 'hold', 'release', 'withdraw', 'restore'].map(
        (act) => `${act} storm`,
      ),
    );
    expect(partner.tries.map(({ event }) => event.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(partner.tries.every(({ isGenuine }) => isGenuine)).toBe(true);
    for (const { event } of partner.tries)
      expect(v.is(v.strictObject(WebhookEventSchema.entries), event)).toBe(true);
    expect(partner.tries[6]?.event).toMatchObject({ gone: { id: 'storm', version: 7 } });
    expect(partner.tries.map(({ body }) => body).join()).not.toMatch(/Bron trok terug|anna/);
  });

  it('who is new is told of what comes, not of what stands', async () => {
    await log.append(publish('oud'));
    await eventually(() => Promise.resolve(boards.cursor().n === 1));
    const partner = await receiver();
    await start({ partner });
    await log.append(publish('nieuw'));
    await partner.until(({ tries }) => tries.length === 1);
    expect(partner.asked).toEqual(['publish nieuw']);
  });

  it('of some sections is told of these alone, and that a dispatch is gone when it moves away', async () => {
    const partner = await receiver();
    await start({ partner }, { sections: ['sport'] });
    await log.append(publish('elders', { section: 'regio' }));
    await log.append(withdraw('elders'));
    const acts = [
      publish('wedstrijd', { section: 'sport' }),
      publish('wedstrijd', { section: 'regio', title: 'Toch regio' }),
      publish('wedstrijd', { section: 'regio', title: 'Nog eens' }),
      withdraw('wedstrijd'),
    ];
    for (const [index, act] of acts.entries()) {
      await log.append(act);
      // What was not told before it is withdrawn is never told; so each act is followed by one that is.
      await log.append(publish(`uitslag-${index}`, { section: 'sport' }));
      await partner.until(({ asked }) => asked.includes(`publish uitslag-${index}`));
    }
    const about = partner.asked.filter((what) => !what.includes('uitslag'));
    expect(about).toEqual(['publish wedstrijd', 'move wedstrijd', 'withdraw wedstrijd']);
    expect(partner.tries.map(({ body }) => body).join()).not.toMatch(/Toch regio|Nog eens|elders/);
  });

  it('never learns of what was held before anybody saw it, nor of versions that came late', async () => {
    const partner = await receiver();
    await start({ partner });
    await log.append(publish('stil', { status: 'withheld' }));
    await log.append(withdraw('stil'));
    await log.append(publish('twee', { version: 2 }));
    await log.append(publish('twee', { version: 1, title: 'Te laat' }));
    await log.append(publish('drie'));
    await partner.until(({ asked }) => asked.includes('publish drie'));
    expect(partner.asked).toEqual(['publish twee', 'publish drie']);
  });
});

describe('a delivery that fails', () => {
  it.each([
    ['500, then 200', 500],
    ['a line that is cut', 'cut'],
    ['no answer in time', 'hang'],
  ] as const)(
    'is tried again until it succeeds, under the same id, before anything that came after it: %s',
    async (_, failure) => {
      const partner = await receiver();
      partner.answer = () => (partner.tries.length <= 2 ? failure : 200);
      await start({ partner }, failure === 'hang' ? { settings: { timeoutMs: 600 } } : {});
      await log.append(publish('een'));
      await log.append(publish('een', { title: 'Later' }));
      await partner.until(({ tries }) => tries.length === 4);
      expect(partner.asked).toEqual(['publish een', 'publish een', 'publish een', 'refile een']);
      expect(new Set(partner.tries.slice(0, 3).map(({ id }) => id)).size).toBe(1);
      expect(partner.tries.every(({ isGenuine }) => isGenuine)).toBe(true);
    },
  );

  it('follows no redirect', async () => {
    const partner = await receiver();
    partner.answer = () => (partner.tries.length === 1 ? 'redirect' : 200);
    await start({ partner });
    await log.append(publish('een'));
    await partner.until(({ tries }) => tries.length === 2);
    expect(partner.asked).toEqual(['publish een', 'publish een']);
  });

  it('does not keep other partners waiting', async () => {
    const [dead, slow, well] = await Promise.all([receiver(), receiver(), receiver()]);
    dead.answer = () => 503;
    slow.answer = () => 'hang';
    await start({ dead, slow, well });
    await log.append(publish('een'));
    await log.append(publish('twee'));
    await well.until(({ tries }) => tries.length === 2);
    expect(well.asked).toEqual(['publish een', 'publish twee']);
    await eventually(async () => (await webhooks.list())[0]?.failing !== undefined);
    expect((await webhooks.list())[0]).toMatchObject({ behind: 2, failing: { error: 'answered 503' } });
  });

  it('sends no text once that was withdrawn in the meantime, but the withdrawal', async () => {
    const partner = await receiver();
    partner.answer = () => (partner.tries.length === 1 ? 200 : 500);
    await start({ partner });
    await log.append(publish('geheim', { title: 'Eerste versie' }));
    await partner.until(({ tries }) => tries.length === 1);
    await webhooks.close();
    await log.append(publish('geheim', { title: 'Verkeerd verhaal' }));
    await log.append(withdraw('geheim'));
    await log.append(publish('ander'));
    partner.answer = () => 200;
    await start({ partner });
    await partner.until(({ asked }) => asked.includes('publish ander'));
    expect(partner.asked).toEqual(['publish geheim', 'withdraw geheim', 'publish ander']);
    expect(partner.tries.map(({ body }) => body).join()).not.toContain('Verkeerd verhaal');
  });

  it('that the end of the process cuts off is no failure, and is tried again', async () => {
    const partner = await receiver();
    partner.answer = () => 'hang';
    await start({ partner });
    await log.append(publish('een'));
    await partner.until(({ tries }) => tries.length === 1);
    await webhooks.close();
    expect((await webhooks.list())[0]).not.toHaveProperty('failing');
    partner.answer = () => 200;
    await start({ partner });
    await partner.until(({ tries }) => tries.length === 2);
    expect(partner.asked).toEqual(['publish een', 'publish een']);
  });

  it('goes on after a restart where it was, and counts on', async () => {
    const partner = await receiver();
    partner.answer = () => 500;
    await start({ partner });
    await log.append(publish('een'));
    await log.append(publish('twee'));
    await partner.until(({ tries }) => tries.length === 3);
    await webhooks.close();
    const before = partner.tries.length;
    await start({ partner });
    await partner.until(({ tries }) => tries.length > before);
    expect(new Set(partner.asked)).toEqual(new Set(['publish een']));
    await eventually(async () => ((await webhooks.list())[0]?.failing?.attempts ?? 0) > before);
    partner.answer = () => 200;
    await partner.until(({ asked }) => asked.includes('publish twee'));
    await eventually(async () => (await webhooks.list())[0]?.behind === 0);
    expect((await webhooks.list())[0]?.failing).toBeUndefined();
  });
});

describe('a dead letter', () => {
  const GIVES_UP_AT_ONCE = { giveUpMs: 0 };

  it('is made of what failed for too long, and the next one has its turn', async () => {
    const partner = await receiver();
    partner.answer = ({ what }) => (what === 'publish een' ? 500 : 200);
    await start({ partner }, { settings: { giveUpMs: 60 } });
    const told: number[] = [];
    webhooks.onLetters((dead) => told.push(dead));
    await log.append(publish('een', { title: 'Onbestelbaar nieuws' }));
    await log.append(publish('twee'));
    await partner.until(({ asked }) => asked.includes('publish twee'));
    const [letter] = await deadOf('partner');
    expect(letter).toMatchObject({ n: 1, id: 'een', version: 1, error: 'answered 500', again: false });
    expect(letter?.attempts).toBeGreaterThan(1);
    expect(JSON.stringify([...(await log.notes.all('webhook-letters:partner'))])).not.toContain(
      'Onbestelbaar',
    );
    await eventually(() => Promise.resolve(told.includes(1)));
  });

  it.each<[Answer, string]>([
    [422, 'answered 422'],
    ['redirect', 'answered 302'],
  ])(
    'is soon made of what is refused (%s): a withdrawal behind it does not wait for hours',
    async (answer, error) => {
      const partner = await receiver();
      partner.answer = ({ what }) => (what === 'publish een' ? answer : 200);
      await start({ partner });
      await log.append(publish('een'));
      await log.append(publish('twee'));
      await partner.until(({ asked }) => asked.includes('publish twee'));
      expect(partner.asked.filter((what) => what === 'publish een')).toHaveLength(5);
      expect(await deadOf('partner')).toMatchObject([{ n: 1, attempts: 5, error }]);
    },
  );

  it('can be tried again, and can be dropped', async () => {
    const partner = await receiver();
    partner.answer = () => 500;
    await start({ partner }, { settings: GIVES_UP_AT_ONCE });
    await log.append(publish('een'));
    await log.append(publish('twee'));
    await eventually(async () => (await deadOf('partner')).length === 2);

    await webhooks.tryAgain('partner', 1);
    await eventually(async () => (await deadOf('partner'))[0]?.attempts === 2);
    expect(await deadOf('partner')).toMatchObject([{ n: 1, again: false }, { n: 2 }]);
    partner.answer = () => 200;
    const before = partner.tries.length;
    await webhooks.tryAgain('partner', 1);
    await eventually(async () => (await deadOf('partner')).length === 1);
    expect(partner.asked.slice(before)).toEqual(['publish een']);

    expect(await webhooks.drop('partner', 2)).toBe(true);
    expect(await webhooks.drop('partner', 2)).toBe(false);
    expect(await webhooks.tryAgain('partner', 2)).toBeUndefined();
    expect(await webhooks.tryAgain('nobody', 1)).toBeUndefined();
    expect(await deadOf('partner')).toEqual([]);
  });

  it('does not bring an old version after a newer one, nor a text after its withdrawal', async () => {
    const partner = await receiver();
    partner.answer = () => 500;
    await start({ partner }, { settings: GIVES_UP_AT_ONCE });
    await log.append(publish('een', { title: 'Oud' }));
    await log.append(publish('twee', { title: 'Fout' }));
    await eventually(async () => (await deadOf('partner')).length === 2);
    partner.answer = () => 200;
    await log.append(publish('een', { title: 'Nieuw' }));
    await log.append(withdraw('twee'));
    await partner.until(({ asked }) => asked.includes('withdraw twee'));

    const before = partner.tries.length;
    await webhooks.tryAgain('partner', 1);
    await webhooks.tryAgain('partner', 2);
    await eventually(async () => (await deadOf('partner')).length === 0);
    expect(partner.tries).toHaveLength(before);
  });
});

describe('several processes', () => {
  it('deliver once, and one takes over where another stopped', async () => {
    const partner = await receiver();
    await start({ partner });
    const first = webhooks;
    await start({ partner });
    await log.append(publish('een'));
    await partner.until(({ tries }) => tries.length === 1);
    await first.close();
    await log.append(publish('twee'));
    await partner.until(({ asked }) => asked.includes('publish twee'));
    expect(partner.asked).toEqual(['publish een', 'publish twee']);
  });
});

describe('a log with another history', () => {
  it('is a reset for the partner, who goes on from its end; dead letters of the old one are dropped', async () => {
    const rewritten = new MemoryLog();
    const partner = await receiver();
    await boards.close();
    boards = await createBoards({ log: rewritten, sections: DEFAULT_SECTIONS, logger });
    webhooks = createWebhooks({
      hooks: [{ name: 'partner', url: partner.url, secret: SECRET }],
      log: rewritten,
      boards,
      logger,
      settings: { ...QUICK, giveUpMs: 0 },
    });
    await eventually(async () => (await rewritten.notes.all('webhook-places')).size === 1);
    const [een, twee] = await entriesOfTwo();
    partner.answer = () => 500;
    rewritten.add({ ...een, epoch: rewritten.epoch });
    await eventually(async () => (await deadOf('partner')).length === 1);
    partner.answer = () => 200;
    rewritten.rewrite('epoch-2', [{ ...een, epoch: 'epoch-2' }], 'restored from a backup');
    await partner.until(({ asked }) => asked.includes('reset'));
    rewritten.add({ ...twee, epoch: 'epoch-2' });
    await partner.until(({ asked }) => asked.includes('publish twee'));
    expect(partner.asked).toEqual(['publish een', 'reset', 'publish twee']);
    expect(partner.tries[1]?.event).toEqual({
      event: 'reset',
      epoch: 'epoch-2',
      n: 1,
      at: expect.any(Number) as number,
    });
    expect(await deadOf('partner')).toEqual([]);
  });
});

/** Two entries as a real log makes them. */
async function entriesOfTwo(): Promise<[Entry, Entry]> {
  await log.append(publish('een'));
  await log.append(publish('twee'));
  const [een, twee] = await log.read(0, 2);
  if (!een || !twee) throw new Error('two were appended');
  return [een, twee];
}
