import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBoards, type Boards } from '../../server/boards.ts';
import { createPages } from '../../server/http/pages.ts';
import { StoreAway, type Log } from '../../server/log/log.ts';
import { openLog } from '../../server/log/open-log.ts';
import { DEFAULT_SECTIONS } from '../../server/sections.ts';
import { toContent } from '../../server/submission.ts';
import { read, SubmissionSchema } from '../../shared/dispatch.ts';

const logger = pino({ level: 'silent' });
const WEBMAIL = [
  { name: 'Eerste', url: 'https://een.example/' },
  { name: 'Tweede', url: 'https://twee.example/post?a=1' },
];
const LONG_AGO = Date.parse('2019-06-19T14:05:00+02:00');

let dataDir: string;
let log: Log;
let boards: Boards;
let server: Server;
let origin: string;
let isAway = false;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pages-'));
  log = await openLog({ dataDir, logger });
  boards = await createBoards({ log, sections: DEFAULT_SECTIONS, logger });
  const app = express();
  app.disable('etag');
  const find = (id: string) => (isAway ? Promise.reject(new StoreAway('away')) : log.find(id));
  const assets = { styles: ['/assets/portal-1.css'], scripts: ['/assets/portal-2.js'] };
  app.use(
    createPages({
      boards,
      log: { find, now: () => log.now() },
      config: { siteName: 'Nieuwstikker', demo: false, webmail: WEBMAIL },
      assets,
    }),
  );
  app.use((_request, response) => {
    response.status(404).json({ status: 404 });
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  origin = `http://127.0.0.1:${address.port}`;

  await publish('storm', { title: "Storm 'Joris' trekt over", text: 'TÓRSHAVN (ANP/DPA) - Het waait hard.' });
  for (let hour = 1; hour <= 9; hour += 1) {
    const publishedAt = log.now() - hour * 3_600_000;
    await publish(`item-${hour}`, {
      title: `Bericht van ${hour} uur`,
      text: 'RIGA - Er is nieuws.',
      publishedAt,
    });
  }
  await publish('urn:newsml:x:1~2', {
    title: 'Oud verdrag',
    text: 'PYONGYANG (ANP/RTR/AFP) - Twee landen hebben "iets" getekend.',
    body: 'De eerste alinea, en die loopt door.\n\nEen tussenkop\n\nDe tweede alinea.',
    publishedAt: LONG_AGO,
  });
  await publish('hostile', {
    title: '</title><script>alert(1)</script>',
    text: 'RIGA (ANP) - <img src=x onerror=alert(1)> & "meer" </script>',
    section: 'cultuur',
  });
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await boards.close();
  await log.close();
  rmSync(dataDir, { recursive: true });
});

beforeEach(() => {
  isAway = false;
});

afterEach(() => {
  isAway = false;
});

