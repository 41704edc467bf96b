import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeNamedKey } from '../keys/named-key.ts';
import { rss, startFeedServer } from '../wire/feed-server.ts';
import { jsonOf, KEY, startApp, temporaryFolder, type RunningApp } from './running-app.ts';

const FIXTURES = new URL('../wire/fixtures/', import.meta.url);
const SOURCES = {
  sources: [
    { name: 'bureau', kind: 'push', key: 'desk', section: 'buitenland', policy: 'publish' },
    { name: 'wacht', kind: 'push', key: 'desk', section: 'regio', policy: 'desk', silentAfter: 60 },
    {
      name: 'agentschap',
      kind: 'push',
      section: { byCategory: { Economie: 'economie' } },
      policy: 'publish',
    },
    { name: 'map', kind: 'folder', path: './in', every: 1, section: 'cultuur', policy: 'publish' },
  ],
};

let folder: string;
let app: RunningApp;
let wireKey: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'sources.json'), JSON.stringify(SOURCES));
  wireKey = await makeNamedKey(folder, 'agentschap', '--scope', 'wire');
  app = await startApp({ dataDir: folder, settings: { SOURCES: join(folder, 'sources.json') } });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

describe('POST /api/wire', () => {
  test.each([
    ['anp-1.xml', 'application/xml', 'NewsML 1.2'],
    ['g2-usable.xml', 'application/vnd.iptc.g2.newsitem+xml', 'NewsML-G2'],
    ['ninjs-1.3.json', 'application/json', 'ninjs'],
    ['rss-2.0.xml', 'application/rss+xml', 'RSS 2.0'],
    ['atom.xml', 'application/atom+xml', 'Atom'],
    ['feed.json', 'application/feed+json', 'JSON Feed'],
    ['anp-utf16.xml', 'text/xml; charset=utf-16', 'NewsML 1.2'],
  ])('takes %s, and its items are on the board, once', async (file, type, format) => {
    const bytes = await readFile(new URL(file, FIXTURES));
    const answer = await push(bytes, { type });
    const { items, format: read } = (await answer.json()) as {
      items: { id: string; outcome: string }[];
      format: string;
    };
    expect([answer.status, read]).toEqual([201, format]);
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ outcome }) => outcome === 'published')).toBe(true);
    await expect
      .poll(() => idsOn('buitenland'), { timeout: 10_000 })
      .toEqual(expect.arrayContaining(items.map(({ id }) => id)));

    const again = await push(bytes, { type });
    expect(again.status).toBe(200);
    expect(((await again.json()) as { items: { outcome: string }[] }).items[0]?.outcome).toBe('repeated');
  });

  test('follows an item through its correction and its kill', async () => {
    for (const file of ['anp-1.xml', 'anp-3-correction.xml']) {
      await push(await readFile(new URL(file, FIXTURES)), { type: 'application/xml' });
    }
    const kill = await push(await readFile(new URL('anp-4-canceled.xml', FIXTURES)), {
      type: 'application/xml',
    });
    const { items } = (await kill.json()) as { items: { id: string; outcome: string }[] };
    expect(items).toMatchObject([{ outcome: 'withdrawn' }]);
    expect((await app.ask(`/api/dispatches/${encodeURIComponent(items[0]?.id ?? '')}`)).status).toBe(410);
  });

  test('unpacks what is packed', async () => {
    const answer = await push(gzipSync(ninjs('gz', 'Ingepakt')), {
      type: 'application/json',
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(201);
  });

  test('of a source for the desk waits', async () => {
    const answer = await push(ninjs('w1', 'Wachtend'), { source: 'wacht' });
    expect(answer.status).toBe(201);
    expect(await jsonOf(answer)).toMatchObject({ items: [{ id: 'wacht:w1', outcome: 'waiting' }] });
    expect(await idsOn('regio')).toEqual([]);
  });

  test('needs a key, with the scope, and a source that is its own', async () => {
    const body = ninjs('x', 'Nee');
    expect((await app.ask('/api/wire', { method: 'POST', body })).status).toBe(401);
    const publisher = await makeNamedKey(folder, 'schrijver', '--scope', 'publish');
    await expect.poll(async () => (await push(body, { key: publisher })).status, { timeout: 5000 }).toBe(403);
    expect((await push(body, { key: wireKey, source: 'bureau' })).status).toBe(403);
    expect((await push(body, { source: 'map' })).status).toBe(403);
    expect(await jsonOf(await push(body, { source: '' }))).toMatchObject({ status: 403 });
    const several = await push(body, { source: undefined });
    expect(several.status).toBe(400);
    expect(await jsonOf(several)).toMatchObject({
      problems: [{ path: 'source', message: 'must be one of bureau, wacht' }],
    });
  });

  test('knows the source of a key that has but one, and maps its categories', async () => {
    const subject = [{ name: 'Economie' }];
    const answer = await push(ninjs('eco', 'Beurs', { subject }), { key: wireKey, source: undefined });
    expect(await jsonOf(answer)).toMatchObject({ items: [{ id: 'agentschap:eco', outcome: 'published' }] });
    await expect.poll(() => idsOn('economie')).toEqual(['agentschap:eco']);
    const other = await push(ninjs('zon', 'Zon'), { key: wireKey, source: undefined });
    expect(await jsonOf(other)).toMatchObject({ items: [{ outcome: 'waiting' }] });
  });

  test.each([
    ['XML that is none', '<NewsML><NewsItem>', 'application/xml', 422],
    ['a page', '<html><body>hoi</body></html>', 'text/html', 422],
    [
      'a bomb of entities',
      `<!DOCTYPE a [<!ENTITY b "${'b'.repeat(50)}">]><NewsML>&b;</NewsML>`,
      'application/xml',
      422,
    ],
    ['text', 'geen bericht', 'text/plain', 422],
    ['nothing', '', 'application/xml', 400],
    ['more than 10 MB', 'x'.repeat(10 * 1024 * 1024 + 1), 'application/xml', 413],
  ])('answers %s with a problem', async (_name, body, type, status) => {
    const answer = await push(body, { type });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { type: problem, detail } = await jsonOf(answer);
    if (status === 422) expect(problem).toMatch(/^urn:news-ticker:problem:wire-[a-z-]+$/);
    expect(String(detail).length).toBeGreaterThan(10);
  });

  test('answers 422 and why when no item could be used', async () => {
    await push(ninjs('v', 'Eerste', { version: '5' }));
    const answer = await push(ninjs('v', 'Andere', { version: '5' }));
    expect(answer.status).toBe(422);
    expect(await jsonOf(answer)).toMatchObject({
      type: 'urn:news-ticker:problem:wire-refused',
      items: [{ id: 'bureau:v', outcome: 'refused' }],
    });
  });

  test('knows no other method', async () => {
    expect((await app.ask('/api/wire')).status).toBe(405);
  });
});

