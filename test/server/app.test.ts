import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { loadConfig } from '../../server/config.ts';
import { openLog } from '../../server/log/open-log.ts';
import { StoreAway, type Appended, type Log, type Proposal } from '../../server/log/log.ts';
import { alterLog } from './http/altered-log.ts';
import { jsonOf, startApp, submission, temporaryFolder } from './http/running-app.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await temporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true }));

const logger = pino({ level: 'silent' });

describe('starting', () => {
  it('again on the same folder resumes every board', async () => {
    const before = await startApp({ dataDir });
    for (const section of ['buitenland', 'sport']) {
      await before.send('POST', '/api/dispatches', submission({ id: `een-${section}`, section }));
    }
    await before.send('POST', '/api/dispatches', submission({ id: 'weg' }));
    const last = await jsonOf(await before.send('DELETE', '/api/dispatches/weg'));
    const boardsOf = async (url: string) =>
      Promise.all(
        ['buitenland', 'sport'].map(async (section) => {
          const answer = await fetch(`${url}/api/sections/${section}?min=${String(last.n)}`);
          return { ...(await jsonOf(answer)), now: 0, etag: answer.headers.get('etag') };
        }),
      );
    const left = await boardsOf(before.url);
    await before.close();

    const after = await startApp({ dataDir });
    expect(await boardsOf(after.url)).toEqual(left);
    expect(left).toMatchObject([
      { dispatches: [{ id: 'een-buitenland' }] },
      { dispatches: [{ id: 'een-sport' }] },
    ]);
    await after.close();
  });

  it('without keys makes a desk key, which is the same after a restart', async () => {
    const settings = { PORT: '0', DEMO: '0', DATA_DIR: dataDir };
    const first = await createApp(loadConfig(settings), { logger });
    await first.close();
    const second = await createApp(loadConfig(settings), { logger });
    expect(second.deskKey).toBe(first.deskKey);
    const answer = await fetch(`${second.url}/api/dispatches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${second.deskKey ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify(submission()),
    });
    expect(answer.status).toBe(201);
    await second.close();
  });

  it('that fails on a taken port lets go of the folder', async () => {
    const other = await startApp();
    const config = loadConfig({
      PORT: String(other.app.port),
      DEMO: '0',
      DATA_DIR: dataDir,
      PUBLISH_KEYS: 'a:b',
    });
    await expect(createApp(config, { logger })).rejects.toThrow('EADDRINUSE');
    const here = await startApp({ dataDir });
    expect((await here.ask('/readyz')).status).toBe(200);
    await Promise.all([here.close(), other.close()]);
  });
});

describe('stopping', () => {
  it('under load ends within 5 s: sockets, kept-alive connections and a publish under way', async () => {
    const log = slowLog(await openLog({ dataDir, logger }));
    const server = await startApp({ log });
    await server.send('POST', '/api/dispatches', submission());

    const viewers = await Promise.all(Array.from({ length: 100 }, () => openViewer(server.url)));
    const agent = new Agent({ keepAlive: true });
    await Promise.all(Array.from({ length: 10 }, () => getWith(agent, `${server.url}/api/sections/sport`)));
    const halfRequest = connect(server.app.port, '127.0.0.1');
    halfRequest.write('POST /api/dispatches HTTP/1.1\r\nHost: x\r\n');
    const cut = once(halfRequest, 'close');
    halfRequest.resume();

    log.slow = true;
    const published = server.send('POST', '/api/dispatches', submission({ id: 'onderweg' }));
    await log.appending;
    const readyz = pollUntil(() => server.ask('/readyz'), 503);
    const started = performance.now();
    const closed = server.close();
    expect(await jsonOf(await readyz)).toMatchObject({ ready: false, reasons: ['this process is stopping'] });
    log.release();
    expect((await published).status).toBe(201);
    await closed;
    expect(performance.now() - started).toBeLessThan(5000);
    await cut;

    expect(viewers.every(({ socket }) => !socket.connected)).toBe(true);
    expect(viewers.every(({ drained }) => drained())).toBe(true);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    expect(await log.find('onderweg')).toMatchObject({ kind: 'dispatch' });
    for (const { socket } of viewers) socket.close();
    agent.destroy();
    await log.close();
  });

  it('twice is stopping once', async () => {
    const server = await startApp({ dataDir });
    await Promise.all([server.app.close(), server.app.close()]);
    await server.app.close();
  });
});

describe('a store that is away', () => {
  it('is a 503 with what to say again, and not ready; saying it again when it is back counts once', async () => {
    const log = slowLog(await openLog({ dataDir, logger }));
    const server = await startApp({ log });
    log.away = true;
    const fields = submission({ title: 'Zonder eigen nummer' });
    const refused = await server.send('POST', '/api/dispatches', fields);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const problem = await jsonOf(refused);
    expect(problem).toMatchObject({ type: 'urn:news-ticker:problem:store-away', version: 1 });
    expect(JSON.stringify(problem)).not.toContain('kapot');
    expect((await server.ask('/api/dispatches/een')).status).toBe(503);
    const ready = await server.ask('/readyz');
    expect([ready.status, (await jsonOf(ready)).reasons]).toEqual([503, ['the disk is full']]);

    log.away = false;
    const again = { ...fields, id: problem.id, version: problem.version };
    expect((await server.send('POST', '/api/dispatches', again)).status).toBe(201);
    expect((await server.send('POST', '/api/dispatches', again)).status).toBe(200);
    expect((await server.ask('/readyz')).status).toBe(200);
    await server.close();
    await log.close();
  });

  it('fills our own log with nobody who asks meanwhile', async () => {
    const lines: string[] = [];
    const log = slowLog(await openLog({ dataDir, logger }));
    const server = await startApp({
      log,
      logger: pino({ level: 'error' }, { write: (line) => lines.push(line) }),
    });
    log.away = true;
    for (let time = 0; time < 3; time += 1) {
      const answer = await server.ask('/api/dispatches/een');
      expect([answer.status, (await jsonOf(answer)).detail]).toEqual([
        503,
        'The store cannot be reached. Ask again in a moment.',
      ]);
    }
    expect(lines).toEqual([]);
    await server.close();
    await log.close();
  });

  it('whose end was last seen long ago makes the process not ready', async () => {
    const log = slowLog(await openLog({ dataDir, logger }));
    const server = await startApp({ log });
    log.asOf = log.now() - 11_000;
    const ready = await server.ask('/readyz');
    expect([ready.status, (await jsonOf(ready)).reasons]).toEqual([
      503,
      ['the log was last seen whole 11 s ago'],
    ]);
    await server.close();
    await log.close();
  });
});

/** A real log whose answers can be held back, or not come. */
function slowLog(log: Log) {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let startAppending: () => void = () => undefined;
  const appending = new Promise<void>((resolve) => (startAppending = resolve));
  const slow = {
    slow: false,
    away: false,
    asOf: undefined as number | undefined,
    /** Resolves when an append is being held back. */
    appending,
    release,
    async append(proposal: Proposal): Promise<Appended> {
      if (slow.away) throw new StoreAway('kapot: /dev/sda1');
      if (slow.slow) {
        startAppending();
        await released;
      }
      return log.append(proposal);
    },
    find: (id: string) => (slow.away ? Promise.reject(new StoreAway('kapot')) : log.find(id)),
    health: () => ({
      ...log.health(),
      ...(slow.asOf !== undefined && { asOf: slow.asOf }),
      ...(slow.away && { writable: false, trouble: 'the disk is full' }),
    }),
  };
  return alterLog(log, slow);
}

async function openViewer(url: string): Promise<{ socket: Socket; drained: () => boolean }> {
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
  let drained = false;
  socket.on('drain', () => (drained = true));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  await socket.emitWithAck('subscribe', { section: 'buitenland' });
  return { socket, drained: () => drained };
}

function getWith(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response: IncomingMessage) => {
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
}

async function pollUntil(ask: () => Promise<Response>, status: number): Promise<Response> {
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
    await delay(5);
  }
}
