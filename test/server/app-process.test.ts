import { rm, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submission, temporaryFolder } from './http/running-app.ts';
import { runServerProcess, startServerProcess } from './http/server-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await temporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the server as a process', { timeout: 60_000 }, () => {
  it('prints its addresses and the generated desk key, which publishes; SIGTERM ends it with 0', async () => {
    const server = await startServerProcess({ DATA_DIR: dataDir });
    const key = /^Desk key +(\S+)/m.exec(server.stdout())?.[1] ?? '';
    expect(server.stdout()).toMatch(/^News ticker +http:\/\/localhost:\d+$/m);
    expect(key).toBe((await readFile(join(dataDir, 'desk.key'), 'utf8')).trim());
    const answer = await publish(server.url, key, submission());
    expect(answer.status).toBe(201);
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  it('prints no key that somebody set', async () => {
    const server = await startServerProcess({ DATA_DIR: dataDir, PUBLISH_KEYS: 'desk:a-secret-key' });
    expect(server.stdout()).not.toContain('a-secret-key');
    await server.stop('SIGTERM');
  });

  it('refuses a wrong setting with one sentence that names it', async () => {
    const { code, stdout, stderr } = await runServerProcess({ DATA_DIR: dataDir, PORT: 'http' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('PORT must be a whole number from 0 (any free port) to 65535; it is "http".\n');
  });

  it('refuses a port that is taken with one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, stderr } = await runServerProcess({ DATA_DIR: dataDir, PORT: port });
    expect([code, stderr]).toEqual([
      1,
      `PORT ${port} is taken by another process on 127.0.0.1; set PORT to a free one.\n`,
    ]);
    other.close();
  });

  it('refuses a folder that another process has, with one sentence', async () => {
    const first = await startServerProcess({ DATA_DIR: dataDir });
    const { code, stderr } = await runServerProcess({ DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR [^\n]+ in use[^\n]+\n$/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await first.stop('SIGTERM');
  });

  it('refuses a folder that it may not write, with one sentence', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const { code, stderr } = await runServerProcess({
      DATA_DIR: join(dataDir, 'file', 'below'),
      PUBLISH_KEYS: 'desk:key',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR [^\n]+\n$/);
  });

  it('refuses a Redis that is not there, with one sentence', async () => {
    const { code, stderr } = await runServerProcess({ DATA_DIR: dataDir, REDIS_URL: 'redis://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^REDIS_URL\b[^\n]+\n$/);
  });

  it('refuses a corrupt store, says what was saved, and leaves the file as it is', async () => {
    const server = await startServerProcess({ DATA_DIR: dataDir, PUBLISH_KEYS: 'desk:key' });
    for (let i = 0; i < 40; i += 1) {
      await publish(server.url, 'key', submission({ id: `nr-${i}`, body: `Alinea ${i}. `.repeat(200) }));
    }
    await server.stop('SIGTERM');
    const file = join(dataDir, 'ticker.db');
    const bytes = await readFile(file);
    bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 8192);
    await writeFile(file, bytes);

    const { code, stdout, stderr } = await runServerProcess({ DATA_DIR: dataDir, PUBLISH_KEYS: 'desk:key' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ticker\.db in DATA_DIR \S+ is damaged/);
    const [, count, rescue = ''] = /(\d+) entries could be read and are saved in (\S+)/.exec(stderr) ?? [];
    const saved = (await readFile(join(dataDir, rescue), 'utf8')).trim().split('\n');
    expect(saved).toHaveLength(Number(count));
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });
});

function publish(url: string, key: string, fields: unknown): Promise<Response> {
  return fetch(`${url}/api/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
}
