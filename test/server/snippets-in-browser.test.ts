/** What the configurator prints is what works: each code, pasted into a page of somebody else, shows the ticker that was configured. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SnippetName } from '../../shared/embed-snippets.ts';
import { USUAL_WIDTH } from '../../shared/frame-height.ts';
import { collectErrors, launchBrowser } from '../client/browser.ts';
import { HostPage } from '../client/host-page.ts';
import { AppFolder } from '../package/packed.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

/** What is asked of the configurator, and what is to be seen of it: the element's attributes, the words above the list, the titles. */
const CONFIGURED = {
  'as it comes': {
    query: '',
    attributes: { section: 'buitenland', rows: '5' },
    heading: 'Meer uit Buitenland',
    titles: ['Brug open'],
  },
  'two sections, with words and colours of their own': {
    query: 'section=buitenland+regio&rows=3&heading=Nieuws+%22van%22+%3Chier%3E+%26+daar&theme=dark&lang=en',
    attributes: {
      section: 'buitenland regio',
      rows: '3',
      heading: 'Nieuws "van" <hier> & daar',
      theme: 'dark',
      lang: 'en',
    },
    heading: 'Nieuws "van" <hier> & daar',
    titles: ['Brug open', 'Dijk hersteld'],
  },
  'a line, with all that may be chosen': {
    query: 'section=regio&layout=line&links=new&timestamps=both&updates=button&announce=urgent&loading=lazy',
    attributes: {
      section: 'regio',
      layout: 'line',
      links: 'new',
      timestamps: 'both',
      updates: 'button',
      announce: 'urgent',
      loading: 'lazy',
    },
    heading: 'Meer uit Regio',
    titles: ['Dijk hersteld'],
  },
} as const;
type Configured = keyof typeof CONFIGURED;
const NAMES = Object.keys(CONFIGURED) as Configured[];

let browser: Browser;
let app: RunningApp;
let npm: AppFolder;
let host: HostPage;
let page: Page;
let codes: Record<Configured, Record<SnippetName, string>>;
const errors: string[] = [];

beforeAll(async () => {
  [browser, app, npm] = await Promise.all([
    launchBrowser(),
    startApp(),
    AppFolder.create(['lit', 'react', 'react-dom', '@types/react', '@types/react-dom']),
  ]);
  await app.send('POST', '/api/dispatches', submission({ title: 'Brug open' }));
  await app.send('POST', '/api/dispatches', submission({ section: 'regio', title: 'Dijk hersteld' }));
  codes = Object.fromEntries(
    await Promise.all(NAMES.map(async (name) => [name, await printed(name)])),
  ) as typeof codes;
}, 120_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  await npm.remove();
});

beforeEach(async () => {
  errors.length = 0;
  host = await HostPage.start();
  page = await (await browser.newContext()).newPage();
  collectErrors(page, errors);
});

afterEach(async () => {
  await page.context().close();
  await host.close();
});

/** As the page has them for whoever has no JavaScript. */
async function printed(name: Configured): Promise<Record<string, string>> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const configurator = await context.newPage();
  await configurator.goto(`${app.url}/embed?${CONFIGURED[name].query}`);
  const all = await configurator
    .locator('[data-code]')
    .evaluateAll((found) => found.map((code) => [code.getAttribute('data-code'), code.textContent]));
  await context.close();
  return Object.fromEntries(all) as Record<string, string>;
}

function configured(name: Configured) {
  const { attributes, heading, titles } = CONFIGURED[name];
  return { attributes: { ...attributes } as Record<string, string>, heading, titles: [...titles] };
}

/** The same of the ticker that is there, once it is live. */
async function shown(where: Page | Frame = page, at = 0) {
  const ticker = where.locator('news-ticker').nth(at);
  await ticker.scrollIntoViewIfNeeded();
  await ticker.locator('[part=title]').first().waitFor();
  await vi.waitFor(async () => {
    expect(await ticker.getAttribute('status')).toBe('live');
  }, 10_000);
  return ticker.evaluate(({ attributes, shadowRoot }) => ({
    attributes: Object.fromEntries([...attributes].map(({ name, value }) => [name, value])),
    heading: shadowRoot?.querySelector('[part=heading]')?.textContent.trim(),
    titles: [...(shadowRoot?.querySelectorAll('[part=title]') ?? [])]
      .map(({ textContent }) => textContent.trim())
      .sort(),
  }));
}

