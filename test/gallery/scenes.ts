/** Every state that is worth a look, and how to get there. A scene opens a page in that state and names what to show of it. */
import type { Browser, Locator, Page } from 'playwright-core';
import { nextVersion } from '../client/cards.ts';
import type { ScriptedServer } from '../client/scripted-server.ts';
import { KEY, type RunningApp } from '../server/http/running-app.ts';
import { invented, newPage, openTicker, openWall, type Screen } from './stage.ts';

export interface Stage {
  readonly browser: Browser;
  readonly app: RunningApp;
  readonly screen: Screen;
}

export interface Taken {
  readonly page: Page;
  /** The part of the page that is shown; absent: what is in the window. */
  readonly part?: Locator;
  readonly close?: () => Promise<void>;
}

export interface Scene {
  readonly subject: string;
  readonly state: string;
  readonly widths: readonly number[];
  readonly open: (stage: Stage) => Promise<Taken>;
}

const PAGES = [320, 768, 1280, 1920, 3840];
const TICKERS = [320, 768];
const WALLS = [1280, 1920, 3840];
const DESKS = [1280, 1920];

export const SCENES: readonly Scene[] = [
  ...(['list', 'line'] as const).flatMap(tickerScenes),
  ...wallScenes(),
  ...pageScenes(),
  ...deskScenes(),
];

function tickerScenes(layout: 'list' | 'line'): Scene[] {
  const subject = layout === 'list' ? 'Ticker, lijst' : 'Ticker, regel';
  const base = `rows="4" heading="Meer uit Buitenland" layout="${layout}"`;
  const scene = (
    state: string,
    act: (at: Awaited<ReturnType<typeof openTicker>>) => Promise<unknown>,
    options: { attributes?: string; prepare?: Parameters<typeof openTicker>[3]; status?: string } = {},
  ): Scene => ({
    subject,
    state,
    widths: TICKERS,
    async open({ browser, screen }) {
      const { attributes = '', prepare, status = 'live' } = options;
      const opened = await openTicker(browser, screen, `${base} ${attributes}`, prepare);
      const { page, server } = opened;
      const part = page.locator('news-ticker');
      await page.locator(`news-ticker[status=${status}]`).waitFor();
      await act(opened);
      return { page, part, close: () => server.close() };
    },
  });
  const [newest, ...rest] = invented('buitenland', 6);
  if (!newest) throw new Error('there is no invented news from abroad');
  const older = (server: ScriptedServer) => {
    server.publish(...[...rest].reverse());
  };
  return [
    scene('live', () => Promise.resolve()),
    scene(
      'wacht op een klik',
      async ({ page, server }) => {
        server.publish(newest);
        await page.getByText('nieuw bericht').first().waitFor();
      },
      { attributes: 'updates="button"', prepare: older },
    ),
    scene('gepauzeerd', ({ page }) => page.getByRole('button', { name: 'Pauzeren' }).click()),
    scene('leeg', () => Promise.resolve(), { prepare: () => undefined }),
    scene('verouderd', async ({ page }) => {
      await page.clock.runFor(18_000);
      await page.locator('news-ticker[status=stale]').waitFor();
    }),
    scene('geen verbinding', async ({ page, server }) => {
      server.refusing = true;
      await server.close();
      await page.clock.runFor(30_000);
      await page.locator('news-ticker[status=offline]').waitFor();
    }),
    scene('fout', () => Promise.resolve(), {
      status: 'error',
      prepare: (server) => {
        server.unknown.add('buitenland');
      },
    }),
    scene('gecorrigeerd', async ({ page, server }) => {
      server.publish(
        nextVersion(newest, { signal: 'correction', note: 'Het gaat om vier dagen, niet om drie.' }),
      );
      await page
        .getByText(/gecorrigeerd/i)
        .first()
        .waitFor();
    }),
    scene('ingetrokken', async ({ page, server }) => {
      server.withdraw('buitenland', { id: newest.id, version: 2 });
      await page.getByText(newest.title).waitFor({ state: 'detached' });
    }),
    scene('spoed', () => Promise.resolve(), {
      prepare: (server) => {
        server.publish(...[...rest].reverse().map((one, at) => ({ ...one, urgency: Math.max(1, 5 - at) })));
      },
    }),
  ];
}

