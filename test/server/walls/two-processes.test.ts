import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScreen, type RawSocket } from '../../raw-socket.ts';
import { RedisServer } from '../../redis-server.ts';
import { jsonOf, temporaryFolder } from '../http/running-app.ts';
import { startServerProcess, type ServerProcess } from '../http/server-process.ts';

const KEY = 'a-key-for-tests-only';
let redis: RedisServer;
let dataDir: string;
beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  dataDir = await temporaryFolder();
});
afterAll(async () => {
  await redis.stop();
  await rm(dataDir, { recursive: true });
});

it('what the desk asks on one process reaches a wall on another; kill -9 of that one is seen', async () => {
  const startOne = () =>
    startServerProcess({ REDIS_URL: redis.url, DATA_DIR: dataDir, PUBLISH_KEYS: `desk:${KEY}` });
  const [desk, other] = await Promise.all([startOne(), startOne()]);
  const wall = await introduce(other, 'Studio');
  await expect
    .poll(() => wallsOf(desk), { timeout: 5_000 })
    .toMatchObject([{ name: 'Studio', screens: 1, sections: ['sport'] }]);

  const asked = performance.now();
  const answer = await send(desk, 'POST', '/api/walls/Studio/sections', { sections: ['binnenland'] });
  expect([answer.status, await jsonOf(answer)]).toEqual([202, { screens: 1 }]);
  await wall.heard('"kind":"sections","sections":["binnenland"]');
  expect(performance.now() - asked).toBeLessThan(2_500);

  await other.stop('SIGKILL');
  const gone = await send(desk, 'POST', '/api/walls/Studio/identify');
  expect([gone.status, (await jsonOf(gone)).detail]).toEqual([409, 'Studio is not connected.']);
  expect(await wallsOf(desk)).toMatchObject([{ name: 'Studio' }]);
  await desk.stop('SIGTERM');
}, 120_000);

async function introduce(server: ServerProcess, name: string): Promise<RawSocket> {
  const wall = await openScreen(Number(new URL(server.url).port));
  wall.say(`420["introduce",${JSON.stringify({ name, version: '1', sections: ['sport'] })}]`);
  await wall.heard('430[');
  return wall;
}

function send(server: ServerProcess, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function wallsOf(server: ServerProcess): Promise<unknown> {
  return (await jsonOf(await send(server, 'GET', '/api/walls'))).walls;
}
