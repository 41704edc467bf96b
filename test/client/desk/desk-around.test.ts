/** What editors look at beside the news itself: wires, partners, walls, what was shown before, their other windows. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../server/http/running-app.ts';
import { Receiver, SECRET } from '../../server/webhooks/receiver.ts';
import { launchBrowser } from '../browser.ts';
import { isLive, publish, published, SOON, startDesk, type Desk } from './desk-page.ts';

let browser: Browser;
let folder: string;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

async function start(settings: NodeJS.ProcessEnv = {}): Promise<void> {
  desk = await startDesk(browser, join(folder, 'data'), settings);
}

describe('the wires', () => {
  const SOURCES = {
    sources: [
      { name: 'anp', kind: 'folder', path: '', section: 'binnenland', every: 1 },
      { name: 'sportpers', kind: 'push', section: 'sport' },
    ],
  };

  test('are one quiet line when all is well, with each of them behind it', async () => {
    const page = await withFolder(true);
    const line = page.getByRole('button', { name: '2 bronnen' });
    await line.waitFor(SOON);
    expect(await line.getAttribute('class')).not.toContain('trouble');
    await line.click();
    const row = page.getByRole('dialog').getByRole('row', { name: /sportpers/ });
    expect(await row.textContent()).toMatch(/levert zelf, wacht op de redactie\s*–\s*–\s*nog niet gehoord/);
    expect(await violations(page)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    '%s: name the one that is in trouble, and say what is wrong',
    async (colorScheme) => {
      const page = await withFolder(false, colorScheme);
      const line = page.getByRole('button', { name: /2 bronnen · anp storing sinds \d\d:\d\d/ });
      await line.waitFor({ timeout: 40_000 });
      expect(await line.getAttribute('class')).toContain('trouble');
      await line.click();
      await page.getByRole('dialog').getByText('De map is niet te lezen').waitFor(SOON);
      expect(await violations(page)).toEqual([]);
    },
  );

  async function withFolder(exists: boolean, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const path = join(folder, 'in');
    if (exists) await mkdir(path);
    else await writeFile(path, 'a file where a folder belongs');
    const [first, second] = SOURCES.sources;
    const file = join(folder, 'sources.json');
    await writeFile(file, JSON.stringify({ sources: [{ ...first, path }, second] }));
    await start({ SOURCES: file });
    return desk.open({ colorScheme });
  }
});

test.each(['light', 'dark'] as const)(
  '%s: what a section showed before is told from the log, and what was withdrawn since has no text',
  async (colorScheme) => {
    await start();
    // The minute that is asked about must have begun after they were published.
    const publishedAt = Date.now() - 3_600_000;
    await publish(desk.app, 'brug', { title: 'Brug over de rivier weer open', publishedAt });
    await publish(desk.app, 'sluis', { title: 'Sluis dicht', publishedAt });
    await desk.app.send('DELETE', '/api/dispatches/sluis', { reason: 'Vergissing.' });
    const page = await desk.open({ colorScheme });
    // The same question as the dialog asks, a moment after both stood there.
    let at = 0;
    await page.route('**/api/sections/*?at=*', async (route) => {
      at = Number(new URL(route.request().url()).searchParams.get('at'));
      const history = (await (await desk.app.send('GET', '/api/dispatches/sluis/history')).json()) as {
        acts: { at: number }[];
      };
      await route.continue({ url: `${desk.app.url}/api/sections/buitenland?at=${history.acts[0]?.at ?? 0}` });
    });
    await page.locator('#task').focus();
    await page.keyboard.press('t');
    await page.getByLabel('Datum', { exact: true }).fill('2026-03-29');
    await page.keyboard.press('Tab');
    await page.getByLabel('Tijd', { exact: true }).fill('230');
    await page.keyboard.press('Enter');
    await page.getByText('Deze tijd bestaat niet').waitFor(SOON);
    await page.getByLabel('Tijd', { exact: true }).fill('14.05');
    await page.keyboard.press('Enter');
    const past = page.getByRole('region', { name: /Buitenland, .*dit is niet live/ });
    await past.waitFor(SOON);
    expect(at).toBe(Date.parse('2026-03-29T14:05:00+02:00'));
    expect(await past.getByRole('listitem').count()).toBe(2);
    expect(await past.textContent()).toContain('ingetrokken');
    expect(await past.textContent()).not.toContain('Sluis dicht');
    expect(await violations(page)).toEqual([]);
    await past.getByRole('button', { name: 'Brug over de rivier weer open' }).click();
    await page.locator('.dispatch h2', { hasText: 'Brug over de rivier' }).waitFor(SOON);
  },
);

test('a moment that has not been yet is not asked about', async () => {
  await start();
  const page = await desk.open();
  await page.getByRole('button', { name: 'Terugkijken…' }).click();
  await page.getByLabel('Datum', { exact: true }).fill('2199-01-01');
  await page.getByLabel('Tijd', { exact: true }).fill('12:00');
  await page.keyboard.press('Enter');
  await page.getByText('Dat moment is er nog niet geweest.').waitFor(SOON);
});

test.each(['light', 'dark'] as const)(
  '%s: what a partner refuses is listed, delivered once more on request, or dropped',
  async (colorScheme) => {
    const partner = await Receiver.start();
    partner.answer = () => 422;
    const file = join(folder, 'hooks.json');
    await writeFile(file, JSON.stringify({ hooks: [{ name: 'krant', url: partner.url, secret: SECRET }] }));
    await start({ WEBHOOKS: file });
    try {
      const page = await desk.open({ colorScheme });
      await publish(desk.app, 'een', { title: 'Een' });
      await publish(desk.app, 'twee', { title: 'Twee' });
      await page.getByRole('button', { name: '2 niet bezorgd' }).click(SOON);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('listitem').first().waitFor(SOON);
      expect(await dialog.getByRole('listitem').count()).toBe(2);
      expect(await violations(page)).toEqual([]);
      await dialog
        .getByRole('listitem')
        .filter({ hasText: 'een' })
        .getByRole('button', { name: 'Laten vervallen' })
        .click();
      await dialog
        .getByRole('listitem')
        .filter({ hasText: 'een' })
        .waitFor({ ...SOON, state: 'detached' });
      partner.answer = () => 200;
      await dialog.getByRole('button', { name: 'Opnieuw' }).click();
      await dialog.getByText('Alles is bezorgd.').waitFor(SOON);
      expect(partner.asked.slice(-1)).toEqual(['publish twee']);
    } finally {
      await partner.close();
    }
  },
);

test('walls are named in the receipts: those that confirmed, and those that did not', async () => {
  await start();
  await publish(desk.app, 'brug', { title: 'Brug over de rivier weer open' });
  const context = await browser.newContext();
  const walls = new Map<string, Page>();
  for (const name of ['Redactie 1', 'Studio']) {
    const wall = await context.newPage();
    await wall.goto(`${desk.app.url}/wall?name=${encodeURIComponent(name)}&sections=buitenland`);
    await wall.locator('news-wall[status=live]').waitFor(SOON);
    walls.set(name, wall);
  }
  // One that hangs, though its line is open.
  const studio = await context.newCDPSession(walls.get('Studio') as Page);
  await studio.send('Debugger.enable');
  await studio.send('Debugger.pause');
  const page = await desk.open();
  await page.locator('#pane-board').getByRole('link', { name: 'Brug over de rivier weer open' }).click();
  await page.getByRole('button', { name: 'Intrekken…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Vergissing.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.walls .wall-done', { hasText: 'Redactie 1' }).waitFor(SOON);
  await page.locator('.walls .wall-open', { hasText: 'Studio' }).waitFor(SOON);
  await context.close();
});

describe('two windows', () => {
  test('write two new dispatches, and neither writes over the other', async () => {
    await start();
    const first = await desk.open();
    const second = await another(first);
    await write(first, 'Uit het eerste venster');
    await write(second, 'Uit het tweede venster');
    await first.reload();
    await second.reload();
    await isLive(first);
    await isLive(second);
    expect(await first.getByLabel('Kop').inputValue()).toBe('Uit het eerste venster');
    expect(await second.getByLabel('Kop').inputValue()).toBe('Uit het tweede venster');
  });

  test('what was begun in one that is closed can be picked up, and what is here stays', async () => {
    await start();
    const first = await desk.open();
    const second = await another(first);
    await write(first, 'Half geschreven');
    await first.close();
    await second.bringToFront();
    await write(second, 'Van hier');
    await second.getByRole('button', { name: 'Half geschreven' }).click();
    expect(await second.getByLabel('Kop').inputValue()).toBe('Half geschreven');
    await second.getByRole('button', { name: 'Van hier' }).waitFor(SOON);
    await second.getByLabel('Tekst').fill('Nu af.');
    await second.getByRole('button', { name: 'Publiceren' }).click();
    await second.getByText('Gepubliceerd: Half geschreven').waitFor(SOON);
    await second.getByRole('button', { name: 'Van hier' }).click();
    expect(await second.getByLabel('Kop').inputValue()).toBe('Van hier');
  });

  test('the same draft open in both becomes two, and what both typed is published', async () => {
    await start();
    const first = await desk.open();
    await write(first, 'Begin');
    const second = await another(first);
    await second.getByRole('button', { name: 'Begin' }).click();
    await write(second, 'Begin, en verder');
    await first.bringToFront();
    await write(first, 'Begin, maar anders');
    for (const page of [first, second]) {
      await page.getByRole('button', { name: 'Publiceren' }).click();
      await page.getByText(/Gepubliceerd: Begin, /).waitFor(SOON);
    }
    const { dispatches } = (await (await desk.app.ask('/api/sections/buitenland')).json()) as {
      dispatches: { title: string }[];
    };
    expect(dispatches.map(({ title }) => title).sort()).toEqual(['Begin, en verder', 'Begin, maar anders']);
  });

  test('that correct the same dispatch say so', async () => {
    await start();
    await publish(desk.app, 'brug', { title: 'Brug over de rivier weer open' });
    const first = await desk.open();
    const second = await another(first);
    for (const page of [first, second]) {
      await page.locator('#pane-board').getByRole('link', { name: 'Brug over de rivier weer open' }).click();
      await page.getByRole('button', { name: 'Bijwerken' }).click();
      await page.getByLabel('Kop').fill(page === first ? 'Brug een' : 'Brug twee');
    }
    await first.getByText('Ook in een ander venster in bewerking').waitFor(SOON);
    expect(await published(desk.app, 'brug')).toMatchObject({ version: 1 });
  });

  async function another(page: Page): Promise<Page> {
    const second = await page.context().newPage();
    await second.goto(page.url());
    await isLive(second);
    return second;
  }

  async function write(page: Page, title: string): Promise<void> {
    await page.getByLabel('Kop').fill(title);
    await page.getByLabel('Tekst').fill('OSLO (ANP) - Tekst.');
  }
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (Reflect.get(globalThis, 'axe') as typeof axe).run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
