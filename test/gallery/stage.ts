/** Where a picture is taken: a browser, a real server with invented news, and scripted ones that can fail on command. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { wallPage, type WallSettings } from '../../server/pages/wall-page.ts';
import { STORIES } from '../../server/wire/demo-dispatches.ts';
import { tellStory } from '../../server/wire/demo-story.ts';
import type { Card } from '../../shared/card.ts';
import { parseDateline } from '../../shared/dateline.ts';
import { card, NOON } from '../client/cards.ts';
import { builtEmbed, builtWall } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import type { RunningApp } from '../server/http/running-app.ts';

export type Scheme = 'light' | 'dark';

/** One picture: what it is of, in which state, on which screen. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scheme: Scheme;
}

/** Where one picture is taken. */
export interface Stage {
  readonly browser: Browser;
  readonly app: RunningApp;
  readonly screen: Screen;
  /** Those that were started for it, to be closed whatever comes of it. */
  readonly servers: ScriptedServer[];
}

/** Invented dispatches of one section, newest first, `minutes` apart. */
export function invented(section: string, count: number, minutes = 9): Card[] {
  return STORIES.flatMap((_, place) => tellStory(STORIES, place))
    .filter(({ steps }) => 'submission' in steps[0] && steps[0].submission['section'] === section)
    .slice(0, count)
    .map(({ id, steps: [first] }, at) => {
      const { title, text } = 'submission' in first ? first.submission : {};
      const { dateline, lead } = parseDateline(String(text));
      const said = { section, title: String(title), lead, ...(dateline && { dateline }) };
      return card(id, 2 + at * minutes, said);
    });
}

export async function newPage(
  { browser, screen: { width, height, scheme } }: Stage,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage({
    ...options,
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'nl-NL',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(10_000);
  return page;
}

/** A partner's page with one ticker on it, at noon, before a server that does as it is told. */
export async function openTicker(
  stage: Stage,
  attributes: string,
  prepare: (server: ScriptedServer) => void = (server) => {
    server.publish(...invented('buitenland', 6).reverse());
  },
): Promise<{ page: Page; server: ScriptedServer }> {
  const server = await ScriptedServer.start(await builtEmbed());
  stage.servers.push(server);
  server.files.set('/host.css', HOST_STYLE);
  server.page = `<!doctype html><html lang="nl"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/host.css"><title>Partner</title><body><news-ticker ${attributes} section="buitenland"></news-ticker><script src="/embed/v1/news-ticker.js"></script></body></html>`;
  prepare(server);
  const page = await newPage(stage);
  await page.clock.install({ time: NOON });
  await page.goto(server.url);
  return { page, server };
}

const HOST_STYLE = 'body { margin: 1rem; font: 1rem/1.5 Arial, sans-serif; max-width: 46rem; }';

/** A wall at noon, before a server that does as it is told. */
export async function openWall(
  stage: Stage,
  settings: Partial<WallSettings> = {},
): Promise<{ page: Page; server: ScriptedServer }> {
  const server = await ScriptedServer.start('');
  stage.servers.push(server);
  server.files.set('/wall.js', await builtWall());
  server.files.set('/wall.css', readFileSync('client/pages/wall.css', 'utf8'));
  const parts = {
    siteName: 'Nieuwstikker',
    assets: { styles: ['/wall.css'], scripts: ['/wall.js'] },
    build: server.build,
  };
  server.page = wallPage(parts, {
    name: 'Redactie 1',
    sections: ['buitenland', 'binnenland'],
    theme: stage.screen.scheme,
    night: 'off',
    ...settings,
  });
  for (const section of settings.sections ?? ['buitenland', 'binnenland'])
    server.publish(...invented(section, 8).reverse());
  const page = await newPage(stage);
  await page.clock.install({ time: NOON });
  await page.goto(`${server.url}/wall?name=Redactie+1&sections=buitenland+binnenland`);
  await page.locator('news-wall[status=live]').waitFor();
  return { page, server };
}
