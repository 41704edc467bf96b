import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { Link } from '../../client/link.ts';
import type { Card } from '../../shared/card.ts';
import { NOON, card, nextVersion } from './cards.ts';
import { OLD, Walls } from './wall-page.ts';

const walls = new Walls(OLD);
const FLASH = card('f1', 0, {
  urgency: 1,
  title: 'Brug over de Sont afgesloten',
  dateline: undefined,
  lead: '',
});

describe('what it shows', () => {
  test('its name, the time in Amsterdam to the second, that it is live, and a section with labels', async () => {
    await walls.open();
    await walls.wall.says('h1', 'Redactie 1');
    await walls.wall.says('.clock', '12:00:00');
    await walls.wall.says('.date', 'Zaterdag 21 november');
    await walls.wall.says('.status', 'Live');
    await walls.wall.says('h2', 'Buitenland');
    expect(await walls.wall.find('.row').first().locator('time .live').innerText()).toBe(
      '10 minuten geleden',
    );
    await walls.wall.pass(50);
    await walls.wall.says('.clock', '12:00:50');
    await walls.wall.pass(10);
    await walls.wall.shows(
      () => walls.wall.find('.row time .live').first().innerText(),
      '11 minuten geleden',
    );
  });

  test('sections beside each other; more than three are one list, with their names', async () => {
    walls.server.publish(card('s1', 5, { section: 'sport', title: 'Schaatsster wint' }));
    await walls.open({ sections: ['buitenland', 'sport'] });
    await walls.wall.shows(() => walls.wall.find('h2').allInnerTexts(), ['Buitenland', 'Sport']);
    await walls.wall.shows(
      () => walls.wall.find('.pane:nth-child(2) h3').allInnerTexts(),
      ['Schaatsster wint'],
    );
    await walls.wall.close();

    await walls.open({ sections: ['buitenland', 'sport', 'regio', 'cultuur'] });
    await walls.wall.shows(
      () => walls.wall.find('h2').allInnerTexts(),
      ['Buitenland · Sport · Regio · Cultuur'],
    );
    await walls.wall.shows(() => walls.wall.find('.row .in').first().innerText(), 'Sport');
    await walls.wall.shows(() => walls.wall.find('.row h3').first().innerText(), 'Schaatsster wint');
  });

  test('corrections and withdrawals at once, in their places', async () => {
    await walls.open();
    const [first, second, third] = OLD as [Card, Card, Card];
    walls.server.publish(nextVersion(first, { title: 'Rechtgezet', signal: 'correction' }));
    walls.server.withdraw('buitenland', { id: second.id, version: 2 });
    await walls.wall.shows(async () => (await walls.wall.titles()).slice(0, 2), ['Rechtgezet', third.title]);
    expect(await walls.wall.find('[part=signal]').first().innerText()).toBe('gecorrigeerd 12:00');
  });

  test('what is written from right to left stands so, and what is ours does not', async () => {
    await walls.open();
    walls.server.publish(card('ar', 1, { title: 'إعادة فتح الجسر بعد أربعة أيام', lang: 'ar' }));
    await walls.wall.shows(async () => (await walls.wall.titles())[0], 'إعادة فتح الجسر بعد أربعة أيام');
    const direction = (part: string) =>
      walls.wall
        .find(`[part=${part}]`)
        .first()
        .evaluate((element) => getComputedStyle(element).direction);
    expect([await direction('title'), await direction('meta')]).toEqual(['rtl', 'ltr']);
  });

  test('sections are called what the server calls them, wherever their names stand', async () => {
    walls.server.titles = { buitenland: 'Wereld', sport: 'Sport & Spel' };
    await walls.open({ sections: ['buitenland', 'sport'] });
    await walls.wall.shows(() => walls.wall.find('h2').allInnerTexts(), ['Wereld', 'Sport & Spel']);
    walls.server.send('command', { id: '1', kind: 'identify' });
    await walls.wall.says('[part=identity]', 'Redactie 1\n\nWereld, Sport & Spel');
    walls.server.publish(FLASH);
    await walls.wall.says('[part=kicker] .in', 'Wereld');
  });

  test('a section that the server does not know is named, and the others stay', async () => {
    walls.server.unknown.add('sport');
    await walls.open({ sections: ['buitenland', 'sport'] });
    await walls.wall.says('.unsaid', 'sport: Deze rubriek is er niet (meer).');
    expect((await walls.wall.titles()).length).toBeGreaterThan(1);
  });

  test('in another language, all of it', async () => {
    await walls.open({ lang: 'fr' });
    await walls.wall.says('.status', 'En direct');
    await walls.wall.says('.date', 'Samedi 21 novembre');
    walls.server.publish(FLASH);
    await walls.wall.says('.kicker', 'FlashBuitenland');
  });

  test.each([
    [1280, 720],
    [1920, 1080],
    [3840, 2160],
    [1080, 1920],
  ])('%i × %i: whole rows, nothing scrolls, and titles that are read from afar', async (width, height) => {
    walls.server.publish(
      card('lang', 1, { title: 'Een lange titel die zeker niet op één regel past, '.repeat(6).trim() }),
      ...['binnenland', 'regio'].flatMap((section) =>
        OLD.map((old) => ({ ...old, id: `${section}-${old.id}`, section })),
      ),
    );
    for (const sections of [['buitenland'], ['buitenland', 'binnenland', 'regio']]) {
      await walls.open({ sections, context: { viewport: { width, height } } });
      await walls.wall.shows(() => walls.wall.find('.pane ol').count(), sections.length);
      const found = await walls.wall.page.evaluate(() => {
        const root = document.querySelector('news-wall')?.shadowRoot;
        const lists = [...(root?.querySelectorAll('ol') ?? [])].map((list) => {
          const box = list.getBoundingClientRect();
          const rows = [...list.children].map((row) => row.getBoundingClientRect());
          const seen = rows.filter(({ left }) => left < box.right - 1);
          const sizes = [...list.querySelectorAll('h3')].map((title) =>
            parseFloat(getComputedStyle(title).fontSize),
          );
          return {
            whole: seen.every(({ bottom, right }) => bottom <= box.bottom + 1 && right <= box.right + 1),
            rows: seen.length,
            foot: box.bottom,
            smallest: Math.min(...sizes),
          };
        });
        const { scrollWidth, scrollHeight } = document.documentElement;
        const head = [...(root?.querySelectorAll('h1, .status, .date, .clock') ?? [])];
        const boxes = head.map((part) => part.getBoundingClientRect());
        const apart = boxes.every((a, at) =>
          boxes.every(
            (b, other) =>
              at <= other || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
          ),
        );
        const whole = head.every((part) => part.clientWidth === 0 || part.scrollWidth <= part.clientWidth);
        return {
          lists,
          scroll: [scrollWidth, scrollHeight],
          head: [boxes.every(({ width }) => width > 20), apart, whole],
        };
      });
      expect(found.head).toEqual([true, true, true]);
      expect(found.scroll).toEqual([width, height]);
      for (const { whole, rows, foot, smallest } of found.lists) {
        expect(whole).toBe(true);
        expect(rows).toBeGreaterThanOrEqual(3);
        expect(foot).toBeLessThanOrEqual(height);
        expect(smallest).toBeGreaterThanOrEqual(Math.min(width, height) / 28);
      }
      await walls.wall.close();
    }
  });
});

