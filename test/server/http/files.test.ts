import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileRoutes } from '../../../server/http/files.ts';
import { answerProblems } from '../../../server/http/problems.ts';
import { keepEmbeds } from '../../../server/kept-embeds.ts';
import { temporaryFolder } from './running-app.ts';

const SCRIPT = `console.log('é');\n`.repeat(50);

let dist: string;
let server: Server;
let url: string;
beforeAll(async () => {
  dist = await temporaryFolder();
  for (const [folder, file] of [
    ['embed', 'news-ticker.js'],
    ['pages/assets', 'portal-AbC123.css'],
  ] as const) {
    const path = join(dist, folder, file);
    await mkdir(join(dist, folder), { recursive: true });
    await writeFile(path, SCRIPT);
    await writeFile(`${path}.br`, brotliCompressSync(SCRIPT));
    await writeFile(`${path}.gz`, gzipSync(SCRIPT));
  }
  await writeFile(join(dist, 'pages/assets/gone-AbC123.css'), SCRIPT);
  const older = join(dist, 'data/embed/1.3.0');
  await mkdir(older, { recursive: true });
  await writeFile(join(older, 'news-ticker.js'), 'old');
  // What a crash leaves of a copy that was being made.
  await mkdir(join(dist, 'data/embed/.half'));
  const logger = pino({ level: 'silent' });
  const version = '1.4.2';
  const keptEmbeds = await keepEmbeds({
    folder: join(dist, 'embed'),
    version,
    dataDir: join(dist, 'data'),
    logger,
  });
  server = express()
    .use(createFileRoutes({ dist, keptEmbeds, logger }), answerProblems(logger))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(dist, { recursive: true });
});

describe('the embed', () => {
  it.each([
    ['v1', 'public, max-age=300, stale-while-revalidate=86400'],
    ['1.4.2', 'public, max-age=31536000, immutable'],
  ])('under %s is for every origin and may be kept: %s', async (version, cache) => {
    const answer = await fetch(`${url}/embed/${version}/news-ticker.js`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe(cache);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe(SCRIPT);
  });

  it.each(['br', 'gzip'])('comes as %s where that is understood', async (encoding) => {
    const answer = await fetch(`${url}/embed/v1/news-ticker.js`, {
      headers: { 'accept-encoding': encoding },
    });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(await answer.text()).toBe(SCRIPT);
  });

  it('that has not changed is a 304', async () => {
    const etag = (await fetch(`${url}/embed/v1/news-ticker.js`)).headers.get('etag') ?? '';
    const again = await fetch(`${url}/embed/v1/news-ticker.js`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('of a version that ran here before is still there, unchanged, for ever', async () => {
    const answer = await fetch(`${url}/embed/1.3.0/news-ticker.js`);
    expect(await answer.text()).toBe('old');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is kept, whole, for after the next update', async () => {
    const kept = join(dist, 'data/embed/1.4.2');
    expect(await readFile(join(kept, 'news-ticker.js'), 'utf8')).toBe(SCRIPT);
    expect((await readdir(kept)).sort()).toEqual((await readdir(join(dist, 'embed'))).sort());
    expect((await readdir(join(dist, 'data/embed'))).sort()).toEqual(['.half', '1.3.0', '1.4.2']);
  });

  it('stays what it was under its version, also when another build bears the same number', async () => {
    const [folder, dataDir] = [await temporaryFolder(), join(dist, 'data')];
    await writeFile(join(folder, 'news-ticker.js'), 'another');
    const warnings: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => warnings.push(line) });
    const [own] = await keepEmbeds({ folder, version: '1.4.2', dataDir, logger });
    expect(await readFile(join(own.folder, 'news-ticker.js'), 'utf8')).toBe(SCRIPT);
    expect(warnings.join()).toContain('/embed/1.4.2/ stays as it was');
    await rm(folder, { recursive: true });
  });

  it('of a version that never ran here is not there, and the answer says which are', async () => {
    const answer = await fetch(`${url}/embed/9.9.9/news-ticker.js`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      type: 'urn:news-ticker:problem:unknown-version',
      detail: expect.stringContaining(
        'Versions of the embed here: 1.4.2, 1.3.0; the newest is always at /embed/v1/.',
      ) as string,
    });
  });
});

describe('the files of our pages', () => {
  it('that a new build took away end their answer, and nothing else', async () => {
    const path = join(dist, 'pages/assets/gone-AbC123.css');
    await rm(path);
    await expect(fetch(`${url}/assets/gone-AbC123.css`)).rejects.toThrow();
    expect((await fetch(`${url}/assets/portal-AbC123.css`)).status).toBe(200);
  });

  it('never change under their hashed names', async () => {
    const answer = await fetch(`${url}/assets/portal-AbC123.css`);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it.each(['/assets/../.vite/manifest.json', '/assets/%2e%2e/%2e%2e/package.json', '/embed/v1/..%2f..%2fx'])(
    'nothing else is served: %s',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});
