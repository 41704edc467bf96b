import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Deliveries } from '../../../server/wire/deliveries.ts';
import { startPoller, type Poller, type PollerParts } from '../../../server/wire/poller.ts';
import type { FeedSource } from '../../../server/wire/sources.ts';
import { ReaderBusy } from '../../../server/wire/wire-item.ts';
import { temporaryFolder } from '../http/running-app.ts';
import { RedisServer } from '../../redis-server.ts';
import { rss, startFeedServer, type FeedServer } from './feed-server.ts';
import { openWireNewsroom, sourceOf, type WireNewsroom } from './newsroom-of-wires.ts';

const one = { id: 'een', title: 'Brug open', date: 'Sat, 21 Nov 2026 10:00:00 GMT' };
const two = { id: 'twee', title: 'Sluis dicht', date: 'Sat, 21 Nov 2026 11:00:00 GMT' };

describe('a feed', () => {
  test('is on the board, and an edited title is a new version of the same dispatch', async () => {
    const { room, server } = await follow(answering(rss(two, one)));
    expect(await room.titles('regio', 2)).toEqual(['Sluis dicht', 'Brug open']);
    server.answer = answering(rss(two, { ...one, title: 'Brug weer open' }));
    await eventually(() => room.titles('regio', 2)).toEqual(['Sluis dicht', 'Brug weer open']);
    expect(await room.log.find('feed:een')).toMatchObject({ version: 2, by: 'feed' });
    expect((await room.log.head()).n).toBe(3);
  });

  test('keeps the order of a feed that dates nothing: what stands on top is the newest', async () => {
    const { room } = await follow(answering(rss({ id: 'b', title: 'Boven' }, { id: 'o', title: 'Onder' })));
    expect(await room.titles('regio', 2)).toEqual(['Boven', 'Onder']);
  });

  test('that is old is not fresh news on the first look', async () => {
    const { room } = await follow(answering(rss({ ...one, date: 'Tue, 21 Nov 2023 10:00:00 GMT' })));
    await room.titles('regio', 1);
    expect(room.boards.whole('regio').dispatches).toMatchObject([
      { publishedAt: Date.UTC(2023, 10, 21, 10) },
    ]);
  });

  test('does not lose what leaves the feed', async () => {
    const { room, server } = await follow(answering(rss(two, one)));
    await room.titles('regio', 2);
    server.answer = answering(rss({ id: 'drie', title: 'Derde', date: two.date }));
    expect(await room.titles('regio', 3)).toHaveLength(3);
  });

  test('is asked with the validators of the last look, after a restart too', async () => {
    const dataDir = await temporaryFolder();
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const validators = { ETag: '"v1"', 'Last-Modified': 'Sat, 21 Nov 2026 11:00:00 GMT' };
    const server = await startFeedServer((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { ...validators, 'Content-Type': 'application/rss+xml' }).end(rss(one));
    });
    const first = await follow(server, { dataDir });
    await first.room.titles('regio', 1);
    await asked(server, 3);
    await first.poller.close();
    const before = server.asked.length;

    await follow(server, { room: first.room });
    await asked(server, before + 1);
    expect(server.asked.slice(1).map(({ headers }) => headers['if-none-match'])).toEqual(
      server.asked.slice(1).map(() => '"v1"'),
    );
    expect(server.asked.at(-1)?.headers['if-modified-since']).toBe(validators['Last-Modified']);
    expect(await first.book()).toMatchObject({ okAt: expect.any(Number) as unknown });
  });

  test('without validators that says the same is not read again', async () => {
    const { room, server } = await follow(answering(rss(one)));
    await room.titles('regio', 1);
    const { n } = await room.log.head();
    await asked(server, 5);
    expect((await room.log.head()).n).toBe(n);
  });

  test('from a cache that is behind changes nothing', async () => {
    const at =
      (time: string, body: string): RequestListener =>
      (_request, response) => {
        response.writeHead(200, { 'Last-Modified': time }).end(body);
      };
    const { room, server } = await follow(
      at('Sat, 21 Nov 2026 12:00:00 GMT', rss({ ...one, title: 'Nieuw' })),
    );
    await room.titles('regio', 1);
    server.answer = at('Sat, 21 Nov 2026 11:00:00 GMT', rss(one));
    await asked(server, server.asked.length + 3);
    expect(await room.titles('regio', 1)).toEqual(['Nieuw']);
    expect((await room.log.head()).n).toBe(1);
  });

  test('that dated itself in the future by mistake is read all the same once it is right', async () => {
    const { room, server } = await follow(
      answering(rss(one), { 'Last-Modified': 'Fri, 01 Jan 2100 12:00:00 GMT' }),
    );
    await room.titles('regio', 1);
    server.answer = answering(rss(two, one), { 'Last-Modified': 'Sat, 21 Nov 2026 12:00:00 GMT' });
    expect(await room.titles('regio', 2)).toEqual(['Sluis dicht', 'Brug open']);
  });

  test.each<[string, RequestListener, RegExp]>([
    ['answers 500', (_request, response) => response.writeHead(500).end(), /antwoordt 500/],
    ['is cut off', cutOff, /halverwege afgebroken/],
    ['is no feed', answering('<html><body>Wij zijn zo terug</body></html>'), /Niet te lezen/],
    ['is empty', answering(''), /Niet te lezen/],
    ['hangs', () => undefined, /niet op tijd/],
    ['redirects inside', redirecting('http://10.0.0.1/'), /niet openbaar.*doorverwijzing 1/],
    ['is a bomb', bomb, /Te groot/],
    ['is 11 MB', answering(`<rss>${' '.repeat(11 * 1024 * 1024)}</rss>`), /Te groot/],
  ])(
    'that %s keeps what it brought, says so, and goes on when it is well again',
    async (_name, broken, trouble) => {
      const { room, server, book } = await follow(answering(rss(one)));
      await room.titles('regio', 1);
      server.answer = broken;
      await eventually(async () => (await book()).trouble).toMatch(trouble);
      expect(await book()).toMatchObject({ troubleSince: expect.any(Number) as unknown });
      expect(await room.titles('regio', 1)).toEqual(['Brug open']);
      server.answer = answering(rss(two, one));
      expect(await room.titles('regio', 2)).toEqual(['Sluis dicht', 'Brug open']);
      await eventually(async () => (await book()).trouble).toBeUndefined();
    },
  );

  test('that was truncated gives what can be read, says so, and is read again', async () => {
    const whole = rss(two, one);
    const truncated = whole.slice(0, whole.indexOf('</item><item>') + 7 + 30);
    const { room, server, book } = await follow(answering(truncated, { ETag: '"x"' }));
    await eventually(async () => (await book()).trouble).toBe('De levering was niet compleet.');
    await asked(server, 3);
    expect(server.asked.every(({ headers }) => headers['if-none-match'] === undefined)).toBe(true);
    server.answer = answering(whole);
    expect(await room.titles('regio', 2)).toEqual(['Sluis dicht', 'Brug open']);
  });

  test('that is gone is not asked again, by another process either, until a restart', async () => {
    const { room, server, poller, book } = await follow(answering(rss(one)));
    const other = await follow(server, { room });
    await asked(server, 4);
    let times = 0;
    server.answer = (_request, response) => {
      times += 1;
      response.writeHead(410).end();
    };
    await eventually(async () => (await book()).trouble).toMatch(/410/);
    // The other one looks by itself, within its interval.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(times).toBe(1);
    await Promise.all([poller.close(), other.poller.close()]);
    server.answer = answering(rss(one));
    await follow(server, { room });
    await asked(server, server.asked.length + 1);
  });

  test.each([
    ['in seconds', () => '3600'],
    ['by the clock', () => new Date(Date.now() + 3_600_000).toUTCString()],
  ])('that says when to come back, %s, is not asked before', async (_name, when) => {
    const { room, server } = await follow((_request, response) =>
      response.writeHead(503, { 'Retry-After': when() }).end(),
    );
    const last = await lookOf(room, 1);
    expect(last.nextAt - room.log.now()).toBeGreaterThan(3_500_000);
    expect(server.asked).toHaveLength(1);
  });

  test('that fails again and again is asked less and less', async () => {
    const { room } = await follow((_request, response) => response.writeHead(500).end());
    const early = await lookOf(room, 1);
    const late = await lookOf(room, 3);
    expect(late.nextAt - late.at).toBeGreaterThan(2 * (early.nextAt - early.at));
  });

  test('is asked at uneven times around its interval', async () => {
    const waits: number[] = [];
    for (const random of [0, 0.5, 0.999]) {
      const { room, server } = await follow(answering(rss(one)), { every: 1000, random: () => random });
      await asked(server, 1);
      const { nextAt, at } = await lookOf(room, 0);
      waits.push(Math.round((nextAt - at) / 100_000));
    }
    expect(waits).toEqual([9, 10, 11]);
  });

  test('may lie inside when its host is allowed by name, and gets its headers', async () => {
    const { server } = await follow(answering(rss(one)), { headers: { Authorization: 'Bearer geheim' } });
    await asked(server, 1);
    expect(server.asked[0]?.headers.authorization).toBe('Bearer geheim');
  });

  test('inside that nobody allowed is not asked', async () => {
    const { server, book } = await follow(answering(rss(one)), { allow: [] });
    await eventually(async () => (await book()).trouble).toBe(
      'Het adres is niet openbaar en staat niet onder allow.',
    );
    expect(server.asked).toEqual([]);
  });

  test('under embargo leaves no word in the log of the server, broken or not', async () => {
    const { room, server, book } = await follow(answering(rss({ ...one, title: 'GEHEIM' })), {
      policy: 'desk',
    });
    await eventually(async () => (await room.newsroom.waiting()).length).toBe(1);
    server.answer = answering(rss({ ...one, title: 'GEHEIM', text: 'GEHEIM' }).slice(0, 200));
    await eventually(async () => (await book()).trouble).toBeDefined();
    expect(room.logged()).not.toContain('GEHEIM');
  });

  test('that the reader has no room for is asked again in a moment, and is not at fault', async () => {
    let times = 0;
    const { room } = await follow(answering(rss(one)), {
      // Were it counted as a failure of the feed, the next look would be in two hours.
      every: 3600,
      through: (deliveries) => ({
        receive(source, delivery) {
          times += 1;
          return times === 1 ? Promise.reject(new ReaderBusy('busy')) : deliveries.receive(source, delivery);
        },
      }),
    });
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await lookOf(room, 0);
  });

  test('that hangs does not keep the poller from closing', async () => {
    const { server, poller } = await follow(() => undefined, { limits: { idleMs: 60_000, totalMs: 60_000 } });
    await asked(server, 1);
    const before = Date.now();
    await poller.close();
    expect(Date.now() - before).toBeLessThan(1000);
  });
});

