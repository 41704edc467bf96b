import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadDeskKey } from '../../../server/keys/desk-key.ts';
import { readKeyFile } from '../../../server/keys/key-file.ts';
import { openKeys, type Keys } from '../../../server/keys/keys.ts';
import { createNamedKeys } from '../../../server/keys/named-keys.ts';
import {
  createPlainKeys,
  guessable,
  parsePublishKeys,
  type PublishKey,
} from '../../../server/keys/plain-keys.ts';
import { SCOPES } from '../../../shared/desk.ts';
import { temporaryFolder } from '../http/running-app.ts';
import { keyIn, keysCommand, makeNamedKey } from './named-key.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await temporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('keys that were set', () => {
  const keys = createPlainKeys([
    { name: 'desk', key: 'the-key-of-the-desk' },
    { name: 'wire', key: 'another' },
  ]);

  it.each([
    ['the-key-of-the-desk', 'desk'],
    ['another', 'wire'],
    ['anothe', undefined],
    ['another ', undefined],
    ['', undefined],
    ['the-key-of-the-desk-and-more', undefined],
  ])('%j belongs to %s', (key, name) => {
    expect(keys.holder(key)?.name).toBe(name);
  });

  it('open everything', () => {
    expect(keys.holder('another')).toEqual({ name: 'wire', scopes: SCOPES });
  });

  it('a key may hold colons, a name may not', () => {
    expect(parsePublishKeys('a:b:c')).toEqual([{ name: 'a', key: 'b:c' }]);
  });

  it('of fewer than 16 characters count as keys that can be guessed', () => {
    const set = [
      { name: 'short', key: 'x'.repeat(15) },
      { name: 'long', key: 'x'.repeat(16) },
    ];
    expect(guessable(set)).toEqual(['short']);
  });
});

describe('named keys', () => {
  it('are known by their text, with scopes and sections, and by no other', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'publish', '--section', 'regio');
    const keys = await open();
    expect(await keys.holder(key)).toEqual({ name: 'regio', scopes: ['publish'], sections: ['regio'] });
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [key.slice(0, -1) + last, `${key}A`, key.toUpperCase(), key.slice(3)]) {
      expect(await keys.holder(wrong)).toBeUndefined();
    }
  });

  it('are kept as scrypt hashes that only their owner can read: no part of a secret is in any file', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    expect(await readdir(dataDir)).toEqual(['keys.json']);
    const file = join(dataDir, 'keys.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    const [, , ...secret] = key.split('_');
    expect(text).not.toContain(secret.join('_').slice(0, 8));
    expect(JSON.parse(text)).toMatchObject({
      keys: [{ name: 'regio', scopes: ['desk'], scrypt: { N: 32_768, r: 8, p: 1 } }],
    });
  });

  it('the same key twice has another salt and hash', async () => {
    await makeNamedKey(dataDir, 'a', '--scope', 'desk');
    await makeNamedKey(dataDir, 'b', '--scope', 'desk');
    const text = await readFile(join(dataDir, 'keys.json'), 'utf8');
    const salts = [...text.matchAll(/"salt": "([^"]+)"/g)].map(([, salt]) => salt);
    expect(new Set(salts).size).toBe(2);
  });

  it('a flood of wrong keys costs no scrypt, and a right one costs it once', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const keys = await open();
    const id = key.split('_')[1] ?? '';
    const wrong = Array.from({ length: 2000 }, (_, i) => `nt_${id}_${String(i).padStart(32, 'x')}`);
    const flood = await msOf(() => Promise.all(wrong.map((one) => keys.holder(one))));
    const first = await msOf(() => keys.holder(key));
    const again = await msOf(async () => {
      for (let i = 0; i < 1000; i += 1) await keys.holder(key);
    });
    // With a scrypt for each they would take hundreds of times as long.
    expect(flood).toBeLessThan(20 * first);
    expect(again).toBeLessThan(10 * first);
  });

  it('made, replaced and revoked by another process, they are so within a second; each end is told', async () => {
    const keys = await open();
    const revoked: string[] = [];
    keys.onRevoked((name) => revoked.push(name));
    const first = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const other = await makeNamedKey(dataDir, 'sport', '--scope', 'desk');
    await soon(async () => expect((await keys.holder(first))?.name).toBe('regio'));
    const { secret } = keys.named('regio') ?? {};

    const second = keyIn(await keysCommand(dataDir, 'replace', 'regio'));
    await soon(() => expect(revoked).toEqual(['regio']));
    expect(await keys.holder(first)).toBeUndefined();
    expect((await keys.holder(second))?.name).toBe('regio');
    expect(keys.named('regio')?.secret).not.toEqual(secret);

    await keysCommand(dataDir, 'revoke', 'regio');
    await soon(() => expect(revoked).toEqual(['regio', 'regio']));
    expect(await keys.holder(second)).toBeUndefined();
    expect(keys.named('regio')).toBeUndefined();
    expect((await keys.holder(other))?.name).toBe('sport');
  });

  it('a key revoked while its hash is calculated does not come through', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const named = createNamedKeys();
    named.replace(await readKeyFile(dataDir));
    const asked = named.holder(key);
    expect(named.replace([])).toEqual(['regio']);
    expect(await asked).toBeUndefined();
  });

  it('stay as they were when somebody damages the file under a running server, which says so once', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const lines: string[] = [];
    const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    const keys = await open({ logger });
    await writeFile(join(dataDir, 'keys.json'), '{"keys": [');
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 8000 });
    expect(lines[0]).toContain(join(dataDir, 'keys.json'));
    expect((await keys.holder(key))?.name).toBe('regio');
  });

  it.each([
    ['cut off', '{"keys": [', 'it is not JSON'],
    ['of another form', '{"keys": [{"name": "x"}]}', 'keys.0'],
    ['with a hash that is none', null, 'must be 32 bytes in base64'],
  ])('%s, the file stops the start with one sentence that names it', async (_, text, why) => {
    const path = join(dataDir, 'keys.json');
    await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const right = await readFile(path, 'utf8');
    await writeFile(path, text ?? right.replace(/"hash": "[^"]+"/, '"hash": "AAAA"'));
    const sentence = await open().then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(sentence).toContain(`The key file ${path} is damaged:`);
    expect(sentence).toContain(why);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  it('of a name that PUBLISH_KEYS has open nothing, so that nobody gains scopes by a name', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'audit');
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const keys = await open({ publishKeys: [{ name: 'regio', key: 'a-key-that-was-set' }], logger });
    expect(await keys.holder(key)).toBeUndefined();
    expect((await keys.holder('a-key-that-was-set'))?.scopes).toEqual(SCOPES);
    expect(lines).toEqual([expect.stringContaining('regio')]);
  });
});

