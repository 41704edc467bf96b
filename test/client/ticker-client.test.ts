/** `TickerClient` as a plain page gets it, from the classic script: no element, no package, no build. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { NewsTicker } from '../../client/elements/news-ticker.ts';
import type { TickerClient, TickerClientOptions } from '../../client/ticker-client.ts';
import { launchBrowser, openPage, titles } from './browser.ts';
import { card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

/** What the page's own script holds, for the test to look into. */
interface Held {
  client: TickerClient;
  stop: () => void;
  told: string[];
}

let browser: Browser;
let server: ScriptedServer;
let page: Page;
let errors: string[];

const OLD = card('oud', 10);

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
  server.publish(OLD);
  errors = [];
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

/** A page with this body, whose script listens to these sections. */
async function listen(
  options: Partial<TickerClientOptions> = {},
  body = '<p>geen tikker</p>',
): Promise<void> {
  page = await openPage(browser, server, {
    body,
    before: async (opened) => {
      opened.on('pageerror', ({ message }) => errors.push(message));
      return Promise.resolve();
    },
  });
  await page.evaluate(async (more) => {
    const element = (await customElements.whenDefined('news-ticker')) as typeof NewsTicker;
    const client = new element.TickerClient({ server: location.href, sections: ['buitenland'], ...more });
    const told: string[] = [];
    const stop = client.subscribe({
      boardChanged: () =>
        told.push(`board ${client.dispatches.map(({ id, version }) => `${id}${version}`).join()}`),
      boardFailed: ({ type }) => told.push(`failed ${type}`),
      linkChanged: () => told.push(`status ${client.status}`),
    });
    Object.assign(globalThis, { client, told, stop });
  }, options);
}

function told(): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as Held).told);
}

async function isTold(...last: string[]): Promise<void> {
  await vi.waitFor(async () => expect((await told()).slice(-last.length)).toEqual(last), 10_000);
}

test('it hears of dispatches, corrections and withdrawals, and of its status', async () => {
  await listen();
  await isTold('status live');
  expect([...new Set(await told())]).toEqual(['status connecting', 'board oud1', 'status live']);
  server.publish(card('nieuw', 1));
  await isTold('board nieuw1,oud1');
  server.publish(nextVersion(OLD, { signal: 'correction', title: 'Zo is het goed' }));
  await isTold('board nieuw1,oud2');
  server.withdraw('buitenland', { id: 'nieuw', version: 2 });
  await isTold('board oud2');
  expect(await page.evaluate(() => (globalThis as unknown as Held).client.dispatches[0]?.title)).toBe(
    'Zo is het goed',
  );
});

test('it shares the connection, and the board, of the tickers on its page', async () => {
  await listen({}, '<news-ticker section="buitenland"></news-ticker>');
  await isTold('status live');
  server.publish(card('nieuw', 1, { title: 'Voor allen' }));
  await isTold('board nieuw1,oud1');
  await vi.waitFor(async () => expect((await titles(page))[0]).toBe('Voor allen'), 5_000);
  expect(server.connections).toBe(1);
  expect(server.questions.map(({ section }) => section)).toEqual(['buitenland']);
});

test('once stopped it hears nothing more, and a page without other listeners lets go of the server', async () => {
  await listen();
  await isTold('status live');
  await page.evaluate(() => {
    (globalThis as unknown as Held).stop();
  });
  await vi.waitFor(() => expect(server.viewers).toBe(0), 5_000);
  const before = await told();
  server.publish(card('nieuw', 1));
  // What it held is still there to be read, and whoever listens again goes on from there.
  await page.evaluate(() => {
    const { client, told } = globalThis as unknown as Held;
    told.push(`held ${client.dispatches.length} ${client.status}`);
    client.subscribe({
      boardChanged: () => told.push(`again ${client.dispatches.length}`),
    });
  });
  await isTold('again 2');
  expect((await told()).slice(before.length)).toContain('held 1 idle');
});

test('a section that is refused does not keep the others from coming', async () => {
  server.unknown.add('weg');
  await listen({ sections: ['buitenland', 'weg'] });
  await vi.waitFor(async () => {
    expect(await told()).toContain('failed unknown-section');
    expect(await told()).toContain('board oud1');
  }, 10_000);
  expect(
    await page.evaluate(() => {
      const { client } = globalThis as unknown as Held;
      return [client.status, client.ready, [...client.refused]];
    }),
  ).toEqual(['error', true, ['weg']]);
});

test('without a server it is offline, and hears of what it missed when there is one again', async () => {
  await listen();
  await isTold('status live');
  server.refusing = true;
  server.dropAll();
  await isTold('status offline');
  const before = (await told()).length;
  server.losing = true;
  server.withdraw('buitenland', { id: 'oud', version: 2 });
  server.losing = false;
  server.refusing = false;
  await page.evaluate(() => {
    (globalThis as unknown as Held).client.refresh();
  });
  // Over HTTP or by the connection, whichever is first.
  await vi.waitFor(async () => {
    expect((await told()).slice(before)).toEqual(expect.arrayContaining(['status live', 'board ']));
  }, 10_000);
});

test('a listener that fails is told of in the console, and keeps nothing from the others', async () => {
  await listen({}, '<news-ticker section="buitenland"></news-ticker>');
  await isTold('status live');
  await page.evaluate(() => {
    const { client } = globalThis as unknown as Held;
    client.subscribe({
      boardChanged: () => {
        if (client.dispatches.length > 1) throw new Error('de pagina zelf');
      },
    });
  });
  server.publish(card('nieuw', 1, { title: 'Toch gehoord' }));
  await isTold('board nieuw1,oud1');
  await vi.waitFor(async () => expect((await titles(page))[0]).toBe('Toch gehoord'), 5_000);
  server.publish(card('later', 0.5));
  await isTold('board later1,nieuw1,oud1');
  expect(errors).toContain('de pagina zelf');
});

test('what is no address of a server is said to whoever gives it', async () => {
  await listen();
  const said = await page.evaluate(async () => {
    const element = (await customElements.whenDefined('news-ticker')) as typeof NewsTicker;
    const client = new element.TickerClient({ server: 'https://', sections: ['buitenland'] });
    try {
      client.subscribe({});
      return '';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(said).toBe('TypeError');
});

test('an address with a path leads to no connection of its own', async () => {
  const body = `<news-ticker section="buitenland"></news-ticker>`;
  await listen({ server: `${server.url}/nieuws/` }, body);
  await isTold('status live');
  await page.locator('news-ticker[status=live]').waitFor();
  expect(server.connections).toBe(1);
});