describe('several processes', () => {
  test('on one store ask a feed as often as one', async () => {
    const { answer, gaps } = timing(answering(rss(one)));
    const { room, server } = await follow(answer, { every: 0.5 });
    for (const _ of [2, 3, 4]) await follow(server, { room, every: 0.5 });
    await asked(server, 7);
    expect(Math.min(...gaps())).toBeGreaterThan(SHORTEST_GAP_MS);
    expect((await room.log.head()).n).toBe(1);
  });

  test('never ask it at the same time, and another goes on when the one that asked is gone', async () => {
    let together = 0;
    let most = 0;
    const { room, server, poller } = await follow((_request, response) => {
      together += 1;
      most = Math.max(most, together);
      // Also when whoever asked does not wait for the answer.
      response.once('close', () => {
        together -= 1;
      });
      setTimeout(() => response.end(rss({ ...one, title: `Keer ${server.asked.length}` })), 150);
    });
    await follow(server, { room });
    await asked(server, 4);
    await poller.close();
    const before = server.asked.length;
    await asked(server, before + 2);
    expect(most).toBe(1);
  });

  test('on Redis, too', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const [a, b] = await Promise.all([
      openWireNewsroom(undefined, redis.url),
      openWireNewsroom(undefined, redis.url),
    ]);
    const { answer, gaps } = timing(answering(rss(one)));
    const { server } = await follow(answer, { room: a, every: 0.5 });
    await follow(server, { room: b, every: 0.5 });
    expect(await b.titles('regio', 1)).toEqual(['Brug open']);
    await asked(server, 6);
    expect(Math.min(...gaps())).toBeGreaterThan(SHORTEST_GAP_MS);
    expect((await a.log.head()).n).toBe(1);
  });
});

