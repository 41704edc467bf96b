/** The ticker for people who do not see it, do not use a mouse, or have set their system for themselves. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { launchBrowser, openPage, partText, titles, type OpenOptions } from './browser.ts';
import { NOON, card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

const OLD = [
  card('b1', 1, { urgency: 2, title: 'Brug bij Sluiskil weer open' }),
  card('b2', 4, { urgency: 3 }),
  ...[3, 4, 5, 6, 7].map((number) => card(`b${String(number)}`, number * 10)),
];
const LIST = '<news-ticker section="buitenland" rows="4" announce="all"></news-ticker>';
const LINE = '<news-ticker section="buitenland" layout="line" announce="all"></news-ticker>';

let browser: Browser;
let server: ScriptedServer;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

/** Opens a page of which all but the ticker is in order. */
async function open(ticker = LIST, options: OpenOptions = {}): Promise<void> {
  const body = `<main><h1>Proef</h1>${ticker}<p><a href="/na">Na de tikker</a></p></main>`;
  page = await openPage(browser, server, {
    clock: NOON,
    context: { reducedMotion: 'reduce' },
    ...options,
    body,
  });
  await page.waitForFunction(() => document.querySelector('news-ticker')?.shadowRoot);
}

function is(status: string): Promise<void> {
  return vi.waitFor(async () => {
    await page.clock.runFor(500);
    expect(await page.locator('news-ticker').first().getAttribute('status')).toBe(status);
  }, 10_000);
}

function reads(part: string, text: string): Promise<void> {
  return vi.waitFor(async () => {
    await page.clock.runFor(100);
    expect(await partText(page, part)).toContain(text);
  }, 10_000);
}

async function live(ticker?: string, options?: OpenOptions): Promise<void> {
  server.publish(...OLD);
  await open(ticker, options);
  await is('live');
  await reads('title', 'Brug bij Sluiskil');
}

describe('axe finds nothing', () => {
  const states: Readonly<Record<string, () => Promise<void>>> = {
    'a list that is live': () => live(),
    'a line that is live': () => live(LINE),
    'a line that is paused': async () => {
      await live(LINE);
      await page.locator('[part=pause]').click();
    },
    'several sections': async () => {
      server.publish(card('s', 2, { section: 'sport' }));
      await live('<news-ticker section="buitenland sport" rows="4" timestamps="both"></news-ticker>');
    },
    'dispatches that wait': async () => {
      await live('<news-ticker section="buitenland" rows="4" updates="button"></news-ticker>');
      server.publish(card('n', 0));
      await reads('pending', '1 nieuw bericht');
    },
    paused: async () => {
      await live();
      await page.locator('[part=pause]').click();
      await reads('pause', 'Hervatten');
    },
    'what a reader missed': async () => {
      await live();
      await page.locator('[part=pause]').click();
      await reads('pause', 'Hervatten');
      server.publish(card('n', 0));
      await reads('pending', '1 nieuw bericht');
      await page.locator('[part=pause]').click();
      await reads('status', 'U miste 1 bericht');
    },
    'corrected and withdrawn': async () => {
      await live();
      server.publish(
        nextVersion(OLD[2] ?? card('b3', 30), { signal: 'correction', note: 'Het is één brug.' }),
      );
      server.withdraw('buitenland', { id: 'b2', version: 2 });
      await vi.waitFor(async () => {
        await page.clock.runFor(100);
        expect(await page.locator('[part=note]').count()).toBe(1);
        expect(await titles(page)).toContain('(ingetrokken)');
      }, 10_000);
    },
    empty: async () => {
      await open();
      await is('live');
    },
    offline: async () => {
      await live();
      server.refusing = true;
      server.dropAll();
      await is('offline');
    },
    stale: async () => {
      await live();
      await page.clock.runFor(16_000);
      await is('stale');
    },
    'a section that is refused': async () => {
      server.unknown.add('buitenland');
      await open();
      await is('error');
    },
  };

  test.each(Object.entries(states))('%s, light and dark', async (_state, reach) => {
    await reach();
    // It waits for timers of its own.
    await page.clock.resume();
    await page.evaluate(axe.source);
    for (const theme of ['light', 'dark']) {
      await page.locator('news-ticker').evaluate((element, value) => {
        element.setAttribute('theme', value);
      }, theme);
      const found = await page.evaluate(async () => {
        const { violations } = await (Reflect.get(globalThis, 'axe') as typeof axe).run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(found, theme).toEqual([]);
    }
  });
});

describe('screen readers', () => {
  test('are told of seven dispatches in ten seconds once', async () => {
    await live();
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      new MutationObserver(() => {
        said.push(document.querySelector('body > [role=status]')?.textContent ?? '');
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    for (let number = 1; number <= 7; number += 1) {
      const title = `Zevende bericht, deel ${String(number)}`;
      server.publish(card(`z${String(number)}`, -number / 10, { title }));
      await vi.waitFor(async () => {
        await page.clock.runFor(20);
        expect((await titles(page))[0]).toBe(title);
      });
      await page.clock.runFor(1_400);
    }
    await page.clock.runFor(15_000);
    const said = await page.evaluate(() => Reflect.get(globalThis, 'said') as string[]);
    expect(said.filter(Boolean)).toEqual(['7 nieuwe berichten, laatste: Zevende bericht, deel 7']);
  });

  /** Two tickers, whose pace is set by what was said just now. */
  async function told(): Promise<{ said: () => Promise<string | null> }> {
    await live(LIST.repeat(2));
    server.publish(card('c0', 0.9, { title: 'Al gezegd' }));
    const said = () => page.locator('body > [role=status]').textContent();
    await vi.waitFor(async () => {
      await page.clock.runFor(500);
      expect(await said()).toBe('Al gezegd');
    });
    return { said };
  }

  const WRONG = card('c1', 0.5, { title: 'Zes gewonden' });

  async function shown(title: string): Promise<void> {
    await vi.waitFor(async () => {
      await page.clock.runFor(20);
      expect((await titles(page))[0]).toBe(title);
    });
  }

  test('are told of a dispatch once, however many tickers show it, and as it was corrected meanwhile', async () => {
    const { said } = await told();
    server.publish(WRONG);
    await shown(WRONG.title);
    await page.clock.runFor(1_500);
    server.publish(nextVersion(WRONG, { title: 'Zeven gewonden', signal: 'correction' }));
    await shown('Zeven gewonden');
    await page.clock.runFor(20_000);
    expect(await said()).toBe('Zeven gewonden');
  });

  test('find nothing on the page of what was said and is corrected, and are not told again', async () => {
    const { said } = await told();
    server.publish(WRONG);
    await shown(WRONG.title);
    await page.clock.runFor(20_000);
    expect(await said()).toBe(WRONG.title);
    const same = nextVersion(WRONG, { lead: 'Het aantal is nog niet bevestigd.', signal: 'update' });
    server.publish(same);
    await reads('signal', 'bijgewerkt');
    expect(await said()).toBe(WRONG.title);
    server.publish(nextVersion(same, { title: 'Zeven gewonden', signal: 'correction' }));
    await shown('Zeven gewonden');
    await page.clock.runFor(30_000);
    expect(await said()).toBe('');
  });

  test('are never told that a label has changed, nor that a line has turned', async () => {
    await live(`${LIST}${LINE}`, { context: {} });
    // Whatever is read out by itself: a live region in the page or in any shadow tree.
    const regions = await page.evaluate(() => {
      const roots = [
        document,
        ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []),
      ];
      return roots.flatMap((root) =>
        [
          ...root.querySelectorAll(
            '[aria-live],[role=status],[role=alert],[role=log],[role=timer],[role=marquee]',
          ),
        ].map((region) => [region.textContent, region.querySelector('time') !== null]),
      );
    });
    expect(regions.filter(([text, hasLabel]) => text || hasLabel)).toEqual([]);
    const spoken = () => page.locator('body > [role=status]').allTextContents();
    const before = await spoken();
    await page.clock.runFor(120_000);
    expect(await spoken()).toEqual(before);
  });

  test('find a section with its heading, and in it a list of articles with theirs', async () => {
    await live();
    const tree = await page.locator('news-ticker').ariaSnapshot();
    expect(tree).toContain('region "Meer uit Buitenland"');
    expect(tree).toContain('heading "Meer uit Buitenland" [level=2]');
    // Without its signs a list is none to VoiceOver, unless it says that it is.
    expect(await page.locator('news-ticker [role=list] > li').count()).toBe(4);
    expect(tree.match(/listitem/g)).toHaveLength(4);
    expect(tree.match(/article/g)).toHaveLength(4);
    expect(tree).toMatch(/heading ".*Brug bij Sluiskil weer open" \[level=3\]/);
  });
});

test('a keyboard reaches everything in order: pause, what waits, each title, and the page after it', async () => {
  await live('<news-ticker section="buitenland" rows="2" updates="button"></news-ticker>');
  server.publish(card('n', 0, { title: 'Pas binnen' }));
  await reads('pending', '1 nieuw bericht');
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.textContent.trim();
    });
  const walk: (string | undefined)[] = [];
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press('Tab');
    walk.push(await focused());
  }
  expect(walk).toEqual([
    'Pauzeren',
    '1 nieuw bericht',
    'Brug bij Sluiskil weer open',
    OLD[1]?.title,
    'Na de tikker',
  ]);

  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => {
    await page.clock.runFor(100);
    expect((await titles(page))[0]).toBe('Pas binnen');
  });
});

