/** The question which webmail a reader uses, in a real Chromium, with the files that the build made. */
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { startApp, type RunningApp } from './http/running-app.ts';

const WEBMAIL = 'Eerste=https://een.example/post,Tweede=https://twee.example/post';
const FIRST = 'https://een.example/post';
const SECOND = 'https://twee.example/post';

let browser: Browser;
let running: RunningApp;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  running = await startApp({ settings: { WEBMAIL } });
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

beforeEach(async () => {
  context = await browser.newContext({ reducedMotion: 'reduce' });
  // The providers, who are not on this machine.
  await context.route(/\.example\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Post' }),
  );
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
});

describe('"Webmail" in the masthead', () => {
  test('asks once, goes there at once from then on, and sends us nothing of it', async () => {
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    await page.goto(running.url);
    await webmail().click();
    expect(await question().isVisible()).toBe(true);
    await question().getByRole('link', { name: 'Tweede' }).click();
    await page.waitForURL(SECOND);

    await page.goto(`${running.url}/nieuws/buitenland`);
    await page.locator('news-ticker[status=live]').first().waitFor();
    await webmail().click();
    await page.waitForURL(SECOND);
    const toUs = sent.filter((request) => request.startsWith(running.url));
    expect(toUs.length).toBeGreaterThan(3);
    expect(toUs.filter((request) => /twee/i.test(request))).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  });

  test('can be changed, and forgotten', async () => {
    await page.goto(running.url);
    expect(await change().isVisible()).toBe(false);
    await choose('Eerste');
    await page.goto(running.url);
    await change().click();
    const current = question().locator('[aria-current=true]');
    expect(await current.allTextContents()).toEqual(['Eerste']);
    await question().getByRole('link', { name: 'Tweede' }).click();
    await page.waitForURL(SECOND);

    await page.goto(running.url);
    expect(await webmail().getAttribute('href')).toBe(SECOND);
    await change().click();
    await question().getByRole('button', { name: 'Vergeet mijn keuze' }).click();
    expect(await question().isVisible()).toBe(false);
    expect(await change().isVisible()).toBe(false);
    await webmail().click();
    expect(await question().isVisible()).toBe(true);
    expect(await question().getByRole('button', { name: 'Vergeet mijn keuze' }).isVisible()).toBe(false);
  });

  test('is a dialog for the keyboard: focus goes in, stays in, and comes back', async () => {
    await page.goto(running.url);
    await webmail().focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.textContent.trim());
    expect(await focused()).toBe('Eerste');
    const dialog = page.getByRole('dialog', { name: 'Welke webmail gebruikt u?' });
    expect(await dialog.getAttribute('aria-describedby')).toBe('webmail-uitleg');
    const passed = [];
    for (let presses = 0; presses < 6; presses += 1) {
      await page.keyboard.press('Tab');
      // Between the last and the first stands the browser itself, as in every dialog.
      passed.push(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.nodeName));
    }
    expect(passed.filter((name) => name === 'DIALOG').length).toBeGreaterThanOrEqual(4);
    expect(await focused()).not.toBe('Nieuwstikker');
    await page.keyboard.press('Escape');
    expect(await question().isVisible()).toBe(false);
    expect(await focused()).toBe('Webmail');

    await choose('Eerste');
    await page.goto(running.url);
    await change().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/wijzigen$/);
  });

  test('is announced before it opens, and tells programs the choice once', async () => {
    await page.goto(running.url);
    expect(await webmail().getAttribute('aria-haspopup')).toBe('dialog');
    await choose('Eerste');
    await page.goto(running.url);
    expect(await webmail().getAttribute('aria-haspopup')).toBeNull();
    expect(await change().getAttribute('aria-haspopup')).toBe('dialog');
    await change().click();
    // The arrow and "nu gekozen" are for the eye: the link is called by its provider.
    expect(await namesOf('link')).toEqual(['Eerste', 'Tweede']);
    const current = await question().locator('[aria-current]').allTextContents();
    expect(current).toEqual(['Eerste']);
  });

  test('closes by a click beside it, not by one in it', async () => {
    await page.goto(running.url);
    await webmail().click();
    await question().getByRole('heading').click();
    expect(await question().isVisible()).toBe(true);
    await page.mouse.click(5, 300);
    expect(await question().isVisible()).toBe(false);
  });

  test('asks each time where nothing may be stored', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    const wrong: Error[] = [];
    page.on('pageerror', (error) => wrong.push(error));
    for (let visits = 0; visits < 2; visits += 1) {
      await page.goto(running.url);
      await webmail().click();
      await question().getByRole('link', { name: 'Eerste' }).click();
      await page.waitForURL(FIRST);
    }
    expect(wrong).toEqual([]);
  });

  test('asks again when the provider that was chosen is no longer offered', async () => {
    await page.goto(running.url);
    await page.evaluate(() => {
      localStorage.setItem('webmail', 'Derde');
    });
    await page.reload();
    expect(await change().isVisible()).toBe(false);
    await webmail().click();
    expect(await question().isVisible()).toBe(true);
  });

  test('knows what another tab was told meanwhile', async () => {
    await page.goto(running.url);
    const other = await context.newPage();
    await other.goto(running.url);
    await other.getByRole('link', { name: 'Webmail' }).click();
    await other.locator('dialog').getByRole('link', { name: 'Tweede' }).click();
    await change().waitFor();
    await webmail().click();
    await page.waitForURL(SECOND);
  });

  test('looks for no answer once it is gone from the page, and again when it is back', async () => {
    await page.goto(running.url);
    const looks = await page.evaluate(() => {
      let count = 0;
      const storage = localStorage;
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          count += 1;
          return storage;
        },
      });
      const looksNow = () => {
        count = 0;
        dispatchEvent(new Event('pageshow'));
        dispatchEvent(new Event('storage'));
        return count;
      };
      const webmail = document.querySelector('.webmail');
      const bar = webmail?.parentElement;
      const before = looksNow();
      webmail?.remove();
      const gone = looksNow();
      if (webmail) bar?.append(webmail);
      return { before, gone, back: looksNow() };
    });
    expect(looks).toEqual({ before: 2, gone: 0, back: 2 });
    await webmail().click();
    expect(await question().isVisible()).toBe(true);
  });

  test('speaks to readers as the rest of the site does', async () => {
    for (const path of ['/', '/webmail'])
      expect(/\b(je|jij|jou|jouw)\b/i.exec(await (await running.ask(path)).text())).toBeNull();
  });

  test.each([320, 1280])(
    '%i px wide: nothing in the masthead moves when the answer is known',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(running.url);
      const before = await placesInMasthead();
      await page.evaluate(() => {
        localStorage.setItem('webmail', 'Eerste');
      });
      await page.reload();
      expect(await change().isVisible()).toBe(true);
      expect(await placesInMasthead()).toEqual(before);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    },
  );

  test('leads to a page with both where there is no JavaScript', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(running.url);
    expect(await still.getByRole('button').count()).toBe(0);
    await still.getByRole('link', { name: 'Webmail' }).click();
    expect(new URL(still.url()).pathname).toBe('/webmail');
    const links = still.getByRole('main').getByRole('link');
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
      FIRST,
      SECOND,
    ]);
    await plain.close();
  });

  test('remembers what is chosen on that page, too', async () => {
    await page.goto(`${running.url}/webmail`);
    await page.getByRole('main').getByRole('link', { name: 'Tweede' }).click();
    await page.waitForURL(SECOND);
    await page.goto(running.url);
    expect(await webmail().getAttribute('href')).toBe(SECOND);
  });
});

