import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardMessage } from '../../../shared/events.ts';
import type { Boards, BoardsListener } from '../../../server/boards.ts';
import { createBoardAnswers } from '../../../server/http/board-answers.ts';
import { addBoardRoutes } from '../../../server/http/boards.ts';
import { jsonOf, startApp, submission, temporaryFolder, type RunningApp } from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.close());

async function publish(fields: Readonly<Record<string, unknown>>): Promise<number> {
  const answer = await jsonOf(await server.send('POST', '/api/dispatches', submission(fields)));
  return Number(answer.n);
}

describe('a board over HTTP', () => {
  it('is the whole board, for every origin, and may be kept for two seconds', async () => {
    const n = await publish({ id: 'een' });
    const answer = await server.ask(`/api/sections/buitenland?min=${n}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=2, stale-while-revalidate=8');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    const board = await jsonOf(answer);
    expect(board).toMatchObject({ section: 'buitenland', n, dispatches: [{ id: 'een', version: 1 }] });
    expect(Math.abs(Number(board.now) - Date.now())).toBeLessThan(2000);
    expect(JSON.stringify(board)).not.toContain('"body"');
  });

  it('that has not changed is a 304; one that has, is not', async () => {
    const n = await publish({ id: 'twee', section: 'sport' });
    const etag = (await server.ask(`/api/sections/sport?min=${n}`)).headers.get('etag') ?? '';
    const ask = (ifNoneMatch: string) =>
      server.ask('/api/sections/sport', { headers: { 'if-none-match': ifNoneMatch } });
    for (const same of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const answer = await ask(same);
      expect([same, answer.status, answer.headers.get('etag')]).toEqual([same, 304, etag]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    const elsewhere = await publish({ id: 'elders', section: 'regio' });
    expect((await server.ask(`/api/sections/sport?min=${elsewhere}`)).headers.get('etag')).toBe(etag);

    const next = await publish({ id: 'drie', section: 'sport' });
    await server.ask(`/api/sections/sport?min=${next}`);
    expect((await ask(etag)).status).toBe(200);
  });

  it('says what the settings call the section; under another title it is another answer', async () => {
    const folder = await temporaryFolder();
    const answerOf = async (title: string, ifNoneMatch = '') => {
      const settings = { SECTIONS: `noord-holland=${title}` };
      const running = await startApp({ dataDir: folder, settings });
      const headers = { 'if-none-match': ifNoneMatch };
      const response = await running.ask('/api/sections/noord-holland', { headers });
      const { status } = response;
      const board = status === 200 ? await jsonOf(response) : {};
      await running.close();
      return { status, board, etag: response.headers.get('etag') ?? '' };
    };
    const first = await answerOf('Noord-Holland');
    expect(first.board).toMatchObject({ section: 'noord-holland', title: 'Noord-Holland' });
    expect((await answerOf('Noord-Holland', first.etag)).status).toBe(304);
    const second = await answerOf('Provincie Noord-Holland', first.etag);
    expect(second.board).toMatchObject({ title: 'Provincie Noord-Holland' });
    await rm(folder, { recursive: true });
  });

  it('shows a correction and no longer shows what was withdrawn', async () => {
    await publish({ id: 'kort', section: 'cultuur', title: 'Zwanebrug gesloten' });
    const corrected = await jsonOf(
      await server.send(
        'PUT',
        '/api/dispatches/kort',
        submission({ section: 'cultuur', title: 'Zwanebrug open' }),
      ),
    );
    const shown = await jsonOf(await server.ask(`/api/sections/cultuur?min=${String(corrected.n)}`));
    expect(shown).toMatchObject({ dispatches: [{ id: 'kort', version: 2, title: 'Zwanebrug open' }] });

    const withdrawn = await jsonOf(await server.send('DELETE', '/api/dispatches/kort'));
    const after = await jsonOf(await server.ask(`/api/sections/cultuur?min=${String(withdrawn.n)}`));
    expect(after).toMatchObject({ n: withdrawn.n, dispatches: [], gone: [{ id: 'kort', version: 3 }] });
  });

  it('goes out in the form that was asked for, the same content in each', async () => {
    await publish({ id: 'vorm', section: 'economie' });
    const forms = [
      ['br', (bytes: Buffer) => brotliDecompressSync(bytes)],
      ['gzip', (bytes: Buffer) => gunzipSync(bytes)],
      ['identity', (bytes: Buffer) => bytes],
      ['br;q=0, gzip;q=0', (bytes: Buffer) => bytes],
    ] as const;
    const digests = new Set<string>();
    for (const [encoding, decode] of forms) {
      const { headers, bytes } = await rawGet(`${server.url}/api/sections/economie`, encoding);
      expect(headers['content-encoding']).toBe(
        encoding === 'br' || encoding === 'gzip' ? encoding : undefined,
      );
      expect(Number(headers['content-length'])).toBe(bytes.length);
      const text = decode(bytes)
        .toString()
        .replace(/"now":\d+/, '"now":0');
      digests.add(createHash('sha1').update(text).digest('hex'));
    }
    expect(digests.size).toBe(1);
  });

  it('asked for a position that this process has not reached says so, after waiting a little', async () => {
    const started = performance.now();
    const answer = await server.ask('/api/sections/buitenland?min=99999');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ type: 'urn:news-ticker:problem:behind' });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('asked for a position that is about to come waits for it', async () => {
    const n = Number((await jsonOf(await server.ask('/readyz'))).n) + 1;
    const asked = server.ask(`/api/sections/buitenland?min=${n}`);
    await publish({ id: 'straks', version: 1 });
    const answer = await asked;
    expect(answer.status).toBe(200);
    expect(Number((await jsonOf(answer)).n)).toBeGreaterThanOrEqual(n);
  });

  it.each(['-1', 'abc', '1.5', '9999999999999999'])('?min=%s is 400 at its path', async (min) => {
    const answer = await server.ask(`/api/sections/buitenland?min=${min}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ problems: [{ path: 'min' }] });
  });

  it('of a section that is not there is 404 and names those that are', async () => {
    for (const section of ['weer', 'constructor', '__proto__']) {
      const answer = await server.ask(`/api/sections/${section}`);
      expect(answer.status).toBe(404);
      expect((await jsonOf(answer)).detail).toContain('buitenland, binnenland');
    }
  });

  it.each([
    ['GET', '/api/sections/weer'],
    ['GET', '/api/sections/sport?min=abc'],
    ['PUT', '/api/sections/sport'],
    ['GET', '/api/niets'],
  ])('what is wrong with %s %s is for every origin to read', async (method, path) => {
    const answer = await server.ask(path, { method, headers: { accept: 'text/html' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers HEAD without a body', async () => {
    const answer = await server.ask('/api/sections/buitenland', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('the list of sections', () => {
  it('has their titles, and where each changed last', async () => {
    const { sections } = await jsonOf(await server.ask('/api/sections'));
    expect(sections).toHaveLength(6);
    expect(sections).toMatchObject([{ id: 'buitenland', title: 'Buitenland' }, {}, {}, {}, {}, {}]);
  });
});

describe('the prepared answer', () => {
  it('is made once per change; only the time in it is stamped anew, once a second', () => {
    const boards = boardsForTests();
    let now = 1_000_000;
    const answers = createBoardAnswers(boards, () => now);
    const first = answers.of('sport').body('identity');
    now += 900;
    expect(answers.of('sport').body('identity')).toBe(first);
    now += 100;
    const second = answers.of('sport').body('identity');
    expect(JSON.parse(String(second))).toMatchObject({ now: 1_001_000, n: 1 });
    expect(boards.asked).toBe(1);

    boards.change('sport');
    expect(JSON.parse(String(answers.of('sport').body('identity')))).toMatchObject({ n: 2 });
    boards.change('regio');
    answers.of('sport');
    expect(boards.asked).toBe(2);
    boards.reset();
    answers.of('sport');
    expect(boards.asked).toBe(3);
  });

  it('serves all who ask for a position that only another section has reached', async () => {
    const boards = boardsForTests();
    boards.change('regio');
    const app = express();
    addBoardRoutes(app, { boards, log: { now: () => 0 }, past: [] });
    const listening = app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    for (let time = 0; time < 3; time += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/sections/sport?min=${boards.cursor().n}`);
      expect(await answer.json()).toMatchObject({ n: 1 });
    }
    expect(boards.asked).toBe(1);
    listening.close();
  });
});

/** Boards that count how often they are asked. */
function boardsForTests(): Boards & { asked: number; change(section: string): void; reset(): void } {
  let listener: BoardsListener | undefined;
  let n = 1;
  const changedAt = new Map<string, number>();
  const whole = (section: string): BoardMessage => {
    boards.asked += 1;
    return {
      section,
      epoch: 'e',
      n: changedAt.get(section) ?? 1,
      now: 0,
      reset: true,
      dispatches: [],
      gone: [],
    };
  };
  const boards = {
    asked: 0,
    sections: () => [{ id: 'sport', title: 'Sport', n }],
    has: () => true,
    whole,
    since: whole,
    cursor: () => ({ epoch: 'e', n }),
    subscribe: (given: BoardsListener) => {
      listener = given;
      return () => undefined;
    },
    close: () => Promise.resolve(),
    change(section: string) {
      n += 1;
      changedAt.set(section, n);
      listener?.deltas([{ section, epoch: 'e', n, prev: n - 1, gone: { id: 'x', version: 1 } }]);
    },
    reset() {
      listener?.reset({ epoch: 'f', reason: 'test', min: n });
    },
  };
  return boards;
}

/** fetch() would decode by itself. */
function rawGet(url: string, encoding: string) {
  return new Promise<{ headers: NodeJS.Dict<string | string[]>; bytes: Buffer }>((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ headers: response.headers, bytes: Buffer.concat(chunks) });
      });
    }).on('error', reject);
  });
}
