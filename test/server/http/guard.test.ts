import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../../shared/desk.ts';
import { SCOPES } from '../../../shared/desk.ts';
import { makeNamedKey } from '../keys/named-key.ts';
import { jsonOf, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';
import { rm } from 'node:fs/promises';

let server: RunningApp;
let dataDir: string;
const keys = new Map<string, string>();
beforeAll(async () => {
  dataDir = await temporaryFolder();
  for (const scope of SCOPES) keys.set(scope, await makeNamedKey(dataDir, `only-${scope}`, '--scope', scope));
  const regio = ['--scope', 'publish', '--scope', 'desk', '--section', 'regio', '--section', 'sport'];
  keys.set('regio', await makeNamedKey(dataDir, 'regio', ...regio));
  server = await startApp({ dataDir });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

describe('what a scope opens', () => {
  const doors: readonly (readonly [method: string, path: string, scopes: readonly Scope[]])[] = [
    ['POST', '/api/dispatches', ['publish', 'desk']],
    ['PUT', '/api/dispatches/een', ['publish', 'desk']],
    ['DELETE', '/api/dispatches/een', ['publish', 'desk']],
    ['POST', '/api/dispatches/een/hold', ['publish', 'desk']],
    ['POST', '/api/dispatches/een/release', ['publish', 'desk']],
    ['PUT', '/api/dispatches/een/embargo', ['desk']],
    ['GET', '/api/dispatches/een/history', ['desk', 'audit']],
    ['GET', '/api/sections/regio?at=1790000000000', ['desk', 'audit']],
    ['GET', '/api/waiting', ['desk']],
    ['GET', '/api/waiting/een', ['desk']],
    ['GET', '/api/desk/session', ['desk']],
    ['POST', '/api/wire', ['wire']],
    ['GET', '/api/sources', ['desk']],
    ['GET', '/api/webhooks', ['desk']],
    ['GET', '/api/receipts', ['desk']],
    ['GET', '/api/dispatches/een/receipts', ['desk']],
  ];
  const rows = doors.flatMap(([method, path, right]) =>
    SCOPES.map((scope) => [method, path, scope, right] as const),
  );

  it.each(rows)('%s %s with %s', async (method, path, scope, right) => {
    const answer = await ask(method, path, scope);
    if (right.includes(scope)) {
      expect(answer.status).not.toBe(401);
      expect(await answer.text()).not.toContain('has no scope for this');
      return;
    }
    expect(answer.status).toBe(403);
    const problem = await jsonOf(answer);
    expect(problem.type).toBe('urn:news-ticker:problem:scope');
    expect(problem.detail).toContain(`only-${scope}`);
    for (const one of right) expect(problem.detail).toContain(one);
  });

  it.each(doors)('%s %s without a key is 401', async (method, path) => {
    const answer = await server.ask(path, { method });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  function ask(method: string, path: string, scope: string): Promise<Response> {
    const body = method === 'GET' || method === 'DELETE' ? undefined : submission();
    return server.send(method, path, body, { authorization: `Bearer ${keys.get(scope) ?? ''}` });
  }
});

describe('a key that is bound to sections', () => {
  it('publishes in these, and in no other', async () => {
    expect((await publish({ id: 'r1', section: 'regio' })).status).toBe(201);
    expect((await publish({ id: 's1', section: 'sport' })).status).toBe(201);
    const answer = await publish({ id: 'b1', section: 'buitenland' });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      type: 'urn:news-ticker:problem:scope',
      detail: 'The key regio is for regio, sport only; this is buitenland.',
    });
  });

  it('neither corrects nor withdraws what stands in another', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'b2' }));
    const headers = { authorization: `Bearer ${keys.get('regio') ?? ''}` };
    const fields = submission({ section: 'regio' });
    expect((await server.send('PUT', '/api/dispatches/b2', fields, headers)).status).toBe(403);
    expect((await server.send('DELETE', '/api/dispatches/b2', undefined, headers)).status).toBe(403);
    expect((await server.ask('/api/dispatches/b2')).status).toBe(200);
  });

  function publish(fields: Record<string, unknown>): Promise<Response> {
    const headers = { authorization: `Bearer ${keys.get('regio') ?? ''}` };
    return server.send('POST', '/api/dispatches', submission(fields), headers);
  }
});

describe('a door for everybody', () => {
  it('is open without a key and with a right one; a wrong key is said to be wrong', async () => {
    await server.send('POST', '/api/dispatches', submission({ id: 'open' }));
    const ask = (headers: Record<string, string>) => server.ask('/api/dispatches/open', { headers });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ authorization: `Bearer ${keys.get('audit') ?? ''}` })).status).toBe(200);
    expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401);
  });
});