describe('an article', () => {
  const PATH = '/nieuws/buitenland/oud-verdrag~urn%3Anewsml%3Ax%3A1~2';

  test('reads in full without JavaScript: title, dateline and lead, paragraphs, cross-head, agencies, time', async () => {
    const { status, text } = await get(PATH);
    expect(status).toBe(200);
    expect(textOf(text, 'h1')).toBe('Oud verdrag');
    expect(plain(text)).toContain('PYONGYANG (ANP/RTR/AFP) - Twee landen hebben "iets" getekend.');
    expect(text).toContain('<p>De eerste alinea, en die loopt door.</p>');
    expect(text).toContain('<h2>Een tussenkop</h2>');
    expect(plain(text)).toContain('Bron: ANP / RTR / AFP');
    expect(plain(text)).toContain('woensdag 19 juni 2019 om 14:05');
    expect(text).toContain('datetime="2019-06-19T12:05:00.000Z"');
  });

  test('has beside it the seven newest of its section, itself left out, however old it is', async () => {
    const { text } = await get(PATH);
    const ticker = elementOf(text, 'news-ticker');
    expect(ticker).toContain('section="buitenland"');
    expect(ticker).toContain('rows="7"');
    expect(ticker).toContain('exclude="urn:newsml:x:1~2"');
    expect(ticker).toContain('heading="Meer uit Buitenland"');
    expect(ticker.match(/<li/g)).toHaveLength(7);
    expect(ticker).not.toContain('Oud verdrag');
    expect(ticker.indexOf('Storm')).toBeLessThan(ticker.indexOf('Bericht van 1 uur'));
  });

  test('leaves itself out where it would stand in the list', async () => {
    const { text } = await get('/nieuws/buitenland/storm-joris-trekt-over~storm');
    expect(elementOf(text, 'news-ticker')).not.toContain('Joris');
    expect(elementOf(text, 'news-ticker').match(/<li/g)).toHaveLength(7);
  });

  test.each([
    ['another slug before the id', '/nieuws/buitenland/iets-anders~storm'],
    ['the bare id', '/nieuws/buitenland/storm'],
    ['the bare slug of what is on the board', '/nieuws/buitenland/storm-joris-trekt-over'],
  ])('is also found by %s, and names its one address', async (_, path) => {
    const { status, text } = await get(path);
    expect(status).toBe(200);
    expect(canonicalOf(text)).toBe(`${origin}/nieuws/buitenland/storm-joris-trekt-over~storm`);
  });

  test('under another section leads to its own', async () => {
    const { status, headers } = await get('/nieuws/sport/storm');
    expect(status).toBe(302);
    expect(headers.get('location')).toBe('/nieuws/buitenland/storm-joris-trekt-over~storm');
  });

  test('escapes what a publisher wrote, also in the data for search engines', async () => {
    const { text } = await get('/nieuws/cultuur/hostile');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(structuredData(text)[0]).toMatchObject({
      '@type': 'NewsArticle',
      headline: '</title><script>alert(1)</script>',
      description: '<img src=x onerror=alert(1)> & "meer" </script>',
    });
  });

  test('tells search engines who, when and where, with addresses in full, and the way to it', async () => {
    const { text } = await get(PATH);
    const url = origin + PATH;
    const us = { '@type': 'NewsMediaOrganization', name: 'Nieuwstikker', url: `${origin}/` };
    const [article, breadcrumbs] = structuredData(text);
    expect(article).toEqual({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: 'Oud verdrag',
      description: 'Twee landen hebben "iets" getekend.',
      url,
      mainEntityOfPage: { '@type': 'WebPage', '@id': url },
      articleSection: 'Buitenland',
      inLanguage: 'nl',
      isAccessibleForFree: true,
      datePublished: '2019-06-19T12:05:00.000Z',
      dateModified: expect.stringMatching(/^20\d\d-.*Z$/) as string,
      dateline: 'PYONGYANG (ANP/RTR/AFP)',
      author: ['ANP', 'RTR', 'AFP'].map((name) => ({ '@type': 'Organization', name })),
      publisher: us,
    });
    expect(breadcrumbs).toMatchObject({
      '@type': 'BreadcrumbList',
      itemListElement: [
        { position: 1, name: 'Nieuwstikker', item: `${origin}/` },
        { position: 2, name: 'Buitenland', item: `${origin}/nieuws/buitenland` },
        { position: 3, name: 'Oud verdrag', item: url },
      ],
    });
    const uncredited = structuredData((await get('/nieuws/buitenland/item-1')).text)[0];
    expect(uncredited).toMatchObject({ author: us, publisher: us });
  });

  test('tells whoever shows a link to it what it is, in its own language', async () => {
    await publish('bridge', {
      title: 'Bridge open again',
      text: 'OSLO - The bridge is open.',
      section: 'cultuur',
      lang: 'en',
    });
    const { text } = await get('/nieuws/cultuur/bridge');
    expect(text).toContain('<title lang="en">Bridge open again | Nieuwstikker</title>');
    expect(metaOf(text)).toMatchObject({
      description: 'The bridge is open.',
      'og:type': 'article',
      'og:site_name': 'Nieuwstikker',
      'og:title': 'Bridge open again',
      'og:description': 'The bridge is open.',
      'og:url': `${origin}/nieuws/cultuur/bridge-open-again~bridge`,
      'og:locale': 'en_GB',
      'article:published_time': expect.stringMatching(/Z$/) as string,
      'article:modified_time': expect.stringMatching(/Z$/) as string,
      'twitter:card': 'summary',
    });
    await log.append({ kind: 'withdrawal', id: 'bridge' });
    await folded();
  });

  test('says that it was corrected, when, and what', async () => {
    await publish('fout', {
      title: 'Brug drie weken dicht',
      text: 'GOES (ANP) - Een brug is dicht.',
      section: 'regio',
      publishedAt: LONG_AGO,
    });
    const before = await get('/nieuws/regio/fout');
    expect(before.text).not.toContain('Gecorrigeerd');
    await publish('fout', {
      title: 'Brug vier weken dicht',
      text: 'GOES (ANP) - Een brug is dicht.',
      section: 'regio',
      publishedAt: LONG_AGO,
      signal: 'correction',
      note: 'Het gaat om vier weken.',
    });
    const { text } = await get('/nieuws/regio/fout');
    expect(textOf(text, 'h1')).toBe('Brug vier weken dicht');
    const [article] = structuredData(text) as Record<string, unknown>[];
    const { 'article:published_time': published, 'article:modified_time': modified = '' } = metaOf(text);
    expect([published, modified]).toEqual(['2019-06-19T12:05:00.000Z', expect.stringMatching(/^20[2-9]/)]);
    expect(article).toMatchObject({
      datePublished: published,
      dateModified: modified,
      correction: {
        '@type': 'CorrectionComment',
        text: 'Het gaat om vier weken.',
        datePublished: modified,
      },
    });
    expect(plain(text)).toMatch(/Gecorrigeerd \w+ \d+ \w+ \d{4} om \d\d:\d\d ?Het gaat om vier weken\./);
  });

  test('that was withdrawn is gone (410), with none of its text', async () => {
    await publish('weg', { title: 'Toch niet', text: 'GOES (ANP) - Dit klopte niet.', section: 'regio' });
    await log.append({ kind: 'withdrawal', id: 'weg', reason: 'Een fout.' });
    const { status, text } = await get('/nieuws/regio/toch-niet~weg');
    expect(status).toBe(410);
    expect(textOf(text, 'h1')).toBe('Dit bericht is ingetrokken');
    expect(text).not.toContain('klopte niet');
    expect(text).not.toContain('Toch niet');
    expect(text).toContain('content="noindex"');
    // Not by its old address either, which tells what it was about.
    expect(text).not.toMatch(/toch-niet|rel="canonical"|rel="alternate"|og:|ld\+json/);
  });

  test('that another dispatch replaces says so quietly, and leads to what stands in its place now', async () => {
    await publish('a', { title: 'Eerste bericht', text: 'GOES - Iets.', section: 'sport' });
    await publish('b', { title: 'Tweede bericht', text: 'GOES - Meer.', section: 'sport', replaces: 'a' });
    await publish('c', { title: 'Derde bericht', text: 'GOES - Alles.', section: 'sport', replaces: 'b' });
    const { status, text } = await get('/nieuws/sport/a');
    expect(status).toBe(200);
    expect(textOf(text, 'h1')).toBe('Eerste bericht');
    expect(plain(text)).toContain('Hierover is een nieuwer bericht: Derde bericht');
    expect(elementOf(text, 'article')).toContain('href="/nieuws/sport/derde-bericht~c"');
    expect(elementOf((await get('/nieuws/sport/c')).text, 'article')).not.toContain('nieuwer bericht');

    const front = (await get('/nieuws/sport')).text;
    expect(elementOf(front, 'news-ticker')).toContain('Derde bericht');
    expect(elementOf(front, 'news-ticker')).not.toMatch(/Eerste|Tweede/);

    await log.append({ kind: 'withdrawal', id: 'c' });
    await log.append({ kind: 'withdrawal', id: 'b' });
    await folded();
    expect(plain((await get('/nieuws/sport/a')).text)).not.toContain('nieuwer bericht');
    expect(elementOf((await get('/nieuws/sport')).text, 'news-ticker')).toContain('Eerste bericht');
  });

  test('that is withheld is not there (404), with none of its text', async () => {
    await publish('stil', {
      title: 'Nog even niet',
      text: 'GOES (ANP) - Wacht.',
      section: 'regio',
      status: 'withheld',
    });
    const { status, text } = await get('/nieuws/regio/nog-even-niet~stil');
    expect(status).toBe(404);
    expect(text).not.toContain('Nog even niet');
    expect(textOf(text, 'h1')).toBe('Deze pagina is er niet');
  });

  test('that was there and is held says neither that it was withdrawn nor that it never was', async () => {
    const held = { title: 'Eerst nabellen', text: 'GOES (ANP) - Wacht.', section: 'regio' };
    await publish('nabellen', held);
    await publish('nabellen', { ...held, status: 'withheld' });
    const { status, text } = await get('/nieuws/regio/eerst-nabellen~nabellen');
    expect(status).toBe(404);
    expect(text).not.toContain('Eerst nabellen');
    expect(textOf(text, 'h1')).toBe('Dit bericht is op dit moment niet beschikbaar');
  });

  test('that replaces what replaces it stands all the same, when it is the newest', async () => {
    await publish('x', { title: 'Bericht x', text: 'GOES - X.', section: 'regio', replaces: 'y' });
    await publish('y', { title: 'Bericht y', text: 'GOES - Y.', section: 'regio', replaces: 'x' });
    const listed = elementOf((await get('/nieuws/regio')).text, 'news-ticker');
    const [stands, other] = listed.includes('Bericht x') ? ['x', 'y'] : ['y', 'x'];
    expect(listed).not.toContain(`Bericht ${other}`);
    expect(plain((await get(`/nieuws/regio/${stands}`)).text)).not.toContain('nieuwer bericht');
    expect(plain((await get(`/nieuws/regio/${other}`)).text)).toContain(`nieuwer bericht: Bericht ${stands}`);
    for (const id of ['x', 'y']) await log.append({ kind: 'withdrawal', id });
    await folded();
  });

  test('while the store is away says so, and when to come back', async () => {
    isAway = true;
    const { status, text, headers } = await get('/nieuws/buitenland/storm');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(textOf(text, 'h1')).toBe('Dit bericht is even niet te lezen');
  });
});

