/** What keeps the codes of fresh screens from being guessed or used up, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../server/log/log.ts';
import { MemoryLog } from '../memory-log.ts';
import { awayNotes } from '../walls/walls-contract.ts';
import { jsonOf, startApp, type RunningApp } from './running-app.ts';

const SETUP = { name: 'Redactie 1', sections: ['sport'] };
let running: RunningApp;
let log: Log;
let isAway: boolean;

beforeEach(async () => {
  isAway = false;
  const memory = new MemoryLog();
  log = Object.assign(memory, { notes: awayNotes(memory.notes, () => isAway) });
  running = await startApp({ log, settings: { TRUST_PROXY: '1' } });
});
afterEach(() => running.close());

const from = (address: string) => ({ 'x-forwarded-for': address });
const screen = (query = '', address = '192.0.2.1') =>
  running.ask(`/wall${query}`, { headers: { accept: 'text/html', ...from(address) } });

async function freshCode(address?: string): Promise<{ code: string; secret: string }> {
  const text = await (await screen('', address)).text();
  const [, code = '', secret = ''] = /data-code="(\w+)"\s+data-secret="([\w-]+)"/.exec(text) ?? [];
  return { code, secret };
}

/** So many screens that wait for somebody. */
async function letWait(screens: number): Promise<void> {
  for (let n = 0; n < screens; n += 1) {
    const note = { secret: 'of another screen', until: Date.now() + 600_000 };
    await log.notes.set('pairings', `N${n}`, JSON.stringify(note));
  }
}

describe('a code', () => {
  const look = (code: string, address: string) =>
    running.send('GET', `/api/pairings/${code}`, undefined, from(address));

  it('cannot be guessed: an address has thirty guesses a minute, whatever it asks of them; one that holds passes', async () => {
    const { code, secret } = await freshCode();
    const statuses = new Set<number>();
    for (let n = 0; n < 10; n += 1) {
      statuses.add((await look('2222', '192.0.2.7')).status);
      const used = await running.send('POST', '/api/pairings/2222', SETUP, from('192.0.2.7'));
      statuses.add(used.status);
      const heard = await running.ask(`/api/pairings/${code}/address?screen=guess-${n}`, {
        headers: from('192.0.2.7'),
      });
      statuses.add(heard.status);
    }
    expect(statuses).toEqual(new Set([404]));

    const refused = await look('2222', '192.0.2.7');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await jsonOf(refused)).detail).toBe('Too many codes that no screen shows, from this address.');
    expect((await look(code, '192.0.2.7')).status).toBe(200);
    expect((await look('2222', '192.0.2.8')).status).toBe(404);
    const own = await running.ask(`/api/pairings/${code}/address?screen=${secret}`, {
      headers: from('192.0.2.7'),
    });
    expect(own.status).toBe(200);
  });

  it('is of no use to somebody without a key of the desk', async () => {
    const { code } = await freshCode();
    expect((await running.ask(`/api/pairings/${code}`)).status).toBe(401);
    const body = JSON.stringify(SETUP);
    const headers = { 'content-type': 'application/json' };
    expect((await running.ask(`/api/pairings/${code}`, { method: 'POST', headers, body })).status).toBe(401);
    expect((await look(code, '192.0.2.7')).status).toBe(200);
  });

  it('that was used or has expired is not a guess', async () => {
    const { code } = await freshCode();
    await running.send('POST', `/api/pairings/${code}`, SETUP);
    for (let n = 0; n < 40; n += 1) expect((await look(code, '192.0.2.7')).status).toBe(410);
  });
});

describe('a screen that gets no code says so in Dutch, and when it asks again', () => {
  async function expectNoCode(response: Response, status: number, words: string): Promise<void> {
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toContain('text/html');
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).toContain('Dit scherm probeert het vanzelf opnieuw.');
    expect(text).not.toContain('data-code');
    // What asks again is its script.
    expect(text).toMatch(/<script type="module" src="[^"]+"><\/script>/);
  }

  it('the sixty-first of ten minutes behind one address; walls there, and screens elsewhere, are not in its way', async () => {
    for (let n = 0; n < 60; n += 1) expect((await screen()).status).toBe(200);
    await expectNoCode(await screen(), 429, 'Er wachten al te veel schermen.');
    const wall = await screen('?name=Redactie&sections=sport');
    expect(wall.status).toBe(200);
    expect(await wall.text()).toContain('<news-wall');
    expect((await screen('', '192.0.2.2')).status).toBe(200);
  });

  it('walls do not use up the codes of an address', async () => {
    for (let n = 0; n < 70; n += 1) await screen('?name=Redactie&sections=sport');
    expect((await screen()).status).toBe(200);
  });

  it('where a hundred and fifty wait already', async () => {
    await letWait(149);
    expect((await screen()).status).toBe(200);
    await expectNoCode(await screen(), 503, 'Er wachten al te veel schermen.');
  });

  it('while the store is away', async () => {
    isAway = true;
    await expectNoCode(await screen(), 503, 'De server kan nu geen code maken.');
    isAway = false;
    expect((await screen()).status).toBe(200);
  });
});
