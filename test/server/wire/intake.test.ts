import { beforeEach, describe, expect, test } from 'vitest';
import { StoreAway } from '../../../server/log/log.ts';
import type { Delivered } from '../../../server/wire/intake.ts';
import type { Source } from '../../../server/wire/sources.ts';
import type { WireItem } from '../../../server/wire/wire-item.ts';
import { openWireNewsroom, sourceOf, type WireNewsroom } from './newsroom-of-wires.ts';

const publishing = sourceOf();
const forDesk = sourceOf({ policy: 'desk' });
const HOUR = 3_600_000;

let room: WireNewsroom;
beforeEach(async () => {
  room = await openWireNewsroom();
});

describe('an item of a wire that publishes', () => {
  test('is on the board, with its dateline and the agencies that its source knows', async () => {
    const source = sourceOf({ agencies: ['RegioBureau'] });
    const [delivered] = await take(source, item({ text: 'OSLO (RegioBureau) - De brug is weer open.' }));
    expect(delivered).toEqual({ id: 'anp:a', version: 1, outcome: 'published', problems: [] });
    const [dispatch] = await board();
    expect(dispatch).toMatchObject({
      id: 'anp:a',
      lead: 'De brug is weer open.',
      dateline: { agencies: ['REGIOBUREAU'] },
    });
    expect(await room.log.find('anp:a')).toMatchObject({ by: 'anp' });
  });

  test('counts once, whichever way and however often it comes', async () => {
    await take(publishing, item());
    const again = await take(publishing, item(), item({ publishedAt: room.log.now() - 5 }));
    expect(again.map(({ outcome }) => outcome)).toEqual(['repeated', 'repeated']);
    expect((await room.log.head()).n).toBe(1);
  });

  test('counts once although its note was lost', async () => {
    await take(publishing, item());
    await room.log.notes.delete('wire', 'anp:a');
    expect(await take(publishing, item())).toMatchObject([{ outcome: 'repeated' }]);
    expect((await room.log.head()).n).toBe(1);
  });

  test('without a version is a new one when its words changed, and keeps its place', async () => {
    const first = room.log.now() - 2 * HOUR;
    const feedItem = unversioned({ publishedAt: first });
    await take(publishing, feedItem);
    await take(publishing, { ...feedItem, title: 'Brug over de rivier dicht', publishedAt: first + HOUR });
    expect(await board()).toMatchObject([
      { version: 2, title: 'Brug over de rivier dicht', publishedAt: first },
    ]);
    expect(await take(publishing, feedItem)).toMatchObject([{ outcome: 'published', version: 3 }]);
  });

  test('keeps the time it had, however old', async () => {
    const publishedAt = room.log.now() - 3 * 365 * 24 * HOUR;
    await take(publishing, unversioned({ publishedAt }));
    expect(await board()).toMatchObject([{ publishedAt }]);
  });

  test('that dates itself hours ahead is published now, and that is said', async () => {
    const [delivered] = await take(publishing, item({ publishedAt: room.log.now() + 3 * HOUR }));
    expect(delivered).toMatchObject({ outcome: 'published', problems: [{ path: 'publishedAt' }] });
    expect((await board())[0]?.publishedAt).toBeLessThanOrEqual(room.log.now());
  });

  test('loses no text to the limits of its fields', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `woord${index}`).join(' ');
    const long = item({
      title: 'T'.repeat(400),
      text: words,
      url: 'javascript:alert(1)',
      lang: 'Nederlands',
    });
    const [delivered] = await take(publishing, long);
    expect(delivered).toMatchObject({ outcome: 'published', problems: [{ path: 'url' }] });
    const entry = await room.log.find('anp:a');
    const dispatch = entry?.kind === 'dispatch' ? entry.dispatch : undefined;
    expect([dispatch?.lead, ...(dispatch?.body ?? []).map(({ text }) => text)].join(' ')).toBe(
      `${words} Meer.`,
    );
    expect(dispatch).toMatchObject({ lang: 'nl' });
    expect(dispatch).not.toHaveProperty('url');
  });

  test('that cannot be used is refused with what is wrong, and keeps out no other', async () => {
    const delivered = await take(
      publishing,
      item({ urgency: 44 }),
      item({ sourceId: 'b', title: 'Wel goed' }),
    );
    expect(delivered).toMatchObject([
      { outcome: 'refused', problems: [{ path: 'urgency' }] },
      { id: 'anp:b', outcome: 'published' },
    ]);
    expect(await room.titles('buitenland', 1)).toEqual(['Wel goed']);
  });

  test('waits for the desk where no section is known for it, and says so', async () => {
    const source = sourceOf({ section: { byCategory: { Sport: 'sport' } } });
    const delivered = await take(
      source,
      item({ categories: ['Weer'] }),
      item({ sourceId: 'b', categories: ['SPORT'] }),
    );
    expect(delivered).toMatchObject([{ outcome: 'waiting' }, { outcome: 'published' }]);
    expect(await waits()).toMatchObject([{ id: 'anp:a', source: 'anp', trouble: 'Geen rubriek voor Weer.' }]);
    expect(await room.titles('sport', 1)).toEqual(['Brug over de rivier open']);
  });

  test('waits for the desk when its reader was not sure, whatever the policy', async () => {
    await take(publishing, item({ hold: 'Het embargo is niet te lezen.' }));
    expect(await waits()).toMatchObject([{ trouble: 'Het embargo is niet te lezen.' }]);
    expect((await room.log.head()).n).toBe(0);
  });

  test('leaves the rest for another try when the store goes away', async () => {
    room.away = true;
    await expect(take(publishing, item(), item({ sourceId: 'b' }))).rejects.toThrow(StoreAway);
    room.away = false;
    const delivered = await take(publishing, item(), item({ sourceId: 'b' }));
    expect(delivered.map(({ outcome }) => outcome)).toEqual(['published', 'published']);
  });
});

