import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, submission, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp({ settings: { TRUST_PROXY: '1' } });
});
afterAll(() => server.close());

it('an address that keeps guessing is turned away for a while; a right key, and other addresses, are not', async () => {
  const guess = (key: string, address: string) =>
    server.send('POST', '/api/dispatches', submission(), {
      authorization: `Bearer ${key}`,
      'x-forwarded-for': address,
    });
  const guesses: number[] = [];
  for (let i = 0; i < 31; i += 1) guesses.push((await guess(`guess-${i}`, '192.0.2.7')).status);
  expect(guesses.slice(0, 30)).toEqual(Array(30).fill(401));
  expect(guesses[30]).toBe(429);
  expect(Number((await guess('guess', '192.0.2.7')).headers.get('retry-after'))).toBeGreaterThan(0);

  const right = await server.send('POST', '/api/dispatches', submission(), {
    'x-forwarded-for': '192.0.2.7',
  });
  expect(right.status).toBe(201);
  expect((await guess('guess', '192.0.2.8')).status).toBe(401);
  const other = await server.send('POST', '/api/dispatches', submission(), {
    'x-forwarded-for': '192.0.2.9',
  });
  expect(other.status).toBe(201);
});

it('right keys and requests without a key are not counted', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.1' };
  const statuses = new Set<number>();
  for (let i = 0; i < 40; i += 1) {
    statuses.add((await server.ask('/api/dispatches', { method: 'POST', headers })).status);
    statuses.add((await server.send('POST', '/api/dispatches', submission(), headers)).status);
  }
  expect(statuses).toEqual(new Set([401, 201]));
});
