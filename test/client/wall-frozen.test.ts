/** A wall whose page the browser freezes, as it does with pages that nobody sees, on a machine that sleeps meanwhile. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BareChromium } from './bare-chromium.ts';
import { BlackHole } from './black-hole.ts';
import { card } from './cards.ts';
import type { ScriptedServer } from './scripted-server.ts';
import { OLD, servePage, wallServer } from './wall-page.ts';

const HOUR = 3_600_000;
const SOON = { timeout: 10_000, interval: 50 };
/** Much sooner than its timers, which stood still with the page, would find out. */
const AT_ONCE = { timeout: 3_000, interval: 50 };

let browser: BareChromium;
let server: ScriptedServer;
let hole: BlackHole;

beforeAll(async () => {
  browser = await BareChromium.start();
});
afterAll(() => browser.close());
beforeEach(async () => {
  server = await wallServer();
  server.publish(...OLD);
  servePage(server);
  hole = await BlackHole.before(server.url);
});
afterEach(async () => {
  hole.close();
  await server.close();
});

const status = () => browser.evaluate(`document.querySelector('news-wall')?.status`);
const texts = (selector: string) =>
  browser.evaluate(
    `[...document.querySelector('news-wall').shadowRoot.querySelectorAll('${selector}')].map((part) => part.innerText.trim())`,
  );

/** Chromium closes the connections of a page that it freezes, and tells the page when it is thawed. Not all that are older do. */
const DEAF = `
  globalThis.WebSocket = class extends WebSocket {
    set onclose(_) {}
    set onerror(_) {}
  };`;

test.each([
  ['by a browser that tells it of its connection', ''],
  ['by a browser that does not', DEAF],
])(
  'thawed %s, it knows at once that it heard nothing for an hour, and recovers by itself',
  async (_, deaf) => {
    await browser.send('Page.enable');
    const { identifier } = await browser.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `
      globalThis.later = 0;
      const now = Date.now;
      Date.now = () => now() + later;
      globalThis.lives = [];
      for (const life of ['freeze', 'resume']) document.addEventListener(life, () => lives.push(life));
      globalThis.isAnswered = false;
      globalThis.WebSocket = class extends WebSocket {
        constructor(...address) {
          super(...address);
          this.addEventListener('message', ({ data }) => (isAnswered ||= String(data).includes('"board"')));
        }
      };
      ${deaf}`,
    });
    await browser.send('Page.navigate', { url: `${hole.url}/wall` });
    await expect.poll(status, SOON).toBe('live');
    await expect.poll(() => texts('.status'), SOON).toEqual(['Live']);
    // What time it is at the server.
    await expect.poll(() => browser.evaluate('isAnswered'), SOON).toBe(true);

    await browser.setHidden(true);
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
    await expect.poll(() => browser.evaluate('lives'), SOON).toEqual(['freeze']);
    hole.silent = true;
    server.now += HOUR;
    server.publish(card('nieuw', 0, { title: 'Wat er intussen gebeurde' }));
    await browser.evaluate(`globalThis.later = ${String(HOUR)}`);
    await browser.send('Page.setWebLifecycleState', { state: 'active' });
    await expect.poll(() => browser.evaluate('lives'), SOON).toEqual(['freeze', 'resume']);
    await expect.poll(status, AT_ONCE).not.toBe('live');

    await browser.setHidden(false);
    await expect.poll(() => texts('.status'), AT_ONCE).toEqual(['Geen verbinding sinds 12:00']);
    await expect
      .poll(async () => ((await texts('.clock')) as string[])[0]?.slice(0, 5), AT_ONCE)
      .toBe('13:00');
    await expect
      .poll(async () => ((await texts('.row time .live')) as string[])[0], AT_ONCE)
      .toBe('1 uur geleden');

    hole.silent = false;
    await expect.poll(status, { timeout: 45_000, interval: 200 }).toBe('live');
    await expect.poll(() => texts('.status'), SOON).toEqual(['Live']);
    await expect
      .poll(async () => ((await texts('.row h3')) as string[])[0], SOON)
      .toBe('Wat er intussen gebeurde');
    expect(server.requests.filter((path) => path === '/wall')).toHaveLength(1);
    await browser.send('Page.removeScriptToEvaluateOnNewDocument', { identifier });
  },
  90_000,
);
