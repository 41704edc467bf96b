/** Tickers of each kind, all at once, as no page of a partner would have them. */
import type { Page } from 'playwright-core';
import { documentWith } from '../client/browser.ts';
import type { SoakNewsroom } from './newsroom.ts';
import { ROW_PARTS, type SoakedPage } from './soaked-page.ts';

const BODY = `
  <news-ticker section="buitenland" rows="10" links="none"></news-ticker>
  <news-ticker section="buitenland sport" rows="5"></news-ticker>
  <news-ticker section="sport" layout="line"></news-ticker>
  <news-ticker section="sport" updates="button"></news-ticker>
  <news-ticker section="buitenland" paused></news-ticker>
  <main></main>`;

/** With this embed. */
export function tickersPage(script: string): SoakedPage {
  return {
    name: 'tickers',
    script,
    scriptPath: '/embed/v1/news-ticker.js',
    path: '/',
    document: (_, server) =>
      Promise.resolve(documentWith(BODY.replaceAll('<news-ticker', `<news-ticker src="${server}"`))),
    shows,
    async rest(page) {
      await page.locator('news-ticker[updates=button] [part=pending]').click();
      await page.mouse.move(0, 0);
    },
    disturb: mountAnew,
    release: (page) => page.evaluate(RELEASE),
    lists,
  };
}

/** A page of one piece lets go of elements and makes new ones, and moves others. */
async function mountAnew(page: Page): Promise<void> {
  await page.evaluate(() => {
    const main = document.querySelector('main');
    const third = document.querySelectorAll('news-ticker')[2];
    const anew = third?.cloneNode() as Element;
    third?.replaceWith(anew);
    const moved = document.querySelectorAll('news-ticker')[1] as Element;
    moved.parentElement?.insertBefore(moved, moved.nextSibling);
    const times = [1, 70, 5_000].map((minutes) => {
      const time = document.createElement('news-time');
      time.setAttribute('datetime', String(Date.now() - minutes * 60_000));
      return time;
    });
    main?.replaceChildren(...times);
  });
}

/** By the list of both sections: the line shows what is newest when it has its turn. */
async function shows(page: Page, { newest }: SoakNewsroom): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const tickers = [...document.querySelectorAll('news-ticker')];
      const both = tickers.find((ticker) => ticker.getAttribute('section') === 'buitenland sport');
      const titles = [...(both?.shadowRoot?.querySelectorAll('h3') ?? [])].map(({ textContent }) =>
        textContent.trim(),
      );
      return (
        tickers.every((ticker) => ticker.getAttribute('status') === 'live') &&
        wanted.every((title) => titles.includes(title))
      );
    },
    [...newest.values()],
    { timeout: 30_000 },
  );
}

/** Ends what holds a ticker still. */
const RELEASE = `for (const ticker of document.querySelectorAll('news-ticker')) {
  ticker.resume();
  ticker.updates = 'live';
}`;

/** Without marks, and without lines of what was withdrawn; of the line, whether its headline is one of its section. */
function lists(page: Page): Promise<string[][]> {
  return page.evaluate((parts) => {
    const rowsOf = (ticker: Element) => [
      ...(ticker.shadowRoot?.querySelectorAll('li:not([hidden]) article') ?? []),
    ];
    const textOf = (row: Element, part: string) =>
      row.querySelector(`[part=${part}]`)?.textContent.trim() ?? '';
    const tickers = [...document.querySelectorAll('news-ticker')];
    return tickers.map((ticker) => {
      const rows = rowsOf(ticker);
      if (ticker.getAttribute('layout') !== 'line')
        return rows.map((row) => parts.map((part) => textOf(row, part)).join(' | '));
      const list = tickers.find(
        (other) => other !== ticker && other.getAttribute('section') === ticker.getAttribute('section'),
      );
      const titles = list ? rowsOf(list).map((row) => textOf(row, 'title')) : [];
      return rows.map((row) => (titles.includes(textOf(row, 'title')) ? 'a headline' : textOf(row, 'title')));
    });
  }, ROW_PARTS);
}
