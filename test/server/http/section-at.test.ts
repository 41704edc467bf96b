import { afterAll, beforeAll, expect, it } from 'vitest';
import { jsonOf, startApp, submission, type RunningApp } from './running-app.ts';

let server: RunningApp;
/** The store's time between two acts. */
const moments: number[] = [];

beforeAll(async () => {
  server = await startApp({
    settings: { SECTIONS: 'regio=Regio,sport=Sport', PUBLISH_KEYS: 'chef:a-key-for-tests-only' },
  });
  const steps = [
    () => server.send('POST', '/api/dispatches', piece('een', 'Eerste woorden')),
    () => server.send('POST', '/api/dispatches', piece('twee', 'Tweede woorden')),
    () => server.send('PUT', '/api/dispatches/een', piece('een', 'Betere woorden')),
    () =>
      server.send('PUT', '/api/dispatches/twee', { ...piece('twee', 'Tweede woorden'), section: 'sport' }),
    () => server.send('DELETE', '/api/dispatches/een'),
  ];
  moments.push(await moment());
  for (const step of steps) {
    expect((await step()).ok).toBe(true);
    moments.push(await moment());
  }
});
afterAll(() => server.close());

it('answers what the section showed then, with a mark where a text was withdrawn since', async () => {
  const shown = await Promise.all(moments.map((at) => boardAt('regio', at)));
  expect(shown.map(({ dispatches }) => dispatches)).toMatchObject([
    [],
    [{ id: 'een', version: 1, redacted: true }],
    [
      { id: 'twee', title: 'Tweede woorden' },
      { id: 'een', version: 1, redacted: true },
    ],
    [{ id: 'twee' }, { id: 'een', version: 2, redacted: true }],
    [{ id: 'een', version: 2, redacted: true }],
    [],
  ]);
  expect(shown.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(Object.keys(shown[1]?.dispatches[0] ?? {}).sort()).toEqual([
    'id',
    'publishedAt',
    'redacted',
    'version',
  ]);
  expect(await boardAt('sport', moments[4] ?? 0)).toMatchObject({ dispatches: [{ id: 'twee', version: 2 }] });
});

it('takes a time with its zone, also where the plus was not encoded', async () => {
  const at = new Date((moments[2] ?? 0) + 3_600_000).toISOString().replace('Z', '+01:00');
  expect(await boardAt('regio', at)).toMatchObject({ at: moments[2], n: 2 });
});

it('a board of now says the same as its own door, and that door stays open to all', async () => {
  const { dispatches } = await jsonOf(await server.ask('/api/sections/sport'));
  expect((await boardAt('sport', moments[5] ?? 0)).dispatches).toEqual(dispatches);
  expect((await server.ask('/api/sections/sport?min=1')).status).toBe(200);
  expect((await server.ask('/api/sections/sport?at=')).status).toBe(401);
});

it.each([
  ['', 422],
  ['14:05', 422],
  ['2026-02-30T14:05:00Z', 422],
  [String(Date.now() + 3_600_000), 422],
  ['0', 200],
])('at=%s is %i', async (at, status) => {
  const answer = await server.send('GET', `/api/sections/regio?at=${at}`);
  expect([at, answer.status, answer.headers.get('cache-control')]).toEqual([at, status, 'no-store']);
  if (status === 422) expect(await answer.json()).toMatchObject({ problems: [{ path: 'at' }] });
});

it('an unknown section is 404', async () => {
  expect((await server.send('GET', '/api/sections/weer?at=1')).status).toBe(404);
});

function piece(id: string, title: string): Record<string, unknown> {
  return submission({ id, title, section: 'regio' });
}

/** A moment that no act shares: the clock is one ms further before and after it. */
async function moment(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 2));
  const at = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 2));
  return at;
}

async function boardAt(section: string, at: number | string) {
  const answer = await server.send('GET', `/api/sections/${section}?at=${at}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { n: number; at: number; dispatches: object[] };
}
