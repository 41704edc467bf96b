/** What comes out of `npm pack`, used as developers use it: in Node, by bundlers and compilers, and on real pages. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { documentWith, launchBrowser, titles } from '../client/browser.ts';
import { card } from '../client/cards.ts';
import { builtEmbed } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { startApp, submission, type RunningApp } from '../server/http/running-app.ts';
import { AppFolder, ROOT } from './packed.ts';

const DEPENDENCIES = ['lit', 'react', 'react-dom', '@types/react', '@types/react-dom', 'vue', 'svelte'];
const BUNDLER = { module: 'ESNext', moduleResolution: 'Bundler' };
const NODE = { module: 'NodeNext', moduleResolution: 'NodeNext' };

let folder: AppFolder;
let browser: Browser;
let server: RunningApp;

beforeAll(async () => {
  [folder, browser, server] = await Promise.all([
    AppFolder.create(DEPENDENCIES),
    launchBrowser(),
    startApp(),
  ]);
  await server.send('POST', '/api/dispatches', submission({ title: 'Brug open' }));
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.close();
  await folder.remove();
});

test('publint finds nothing to say about what npm would send', async () => {
  const { messages } = await publint({ pkgDir: folder.packagePath, pack: false, strict: true });
  const pkg = JSON.parse(await folder.read('node_modules/news-ticker/package.json')) as object;
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('it has the version of the project, a licence, a readme, and Lit as its only dependency', async () => {
  const read = (name: string) => folder.read(`node_modules/news-ticker/${name}`);
  expect(JSON.parse(await read('package.json'))).toMatchObject({
    name: manifest.name,
    version: manifest.version,
    dependencies: { lit: manifest.dependencies.lit },
  });
  expect(JSON.parse(await read('package.json'))).not.toHaveProperty('private');
  expect(await read('LICENSE')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  expect(await read('README.md')).toContain('news-ticker/define');
});

test('every door opens in bare Node, where there is no page', async () => {
  const said = await folder.node(`
    import { NewsTicker, NewsTime, NewsWall } from 'news-ticker';
    await Promise.all(['define', 'client', 'react', 'vue', 'svelte'].map((door) => import('news-ticker/' + door)));
    const { TickerClient } = await import('news-ticker/client');
    const { status } = new TickerClient({ server: 'https://news.example', sections: ['regio'] });
    console.log(typeof document, NewsTicker.name, NewsTime.name, NewsWall.name, status);
  `);
  expect(said).toBe('undefined NewsTicker NewsTime NewsWall idle');
});

test('the classes leave a page alone until they are defined', async () => {
  const said = await folder.node(`
    globalThis.customElements = { get() {}, define: (tag) => console.log(tag) };
    await import('news-ticker');
    console.log('defined:');
    await import('news-ticker/define');
  `);
  expect(said.split('\n')).toEqual(['defined:', 'news-ticker', 'news-time', 'news-wall']);
});

test('what is published says of each element what its source says', async () => {
  const read = async (name: string) =>
    JSON.parse(await folder.read(`node_modules/news-ticker/${name}`)) as Record<string, unknown>;
  const elements = await read('custom-elements.json');
  const tags = [...JSON.stringify(elements).matchAll(/"tagName":"([^"]+)"/g)].map(([, tag]) => tag);
  expect(tags).toEqual(expect.arrayContaining(['news-ticker', 'news-time', 'news-wall']));
  for (const [, path = ''] of JSON.stringify(elements).matchAll(/"path":"([^"]+)"/g))
    await expect(folder.read(`node_modules/news-ticker/${path}`)).resolves.toContain('class');

  const updates = { name: 'updates', description: expect.stringContaining('`live`') as string };
  expect(await read('vscode.html-custom-data.json')).toMatchObject({
    version: 1.1,
    tags: expect.arrayContaining([
      expect.objectContaining({
        name: 'news-ticker',
        attributes: expect.arrayContaining([
          { ...updates, values: [{ name: 'live' }, { name: 'button' }] },
        ]) as unknown[],
      }),
    ]) as unknown[],
  });
  const { name, version, contributions } = await read('web-types.json');
  expect({ name, version }).toEqual({ name: manifest.name, version: manifest.version });
  expect(contributions).toMatchObject({
    html: {
      elements: expect.arrayContaining([
        expect.objectContaining({
          name: 'news-ticker',
          attributes: expect.arrayContaining([
            { ...updates, default: 'live', value: { kind: 'plain', type: ["'live'", "'button'"] } },
          ]) as unknown[],
        }),
      ]) as unknown[],
    },
  });
});

const REACT_APP = `
  import { StrictMode, useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import 'news-ticker/define';
  import type { NewsTicker } from 'news-ticker';
  import type {} from 'news-ticker/react';

  function More({ server }: { server: string }) {
    const [ticker, setTicker] = useState<NewsTicker | null>(null);
    const [status, setStatus] = useState('');
    return (
      <main>
        <news-ticker
          ref={setTicker}
          src={server}
          section="buitenland"
          rows={3}
          updates="live"
          className="more"
          onticker-status={({ detail }) => setStatus(detail)}
        >
          <a href="/nieuws">Nieuws</a>
        </news-ticker>
        <button onClick={() => ticker?.pause()}>Stil</button>
        <output>{status}</output>
      </main>
    );
  }

  const server = new URLSearchParams(location.search).get('server') ?? '';
  createRoot(document.body.appendChild(document.createElement('div'))).render(
    <StrictMode><More server={server} /></StrictMode>,
  );
`;

const WRONG_IN_REACT = `
  import type {} from 'news-ticker/react';
  export const wrong = [
    // @ts-expect-error it has no such attribute
    <news-ticker colour="red" />,
    // @ts-expect-error a number is no text
    <news-ticker rows="3" />,
    // @ts-expect-error a value that it does not know
    <news-ticker updates="sometimes" />,
    // @ts-expect-error only the element itself says how it is
    <news-ticker status="live" />,
    // @ts-expect-error a dispatch has no headline
    <news-ticker onticker-select={({ detail }) => detail.headline} />,
    // @ts-expect-error there is no such element
    <news-tickr />,
  ];
`;

test('a fresh app of Vite and React 19 typechecks, builds, and shows a board of a real server', async () => {
  await folder.write('react/src/app.tsx', REACT_APP);
  await folder.write('react/src/wrong.tsx', WRONG_IN_REACT);
  await folder.write(
    'react/index.html',
    '<!doctype html><title>Krant</title><script type="module" src="/src/app.tsx"></script>',
  );
  const said = await folder.typecheck('react', { ...BUNDLER, jsx: 'react-jsx', skipLibCheck: true });
  expect(said).toBe('');

  await folder.build('react');
  const { page, errors, close } = await openFiles('react/dist', `/?server=${server.url}`);
  await shows(page, 'Brug open');
  await vi.waitFor(async () => {
    expect(await page.locator('output').innerText()).toBe('live');
  }, 10_000);
  expect(await page.locator('news-ticker.more').getAttribute('rows')).toBe('3');
  await page.locator('main > button').click();
  await vi.waitFor(async () => {
    expect(await page.locator('news-ticker').getAttribute('paused')).toBe('');
  });
  expect(errors).toEqual([]);
  await close();
}, 60_000);

test('whoever takes one class bundles that class, and no connection with it', async () => {
  await folder.write(
    'label/label.js',
    `import { NewsTime } from 'news-ticker'; customElements.define('news-time', NewsTime);`,
  );
  await folder.write(
    'label/index.html',
    '<!doctype html><title>Label</title><script type="module" src="/label.js"></script>',
  );
  await folder.write(
    'label/vite.config.js',
    `export default { build: { rolldownOptions: { output: { entryFileNames: 'app.js' } } } };`,
  );
  await folder.build('label');
  const script = await folder.read('label/dist/app.js');
  expect(script).toContain('news-time');
  expect(script.match(/socket\.io|ticker-select|wall-status/g)).toBeNull();
}, 30_000);

test('its types hold for Node resolution, without skipping the check of libraries', async () => {
  await folder.write(
    'plain/use.ts',
    `
      import 'news-ticker/define';
      import { NewsTicker, type Card, type NewsTime } from 'news-ticker';
      import { TickerClient } from 'news-ticker/client';
      NewsTicker.server = 'https://news.example';
      const ticker = document.querySelector('news-ticker');
      ticker?.addEventListener('ticker-select', ({ detail }) => {
        const { title, dateline }: Card = detail;
        console.log(title, dateline?.places.join());
      });
      const client = new TickerClient({ server: 'https://news.example', sections: ['regio'] });
      export const stop = client.subscribe({ boardChanged: () => client.dispatches[0]?.title });
      export const time: NewsTime = document.createElement('news-time');
      // @ts-expect-error rows is a number
      if (ticker) ticker.rows = 'vijf';
      // @ts-expect-error its inside is not for others
      void import('news-ticker/client/link.js');
    `,
  );
  expect(await folder.typecheck('plain', NODE)).toBe('');
}, 30_000);

test('Vue knows the elements, in templates and in JSX', async () => {
  await folder.write(
    'vue/template.ts',
    `
      import type { GlobalComponents } from 'vue';
      import type {} from 'news-ticker/vue';
      type Ticker = InstanceType<GlobalComponents['news-ticker']>;
      // As the compiler of templates asks.
      export const right: Ticker['$props'] = { section: 'buitenland', rows: 7, class: 'more', paused: true };
      // @ts-expect-error a value that it does not know
      export const wrong: Ticker['$props'] = { updates: 'sometimes' };
      export function listen(ticker: Ticker) {
        ticker.$emit('ticker-select', new CustomEvent('ticker-select', { detail: {} as never }));
        // @ts-expect-error it tells of no such thing
        ticker.$emit('ticker-sold', new Event('ticker-sold'));
        ticker.pause();
      }
    `,
  );
  await folder.write(
    'vue/jsx.tsx',
    `
      import type { NativeElements } from 'vue';
      import type {} from 'news-ticker/vue';
      export const right: NativeElements['news-ticker'] = { section: 'regio', 'onticker-select': ({ detail }) => detail.title };
      // @ts-expect-error a number is no text
      export const wrong: NativeElements['news-ticker'] = { rows: '7' };
      export const view = <news-ticker section="regio" rows={7} />;
    `,
  );
  const options = { ...BUNDLER, jsx: 'react-jsx', jsxImportSource: 'vue', skipLibCheck: true };
  expect(await folder.typecheck('vue', options)).toBe('');
}, 30_000);

test('Svelte knows the elements', async () => {
  await folder.write(
    'svelte/use.ts',
    `
      /// <reference path="../node_modules/svelte/svelte-html.d.ts" />
      import type {} from 'news-ticker/svelte';
      // What svelte-check makes of a tag.
      svelteHTML.createElement('news-ticker', {
        section: 'buitenland', rows: 7, class: 'more', 'onticker-select': ({ detail }) => detail.title,
      });
      // @ts-expect-error a value that it does not know
      svelteHTML.createElement('news-ticker', { updates: 'sometimes' });
      // @ts-expect-error it has no such attribute
      svelteHTML.createElement('news-ticker', { colour: 'red' });
    `,
  );
  expect(await folder.typecheck('svelte', { ...BUNDLER, skipLibCheck: true })).toBe('');
}, 30_000);

test('a plain page takes it by an import map, and shares one connection with the embed beside it', async () => {
  const scripted = await ScriptedServer.start(await builtEmbed(), Date.now());
  scripted.publish(card('een', 1));
  const imports = {
    'news-ticker': '/npm/news-ticker/client/package/elements.js',
    'news-ticker/define': '/npm/news-ticker/client/package/define.js',
    'news-ticker/client': '/npm/news-ticker/client/ticker-client.js',
    lit: '/npm/lit/index.js',
    'lit-html': '/npm/lit-html/lit-html.js',
    'lit-html/': '/npm/lit-html/',
    'lit-element/': '/npm/lit-element/',
    '@lit/reactive-element': '/npm/@lit/reactive-element/reactive-element.js',
  };
  scripted.page = documentWith(
    `<script type="importmap">${JSON.stringify({ imports })}</script>
    <news-ticker section="buitenland"></news-ticker>
    <own-ticker section="buitenland"></own-ticker>
    <script type="module">
      import { NewsTicker } from 'news-ticker';
      import 'news-ticker/define';
      import { TickerClient } from 'news-ticker/client';
      const client = new TickerClient({ server: location.origin, sections: ['buitenland'] });
      client.subscribe({ boardChanged: () => { document.title = client.dispatches[0]?.title ?? ''; } });
      // The embed has defined <news-ticker>: this one is certainly of the package.
      customElements.define('own-ticker', class extends NewsTicker {});
    </script>`,
  );
  const { page, errors } = await openIn(scripted.url, async (opened) => {
    await opened.route('**/npm/**', async (route) => {
      const path = new URL(route.request().url()).pathname.slice('/npm/'.length);
      const at = path.startsWith('news-ticker/')
        ? join(folder.path, 'node_modules')
        : join(ROOT, 'node_modules');
      await route.fulfill({ path: join(at, path) });
    });
  });
  const { title } = card('een', 1);
  await vi.waitFor(async () => {
    const shown = await page.evaluate(() =>
      ['news-ticker', 'own-ticker'].map((tag) =>
        document.querySelector(tag)?.shadowRoot?.querySelector('h3')?.textContent.trim(),
      ),
    );
    expect(shown).toEqual([title, title]);
    expect(await page.title()).toBe(title);
    expect(await page.locator('own-ticker').getAttribute('status')).toBe('live');
  }, 10_000);
  expect(errors).toEqual([]);
  expect(scripted.connections).toBe(1);
  await page.context().close();
  await scripted.close();
}, 60_000);

/** A built app on an origin of its own, as partners have. */
async function openFiles(path: string, address: string) {
  const files = sirv(join(folder.path, path));
  const host: Server = createServer((request, response) => {
    files(request, response);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const at = host.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  const { page, errors } = await openIn(`http://127.0.0.1:${port}${address}`);
  const close = async () => {
    await page.context().close();
    host.closeAllConnections();
    host.close();
  };
  return { page, errors, close };
}

async function openIn(url: string, before?: (page: Page) => Promise<void>) {
  const page = await (await browser.newContext()).newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await before?.(page);
  await page.goto(url);
  return { page, errors };
}

function shows(page: Page, ...wanted: string[]): Promise<void> {
  return vi.waitFor(async () => {
    expect(await titles(page)).toEqual(wanted);
  }, 15_000);
}
