import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '../../redis-server.ts';
import { jsonOf, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

const WITHIN_MS = 250;
let redis: RedisServer;
let dataDir: string;
let server: RunningApp | undefined;
let logged = '';

beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
});
afterAll(() => redis.stop());
afterEach(async () => {
  await server?.close();
});

describe.each(['SQLite', 'Redis'] as const)('an embargo on %s', (store) => {
  const start = async (): Promise<RunningApp> => {
    dataDir ??= await temporaryFolder();
    const logger = pino({ level: 'trace' }, sink());
    const settings = store === 'Redis' ? { REDIS_URL: redis.url } : {};
    server = await startApp({ settings, dataDir, logger });
    return server;
  };

  it('is published at its time, once, within 250 ms of it, and dated at it', async () => {
    const app = await start();
    const until = storeTime() + 500;
    const id = `op-tijd-${store}`;
    const fields = submission({ id, embargo: until, publishedAt: until - 60_000 });
    expect((await app.send('POST', '/api/dispatches', fields)).status).toBe(202);
    const released = await releaseOf(app, id);
    expect(released.at).toBeGreaterThanOrEqual(until);
    expect(released.at - until).toBeLessThan(WITHIN_MS);
    expect(released.dispatch).toMatchObject({ publishedAt: released.at });
    expect((await app.send('GET', `/api/waiting/${id}`)).status).toBe(404);
    const retried = await app.send('POST', '/api/dispatches', fields);
    expect([retried.status, (await jsonOf(retried)).n]).toEqual([200, released.n]);
  });

  it('moved to a nearer time it is published at that', async () => {
    const app = await start();
    const id = `nader-${store}`;
    const now = storeTime();
    await app.send('POST', '/api/dispatches', submission({ id, embargo: now + 3_600_000 }));
    const until = storeTime() + 300;
    await app.send('PUT', `/api/dispatches/${id}/embargo`, { until });
    const released = await releaseOf(app, id);
    expect(released.at - until).toBeLessThan(WITHIN_MS);
    expect(released.at).toBeGreaterThanOrEqual(until);
  });

  it('without its time it is not published', async () => {
    const app = await start();
    const [stopped, marker] = [`gestopt-${store}`, `merk-${store}`];
    const until = storeTime() + 300;
    await app.send('POST', '/api/dispatches', submission({ id: stopped, embargo: until }));
    await app.send('POST', '/api/dispatches', submission({ id: marker, embargo: until + 100 }));
    await app.send('POST', `/api/dispatches/${stopped}/hold`);
    await releaseOf(app, marker);
    expect((await app.ask(`/api/dispatches/${stopped}`)).status).toBe(404);
    expect((await app.send('GET', `/api/waiting/${stopped}`)).status).toBe(200);
  });

  it('a restart past its time publishes it at once', async () => {
    const id = `na-herstart-${store}`;
    const first = await start();
    const until = storeTime() + 300;
    await first.send('POST', '/api/dispatches', submission({ id, embargo: until }));
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const again = await start();
    const begun = storeTime();
    expect((await releaseOf(again, id)).at - begun).toBeLessThan(WITHIN_MS);
  });

  it('before its time nothing public and no line of the log knows of it', async () => {
    const app = await start();
    logged = '';
    const words = { id: `kwartelkoning-${store}`, title: 'Roerdomp gezien', note: 'een noot' };
    const board = await app.ask('/api/sections/buitenland');
    const sections = await (await app.ask('/api/sections')).text();
    const embargo = storeTime() + 3_600_000;
    await app.send('POST', '/api/dispatches', submission({ ...words, embargo }));
    await app.send('PUT', `/api/dispatches/${words.id}`, submission({ title: 'Roerdomp weer gezien' }));
    const open = [
      '/',
      '/api/sections/buitenland',
      '/nieuws/buitenland',
      '/metrics',
      '/openapi.json',
      '/readyz',
    ];
    for (const path of open) {
      expect(`${path} ${await (await app.ask(path)).text()}`).not.toMatch(/kwartelkoning|oerdomp/);
    }
    expect((await app.ask('/api/sections/buitenland')).headers.get('etag')).toBe(board.headers.get('etag'));
    expect(await (await app.ask('/api/sections')).text()).toBe(sections);
    expect(logged).not.toMatch(/kwartelkoning|oerdomp/);
    await app.send('DELETE', `/api/dispatches/${words.id}`);
    if (store === 'SQLite') await expectGoneFromFiles(/oerdomp/);
  });
});

/** Also those that a crash would bring back. */
async function expectGoneFromFiles(words: RegExp): Promise<void> {
  await expect
    .poll(async () => {
      const files = await readdir(dataDir, { withFileTypes: true });
      const texts = files
        .filter((file) => file.isFile())
        .map(({ name }) => readFile(join(dataDir, name), 'latin1'));
      return (await Promise.all(texts)).some((text) => words.test(text));
    })
    .toBe(false);
}

/** Both stores run on this machine, and its clock is theirs. */
function storeTime(): number {
  return Date.now();
}

interface Act {
  readonly act: string;
  readonly at: number;
  readonly n?: number;
  readonly dispatch?: object;
}

/** Waits for the release, and answers it as the log has it: its time is the store's. */
async function releaseOf(app: RunningApp, id: string): Promise<Act> {
  await expect.poll(async () => (await app.ask(`/api/dispatches/${id}`)).status, { timeout: 3000 }).toBe(200);
  const releases = (await historyOf(app, id)).acts.filter(({ act }) => act === 'release');
  expect(releases).toHaveLength(1);
  return releases[0] ?? { act: 'release', at: NaN };
}

async function historyOf(app: RunningApp, id: string): Promise<{ acts: Act[] }> {
  const answer = await app.send('GET', `/api/dispatches/${id}/history`);
  if (answer.status !== 200) throw new Error(`the history of ${id} answered ${answer.status}`);
  return (await answer.json()) as { acts: Act[] };
}

function sink(): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
}
