import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { card } from './cards.ts';
import { OLD, Walls, type WallOptions } from './wall-page.ts';

const walls = new Walls(OLD);

describe('for everybody', () => {
  const states: [string, WallOptions, () => Promise<void>][] = [
    ['live', { sections: ['buitenland', 'sport'], bells: '2' }, () => walls.wall.page.clock.runFor(1_500)],
    ['one list', {}, () => Promise.resolve()],
    ['at night', { night: '00:00-00:00' }, () => Promise.resolve()],
    [
      'a flash',
      {},
      async () => {
        walls.server.publish(card('f', 0, { urgency: 1 }));
        await walls.wall.find('.flash').waitFor();
      },
    ],
    [
      'a bulletin at night',
      { night: '00:00-00:00' },
      async () => {
        walls.server.publish(card('f', 0, { urgency: 2 }));
        await walls.wall.find('.bulletin').waitFor();
      },
    ],
    [
      'without contact',
      {},
      async () => {
        walls.server.refusing = true;
        walls.server.dropAll();
        await walls.wall.is('offline');
        await walls.wall.page.clock.fastForward(301_000);
        await walls.wall.find('.dim').waitFor();
      },
    ],
    [
      'its name',
      {},
      async () => {
        walls.server.send('command', { id: '1', kind: 'identify' });
        await walls.wall.find('[part=identity]').waitFor();
      },
    ],
  ];
  test.each(states)('axe finds nothing: %s, dark and light', async (_state, options, reach) => {
    walls.server.publish(...[1, 2, 3].map((urgency) => card(`u${String(urgency)}`, 30, { urgency })));
    const context = { reducedMotion: 'reduce', viewport: { width: 1920, height: 1080 } } as const;
    const { page } = await walls.open({ ...options, context });
    await walls.wall.find('.row').nth(5).waitFor({ state: 'attached' });
    await reach();
    // It waits for timers of its own.
    await page.clock.resume();
    // Without its signs a list is none to VoiceOver, unless it says that it is.
    expect(await page.locator('news-wall ol:not([role=list])').count()).toBe(0);
    await page.evaluate(axe.source);
    for (const theme of ['dark', 'light']) {
      await page.locator('news-wall').evaluate((element, value) => {
        element.setAttribute('theme', value);
      }, theme);
      const violations = await page.evaluate(async () => {
        const { violations } = await (Reflect.get(globalThis, 'axe') as typeof axe).run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations, theme).toEqual([]);
    }
  });
});
