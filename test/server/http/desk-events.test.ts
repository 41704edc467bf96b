import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import express from 'express';
import { openEventStream } from '../../../server/http/event-stream.ts';
import type { Log } from '../../../server/log/log.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { keysCommand, makeNamedKey } from '../keys/named-key.ts';
import { readEvents, type EventReader } from './event-reader.ts';
import { jsonOf, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };
const logger = pino({ level: 'silent' });

describe('the line to an open desk', () => {
  let server: RunningApp;
  let dataDir: string;
  let log: Log;
  let key: string;
  beforeEach(async () => {
    dataDir = await temporaryFolder();
    key = await makeNamedKey(dataDir, 'redactie', '--scope', 'desk');
    log = await openLog({ dataDir, logger });
    server = await startApp({ dataDir, log });
  });
  afterEach(async () => {
    await server.close();
    await log.close();
    await rm(dataDir, { recursive: true });
  });

  it('says who is there and what waits; nothing in between may keep or pack it', async () => {
    const desk = await open({ authorization: `Bearer ${key}`, 'accept-encoding': 'gzip, br' });
    expect(desk.status).toBe(200);
    expect(desk.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(desk.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(desk.headers.get('content-encoding')).toBeNull();
    expect(desk.headers.get('x-accel-buffering')).toBe('no');
    const { holder, now } = await desk.next('hello');
    expect(holder).toEqual({ name: 'redactie', scopes: ['desk'] });
    expect(Math.abs(Number(now) - Date.now())).toBeLessThan(5000);
    expect(await desk.next('waiting')).toEqual({ items: [] });
  });

  it('tells what is done and what comes to wait, at once', async () => {
    const desk = await open({ authorization: `Bearer ${key}` });
    await desk.next('waiting');
    const until = Date.now() + 3_600_000;
    await server.send('POST', '/api/dispatches', submission({ id: 'later', embargo: until }));
    expect(await desk.next('waiting')).toMatchObject({
      items: [{ id: 'later', until, by: 'desk', revision: 1 }],
    });
    const { n, epoch } = await jsonOf(await server.send('POST', '/api/dispatches', submission({ id: 'nu' })));
    expect(await desk.next('act')).toEqual({
      ...{ epoch, n, id: 'nu', version: 1, section: 'buitenland', kind: 'dispatch', status: 'usable' },
      ...{ by: 'desk', at: expect.any(Number) as number, late: false },
    });
    await server.send('DELETE', '/api/dispatches/later');
    expect(await desk.next('waiting')).toEqual({ items: [] });
  });

  it('is cut when its key is revoked, in about a second, and so is every session of it', async () => {
    const cookie = await signIn();
    const byKey = await open({ authorization: `Bearer ${key}` });
    const bySession = await open({ cookie });
    await Promise.all([byKey.next('hello'), bySession.next('hello')]);
    await keysCommand(dataDir, 'revoke', 'redactie');
    const started = performance.now();
    await Promise.all([byKey.ended, bySession.ended]);
    expect(performance.now() - started).toBeLessThan(3000);
    for (const desk of [byKey, bySession]) {
      expect(desk.events.at(-1)).toEqual({ name: 'signed-out', data: { reason: 'revoked' } });
    }
    for (const headers of [{ cookie }, { authorization: `Bearer ${key}` }]) {
      expect((await server.ask('/api/desk/events', { headers })).status).toBe(401);
    }
  });

  it('goes on when another key is revoked', async () => {
    const other = await makeNamedKey(dataDir, 'ander', '--scope', 'desk');
    await vi.waitFor(async () => {
      const headers = { authorization: `Bearer ${other}` };
      expect((await server.ask('/api/desk/session', { headers })).status).toBe(200);
    }, 8000);
    const desk = await open({ authorization: `Bearer ${key}` });
    const revoked = await open({ authorization: `Bearer ${other}` });
    await keysCommand(dataDir, 'revoke', 'ander');
    await revoked.ended;
    await server.send('POST', '/api/dispatches', submission({ id: 'nog' }));
    expect(await desk.next('act')).toMatchObject({ id: 'nog' });
  });

  it('ends when its session is signed out, here or on another process', async () => {
    const cookie = await signIn();
    const here = await open({ cookie });
    await here.next('hello');
    await server.ask('/api/desk/session', { method: 'DELETE', headers: { cookie, ...OWN_PAGE } });
    await here.ended;
    expect(here.events.at(-1)).toEqual({ name: 'signed-out', data: { reason: 'signed-out' } });

    const other = await signIn();
    const there = await open({ cookie: other });
    await there.next('hello');
    // What another process on the same store would note.
    await log.notes.set('signed-out', /~([\w-]+)~/.exec(other)?.[1] ?? '', '1', 60_000);
    await there.ended;
    expect(there.events.at(-1)).toEqual({ name: 'signed-out', data: { reason: 'signed-out' } });
  });

  it('ends when its session has run its time', async () => {
    const cookie = await signIn();
    const desk = await open({ cookie });
    await desk.next('hello');
    const now = vi.spyOn(log, 'now').mockReturnValue(Date.now() + 12 * 3_600_000);
    await desk.ended;
    now.mockRestore();
    expect(desk.events.at(-1)).toEqual({ name: 'signed-out', data: { reason: 'expired' } });
  });

  it('does not hold up a server that stops', async () => {
    const desk = await open({ authorization: `Bearer ${key}` });
    await desk.next('hello');
    await server.app.close();
    // Cut off, it would have been waited for.
    expect(await desk.ended).toBe('whole');
  });

  it('is asked for with GET alone', async () => {
    for (const method of ['HEAD', 'POST', 'DELETE']) {
      expect((await server.send(method, '/api/desk/events')).status).toBe(405);
    }
  });

  async function open(headers: Record<string, string>): Promise<EventReader> {
    const desk = await readEvents(`${server.url}/api/desk/events`, headers);
    onTestFinished(() => {
      desk.close();
    });
    return desk;
  }

  async function signIn(): Promise<string> {
    const answer = await server.send('POST', '/api/desk/session', { key }, { authorization: '' });
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
});

describe('a reader who stopped reading', () => {
  it('is owed a few megabytes at most, and let go then', async () => {
    const app = express();
    let sent = 0;
    const cut = new Promise<void>((resolve) => {
      app.get('/', (_request, response) => {
        const stream = openEventStream(response);
        response.on('close', resolve);
        const data = 'x'.repeat(64 * 1024);
        const timer = setInterval(() => {
          sent += 1;
          stream.send('list', data);
          if (response.destroyed) clearInterval(timer);
        }, 1);
      });
    });
    const http = createServer(app).listen(0, '127.0.0.1');
    onTestFinished(() => void http.close());
    await once(http, 'listening');
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const [response] = (await once(get({ port: address.port, host: '127.0.0.1' }), 'response')) as [
      IncomingMessage,
    ];
    response.on('error', () => undefined); // It is cut off, as it should be.
    response.pause();
    await cut;
    // Beside our own limit there is what the two ends of the connection hold.
    expect(sent * 64 * 1024).toBeGreaterThan(4 * 1024 * 1024);
    expect(sent * 64 * 1024).toBeLessThan(24 * 1024 * 1024);
  });
});