describe('the fronts', () => {
  test("a section's front lists its whole board, newest first", async () => {
    const { text } = await get('/nieuws/buitenland');
    expect(textOf(text, 'h1')).toBe('Buitenland');
    const ids = [...elementOf(text, 'news-ticker').matchAll(/href="[^"~]*~([^"]+)"/g)].map(([, id]) => id);
    expect(ids.map((id = '') => decodeURIComponent(id))).toEqual(
      boards.whole('buitenland').dispatches.map(({ id }) => id),
    );
  });

  test('beside it stand the seven newest of all other sections', async () => {
    const { text } = await get('/nieuws/economie');
    const beside = elementOf(text, 'aside');
    const others = DEFAULT_SECTIONS.map(({ id }) => id).filter((id) => id !== 'economie');
    expect(beside).toContain(`section="${others.join(' ')}"`);
    const ids = [...beside.matchAll(/href="[^"~]*~([^"]+)"/g)].map(([, id = '']) => decodeURIComponent(id));
    const newest = others
      .flatMap((id) => boards.whole(id).dispatches)
      .sort((one, other) => other.publishedAt - one.publishedAt);
    expect(ids).toEqual(newest.slice(0, 7).map(({ id }) => id));
  });

  test('the front of the site has every section with its newest dispatches', async () => {
    const { text } = await get('/');
    for (const { id, title } of DEFAULT_SECTIONS) {
      expect(text).toContain(`section="${id}"`);
      expect(text).toContain(`href="/nieuws/${id}"`);
      expect(text).toContain(title);
    }
    expect(text).toContain('Bericht van 1 uur');
    expect(text).not.toContain('Bericht van 9 uur');
  });

  test('an empty section says so', async () => {
    const { text } = await get('/nieuws/economie');
    expect(plain(elementOf(text, 'news-ticker'))).toContain('Nog geen berichten');
  });

  test('what another dispatch replaces is in no list, and still has its page', async () => {
    const oud = { title: 'Trein rijdt niet', text: 'TALLINN - De trein staat stil.', section: 'cultuur' };
    await publish('trein-1', oud);
    await publish('trein-2', { ...oud, title: 'Trein rijdt weer', replaces: 'trein-1' });
    for (const path of ['/', '/nieuws/cultuur', '/nieuws/sport', '/nieuws/cultuur/trein-2']) {
      const { text } = await get(path);
      expect(text, path).toContain('Trein rijdt weer');
      expect(text, path).not.toContain('Trein rijdt niet');
    }
    expect((await get('/nieuws/cultuur/trein-1')).text).toContain('Trein rijdt niet');
  });

  test.each([
    ['/nieuws/regio', ['regio'], true],
    ['/nieuws/buitenland/storm', ['buitenland'], true],
    ['/', DEFAULT_SECTIONS.map(({ id }) => id), false],
  ])('%s names the feeds of what it shows', async (path, sections, alsoToPeople) => {
    const { text } = await get(path);
    const links = [...text.matchAll(/<link[^>]*rel="alternate"[^>]*>/g)].map(([link]) => link);
    const feeds = links.filter((link) => !link.includes('oembed'));
    expect(feeds.map((link) => /href="([^"]*)"/.exec(link)?.[1])).toEqual(
      sections.flatMap((id) => ['rss', 'atom', 'json'].map((format) => `/feeds/${id}.${format}`)),
    );
    expect(links[0]).toContain('type="application/rss+xml"');
    expect(elementOf(text, 'footer').includes('/feeds/')).toBe(alsoToPeople);
  });
});

describe('every page', () => {
  const paths = ['/', '/nieuws/buitenland', '/nieuws/buitenland/storm', '/nieuws/buitenland/niets'];

  test.each(paths)('%s has a language, a title, landmarks, a skip link and one h1', async (path) => {
    const { text } = await get(path);
    expect(text).toMatch(/^<!doctype html>\s*<html lang="nl">/);
    expect(text).toMatch(/<title[^>]*>[^<]+<\/title>/);
    for (const landmark of ['<header class="masthead"', '<nav ', '<main ', '<footer '])
      expect(text).toContain(landmark);
    expect(text).toContain('href="#inhoud"');
    expect(text.match(/<h1/g)).toHaveLength(1);
  });

  test.each(paths)('%s loads nothing from elsewhere, and has no inline style or script', async (path) => {
    const { text, headers } = await get(path);
    const { host } = new URL(origin);
    expect(text).not.toMatch(
      new RegExp(`<(link|script|img|iframe)\\b[^>]* (src|href)="(https?:)?//(?!${host})`),
    );
    expect(text).not.toMatch(/<style|<[^>]* (style|on\w+)=/);
    // What Lit's templates leave behind where a value has no place of its own.
    expect(text).not.toContain('<?');
    const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)</g)].filter(
      ([, head = '']) => !head.includes('ld+json'),
    );
    expect(scripts.map(([, , inline]) => inline)).toEqual(['', '']);
    expect(text).toContain('<script defer src="/embed/v1/news-ticker.js">');
    expect(text).toContain('<link rel="stylesheet" href="/assets/portal-1.css"');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each([
    ['/', '/'],
    ['/nieuws/buitenland?v=2', '/nieuws/buitenland'],
  ])('%s names its one address in full, and the way to it', async (path, canonical) => {
    const { text } = await get(path);
    expect(canonicalOf(text)).toBe(origin + canonical);
    expect(metaOf(text)).toMatchObject({
      'og:type': 'website',
      'og:url': origin + canonical,
      'og:locale': 'nl_NL',
    });
    expect(JSON.stringify(structuredData(text))).toContain(`"${origin}/"`);
  });

  test('marks where the reader is in the menu', async () => {
    expect((await get('/nieuws/sport')).text).toMatch(/href="\/nieuws\/sport" aria-current="page"/);
    expect((await get('/nieuws/buitenland/storm')).text).toMatch(
      /href="\/nieuws\/buitenland" aria-current="true"/,
    );
    expect((await get('/')).text).not.toContain('aria-current');
  });

  test('is kept for moments only, and answers 304 to who has it', async () => {
    const { headers } = await get('/nieuws/economie');
    expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=5');
    const again = await get('/nieuws/economie', { 'If-None-Match': headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });
});

describe('what is not there', () => {
  test.each([
    '/nieuws/koken',
    '/nieuws/koken/storm',
    '/nieuws/buitenland/niets',
    `/nieuws/buitenland/${'x'.repeat(1000)}`,
    '/nieuws/buitenland/%20%00',
  ])('%s is a page that says so', async (path) => {
    const { status, text } = await get(path);
    expect(status).toBe(404);
    expect(textOf(text, 'h1')).toBe('Deze pagina is er niet');
  });

  test('anywhere else is a page for a browser, and left to the next handler for a program', async () => {
    expect((await get('/bestaat/niet', { Accept: 'text/html,*/*;q=0.8' })).text).toContain(
      'Deze pagina is er niet',
    );
    expect((await get('/bestaat/niet', { Accept: '*/*' })).text).toBe('{"status":404}');
  });
});

function canonicalOf(text: string): string | undefined {
  return /<link rel="canonical" href="([^"]*)"/.exec(text)?.[1];
}

