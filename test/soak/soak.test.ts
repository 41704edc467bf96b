/** The short form of `npm run soak`, and what it is worth: with a leak in the source it must not pass. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { builtEmbed, builtWall, mutatedEmbed, mutatedWall } from '../client/embed.ts';
import { LEAKS } from './leaks.ts';
import { soak } from './soak.ts';
import type { SoakedPage } from './soaked-page.ts';
import { tickersPage } from './tickers-page.ts';
import { wallPage } from './wall-page.ts';

const SHORT = { windows: 2, roundsPerWindow: 7, actsPerRound: 48 };
const LONGEST = 120_000;

let browser: Browser;
let sound: readonly SoakedPage[];
const leaking = new Map<string, SoakedPage>();

beforeAll(async () => {
  browser = await launchBrowser();
  sound = [tickersPage(await builtEmbed()), wallPage(await builtWall())];
  for (const [name, leak] of Object.entries(LEAKS)) {
    const page =
      leak.page === 'wall' ? wallPage(await mutatedWall(leak)) : tickersPage(await mutatedEmbed(leak));
    leaking.set(name, page);
  }
}, LONGEST);

afterAll(async () => {
  await browser.close();
});

// Mostly they wait for a network that fails.
describe.concurrent('pages that stay open', () => {
  test(
    'hold no more after more news and more broken connections, and show what a fresh page shows',
    async () => {
      const report = await soak(browser, { ...SHORT, pages: sound });
      expect([report.leaks, report.differences]).toEqual([[], []]);
    },
    LONGEST,
  );

  test.each(Object.entries(LEAKS))(
    'are seen to grow with %s',
    async (name, leak) => {
      const page = leaking.get(name);
      const { leaks } = await soak(browser, { ...SHORT, pages: page ? [page] : [] });
      for (const figure of leak.grows) expect(leaks.join()).toContain(`${leak.page}: ${figure}: `);
      for (const line of leaks) expect(leak.grows).toContain(/: ([a-z ]+?)(?= at first|:)/.exec(line)?.[1]);
    },
    LONGEST,
  );
});