interface Following {
  readonly room: WireNewsroom;
  readonly server: FeedServer;
  readonly poller: Poller;
  book: () => Promise<{ trouble?: string; troubleSince?: number; okAt?: number }>;
}

async function follow(
  answer: RequestListener | FeedServer,
  options: Partial<FeedSource> &
    Pick<PollerParts, 'random' | 'limits'> & {
      room?: WireNewsroom;
      dataDir?: string;
      through?: (deliveries: Deliveries) => Deliveries;
    } = {},
): Promise<Following> {
  const { room: given, dataDir, random, limits = { idleMs: 400 }, through, ...fields } = options;
  const room = given ?? (await openWireNewsroom(dataDir));
  const server = typeof answer === 'function' ? await startFeedServer(answer) : answer;
  const source = sourceOf({
    name: 'feed',
    kind: 'feed',
    url: `${server.url}/rss`,
    section: 'regio',
    allow: ['127.0.0.1'],
  });
  if (source.kind !== 'feed') throw new Error('it is a feed');
  const following = { ...source, every: 0.1, ...fields };
  const { deliveries, book } = room.receiving([following]);
  const poller = startPoller({
    source: following,
    deliveries: through ? through(deliveries) : deliveries,
    book,
    log: room.log,
    logger: room.logger,
    limits,
    ...(random && { random }),
  });
  onTestFinished(() => poller.close());
  return { room, server, poller, book: async () => (await book.list())[0] ?? {} };
}

