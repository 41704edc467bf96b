import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadDeskKey } from '../../server/desk-key.ts';
import { createKeys, guessable, parsePublishKeys } from '../../server/keys.ts';
import { temporaryFolder } from './http/running-app.ts';

describe('keys', () => {
  const keys = createKeys([
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
  ])('%j belongs to %s', (key, publisher) => {
    expect(keys.publisher(key)).toBe(publisher);
  });

  it('nobody has a key where there are none', () => {
    expect(createKeys([]).publisher('')).toBeUndefined();
  });

  it('a key may hold colons, a name may not', () => {
    expect(parsePublishKeys('a:b:c')).toEqual([{ name: 'a', key: 'b:c' }]);
  });
});

it('a key of fewer than 16 characters counts as one that can be guessed', () => {
  const keys = [
    { name: 'short', key: 'x'.repeat(15) },
    { name: 'long', key: 'x'.repeat(16) },
  ];
  expect(guessable(keys)).toEqual(['short']);
});

describe('the generated desk key', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the same after a restart, and only for its owner to read', async () => {
    const dataDir = join(folder, 'not', 'there', 'yet');
    const key = await loadDeskKey(dataDir);
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(await loadDeskKey(dataDir)).toBe(key);
    expect((await stat(join(dataDir, 'desk.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['desk.key']);
  });

  it('is one key when several processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => loadDeskKey(folder)));
    expect(new Set(made).size).toBe(1);
    expect(await readFile(join(folder, 'desk.key'), 'utf8')).toBe(`${made[0] ?? ''}\n`);
  });

  it('is closed again to others when somebody opened the file', async () => {
    await writeFile(join(folder, 'desk.key'), 'a-key-of-somebody-else\n', { mode: 0o644 });
    expect(await loadDeskKey(folder)).toBe('a-key-of-somebody-else');
    expect((await stat(join(folder, 'desk.key'))).mode & 0o777).toBe(0o600);
  });

  it('that is no key is named, not replaced', async () => {
    await writeFile(join(folder, 'desk.key'), '\n');
    await expect(loadDeskKey(folder)).rejects.toThrow(/desk\.key must be 16 to 200 characters/);
  });

  it('without a folder to keep it in stops the start', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(loadDeskKey(join(folder, 'file', 'below'))).rejects.toThrow(/desk\.key cannot be read/);
  });

  it('that cannot be read is named', async () => {
    await mkdir(join(folder, 'desk.key'));
    await expect(loadDeskKey(folder)).rejects.toThrow(/desk\.key cannot be read/);
  });
});
