import { request } from 'node:http';
import { XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startApp, submission, type RunningApp } from './running-app.ts';

const FORMATS = ['rss', 'atom', 'json'] as const;
type Format = (typeof FORMATS)[number];
const HOSTILE = `</title><script>alert(1)</script> ]]> <![CDATA[ "R&D" & <b>'x'</b> &amp; \uFFFE\uFFFF`;

let running: RunningApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

/** Publishes, and waits until the feeds of its section can have it. */
async function publish(fields: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await running.send('POST', '/api/dispatches', submission(fields));
  await shown(answer);
}

async function shown(answer: Response): Promise<void> {
  expect(answer.status).toBeLessThan(300);
  const { n } = await jsonOf(answer);
  if (n !== undefined) await running.ask(`/api/sections/regio?min=${Number(n)}`);
}

const feed = (section: string, format: Format, headers: Record<string, string> = {}) =>
  running.ask(`/feeds/${section}.${format}`, { headers });
const textOf = async (section: string, format: Format) => (await feed(section, format)).text();

/** What a reader makes of it, whichever form it is: id, title, link, content, times. */
function read(format: Format, text: string) {
  if (format === 'rss') {
    return (parseRssFeed(text).items ?? []).map((item) => ({
      id: item.guid?.value,
      title: item.title,
      link: item.link,
      html: item.description,
      published: Date.parse(item.pubDate ?? ''),
      updated: Date.parse(item.atom?.updated ?? ''),
      category: item.categories?.[0]?.name,
      lang: item.dc?.languages?.[0],
    }));
  }
  if (format === 'atom') {
    return (parseAtomFeed(text).entries ?? []).map((entry) => ({
      id: entry.id,
      title: entry.title?.value,
      link: entry.links?.[0]?.href,
      html: entry.content?.value,
      published: Date.parse(entry.published ?? ''),
      updated: Date.parse(entry.updated ?? ''),
      category: entry.categories?.[0]?.label,
      lang: entry.xml?.lang,
    }));
  }
  return (parseJsonFeed(text).items ?? []).map((item) => ({
    id: item.id,
    title: item.title,
    link: item.url,
    html: item.content_html,
    published: Date.parse(item.date_published ?? ''),
    updated: Date.parse(item.date_modified ?? ''),
    category: item.tags?.[0],
    lang: item.language,
  }));
}

