import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Card } from '../../shared/card.ts';
import { card, nextVersion } from './cards.ts';
import { OLD, Walls } from './wall-page.ts';

const walls = new Walls(OLD);
const FLASH = card('f1', 0, {
  urgency: 1,
  title: 'Brug over de Sont afgesloten',
  dateline: undefined,
  lead: '',
});
const FLASH_FOR = 8 + 0.06 * FLASH.title.length;

/** It has the screen, or (empty) nothing has. */
function takenBy(title: string): Promise<void> {
  return walls.wall.shows(() => walls.wall.taken(), title);
}

describe('a takeover', () => {
  test('a flash has the screen for as long as its text takes, and then gives it back', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    await walls.wall.says('.kicker', 'FlitsBuitenland');
    await walls.wall.page.clock.runFor((FLASH_FOR - 1) * 1_000);
    await takenBy(FLASH.title);
    await walls.wall.page.clock.runFor(1_500);
    await takenBy('');
    expect((await walls.wall.titles())[0]).toBe(FLASH.title);
  });

  test('says since when there is no connection, as it lies over the head that says so', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    expect(await walls.wall.find('.foot [part=status]').count()).toBe(0);
    walls.server.refusing = true;
    walls.server.dropAll();
    await walls.wall.says('.foot [part=status]', 'Geen verbinding sinds 12:00');
    await takenBy(FLASH.title);
  });

  test('what comes meanwhile has its turn after it, a flash before a bulletin; routine news has none', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    walls.server.publish(
      card('b', 0, { urgency: 2, title: 'Een bulletin', lead: '', dateline: undefined }),
      card('f2', 0, { urgency: 1, title: 'Een tweede flits', lead: '', dateline: undefined }),
      card('r', 0, { urgency: 3, title: 'Urgent, en niet meer' }),
    );
    await walls.wall.says('.foot span:not(.live):not(.full)', 'Nog 2');
    await walls.wall.page.clock.runFor(11_000);
    await takenBy('Een tweede flits');
    await walls.wall.page.clock.runFor(10_000);
    await takenBy('Een bulletin');
    await walls.wall.page.clock.runFor(10_000);
    await takenBy('');
  });

  test('held while it is shown: gone at once, and when it comes back in the list, where it was', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    walls.server.withdraw('buitenland', { id: FLASH.id, version: 2, held: true });
    await takenBy('');
    expect((await walls.wall.titles())[0]).toBe(OLD[0]?.title);
    walls.server.publish({ ...FLASH, version: 3, title: 'Brug over de Belt, nagebeld' });
    await walls.wall.shows(async () => (await walls.wall.titles())[0], 'Brug over de Belt, nagebeld');
    expect(await walls.wall.taken()).toBe('');
  });

  test('withdrawn while it is shown: gone at once; corrected: the text is the new one', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    walls.server.publish(nextVersion(FLASH, { title: 'Brug over de Belt afgesloten', signal: 'correction' }));
    await takenBy('Brug over de Belt afgesloten');
    await walls.wall.says('[part=takeover] [part=signal]', 'gecorrigeerd 12:00');
    walls.server.withdraw('buitenland', { id: FLASH.id, version: 3 });
    await takenBy('');
    expect((await walls.wall.titles())[0]).toBe(OLD[0]?.title);
  });

  test('only what is new on arrival: not what was there, what comes late, or what another history brings again', async () => {
    walls.server.publish(FLASH);
    await walls.open();
    await walls.wall.shows(async () => (await walls.wall.titles())[0], FLASH.title);
    walls.server.publish(card('laat', 11, { urgency: 1, title: 'Flits van elf minuten geleden' }));
    await walls.wall.shows(async () => (await walls.wall.titles())[1], OLD[0]?.title);
    await walls.wall.shows(
      async () => (await walls.wall.titles()).includes('Flits van elf minuten geleden'),
      true,
    );
    expect(await walls.wall.taken()).toBe('');
    walls.server.rewrite('e2', ...OLD, FLASH);
    walls.server.send('reset', { epoch: 'e2', reason: 'restored', min: 1 });
    await walls.wall.page.clock.runFor(2_000);
    await walls.wall.shows(
      async () => (await walls.wall.titles()).includes('Flits van elf minuten geleden'),
      false,
    );
    expect(await walls.wall.taken()).toBe('');
  });

  test('routine news that becomes a flash takes over; a flash that becomes routine lets go', async () => {
    await walls.open();
    const [first] = OLD as [Card];
    walls.server.publish(nextVersion(first, { urgency: 1 }));
    await takenBy(first.title);
    walls.server.publish(nextVersion(nextVersion(first, {}), { urgency: 4 }));
    await takenBy('');
  });

  test('Escape gives the screen back at once', async () => {
    await walls.open();
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    await walls.wall.page.keyboard.press('Escape');
    await takenBy('');
  });

  test.each([
    [1920, 1080],
    [1280, 720],
    [1080, 1920],
  ])(
    '%i × %i: however long it is, it is read to its end, and nothing lies over anything',
    async (width, height) => {
      await walls.open({ context: { viewport: { width, height } } });
      const lead =
        'Dat gebeurde na een crisisberaad van ruim zeven uur, waarin niemand het eens werd. '.repeat(4);
      for (const title of [
        'Kabinet gevallen',
        'Kabinet valt over stikstof: premier biedt ontslag aan bij de koning',
        'Koninklijke Luchtmacht onderschept verkenningsvliegtuigen boven de Noordzee en Waddenzee',
        'Ministerie waarschuwt voor langdurige vertragingen op het spoor tussen Amsterdam, Utrecht en Den Bosch door herstelwerkzaamheden na storm',
      ]) {
        walls.server.publish(card(`t${String(title.length)}`, 0, { urgency: 2, title, lead }));
        await takenBy(title);
        const found = await walls.wall.find('.over').evaluate((over) => {
          const parts = [...over.querySelectorAll('.kicker, h2, .text, .foot')];
          const boxes = parts.map((part) => part.getBoundingClientRect());
          const isApart = boxes.every(({ top }, at) => at === 0 || top >= (boxes[at - 1]?.bottom ?? 0) - 1);
          const title = over.querySelector('h2');
          const isWhole = !!title && title.scrollHeight <= title.clientHeight + 1;
          const text = over.querySelector('.text');
          const lines = text ? text.clientHeight / parseFloat(getComputedStyle(text).lineHeight) : 0;
          return [isApart, isWhole, lines > 3.9, Math.max(...boxes.map(({ right }) => right)) <= innerWidth];
        });
        expect(found, title).toEqual([true, true, true, true]);
        await walls.wall.page.keyboard.press('Escape');
        await takenBy('');
      }
    },
  );

  test('does not move where motion is not wanted', async () => {
    await walls.open({ context: { reducedMotion: 'reduce', viewport: { width: 1920, height: 1080 } } });
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    const motion = await walls.wall.find('.over').evaluate((over) => getComputedStyle(over).animationName);
    expect(motion).toBe('none');
  });
});

