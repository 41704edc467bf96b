/**
 * What five hundred labels cost a page for an hour, beside the labels of @github/relative-time-element. The page is
 * live: every minute a new dispatch comes and takes the place of the oldest. Both have one timer for the page; theirs
 * goes in fixed steps, of a second as long as anything is younger than a minute, and asks every label; ours sleeps
 * until the next text that differs.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../client/browser.ts';
import { NOON } from '../client/cards.ts';
import { builtEmbed } from '../client/embed.ts';
import { scriptingMs, RUNNER_HELPER } from './client-page.ts';
import type { Bench } from './measure.ts';

const LABELS = 500;
const MINUTE = 60_000;
const THEIRS = fileURLToPath(
  import.meta.resolve('@github/relative-time-element').replace('index.js', 'bundle.js'),
);

interface Labels {
  readonly tag: string;
  readonly script: string;
}

interface Found {
  readonly wakes: number;
  readonly scriptMs: number;
}

export const bench: Bench = async ({ quick }) => {
  const minutes = quick ? 5 : 60;
  const ours = { tag: 'news-time', script: await builtEmbed() };
  const theirs = { tag: 'relative-time', script: await readFile(THEIRS, 'utf8') };
  const browser = await launchBrowser();
  try {
    // Counts are the same every time, and times differ by more than any machine drifts: one hour of each will do.
    const live = [
      await watch(browser, ours, minutes, true),
      await watch(browser, theirs, minutes, true),
    ] as const;
    const still = [
      await watch(browser, ours, minutes, false),
      await watch(browser, theirs, minutes, false),
    ] as const;
    const name = '@github/relative-time-element';
    return [
      {
        name: `wake-ups for ${LABELS} labels of a live page, ${minutes} minutes of virtual time`,
        value: live[0].wakes,
        unit: '',
        yardstick: { name, value: live[1].wakes },
        bound: { of: 'ratio', atMost: 0.99 },
        note:
          `where nothing comes they look once a minute, and are up to a minute late: ${still[0].wakes} wake-ups ` +
          `against ${still[1].wakes}, scripts ${still[0].scriptMs.toFixed(0)} ms against ${still[1].scriptMs.toFixed(0)} ms`,
      },
      {
        name: `scripting time for ${LABELS} labels of a live page, ${minutes} minutes of virtual time`,
        value: live[0].scriptMs,
        unit: 'ms',
        yardstick: { name, value: live[1].scriptMs },
        bound: { of: 'ratio', atMost: 0.99 },
        note: 'a dispatch comes every minute and the oldest goes; the clock by which time is moved counts for both',
      },
    ];
  } finally {
    await browser.close();
  }
};

async function watch(
  browser: Browser,
  { tag, script }: Labels,
  minutes: number,
  live: boolean,
): Promise<Found> {
  const page = await (await browser.newContext({ locale: 'nl-NL' })).newPage();
  await page.clock.install({ time: NOON - 1_000 });
  await page.clock.pauseAt(NOON);
  await page.addInitScript(RUNNER_HELPER);
  await page.goto('about:blank');
  // Not on a round minute: dispatches come when they come, each at a second of its own.
  const ages = Array.from(
    { length: LABELS },
    (_, index) => index * MINUTE + ((index * 37_123) % MINUTE) + 1_500,
  );
  const times = ages.map((age) => new Date(NOON - age).toISOString());
  await page.setContent(
    `<html lang="nl"><body>${times.map((time) => `<${tag} datetime="${time}"></${tag}>`).join('')}</body></html>`,
  );
  await page.evaluate(countWakes);
  await page.addScriptTag({ content: script, type: tag === 'news-time' ? 'text/javascript' : 'module' });
  await page.waitForFunction(
    (name) => document.querySelector(`${name}:last-of-type`)?.shadowRoot?.textContent !== '',
    tag,
    { polling: 20 },
  );
  await page.clock.runFor(50);
  await page.evaluate(() => ((globalThis as unknown as { wakes: number }).wakes = 0));
  const scriptMs = await scriptingMs(browser, page, async () => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await page.clock.runFor(MINUTE);
      if (live) await page.evaluate(newestForOldest, tag);
    }
  });
  const wakes = await page.evaluate(() => (globalThis as unknown as { wakes: number }).wakes);
  await page.context().close();
  return { wakes, scriptMs };
}

/** Runs in the page: how often a timer wakes it. */
function countWakes(): void {
  const page = globalThis as unknown as { wakes: number };
  page.wakes = 0;
  const set = window.setTimeout.bind(window);
  window.setTimeout = ((callback: () => void, ms?: number) =>
    set(() => {
      page.wakes += 1;
      callback();
    }, ms)) as typeof window.setTimeout;
}

/** Runs in the page: a dispatch of a moment ago comes, and the oldest goes. */
function newestForOldest(tag: string): void {
  const label = document.createElement(tag);
  label.setAttribute('datetime', new Date(Date.now() - 1_500).toISOString());
  document.body.prepend(label);
  document.querySelector(`${tag}:last-of-type`)?.remove();
}
