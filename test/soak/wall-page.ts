/** A newsroom's wall, as the server makes its page and the build its script. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { SoakNewsroom } from './newsroom.ts';
import { ROW_PARTS, type SoakedPage } from './soaked-page.ts';

/** With this script. */
export function wallPage(script: string): SoakedPage {
  return {
    name: 'wall',
    script,
    scriptPath: '/wall.js',
    path: '/wall',
    async document(app, server) {
      const page = await (await app.ask('/wall?name=Soak&sections=buitenland+sport')).text();
      const style = await readFile('client/pages/wall.css', 'utf8');
      return page
        .replace(/<link rel="stylesheet"[^>]*>/g, '')
        .replace(/<script[^>]*><\/script>/g, '')
        .replace('</head>', `<style>${style}</style><script type="module" src="/wall.js"></script></head>`)
        .replace('<news-wall', `<news-wall src="${server}"`);
    },
    shows,
    // One after the other, what took over the screen.
    rest: (page) =>
      page.evaluate(() => {
        const wall = document.querySelector('news-wall') as unknown as { readonly isTakenOver: boolean };
        while (wall.isTakenOver) dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      }),
    lists,
    // It knows what it had in the last ten minutes, which between two counts go by more than once.
    mayGrow: { 'entries of maps and sets': 60 },
  };
}

async function shows(page: Page, { newest }: SoakNewsroom): Promise<void> {
  await page.waitForFunction(
    (titles) => {
      const wall = document.querySelector('news-wall');
      const shown = [...(wall?.shadowRoot?.querySelectorAll('.row h3') ?? [])].map((title) =>
        title.textContent.trim(),
      );
      return wall?.getAttribute('status') === 'live' && titles.every((title) => shown.includes(title));
    },
    [...newest.values()],
    { timeout: 30_000 },
  );
}

function lists(page: Page): Promise<string[][]> {
  return page.evaluate(
    (parts) =>
      [...(document.querySelector('news-wall')?.shadowRoot?.querySelectorAll('[part=list]') ?? [])].map(
        (list) =>
          [...list.children].map((row) =>
            parts.map((part) => row.querySelector(`[part=${part}]`)?.textContent.trim()).join(' | '),
          ),
      ),
    ROW_PARTS,
  );
}