/** Counts the tones that a page makes, and what it makes them with; whether it may make any is for the browser to say. */
async function countTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tones: AudioParam[] = [];
    const sounds: AudioContext[] = [];
    const Sound = AudioContext;
    const AudioContexts = class extends Sound {
      constructor() {
        super();
        sounds.push(this);
      }
    };
    Object.assign(globalThis, { tones, sounds, AudioContext: AudioContexts });
    const start: unknown = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (this: OscillatorNode, ...when) {
      tones.push(this.frequency);
      Reflect.apply(start as () => void, this, when);
    };
  });
}

const tones = () => walls.wall.page.evaluate(() => (Reflect.get(globalThis, 'tones') as number[]).length);
/** How each of what it makes tones with is. */
const sounds = () =>
  walls.wall.page.evaluate(() =>
    (Reflect.get(globalThis, 'sounds') as AudioContext[]).map(({ state }) => state),
  );

describe('bells', () => {
  const bulletin = (id: string, urgency = 2) => card(id, 0, { urgency });

  test('a wall that may not sound says so, and does after a key', async () => {
    await walls.open({ bells: '2', before: countTones });
    await walls.wall.page.clock.runFor(1_500);
    await walls.wall.says('[part=sound]', 'Geluid staat uit: druk op een toets');
    walls.server.publish(bulletin('stil'));
    await takenBy(bulletin('stil').title);
    expect(await tones()).toBe(0);
    await walls.wall.page.keyboard.press('a');
    await walls.wall.says('[part=sound]', '');
    walls.server.publish(bulletin('een'));
    await walls.wall.shows(tones, 2);
    expect(await sounds()).toEqual(['running']);
    // Between bells the machine's audio is let go of, and the next one has it back.
    await walls.wall.page.clock.runFor(5_000);
    await walls.wall.shows(sounds, ['suspended']);
    walls.server.publish(bulletin('twee'));
    await walls.wall.shows(tones, 4);
    expect(await sounds()).toEqual(['running']);
  });

  test('or after a click on the button that says so', async () => {
    await walls.open({ bells: '2' });
    await walls.wall.page.clock.runFor(1_500);
    await walls.wall.page.getByRole('button', { name: 'Geluid staat uit' }).click();
    await walls.wall.says('[part=sound]', '');
  });

  test('by urgency, one bell for all that comes at once, none in quiet hours, and that is said', async () => {
    await walls.open({ bells: '3', quiet: '12:01-13:00', before: countTones });
    await walls.wall.page.clock.runFor(1_500);
    await walls.wall.page.mouse.click(5, 5);
    await walls.wall.says('[part=sound]', '');
    walls.server.publish(bulletin('vier', 4));
    await walls.wall.shows(async () => (await walls.wall.titles())[0], bulletin('vier').title);
    expect(await tones()).toBe(0);
    walls.server.publish(bulletin('drie', 3), bulletin('flits', 1), bulletin('twee'));
    await walls.wall.shows(tones, 1);
    await walls.wall.pass(60);
    await walls.wall.says('[part=sound]', 'Stil tot 13:00');
    walls.server.publish(bulletin('stil', 3));
    await walls.wall.shows(
      async () => (await walls.wall.titles()).some((title) => title.includes('stil')),
      true,
    );
    expect(await tones()).toBe(1);
  });

  test('nothing is asked of the machine where no bells are wanted', async () => {
    await walls.open({ before: countTones });
    await walls.wall.page.keyboard.press('a');
    walls.server.publish(FLASH);
    await takenBy(FLASH.title);
    expect(await sounds()).toEqual([]);
    expect(await tones()).toBe(0);
    expect(await walls.wall.find('[part=sound]').count()).toBe(0);
  });
});
