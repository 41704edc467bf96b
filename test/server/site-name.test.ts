/** What the newsroom is called (`SITE_NAME`) is said everywhere, and no other name is. */
import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { signIn } from '../client/desk/desk-page.ts';
import { startApp, submission, temporaryFolder, type RunningApp } from './http/running-app.ts';

const NAME = 'De Streek & de Kust';
/** What it is called where nobody says it; as a common noun, in small letters, it may stand anywhere. */
const OTHER = /Nieuwstikker/;

let app: RunningApp;
let browser: Browser;

beforeAll(async () => {
  const settings = { SITE_NAME: NAME, WEBMAIL: 'Een=https://een.example,Twee=https://twee.example' };
  [app, browser] = await Promise.all([startApp({ settings }), launchBrowser()]);
  await app.send('POST', '/api/dispatches', submission({ id: 'brug', title: 'Brug open' }));
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

test.each([
  ['/', '<title>NAME</title>'],
  ['/', '<a class="wordmark" href="/">NAME</a>'],
  ['/', '<meta property="og:site_name" content="NAME">'],
  ['/', '"publisher":{"@type":"NewsMediaOrganization","name":"NAME"'],
  ['/nieuws/buitenland', '<title>Buitenland | NAME</title>'],
  ['/nieuws/buitenland', 'uit de rubriek Buitenland van NAME,'],
  ['/nieuws/buitenland', '{"@type":"ListItem","position":1,"name":"NAME"'],
  ['/nieuws/buitenland/brug-open~brug', '<title>Brug open | NAME</title>'],
  ['/nieuws/buitenland/brug-open~brug', '"publisher":{"@type":"NewsMediaOrganization","name":"NAME"'],
  ['/nieuws/buitenland/niets~niets', ' | NAME</title>'],
  ['/webmail', '<title>Webmail | NAME</title>'],
  ['/embed', ' | NAME</title>'],
  ['/embed/reference', ' | NAME</title>'],
  ['/api', ' | NAME</title>'],
  ['/desk', '<title>Redactie | NAME</title>'],
  ['/wall', '<p class="wordmark">NAME</p>'],
  ['/wall?name=Hal&sections=sport', '<title>Hal | NAME</title>'],
  ['/wall?name=Hal&sections=niets', ' | NAME</title>'],
  ['/w/ABCD', '<title>Scherm instellen | NAME</title>'],
  ['/embed/ticker?section=sport', '<title>Meer uit Sport | NAME</title>'],
  ['/embed/ticker?section=niets', ' | NAME</title>'],
  ['/feeds/sport.rss', '<title>Sport | NAME</title>'],
  ['/feeds/sport.atom', '<name>NAME</name>'],
  ['/feeds/sport.json', '"authors":[{"name":"NAME"}]'],
  ['/oembed?url=/nieuws/sport', '"provider_name":"NAME"'],
  ['/openapi.json', 'News ticker of NAME"'],
])('%s says it: %s', async (path, words) => {
  const answer = await app.ask(path, { headers: { accept: 'text/html, */*' } });
  const text = plain(await answer.text());
  expect(text).toContain(words.replaceAll('NAME', NAME));
  expect(OTHER.exec(text)).toBeNull();
});

/** Without what only markup needs. */
function plain(text: string): string {
  return text
    .replace(/<!\[CDATA\[(.*?)\]\]>/gs, '$1')
    .replace(/&amp;/g, '&')
    .replace(/\s*\/?>/g, '>');
}

test('the desk says it at the door and inside', async () => {
  const page = await browser.newPage();
  await page.goto(`${app.url}/desk`);
  await page.getByLabel('Sleutel').waitFor();
  expect(await page.locator('.wordmark').innerText()).toBe(NAME);
  await signIn(page);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`${NAME} Redactie`);
  await page.goto(`${app.url}/w/ABCD`);
  await page.locator('.wordmark', { hasText: `${NAME} Redactie` }).waitFor();
  await page.close();
});

test('a feed under another name is another feed', async () => {
  const named = async (name: string) => {
    const running = await startApp({ settings: { SITE_NAME: name, TRUST_PROXY: '1' }, dataDir: folder });
    // At one address, as its readers know it.
    const asked = { headers: { 'x-forwarded-host': 'nieuws.example' } };
    const { headers } = await running.ask('/feeds/sport.rss', asked);
    await running.close();
    return headers.get('etag');
  };
  const folder = await temporaryFolder();
  const etag = await named('De Streek');
  expect(await named('De Streek')).toBe(etag);
  expect(await named('De Kust')).not.toBe(etag);
  await rm(folder, { recursive: true });
});