function wallScenes(): Scene[] {
  const scene = (
    state: string,
    act: (at: Awaited<ReturnType<typeof openWall>>) => Promise<unknown>,
    settings: Parameters<typeof openWall>[2] = {},
  ): Scene => ({
    subject: 'Wand',
    state,
    widths: WALLS,
    async open({ browser, screen }) {
      const opened = await openWall(browser, screen, settings);
      await act(opened);
      return { page: opened.page, close: () => opened.server.close() };
    },
  });
  const takeover =
    (urgency: number) =>
    async ({ page, server }: Awaited<ReturnType<typeof openWall>>) => {
      const [first] = invented('buitenland', 1);
      if (first) server.publish({ ...first, id: 'flits', urgency, publishedAt: first.publishedAt + 120_000 });
      await page.locator('news-wall [part=takeover] h2').waitFor();
    };
  return [
    scene('live', () => Promise.resolve()),
    scene('één rubriek', () => Promise.resolve(), { sections: ['buitenland'] }),
    scene('verouderd', async ({ page }) => {
      await page.clock.runFor(18_000);
      await page.locator('news-wall[status=stale]').waitFor();
    }),
    scene('geen verbinding', async ({ page, server }) => {
      server.refusing = true;
      await server.close();
      await page.clock.runFor(6 * 60_000);
      await page.locator('news-wall[status=offline]').waitFor();
    }),
    scene('flits', takeover(1)),
    scene('bulletin', takeover(2)),
    scene('nacht', () => Promise.resolve(), { night: '00:00-00:00' }),
    scene('noemt zich', async ({ page, server }) => {
      server.send('command', { id: '1', kind: 'identify' });
      await page.locator('news-wall [part=identity]').waitFor();
    }),
    {
      subject: 'Wand',
      state: 'koppelen',
      widths: WALLS,
      open: (stage) => visit(stage, '/wall'),
    },
  ];
}

function pageScenes(): Scene[] {
  const scene = (state: string, path: string, act?: (page: Page) => Promise<unknown>): Scene => ({
    subject: 'Pagina',
    state,
    widths: PAGES,
    async open(stage) {
      const taken = await visit(stage, path);
      await act?.(taken.page);
      return taken;
    },
  });
  return [
    scene('voorpagina', '/'),
    scene('rubriek', '/nieuws/buitenland'),
    scene('artikel', '/nieuws/buitenland/verdrag'),
    scene('artikel, gecorrigeerd', '/nieuws/regio/brug'),
    scene('artikel, vervangen', '/nieuws/regio/oud'),
    scene('artikel, ingetrokken', '/nieuws/regio/weg'),
    scene('niet gevonden', '/nieuws/niets'),
    scene('webmail, de vraag', '/', (page) => page.getByRole('link', { name: 'Webmail' }).click()),
    scene('webmail, zonder JavaScript', '/webmail'),
    scene('configurator', '/embed'),
    scene('API', '/api'),
  ];
}

function deskScenes(): Scene[] {
  const scene = (state: string, act: (page: Page) => Promise<unknown>): Scene => ({
    subject: 'Redactie',
    state,
    widths: DESKS,
    async open(stage) {
      const taken = await visit(stage, '/desk');
      await taken.page.getByLabel('Sleutel').waitFor();
      await act(taken.page);
      return taken;
    },
  });
  const signIn = async (page: Page) => {
    await page.getByLabel('Sleutel').fill(KEY);
    await page.keyboard.press('Enter');
    await page.locator('p.live-now').waitFor();
  };
  return [scene('aanmelden', () => Promise.resolve()), scene('aan het werk', signIn)];
}

/** A page of the real server; where there is a ticker, it is live. */
async function visit({ browser, app, screen }: Stage, path: string): Promise<Taken> {
  const page = await newPage(browser, screen);
  await page.goto(app.url + path);
  if ((await page.locator('news-ticker').count()) > 0) {
    await page.locator('news-ticker[status=live]').first().waitFor();
  }
  return { page };
}
