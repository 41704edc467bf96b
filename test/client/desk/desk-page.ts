/** The desk in a real Chromium, before a real server, with the files that the build made (`npm test` builds first). */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { jsonOf, KEY, startApp, submission, type RunningApp } from '../../server/http/running-app.ts';

export const SOON = { timeout: 10_000 };

export interface Desk {
  readonly app: RunningApp;
  /** A page at the door. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** A page at which somebody is signed in, live. */
  open(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function startDesk(
  browser: Browser,
  dataDir?: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<Desk> {
  // A partner is given up in moments, not in minutes.
  const webhooks = { firstWaitMs: 5, longestWaitMs: 20, leaseMs: 300 };
  const app = await startApp({ settings, webhooks, ...(dataDir !== undefined && { dataDir }) });
  const pages: Page[] = [];

  async function visit(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'nl-NL',
      ...options,
    });
    const page = await context.newPage();
    pages.push(page);
    await page.goto(`${app.url}/desk`);
    await page.getByLabel('Sleutel').waitFor(SOON);
    return page;
  }

  return {
    app,
    visit,
    async open(options) {
      const page = await visit(options);
      await signIn(page);
      return page;
    },
    async close() {
      for (const page of pages) await page.context().close();
      await app.close();
    },
  };
}

export async function signIn(page: Page, key = KEY): Promise<void> {
  await page.getByLabel('Sleutel').fill(key);
  await page.keyboard.press('Enter');
  await isLive(page);
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('p.live-now').waitFor(SOON);
  await page.locator('#pane-board news-ticker[status=live]').waitFor({ ...SOON, state: 'attached' });
}

/** A dispatch that is on the board. */
export async function publish(
  app: RunningApp,
  id: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const response = await app.send('POST', '/api/dispatches', submission({ id, version: 1, ...fields }));
  if (response.status !== 201) throw new Error(`not published: ${await response.text()}`);
}

/** A dispatch that waits for the desk, as one of a wire does. */
export async function letWait(
  app: RunningApp,
  id: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const embargo = Date.now() + 3_600_000;
  const answer = await jsonOf(
    await app.send('POST', '/api/dispatches', submission({ id, version: 1, embargo, ...fields })),
  );
  const body = { until: null, ifRevision: answer['revision'] };
  const response = await app.send('PUT', `/api/dispatches/${id}/embargo`, body);
  if (!response.ok) throw new Error(`does not wait: ${await response.text()}`);
}

/** What is published under an id now. */
export async function published(app: RunningApp, id: string): Promise<Record<string, unknown>> {
  return jsonOf(await app.ask(`/api/dispatches/${id}`));
}

/** What has the focus: its id, or its text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.id || (active?.textContent ?? '').trim().replace(/\s+/g, ' ');
  });
}
