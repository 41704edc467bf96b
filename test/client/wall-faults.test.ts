/** What a wall goes through in weeks: each time it says how true it is, and recovers by itself. Frozen: wall-frozen.test.ts. */
import { describe, expect, test, vi } from 'vitest';
import { BlackHole } from './black-hole.ts';
import { NOON, card } from './cards.ts';
import { OLD, Walls, servePage, wallServer } from './wall-page.ts';

const walls = new Walls(OLD);
const NEWS = card('nieuw', 0, { title: 'Wat er intussen gebeurde' });
/** Within so many seconds after whatever it was is over. */
const RECOVERS_WITHIN = 45;

/** Moves the page's clock, in steps that leave real messages the time to come, until it is live; how long that took, in seconds. */
async function secondsUntilLive(): Promise<number> {
  const { page } = walls.wall;
  let seconds = 0;
  await vi.waitFor(async () => {
    seconds += 1;
    await page.clock.runFor(1_000);
    expect(await page.locator('news-wall').getAttribute('status')).toBe('live');
  }, 15_000);
  return seconds;
}

const pagesAsked = () => walls.server.requests.filter((path) => path === '/wall').length;
/** Of its titles, by the colour that they have while it is live. */
const isDim = async () => {
  const title = walls.wall.find('.row:nth-child(2) h3').first();
  return (await title.evaluate((element) => getComputedStyle(element).color)) !== 'rgb(227, 225, 220)';
};

test('the server is away for a minute', async () => {
  const { page } = await walls.open();
  const { port } = new URL(walls.server.url);
  await walls.server.close();
  await walls.wall.is('offline');
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  for (let second = 0; second < 60; second += 5) await page.clock.runFor(5_000);
  await walls.wall.is('offline');
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  expect(await walls.wall.titles()).toContain(OLD[0]?.title);
  expect(await isDim()).toBe(false);

  walls.server = await wallServer(NOON + 60_000, Number(port));
  walls.server.publish(...OLD, NEWS);
  expect(await secondsUntilLive()).toBeLessThan(RECOVERS_WITHIN);
  await walls.wall.says('.status', 'Live');
  await walls.wall.shows(async () => (await walls.wall.titles())[0], NEWS.title);
  expect(pagesAsked()).toBe(0);
});

test('nothing but HTTP comes through: it says how old its news is, which is never for long', async () => {
  const { page } = await walls.open();
  walls.server.refusing = true;
  walls.server.dropAll();
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  for (let second = 0; second < 360; second += 5) {
    walls.server.now += 5_000;
    await page.clock.runFor(5_000);
    await page.evaluate(() => fetch('/readyz'));
  }
  await walls.wall.is('offline');
  await walls.wall.shows(
    async () => /^Laatst bijgewerkt 12:0[56]$/.test(await walls.wall.find('.status').innerText()),
    true,
  );
  expect(await isDim()).toBe(false);
});

test('no server from the start: it says that there is no connection, and since when once that is long', async () => {
  const { page } = await walls.open({
    live: false,
    before: async (early) => {
      walls.server.refusing = true;
      await early.route('**/api/**', (route) => route.abort());
    },
  });
  await walls.wall.is('offline');
  await walls.wall.says('.status', 'Geen verbinding');
  for (let minute = 0; minute < 5; minute += 1) await page.clock.runFor(60_000);
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
});

test('nothing comes through any more, and nobody says so', async () => {
  const hole = await BlackHole.before(walls.server.url);
  const { page } = await walls.open({ url: hole.url });
  await walls.wall.pass(10);
  hole.silent = true;
  await page.clock.runFor(16_000);
  await walls.wall.is('stale');
  await walls.wall.says('.status', 'Laatst bijgewerkt 12:00');
  await page.clock.runFor(12_000);
  await walls.wall.is('offline');
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  expect(await isDim()).toBe(false);

  walls.server.publish(NEWS);
  for (let minute = 0; minute < 5; minute += 1) await page.clock.runFor(60_000);
  await walls.wall.shows(isDim, true);
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  await walls.wall.shows(() => walls.wall.find('.row time .live').first().innerText(), '15 minuten geleden');
  expect(await walls.wall.titles()).not.toContain(NEWS.title);

  walls.server.now = NOON + 400_000;
  hole.silent = false;
  expect(await secondsUntilLive()).toBeLessThan(RECOVERS_WITHIN);
  await walls.wall.shows(isDim, false);
  await walls.wall.shows(async () => (await walls.wall.titles())[0], NEWS.title);
  expect(pagesAsked()).toBe(1);
  hole.close();
});