describe('GET /api/sources', () => {
  test('tells the desk how each wire is doing', async () => {
    await push(ninjs('nu', 'Nu'));
    const answer = await app.send('GET', '/api/sources');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await jsonOf(answer)).toMatchObject({
      sources: [
        {
          name: 'bureau',
          kind: 'push',
          policy: 'publish',
          newsAt: expect.any(Number) as unknown,
          silent: false,
        },
        { name: 'wacht', policy: 'desk' },
        { name: 'agentschap' },
        { name: 'map', kind: 'folder' },
      ],
    });
    const figures = await (await app.ask('/metrics')).text();
    expect(figures).toMatch(/ticker_wire_items_total\{source="bureau",outcome="published"\} \d+/);
    expect(figures).toMatch(/ticker_wire_news_timestamp_seconds\{source="bureau"\} \d+/);
    expect(figures).toMatch(/ticker_wire_trouble\{source="bureau"\} [01]/);
  });

  test('tells nobody else', async () => {
    expect((await app.ask('/api/sources')).status).toBe(401);
    expect((await app.ask('/api/sources', { headers: { authorization: `Bearer ${wireKey}` } })).status).toBe(
      403,
    );
  });
});

test('a folder and a feed of the configuration are read by the running server', async () => {
  await mkdir(join(folder, 'in'), { recursive: true });
  await writeFile(join(folder, 'in', '.uit.json'), ninjs('uit-de-map', 'Uit de map'));
  await rename(join(folder, 'in', '.uit.json'), join(folder, 'in', 'uit.json'));
  await expect.poll(() => idsOn('cultuur'), { timeout: 10_000 }).toEqual(['map:uit-de-map']);

  const feed = await startFeedServer((_request, response) =>
    response.end(rss({ id: 'f1', title: 'Uit de feed' })),
  );
  const file = join(folder, 'feed.json');
  const source = {
    name: 'feed',
    kind: 'feed',
    url: feed.url,
    allow: ['127.0.0.1'],
    section: 'sport',
    policy: 'publish',
  };
  await writeFile(file, JSON.stringify({ sources: [source] }));
  const other = await startApp({ settings: { SOURCES: file } });
  const before = Date.now();
  try {
    await expect
      .poll(async () => (await jsonOf(await other.ask('/api/sections/sport'))).dispatches, {
        timeout: 10_000,
      })
      .toMatchObject([{ id: 'feed:f1', title: 'Uit de feed' }]);
  } finally {
    await other.close();
  }
  expect(Date.now() - before).toBeLessThan(15_000);
});

interface Push {
  readonly type?: string;
  readonly key?: string;
  readonly source?: string | undefined;
  readonly headers?: Record<string, string>;
}

function push(body: string | Uint8Array<ArrayBuffer>, options: Push = {}): Promise<Response> {
  const { type = 'application/json', key = KEY, headers } = options;
  const source = 'source' in options ? options.source : 'bureau';
  return app.ask(`/api/wire${source === undefined ? '' : `?source=${source}`}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type, ...headers },
    body,
  });
}

async function idsOn(section: string): Promise<unknown[]> {
  const { dispatches } = await jsonOf(await app.ask(`/api/sections/${section}`));
  return (dispatches as { id: string }[]).map(({ id }) => id);
}

function ninjs(uri: string, headline: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    uri,
    type: 'text',
    version: '1',
    headline,
    body_text: 'Het nieuws van vandaag.',
    ...fields,
  });
}
