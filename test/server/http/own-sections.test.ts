import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeNamedKey } from '../keys/named-key.ts';
import { startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

let dataDir: string;
let server: RunningApp;
let sport: { readonly authorization: string };
beforeAll(async () => {
  dataDir = await temporaryFolder();
  const scopes = ['--scope', 'publish', '--scope', 'desk', '--section', 'sport'];
  sport = { authorization: `Bearer ${await makeNamedKey(dataDir, 'sportredactie', ...scopes)}` };
  server = await startApp({ dataDir });
  const embargo = Date.now() + 3_600_000;
  for (const fields of [
    { id: 'van-sport', section: 'sport' },
    { id: 'van-regio', section: 'regio' },
    { id: 'wacht-in-regio', section: 'regio', embargo },
  ]) {
    expect((await server.send('POST', '/api/dispatches', submission(fields))).ok).toBe(true);
  }
  const next = submission({ section: 'regio', embargo });
  expect((await server.send('PUT', '/api/dispatches/van-sport', next)).status).toBe(202);
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

it.each([
  ['POST', '', { id: 'nieuw', section: 'regio' }],
  ['POST', '', { id: 'van-regio', section: 'sport', version: 2 }],
  ['PUT', '/van-regio', { section: 'sport' }],
  ['PUT', '/van-regio', { section: 'regio' }],
  ['PUT', '/wacht-in-regio', { section: 'sport', embargo: null }],
  ['PUT', '/van-sport', { section: 'sport', embargo: null }],
  ['POST', '', { id: 'vervanger', section: 'sport', replaces: 'van-regio' }],
])('a key of one section may not %s /api/dispatches%s with %j', async (method, path, fields) => {
  const answer = await server.send(method, `/api/dispatches${path}`, submission(fields), sport);
  expect([answer.status, await answer.json()]).toMatchObject([
    403,
    { type: 'urn:news-ticker:problem:scope' },
  ]);
});

it.each([
  ['DELETE', '/van-regio', undefined],
  ['DELETE', '/wacht-in-regio', undefined],
  ['POST', '/van-regio/hold', undefined],
  ['POST', '/wacht-in-regio/release', undefined],
  ['PUT', '/wacht-in-regio/embargo', { until: null }],
])('nor %s /api/dispatches%s', async (method, path, body) => {
  expect((await server.send(method, `/api/dispatches${path}`, body, sport)).status).toBe(403);
});

it('and does what it likes in its own', async () => {
  const fields = submission({ id: 'eigen', section: 'sport' });
  const published = await server.send('POST', '/api/dispatches', fields, sport);
  const held = await server.send('POST', '/api/dispatches/eigen/hold', undefined, sport);
  const withdrawn = await server.send('DELETE', '/api/dispatches/eigen', undefined, sport);
  expect([published.status, held.status, withdrawn.status]).toEqual([201, 200, 200]);
});