function answering(body: string, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/rss+xml', ...headers }).end(body);
  };
}

/** Half a second, less what the jitter may take of it. */
const SHORTEST_GAP_MS = 440;

/** The times between one request and the next. */
function timing(answer: RequestListener): { answer: RequestListener; gaps: () => number[] } {
  const times: number[] = [];
  return {
    answer(request, response) {
      times.push(performance.now());
      answer(request, response);
    },
    gaps: () => times.slice(1).map((time, index) => time - (times[index] ?? 0)),
  };
}

function redirecting(Location: string): RequestListener {
  return (_request, response) => response.writeHead(302, { Location }).end();
}

function cutOff(...[, response]: Parameters<RequestListener>): void {
  response.writeHead(200, { 'Content-Length': 5000 }).write(rss(one).slice(0, 300));
  setTimeout(() => response.destroy(), 10);
}

function bomb(...[, response]: Parameters<RequestListener>): void {
  response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
}

async function asked(server: FeedServer, times: number): Promise<void> {
  await eventually(() => server.asked.length).toBeGreaterThanOrEqual(times);
}

/** Machines that run all tests at once are slow. */
function eventually<T>(value: () => T) {
  return expect.poll(value, { timeout: 15_000, interval: 10 });
}

/** What stands beside the log after so many failures. */
async function lookOf(room: WireNewsroom, failures: number): Promise<{ nextAt: number; at: number }> {
  let at = 0;
  let look: { nextAt: number; failures: number } | undefined;
  await eventually(async () => {
    const text = await room.log.notes.get('feeds', 'feed');
    look = text === undefined ? undefined : (JSON.parse(text) as { nextAt: number; failures: number });
    at = room.log.now();
    return look?.failures;
  }).toBe(failures);
  return { nextAt: look?.nextAt ?? 0, at };
}
