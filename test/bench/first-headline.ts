/**
 * How long until the first headline stands on a partner's page, cold: nothing cached, no connection open, script and
 * board from the server. Beside it a page that does the least: a `fetch` in the page itself, and `innerHTML`. The
 * browser says when it painted the largest text, and that is a dispatch in both; runs alternate.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../client/browser.ts';
import { RUNNER_HELPER } from './client-page.ts';
import type { Bench } from './measure.ts';
import { median } from './process.ts';
import { SECTION, Target } from './target.ts';

const ROWS = 5;

export const bench: Bench = async ({ quick }) => {
  const target = await Target.start('ticker');
  const host = createServer();
  let browser: Browser | undefined;
  try {
    for (let i = 0; i < 20; i += 1) await target.publish();
    const server = `http://127.0.0.1:${String(target.port)}`;
    const pages = { ticker: tickerPage(server), bare: barePage(server) };
    const address = await serve(host, pages);
    browser = await launchBrowser();
    const found = { ticker: [] as number[], bare: [] as number[] };
    for (let round = 0; round < (quick ? 3 : 31); round += 1) {
      // The first is to warm the server and the browser, for both.
      const [ticker, bare] = [
        await firstHeadline(browser, `${address}/ticker`),
        await firstHeadline(browser, `${address}/bare`),
      ];
      if (round === 0) continue;
      found.ticker.push(ticker);
      found.bare.push(bare);
    }
    return [
      {
        name: "first headline painted on a partner's page, cold",
        value: median(found.ticker),
        unit: 'ms',
        yardstick: { name: 'a bare fetch and innerHTML, in the page itself', value: median(found.bare) },
        bound: { of: 'ratio', atMost: 1.5 },
        note: `from the start of the navigation; loopback, ${ROWS} rows, median of ${found.ticker.length} runs each`,
      },
    ];
  } finally {
    await browser?.close();
    host.closeAllConnections();
    host.close();
    await target.stop();
  }
};

function tickerPage(server: string): string {
  return page(
    `<script async src="${server}/embed/v1/news-ticker.js"></script>
    <news-ticker section="${SECTION}" rows="${ROWS}"></news-ticker>`,
  );
}

/** The same words in the same elements; no labels that live, no connection, no corrections. */
function barePage(server: string): string {
  return page(
    `<section><h2>Meer uit Buitenland</h2><ol id="list"></ol></section>
    <script>
      fetch('${server}/api/sections/${SECTION}').then((response) => response.json()).then(({ dispatches }) => {
        document.getElementById('list').innerHTML = dispatches.slice(0, ${ROWS}).map(({ id, title, dateline, lead, publishedAt }) =>
          '<li><article><h3><a href="${server}/nieuws/${SECTION}/' + id + '">' + title + '</a></h3><p>' + dateline.raw + ' - ' + lead +
          '</p><p><time>' + new Date(publishedAt).toLocaleTimeString('nl') + '</time></p></article></li>').join('');
      });
    </script>`,
  );
}

function page(body: string): string {
  return `<!doctype html><html lang="nl"><meta charset="utf-8"><title>proef</title><body>${body}</body></html>`;
}

async function serve(host: Server, pages: Readonly<Record<string, string>>): Promise<string> {
  host.on('request', ({ url = '' }, response) => {
    const text = pages[url.slice(1)];
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': 'text/html',
      'cache-control': 'no-store',
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((host.address() as AddressInfo).port)}`;
}

/** Milliseconds from the start of the navigation to the paint. */
async function firstHeadline(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 800, height: 900 } });
  const opened = await context.newPage();
  await opened.addInitScript(RUNNER_HELPER);
  await opened.goto(address);
  const painted = await opened.evaluate(largestText);
  await context.close();
  return painted;
}

/** Runs in the page: resolves when the text of a dispatch was painted; a heading is smaller. */
function largestText(): Promise<number> {
  const SMALLEST = 8_000;
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const entries = list.getEntries() as (PerformanceEntry & { size: number })[];
      const first = entries.find(({ size }) => size > SMALLEST);
      if (first) resolve(first.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}
