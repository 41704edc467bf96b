import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi, SCHEMAS } from '../../../server/http/openapi.ts';
import { KEY, startApp, submission, type RunningApp } from './running-app.ts';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: { $ref: string } }>> }>
  >;
}

const { paths, components } = describeApi('1.2.3');
const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;

function operationAt(path: string, method: string): Operation | undefined {
  const found: unknown = Object.entries(paths).find(([name]) => name === path)?.[1];
  return (found as Readonly<Record<string, Operation>>)[method];
}

/** Hard to bring about on purpose here; each has a test of its own elsewhere. */
const ELSEWHERE = new Set(['429', '503']);

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
  await running.send('POST', '/api/dispatches', submission({ id: 'stands' }));
  await running.send('POST', '/api/dispatches', submission({ id: 'gone' }));
  await running.send('DELETE', '/api/dispatches/gone');
});

afterAll(() => running.close());

/** What to ask to be answered so; in this order, as later ones build on earlier ones. */
function calls(): readonly (readonly [
  path: string,
  method: string,
  status: number,
  () => Promise<Response>,
])[] {
  const ask = (path: string, init?: RequestInit) => running.ask(path, init);
  const post = (body: unknown, headers?: Record<string, string>) =>
    running.send('POST', '/api/dispatches', body, headers);
  const put = (id: string, body: unknown, headers?: Record<string, string>) =>
    running.send('PUT', `/api/dispatches/${id}`, body, headers);
  const remove = (id: string, body?: unknown, headers?: Record<string, string>) =>
    running.send('DELETE', `/api/dispatches/${id}`, body, headers);
  const notJson = { 'content-type': 'text/plain' };
  const stale = { 'if-match': '"99"' };
  const large = submission({ body: 'lang '.repeat(60_000) });
  const unchanged = async (path: string) => {
    const etag = (await ask(path)).headers.get('etag') ?? '';
    return ask(path, { headers: { 'if-none-match': etag } });
  };
  const one = '/api/dispatches/{id}';
  return [
    ['/api/sections', 'get', 200, () => ask('/api/sections')],
    ['/api/sections/{section}', 'get', 200, () => ask('/api/sections/buitenland')],
    ['/api/sections/{section}', 'get', 304, () => unchanged('/api/sections/buitenland')],
    ['/api/sections/{section}', 'get', 400, () => ask('/api/sections/buitenland?min=x')],
    ['/api/sections/{section}', 'get', 404, () => ask('/api/sections/nergens')],
    ['/api/dispatches', 'post', 201, () => post(submission({ id: 'new' }))],
    ['/api/dispatches', 'post', 200, () => post(submission({ id: 'new' }))],
    ['/api/dispatches', 'post', 400, () => post('{')],
    ['/api/dispatches', 'post', 401, () => ask('/api/dispatches', { method: 'POST' })],
    ['/api/dispatches', 'post', 404, () => post(submission({ id: 'unheard-of', status: 'canceled' }))],
    ['/api/dispatches', 'post', 409, () => post(submission({ id: 'new', title: 'Iets anders' }))],
    ['/api/dispatches', 'post', 413, () => post(large)],
    ['/api/dispatches', 'post', 415, () => post('section=sport', notJson)],
    ['/api/dispatches', 'post', 422, () => post(submission({ section: 'nergens' }))],
    [one, 'get', 200, () => ask('/api/dispatches/stands')],
    [one, 'get', 304, () => unchanged('/api/dispatches/stands')],
    [one, 'get', 404, () => ask('/api/dispatches/unheard-of')],
    [one, 'get', 410, () => ask('/api/dispatches/gone')],
    [one, 'put', 200, () => put('stands', submission({ title: 'Beter' }))],
    [one, 'put', 400, () => put('stands', '{')],
    [one, 'put', 401, () => ask('/api/dispatches/stands', { method: 'PUT' })],
    [one, 'put', 404, () => put('unheard-of', submission())],
    [one, 'put', 409, () => put('stands', submission({ version: 1, title: 'Iets anders' }))],
    [one, 'put', 412, () => put('stands', submission({ title: 'Nog beter' }), stale)],
    [one, 'put', 413, () => put('stands', large)],
    [one, 'put', 415, () => put('stands', 'x', notJson)],
    [one, 'put', 422, () => put('stands', {})],
    [one, 'delete', 400, () => remove('stands', '{')],
    [one, 'delete', 401, () => ask('/api/dispatches/stands', { method: 'DELETE' })],
    [one, 'delete', 404, () => remove('unheard-of')],
    [one, 'delete', 412, () => remove('stands', undefined, stale)],
    [one, 'delete', 413, () => remove('stands', large)],
    [one, 'delete', 415, () => remove('stands', 'x', notJson)],
    [one, 'delete', 422, () => remove('stands', { reason: 7 })],
    [one, 'delete', 200, () => remove('stands', { reason: 'Verkeerde bron' })],
    ['/healthz', 'get', 200, () => ask('/healthz')],
    ['/readyz', 'get', 200, () => ask('/readyz')],
    ['/metrics', 'get', 200, () => ask('/metrics')],
    ['/openapi.json', 'get', 200, () => ask('/openapi.json')],
  ];
}

describe('the description of the API', () => {
  it('says of every operation what the server answers, in status, type and form', async () => {
    for (const [path, method, status, ask] of calls()) {
      const response = await ask();
      const what = `${method} ${path} ${status}`;
      expect(response.status, what).toBe(status);
      const { content } = operationAt(path, method)?.responses[String(status)] ?? expect.fail(what);
      const text = await response.text();
      if (!content) {
        expect(text, what).toBe('');
        continue;
      }
      const [[type, { schema }] = expect.fail(what)] = Object.entries(content);
      expect(response.headers.get('content-type'), what).toMatch(new RegExp(`^${type.replace('+', '\\+')}`));
      if (!schema) continue;
      const name = schema.$ref.replace('#/components/schemas/', '') as keyof typeof SCHEMAS;
      expect(v.safeParse(SCHEMAS[name], JSON.parse(text)).issues, what).toBeUndefined();
    }
  });

  it('says nothing that was not seen, and leaves out nothing that was', () => {
    const seen = new Set(calls().map(([path, method, status]) => `${method} ${path} ${status}`));
    const said = Object.keys(paths).flatMap((path) =>
      METHODS.flatMap((method) =>
        Object.keys(operationAt(path, method)?.responses ?? {})
          .filter((status) => !ELSEWHERE.has(status))
          .map((status) => `${method} ${path} ${status}`),
      ),
    );
    expect(said.sort()).toEqual([...seen].sort());
  });

  it('names every method that a path takes: the others are refused', async () => {
    for (const path of Object.keys(paths)) {
      const address = path.replace('{section}', 'sport').replace('{id}', 'new');
      for (const method of METHODS) {
        if (operationAt(path, method)) continue;
        const response = await running.ask(address, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${KEY}` },
        });
        expect(response.status, `${method} ${path}`).toBe(405);
      }
    }
  });

  it('refers only to forms that it has', () => {
    const referred = JSON.stringify(describeApi('1')).match(/(?<="\$ref":")[^"]+/g) ?? [];
    const names = new Set(Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(referred.filter((one) => !names.has(one))).toEqual([]);
    expect(referred.length).toBeGreaterThan(20);
  });
});