describe('what the newsroom hears of it, and asks of it', () => {
  test('its name, version, sections, and when a label last changed, at once and every fifteen seconds', async () => {
    await walls.open();
    expect(walls.server.introductions).toEqual([
      { name: 'Redactie 1', version: expect.stringMatching(/^\d/) as string, sections: ['buitenland'] },
    ]);
    await walls.wall.pass(75);
    expect(walls.server.introductions).toHaveLength(6);
    const { flippedAt } = walls.server.introductions.at(-1) as { flippedAt: number };
    expect(Math.abs(flippedAt - (NOON + 60_000))).toBeLessThan(2_000);
  });

  test('taken off the page it says goodbye, and no more; one that is put there later is introduced', async () => {
    const { page } = await walls.open();
    await holdConnection(page);
    await page.evaluate(() => {
      document.querySelector('news-wall')?.remove();
    });
    await walls.wall.shows(heard, ['Redactie 1', 'goodbye']);
    await walls.wall.pass(45);
    expect([heardNow(), walls.server.connections]).toEqual([['Redactie 1', 'goodbye'], 1]);
    await addWall(page, 'Redactie 2');
    await walls.wall.shows(heard, ['Redactie 1', 'goodbye', 'Redactie 2']);
    walls.server.send('command', { id: '1', kind: 'identify' });
    await walls.wall.says('[part=identity]', 'Redactie 2\n\nSport');
    await walls.wall.pass(15);
    expect(heardNow()).toEqual(['Redactie 1', 'goodbye', 'Redactie 2', 'Redactie 2']);
  });

  test('called something else it says goodbye, and its new name at once', async () => {
    const { page } = await walls.open();
    const rename = (name: string) =>
      page.locator('news-wall').evaluate((element, value) => {
        element.setAttribute('name', value);
      }, name);
    await rename('Regie');
    await walls.wall.shows(heard, ['Redactie 1', 'goodbye', 'Regie']);
    await rename('');
    await walls.wall.shows(heard, ['Redactie 1', 'goodbye', 'Regie', 'goodbye']);
    await walls.wall.pass(30);
    expect(heardNow()).toHaveLength(4);
  });

  test('moved in the page it is introduced again, and not twice', async () => {
    const { page } = await walls.open();
    await page.evaluate(() => {
      document.body.append(document.querySelector('news-wall') ?? '');
    });
    await walls.wall.shows(heard, ['Redactie 1', 'goodbye', 'Redactie 1']);
    await walls.wall.pass(15);
    expect([heardNow().slice(3), walls.server.connections]).toEqual([['Redactie 1'], 1]);
  });

  test('a page has one name: the second wall has its turn when the first one goes', async () => {
    const { page } = await walls.open();
    await addWall(page, 'Redactie 2');
    await walls.wall.pass(30);
    expect(heardNow()).toEqual(['Redactie 1', 'Redactie 1', 'Redactie 1']);
    await page.evaluate(() => {
      document.querySelector('news-wall')?.remove();
    });
    await walls.wall.shows(() => heard().then((names) => names.slice(3)), ['goodbye', 'Redactie 2']);
  });

  test('one whose page is closed or left says goodbye; one that loads itself anew does not', async () => {
    const { page } = await walls.open({
      before: (opened) => opened.addInitScript(() => (Math.random = () => 0)),
    });
    walls.server.send('command', { id: '1', kind: 'reload' });
    await vi.waitFor(async () => {
      await page.clock.runFor(100);
      expect(heardNow()).toEqual(['Redactie 1', 'Redactie 1']);
    }, 10_000);
    await page.goto('about:blank');
    await walls.wall.shows(heard, ['Redactie 1', 'Redactie 1', 'goodbye']);
    await page.goBack();
    await walls.wall.shows(heard, ['Redactie 1', 'Redactie 1', 'goodbye', 'Redactie 1']);
    await page.close({ runBeforeUnload: true });
    await walls.wall.shows(heard, ['Redactie 1', 'Redactie 1', 'goodbye', 'Redactie 1', 'goodbye']);
  });

  test('identify: its name over the whole screen, for some seconds', async () => {
    await walls.open();
    walls.server.send('command', { id: '1', kind: 'identify' });
    await walls.wall.says('[part=identity]', 'Redactie 1\n\nBuitenland');
    await walls.wall.page.clock.runFor(13_000);
    await walls.wall.says('[part=identity]', '');
    // The same command may come twice.
    walls.server.send('command', { id: '1', kind: 'identify' });
    walls.server.send('command', { id: '2', kind: 'sections', sections: ['sport'] });
    await walls.wall.says('h2', 'Sport');
    expect(await walls.wall.find('[part=identity]').count()).toBe(0);
  });

  test('sections: the boards and the address change, the page stays', async () => {
    walls.server.publish(card('s1', 5, { section: 'sport', title: 'Schaatsster wint', urgency: 1 }));
    await walls.open();
    walls.server.send('command', { id: '1', kind: 'sections', sections: ['sport', 'buitenland'] });
    await walls.wall.shows(() => walls.wall.find('h2').allInnerTexts(), ['Sport', 'Buitenland']);
    await walls.wall.shows(
      () => walls.wall.find('.pane:first-child h3').allInnerTexts(),
      ['Schaatsster wint'],
    );
    expect(new URL(walls.wall.page.url()).searchParams.get('sections')).toBe('sport buitenland');
    expect(new URL(walls.wall.page.url()).searchParams.get('name')).toBe('Redactie 1');
    expect(walls.server.requests.filter((path) => path === '/wall')).toHaveLength(1);
    // It was there before: no takeover.
    expect(await walls.wall.taken()).toBe('');
    await walls.wall.pass(15);
    expect(walls.server.introductions.at(-1)).toMatchObject({ sections: ['sport', 'buitenland'] });
  });

  test('reload: as soon as the server is well', async () => {
    await walls.open({ before: (page) => page.addInitScript(() => (Math.random = () => 0)) });
    walls.server.isReady = false;
    walls.server.send('command', { id: '1', kind: 'reload' });
    await vi.waitFor(async () => {
      await walls.wall.page.clock.runFor(10);
      expect(walls.server.requests).toContain('/readyz');
    });
    await walls.wall.pass(10);
    expect(walls.server.requests.filter((path) => path === '/wall')).toHaveLength(1);
    walls.server.isReady = true;
    await vi.waitFor(async () => {
      await walls.wall.page.clock.runFor(2_000);
      expect(walls.server.requests.filter((path) => path === '/wall')).toHaveLength(2);
    }, 10_000);
    // A browser that is told to close a page in the middle of that may never do so.
    await walls.wall.is('live');
  });
});

/** The names under which it was introduced, and its goodbyes, as they came. */
function heardNow(): string[] {
  return walls.server.introductions.map((said) =>
    said === 'goodbye' ? said : (said as { readonly name: string }).name,
  );
}

function heard(): Promise<string[]> {
  return Promise.resolve(heardNow());
}

/** Something else on the page needs the connection, too. */
async function holdConnection(page: Page): Promise<void> {
  await page.evaluate(() => {
    const link = Reflect.get(globalThis, Symbol.for(`news-ticker/5/link ${location.origin}`)) as Link;
    link.subscribe('economie', { board: () => Promise.resolve(), error: () => undefined });
  });
}

async function addWall(page: Page, name: string): Promise<void> {
  await page.evaluate((said) => {
    const wall = document.createElement('news-wall');
    wall.setAttribute('name', said);
    wall.setAttribute('sections', 'sport');
    document.querySelector('main')?.append(wall);
  }, name);
}
