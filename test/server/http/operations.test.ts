import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../../server/log/open-log.ts';
import { pino } from 'pino';
import { rm } from 'node:fs/promises';
import { alterLog } from './altered-log.ts';
import { jsonOf, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.close());

describe('operations', () => {
  it('says that it is alive, and ready', async () => {
    expect(await jsonOf(await server.ask('/healthz'))).toEqual({ alive: true });
    const ready = await server.ask('/readyz');
    expect(ready.headers.get('cache-control')).toBe('no-store');
    expect(await jsonOf(ready)).toMatchObject({ ready: true, reasons: [], n: 0 });
  });

  it('counts what was published, and how far the log was followed', async () => {
    const fields = submission({ id: 'geteld' });
    const first = await jsonOf(await server.send('POST', '/api/dispatches', fields));
    await server.send('POST', '/api/dispatches', fields);
    await server.send('POST', '/api/dispatches', submission({ id: 'geteld', title: 'Anders' }));
    await server.ask(`/api/sections/buitenland?min=${String(first.n)}`);
    const metrics = await (await server.ask('/metrics')).text();
    expect(metrics).toContain('ticker_publishes_total{outcome="appended"} 1');
    expect(metrics).toContain('ticker_publishes_total{outcome="repeated"} 1');
    expect(metrics).toContain('ticker_publishes_total{outcome="refused"} 1');
    expect(metrics).toContain(`ticker_position ${String(first.n)}`);
    expect(metrics).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(metrics).not.toContain('127.0.0.1');
  });
});

describe('what an answer may do in a browser', () => {
  it('a page: only our own files, no inline script or style, sockets to our own host', async () => {
    const answer = await server.ask('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    const host = new URL(server.url).host;
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host};`);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  it('the API: nothing, but for every origin', async () => {
    const answer = await server.ask('/api/dispatches/onbekend');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a fault inside', () => {
  it('is a 500 that tells nothing of it, and is noted in our own log without an address', async () => {
    const dataDir = await temporaryFolder();
    const log = await openLog({ dataDir, logger: pino({ level: 'silent' }) });
    const broken = alterLog(log, { find: () => Promise.reject(new Error('secret detail at /srv/ticker')) });
    const lines: string[] = [];
    const logger = pino({ base: null }, { write: (line) => void lines.push(line) });
    const faulty = await startApp({ log: broken, logger });
    const answer = await faulty.ask('/api/dispatches/een?key=in-the-query');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    const noted = lines.filter((line) => line.includes('secret detail'));
    expect(noted).toHaveLength(1);
    expect(noted[0]).not.toMatch(/127\.0\.0\.1|in-the-query/);
    await faulty.close();
    await log.close();
    await rm(dataDir, { recursive: true });
  });
});
