import { rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Express } from 'express';
import { pino } from 'pino';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeApi, DOORS } from '../../../server/http/description/describe-api.ts';
import type { Operation } from '../../../server/http/description/operation.ts';
import { SCHEMAS, type SchemaName } from '../../../server/http/description/schemas.ts';
import type { Log } from '../../../server/log/log.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { saveLetter } from '../../../server/webhooks/letters.ts';
import { SCOPES } from '../../../shared/desk.ts';
import { makeNamedKey } from '../keys/named-key.ts';
import { SECRET } from '../webhooks/receiver.ts';
import { openScreen, type RawSocket } from '../../raw-socket.ts';
import { jsonOf, KEY, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';
import { routesOf } from './routes-of.ts';

/** The application that the server made. */
const made = vi.hoisted(() => ({ app: undefined as Express | undefined }));
vi.mock('../../../server/http/http.ts', async (original) => {
  const { createHttp } = await original<{ createHttp: (parts: unknown) => Express }>();
  return { createHttp: (parts: unknown) => (made.app = createHttp(parts)) };
});

const api = describeApi('Nieuwstikker', '1');
const operations = DOORS.flatMap((door) => door.operations);
const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** What people read is no part of the API. */
const PAGES = [
  '/',
  '/nieuws',
  '/nieuws/{section}',
  '/nieuws/{section}/{slug}',
  '/api',
  '/desk',
  '/embed/ticker',
  '/webmail',
  '/embed',
  '/embed/reference',
  '/w',
  '/w/{code}',
  '/wall',
  '/{*path}',
].map((path) => `get ${path}`);

/** Hard to bring about on purpose here; each has a test of its own elsewhere. */
const ELSEWHERE = [429, 503];

const LETTER = {
  epoch: 'e',
  id: 'stands',
  version: 1,
  attempts: 5,
  error: 'answered 422',
  at: 1,
  again: false,
} as const;

let running: RunningApp;
const walls: RawSocket[] = [];
const fresh = { code: '', secret: '' };
let dataDir: string;
let log: Log;
/** When `gone` was still there. */
let beforeGone: number;
/** By the one scope that each has. */
const keys = new Map<string, string>();

beforeAll(async () => {
  dataDir = await temporaryFolder();
  for (const scope of SCOPES) keys.set(scope, await makeNamedKey(dataDir, `only-${scope}`, '--scope', scope));
  const files = {
    SOURCES: join(dataDir, 'sources.json'),
    WEBHOOKS: join(dataDir, 'webhooks.json'),
    PARTNERS: join(dataDir, 'partners.json'),
  };
  await writeFile(
    files.SOURCES,
    JSON.stringify({
      sources: ['desk', 'only-wire'].map((name) => ({
        name,
        kind: 'push',
        section: 'buitenland',
        policy: 'publish',
      })),
    }),
  );
  await writeFile(
    files.WEBHOOKS,
    JSON.stringify({ hooks: [{ name: 'partner', url: 'http://127.0.0.1:9/', secret: SECRET }] }),
  );
  await writeFile(files.PARTNERS, JSON.stringify({ partners: [{ name: 'partner', key: 'partner-key' }] }));
  log = await openLog({ dataDir, logger: pino({ level: 'silent' }) });
  running = await startApp({ dataDir, log, settings: files });
  for (const id of ['stands', 'held', 'gone']) {
    await running.send('POST', '/api/dispatches', submission({ id }));
  }
  // A moment later, so that there is one at which it was shown.
  beforeGone = log.now();
  while (log.now() <= beforeGone) await new Promise((resolve) => setTimeout(resolve, 1));
  await running.send('DELETE', '/api/dispatches/gone');
  for (const id of ['waits', 'waits-too', 'waits-longer']) {
    await running.send('POST', '/api/dispatches', submission({ id, embargo: '2099-01-01T00:00:00Z' }));
  }
  await openWalls();
  await log.notes.set('pairings', '2222', JSON.stringify({ secret: 'old', until: 1 }));
  await saveLetter(log.notes, 'partner', { ...LETTER, n: 7 });
});

/** One that is connected, one that was, and a screen that is no wall yet. */
async function openWalls(): Promise<void> {
  const page = await (await ask('/wall')).text();
  for (const key of ['code', 'secret'] as const) {
    fresh[key] = new RegExp(`data-${key}="([^"]+)"`).exec(page)?.[1] ?? '';
  }
  for (const name of ['Balie 1', 'Gang']) {
    const wall = await openScreen(running.app.port);
    walls.push(wall);
    wall.say(`420["introduce",${JSON.stringify({ name, version: '1', sections: ['sport'] })}]`);
    await wall.heard('430[');
  }
  walls[1]?.end();
  await vi.waitFor(async () => {
    expect(await jsonOf(await get('/api/walls'))).toMatchObject({ walls: [{ screens: 1 }, { screens: 0 }] });
  });
}

afterAll(async () => {
  for (const wall of walls) wall.end();
  await running.close();
  await log.close();
  await rm(dataDir, { recursive: true });
});

type Call = readonly [path: string, method: string, status: number, () => Promise<Response>];

/** What to ask to be answered so; in this order, as later ones build on earlier ones. */
function calls(): readonly Call[] {
  return [...boardCalls(), ...dispatchCalls(), ...editorialCalls(), ...deskCalls(), ...otherCalls()];
}

const ask = (path: string, init?: RequestInit) => running.ask(path, init);
const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  running.send(method, path, body, headers);
const get = (path: string) => send('GET', path);
const unchanged = async (path: string) => {
  const etag = (await ask(path)).headers.get('etag') ?? '';
  return ask(path, { headers: { 'if-none-match': etag } });
};
const NOT_JSON = { 'content-type': 'text/plain' };
const STALE = { 'if-match': '"99"' };
const MALFORMED = { 'if-match': 'two' };
const LARGE = submission({ body: 'lang '.repeat(60_000) });
const FUTURE = { embargo: '2099-01-01T00:00:00Z' };

function boardCalls(): readonly Call[] {
  const one = '/api/sections/{section}';
  return [
    ['/api/sections', 'get', 200, () => ask('/api/sections')],
    [one, 'get', 200, () => ask('/api/sections/buitenland')],
    [one, 'get', 200, () => get(`/api/sections/buitenland?at=${beforeGone}`)],
    [one, 'get', 304, () => unchanged('/api/sections/buitenland')],
    [one, 'get', 400, () => ask('/api/sections/buitenland?min=x')],
    [one, 'get', 401, () => ask('/api/sections/buitenland?at=1')],
    [one, 'get', 403, () => askWith('wire', '/api/sections/buitenland?at=1')],
    [one, 'get', 404, () => ask('/api/sections/nergens')],
    [one, 'get', 422, () => get('/api/sections/buitenland?at=gisteren')],
    ...['rss', 'atom', 'json'].flatMap((format): Call[] => {
      const feed = `/feeds/{section}.${format}`;
      return [
        [feed, 'get', 200, () => ask(`/feeds/buitenland.${format}`)],
        [feed, 'get', 304, () => unchanged(`/feeds/buitenland.${format}`)],
        [feed, 'get', 400, () => askAsHost('<odd>', `/feeds/buitenland.${format}`)],
        [feed, 'get', 404, () => ask(`/feeds/nergens.${format}`)],
      ];
    }),
  ];
}

function dispatchCalls(): readonly Call[] {
  const many = '/api/dispatches';
  const one = '/api/dispatches/{id}';
  const post = (body: unknown, headers?: Record<string, string>) => send('POST', many, body, headers);
  const put = (id: string, body: unknown, headers?: Record<string, string>) =>
    send('PUT', `/api/dispatches/${id}`, body, headers);
  const remove = (id: string, body?: unknown, headers?: Record<string, string>) =>
    send('DELETE', `/api/dispatches/${id}`, body, headers);
  return [
    [many, 'post', 201, () => post(submission({ id: 'new' }))],
    [many, 'post', 200, () => post(submission({ id: 'new' }))],
    [many, 'post', 202, () => post(submission({ id: 'later', ...FUTURE }))],
    [many, 'post', 200, () => post(submission({ id: 'later', status: 'canceled' }))],
    [many, 'post', 400, () => post('{')],
    [many, 'post', 404, () => post(submission({ id: 'unheard-of', status: 'canceled' }))],
    [many, 'post', 409, () => post(submission({ id: 'new', title: 'Iets anders' }))],
    [many, 'post', 412, () => post(submission({ id: 'waits', title: 'Anders', ...FUTURE, ifRevision: 9 }))],
    [many, 'post', 413, () => post(LARGE)],
    [many, 'post', 415, () => post('section=sport', NOT_JSON)],
    [many, 'post', 422, () => post(submission({ section: 'nergens' }))],
    [one, 'get', 200, () => ask('/api/dispatches/stands')],
    [one, 'get', 304, () => unchanged('/api/dispatches/stands')],
    [one, 'get', 401, () => ask('/api/dispatches/stands', { headers: { authorization: 'Bearer x' } })],
    [one, 'get', 404, () => ask('/api/dispatches/unheard-of')],
    [one, 'get', 410, () => ask('/api/dispatches/gone')],
    [one, 'put', 200, () => put('stands', submission({ title: 'Beter' }))],
    [one, 'put', 202, () => put('stands', submission({ title: 'Straks nog beter', ...FUTURE }))],
    [one, 'put', 400, () => put('stands', '{')],
    [one, 'put', 404, () => put('unheard-of', submission())],
    [one, 'put', 409, () => put('stands', submission({ version: 1, title: 'Iets anders' }))],
    [one, 'put', 412, () => put('stands', submission({ title: 'Nog beter' }), STALE)],
    [one, 'put', 413, () => put('stands', LARGE)],
    [one, 'put', 415, () => put('stands', 'x', NOT_JSON)],
    [one, 'put', 422, () => put('stands', {})],
    [one, 'delete', 400, () => remove('stands', '{')],
    [one, 'delete', 404, () => remove('unheard-of')],
    [one, 'delete', 412, () => remove('stands', undefined, STALE)],
    [one, 'delete', 413, () => remove('stands', LARGE)],
    [one, 'delete', 415, () => remove('stands', 'x', NOT_JSON)],
    [one, 'delete', 422, () => remove('stands', { reason: 7 })],
    [one, 'delete', 200, () => remove('waits-too')],
    [one, 'delete', 200, () => remove('stands', { reason: 'Verkeerde bron' })],
    ['/api/dispatches/{id}/history', 'get', 200, () => get('/api/dispatches/stands/history')],
    ['/api/dispatches/{id}/history', 'get', 404, () => get('/api/dispatches/unheard-of/history')],
  ];
}

function editorialCalls(): readonly Call[] {
  const hold = '/api/dispatches/{id}/hold';
  const release = '/api/dispatches/{id}/release';
  const embargo = '/api/dispatches/{id}/embargo';
  const until = { until: '2099-02-02T00:00:00Z' };
  return [
    [hold, 'post', 200, () => send('POST', '/api/dispatches/held/hold', { note: 'Even nagaan' })],
    [hold, 'post', 202, () => send('POST', '/api/dispatches/waits/hold')],
    [release, 'post', 200, () => send('POST', '/api/dispatches/held/release')],
    [embargo, 'put', 202, () => send('PUT', '/api/dispatches/waits-longer/embargo', until)],
    ...(['hold', 'release', 'embargo'] as const).flatMap((act): Call[] => {
      const [path, method] = [`/api/dispatches/{id}/${act}`, act === 'embargo' ? 'put' : 'post'];
      const said = act === 'embargo' ? until : {};
      const to = (id: string, body: unknown = said, headers?: Record<string, string>) =>
        send(method.toUpperCase(), `/api/dispatches/${id}/${act}`, body, headers);
      return [
        [path, method, 400, () => to('held', said, MALFORMED)],
        [path, method, 404, () => to('unheard-of')],
        [path, method, 409, () => to('gone')],
        [path, method, 412, () => to('waits-longer', { ...said, ifRevision: 99 })],
        [path, method, 413, () => to('held', LARGE)],
        [path, method, 415, () => to('held', 'x', NOT_JSON)],
        [path, method, 422, () => to('held', { ...said, colour: 'red' })],
      ];
    }),
  ];
}

function deskCalls(): readonly Call[] {
  const session = '/api/desk/session';
  const signIn = (body: unknown, headers?: Record<string, string>) =>
    ask(session, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const letter = '/api/webhooks/{name}/letters/{n}';
  const wall = '/api/walls/{name}';
  const toWall = (act: string, body?: unknown, headers?: Record<string, string>) =>
    send('POST', `/api/walls/Balie%201/${act}`, body, headers);
  const shows = { sections: ['sport'] };
  const code = '/api/pairings/{code}';
  const pair = (body: unknown, headers?: Record<string, string>) =>
    send('POST', `/api/pairings/${fresh.code}`, body, headers);
  const address = (screen: string) => ask(`/api/pairings/${fresh.code}/address?screen=${screen}`);
  return [
    ['/api/waiting', 'get', 200, () => get('/api/waiting')],
    ['/api/waiting/{id}', 'get', 200, () => get('/api/waiting/waits')],
    ['/api/waiting/{id}', 'get', 404, () => get('/api/waiting/unheard-of')],
    ['/api/receipts', 'get', 200, () => get('/api/receipts')],
    ['/api/dispatches/{id}/receipts', 'get', 200, () => get('/api/dispatches/stands/receipts')],
    [session, 'post', 200, () => signIn({ key: KEY })],
    [session, 'post', 400, () => signIn('{')],
    [session, 'post', 401, () => signIn({ key: 'nobody' })],
    [session, 'post', 403, () => signIn({ key: keys.get('wire') })],
    [session, 'post', 413, () => signIn({ key: 'x'.repeat(10_000) })],
    [session, 'post', 415, () => signIn('key', NOT_JSON)],
    [session, 'post', 422, () => signIn({})],
    [session, 'get', 200, () => get(session)],
    [session, 'delete', 403, () => signOutFromElsewhere()],
    [session, 'delete', 204, () => ask(session, { method: 'DELETE' })],
    ['/api/desk/events', 'get', 200, () => firstOf('/api/desk/events')],
    ['/api/walls', 'get', 200, () => get('/api/walls')],
    ...(['identify', 'reload', 'sections'] as const).flatMap((act): Call[] => {
      const said = act === 'sections' ? shows : undefined;
      return [
        [`${wall}/${act}`, 'post', 202, () => toWall(act, said)],
        [`${wall}/${act}`, 'post', 404, () => send('POST', `/api/walls/unheard-of/${act}`, said)],
        [`${wall}/${act}`, 'post', 409, () => send('POST', `/api/walls/Gang/${act}`, said)],
      ];
    }),
    [`${wall}/sections`, 'post', 400, () => toWall('sections', '{')],
    [`${wall}/sections`, 'post', 413, () => toWall('sections', LARGE)],
    [`${wall}/sections`, 'post', 415, () => toWall('sections', 'sport', NOT_JSON)],
    [`${wall}/sections`, 'post', 422, () => toWall('sections', { sections: ['nergens'] })],
    [wall, 'delete', 409, () => send('DELETE', '/api/walls/Balie%201')],
    [wall, 'delete', 204, () => send('DELETE', '/api/walls/Gang')],
    [wall, 'delete', 404, () => send('DELETE', '/api/walls/Gang')],
    [code, 'get', 200, () => get(`/api/pairings/${fresh.code.toLowerCase()}`)],
    [code, 'get', 404, () => get('/api/pairings/nope')],
    [`${code}/address`, 'get', 200, () => address(fresh.secret)],
    [`${code}/address`, 'get', 404, () => address('a-guess')],
    [`${code}/address`, 'get', 410, () => ask('/api/pairings/2222/address?screen=old')],
    [code, 'post', 400, () => pair('{')],
    [code, 'post', 404, () => send('POST', '/api/pairings/nope', { name: 'Hal', ...shows })],
    [code, 'post', 409, () => pair({ name: 'Balie 1', ...shows })],
    [code, 'post', 413, () => pair(LARGE)],
    [code, 'post', 415, () => pair('x', NOT_JSON)],
    [code, 'post', 422, () => pair({ name: 'Hal', sections: ['nergens'] })],
    [code, 'post', 200, () => pair({ name: 'Hal', ...shows })],
    [code, 'post', 410, () => pair({ name: 'Hal', ...shows })],
    [code, 'get', 410, () => get(`/api/pairings/${fresh.code}`)],
    [`${code}/address`, 'get', 200, () => address(fresh.secret)],
    ['/api/webhooks', 'get', 200, () => get('/api/webhooks')],
    [letter, 'post', 202, () => send('POST', '/api/webhooks/partner/letters/7')],
    [letter, 'post', 404, () => send('POST', '/api/webhooks/partner/letters/8')],
    [letter, 'delete', 204, () => send('DELETE', '/api/webhooks/partner/letters/7')],
    [letter, 'delete', 404, () => send('DELETE', '/api/webhooks/partner/letters/7')],
  ];
}

function otherCalls(): readonly Call[] {
  const story = {
    uri: 'tag:stad.example,2026:brug',
    type: 'text',
    versioncreated: '2026-11-20T10:00:00+01:00',
    headline: 'Brug weer open',
    body_text: 'UTRECHT (TST) - De brug is weer open voor verkeer.',
  };
  const deliver = (body: string, type = 'application/json') =>
    send('POST', '/api/wire', body, { 'content-type': type });
  return [
    ['/api/wire', 'post', 201, () => deliver(JSON.stringify(story))],
    ['/api/wire', 'post', 200, () => deliver(JSON.stringify(story))],
    ['/api/wire', 'post', 400, () => deliver('')],
    ['/api/wire', 'post', 413, () => deliver(' '.repeat(10 * 1024 * 1024 + 1))],
    ['/api/wire', 'post', 415, () => send('POST', '/api/wire', 'x', { 'content-encoding': 'odd' })],
    ['/api/wire', 'post', 422, () => deliver('<nonsense/>', 'application/xml')],
    ['/api/sources', 'get', 200, () => get('/api/sources')],
    ['/oembed', 'get', 200, () => ask('/oembed?url=/nieuws/buitenland')],
    ['/oembed', 'get', 400, () => ask('/oembed')],
    ['/oembed', 'get', 404, () => ask('/oembed?url=/nieuws/nergens')],
    ['/oembed', 'get', 501, () => ask('/oembed?url=/nieuws/buitenland&format=xml')],
    ['/api/admission', 'get', 200, () => ask('/api/admission?partner=partner-key')],
    ['/api/admission', 'get', 403, () => ask('/api/admission?partner=nobody')],
    ['/healthz', 'get', 200, () => ask('/healthz')],
    ['/readyz', 'get', 200, () => ask('/readyz')],
    ['/metrics', 'get', 200, () => ask('/metrics')],
    ['/openapi.json', 'get', 200, () => ask('/openapi.json')],
  ];
}

describe('the description of the API', { timeout: 60_000 }, () => {
  it('has every door that the server has, and no other', () => {
    if (!made.app) throw new Error('the server made no application');
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    const there = routesOf(made.app).filter((route) => !PAGES.includes(route));
    expect(there).toEqual([...described].sort());
  });

  it('says of every operation what the server answers, in status, type and form', async () => {
    for (const [path, method, status, call] of calls()) {
      await expectAsDescribed(await call(), path, method, status);
    }
  });

  it('says which keys open a door: without one it is 401, with another 403', async () => {
    for (const { path, method, scopes } of operations.filter((operation) => operation.scopes)) {
      const address = path.replace(/\{\w+\}/g, 'x');
      const init = { method: method.toUpperCase() };
      await expectAsDescribed(await ask(address, init), path, method, 401);
      for (const scope of SCOPES) {
        const response = await askWith(scope, address, init);
        if (!scopes?.includes(scope)) await expectAsDescribed(response, path, method, 403);
        else expect([401, 403], `${method} ${path} with ${scope}`).not.toContain(response.status);
        if (!response.bodyUsed) await response.body?.cancel();
      }
    }
  });

  it('says nothing that was not seen, and leaves out nothing that was', () => {
    const guarded = operations
      .filter(({ scopes }) => scopes)
      .flatMap(({ path, method }) => [401, 403].map((status) => `${method} ${path} ${status}`));
    const seen = calls().map(([path, method, status]) => `${method} ${path} ${status}`);
    const said = operations.flatMap((operation) =>
      [...Object.keys(operation.answers).map(Number), ...(operation.problems ?? [])]
        .filter((status) => !ELSEWHERE.includes(status))
        .map((status) => `${operation.method} ${operation.path} ${status}`),
    );
    expect(said.sort()).toEqual([...new Set([...seen, ...guarded])].sort());
  });

  it('names every method that a path takes: the others are refused', async () => {
    for (const path of new Set(operations.map((operation) => operation.path))) {
      const address = path.replace('{section}', 'sport').replace(/\{\w+\}/g, 'new');
      for (const method of METHODS) {
        if (operationAt(path, method)) continue;
        const response = await send(method.toUpperCase(), address);
        expect(response.status, `${method} ${path}`).toBe(405);
      }
    }
  });

  it('refers only to forms that it has, has none that nobody refers to, and names no operation twice', () => {
    const referred = new Set(JSON.stringify(api).match(/(?<="\$ref":")[^"]+/g));
    const names = Object.keys(api.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...referred].sort()).toEqual(names.sort());
    const ids = JSON.stringify(api).match(/(?<="operationId":")[^"]+/g) ?? [];
    expect(new Set(ids).size).toBe(operations.length);
  });

  it('is what the server sends', async () => {
    const sent: unknown = await (await ask('/openapi.json')).json();
    const { paths } = api;
    expect(sent).toMatchObject(JSON.parse(JSON.stringify({ openapi: '3.1.0', paths })) as object);
  });
});

function operationAt(path: string, method: string): Operation | undefined {
  return operations.find((operation) => operation.path === path && operation.method === method);
}

async function expectAsDescribed(
  response: Response,
  path: string,
  method: string,
  status: number,
): Promise<void> {
  const what = `${method} ${path} ${status}`;
  const text = await response.text();
  expect(`${method} ${path} ${response.status}`, text).toBe(what);
  const paths = api.paths as Record<string, Record<string, DescribedOperation>>;
  const described = paths[path]?.[method]?.responses[status] ?? expect.fail(what);
  if (!described.content) {
    expect(text, what).toBe('');
    return;
  }
  const [[type, { schema }] = expect.fail(what)] = Object.entries(described.content);
  expect(response.headers.get('content-type'), what).toMatch(new RegExp(`^${type.replace('+', '\\+')}`));
  if (!schema) return;
  const names = ('oneOf' in schema ? schema.oneOf : [schema]).map(({ $ref }) => $ref.replace(/^.*\//, ''));
  const value: unknown = JSON.parse(text);
  // Exactly these fields: one that is not described would be no promise to anybody.
  const fits = names.some((name) => v.is(strict(SCHEMAS[name as SchemaName]), value));
  expect(fits, `${what}: ${text.slice(0, 500)} as ${names.join(' or ')}`).toBe(true);
}

interface DescribedOperation {
  readonly responses: Readonly<
    Record<
      number,
      { readonly content?: Readonly<Record<string, { readonly schema?: Ref | { oneOf: Ref[] } }>> }
    >
  >;
}
interface Ref {
  readonly $ref: string;
}

function strict(schema: v.GenericSchema): v.GenericSchema {
  if (schema === SCHEMAS.Problem || !('entries' in schema)) return schema;
  return v.strictObject(schema.entries as v.ObjectEntries);
}

function askWith(scope: string, path: string, init: RequestInit = {}): Promise<Response> {
  return ask(path, { ...init, headers: { authorization: `Bearer ${keys.get(scope) ?? ''}` } });
}

/** The session of somebody at the desk, used by a page of another site. */
async function signOutFromElsewhere(): Promise<Response> {
  const signedIn = await ask('/api/desk/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: KEY }),
  });
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  return ask('/api/desk/session', {
    method: 'DELETE',
    headers: { cookie, origin: 'https://elders.example', 'sec-fetch-site': 'cross-site' },
  });
}

/** The first piece of what never ends. */
async function firstOf(path: string): Promise<Response> {
  const { status, headers, body } = await get(path);
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new Response(Buffer.from(value ?? []), { status, headers });
}

/** `fetch` does not let one say another host. */
function askAsHost(host: string, path: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    request(running.url + path, { headers: { host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const headers = { 'content-type': answer.headers['content-type'] ?? '' };
        resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers }));
      });
    })
      .on('error', reject)
      .end();
  });
}