describe('axe finds nothing wrong', () => {
  test.each(
    (['light', 'dark'] as const).flatMap((scheme) => [320, 1280].map((width) => [scheme, width] as const)),
  )('with the question or its page, %s, %i px wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await choose('Eerste');
    await page.goto(running.url);
    await change().click();
    expect(await violations()).toEqual([]);
    await page.goto(`${running.url}/webmail`);
    expect(await violations()).toEqual([]);
  });
});

test('without providers nobody is asked, and the page is not there', async () => {
  const without = await startApp();
  const front = await (await without.ask('/')).text();
  const { status } = await without.ask('/webmail', { headers: { accept: 'text/html' } });
  await without.close();
  expect(front).not.toMatch(/webmail/i);
  expect(status).toBe(404);
});

function webmail() {
  return page.getByRole('banner').getByRole('link', { name: 'Webmail' });
}

function change() {
  return page.getByRole('banner').getByRole('button', { name: 'Webmail wijzigen' });
}

function question() {
  return page.locator('dialog');
}

/** What the accessibility tree calls everything of this role that can be reached. */
async function namesOf(role: string): Promise<string[]> {
  const tree = await context.newCDPSession(page);
  const { nodes } = await tree.send('Accessibility.getFullAXTree');
  return nodes
    .filter((node) => !node.ignored && node.role?.value === role)
    .map(({ name }) => String(name?.value));
}

async function choose(name: string): Promise<void> {
  await page.goto(running.url);
  await webmail().click();
  await question().getByRole('link', { name }).click();
  await page.waitForURL(/\.example/);
}

/** Left, top, width and height of all that stands in the masthead but the button itself. */
function placesInMasthead(): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.masthead, .masthead *:not(button, button *)')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `${element.nodeName} ${[x, y, width, height].join()}`;
    }),
  );
}

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (Reflect.get(globalThis, 'axe') as typeof axe).run({ resultTypes: ['violations'] }),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}
