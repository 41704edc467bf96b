import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { oembedPath } from '../../../server/pages/oembed-path.ts';
import { jsonOf, startApp, submission, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
  await server.send('POST', '/api/dispatches', submission({ id: 'brug', title: 'Brug "De Hef" weer open' }));
  await server.send('POST', '/api/dispatches', submission({ id: 'weg' }));
  await server.send('DELETE', '/api/dispatches/weg');
  await server.send('POST', '/api/dispatches', submission({ id: 'stil', status: 'withheld' }));
});
afterAll(() => server.close());

const ask = (url: string, query = '') => server.ask(`/oembed?url=${encodeURIComponent(url)}${query}`);

/** The attributes of the frame. */
async function frameOf(response: Response): Promise<Record<string, string>> {
  const { html } = await jsonOf(response);
  const attributes = [...String(html).matchAll(/ ([a-z]+)="([^"]*)"/g)];
  return Object.fromEntries(
    attributes.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
}

describe('oEmbed', () => {
  it('makes of a section a frame with its ticker, for pages of every origin', async () => {
    const response = await ask(`${server.url}/nieuws/buitenland`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    const answer = await jsonOf(response.clone());
    expect(answer).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: 'Meer uit Buitenland',
      provider_url: server.url,
      width: 600,
      height: 1031,
    });
    expect(await frameOf(response)).toEqual({
      src: `${server.url}/embed/ticker?section=buitenland&rows=5`,
      width: '600',
      height: '1031',
      title: 'Meer uit Buitenland',
      sandbox: 'allow-scripts allow-popups allow-popups-to-escape-sandbox',
      loading: 'lazy',
      frameborder: '0',
    });
  });

  it('makes of an article what else there is in its section, under its own title', async () => {
    const response = await ask(`${server.url}/nieuws/buitenland/brug-de-hef-weer-open~brug`);
    expect((await jsonOf(response.clone())).title).toBe('Brug "De Hef" weer open');
    expect((await frameOf(response)).src).toBe(
      `${server.url}/embed/ticker?section=buitenland&rows=5&exclude=brug`,
    );
  });

  it.each([
    ...DEFAULT_SECTIONS.map(({ id, title }) => ({ path: `/nieuws/${id}`, title: `Meer uit ${title}` })),
    { path: '/nieuws/buitenland/brug-de-hef-weer-open~brug', title: 'Brug "De Hef" weer open' },
  ])('is found by the link that $path has', async ({ path, title }) => {
    const page = await (await server.ask(path)).text();
    const [link = ''] = /<link[^>]*oembed[^>]*>/.exec(page) ?? [];
    const [, href = ''] = /href="([^"]*)"/.exec(link) ?? [];
    expect(href).toBe(server.url + oembedPath(path, server.url).replaceAll('&', '&amp;'));
    const answer = await jsonOf(await fetch(href.replaceAll('&amp;', '&')));
    expect(answer.title).toBe(title);
  });

  it('takes a path for an address of its own server', async () => {
    expect((await server.ask(oembedPath('/nieuws/buitenland'))).status).toBe(200);
  });

  it.each([
    ['&maxwidth=320', { width: 320, height: 1594 }, 'rows=5'],
    ['&maxwidth=2000', { width: 600 }, 'rows=5'],
    ['&maxheight=480', { height: 455 }, 'rows=2'],
    ['&maxwidth=200&maxheight=900', { width: 200 }, 'rows=1'],
    ['&maxheight=100', { height: 100 }, 'layout=line'],
  ])('stays within %s', async (query, size, said) => {
    const response = await ask('/nieuws/buitenland', query);
    expect(await jsonOf(response.clone())).toMatchObject(size);
    expect((await frameOf(response)).src).toContain(said);
  });

  it('writes its markup so that no title ends it', async () => {
    const quoted = await startApp({ settings: { SECTIONS: 'regio=Regio "Noord" & <Oost>' } });
    const { html } = await jsonOf(await quoted.ask('/oembed?url=/nieuws/regio'));
    await quoted.close();
    expect(html).toContain('?section=regio&amp;rows=5"');
    expect(html).toContain(' title="Meer uit Regio &quot;Noord&quot; &amp; &lt;Oost>"');
  });

  it('gives a frame that there is', async () => {
    const { src = '' } = await frameOf(await ask('/nieuws/buitenland'));
    expect((await fetch(src)).status).toBe(200);
  });

  it.each([
    ['no address', '/oembed', 400],
    ['an address that is none', '/oembed?url=http%3A%2F%2F', 400],
    ['a width that is none', '/oembed?url=/nieuws/buitenland&maxwidth=wide', 400],
    ['a form that is none', '/oembed?url=/nieuws/buitenland&format=yaml', 400],
    ['XML', '/oembed?url=/nieuws/buitenland&format=xml', 501],
    ['another host', '/oembed?url=https%3A%2F%2Felders.example%2Fnieuws%2Fbuitenland', 404],
    ['a section that is not there', '/oembed?url=/nieuws/nergens', 404],
    ['another page', '/oembed?url=/desk', 404],
    ['an article that was withdrawn', '/oembed?url=/nieuws/buitenland/iets~weg', 404],
    ['an article that is withheld', '/oembed?url=/nieuws/buitenland/iets~stil', 404],
  ])('answers %s by a problem', async (_what, path, status) => {
    const response = await server.ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});