describe.each([
  ['a list', LIST],
  ['a line', LINE],
])('%s keeps its words whole and inside', (_layout, ticker) => {
  const settings: Readonly<Record<string, OpenOptions['context']>> = {
    'at 320 px': { viewport: { width: 320, height: 700 } },
    'with forced colours': { viewport: { width: 500, height: 700 }, forcedColors: 'active' },
    'at 200 %': { viewport: { width: 640, height: 700 }, deviceScaleFactor: 2 },
  };
  const cut = () =>
    page.evaluate(() => {
      const root = document.querySelector('news-ticker')?.shadowRoot;
      const words = [...(root?.querySelectorAll<HTMLElement>('h2, button, h3, .meta') ?? [])];
      return [
        document.documentElement.scrollWidth > innerWidth ? 'the page' : '',
        ...words
          .filter(({ offsetWidth }) => offsetWidth > 0)
          .filter((word) => {
            const { left, right } = word.getBoundingClientRect();
            return left < -1 || right > innerWidth + 1 || word.scrollWidth > word.clientWidth + 1;
          })
          .map(({ textContent }) => textContent.trim()),
      ].filter(Boolean);
    });

  test.each(Object.entries(settings))('%s', async (_setting, context) => {
    await live(ticker, { context: { ...context, reducedMotion: 'reduce' } });
    expect(await cut()).toEqual([]);
  });

  test('from right to left', async () => {
    await live(ticker, { context: { viewport: { width: 320, height: 700 }, reducedMotion: 'reduce' } });
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await page.clock.runFor(500);
    expect(await cut()).toEqual([]);
    const sides = await page.evaluate(() => {
      const root = document.querySelector('news-ticker')?.shadowRoot;
      const left = (part: string) =>
        root?.querySelector(`[part=${part}]`)?.getBoundingClientRect().left ?? NaN;
      return { heading: left('heading'), pause: left('pause') };
    });
    expect(sides.pause).toBeLessThan(sides.heading);
  });
});