describe('the generated desk key', () => {
  it('is made where nobody has a key, and opens everything', async () => {
    const keys = await open();
    const { deskKey = '' } = keys;
    expect(await keys.holder(deskKey)).toEqual({ name: 'desk', scopes: SCOPES });
  });

  it('is not made where somebody has a key', async () => {
    expect((await open({ publishKeys: [{ name: 'a', key: 'a-key-that-was-set' }] })).deskKey).toBeUndefined();
    await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    expect((await open()).deskKey).toBeUndefined();
    expect(await readdir(dataDir)).toEqual(['keys.json']);
  });

  it('goes on beside named keys until it is revoked, and ends then in a running server too', async () => {
    const { deskKey = '' } = await open();
    await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const keys = await open();
    const revoked: string[] = [];
    keys.onRevoked((name) => revoked.push(name));
    expect((await keys.holder(deskKey))?.name).toBe('desk');
    await keysCommand(dataDir, 'revoke', 'desk');
    await soon(() => expect(revoked).toEqual(['desk']));
    expect(await keys.holder(deskKey)).toBeUndefined();
    expect((await open()).deskKey).toBeUndefined();
  });

  it('is the same after a restart, and only for its owner to read', async () => {
    const folder = join(dataDir, 'not', 'there', 'yet');
    const key = await loadDeskKey(folder);
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(await loadDeskKey(folder)).toBe(key);
    expect((await stat(join(folder, 'desk.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['desk.key']);
  });

  it('is one key when several processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => loadDeskKey(dataDir)));
    expect(new Set(made).size).toBe(1);
    expect(await readFile(join(dataDir, 'desk.key'), 'utf8')).toBe(`${made[0] ?? ''}\n`);
  });

  it('is closed again to others when somebody opened the file', async () => {
    await writeFile(join(dataDir, 'desk.key'), 'a-key-of-somebody-else\n', { mode: 0o644 });
    expect(await loadDeskKey(dataDir)).toBe('a-key-of-somebody-else');
    expect((await stat(join(dataDir, 'desk.key'))).mode & 0o777).toBe(0o600);
  });

  it('that is no key is named, not replaced', async () => {
    await writeFile(join(dataDir, 'desk.key'), '\n');
    await expect(loadDeskKey(dataDir)).rejects.toThrow(/desk\.key must be 16 to 200 characters/);
  });

  it('without a folder to keep it in stops the start', async () => {
    await writeFile(join(dataDir, 'file'), '');
    await expect(loadDeskKey(join(dataDir, 'file', 'below'))).rejects.toThrow(/desk\.key cannot be read/);
  });

  it('that cannot be read is named', async () => {
    await mkdir(join(dataDir, 'desk.key'));
    await expect(loadDeskKey(dataDir)).rejects.toThrow(/desk\.key cannot be read/);
  });
});

describe('the key file', () => {
  it('moved back in place as it was counts as the change that it is', async () => {
    const key = await makeNamedKey(dataDir, 'regio', '--scope', 'desk');
    const path = join(dataDir, 'keys.json');
    const keys = await open();
    await rename(path, `${path}.away`);
    await soon(async () => expect(await keys.holder(key)).toBeUndefined());
    await rename(`${path}.away`, path);
    await soon(async () => expect((await keys.holder(key))?.name).toBe('regio'));
  });
});

async function open({
  publishKeys = [] as readonly PublishKey[],
  logger = pino({ level: 'silent' }),
} = {}): Promise<Keys & { readonly deskKey?: string }> {
  const keys = await openKeys({ publishKeys, dataDir, logger });
  onTestFinished(() => keys.close());
  return keys;
}

/** It promises a second; a machine that is busy with other tests may take another. */
function soon(expectation: () => unknown): Promise<unknown> {
  return vi.waitFor(expectation, { timeout: 8000, interval: 20 });
}

async function msOf(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
