/** The short form of `npm run soak`, and what it is worth: with a leak in the source it must not pass. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { builtEmbed, mutatedEmbed } from '../client/embed.ts';
import { LEAKS } from './leaks.ts';
import { soak } from './soak.ts';

const SHORT = { windows: 2, roundsPerWindow: 7, actsPerRound: 48 };
const LONGEST = 120_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

// Mostly they wait for a network that fails.
describe.concurrent('a page that stays open', () => {
  test(
    'holds no more after more news and more broken connections, and shows what a fresh page shows',
    async () => {
      const report = await soak(browser, { ...SHORT, embed: await builtEmbed() });
      expect([report.leaks, report.differences]).toEqual([[], []]);
    },
    LONGEST,
  );

  test.each(Object.entries(LEAKS))(
    'is seen to grow with %s',
    async (_, leak) => {
      const { leaks } = await soak(browser, { ...SHORT, embed: await mutatedEmbed(leak) });
      for (const name of leak.grows) expect(leaks.join()).toContain(`${name}: `);
      for (const line of leaks) expect(leak.grows).toContain(/^[a-z ]+?(?= at first|:)/.exec(line)?.[0]);
    },
    LONGEST,
  );
});