describe("the machine's clock is ten minutes wrong", () => {
  test.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('%s from the start: the time and the labels are the server’s', async (_way, wrong) => {
    await walls.open({ at: NOON + wrong });
    await walls.wall.shows(async () => (await walls.wall.find('.clock').innerText()).slice(0, 5), '12:00');
    await walls.wall.shows(
      () => walls.wall.find('.row time .live').first().innerText(),
      '10 minuten geleden',
    );
    await walls.wall.says('.status', 'Live');
    walls.server.refusing = true;
    walls.server.dropAll();
    await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  });

  test.each([
    ['forward', 600_000],
    ['back', -600_000],
  ])('it is set %s while it runs: right again within seconds, as after a sleep', async (_way, wrong) => {
    const { page } = await walls.open();
    await walls.wall.pass(10);
    await page.clock.setSystemTime(NOON + 10_000 + wrong);
    let seconds = 0;
    await vi.waitFor(async () => {
      seconds += 5;
      walls.server.now += 5_000;
      await page.clock.runFor(5_000);
      walls.server.pulse();
      const expected = new Date(walls.server.now + 3_600_000).toISOString().slice(11, 16);
      expect((await walls.wall.find('.clock').innerText()).slice(0, 5)).toBe(expected);
      expect(await page.locator('news-wall').getAttribute('status')).toBe('live');
    }, 15_000);
    expect(seconds).toBeLessThan(RECOVERS_WITHIN);
    await walls.wall.says('.status', 'Live');
    await walls.wall.shows(isDim, false);
  });
});

test('the machine sleeps for a night: what it wakes up with is not said to be live', async () => {
  const { page } = await walls.open();
  await walls.wall.pass(10);
  walls.server.refusing = true;
  await page.clock.fastForward(9 * 3_600_000);
  await walls.wall.shows(isDim, true);
  await walls.wall.says('.status', 'Geen verbinding sinds 12:00');
  walls.server.refusing = false;
  walls.server.now += 9 * 3_600_000;
  expect(await secondsUntilLive()).toBeLessThan(RECOVERS_WITHIN);
  await walls.wall.shows(isDim, false);
});

describe('another build of the pages is deployed', () => {
  /** Of the ten minutes over which walls spread, this one draws the fifth. */
  const half = {
    before: async (page: { addInitScript(script: () => void): Promise<unknown> }) => {
      await page.addInitScript(() => {
        Math.random = () => 0.5;
      });
    },
  };

  /** Half a minute at most at a time, as the server is heard of every ten seconds. */
  async function pass(seconds: number): Promise<void> {
    await walls.wall.pass(seconds, 20);
  }

  test('it loads itself anew, at a moment of its own, once', async () => {
    await walls.open(half);
    walls.server.build = 'another-build';
    await pass(280);
    expect(pagesAsked()).toBe(1);
    servePage(walls.server);
    await pass(60);
    await vi.waitFor(() => {
      expect(pagesAsked()).toBe(2);
    }, 5_000);
    await walls.wall.is('live');
    await pass(400);
    expect(pagesAsked()).toBe(2);
  });

  test('at most once an hour, also where what it gets is still the old one', async () => {
    const { page } = await walls.open(half);
    walls.server.build = 'another-build';
    await pass(340);
    await vi.waitFor(() => {
      expect(pagesAsked()).toBe(2);
    }, 5_000);
    await walls.wall.is('live');
    await pass(20);
    walls.server.now += 3_540_000;
    await page.clock.fastForward(3_540_000);
    await secondsUntilLive();
    expect(pagesAsked()).toBe(2);
    await pass(400);
    await vi.waitFor(() => {
      expect(pagesAsked()).toBe(3);
    }, 5_000);
  });

  test('not while a flash has the screen, and not while the server is not ready', async () => {
    await walls.open(half);
    walls.server.build = 'another-build';
    walls.server.isReady = false;
    await pass(340);
    expect(walls.server.requests).toContain('/readyz');
    expect(pagesAsked()).toBe(1);
    const asked = walls.server.requests.filter((path) => path === '/readyz').length;
    const long = 'Een lange tekst. '.repeat(50);
    walls.server.publish(
      ...['f1', 'f2', 'f3'].map((id) => card(id, 0, { urgency: 1, lead: long, updatedAt: walls.server.now })),
    );
    await walls.wall.shows(async () => (await walls.wall.taken()) !== '', true);
    walls.server.isReady = true;
    await pass(120);
    expect(await walls.wall.taken()).not.toBe('');
    expect(pagesAsked()).toBe(1);
    expect(walls.server.requests.filter((path) => path === '/readyz')).toHaveLength(asked);
    await pass(100);
    await vi.waitFor(() => {
      expect(pagesAsked()).toBe(2);
    }, 5_000);
  });

  test('the same build: nothing happens', async () => {
    await walls.open(half);
    await pass(700);
    expect(pagesAsked()).toBe(1);
  });
});
