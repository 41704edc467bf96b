import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../server/log/log.ts';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { createPairings, type Pairings } from '../../../server/walls/pairings.ts';
import { RedisServer } from '../../redis-server.ts';
import { MemoryLog } from '../memory-log.ts';

const SETUP = { name: 'Redactie 1', sections: ['sport', 'binnenland'], bells: 2, quiet: '23:00-07:00' };
const ADDRESS = '/wall?name=Redactie%201&sections=sport%20binnenland&bells=2&quiet=23%3A00-07%3A00';

describe('a code on a fresh screen', () => {
  let later: number;
  let pairings: Pairings;
  beforeEach(() => {
    later = 0;
    const { notes } = new MemoryLog();
    pairings = createPairings({ notes, now: () => Date.now() + later });
  });
  const begin = async () => (await pairings.begin()) ?? expect.fail('no code');

  it('has four characters that nobody mixes up, and is not the same twice', async () => {
    const codes = [];
    for (let n = 0; n < 100; n += 1) codes.push((await begin()).code);
    for (const code of codes) expect(code).toMatch(/^[234679CDFHJKMNPQRTWXY]{4}$/);
    expect(new Set(codes).size).toBe(100);
  });

  it('brings the screen that shows it, and no other, to what was chosen', async () => {
    const { code, secret, until } = await begin();
    expect(await pairings.heard(code, secret)).toEqual({ until });
    expect(await pairings.find(code.toLowerCase())).toEqual({ code, until });
    expect(await pairings.use(code, SETUP)).toEqual({ address: ADDRESS });
    expect(await pairings.heard(code, secret)).toEqual({ until, address: ADDRESS });
    expect(await pairings.heard(code, 'a-guess')).toBe('unknown');
  });

  it('is used once, also by two at the same time', async () => {
    const { code } = await begin();
    const [one, other] = await Promise.all([pairings.use(code, SETUP), pairings.use(code, SETUP)]);
    expect([one, other].filter((outcome) => outcome === 'used')).toHaveLength(1);
    expect(await pairings.use(code, SETUP)).toBe('used');
    expect(await pairings.find(code)).toBe('used');
  });

  it('expires after ten minutes', async () => {
    const { code, secret } = await begin();
    later = 10 * 60_000 - 1_000;
    expect(await pairings.find(code)).toMatchObject({ code });
    later = 10 * 60_000;
    expect(await pairings.find(code)).toBe('expired');
    expect(await pairings.use(code, SETUP)).toBe('expired');
    expect(await pairings.heard(code, secret)).toBe('expired');
  });

  it.each(['', 'AAAA', '9999 ', '99999', '__proto__'])(
    'is not known when no screen shows it: %o',
    async (code) => {
      expect(await pairings.find(code)).toBe('unknown');
      expect(await pairings.use(code, SETUP)).toBe('unknown');
    },
  );

  it('is given to so many screens at once and no more, so that one cannot be guessed', async () => {
    for (let n = 0; n < 150; n += 1) await begin();
    expect(await pairings.begin()).toBeUndefined();
    later = 10 * 60_000;
    expect(await pairings.begin()).toBeDefined();
  });
});

describe('two processes on one Redis', () => {
  let redis: RedisServer;
  let logs: readonly [Log, Log];
  beforeAll(async () => {
    redis = await RedisServer.start({});
    const open = () => openRedisLog({ url: redis.url, logger: pino({ level: 'silent' }) });
    logs = [await open(), await open()];
  });
  afterAll(async () => {
    for (const log of logs) await log.close();
    await redis.stop();
  });

  it('the code of a screen on one is used on the other, once', async () => {
    const [screen, desk] = [createPairings(logs[0]), createPairings(logs[1])];
    const { code, secret } = (await screen.begin()) ?? expect.fail('no code');
    const outcomes = await Promise.all([desk.use(code, SETUP), screen.use(code, SETUP)]);
    expect(outcomes.filter((outcome) => outcome === 'used')).toHaveLength(1);
    expect(await screen.heard(code, secret)).toMatchObject({ address: ADDRESS });
  });
});
