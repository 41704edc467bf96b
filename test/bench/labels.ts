import { launchBrowser, openPage } from '../client/browser.ts';
import { NOON } from '../client/cards.ts';
import { builtEmbed } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import type { Bench, Measure } from './measure.ts';

const LABELS = 500;
const MINUTE = 60_000;

interface Counts {
  ticks: number;
  idleTicks: number;
  idleWrites: number;
  writes: number;
  mostTimers: number;
}

/**
 * Five hundred labels of every age on one page, for an hour of virtual time: how many timers are set at once, how
 * often the page wakes, and what is written to the DOM by a tick that changes no text.
 */
export const bench: Bench = async ({ quick }) => {
  const browser = await launchBrowser();
  const server = await ScriptedServer.start(await builtEmbed());
  const body = Array.from({ length: LABELS }, (_, index) => {
    // From a few seconds to ten days, denser where labels change often.
    const age = Math.round(7_000 + 10 * 24 * 60 * MINUTE * (index / LABELS) ** 4);
    return `<news-time datetime="${new Date(NOON - age).toISOString()}"></news-time>`;
  }).join('');
  const page = await openPage(browser, server, {
    clock: NOON,
    body,
    before: async (opened) => {
      // The runner wraps named functions in this helper of its own, which the page does not have.
      await opened.addInitScript('globalThis.__name = (named) => named');
      await opened.addInitScript(countTimers);
    },
  });
  await page.waitForFunction(() =>
    document.querySelector('news-time:last-of-type')?.shadowRoot?.querySelector('time'),
  );
  const minutes = quick ? 5 : 60;
  const wallClock = performance.now();
  const counts = await page.evaluate(watchLabels).then(async () => {
    await page.clock.runFor(minutes * MINUTE);
    return page.evaluate(() => (globalThis as unknown as { counts: Counts }).counts);
  });
  const took = performance.now() - wallClock;
  await browser.close();
  await server.close();

  const exactly = (name: string, value: number, wanted: number): Measure => ({
    name,
    value,
    unit: '',
    bound: { of: 'value', atMost: wanted },
  });
  return [
    exactly(`timers set at once for ${String(LABELS)} labels`, counts.mostTimers, 1),
    exactly('DOM writes by ticks that change no text', counts.idleWrites, 0),
    {
      name: `wake-ups in ${String(minutes)} minutes of virtual time`,
      value: counts.ticks,
      unit: '',
      // Labels change on whole seconds; the rest are the looks that somebody provokes.
      bound: { of: 'value', atMost: minutes * 70 },
      note: `${String(counts.idleTicks)} of them changed no text; ${String(counts.writes)} DOM writes in all; ran in ${took.toFixed(0)} ms`,
    },
  ];
};

/** Runs in the page, before its scripts: every timer is counted while it is set. */
function countTimers(): void {
  const page = globalThis as unknown as { timers: Set<number>; mostTimers: number; ticked: () => void };
  Object.assign(page, { timers: new Set(), mostTimers: 0, ticked: () => undefined });
  const set = window.setTimeout.bind(window);
  const clear = window.clearTimeout.bind(window);
  window.setTimeout = ((callback: () => void, ms?: number) => {
    const id = set(() => {
      page.timers.delete(id);
      page.ticked();
      callback();
    }, ms);
    page.timers.add(id);
    page.mostTimers = Math.max(page.mostTimers, page.timers.size);
    return id;
  }) as typeof window.setTimeout;
  window.clearTimeout = ((id?: number) => {
    page.timers.delete(id ?? -1);
    clear(id);
  }) as typeof window.clearTimeout;
}

/** Runs in the page: writes are told apart by the tick that made them, and whether it changed any text. */
function watchLabels(): void {
  const page = globalThis as unknown as { counts: Counts; mostTimers: number; ticked: () => void };
  const elements = [...document.querySelectorAll('news-time')];
  const text = () =>
    elements.map((element) => element.shadowRoot?.querySelector('.live')?.textContent).join();
  const counts = { ticks: 0, idleTicks: 0, idleWrites: 0, writes: 0, mostTimers: page.mostTimers };
  page.counts = counts;
  let before = text();
  let records = 0;
  const observer = new MutationObserver((list) => (records += list.length));
  for (const { shadowRoot } of elements) {
    if (shadowRoot)
      observer.observe(shadowRoot, { attributes: true, characterData: true, childList: true, subtree: true });
  }
  const settle = () => {
    const now = text();
    counts.writes += records;
    if (now === before) {
      counts.idleTicks += 1;
      counts.idleWrites += records;
    }
    before = now;
    records = 0;
    counts.mostTimers = page.mostTimers;
  };
  page.ticked = () => {
    counts.ticks += 1;
    // After the elements have updated, which they do in microtasks of this very tick.
    const channel = new MessageChannel();
    channel.port1.onmessage = settle;
    channel.port2.postMessage(null);
  };
  // Somebody comes back to the page again and again: the clock looks, and mostly finds nothing to change.
  setInterval(() => {
    page.ticked();
    dispatchEvent(new Event('focus'));
  }, 7_300);
}