describe('versions', () => {
  test('go up; a late one is kept for the record and shown nowhere', async () => {
    await take(publishing, item({ version: 3, title: 'Derde' }));
    expect(await take(publishing, item({ version: 2, title: 'Tweede' }))).toMatchObject([{ version: 2 }]);
    expect(await room.titles('buitenland', 1)).toEqual(['Derde']);
    expect(await room.log.entriesOf('anp:a')).toMatchObject([{ version: 3 }, { version: 2, late: true }]);
    expect(await take(publishing, item({ version: 3, title: 'Derde' }))).toMatchObject([
      { outcome: 'repeated' },
    ]);
  });

  test('of the wire go on after a correction by the desk took the number', async () => {
    await take(publishing, item());
    const { said } = submission('Verbeterd door de desk');
    await room.newsroom.submit(said, { id: 'anp:a', version: 'next', by: 'chef' });
    expect(await take(publishing, item())).toMatchObject([{ outcome: 'repeated' }]);
    const [second] = await take(publishing, item({ version: 2, title: 'Tweede van de bron' }));
    expect(second).toMatchObject({ outcome: 'published', version: 3 });
    await expect.poll(() => room.titles('buitenland', 1)).toEqual(['Tweede van de bron']);
  });

  test('one version with two texts is refused', async () => {
    await take(publishing, item({ version: 2 }));
    expect(await take(publishing, item({ version: 2, title: 'Andere' }))).toMatchObject([
      { outcome: 'refused', problems: [{ message: expect.any(String) as unknown }] },
    ]);
  });

  test('that is late does not lift the embargo of the next one', async () => {
    await take(publishing, item({ version: 2, embargo: room.log.now() + HOUR }));
    expect(await take(publishing, item({ version: 1 }))).toMatchObject([{ outcome: 'discarded' }]);
    expect(await waits()).toMatchObject([{ version: 2, until: expect.any(Number) as unknown }]);
    expect((await room.log.head()).n).toBe(0);
  });
});

describe('a wire for the desk', () => {
  test('waits, a flash too, and a new version takes the place of what waits', async () => {
    await take(forDesk, item({ urgency: 1 }));
    await take(forDesk, item({ version: 2, urgency: 1, title: 'Tweede' }));
    expect(await waits()).toMatchObject([
      { id: 'anp:a', version: 2, content: { title: 'Tweede', urgency: 1 } },
    ]);
    expect((await room.log.head()).n).toBe(0);
    await room.newsroom.release({ id: 'anp:a', by: 'chef' });
    expect(await take(forDesk, item({ version: 2, urgency: 1, title: 'Tweede' }))).toMatchObject([
      { outcome: 'repeated' },
    ]);
    await take(forDesk, item({ version: 3, title: 'Derde' }));
    expect(await waits()).toMatchObject([{ version: 3 }]);
    expect(await room.titles('buitenland', 1)).toEqual(['Tweede']);
  });

  test('does not bring back what the desk put away, nor its later versions', async () => {
    await take(forDesk, item());
    await room.newsroom.withdraw({ id: 'anp:a', by: 'chef' });
    expect(await take(forDesk, item())).toMatchObject([{ outcome: 'repeated' }]);
    expect(await take(forDesk, item({ version: 2, title: 'Toch' }))).toMatchObject([
      { outcome: 'discarded' },
    ]);
    expect(await waits()).toEqual([]);
  });

  test('does not write over what an editor changed when it says the same again', async () => {
    await take(forDesk, unversioned());
    const { said } = submission('Zoals de desk het wil');
    await room.newsroom.submit(said, { id: 'anp:a', version: 'next', by: 'chef', forDesk: true });
    expect(await take(forDesk, unversioned())).toMatchObject([{ outcome: 'repeated' }]);
    expect(await waits()).toMatchObject([{ content: { title: 'Zoals de desk het wil' }, by: 'chef' }]);
  });
});

