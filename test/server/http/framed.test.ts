import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
  for (const id of ['een', 'twee', 'drie'])
    await server.send('POST', '/api/dispatches', submission({ id, title: `Bericht <${id}>` }));
});
afterAll(() => server.close());

const page = (query: string) => server.ask(`/embed/ticker?${query}`);
const unescaped = (text = '') => text.replace(/&quot;/g, '"').replace(/&amp;/g, '&');
/** What the frame's script says in the console. */
const wrongIn = (text: string) =>
  unescaped(/data-wrong="([^"]*)"/.exec(text)?.[1])
    .split('\n')
    .filter(Boolean);
const attributesIn = (text: string) =>
  Object.fromEntries(
    [...(/<news-ticker([^>]*)>/.exec(text)?.[1] ?? '').matchAll(/([a-z]+)(?:="([^"]*)")?/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
const ancestors = (response: Response) =>
  /frame-ancestors ([^;]*)/.exec(response.headers.get('content-security-policy') ?? '')?.[1];

describe('the ticker in a frame', () => {
  it('has its first headlines as links in the HTML, which open outside', async () => {
    const text = await (await page('section=buitenland&rows=2')).text();
    expect(
      [...text.matchAll(/<h3>\s*<a href="([^"]*)" rel="noopener">([^<]*)/g)].map(([, ...link]) => link),
    ).toEqual([
      ['/nieuws/buitenland/bericht-drie~drie', 'Bericht &lt;drie&gt;'],
      ['/nieuws/buitenland/bericht-twee~twee', 'Bericht &lt;twee&gt;'],
    ]);
    expect(text).toContain('<base target="_blank" />');
  });

  it('of one line has the newest headline alone, without what a line leaves out', async () => {
    const text = await (await page('section=buitenland&layout=line')).text();
    expect(text.match(/<h3>/g)).toHaveLength(1);
    expect(text).toContain('Bericht &lt;drie&gt;');
    expect(text).not.toMatch(/<h2>|class="text"/);
  });

  it('has no links where none are wanted', async () => {
    const text = await (await page('section=buitenland&links=none')).text();
    expect(text).toContain('Bericht &lt;drie&gt;');
    expect(text).not.toContain('<a ');
  });

  it('calls sections what the settings call them, above the list and in its rows', async () => {
    const settings = { SECTIONS: 'noord-holland=Provincie Noord-Holland,economie=Economie & Werk' };
    const running = await startApp({ settings });
    await running.send('POST', '/api/dispatches', submission({ section: 'noord-holland' }));
    const response = await running.ask('/embed/ticker?section=noord-holland+economie');
    const text = await response.text();
    await running.close();
    expect(text).toContain('<h2>Meer uit Provincie Noord-Holland, Economie &amp; Werk</h2>');
    expect(text).toContain('<span>Provincie Noord-Holland</span>');
  });

  it('leaves out what another dispatch replaces', async () => {
    const old = { section: 'sport', id: 'oud', title: 'Trein staat stil' };
    await server.send('POST', '/api/dispatches', submission(old));
    await server.send(
      'POST',
      '/api/dispatches',
      submission({ ...old, id: 'nieuw', title: 'Trein rijdt', replaces: 'oud' }),
    );
    const text = await (await page('section=sport')).text();
    expect(text).toContain('Trein rijdt');
    expect(text).not.toContain('Trein staat stil');
  });

  it('gives the element what the address says, by the same names', async () => {
    const query =
      'section=buitenland+sport&rows=7&layout=list&theme=dark&lang=en&heading=The+%22news%22&links=new&timestamps=both&updates=button&announce=urgent&exclude=een&partner=streek-2026&loading=lazy&paused';
    const text = await (await page(query)).text();
    expect(wrongIn(text)).toEqual([]);
    expect(attributesIn(text)).toEqual({
      section: 'buitenland sport',
      rows: '7',
      layout: 'list',
      theme: 'dark',
      heading: 'The &quot;news&quot;',
      links: 'new',
      timestamps: 'both',
      updates: 'button',
      announce: 'urgent',
      exclude: 'een',
      partner: 'streek-2026',
      loading: 'lazy',
      paused: '',
    });
    expect(text).toContain('<html lang="en" data-theme="dark"');
    expect(text).not.toContain('&lt;een&gt;');
  });

  it('is nothing for search engines, which find the section itself', async () => {
    const response = await page('section=buitenland');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    const text = await response.text();
    expect(text).toContain('<meta name="robots" content="noindex" />');
    expect(text).toContain(`<link rel="canonical" href="${server.url}/nieuws/buitenland" />`);
  });

  it('may be shown by every page, and keeps the rest of the policy of our pages', async () => {
    const { headers } = await page('section=buitenland');
    expect(headers.get('x-frame-options')).toBeNull();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain('frame-ancestors *');
  });

  it('is asked for again each time, and then not sent twice', async () => {
    const first = await page('section=buitenland');
    expect(first.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=5');
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await server.ask('/embed/ticker?section=buitenland', { headers })).status).toBe(304);
  });

  it('has no heading where none is wanted', async () => {
    const text = await (await page('section=buitenland&heading=')).text();
    expect(attributesIn(text).heading).toBe('');
    expect(text).not.toContain('<h2>');
    expect(text).toContain('<title>Meer uit Buitenland |');
  });

  it.each<[string, Record<string, string>, (string | RegExp)[]]>([
    ['utm_source=krant&fbclid=x', {}, [/^utm_source is none of section, rows, /, /^fbclid is none of /]],
    ['src=https://elders.example', {}, [/^src: a frame has the news of the server that it comes from/]],
    ['status=live', {}, [/^status is none of /]],
    ['rows=0', {}, ['rows is not a number from 1 to 50; read as 5']],
    ['rows=51', {}, ['rows is not a number from 1 to 50; read as 5']],
    ['rows=veel', {}, ['rows is not a number from 1 to 50; read as 5']],
    ['rows=2&rows=3', { rows: '2' }, ['rows is there more than once; the first counts']],
    ['theme=roze', { theme: 'auto' }, ['theme="roze" is none of auto, light, dark; read as auto']],
    ['layout=grid', { layout: 'list' }, ['layout="grid" is none of list, line; read as list']],
    ['lang=xx', {}, ['lang="xx" is none of nl, en, de, fr; read as nl']],
    ['lang=nl-BE&theme=&rows=&exclude=', {}, []],
    [
      `heading=${'x'.repeat(121)}`,
      { heading: 'x'.repeat(120) },
      ['heading is longer than 120 characters; the rest is left out'],
    ],
    [
      'section=opgeheven,sport',
      { section: 'buitenland sport', heading: 'Meer uit Buitenland, Sport' },
      [/^section="opgeheven" is none of buitenland, binnenland, /],
    ],
  ])(
    'with &%s shows the news as the element does, and says what is wrong to its maker alone',
    async (query, said, wrong) => {
      const response = await page(`section=buitenland&${query}`);
      const text = await response.text();
      expect(response.status).toBe(200);
      const plain = { section: 'buitenland', rows: '5', heading: 'Meer uit Buitenland' };
      expect(attributesIn(text)).toEqual({ ...plain, ...said });
      expect(wrongIn(text)).toEqual(wrong.map((words) => expect.stringMatching(words) as string));
      expect(text).toContain('Bericht &lt;drie&gt;');
    },
  );

  it.each([
    ['', ['there is no section']],
    ['section=nergens', [/^section="nergens" is none of buitenland, binnenland, /]],
    ['section=', ['there is no section']],
  ])('with ?%s there is nothing to show, which readers are told in their words', async (query, wrong) => {
    const response = await page(query);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(ancestors(response)).toBe('*');
    const text = await response.text();
    expect(text).toContain('<h1>Deze rubriek is er niet</h1>');
    expect(text).not.toContain('<news-ticker');
    expect(wrongIn(text)).toEqual(wrong.map((words) => expect.stringMatching(words) as string));
  });
});

it('where origins are listed, only their pages may show it; a partner has its own list', async () => {
  const file = join(await temporaryFolder(), 'partners.json');
  const partner = { name: 'streek', key: 'streek-2026', origins: ['https://streek.example', 'null'] };
  await writeFile(file, JSON.stringify({ partners: [partner] }));
  const listed = await startApp({
    settings: { ORIGINS: 'https://a.example,https://b.example,null', PARTNERS: file },
  });
  expect(ancestors(await listed.ask('/embed/ticker?section=sport'))).toBe(
    "'self' https://a.example https://b.example",
  );
  expect(ancestors(await listed.ask('/embed/ticker?section=sport&partner=streek-2026'))).toBe(
    "'self' https://streek.example",
  );
  await listed.close();
});
