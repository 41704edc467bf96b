import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Card } from '../../shared/dispatch.ts';
import { chromiumPath } from '../tools.ts';
import type { ScriptedServer } from './scripted-server.ts';

/** The real Chromium; a container's root has no sandbox. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}

export const TICKER = '<news-ticker section="buitenland" rows="5"></news-ticker>';

/** A document with this body, and the embed at its end. */
export function documentWith(body: string, lang = 'nl'): string {
  return `<!doctype html><html lang="${lang}"><title>proef</title><body>${body}<script src="/embed/v1/news-ticker.js"></script></body></html>`;
}

/** Adds to `errors` what goes wrong on the page from here on: what it throws, and what the console is told as an error. */
export function collectErrors(page: Page, errors: string[]): void {
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
}

export interface OpenOptions {
  readonly body?: string;
  /** The page's own clock starts here and stands still until the test moves it. */
  readonly clock?: number;
  readonly context?: BrowserContextOptions;
  readonly before?: (page: Page) => Promise<void>;
}

/** Opens the server's page and waits until its first ticker is live. A page error fails the test that closes it. */
export async function openPage(
  browser: Browser,
  server: ScriptedServer,
  options: OpenOptions = {},
): Promise<Page> {
  server.page ||= documentWith(options.body ?? TICKER);
  if (options.body) server.page = documentWith(options.body);
  const page = await (await browser.newContext(options.context)).newPage();
  if (options.clock !== undefined) {
    await page.clock.install({ time: options.clock - 1_000 });
    await page.clock.pauseAt(options.clock);
  }
  await options.before?.(page);
  await page.goto(server.url);
  return page;
}

/**
 * To be run in the page before its scripts: whatever stores anything there throws, as in a browser that blocks it; also
 * where that is caught, it is an error of the page.
 */
export function blockStorage(): void {
  const refuse = (name: string) => {
    const error = new DOMException(`${name} is blocked`, 'SecurityError');
    reportError(error);
    throw error;
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'])
    Object.defineProperty(globalThis, name, { get: () => refuse(name) });
  Object.defineProperty(document, 'cookie', { get: () => refuse('cookie'), set: () => refuse('cookie') });
}

/** Stands among titles for the line that says that a dispatch was withdrawn. */
export const WITHDRAWN = '(ingetrokken)';

/** What the first ticker shows: the title of each row, from top to bottom. */
export function titles(page: Page): Promise<string[]> {
  return page.evaluate(
    (withdrawn) =>
      [
        ...(document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('li:not([hidden])') ?? []),
      ].map((row) => row.querySelector('h3')?.textContent.trim() ?? withdrawn),
    WITHDRAWN,
  );
}

export function labels(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...(document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('time .live') ?? [])].map(
      ({ textContent }) => textContent,
    ),
  );
}

/** A text of the ticker's own: its status, its button. */
export function partText(page: Page, part: string): Promise<string | undefined> {
  return page.evaluate(
    (name) =>
      document.querySelector('news-ticker')?.shadowRoot?.querySelector(`[part=${name}]`)?.textContent.trim(),
    part,
  );
}

export function titlesOf(cards: readonly (Card | typeof WITHDRAWN)[]): string[] {
  return cards.map((card) => (card === WITHDRAWN ? card : card.title));
}
