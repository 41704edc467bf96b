import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKeys, type Keys } from '../../../server/keys/keys.ts';
import { StoreAway } from '../../../server/log/log.ts';
import { createSessions } from '../../../server/http/sessions.ts';
import { MemoryLog } from '../memory-log.ts';
import { keysCommand, makeNamedKey } from '../keys/named-key.ts';
import { startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

describe('signing in at the desk', () => {
  let server: RunningApp;
  let dataDir: string;
  const lines: string[] = [];
  const keys = { redactie: '', bureau: '' };
  beforeAll(async () => {
    dataDir = await temporaryFolder();
    keys.redactie = await makeNamedKey(dataDir, 'redactie', '--scope', 'desk', '--section', 'regio');
    keys.bureau = await makeNamedKey(dataDir, 'bureau', '--scope', 'publish');
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    server = await startApp({ dataDir, logger, settings: { TRUST_PROXY: '1' } });
  });
  afterAll(async () => {
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  it('with a key answers who it is, and a cookie out of reach of scripts and other sites', async () => {
    const answer = await signIn(keys.redactie);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ name: 'redactie', scopes: ['desk'], sections: ['regio'] });
    expect(answer.headers.get('set-cookie')?.split('; ').slice(1)).toEqual([
      'Max-Age=43200',
      'Path=/api',
      'HttpOnly',
      'SameSite=Strict',
    ]);
  });

  it('over https has a cookie that travels over https only', async () => {
    const told = await signIn(keys.redactie, { 'x-forwarded-proto': 'https' });
    expect(told.headers.get('set-cookie')).toContain('; Secure');
    const untold = await signIn(keys.redactie, { origin: server.url.replace('http:', 'https:') });
    expect(untold.headers.get('set-cookie')).toContain('; Secure');
  });

  it('opens the doors of the desk, as the holder of the key', async () => {
    const headers = { cookie: await cookieOf(keys.redactie), ...OWN_PAGE };
    expect(await (await server.ask('/api/desk/session', { headers })).json()).toMatchObject({
      name: 'redactie',
    });
    expect((await server.ask('/api/waiting', { headers })).status).toBe(200);
    expect((await publish({ section: 'regio', id: 'van-de-desk' }, headers)).status).toBe(201);
    expect((await publish({ section: 'sport' }, headers)).status).toBe(403);
  });

  it.each([
    ['nothing that a browser would say', {}],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['no page at all', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'https://elders.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['another site that names our origin', { 'sec-fetch-site': 'cross-site', origin: 'own' }],
  ])('with %s changes nothing by its cookie', async (_, from: Record<string, string>) => {
    const origin = from.origin === 'own' ? server.url : from.origin;
    const headers = { cookie: await cookieOf(keys.redactie), ...from, ...(origin && { origin }) };
    for (const [method, path] of [
      ['POST', '/api/dispatches'],
      ['DELETE', '/api/dispatches/een'],
      ['DELETE', '/api/desk/session'],
    ] as const) {
      const body = method === 'POST' ? submission({ section: 'regio' }) : undefined;
      const answer = await server.send(method, path, body, { ...headers, authorization: '' });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ type: 'urn:news-ticker:problem:cross-site' });
    }
    expect((await server.ask('/api/desk/session', { headers })).status).toBe(200);
  });

  it('over plain http, where browsers name only their origin, our own is enough', async () => {
    const headers = { cookie: await cookieOf(keys.redactie), origin: server.url };
    expect((await publish({ section: 'regio' }, headers)).status).toBe(201);
  });

  it('another site cannot sign an editor in', async () => {
    for (const from of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elders.example' }]) {
      const answer = await signIn(keys.redactie, from);
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    }
    const form = {
      method: 'POST',
      body: `{"key": "${keys.redactie}"}`,
      headers: { 'content-type': 'text/plain' },
    };
    expect((await server.ask('/api/desk/session', form)).status).toBe(415);
  });

  it('takes a key of the desk', async () => {
    const answer = await signIn(keys.bureau);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    expect(await answer.json()).toMatchObject({ type: 'urn:news-ticker:problem:scope' });
  });

  it.each([[{}], [{ key: '' }], [{ key: 7 }], [{ key: 'x', more: true }], [[]], ['"tekst"']])(
    '%j is no way to do it',
    async (body) => {
      const answer = await server.send('POST', '/api/desk/session', body, { authorization: '' });
      expect(answer.status).toBe(422);
    },
  );

  it('out ends it, for whoever has a copy of the cookie too', async () => {
    const headers = { cookie: await cookieOf(keys.redactie), ...OWN_PAGE };
    const other = { cookie: await cookieOf(keys.redactie), ...OWN_PAGE };
    const answer = await server.ask('/api/desk/session', { method: 'DELETE', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^news-ticker-desk=; Max-Age=0;/);
    expect((await server.ask('/api/desk/session', { headers })).status).toBe(401);
    expect((await publish({ section: 'regio' }, headers)).status).toBe(401);
    expect((await server.ask('/api/desk/session', { headers: other })).status).toBe(200);
  });

  it('out without being in is no mistake', async () => {
    expect((await server.ask('/api/desk/session', { method: 'DELETE' })).status).toBe(204);
  });

  it('with wrong keys is counted and limited as everywhere; a right one still opens', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.30' };
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      statuses.push((await signIn(`wrong-${i}`, headers)).status);
      statuses.push((await publish({}, { ...headers, authorization: `Bearer wrong-${i}` })).status);
    }
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    expect((await signIn(keys.redactie, headers)).status).toBe(200);
    expect(await (await server.ask('/metrics')).text()).toContain('ticker_wrong_keys_total 40');
  });

  it('writes no key and no cookie to any file or log', async () => {
    const cookie = await cookieOf(keys.redactie);
    await server.ask('/api/desk/session', { method: 'DELETE', headers: { cookie, ...OWN_PAGE } });
    const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
    const everything = [...lines, ...(await Promise.all(texts))].join('\n');
    expect(everything.length).toBeGreaterThan(1000);
    const secret = keys.redactie.slice('nt_12345678_'.length);
    const signature = cookie.split('~').at(-1) ?? '';
    for (const text of [secret, secret.slice(0, 12), signature]) expect(everything).not.toContain(text);
  });

  function signIn(key: string, headers: Record<string, string> = {}): Promise<Response> {
    return server.send('POST', '/api/desk/session', { key }, { authorization: '', ...headers });
  }

  async function cookieOf(key: string): Promise<string> {
    return ((await signIn(key)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  function publish(fields: Record<string, unknown>, headers: Record<string, string>): Promise<Response> {
    return server.send('POST', '/api/dispatches', submission(fields), { authorization: '', ...headers });
  }
});

describe('a session', () => {
  let dataDir: string;
  let keys: Keys;
  let now = 1_790_000_000_000;
  const { notes } = new MemoryLog();
  const parts = () => ({ keys, notes, now: () => now });
  beforeEach(async () => {
    dataDir = await temporaryFolder();
    await makeNamedKey(dataDir, 'redactie', '--scope', 'desk');
    keys = await openKeys({ publishKeys: [], dataDir, logger: pino({ level: 'silent' }) });
  });
  afterEach(async () => {
    await keys.close();
    await rm(dataDir, { recursive: true });
  });

  it('lasts twelve hours, used or not', async () => {
    const sessions = createSessions(parts());
    const cookie = openIn(sessions);
    now += 12 * 3_600_000 - 1;
    expect((await sessions.read(cookie))?.holder.name).toBe('redactie');
    now += 1;
    expect(await sessions.read(cookie)).toBeUndefined();
  });

  it('is known to every process, and signed out on one it is so on all', async () => {
    const [one, other] = [createSessions(parts()), createSessions(parts())];
    const cookie = openIn(one);
    const session = await other.read(cookie);
    if (session === undefined) throw new Error('the other process does not know it');
    await other.end(session);
    expect(await one.read(cookie)).toBeUndefined();
    expect(await one.hasEnded(session)).toBe(true);
  });

  it('ends with its key, revoked or replaced', async () => {
    const sessions = createSessions(parts());
    const cookie = openIn(sessions);
    await keysCommand(dataDir, 'replace', 'redactie');
    await vi.waitFor(async () => expect(await sessions.read(cookie)).toBeUndefined(), { timeout: 8000 });
    const again = openIn(sessions);
    expect(await sessions.read(again)).toBeDefined();
    await keysCommand(dataDir, 'revoke', 'redactie');
    await vi.waitFor(async () => expect(await sessions.read(again)).toBeUndefined(), { timeout: 8000 });
  });

  it('with another name, time or signature is none', async () => {
    await makeNamedKey(dataDir, 'chef', '--scope', 'desk');
    await vi.waitFor(() => expect(keys.named('chef')).toBeDefined(), { timeout: 8000 });
    const sessions = createSessions(parts());
    const cookie = openIn(sessions);
    const [, name = '', id = '', until = '', signature = ''] = /=(.*)~(.*)~(.*)~(.*)$/.exec(cookie) ?? [];
    const made = (...fields: string[]) => sessions.read(`news-ticker-desk=${fields.join('~')}`);
    expect(await made(name, id, until, signature)).toBeDefined();
    expect(await made('chef', id, until, signature)).toBeUndefined();
    expect(await made(name, `${id}x`, until, signature)).toBeUndefined();
    expect(await made(name, id, `${until}0`, signature)).toBeUndefined();
    expect(await made(name, id, until, '')).toBeUndefined();
    expect(await made(name, id, until, signature.slice(0, -2))).toBeUndefined();
    expect(await made(name, id, until)).toBeUndefined();
    expect(await sessions.read(undefined)).toBeUndefined();
  });

  it('goes on while the store is away', async () => {
    const away = { ...notes, get: () => Promise.reject(new StoreAway('away')) };
    const sessions = createSessions({ ...parts(), notes: away });
    expect((await sessions.read(openIn(sessions)))?.holder.name).toBe('redactie');
  });

  function openIn(sessions: ReturnType<typeof createSessions>): string {
    return sessions.open({ name: 'redactie', scopes: ['desk'] }, false).split(';')[0] ?? '';
  }
});
