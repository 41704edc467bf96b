/**
 * The embargo's whole promise, with nothing replaced: three processes on one Redis, real viewers at each, all of them
 * restarted before the time, and one killed at the moment of release.
 */
import { rm } from 'node:fs/promises';
import { createClient } from 'redis';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SECTIONS } from '../../server/sections.ts';
import type { ClientToServerEvents, DeltaMessage, ServerToClientEvents } from '../../shared/events.ts';
import { RedisServer } from '../redis-server.ts';
import { jsonOf, submission, temporaryFolder } from './http/running-app.ts';
import { startServerProcess, type ServerProcess } from './http/server-process.ts';

const KEY = 'a-key-for-tests-only';
const WITHIN_MS = 250;
const PROCESSES = 3;
const VIEWERS_EACH = 4;
/** In ids, titles, datelines, leads, bodies and notes; in no other text of the server. */
const SECRET = /zwaluwstaart/i;
const EMBARGOED = 30;
const sections = DEFAULT_SECTIONS.map(({ id }) => id);

let redis: RedisServer;
let dataDir: string;
beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  dataDir = await temporaryFolder();
});
afterAll(async () => {
  await redis.stop();
  await rm(dataDir, { recursive: true });
});

describe('embargoes on three processes', { timeout: 180_000 }, () => {
  it('are told to nobody before their time, and to every viewer once at it, whoever dies', async () => {
    let servers = await startAll();
    await send(servers[0], 'POST', '/api/dispatches', submission({ id: 'staat-er-al' }));
    const early = await gather(servers);
    const before = await Promise.all(servers.map(boardStates));
    const positions = await storedPositions();

    const ids = await setEmbargoes(servers);
    await send(servers[1], 'PUT', `/api/dispatches/${ids[3]}`, secret(3, { title: 'Zwaluwstaart herzien' }));
    await expectUnknown(servers, ids);
    expect(await Promise.all(servers.map(boardStates))).toEqual(before);
    expect(await storedPositions()).toEqual(positions);
    expect(early.flatMap((viewer) => viewer.frames).join()).not.toMatch(SECRET);

    const said = servers.map((server) => server.stdout() + server.stderr());
    early.forEach((viewer) => viewer.leave());
    await Promise.all(servers.map((server) => server.stop('SIGTERM')));
    servers = await startAll();
    await expectUnknown(servers, ids);
    expect(said.concat(servers.map((server) => server.stdout() + server.stderr())).join()).not.toMatch(
      SECRET,
    );

    const viewers = await gather(servers);
    expect(viewers.flatMap((viewer) => viewer.frames).join()).not.toMatch(SECRET);
    const until = Date.now() + 4000;
    await Promise.all(
      ids.map((id, i) => send(servers[i % PROCESSES], 'PUT', `/api/dispatches/${id}/embargo`, { until })),
    );
    await Promise.race(viewers.map((viewer) => viewer.first()));
    const [dying, ...left] = servers;
    await dying?.stop('SIGKILL');

    const staying = viewers.slice(VIEWERS_EACH);
    await Promise.all(staying.map((viewer) => viewer.hasAll(ids)));
    // The log keeps the order, so whoever has this marker has everything before it.
    await send(left[0], 'POST', '/api/dispatches', submission({ id: 'merk' }));
    await Promise.all(staying.map((viewer) => viewer.hasAll(['merk'])));
    for (const viewer of staying) expect([...viewer.received].sort()).toEqual([...ids, 'merk'].sort());

    const lateness = await Promise.all(ids.map(async (id) => (await releasedAt(left[0], id)) - until));
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateness)).toBeLessThan(WITHIN_MS);
    expect(await jsonOf(await send(left[1], 'GET', '/api/waiting'))).toEqual({ items: [] });
    viewers.forEach((viewer) => viewer.leave());
    expect(await Promise.all(left.map((server) => server.stop('SIGTERM')))).toEqual([0, 0]);
  });
});

function startAll(): Promise<ServerProcess[]> {
  const env = { REDIS_URL: redis.url, DATA_DIR: dataDir, PUBLISH_KEYS: `desk:${KEY}`, LOG_LEVEL: 'debug' };
  return Promise.all(Array.from({ length: PROCESSES }, () => startServerProcess(env)));
}

/** Each at another process; the last one as the next version of something that is published. */
async function setEmbargoes(servers: readonly ServerProcess[]): Promise<string[]> {
  const embargo = Date.now() + 3_600_000;
  const ids: string[] = [];
  for (let i = 0; i < EMBARGOED - 1; i += 1) {
    const fields = secret(i, { embargo });
    await send(servers[i % PROCESSES], 'POST', '/api/dispatches', { ...fields, id: `zwaluwstaart-${i}` });
    ids.push(`zwaluwstaart-${i}`);
  }
  const next = submission({ title: 'Zwaluwstaart, vervolg', embargo });
  await send(servers[0], 'PUT', '/api/dispatches/staat-er-al', next);
  return [...ids, 'staat-er-al'];
}

function secret(i: number, fields: Record<string, unknown>): Record<string, unknown> {
  return submission({
    section: sections[i % sections.length],
    title: `Zwaluwstaart ${i}`,
    text: `ZWALUWSTAART (ANP) - Een zwaluwstaart vloog ${i} keer om de toren.`,
    body: [`De zwaluwstaart keerde ${i} keer terug.`],
    note: 'Eerder stond hier een andere zwaluwstaart.',
    ...fields,
  });
}

