/** A wall in the nights that clocks get wrong, second by second. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../shared/dispatch.ts';
import { launchBrowser } from './browser.ts';
import { courseOf, momentAt, type Course } from './label-oracle.ts';
import { NIGHTS, dispatchesAround } from './nights.ts';
import type { ScriptedServer } from './scripted-server.ts';
import { makeVirtual, type VirtualPage } from './virtual-page.ts';
import { servePage, wallServer } from './wall-page.ts';

const TEN_MINUTES = 600_000;

/** What is right from a moment on; the time is so at that very moment. */
interface Look {
  readonly at: number;
  readonly time: string;
  readonly date: string;
  readonly night: boolean;
  readonly quiet: boolean;
}

interface Almanac {
  readonly from: number;
  readonly looks: readonly Look[];
  /** Of the labels, by their times. */
  readonly courses: Readonly<Record<string, Course>>;
}

interface Found {
  readonly labels: number;
  readonly wrong: readonly string[];
  readonly mostTimers: number;
  readonly statuses: readonly string[];
}

let browser: Browser;
let server: ScriptedServer;
let page: Page | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await wallServer();
});

afterAll(async () => {
  await server.close();
  await browser.close();
});

afterEach(async () => {
  await page?.context().close();
});

/** By the clock on the wall: half past two, where bells fall silent, is skipped in one night and comes twice in another. */
const isNight = (time: string) => time >= '23:00' || time < '06:00';
const isQuiet = (time: string) => time >= '02:30' && time < '07:15';

/** Half a second before and after each moment at which a label changes, and each `step`. */
function almanacOf(from: number, to: number, times: readonly number[], step: number): Almanac {
  const courses = Object.fromEntries(
    times.map((time) => [new Date(time).toISOString(), courseOf(time, from, to)]),
  );
  const changes = new Set(Object.values(courses).flatMap((course) => course.map(([at]) => at)));
  for (let at = from; at < to; at += step) changes.add(at);
  const looks = [...new Set([...changes].flatMap((at) => [at - 500, at + 500]))]
    .filter((at) => at > from + 5_000 && at < to)
    .sort((a, b) => a - b)
    .map((at) => {
      const { time, date } = momentAt(at);
      return { at, time, date, night: isNight(time), quiet: isQuiet(time) };
    });
  return { from, looks, courses };
}

/** Runs in the page. */
async function watch({ from, looks, courses }: Almanac): Promise<Found> {
  const { virtual } = globalThis as unknown as { virtual: VirtualPage };
  await virtual.runTo(from + 5_000);
  const wall = document.querySelector('news-wall');
  const root = wall?.shadowRoot;
  if (!wall || !root) throw new Error('there is no wall');
  const textOf = (selector: string) => root.querySelector(selector)?.textContent.trim() ?? 'nothing';
  const wrong: string[] = [];
  const statuses = new Set<string>();
  let [labels, mostTimers] = [0, 0];
  for (const { at, time, date, night, quiet } of looks) {
    await virtual.runTo(at);
    const expect = (what: string, said: unknown, right: unknown) => {
      if (said !== right)
        wrong.push(`${new Date(at).toISOString()} ${what}: ${String(said)}, not ${String(right)}`);
    };
    expect('clock', textOf('header .clock'), time);
    expect('date', textOf('.date'), date);
    expect('night', root.querySelector('.screen')?.classList.contains('night'), night);
    expect('quiet', textOf('.sound'), quiet ? 'Stil tot 07:15' : 'nothing');
    for (const label of root.querySelectorAll<HTMLTimeElement>('.row time')) {
      let right = '';
      for (const [since, text] of courses[label.dateTime] ?? []) if (since <= at) right = text;
      labels += 1;
      expect(`label of ${label.dateTime}`, label.querySelector('.live')?.textContent, right);
    }
    mostTimers = Math.max(mostTimers, virtual.timers());
    statuses.add(String(wall.getAttribute('status')));
  }
  return { labels, wrong: wrong.slice(0, 5), mostTimers, statuses: [...statuses] };
}

/** The wall, on a machine in this zone; what was seen of it. */
async function hang(zone: string, cards: readonly Card[], almanac: Almanac): Promise<Found> {
  servePage(server, { bells: '2', quiet: '02:30-07:15' });
  page = await (await browser.newContext({ timezoneId: zone })).newPage();
  // The machine's clock is wrong, as clocks are: what counts is the server's.
  await page.addInitScript(makeVirtual, { from: almanac.from, ahead: TEN_MINUTES, cards });
  await page.addInitScript(allowSound);
  await page.goto(`${server.url}/wall`);
  return page.evaluate(watch, almanac);
}

describe.each(NIGHTS)('over %s', (_, from, night, zone) => {
  const cards = dispatchesAround(from, night).filter((_card, at) => at % 5 === 0);
  const times = cards.map(({ publishedAt }) => publishedAt);

  test(`clock, date, labels, night and quiet hours are right, on a machine in ${zone}`, async () => {
    const [before, after] = [night - 2 * 3_600_000, night + 2 * 3_600_000];
    const found = await hang(zone, cards, almanacOf(before, after, times, 1_000));
    expect(found.wrong).toEqual([]);
    expect(found.statuses).toEqual(['live']);
    expect(found.mostTimers).toBe(3);
  }, 120_000);
});

/** To be run in the page before its scripts: it may sound, in silence. */
function allowSound(): void {
  class SilentAudio {
    readonly state = 'running';
    resume = () => Promise.resolve();
    suspend = () => Promise.resolve();
  }
  Object.assign(globalThis, { AudioContext: SilentAudio });
}