describe('an embargo', () => {
  test('keeps an item, and one that is lifted publishes it', async () => {
    await take(publishing, item({ embargo: room.log.now() + HOUR }));
    expect((await room.log.head()).n).toBe(0);
    expect(room.logged()).not.toContain('Brug');
    await take(publishing, item({ version: 2 }));
    expect(await room.titles('buitenland', 1)).toEqual(['Brug over de rivier open']);
    expect(await waits()).toEqual([]);
  });

  test('that has passed publishes at once', async () => {
    expect(await take(publishing, item({ embargo: room.log.now() - 1 }))).toMatchObject([
      { outcome: 'published' },
    ]);
  });
});

describe('held by the agency', () => {
  test('hides what is published, text or none, and a higher version shows it again', async () => {
    await take(publishing, item());
    await room.titles('buitenland', 1);
    expect(
      await take(publishing, item({ version: 2, status: 'withheld', title: '', text: '' })),
    ).toMatchObject([{ outcome: 'waiting', version: 2 }]);
    await expect.poll(() => board()).toEqual([]);
    await take(publishing, item({ version: 3 }));
    expect(await room.titles('buitenland', 1)).toEqual(['Brug over de rivier open']);
  });

  test('waits for the desk when it was never published', async () => {
    await take(publishing, item({ status: 'withheld' }));
    expect(await waits()).toMatchObject([
      { content: { status: 'usable' }, trouble: 'De bron houdt dit bericht nog vast.' },
    ]);
    expect((await room.log.head()).n).toBe(0);
  });

  test('stays hidden when the desk hid it, until the desk says otherwise', async () => {
    await take(publishing, item());
    await room.newsroom.hold({ id: 'anp:a', by: 'chef' });
    expect(await take(publishing, item({ version: 2, title: 'Nieuw' }))).toMatchObject([
      { outcome: 'waiting' },
    ]);
    expect(await waits()).toMatchObject([
      { trouble: expect.stringContaining('De redactie houdt') as unknown },
    ]);
  });
});

describe('a kill', () => {
  const kill = item({ version: 2, status: 'canceled', title: '', text: '', note: 'Onjuist' });

  test('withdraws what is published, whatever the policy, and counts once', async () => {
    await take(publishing, item());
    await room.titles('buitenland', 1);
    expect(await take(forDesk, kill)).toMatchObject([{ outcome: 'withdrawn', version: 2 }]);
    expect(await take(forDesk, kill)).toMatchObject([{ outcome: 'repeated' }]);
    await expect.poll(() => board()).toEqual([]);
    expect(await room.log.find('anp:a')).toMatchObject({ kind: 'withdrawal', reason: 'Onjuist', by: 'anp' });
  });

  test('takes away what waits', async () => {
    await take(forDesk, item());
    expect(await take(forDesk, kill)).toMatchObject([{ outcome: 'discarded' }]);
    expect(await waits()).toEqual([]);
  });

  test('before what it kills keeps that out, and nothing of it is public', async () => {
    expect(await take(publishing, kill)).toMatchObject([{ outcome: 'discarded' }]);
    expect(await take(publishing, item())).toMatchObject([
      { outcome: 'discarded', problems: [{ path: 'version' }] },
    ]);
    expect((await room.log.head()).n).toBe(0);
    expect(await waits()).toEqual([]);
  });

  test.each([
    ['that was published', true],
    ['that nobody had seen', false],
  ])(
    'followed by a usable version of something %s waits for the desk to confirm',
    async (_name, published) => {
      if (published) await take(publishing, item());
      await take(publishing, kill);
      const back = item({ version: 3, title: 'Toch weer' });
      expect(await take(publishing, back)).toMatchObject([{ outcome: 'waiting' }]);
      expect(await take(publishing, back)).toMatchObject([{ outcome: 'repeated' }]);
      expect(await waits()).toMatchObject([
        { trouble: expect.stringContaining('De bron trok dit bericht') as unknown },
      ]);
      await expect.poll(() => board()).toEqual([]);
      await room.newsroom.release({ id: 'anp:a', by: 'chef' });
      expect(await room.titles('buitenland', 1)).toEqual(['Toch weer']);
    },
  );

  test('by the desk: a new version of the wire asks the desk, the old one asks nobody', async () => {
    await take(publishing, unversioned());
    await room.newsroom.withdraw({ id: 'anp:a', by: 'chef' });
    expect(await take(publishing, unversioned())).toMatchObject([{ outcome: 'repeated' }]);
    expect(await waits()).toEqual([]);
    expect(await take(publishing, unversioned({ title: 'Nieuw' }))).toMatchObject([{ outcome: 'waiting' }]);
    expect(await waits()).toMatchObject([
      { trouble: 'Dit bericht is eerder ingetrokken. Publiceren zet het terug.' },
    ]);
  });
});