/** Everything that anybody can ask of any process, and everything that the log of the store holds. */
async function expectUnknown(servers: readonly ServerProcess[], ids: readonly string[]): Promise<void> {
  const lists = ['', '?min=0'].flatMap((query) =>
    sections.map((section) => `/api/sections/${section}${query}`),
  );
  const pages = ['/', ...sections.map((section) => `/nieuws/${section}`)];
  const feeds = sections.flatMap((section) =>
    ['rss', 'atom', 'json'].map((form) => `/feeds/${section}.${form}`),
  );
  const rest = [
    '/api/sections',
    '/metrics',
    '/openapi.json',
    '/readyz',
    '/healthz',
    '/api/dispatches/staat-er-al',
  ];
  for (const server of servers) {
    for (const path of [...lists, ...pages, ...feeds, ...rest]) {
      const answer = await fetch(server.url + path);
      const headers = JSON.stringify([...answer.headers]);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(`${path} ${headers} ${await answer.text()}`).not.toMatch(SECRET);
    }
    for (const [i, id] of ids.slice(0, -1).entries()) {
      expect((await fetch(`${server.url}/api/dispatches/${id}`)).status).toBe(404);
      const article = await fetch(`${server.url}/nieuws/${sections[i % sections.length]}/~${id}`);
      expect([article.status, (await article.text()).includes('Zwaluwstaart')]).toEqual([404, false]);
    }
  }
  const stored = Object.entries(await storedTexts());
  const holders = stored.filter(([, text]) => SECRET.test(text)).map(([key]) => key);
  expect(holders.length).toBeGreaterThan(0);
  expect(holders.filter((key) => !/^{ticker}:(waits:|waiting$)/.test(key))).toEqual([]);
}

/** Everything in Redis, by key: as it keeps it, and read out, as it compresses longer values. */
async function storedTexts(): Promise<Record<string, string>> {
  const client = await createClient({ url: redis.url }).connect();
  const texts: Record<string, string> = {};
  for (const key of await client.keys('*')) {
    const dump = await client.sendCommand(['DUMP', key]);
    const read = await client.sendCommand(readingOf(await client.type(key), key));
    texts[key] = JSON.stringify([dump, read]);
  }
  client.destroy();
  return texts;
}

function readingOf(type: string, key: string): string[] {
  const commands: Record<string, string[]> = {
    string: ['GET', key],
    hash: ['HGETALL', key],
    set: ['SMEMBERS', key],
    list: ['LRANGE', key, '0', '-1'],
    zset: ['ZRANGE', key, '0', '-1'],
    stream: ['XRANGE', key, '-', '+'],
  };
  return commands[type] ?? ['TYPE', key];
}

async function storedPositions(): Promise<Record<string, string>> {
  const texts = await storedTexts();
  return Object.fromEntries(Object.entries(texts).filter(([key]) => /:(log|texts)$/.test(key)));
}

/** What of a section's board may change with nothing published: nothing but the time of day. */
async function boardStates(server: ServerProcess): Promise<object> {
  const { sections: listed } = await jsonOf(await fetch(`${server.url}/api/sections`));
  const etags = await Promise.all(
    sections.map(async (section) =>
      (await fetch(`${server.url}/api/sections/${section}`)).headers.get('etag'),
    ),
  );
  const { n, epoch } = await jsonOf(await fetch(`${server.url}/readyz`));
  return { listed, etags, n, epoch };
}

async function releasedAt(server: ServerProcess | undefined, id: string): Promise<number> {
  const history = await jsonOf(await send(server, 'GET', `/api/dispatches/${id}/history`));
  const releases = (history.acts as { act: string; at: number }[]).filter(({ act }) => act === 'release');
  expect([id, releases.length]).toEqual([id, 1]);
  return releases[0]?.at ?? NaN;
}

async function send(
  server: ServerProcess | undefined,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const answer = await fetch(`${server?.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

/** So many viewers at each process, each with every section. */
function gather(servers: readonly ServerProcess[]): Promise<Viewer[]> {
  const places = servers.flatMap((server) => Array.from({ length: VIEWERS_EACH }, () => server));
  return Promise.all(places.map((server) => Viewer.join(server.url)));
}

class Viewer {
  /** Every packet as it came off the wire. */
  readonly frames: string[] = [];
  /** The ids of every change that it was told of, in order. */
  readonly received: string[] = [];
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  #news: (() => void)[] = [];

  private constructor(url: string) {
    this.#socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    this.#socket.io.on('open', () => {
      this.#socket.io.engine.on('data', (data: unknown) => this.frames.push(String(data)));
    });
    this.#socket.on('dispatch', (delta) => {
      this.received.push(idOf(delta));
      for (const tell of this.#news.splice(0)) tell();
    });
  }

  static async join(url: string): Promise<Viewer> {
    const viewer = new Viewer(url);
    for (const section of sections) {
      const answer = await viewer.#socket.emitWithAck('subscribe', { section });
      if (!answer.ok) throw new Error(answer.error.message);
    }
    return viewer;
  }

  async first(): Promise<void> {
    while (this.received.length === 0) await new Promise<void>((resolve) => this.#news.push(resolve));
  }

  async hasAll(ids: readonly string[]): Promise<void> {
    while (!ids.every((id) => this.received.includes(id))) {
      await new Promise<void>((resolve) => this.#news.push(resolve));
    }
  }

  leave(): void {
    this.#socket.disconnect();
  }
}

function idOf({ dispatch, gone }: DeltaMessage): string {
  return dispatch?.id ?? gone?.id ?? '';
}