async function paste(html: string): Promise<void> {
  host.body = html;
  await page.goto(host.url);
}

describe.each(NAMES)('%s', (name) => {
  test.each(['script', 'fixed'] as const)('the code "%s"', async (way) => {
    await paste(codes[name][way]);
    expect(await shown()).toMatchObject(configured(name));
    expect(errors).toEqual([]);
  });

  test('the script under the policy that is printed, and nothing else', async () => {
    const policy = codes[name].policy.replace(/\n/g, ' ');
    host.headers = {
      'content-security-policy': `default-src 'none'; img-src data:; require-trusted-types-for 'script'; ${policy}`,
    };
    await paste(codes[name].script);
    expect(await shown()).toMatchObject(configured(name));
    expect(errors).toEqual([]);
  });

  test('the frame, as high as what is in it', async () => {
    await paste(`<div style="width: ${USUAL_WIDTH}px">${codes[name].iframe}</div>`);
    const [, frame] = page.frames();
    if (!frame) throw new Error('there is no frame');
    const { attributes, ...seen } = configured(name);
    // When it loads and in what language, is said outside the element.
    const { loading: _loading, lang = 'nl', ...ofTicker } = attributes;
    expect(await shown(frame)).toMatchObject({ ...seen, attributes: ofTicker });
    expect(await frame.evaluate(() => document.documentElement.lang)).toBe(lang);
    const outer = await page.locator('iframe').evaluate((element) => element.clientHeight);
    expect(Math.abs(outer - (await frame.evaluate(() => document.body.offsetHeight)))).toBeLessThan(4);
    expect(errors).toEqual([]);
  });

  test('what oEmbed answers', async () => {
    const answers = await Promise.all(codes[name].oembed.split('\n').map((url) => fetch(url)));
    const frames = (await Promise.all(answers.map((answer) => answer.json()))) as { html: string }[];
    expect(frames).toHaveLength(configured(name).titles.length);
    await paste(frames.map(({ html }) => html).join(''));
    const titles = [];
    for (const frame of page.frames().slice(1)) titles.push(...(await shown(frame)).titles);
    expect(titles.sort()).toEqual(configured(name).titles);
    expect(errors).toEqual([]);
  });

  test('the feeds', async () => {
    const feeds = await Promise.all(
      codes[name].feeds.split('\n').map(async (url) => parseFeed(await (await fetch(url)).text())),
    );
    expect(feeds.map(({ format }) => format)).toEqual(
      configured(name).titles.flatMap(() => ['rss', 'atom', 'json']),
    );
    for (const [at, { feed }] of feeds.entries())
      expect(JSON.stringify(feed)).toContain(configured(name).titles[Math.floor(at / 3)]);
  });
});

test('the components, in an app of React with the package from npm', async () => {
  const types = "import type {} from 'news-ticker/react';\n";
  const main = [`import { createRoot } from 'react-dom/client';`];
  for (const [at, name] of NAMES.entries()) {
    expect(codes[name].npm).toMatch(/^npm i http:\S+\/embed\/\d+\.\d+\.\d+\/news-ticker\.tgz$/);
    await npm.write(`app/src/nieuws-${at}.tsx`, types + codes[name].jsx);
    main.push(`import { Nieuws as Nieuws${at} } from './nieuws-${at}.tsx';`);
  }
  const elements = NAMES.map((_, at) => `<Nieuws${at} />`).join('');
  main.push(`createRoot(document.body).render(<>${elements}</>);`);
  await npm.write('app/src/main.tsx', main.join('\n'));
  await npm.write('app/index.html', '<script type="module" src="/src/main.tsx"></script>');
  const options = { module: 'ESNext', moduleResolution: 'Bundler', allowImportingTsExtensions: true };
  expect(await npm.typecheck('app', { ...options, jsx: 'react-jsx', skipLibCheck: true })).toBe('');
  await npm.build('app');

  const assets = join(npm.path, 'app', 'dist', 'assets');
  const [bundle = ''] = (await readdir(assets)).filter((file) => file.endsWith('.js'));
  await paste('');
  await page.addScriptTag({ path: join(assets, bundle), type: 'module' });
  for (const [at, name] of NAMES.entries()) {
    const { attributes, ...seen } = configured(name);
    expect(await shown(page, at)).toMatchObject({ ...seen, attributes: { ...attributes, src: app.url } });
  }
  expect(errors).toEqual([]);
}, 60_000);
