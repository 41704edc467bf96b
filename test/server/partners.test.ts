import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../server/config.ts';
import { parsePartners } from '../../server/partners.ts';
import { RawSocket, upgradeRequest } from '../raw-socket.ts';
import { jsonOf, startApp, temporaryFolder, type RunningApp } from './http/running-app.ts';

const STREEK = {
  name: 'streekkrant',
  key: 'streek-2026',
  origins: ['https://www.streekkrant.example'],
  viewers: 2,
};
const OMROEP = { name: 'omroep', key: 'omroep-2026' };

describe('the file of partners', () => {
  const parse = (...partners: unknown[]) => parsePartners(JSON.stringify({ partners }), 'partners.json');

  it('gives origins as browsers send them', () => {
    const [partner] = parse({ ...STREEK, origins: ['HTTPS://www.Streekkrant.example/', 'null'] });
    expect(partner).toEqual({ ...STREEK, origins: ['https://www.streekkrant.example', 'null'] });
  });

  it.each([
    [[{ ...STREEK, key: 'kort' }], 'partners[0].key in partners.json must be 8 to 64 letters'],
    [
      [OMROEP, { ...STREEK, origins: ['streekkrant.example'] }],
      'partners[1].origins[0] in partners.json must be',
    ],
    [[{ ...STREEK, viewers: 0 }], 'partners[0].viewers in partners.json must be a whole number from 1'],
    [
      [OMROEP, { ...STREEK, name: 'omroep' }],
      'partners[1].name in partners.json must not be that of partners[0]',
    ],
    [
      [OMROEP, { ...STREEK, key: OMROEP.key }],
      'partners[1].key in partners.json must not be that of partners[0]',
    ],
    [[{ ...OMROEP, colour: 'red' }], 'partners[0].colour in partners.json'],
  ])('that is not right stops the start and names the place: %j', (partners, words) => {
    expect(() => parse(...partners)).toThrow(ConfigError);
    expect(() => parse(...partners)).toThrow(words);
  });

  it('is not shown where it is no JSON', () => {
    expect(() => parsePartners('{"key": secret-key', 'partners.json')).toThrow(
      'PARTNERS: partners.json is not JSON.',
    );
  });
});

describe('a server with partners', () => {
  let server: RunningApp;
  const open: RawSocket[] = [];

  beforeEach(async () => {
    const file = join(await temporaryFolder(), 'partners.json');
    await writeFile(file, JSON.stringify({ partners: [STREEK, OMROEP] }));
    server = await startApp({ settings: { PARTNERS: file, ORIGINS: 'https://www.omroep.example' } });
  });

  afterEach(async () => {
    for (const socket of open.splice(0)) socket.stream.destroy();
    await server.close();
  });

  /** The status with which a connection is answered: 101 when it is let in. */
  async function connect(key: string | undefined, origin: string): Promise<number> {
    const path = `/socket.io/?EIO=4&transport=websocket${key === undefined ? '' : `&partner=${key}`}`;
    const socket = await RawSocket.open(server.app.port, upgradeRequest(path, [`Origin: ${origin}`]));
    open.push(socket);
    await socket.heard('\r\n\r\n');
    return Number(/^HTTP\/1.1 (\d+)/.exec(socket.text)?.[1]);
  }

  async function why(key: string | undefined, origin: string) {
    const response = await server.ask(`/api/admission${key === undefined ? '' : `?partner=${key}`}`, {
      headers: { origin },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { type, detail } = await jsonOf(response);
    return { status: response.status, type, detail, retryAfter: response.headers.get('retry-after') };
  }

  const [home] = STREEK.origins as [string];

  it.each([
    ['a page of a listed origin', undefined, 'https://www.omroep.example', 101, undefined],
    ['a page of another origin', undefined, 'https://elders.example', 403, 'origin'],
    ['a page in a sandbox', undefined, 'null', 403, 'origin'],
    ['a partner at home', STREEK.key, home, 101, undefined],
    ["a partner's key on another site", STREEK.key, 'https://elders.example', 403, 'partner-origin'],
    [
      'a partner without origins of its own, on a listed one',
      OMROEP.key,
      'https://www.omroep.example',
      101,
      undefined,
    ],
    ['a partner without origins of its own, on another', OMROEP.key, home, 403, 'origin'],
    ['a key that nobody has', 'somebody-else', 'https://www.omroep.example', 403, 'partner'],
  ])('answers %s, and says why', async (_who, key, origin, status, type) => {
    expect(await connect(key, origin)).toBe(status);
    const said = await why(key, origin);
    expect(said.status).toBe(status === 101 ? 200 : status);
    expect(said.type).toBe(type && `urn:news-ticker:problem:${type}`);
  });

  it('lets its own pages in, with whatever partner’s key', async () => {
    expect(await connect(STREEK.key, 'http://localhost')).toBe(101);
  });

  it('holds a partner to its number of screens, and counts nobody who only asks', async () => {
    expect([await connect(STREEK.key, home), await connect(STREEK.key, home)]).toEqual([101, 101]);
    expect(await connect(STREEK.key, home)).toBe(429);
    const { status, detail, retryAfter } = await why(STREEK.key, home);
    expect([status, detail, retryAfter]).toEqual([429, expect.stringContaining('as were agreed (2)'), '30']);
    const metrics = await (await server.ask('/metrics')).text();
    expect(metrics).toContain('ticker_partner_viewers{partner="streekkrant"} 2');
    expect(metrics).toContain('ticker_partner_viewers{partner="omroep"} 0');
    expect(metrics).toContain('ticker_partner_refused_total{partner="streekkrant",reason="partner-quota"} 1');
    expect(await connect(OMROEP.key, 'https://www.omroep.example')).toBe(101);

    open[0]?.stream.destroy();
    await vi.waitFor(async () => {
      expect((await why(STREEK.key, home)).status).toBe(200);
    });
    expect(await connect(STREEK.key, home)).toBe(101);
  });
});

it('a key is not looked at where no partners are set', async () => {
  const server = await startApp();
  const path = '/socket.io/?EIO=4&transport=websocket&partner=whatever';
  const socket = await RawSocket.open(
    server.app.port,
    upgradeRequest(path, ['Origin: https://elders.example']),
  );
  await socket.heard('HTTP/1.1 101');
  socket.end();
  await server.close();
});
