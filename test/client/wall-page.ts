/** A wall in a real Chromium: its page as our server makes it, its script as our build makes it, its server scripted. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { wallPage, type WallSettings } from '../../server/pages/wall-page.ts';
import type { Card } from '../../shared/card.ts';
import { launchBrowser } from './browser.ts';
import { NOON, card } from './cards.ts';
import { builtWall } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

/** Twenty dispatches, ten minutes apart, the newest first. */
export const OLD = Array.from({ length: 20 }, (_, at) => card(`b${String(at + 1)}`, (at + 1) * 10));

export interface WallOptions extends Partial<WallSettings> {
  /** The page's own clock starts here, and stands still until the test moves it. */
  readonly at?: number;
  readonly context?: BrowserContextOptions;
  readonly before?: (page: Page) => Promise<unknown>;
  /** Where the page is asked for, when that is not the server itself. */
  readonly url?: string;
  /** Whether it is expected to come to life at once. */
  readonly live?: boolean;
}

/** A browser for a file of tests; a server with these dispatches, and a wall, for each. */
export class Walls {
  wall!: Wall;
  server!: ScriptedServer;
  #browser!: Browser;

  constructor(cards: readonly Card[]) {
    beforeAll(async () => {
      this.#browser = await launchBrowser();
    });
    afterAll(async () => {
      await this.#browser.close();
    });
    beforeEach(async () => {
      this.server = await wallServer();
      this.server.publish(...cards);
    });
    afterEach(async () => {
      await this.wall.close();
      await this.server.close();
    });
  }

  async open(options: WallOptions = {}): Promise<Wall> {
    this.wall = await openWall(this.#browser, this.server, options);
    return this.wall;
  }
}

export async function wallServer(now = NOON, port = 0): Promise<ScriptedServer> {
  const server = await ScriptedServer.start('', now, port);
  server.files.set('/wall.js', await builtWall());
  server.files.set('/wall.css', readFileSync('client/pages/wall.css', 'utf8'));
  return server;
}

/** What the server answers at `/wall`. */
export function servePage(server: ScriptedServer, settings: Partial<WallSettings> = {}): void {
  const assets = { styles: ['/wall.css'], scripts: ['/wall.js'] };
  const said = { name: 'Redactie 1', sections: ['buitenland'], ...settings };
  server.page = wallPage({ siteName: 'Nieuwstikker', assets, build: server.build }, said);
}

export async function openWall(
  browser: Browser,
  server: ScriptedServer,
  options: WallOptions = {},
): Promise<Wall> {
  const { at = NOON, context, before, url = server.url, live = true, ...settings } = options;
  servePage(server, settings);
  const size = { viewport: { width: 1920, height: 1080 } };
  const page = await (await browser.newContext({ ...size, ...context })).newPage();
  await keepFrames(page, async () => {
    await page.clock.install({ time: at - 1_000 });
    await page.clock.pauseAt(at);
  });
  await before?.(page);
  await page.goto(`${url}/wall?name=Redactie+1&sections=${(settings.sections ?? ['buitenland']).join('+')}`);
  const wall = new Wall(page, server);
  if (live) await wall.is('live');
  return wall;
}

/** Only the time stands still: the page draws as it always does. */
async function keepFrames(page: Page, installClock: () => Promise<void>): Promise<void> {
  await page.context().addInitScript(() => {
    Object.assign(globalThis, { frames: { requestAnimationFrame, cancelAnimationFrame } });
  });
  await installClock();
  await page.context().addInitScript(() => {
    const { frames } = globalThis as unknown as { frames: typeof globalThis };
    Object.assign(globalThis, {
      requestAnimationFrame: frames.requestAnimationFrame.bind(globalThis),
      cancelAnimationFrame: frames.cancelAnimationFrame.bind(globalThis),
    });
  });
}

export class Wall {
  readonly page: Page;
  readonly #server: ScriptedServer;

  constructor(page: Page, server: ScriptedServer) {
    this.page = page;
    this.#server = server;
  }

  find(selector: string): Locator {
    return this.page.locator(`news-wall ${selector}`);
  }

  async is(status: string): Promise<void> {
    await this.shows(() => this.page.locator('news-wall').getAttribute('status'), status);
  }

  /** Waits until it shows this, for as long as messages and frames take. */
  async shows<T>(what: () => Promise<T>, wanted: T): Promise<void> {
    await vi.waitFor(async () => {
      expect(await what()).toEqual(wanted);
    }, 10_000);
  }

  async says(selector: string, text: string): Promise<void> {
    await this.shows(async () => (await this.find(selector).allInnerTexts()).join(' | ').trim(), text);
  }

  /** The titles of the rows that are in sight. */
  titles(): Promise<string[]> {
    return this.page.evaluate(() => {
      const rows = document.querySelector('news-wall')?.shadowRoot?.querySelectorAll('.row') ?? [];
      return [...rows]
        .filter((row) => {
          const box = row.getBoundingClientRect();
          const list = row.parentElement?.getBoundingClientRect();
          return list && box.left < list.right - 1 && box.top < list.bottom;
        })
        .map((row) => row.querySelector('h3')?.textContent.trim() ?? '');
    });
  }

  /** The title of what has the whole screen; nothing: empty. */
  async taken(): Promise<string> {
    return (await this.find('[part=takeover] h2').allInnerTexts()).join(' | ');
  }

  /** Moves the page's clock and the server's, which goes on saying that it is there. */
  async pass(seconds: number, step = 5): Promise<void> {
    for (let passed = 0; passed < seconds; passed += step) {
      this.#server.now += step * 1_000;
      const { now } = this.#server;
      await this.page.clock.runFor(step * 1_000);
      this.#server.pulse();
      await vi.waitFor(async () => {
        expect(await this.heardAt()).toBeGreaterThanOrEqual(now);
      }, 5_000);
    }
  }

  /** When its link last heard of the server, by the server's clock. */
  heardAt(): Promise<number> {
    return this.page.evaluate(() => {
      const link = Reflect.get(globalThis, Symbol.for(`news-ticker/5/link ${location.origin}`)) as {
        heardAt?: number;
      };
      return link.heardAt ?? 0;
    });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