/** What the page says of itself in schema.org's words. */
function structuredData(text: string): unknown[] {
  return [...text.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)].map(
    ([, json = '']) => JSON.parse(json) as unknown,
  );
}

/** The page's `<meta>` elements, by name or property. */
function metaOf(text: string): Record<string, string> {
  const found = text.matchAll(/<meta (?:name|property)="([^"]*)" content="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name = '', content = '']) => [name, content]));
}

async function publish(id: string, fields: Record<string, unknown>): Promise<void> {
  const reading = read(SubmissionSchema, { section: 'buitenland', ...fields });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  await log.append({ kind: 'dispatch', content: toContent(reading.value, { id }), version: 'next' });
  await folded();
}

/** Resolves once the boards have all that the log has. */
async function folded(): Promise<void> {
  const { n } = await log.head();
  await new Promise<void>((resolve) => {
    const stop = boards.subscribe({ deltas: check, reset: check });
    check();
    function check() {
      if (boards.cursor().n < n) return;
      stop();
      resolve();
    }
  });
}

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, { headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function elementOf(text: string, tag: string): string {
  return new RegExp(`<${tag}[\\s>].*?</${tag}>`, 's').exec(text)?.[0] ?? '';
}

function textOf(text: string, tag: string): string {
  return plain(elementOf(text, tag));
}

/** The text without its tags, as a reader sees it. */
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
