/** Every state that is worth a look, and how to get there. A scene opens a page in that state and names what to show of it. */
import type { Locator, Page } from 'playwright-core';
import { nextVersion } from '../client/cards.ts';
import type { ScriptedServer } from '../client/scripted-server.ts';
import { KEY } from '../server/http/running-app.ts';
import { invented, newPage, openTicker, openWall, type Stage } from './stage.ts';

export interface Taken {
  readonly page: Page;
  /** The part of the page that is shown; absent: what is in the window. */
  readonly part?: Locator;
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
  ...frameScenes(),
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
    options: { attributes?: string; prepare?: Parameters<typeof openTicker>[2]; status?: string } = {},
  ): Scene => ({
    subject,
    state,
    widths: TICKERS,
    async open(stage) {
      const { attributes = '', prepare, status = 'live' } = options;
      const opened = await openTicker(stage, `${base} ${attributes}`, prepare);
      const { page } = opened;
      const part = page.locator('news-ticker');
      await page.locator(`news-ticker[status=${status}]`).waitFor();
      await act(opened);
      return { page, part };
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
    scene('mag niet op deze site', () => Promise.resolve(), {
      status: 'error',
      prepare: (server) => {
        server.refusing = true;
        server.why = {
          status: 403,
          type: 'urn:news-ticker:problem:partner-origin',
          detail: 'The key of streekkrant is not for pages of https://elders.example.',
        };
      },
    }),
    scene('wacht op wie leest', async ({ page, server }) => {
      await page.locator('news-ticker li').first().hover();
      server.publish({ ...newest, id: 'vers', publishedAt: newest.publishedAt + 60_000 });
      await page.getByText('nieuw bericht').first().waitFor();
    }),
    scene('meer rubrieken, beide tijden', () => Promise.resolve(), {
      attributes: 'section="buitenland binnenland" timestamps="both"',
      prepare: (server) => {
        server.publish(...invented('buitenland', 3, 40).reverse());
        server.publish(...invented('binnenland', 3, 65).reverse());
      },
    }),
    scene('van rechts naar links', async ({ page }) => {
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    }),
    scene('twee keer zo groot', async ({ page }) => {
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    }),
    scene('vaste kleuren', ({ page }) => page.emulateMedia({ forcedColors: 'active' })),
    scene('op papier', async ({ page }) => {
      await page.emulateMedia({ media: 'print' });
      await page.locator('news-ticker li:not([hidden])').nth(3).waitFor();
    }),
    scene('kleuren en letter van de gastpagina', async ({ page }) => {
      await page.addStyleTag({ content: HOST_TOKENS });
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
    scene('aangehouden', async ({ page, server }) => {
      server.withdraw('buitenland', { id: newest.id, version: 2, held: true });
      await page.getByText(newest.title).waitFor({ state: 'detached' });
    }),
    scene('spoed', () => Promise.resolve(), {
      prepare: (server) => {
        server.publish(...[...rest].reverse().map((one, at) => ({ ...one, urgency: Math.max(1, 5 - at) })));
      },
    }),
  ];
}

const HOST_TOKENS = `
  news-ticker {
    --ticker-color: light-dark(#143d3a, #d9efe9);
    --ticker-accent: light-dark(#0b6e63, #5cc9b4);
    --ticker-muted: light-dark(#4a6360, #9db8b2);
    font-family: Georgia, serif;
  }`;

function frameScenes(): Scene[] {
  const scene = (state: string, query: string): Scene => ({
    subject: 'Ticker, in een frame',
    state,
    widths: TICKERS,
    open: (stage) => visit(stage, `/embed/ticker?${query}`),
  });
  return [
    scene('lijst', 'section=buitenland&rows=4'),
    scene('regel', 'section=buitenland+regio&layout=line'),
    scene('Engels, donker', 'section=binnenland&rows=3&lang=en&theme=dark'),
    scene('onbekende rubriek', 'section=niets'),
  ];
}

function wallScenes(): Scene[] {
  const scene = (
    state: string,
    act: (at: Awaited<ReturnType<typeof openWall>>) => Promise<unknown>,
    settings: Parameters<typeof openWall>[1] = {},
  ): Scene => ({
    subject: 'Wand',
    state,
    widths: WALLS,
    async open(stage) {
      const opened = await openWall(stage, settings);
      await act(opened);
      return { page: opened.page };
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
    scene('drie rubrieken', () => Promise.resolve(), { sections: ['buitenland', 'binnenland', 'regio'] }),
    scene('vier rubrieken, één lijst', () => Promise.resolve(), {
      sections: ['buitenland', 'binnenland', 'regio', 'sport'],
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
    {
      subject: 'Wand',
      state: 'instellen, op de telefoon',
      widths: TICKERS,
      async open(stage) {
        const { page: screen } = await visit(stage, '/wall');
        const code = await screen.locator('.code').innerText();
        const taken = await visit(stage, `/w/${code.trim()}`);
        await taken.page.getByLabel('Sleutel').fill(KEY);
        await taken.page.keyboard.press('Enter');
        await taken.page.getByRole('button', { name: 'Scherm instellen' }).waitFor();
        return taken;
      },
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
    scene('artikel, aangehouden', '/nieuws/regio/nabellen'),
    scene('niet gevonden', '/nieuws/niets'),
    scene('webmail, de vraag', '/', (page) => page.getByRole('link', { name: 'Webmail' }).click()),
    scene('webmail, zonder JavaScript', '/webmail'),
    {
      subject: 'Pagina',
      state: 'zonder JavaScript',
      widths: PAGES,
      async open(stage) {
        const page = await newPage(stage, { javaScriptEnabled: false });
        await page.goto(`${stage.app.url}/nieuws/binnenland`);
        return { page };
      },
    },
    scene('configurator', '/embed'),
    scene('configurator, controle', '/embed', async (page) => {
      await page.getByLabel(/beleid van uw pagina/).fill("default-src 'self'; script-src 'self'");
      await page.getByRole('button', { name: 'Kijk na' }).click();
      await page.locator('.embed-findings').scrollIntoViewIfNeeded();
    }),
    scene('naslag van de elementen', '/embed/reference'),
    scene('API', '/api'),
  ];
}

function deskScenes(): Scene[] {
  const scene = (state: string, act: (page: Page, stage: Stage) => Promise<unknown>): Scene => ({
    subject: 'Redactie',
    state,
    widths: DESKS,
    async open(stage) {
      const taken = await visit(stage, '/desk');
      await taken.page.getByLabel('Sleutel').waitFor();
      await act(taken.page, stage);
      return taken;
    },
  });
  const signIn = async (page: Page) => {
    await page.getByLabel('Sleutel').fill(KEY);
    await page.keyboard.press('Enter');
    await page.locator('p.live-now').waitFor();
  };
  return [
    scene('aanmelden', () => Promise.resolve()),
    scene('aan het werk', signIn),
    scene('schermen', async (page, stage) => {
      const { page: wall } = await visit(stage, '/wall?name=Balie&sections=sport');
      await wall.locator('news-wall[status=live]').waitFor();
      await signIn(page);
      await page.getByRole('button', { name: /scherm/i }).click();
      await page.getByRole('article', { name: 'Balie' }).getByText('Verbonden').waitFor();
    }),
  ];
}

/** A page of the real server; where there is a ticker, it is live. */
async function visit(stage: Stage, path: string): Promise<Taken> {
  const page = await newPage(stage);
  await page.goto(stage.app.url + path);
  if ((await page.locator('news-ticker').count()) > 0) {
    await page.locator('news-ticker[status=live]').first().waitFor();
  }
  return { page };
}
