import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '../redis-server.ts';
import { jsonOf, submission, temporaryFolder } from './http/running-app.ts';
import { startServerProcess, type ServerProcess } from './http/server-process.ts';

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

describe('two processes on one Redis', { timeout: 60_000 }, () => {
  it('are one ticker, and kill -9 of either one loses nothing', async () => {
    let [one, two] = await Promise.all([startOne(), startOne()]);
    const first = await publish(one, { id: 'van-een' });
    expect(await boardOf(two, first)).toMatchObject({ dispatches: [{ id: 'van-een' }] });
    const second = await publish(two, { id: 'van-twee' });
    expect(await boardOf(one, second)).toEqual(await boardOf(two, second));

    await one.stop('SIGKILL');
    const third = await publish(two, { id: 'zonder-een' });
    one = await startOne();
    expect(await boardOf(one, third)).toMatchObject({ n: third });
    expect(await boardOf(one, third)).toEqual(await boardOf(two, third));

    await two.stop('SIGKILL');
    expect(await publish(one, { id: 'van-twee' })).toBe(second);
    const fourth = await publish(one, { id: 'zonder-twee' });
    two = await startOne();
    expect(await boardOf(two, fourth)).toEqual(await boardOf(one, fourth));
    expect(await Promise.all([one.stop('SIGTERM'), two.stop('SIGTERM')])).toEqual([0, 0]);
  });
});

function startOne(): Promise<ServerProcess> {
  return startServerProcess({ REDIS_URL: redis.url, DATA_DIR: dataDir, PUBLISH_KEYS: `desk:${KEY}` });
}

/** Publishes and answers the position. */
async function publish(server: ServerProcess, fields: Record<string, unknown>): Promise<number> {
  const answer = await fetch(`${server.url}/api/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(submission(fields)),
  });
  return Number((await jsonOf(answer)).n);
}

async function boardOf(server: ServerProcess, min: number): Promise<Record<string, unknown>> {
  const board = await jsonOf(await fetch(`${server.url}/api/sections/buitenland?min=${min}`));
  return { ...board, now: 0 };
}
