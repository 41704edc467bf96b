/** The desk's walls in a real Chromium: how each is doing, what can be asked of it, and how a fresh screen becomes one. */
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openScreen, type RawSocket } from '../../raw-socket.ts';
import { KEY } from '../../server/http/running-app.ts';
import { launchBrowser } from '../browser.ts';
import { focused, isLive, SOON, startDesk, type Desk } from './desk-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let desk: Desk;
const walls: RawSocket[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  desk = await startDesk(browser);
});
afterEach(async () => {
  for (const wall of walls.splice(0)) wall.end();
  await desk.close();
});

async function connect(name: string, sections: readonly string[] = ['sport']): Promise<RawSocket> {
  const wall = await openScreen(desk.app.app.port);
  walls.push(wall);
  wall.say(`420["introduce",${JSON.stringify({ name, version: '1.2.3', sections })}]`);
  await wall.heard('430[');
  return wall;
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

test('by keyboard alone a wall is shown, asked to say its name, loaded anew, and given other sections', async () => {
  const page = await desk.open();
  await page.getByRole('button', { name: 'Schermen' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Schermen' });
  await dialog.getByText('Er zijn nog geen schermen.').waitFor(SOON);
  const wall = await connect('Balie');
  const row = dialog.getByRole('article', { name: 'Balie' });
  await row.getByText('Verbonden', { exact: true }).waitFor(SOON);
  await row.getByText('1.2.3').waitFor(SOON);
  expect(await violations(page)).toEqual([]);

  await row.getByRole('button', { name: 'Naam tonen: Balie' }).focus();
  await page.keyboard.press('Enter');
  await wall.heard('"kind":"identify"');
  await dialog.getByRole('status').getByText('Balie toont nu zijn naam.').waitFor(SOON);

  await row.getByRole('button', { name: 'Herladen: Balie' }).focus();
  await page.keyboard.press('Enter');
  await wall.heard('"kind":"reload"');
  await dialog.getByRole('status').getByText('Balie wordt opnieuw geladen.').waitFor(SOON);

  await row.getByRole('button', { name: 'Rubrieken: Balie' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Rubrieken van Balie' }).waitFor(SOON);
  expect(await page.getByRole('checkbox', { name: 'Sport' }).isChecked()).toBe(true);
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('type')), SOON)
    .toBe('checkbox');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await wall.heard('"kind":"sections","sections":["');
  await expect.poll(() => focused(page), SOON).toBe('Rubrieken…');
});

test('after a minute of silence a wall is red in every open desk, in words, and can be forgotten', async () => {
  const pages = [await desk.open(), await desk.open({ colorScheme: 'dark' })];
  const wall = await connect('Studio');
  for (const page of pages) {
    await page.clock.install();
    await page.reload();
    await isLive(page);
    await page.getByRole('button', { name: 'Schermen' }).click();
    await page.getByRole('article', { name: 'Studio' }).getByText('Verbonden').waitFor(SOON);
  }
  wall.end();
  for (const page of pages) {
    const row = page.getByRole('article', { name: 'Studio' });
    await row.getByText('Niet verbonden').waitFor(SOON);
    // The clock of this page alone; without a line to it the server cannot put it right.
    await page.context().setOffline(true);
    await page.clock.fastForward(61_000);
    await row.getByText('Zwijgt sinds').waitFor(SOON);
    expect(await page.locator('desk-walls-button').innerText()).toBe('1 scherm zwijgt');
    expect(await violations(page)).toEqual([]);
    await page.context().setOffline(false);
  }
  const [page] = pages;
  await page?.getByRole('button', { name: 'Vergeten: Studio' }).click();
  await page?.getByText('Er zijn nog geen schermen.').waitFor(SOON);
});

test('a wall that was closed is told so, without alarm, and may be forgotten', async () => {
  const page = await desk.open();
  const wall = await connect('Balie');
  await page.clock.install();
  await page.reload();
  await isLive(page);
  await page.getByRole('button', { name: 'Schermen' }).click();
  const row = page.getByRole('article', { name: 'Balie' });
  await row.getByText('Verbonden').waitFor(SOON);
  wall.say('421["goodbye",{}]');
  await row.getByText('Niet verbonden').waitFor(SOON);
  await page.context().setOffline(true);
  await page.clock.fastForward(61_000);
  await row.getByText(/^Gesloten sinds \d\d:\d\d$/).waitFor(SOON);
  const button = page.locator('desk-walls-button button');
  expect(await button.innerText()).toBe('Schermen (1 gesloten)');
  const colourOf = (place: Locator) => place.evaluate((element) => getComputedStyle(element).color);
  const quiet = await colourOf(page.locator('.quiet-button').first());
  expect([await colourOf(button), await colourOf(row.locator('.screen-state'))]).toEqual([quiet, quiet]);
  expect(await violations(page)).toEqual([]);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Vergeten: Balie' }).click();
  await page.getByText('Er zijn nog geen schermen.').waitFor(SOON);
});

test('a fresh screen shows a code, a phone at the desk sets it up, and the screen goes there by itself', async () => {
  const { url } = desk.app;
  const screen = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await screen.goto(`${url}/wall`);
  const code = (await screen.locator('.code').innerText()).trim();
  expect(await screen.getByRole('img', { name: `QR-code van ${url}/w/${code}` }).isVisible()).toBe(true);
  expect((await screen.locator('.code').boundingBox())?.height).toBeGreaterThan(150);
  expect(await violations(screen)).toEqual([]);

  const phone = await (
    await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  ).newPage();
  await phone.goto(`${url}/w/${code}`);
  await phone.getByLabel('Sleutel').waitFor(SOON);
  await phone.getByLabel('Sleutel').fill(KEY);
  await phone.keyboard.press('Enter');
  await phone.getByLabel('Naam').waitFor(SOON);
  await phone.getByRole('button', { name: 'Scherm instellen' }).click();
  await phone.getByText('Geef het scherm een naam.').waitFor(SOON);
  await phone.getByLabel('Naam').fill('Redactie 1');
  await phone.getByLabel('Sport').check();
  await phone.getByLabel('Bel', { exact: true }).selectOption('2');
  await phone.getByLabel('van').waitFor(SOON);
  expect(await violations(phone)).toEqual([]);
  const paired = performance.now();
  await phone.getByRole('button', { name: 'Scherm instellen' }).click();
  await phone.getByText('‘Redactie 1’ is ingesteld.').waitFor(SOON);
  await screen.waitForURL(/\/wall\?name=Redactie%201&sections=sport&bells=2&quiet=/, SOON);
  expect(performance.now() - paired).toBeLessThan(5_000);

  await phone.goto(`${url}/w/${code}`);
  await phone.getByText('Met deze code is al een scherm ingesteld.').waitFor(SOON);
  await phone.goto(`${url}/w/zzzz`);
  await phone.getByText('Geen scherm toont deze code.').waitFor(SOON);
  await phone.context().close();

  const page = await desk.open();
  await page.getByRole('button', { name: 'Schermen' }).click();
  await page.getByRole('article', { name: 'Redactie 1' }).getByText('Verbonden').waitFor(SOON);
  await page.getByRole('button', { name: 'Nieuw scherm' }).click();
  await page.getByLabel('Code op het scherm').fill('2222');
  await page.keyboard.press('Enter');
  await page.getByText('Geen scherm toont deze code.').waitFor(SOON);
  await screen.context().close();
});