describe.each(FORMATS)('a feed as %s', (format) => {
  it('tells of a dispatch: title, dateline and lead, its page on this host, times, section, language', async () => {
    const publishedAt = Date.parse('2026-11-20T14:05:00Z');
    await publish({ id: 'urn:x:brug~1', section: 'regio', title: 'Brug open', publishedAt, lang: 'fy' });
    const item = read(format, await textOf('regio', format)).find(({ title }) => title === 'Brug open');
    expect(item).toMatchObject({
      id: 'urn:news-ticker:dispatch:urn%3Ax%3Abrug~1',
      title: 'Brug open',
      link: `${running.url}/nieuws/regio/brug-open~urn%3Ax%3Abrug~1`,
      html: '<p>OSLO (ANP) - De brug is sinds vanochtend weer open voor verkeer.</p>',
      category: 'Regio',
      lang: 'fy',
    });
    // Seconds are all that RSS has.
    expect(Math.abs((item?.published ?? 0) - publishedAt)).toBeLessThan(1000);
    expect(item?.updated).toBeGreaterThanOrEqual(publishedAt);
    expect((await running.ask(new URL(item?.link ?? '').pathname)).status).toBe(200);
  });

  it('keeps the id of a dispatch through a correction, and says what was wrong', async () => {
    const id = `brug-${format}`;
    await publish({ id, section: 'regio', title: 'Drie weken dicht' });
    const correction = { signal: 'correction', note: 'Niet drie, maar <vier>.' };
    const said = submission({ section: 'regio', title: 'Vier weken dicht', ...correction });
    await shown(await running.send('PUT', `/api/dispatches/${id}`, said));
    const items = read(format, await textOf('regio', format)).filter((item) => item.id?.endsWith(id));
    expect(items).toHaveLength(1);
    expect(items[0]?.title).toBe('Vier weken dicht');
    expect(items[0]?.html).toContain('<p>Gecorrigeerd: Niet drie, maar &lt;vier&gt;.</p>');
  });

  it('is well formed, and holds no markup of a publisher, whatever was published', async () => {
    const dateline = 'RIGA (ANP) - ';
    await publish({
      id: 'hostile',
      section: 'cultuur',
      title: HOSTILE,
      text: dateline + HOSTILE,
      url: 'https://elders.example/?a=1&b="2"&c=<d>',
      version: 1,
    });
    const text = await textOf('cultuur', format);
    if (format !== 'json') {
      expect(isWellFormed(text)).toBe(true);
      expect(text).not.toMatch(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
    }
    const [item] = read(format, text);
    expect(item?.title).toContain(
      '</title><script>alert(1)</script> ]]> <![CDATA[ "R&D" & <b>\'x\'</b> &amp;',
    );
    expect(item?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &lt;![CDATA[');
    expect(item?.html).not.toMatch(/<(?!\/?p>)/);
    expect(item?.link).toBe('https://elders.example/?a=1&b=%222%22&c=%3Cd%3E');
    // As bytes, too: no reader gets to an address through spaces.
    expect(text).not.toMatch(/\s<!\[CDATA\[https|elders[^<]*\]\]>\s+<\/link>/);
  });

  it.each([
    ['withdrawn', (id: string) => running.send('DELETE', `/api/dispatches/${id}`)],
    ['held', (id: string) => running.send('POST', `/api/dispatches/${id}/hold`)],
  ] as const)('has not a byte of what was %s, and its ETag is another', async (_, act) => {
    const id = `kort-${format}-${_}`;
    await publish({ id, section: 'sport', title: 'Zeer kort bericht' });
    const before = await feed('sport', format);
    expect(await before.text()).toContain(id);
    await shown(await act(id));
    const after = await feed('sport', format, { 'if-none-match': before.headers.get('etag') ?? '' });
    expect(after.status).toBe(200);
    expect(await after.text()).not.toMatch(/Zeer kort|kort-/);
  });

  it('has not a byte of what waits for its time', async () => {
    const answer = await running.send(
      'POST',
      '/api/dispatches',
      submission({ section: 'sport', id: 'straks', title: 'Pas straks', embargo: Date.now() + 3_600_000 }),
    );
    expect(answer.status).toBe(202);
    expect(await textOf('sport', format)).not.toMatch(/straks/i);
  });

  it('leaves out what another dispatch replaces, until that one goes', async () => {
    const [a, b] = [`a-${format}`, `b-${format}`];
    await publish({ id: a, section: 'economie', title: 'Eerste bericht' });
    await publish({ id: b, section: 'economie', title: 'Tweede bericht', replaces: a });
    const ids = async () =>
      read(format, await textOf('economie', format)).map((item) => item.id?.split(':').pop());
    expect(await ids()).toContain(b);
    expect(await ids()).not.toContain(a);
    await shown(await running.send('DELETE', `/api/dispatches/${b}`));
    expect(await ids()).toContain(a);
  });

  it('of a section without news is whole', async () => {
    const text = await textOf('binnenland', format);
    expect(read(format, text)).toEqual([]);
    if (format === 'json')
      expect(JSON.parse(text)).toMatchObject({ items: [], title: 'Binnenland | Nieuwstikker' });
    else expect(isWellFormed(text)).toBe(true);
  });

  it('may be kept, but is asked for again each time; unchanged, it is a 304, to GET and HEAD alike', async () => {
    const { headers, status } = await feed('regio', format);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const etag = headers.get('etag') ?? '';
    const again = await feed('regio', format, { 'if-none-match': etag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    const head = await running.ask(`/feeds/regio.${format}`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
  });

  it('names the host that it was asked from, in its addresses and in its ETag', async () => {
    const path = `/feeds/regio.${format}`;
    const [one, other] = await Promise.all([asHost('een.example:8080', path), asHost('twee.example', path)]);
    expect(one.text).toContain(`http://een.example:8080${path}`);
    expect(other.text).toContain(`http://twee.example${path}`);
    expect(other.text).not.toContain('een.example');
    expect(one.etag).not.toBe(other.etag);
  });
});

describe('a feed', () => {
  it('names itself and the page of its section', async () => {
    const rss = parseRssFeed(await textOf('regio', 'rss'));
    expect(rss).toMatchObject({
      title: 'Regio | Nieuwstikker',
      link: `${running.url}/nieuws/regio`,
      language: 'nl',
    });
    expect(rss.atom?.links).toEqual([
      { href: `${running.url}/feeds/regio.rss`, rel: 'self', type: 'application/rss+xml' },
    ]);
    const atom = parseAtomFeed(await textOf('regio', 'atom'));
    expect(atom).toMatchObject({ id: 'urn:news-ticker:section:regio', authors: [{ name: 'Nieuwstikker' }] });
    expect(Date.parse(atom.updated ?? '')).toBeGreaterThan(0);
  });

  it('of a section that is not there is a 404 that names those that are', async () => {
    const answer = await running.ask('/feeds/nergens.rss');
    expect(answer.status).toBe(404);
    expect(await jsonOf(answer)).toMatchObject({ type: 'urn:news-ticker:problem:unknown-section' });
    expect((await running.ask('/feeds/regio.xml')).status).toBe(404);
  });
});

/** `fetch` does not let one say another host. */
function asHost(host: string, path: string): Promise<{ text: string; etag: string | undefined }> {
  return new Promise((resolve, reject) => {
    request(running.url + path, { headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve({ text, etag: answer.headers.etag });
      });
    })
      .on('error', reject)
      .end();
  });
}

function isWellFormed(xml: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it only moved, to a package of its own
  return XMLValidator.validate(xml) === true;
}
