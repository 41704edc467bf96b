/**
 * One dispatch from the agency's file to its withdrawal, as the people of a newsroom live it: real processes, a real
 * desk and a real reader in Chromium, each on a process of its own where the store allows, and the store's own files.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { isLive, signIn, SOON } from '../client/desk/desk-page.ts';
import { RedisServer } from '../redis-server.ts';
import { KEY, temporaryFolder } from '../server/http/running-app.ts';
import { startServerProcess, type ServerProcess } from '../server/http/server-process.ts';

/** Words that stand in nothing else: in the wire's text, in the corrected one, and in the note on it. */
const WRONG = 'kwartelkoningen';
const RIGHT = 'roerdompen';
const NOTE = 'lepelaarkolonie';
const SECTION = 'binnenland';
const ID = 'proef:urn:newsml:proef.test:20261122:moeras-77';
/** How soon a withdrawn text has left every file. */
const ERASED = { timeout: 2_000, interval: 50 };

let browser: Browser;
let folder: string;
let redis: RedisServer | undefined;
let pages: Page[];
let servers: ServerProcess[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  pages = [];
  servers = [];
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  await Promise.all(servers.map((server) => server.stop('SIGKILL')));
  await redis?.stop();
  redis = undefined;
  await rm(folder, { recursive: true });
});

describe.each(['one process, embedded store', 'three processes, Redis'] as const)('%s', (house) => {
  test(
    'a wire item waits, is released, corrected and withdrawn, and nothing of it is left',
    { timeout: 120_000 },
    async () => {
      const { wire, desk, public: reading } = await open(house);
      const editor = await deskPage(desk.url);
      const reader = await readerPage(reading.url);

      // The agency delivers, and nobody but the desk knows.
      await deliver(wireFile(`In het moeras zijn ${WRONG} geteld.`));
      await editor.getByRole('button', { name: /Vogels geteld in het moeras/ }).waitFor(SOON);
      expect(await publicTexts(reading.url)).not.toContain('moeras');
      expect(await shownTo(reader)).not.toContain('moeras');

      // Released from the desk: the reader has it.
      await editor.getByRole('button', { name: /Vogels geteld in het moeras/ }).click();
      await editor.getByRole('button', { name: 'Publiceren', exact: true }).click();
      await editor.getByText('Gepubliceerd: Vogels geteld in het moeras').waitFor(SOON);
      await reader.getByText(WRONG).first().waitFor(SOON);
      expect(await publicTexts(reading.url)).toContain(WRONG);

      // Corrected: the right text, and word of it to whoever saw the wrong one.
      await editor.locator('#pane-board').getByRole('link', { name: 'Vogels geteld in het moeras' }).click();
      await editor.locator('.dispatch').getByRole('button', { name: 'Corrigeren' }).click();
      await editor
        .getByLabel('Tekst', { exact: true })
        .fill(`ASSEN (ANP) - In het moeras zijn ${RIGHT} geteld.`);
      await editor.getByLabel('Wat was er fout?').fill(`Het ging niet om een ${NOTE}.`);
      await editor.keyboard.press('Control+Enter');
      await editor.getByText(/Gecorrigeerd op 2 van 2 schermen in \d/).waitFor(SOON);
      await tickerShows(reader, NOTE);
      expect(await shownTo(reader)).toContain(RIGHT);
      expect(await shownTo(reader)).not.toContain(WRONG);
      const later = await readerPage(reading.url);
      await tickerShows(later, RIGHT);
      expect(await tickersOf(later)).not.toContain(NOTE);
      await later.close();
      expect(await filesWith(WRONG, RIGHT, NOTE)).not.toEqual([]);

      // Withdrawn: confirmed by every screen, and gone from whatever can be read.
      await editor.locator('.dispatch').getByRole('button', { name: 'Intrekken' }).click();
      await editor.getByRole('dialog').waitFor(SOON);
      await editor.keyboard.type('Berust op een vergissing.');
      await editor.keyboard.press('Control+Enter');
      await vi.waitFor(async () => {
        expect((await fetch(`${reading.url}/api/dispatches/${encodeURIComponent(ID)}`)).status).toBe(410);
      }, SOON);
      await vi.waitFor(async () => {
        expect(await filesWith(WRONG, RIGHT, NOTE)).toEqual([]);
      }, ERASED);
      await editor.getByText(/Ingetrokken op 2 van 2 schermen in \d/).waitFor(SOON);
      await tickerShows(reader, 'ingetrokken');
      for (const { url } of new Set([wire, desk, reading])) {
        const texts = await publicTexts(url);
        for (const word of [WRONG, RIGHT, NOTE, 'moeras']) expect(texts).not.toContain(word);
      }
      for (const word of [WRONG, RIGHT, NOTE]) expect(await shownTo(reader)).not.toContain(word);
      const article = await fetch(`${reading.url}/nieuws/${SECTION}/${encodeURIComponent(ID)}`);
      expect(article.status).toBe(410);

      // The agency's next version does not bring it back; the file is put away, once.
      await deliver(wireFile(`In het moeras zijn toch ${WRONG} geteld.`, 9), 'nog-eens.xml');
      await vi.waitFor(async () => {
        expect((await readdir(join(folder, 'wire', 'done'), { recursive: true })).length).toBeGreaterThan(1);
      }, SOON);
      expect(await publicTexts(reading.url)).not.toContain(WRONG);
      for (const server of new Set([wire, desk, reading])) {
        for (const word of [WRONG, RIGHT, NOTE, 'moeras']) expect(server.stderr()).not.toContain(word);
      }
    },
  );
});

