/** Thirty days at a time, over the nights that labels get wrong: both changes of the clock, and new year. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { documentWith, launchBrowser, openPage } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { WORDS, courseOf, labelAt, shortAt, type Course, type Language } from './label-oracle.ts';
import { NIGHTS, dispatchesAround } from './nights.ts';
import { ScriptedServer } from './scripted-server.ts';
import { makeVirtual, type VirtualPage } from './virtual-page.ts';

const DAY = 24 * 3_600_000;
const TEN_MINUTES = 600_000;

/** A label that cannot be read at a moment: where it stands, what it said, what is right. */
type Wrong = readonly [moment: string, where: string, said: string | undefined, right: string];

interface Found {
  readonly looks: number;
  readonly wrong: readonly Wrong[];
  readonly flips: number;
  /** Changes of the page at moments when no label changes. */
  readonly idleChanges: number;
  readonly mostTimers: number;
  readonly statuses: readonly string[];
}

let browser: Browser;
let server: ScriptedServer;
let page: Page | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await ScriptedServer.start(await builtEmbed());
});

afterAll(async () => {
  await server.close();
  await browser.close();
});

afterEach(async () => {
  await page?.context().close();
});

const LANGUAGES = Object.keys(WORDS) as Language[];

type Courses = Readonly<Record<string, Course>>;

/** What is to be looked at when, and what is right. */
interface Almanac {
  readonly from: number;
  readonly to: number;
  /** Of the labels, by language. */
  readonly relative: Readonly<Record<string, Courses>>;
  readonly absolute: Courses;
}

/** A page with this body, on a machine in this zone, and all that its labels should say for thirty days. */
async function open(
  zone: string,
  from: number,
  night: number,
  body: (times: readonly string[]) => string,
  ahead = TEN_MINUTES,
) {
  const to = from + 30 * DAY;
  const cards = dispatchesAround(from, night);
  const times = cards.map(({ publishedAt }) => publishedAt);
  const isoTimes = times.map((time) => new Date(time).toISOString());
  server.page = documentWith(body(isoTimes));
  page = await openPage(browser, server, {
    context: { timezoneId: zone },
    before: async (opened) => {
      // The machine's clock is wrong, as clocks are: what counts is the server's.
      await opened.addInitScript(makeVirtual, { from, ahead, cards });
    },
  });
  const courses = (at: (then: number, now: number) => string): Courses =>
    Object.fromEntries(times.map((time) => [new Date(time).toISOString(), courseOf(time, from, to, at)]));
  const almanac: Almanac = {
    from,
    to,
    relative: Object.fromEntries(
      LANGUAGES.map((lang) => [lang, courses((then, now) => labelAt(then, now, lang))]),
    ),
    absolute: courses(shortAt),
  };
  return { page, almanac };
}

async function live(zone: string, from: number, night: number): Promise<Found> {
  const opened = await open(
    zone,
    from,
    night,
    (times) => `
    <news-ticker section="buitenland" rows="40"></news-ticker>
    <news-ticker section="buitenland" rows="40" timestamps="absolute"></news-ticker>
    ${times.map((time) => `<news-time datetime="${time}"></news-time>`).join('')}`,
  );
  return opened.page.evaluate(watch, opened.almanac);
}

/** Runs in the page: looks half a second before and after every moment at which any label changes, and every hour. */
async function watch(said: Almanac): Promise<Found> {
  const { virtual } = globalThis as unknown as { virtual: VirtualPage };
  const begun = said.from + 5_000;
  await virtual.runTo(begun);
  const [ticker, absolute] = document.querySelectorAll('news-ticker');
  const places = [
    ...[...document.querySelectorAll('news-time')].map(
      (element) => ['news-time', element, said.relative[element.getAttribute('lang') ?? 'nl'] ?? {}] as const,
    ),
    ...(ticker ? [['ticker', ticker, said.relative['nl'] ?? {}] as const] : []),
    ...(absolute ? [['absolute', absolute, said.absolute] as const] : []),
  ];
  const flips = new Set<number>();
  for (const courses of [...Object.values(said.relative), said.absolute])
    for (const course of Object.values(courses)) for (const [from] of course) flips.add(from);
  const moments = new Set<number>();
  for (const flip of flips) for (const moment of [flip - 500, flip + 500]) moments.add(moment);
  for (let hour = said.from; hour < said.to; hour += 3_600_000) moments.add(hour + 1_700_000);

  const observer = new MutationObserver(() => undefined);
  for (const [, element] of places) {
    const { shadowRoot } = element;
    if (shadowRoot)
      observer.observe(shadowRoot, { attributes: true, characterData: true, childList: true, subtree: true });
  }
  const wrong: Wrong[] = [];
  const statuses = new Set<string>();
  let [looks, idleChanges, mostTimers] = [0, 0, 0];
  for (const moment of [...moments].sort((a, b) => a - b)) {
    if (moment <= begun || moment >= said.to) continue;
    await virtual.runTo(moment);
    const changes = observer.takeRecords().length;
    if (!flips.has(moment - 500)) idleChanges += changes;
    mostTimers = Math.max(mostTimers, virtual.timers());
    for (const each of [ticker, absolute]) if (each) statuses.add(String(each.getAttribute('status')));
    for (const [where, element, courses] of places) {
      const labels = element.shadowRoot?.querySelectorAll('time') ?? [];
      if (labels.length === 0) wrong.push(['', where, 'no label', '']);
      for (const label of labels) {
        let right = '';
        for (const [from, text] of courses[label.dateTime] ?? []) if (from <= moment) right = text;
        const shown = label.querySelector('.live')?.textContent;
        looks += 1;
        if (shown !== right)
          wrong.push([new Date(moment).toISOString(), `${where} ${label.dateTime}`, shown, right]);
      }
    }
  }
  return {
    looks,
    wrong: wrong.slice(0, 5),
    flips: flips.size,
    idleChanges,
    mostTimers,
    statuses: [...statuses],
  };
}

describe.each(NIGHTS)('thirty days over %s', (_, from, night, zone) => {
  test(`every label is right before and after every change, on a machine in ${zone}`, async () => {
    const found = await live(zone, from, night);
    expect(found.wrong).toEqual([]);
    expect(found.looks).toBeGreaterThan(50_000);
    expect(found.statuses).toEqual(['live']);
    expect(found.idleChanges).toBe(0);
    // The page's clock, and the watch over its connection.
    expect(found.mostTimers).toBe(2);
  }, 120_000);
});

test('the label alone is right in four languages, over the night in March', async () => {
  const opened = await open(
    'Asia/Kolkata',
    Date.UTC(2027, 2, 10, 9),
    Date.UTC(2027, 2, 28, 1),
    (times) =>
      LANGUAGES.flatMap((lang) =>
        times.map((time) => `<news-time lang="${lang}" datetime="${time}"></news-time>`),
      ).join(''),
    // No ticker: nobody says what time it is.
    0,
  );
  const found = await opened.page.evaluate(watch, opened.almanac);
  expect(found.wrong).toEqual([]);
  expect(found.looks).toBeGreaterThan(50_000);
  expect(found.mostTimers).toBe(1);
}, 120_000);
