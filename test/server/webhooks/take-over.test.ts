import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisServer } from '../../redis-server.ts';
import { submission, temporaryFolder } from '../http/running-app.ts';
import { startServerProcess, type ServerProcess } from '../http/server-process.ts';
import { Receiver, SECRET } from './receiver.ts';

const KEY = 'a-key-for-tests-only';

let redis: RedisServer;
let dataDir: string;
let partner: Receiver;
beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  dataDir = await temporaryFolder();
  partner = await Receiver.start();
});
afterAll(async () => {
  await redis.stop();
  await partner.close();
  await rm(dataDir, { recursive: true });
});

it('two processes on one Redis deliver once; when the one that does is killed, the other goes on in order', async () => {
  const file = join(dataDir, 'webhooks.json');
  await writeFile(file, JSON.stringify({ hooks: [{ name: 'partner', url: partner.url, secret: SECRET }] }));
  const start = () =>
    startServerProcess({
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      PUBLISH_KEYS: `desk:${KEY}`,
      WEBHOOKS: file,
    });
  // The first to ask has the lease.
  const one = await start();
  await placed();
  const two = await start();

  await send(two, 'POST', '', submission({ id: 'een' }));
  await send(one, 'POST', '', submission({ id: 'twee' }));
  await partner.until(({ tries }) => tries.length === 2);
  expect(partner.asked).toEqual(['publish een', 'publish twee']);

  // It dies while the partner does not answer: what it had not heard of is told again.
  partner.answer = () => 'hang';
  await send(one, 'POST', '', submission({ id: 'geheim', title: 'Verkeerd verhaal' }));
  await partner.until(({ tries }) => tries.length === 3);
  await one.stop('SIGKILL');
  await send(two, 'DELETE', '/geheim');
  await send(two, 'POST', '', submission({ id: 'vier' }));
  partner.answer = () => 200;
  await partner.until(({ asked }) => asked.includes('publish vier'));
  expect(partner.asked).toEqual([
    'publish een',
    'publish twee',
    'publish geheim',
    'withdraw geheim',
    'publish vier',
  ]);
  expect(
    partner.tries
      .slice(3)
      .map(({ body }) => body)
      .join(),
  ).not.toContain('Verkeerd');
  expect(await two.stop('SIGTERM')).toBe(0);
}, 60_000);

async function send(server: ServerProcess, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${server.url}/api/dispatches${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBeLessThan(300);
}

/** Resolves once the partner has a place in the log: from there on it is told. */
async function placed(): Promise<void> {
  while ((await redis.send('HLEN', '{ticker}:notes:webhook-places')) !== ':1\r\n') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