/** The processes by what they do here; in a house of one it is one and the same. */
async function open(
  house: string,
): Promise<{ wire: ServerProcess; desk: ServerProcess; public: ServerProcess }> {
  await mkdir(join(folder, 'wire'));
  const sources = { name: 'proef', kind: 'folder', path: 'wire', every: 1, section: SECTION, policy: 'desk' };
  await writeFile(join(folder, 'sources.json'), JSON.stringify({ sources: [sources] }));
  const settings = { PUBLISH_KEYS: `eva:${KEY}`, LOG_LEVEL: 'info' };
  const fed = { ...settings, SOURCES: join(folder, 'sources.json') };
  if (house.startsWith('one')) {
    const server = await start({ ...fed, DATA_DIR: join(folder, 'data') });
    return { wire: server, desk: server, public: server };
  }
  redis = await RedisServer.start({
    settings: ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '3600 1'],
    dir: await mkdir(join(folder, 'redis'), { recursive: true }).then(() => join(folder, 'redis')),
  });
  const shared = { REDIS_URL: redis.url };
  const [wire, desk, reading] = await Promise.all(
    [fed, settings, settings].map((one, index) =>
      start({ ...one, ...shared, DATA_DIR: join(folder, `data-${index}`) }),
    ),
  );
  if (!wire || !desk || !reading) throw new Error('three processes were started');
  return { wire, desk, public: reading };
}

async function start(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServerProcess(settings);
  servers.push(server);
  return server;
}

async function deskPage(url: string): Promise<Page> {
  const page = await newPage();
  await page.goto(`${url}/desk`);
  await page.getByLabel('Sleutel').waitFor(SOON);
  await signIn(page);
  await page
    .getByRole('tab', { name: 'Binnenland' })
    .or(page.getByRole('button', { name: 'Binnenland' }))
    .first()
    .click();
  await isLive(page);
  return page;
}

async function readerPage(url: string): Promise<Page> {
  const page = await newPage();
  await page.goto(`${url}/nieuws/${SECTION}`);
  await page.locator('news-ticker[status=live]').first().waitFor(SOON);
  return page;
}

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL' });
  const page = await context.newPage();
  pages.push(page);
  return page;
}

/** Written beside and renamed, as agencies do. */
async function deliver(xml: string, name = 'moeras.xml'): Promise<void> {
  const draft = join(folder, 'wire', `.${name}.part`);
  await writeFile(draft, xml);
  await rename(draft, join(folder, 'wire', name));
}

function wireFile(lead: string, version = 1): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2"><NewsItem>
  <Identification><NewsIdentifier>
    <ProviderId>proef.test</ProviderId><DateId>20261122</DateId><NewsItemId>moeras-77</NewsItemId>
    <RevisionId PreviousRevision="${version - 1}" Update="N">${version}</RevisionId>
    <PublicIdentifier>urn:newsml:proef.test:20261122:moeras-77:${version}</PublicIdentifier>
  </NewsIdentifier></Identification>
  <NewsManagement><NewsItemType FormalName="News"/><Status FormalName="Usable"/><Urgency FormalName="4"/></NewsManagement>
  <NewsComponent xml:lang="nl">
    <NewsLines><HeadLine>Vogels geteld in het moeras</HeadLine></NewsLines>
    <ContentItem><DataContent><nitf><body><body.content>
      <p>ASSEN (ANP) - ${lead}</p><p>De telling duurde een week.</p>
    </body.content></body></nitf></DataContent></ContentItem>
  </NewsComponent>
</NewsItem></NewsML>`;
}

/** All that anybody can fetch, in one text. */
async function publicTexts(url: string): Promise<string> {
  const paths = [
    '/',
    `/nieuws/${SECTION}`,
    '/api/sections',
    `/api/sections/${SECTION}`,
    `/api/dispatches/${encodeURIComponent(ID)}`,
    `/nieuws/${SECTION}/${encodeURIComponent(ID)}`,
    `/feeds/${SECTION}.rss`,
    `/feeds/${SECTION}.atom`,
    `/feeds/${SECTION}.json`,
    '/metrics',
    '/healthz',
    '/readyz',
  ];
  const answers = await Promise.all(paths.map(async (path) => (await fetch(url + path)).text()));
  // The id is the address that was asked for, and not the text.
  return answers.join('\n').replaceAll(/moeras-77/g, '');
}

/** What stands in the page, in its tickers too. */
async function shownTo(page: Page): Promise<string> {
  return `${await page.locator('body').innerText()}\n${await tickersOf(page)}`;
}

async function tickerShows(page: Page, words: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(await tickersOf(page)).toContain(words);
  }, SOON);
}

function tickersOf(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll('news-ticker')]
      .map(({ shadowRoot }) => shadowRoot?.querySelector('[part=list]')?.textContent ?? '')
      .join('\n'),
  );
}

/** The files of the store in which one of these words stands; what agencies delivered lies elsewhere. */
async function filesWith(...words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files
      .filter((file) => !file.startsWith(join(folder, 'wire')))
      // A file that goes while it is being looked for holds nothing any more.
      .map(async (file) => ({ file, text: await readFile(file, 'latin1').catch(() => '') })),
  );
  return found.filter(({ text }) => words.some((word) => text.includes(word))).map(({ file }) => file);
}
