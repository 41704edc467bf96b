/** The scenes that the configurator plays: what somebody who looks at the preview sees, so many seconds after choosing one. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp, type RunningApp } from '../../server/http/running-app.ts';
import { launchBrowser, partText, titles, WITHDRAWN } from '../browser.ts';

const FIRST = 'Brug bij Oudewater drie weken dicht voor herstel';
const SECOND = 'Urgent Waterschap waarschuwt voor hoog water in het weekend';
const THIRD = 'Oudste kastanje van het land omgewaaid';
const AT_FIRST = [FIRST, SECOND, THIRD];

let browser: Browser;
let running: RunningApp;
let page: Page;
/** Since the scene was chosen, in seconds. */
let passed: number;

beforeAll(async () => {
  browser = await launchBrowser();
  running = await startApp({ settings: { SECTIONS: 'buitenland=Ver weg & dichtbij' } });
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  await page.clock.install();
  await page.goto(`${running.url}/embed?rows=3`);
  await page.locator('news-ticker[status=live]').waitFor();
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
});

afterEach(async () => {
  await page.context().close();
});

async function choose(scene: string): Promise<void> {
  await page.getByLabel(scene).check();
  // The ticker that begins with the scene draws itself.
  await page.clock.runFor(100);
  passed = 0.1;
  expect(await titles(page)).toEqual(AT_FIRST);
}

/** What is seen at this second. */
async function at(seconds: number): Promise<string[]> {
  await page.clock.runFor(Math.round((seconds - passed) * 1_000));
  passed = seconds;
  return titles(page);
}

const text = (part: string) => page.locator(`news-ticker [part=${part}]`).allInnerTexts();

test('a quiet day: one dispatch, and then for a while none', async () => {
  await choose('Rustige dag');
  expect(await text('heading')).toEqual(['Meer uit Ver weg & dichtbij']);
  expect(await at(5)).toEqual(AT_FIRST);
  const [one, ...rest] = await at(7);
  expect(rest).toEqual([FIRST, SECOND]);
  expect(await at(50)).toEqual([one, ...rest]);
  expect((await at(52)).slice(1)).toEqual([one, FIRST]);
});

test('a busy day: one every three seconds', async () => {
  await choose('Drukke dag');
  const [one, ...rest] = await at(4);
  expect(rest).toEqual([FIRST, SECOND]);
  const [two, ...others] = await at(7);
  expect(others).toEqual([one, FIRST]);
  expect((await at(10)).slice(1)).toEqual([two, one]);
});

test('a busy day: while one is pointed at, what is new waits behind a button', async () => {
  await choose('Drukke dag');
  const [one] = await at(4);
  await page.locator('news-ticker [part=title]').first().hover();
  expect((await at(10.5))[0]).toBe(one);
  expect(await partText(page, 'pending')).toBe('2 nieuwe berichten');
});

test('big news: a flash, the bulletin that takes its place, and what becomes known', async () => {
  await choose('Groot nieuws');
  expect(await at(3.5)).toEqual(AT_FIRST);
  expect((await at(5))[0]).toBe('Flits Groot deel van noorden zonder stroom');
  const [bulletin, ...rest] = await at(15);
  expect(bulletin).toBe('Bulletin Stroomstoring treft 340.000 huishoudens in het noorden');
  expect(rest).toEqual([FIRST, SECOND]);
  expect((await at(30))[0]).toContain('Ziekenhuizen draaien op noodstroom');
  expect((await at(45))[0]).toContain('Eerste wijken hebben weer stroom');
});

test('a correction, which says what was wrong, and a withdrawal, of which nothing remains', async () => {
  await choose('Correctie en intrekking');
  expect(await at(3.5)).toEqual(AT_FIRST);
  expect(await at(5)).toEqual(['Brug bij Oudewater vier weken dicht voor herstel', SECOND, THIRD]);
  expect(await text('note')).toEqual(['Gecorrigeerd: Het gaat om vier weken, niet om drie.']);
  expect(await at(13)).toEqual(['Brug bij Oudewater vier weken dicht voor herstel', SECOND, WITHDRAWN]);
});

test('an outage: the news stays and says how old it is; what was missed comes with the connection', async () => {
  await choose('Storing');
  expect([await at(3.5), await partText(page, 'status')]).toEqual([AT_FIRST, 'Live']);
  expect(await at(5)).toEqual(AT_FIRST);
  expect(await partText(page, 'status')).toMatch(/^Geen verbinding sinds \d\d:\d\d$/);
  expect([await at(23), await partText(page, 'status')]).toEqual([
    AT_FIRST,
    expect.stringMatching(/^Geen verbinding/),
  ]);
  const [, , third] = await at(26);
  expect([third, await partText(page, 'status')]).toEqual([FIRST, 'Live']);
});

describe('a scene', () => {
  test('starts anew when it is chosen anew, and ends with the news of the server', async () => {
    await choose('Storing');
    expect(await at(5)).toEqual(AT_FIRST);
    await choose('Rustige dag');
    expect(await partText(page, 'status')).toBe('Live');
    // By now the outage would have ended, with news.
    expect((await at(25)).slice(1)).toEqual([FIRST, SECOND]);
    await page.getByLabel('Het nieuws van nu').check();
    expect(await at(30)).toEqual([]);
    expect(await page.locator('.embed-stage').innerText()).not.toContain('Simulatie');
  });

  test('has titles that lead nowhere: a click stays here, another window has this page', async () => {
    await choose('Rustige dag');
    const link = page.locator('news-ticker a[part=link]').first();
    const address = page.url();
    await link.click();
    expect(page.url()).toBe(address);
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ button: 'middle' }),
    ]);
    await other.waitForLoadState();
    expect(await other.getByRole('heading', { level: 1 }).innerText()).toBe('Nieuws op uw eigen site');
  });
});
