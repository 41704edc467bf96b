/** The desk's picture of a wall is a wall: the same words in the same lines, whatever the size of its frame. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { publish, SOON, startDesk, type Desk } from './desk-page.ts';

const TITLE =
  'Kabinet valt over stikstof: premier biedt ontslag aan bij de koning, verkiezingen in het voorjaar';
const LEAD =
  'Het kabinet is gevallen. De premier heeft zondagavond het ontslag van alle ministers aangeboden.';
let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  desk = await startDesk(browser);
});
afterEach(() => desk.close());

async function write(page: Page, urgency: string): Promise<void> {
  await page.getByLabel('Kop').fill(TITLE);
  await page.getByLabel('Tekst').fill(`DEN HAAG (ANP) - ${LEAD}`);
  await page.getByText(urgency, { exact: true }).first().click();
  await page.getByRole('tab', { name: 'Scherm' }).click();
  await page.locator('desk-wall-screen .stage').waitFor({ ...SOON, state: 'attached' });
}

/** Every line of what has the screen: its words, and where they stand, in parts of the screen. */
function linesOf(screen: Locator): Promise<string[]> {
  return screen.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const round = (part: number) => (part * 1_000).toFixed(0);
    return [...(element.shadowRoot?.querySelectorAll('.over :is(.kicker, h2, .text)') ?? [])].flatMap(
      (part) => {
        const { fontSize, color } = getComputedStyle(part);
        const range = document.createRange();
        range.selectNodeContents(part);
        const lines = [...range.getClientRects()].map(
          ({ x, y, width }) =>
            `${round((x - box.x) / box.width)} ${round((y - box.y) / box.height)} ${round(width / box.width)}`,
        );
        return [`${part.textContent.trim().replace(/\s+/g, ' ')} | ${fontSize} ${color}`, ...lines];
      },
    );
  });
}

test.each([
  ['Flits', 1280],
  ['Bulletin', 1280],
  ['Flits', 390],
])('a %s at %i px has the lines that walls then show', async (urgency, width) => {
  const page = await desk.open({ viewport: { width, height: 844 } });
  await write(page, urgency);
  const preview = page.locator('desk-wall-screen');
  const inFrame = await linesOf(preview);
  expect(inFrame[0]).toContain(urgency);
  const [frame, screen] = [await page.locator('.wall-frame').boundingBox(), await preview.boundingBox()];
  expect((frame?.width ?? 0) / (frame?.height ?? 1)).toBeCloseTo(16 / 9, 2);
  expect(screen?.width).toBeCloseTo(frame?.width ?? 0, 0);
  expect(screen?.height).toBeCloseTo(frame?.height ?? 0, 0);

  const wall = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await wall.goto(`${desk.app.url}/wall?name=Redactie&sections=binnenland+buitenland+economie`);
  await wall.locator('news-wall[status=live]').waitFor(SOON);
  await page.keyboard.press('Control+Enter');
  // Only a flash is asked about.
  if (urgency === 'Flits')
    await page.getByRole('button', { name: 'Flits publiceren', exact: true }).click(SOON);
  await wall.locator('.over').waitFor(SOON);
  expect(await linesOf(wall.locator('news-wall'))).toEqual(inFrame);
  await wall.context().close();
});

test('what does not take over stands where it will stand in the list, beside what is there', async () => {
  await publish(desk.app, 'oud', { title: 'Wat er al stond', section: 'buitenland' });
  const page = await desk.open();
  const standing = page.getByRole('link', { name: 'Wat er al stond' });
  await standing.waitFor(SOON);
  await write(page, 'Gewoon');
  const titles = page.locator('desk-wall-screen .row h3');
  await expect.poll(() => titles.allTextContents(), SOON).toEqual([TITLE, 'Wat er al stond']);
  await page.getByText('Komt in de lijst').waitFor(SOON);
  expect(await page.locator('desk-wall-screen .over').count()).toBe(0);

  await standing.click();
  await page.getByRole('button', { name: 'Corrigeren' }).click();
  await page.getByLabel('Kop').fill('Wat er nu staat');
  await page.getByRole('tab', { name: 'Scherm' }).click();
  await expect.poll(() => titles.allTextContents(), SOON).toEqual(['Wat er nu staat']);
  await page.locator('desk-wall-screen').getByText('gecorrigeerd').waitFor(SOON);
});

test('it is a picture: no key reaches it, nothing of it is read out with every letter, and it is no wall to anybody', async () => {
  const page = await desk.open();
  await write(page, 'Flits');
  const picture = page.getByRole('img', { name: `Het hele scherm: ${TITLE}` });
  await picture.waitFor(SOON);
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('tab', { name: 'Scherm' }).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  expect(await page.evaluate(() => document.fullscreenElement)).toBe(null);
  expect(await picture.locator('.over h2').count()).toBe(1);
  const inside = await page.evaluate(() => {
    const focus = (element: Element | null) => !!element?.closest('desk-wall-screen');
    return focus(document.activeElement);
  });
  expect(inside).toBe(false);
  expect(await (await desk.app.send('GET', '/api/walls')).json()).toEqual({ walls: [] });
});

test('it does not move where motion is not wanted', async () => {
  const page = await desk.open({ reducedMotion: 'reduce' });
  await write(page, 'Flits');
  const motion = await page
    .locator('desk-wall-screen .over')
    .evaluate((over) => getComputedStyle(over).animationName);
  expect(motion).toBe('none');
});