describe('an item that replaces another', () => {
  test('by its id', async () => {
    await take(publishing, item(), item({ sourceId: 'b', title: 'Nieuw', replaces: 'a' }));
    expect(await room.titles('buitenland', 2)).toContain('Nieuw');
    expect(await room.log.find('anp:b')).toMatchObject({ dispatch: { replaces: 'anp:a' } });
  });

  test('by its headline, in any case and with a version mark', async () => {
    await take(publishing, item());
    await room.titles('buitenland', 1);
    await take(
      publishing,
      item({ sourceId: 'b', title: 'Nieuw', replacesTitle: 'BRUG over de  rivier open (2)' }),
    );
    expect(await room.log.find('anp:b')).toMatchObject({ dispatch: { replaces: 'anp:a' } });
  });

  test('by the headline of one that waits for the desk', async () => {
    await take(
      forDesk,
      item(),
      item({ sourceId: 'b', title: 'Nieuw', replacesTitle: 'Brug over de rivier open' }),
    );
    expect(await waits()).toMatchObject([{ id: 'anp:a' }, { id: 'anp:b', content: { replaces: 'anp:a' } }]);
  });

  test.each([[{ replaces: 'a' }], [{ replacesTitle: 'Brug over de rivier open' }]])(
    'and names its own earlier version is a version like any other: %j',
    async (named) => {
      await take(publishing, item());
      await board();
      const delivered = await take(publishing, item({ version: 2, title: 'Brug weer dicht', ...named }));
      expect(delivered).toEqual([{ id: 'anp:a', version: 2, outcome: 'published', problems: [] }]);
      expect((await board())[0]).not.toHaveProperty('replaces');
    },
  );

  test('of another source, or that nobody knows, replaces nothing, and that is said', async () => {
    await take(sourceOf({ name: 'dpa' }), item());
    await room.titles('buitenland', 1);
    const byTitle = item({ sourceId: 'b', replacesTitle: 'Brug over de rivier open' });
    const delivered = await take(publishing, byTitle, item({ sourceId: 'c', replaces: 'x' }));
    expect(delivered).toMatchObject([
      { outcome: 'published', problems: [{ path: 'replaces' }] },
      { outcome: 'published', problems: [{ path: 'replaces' }] },
    ]);
    expect(await room.log.find('anp:b')).not.toMatchObject({
      dispatch: { replaces: expect.anything() as unknown },
    });
  });
});

function item(fields: Partial<WireItem> = {}): WireItem {
  return {
    sourceId: 'a',
    version: 1,
    status: 'usable',
    title: 'Brug over de rivier open',
    text: 'OSLO (ANP) - De brug is weer open.',
    body: [{ paragraph: 'Meer.' }],
    categories: [],
    notUnderstood: [],
    ...fields,
  };
}

/** As feeds have them. */
function unversioned(fields: Partial<WireItem> = {}): WireItem {
  const { version: _, ...rest } = item(fields);
  return rest;
}

function take(source: Source, ...items: readonly WireItem[]): Promise<readonly Delivered[]> {
  return room.intake.take(source, items);
}

async function board() {
  const { n } = await room.log.head();
  await expect.poll(() => room.boards.cursor().n).toBe(n);
  return room.boards.whole('buitenland').dispatches;
}

function waits() {
  return room.newsroom.waiting();
}

function submission(title: string) {
  const said = { section: 'buitenland', title, text: 'De brug is weer open.', urgency: 4, lang: 'nl' };
  return { said: { ...said, status: 'usable' as const } };
}
