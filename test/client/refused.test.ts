/** A page that may not be live: what its readers see, what its makers are told, and that it comes in when it may. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { card } from './cards.ts';
import { launchBrowser, openPage, partText, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

const BODY =
  '<news-ticker section="buitenland" partner="streek &amp; co"><a href="/nieuws/buitenland">Het laatste nieuws</a></news-ticker>';
const DETAIL = 'The key of streekkrant is not for pages of https://elders.example.';

let browser: Browser;
let server: ScriptedServer;
let page: Page;
const errors: string[] = [];
const events: unknown[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  errors.length = events.length = 0;
  server = await ScriptedServer.start(await builtEmbed(), Date.now());
  server.publish(card('een', 1));
  server.refusing = true;
  server.why = { status: 403, type: 'urn:news-ticker:problem:partner-origin', detail: DETAIL };
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

async function open(lang = 'nl'): Promise<void> {
  page = await openPage(browser, server, {
    body: BODY,
    before: async (opened) => {
      opened.on('console', (message) => {
        if (message.type() === 'error' && message.text().startsWith('<news-ticker>'))
          errors.push(message.text());
      });
      await opened.exposeFunction('told', (detail: unknown) => events.push(detail));
      // Somewhere in the middle of every window, so that several tries come within the test.
      await opened.addInitScript((language) => {
        Math.random = () => 0.2;
        addEventListener('DOMContentLoaded', () => {
          document.documentElement.lang = language;
        });
        addEventListener('ticker-error', (event) => {
          (globalThis as unknown as { told(detail: unknown): void }).told((event as CustomEvent).detail);
        });
      }, lang);
    },
  });
}

function status(wanted: string): Promise<void> {
  return vi.waitFor(async () => {
    expect(await page.locator('news-ticker').getAttribute('status')).toBe(wanted);
  }, 15_000);
}

/** Whether the links between the tags are what readers see. */
function seesLinks(): Promise<boolean> {
  return page.locator('news-ticker > a').isVisible();
}

test('the key of its partner goes with the connection', async () => {
  await open();
  await vi.waitFor(() => {
    expect(server.queries[0]).toContain('&partner=streek%20%26%20co');
  });
});

test('readers see that it is not available here and the links of the page, not news as if it were live', async () => {
  await open();
  await status('error');
  await vi.waitFor(async () => {
    expect(await partText(page, 'status')).toBe('Niet beschikbaar op deze site');
  });
  expect(await seesLinks()).toBe(true);
  expect(await page.locator('news-ticker [part=list]').isVisible()).toBe(false);
});

test.each([
  ['en', 'Not available on this site'],
  ['de', 'Auf dieser Seite nicht verfügbar'],
  ['fr', 'Indisponible sur ce site'],
])('in %s it says "%s"', async (lang, words) => {
  await open(lang);
  await vi.waitFor(async () => {
    expect(await partText(page, 'status')).toBe(words);
  }, 10_000);
});

test('its makers are told why and what to do: once in the console, and by an event', async () => {
  await open();
  await status('error');
  const tries = server.queries.length;
  await vi.waitFor(() => {
    expect(server.queries.length).toBeGreaterThan(tries + 2);
  }, 10_000);
  expect(errors).toEqual([`<news-ticker>: ${DETAIL}`]);
  expect(events).toEqual([{ type: 'urn:news-ticker:problem:partner-origin', message: DETAIL }]);
});

test('when the refusal ends it comes in by itself', async () => {
  server.why = {
    status: 429,
    type: 'urn:news-ticker:problem:partner-quota',
    detail: 'As many as were agreed.',
  };
  await open();
  await status('error');
  server.refusing = false;
  server.publish(card('twee', 0.5));
  await status('live');
  await vi.waitFor(async () => {
    expect(await titles(page)).toHaveLength(2);
  });
  expect(await seesLinks()).toBe(false);
  expect(await partText(page, 'status')).toBe('Live');
});

test('a ticker that was live and is refused as it comes back shows its news no longer', async () => {
  server.refusing = false;
  await open();
  await status('live');
  server.refusing = true;
  server.dropAll();
  await status('error');
  expect(await seesLinks()).toBe(true);
  expect(await page.locator('news-ticker [part=list]').isVisible()).toBe(false);
});

test('a server that is only full is away, as one that does not answer: the news stays, with its age', async () => {
  server.why = { status: 503, type: 'urn:news-ticker:problem:full', detail: 'Full.' };
  await open();
  await status('offline');
  await vi.waitFor(() => {
    expect(server.requests.filter((path) => path === '/api/admission').length).toBeGreaterThan(1);
  }, 10_000);
  await status('offline');
  expect(await titles(page)).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('who is let in asks for no reason', async () => {
  server.refusing = false;
  await open();
  await status('live');
  server.dropAll();
  await vi.waitFor(() => {
    expect(server.connections).toBe(2);
  }, 10_000);
  expect(server.requests).not.toContain('/api/admission');
});
