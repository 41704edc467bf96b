import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHotFolder, type HotFolder, type HotFolderParts } from '../../../server/wire/hot-folder.ts';
import type { FolderSource } from '../../../server/wire/sources.ts';
import { temporaryFolder } from '../http/running-app.ts';
import { openWireNewsroom, sourceOf, type WireNewsroom } from './newsroom-of-wires.ts';

const SETTLE_MS = 150;

describe('a file in the hot folder', () => {
  test('is on the board, and moves to the folder of its day', async () => {
    const { room, path } = await watchFolder();
    await put(path, 'een.xml', ninjs('a', 'Brug open'));
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => done(path)).toEqual(['een.xml']);
    expect(await left(path)).toEqual([]);
    const [day] = await readdir(join(path, 'done'));
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('that came before the start is read too, oldest first', async () => {
    const path = await newFolder();
    await put(path, 'z-eerst.json', ninjs('a', 'Eerste versie', { version: '1' }), 60);
    await put(path, 'a-later.json', ninjs('a', 'Tweede versie', { version: '2' }), 30);
    const { room } = await watchFolder({ path });
    await eventually(async () => (await room.log.entriesOf('anp:a')).map(({ version }) => version)).toEqual([
      1, 2,
    ]);
    expect(await room.titles('regio', 1)).toEqual(['Tweede versie']);
  });

  test.each([
    ['', 0],
    [', by one whose clock is behind', 60],
  ])('is not read while it is being written%s', async (_name, secondsBehind) => {
    const { room, path } = await watchFolder({ settleMs: 600 });
    const text = ninjs('a', 'Brug open');
    const file = await open(join(path, 'half.json'), 'w');
    const step = Math.ceil(text.length / 20);
    for (let end = 0; end < text.length; end += step) {
      await file.write(text.slice(end, end + step));
      const time = Date.now() / 1000 - secondsBehind;
      await file.utimes(time, time);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await file.close();
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    expect(existsSync(join(path, 'rejected'))).toBe(false);
    expect(await room.log.head()).toMatchObject({ n: 1 });
  });

  test('whose sender pauses for longer is not given up at once', async () => {
    const { room, path } = await watchFolder({ patienceMs: 15_000 });
    const text = ninjs('a', 'Brug open');
    const file = await open(join(path, 'half.json'), 'w');
    await file.write(text.slice(0, 60));
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS * 6));
    await file.write(text.slice(60));
    await file.close();
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => done(path)).toEqual(['half.json']);
    expect(existsSync(join(path, 'rejected'))).toBe(false);
  });

  test.each(['.een.json', 'een.json.tmp', 'een.json.part', 'een.json.filepart', 'een.json~'])(
    'is left alone by the name %s, until it gets its own',
    async (name) => {
      const { room, path } = await watchFolder();
      await put(path, name, ninjs('a', 'Brug open'), 60);
      await put(path, 'ander.json', ninjs('b', 'Ander bericht'), 60);
      expect(await room.titles('regio', 1)).toEqual(['Ander bericht']);
      expect(await left(path)).toEqual([name]);
      await rename(join(path, name), join(path, 'klaar.json'));
      expect(await room.titles('regio', 2)).toContain('Brug open');
    },
  );

  test('that is a link or a folder is not followed', async () => {
    const { room, path } = await watchFolder();
    await symlink('/etc/hostname', join(path, 'link.json'));
    await mkdir(join(path, 'map'));
    await put(path, 'goed.json', ninjs('a', 'Brug open'), 60);
    await room.titles('regio', 1);
    await eventually(() => done(path)).toEqual(['goed.json']);
    expect((await left(path)).sort()).toEqual(['link.json', 'map']);
  });

  test('that cannot be read lies beside why it could not', async () => {
    const { path, book } = await watchFolder();
    await put(path, 'stuk.xml', '<?xml version="1.0"?><NewsML><NewsItem>', 60);
    await eventually(() => rejected(path)).toEqual(['stuk.xml', 'stuk.xml.problem.json']);
    const problem = JSON.parse(readFileSync(join(path, 'rejected/stuk.xml.problem.json'), 'utf8')) as unknown;
    expect(problem).toMatchObject({
      file: 'stuk.xml',
      source: 'anp',
      type: expect.stringMatching(/^[a-z-]+$/) as unknown,
      message: expect.any(String) as unknown,
      at: expect.stringMatching(/Z$/) as unknown,
    });
    expect(readFileSync(join(path, 'rejected/stuk.xml'), 'utf8')).toContain('<NewsItem>');
    await eventually(async () => (await book()).trouble).toMatch(/Niet te lezen/);
  });

  test('that is empty, or not of any format, or too large is rejected by name', async () => {
    const { path } = await watchFolder({ maxBytes: 5000 });
    await put(path, 'leeg.xml', '', 60);
    await put(path, 'tekst.txt', 'Geen bericht', 60);
    await put(path, 'groot.json', ninjs('a', 'x'.repeat(9000)), 60);
    await eventually(async () => (await rejected(path)).length).toBe(6);
    const types = ['leeg.xml', 'tekst.txt', 'groot.json'].map((name) => {
      const text = readFileSync(join(path, `rejected/${name}.problem.json`), 'utf8');
      return (JSON.parse(text) as { type: string }).type;
    });
    expect(types[2]).toBe('too-large');
    expect(types.every((type) => /^[a-z-]+$/.test(type))).toBe(true);
  });

  test('of which one item cannot be used is told, and the others are published', async () => {
    const { room, path } = await watchFolder();
    await put(path, 'v2.json', ninjs('a', 'Eerste tekst', { version: '2' }), 60);
    await room.titles('regio', 1);
    await put(path, 'v2-anders.json', ninjs('a', 'Andere tekst', { version: '2' }), 50);
    await eventually(() => rejected(path)).toEqual(['v2-anders.json', 'v2-anders.json.problem.json']);
    expect(readFileSync(join(path, 'rejected/v2-anders.json.problem.json'), 'utf8')).toContain('anp:a');
  });

  test('takes the name of no other file', async () => {
    const { path } = await watchFolder();
    for (const title of ['Een', 'Twee', 'Drie']) {
      await put(path, 'nieuws.json', ninjs(title, title), 60);
      await eventually(() => left(path)).toEqual([]);
    }
    await eventually(() => done(path)).toEqual(['nieuws (2).json', 'nieuws (3).json', 'nieuws.json']);
  });

  test('may have the longest name that there is', async () => {
    const { room, path } = await watchFolder();
    const name = `${'é'.repeat(125)}.json`;
    await put(path, name, ninjs('a', 'Brug open'), 60);
    await put(path, `${'x'.repeat(250)}.json`, '{', 60);
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(async () => (await rejected(path)).length).toBe(2);
  });

  test('stays while the store is away, and is read when it is back', async () => {
    const { room, path } = await watchFolder();
    room.away = true;
    await put(path, 'een.json', ninjs('a', 'Brug open'), 60);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS * 4));
    await eventually(() => left(path)).toEqual(['een.json']);
    expect(existsSync(join(path, 'rejected'))).toBe(false);
    room.away = false;
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => done(path)).toEqual(['een.json']);
  });

  test('that was left half-way by one who died is read by the next', async () => {
    const path = await newFolder();
    const claim = join(path, '.reading', 'of-a-dead-process');
    await mkdir(claim, { recursive: true });
    await put(claim, 'een.json', ninjs('a', 'Brug open'));
    const { room } = await watchFolder({ path });
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => done(path)).toEqual(['een.json']);
    await eventually(() => readdir(join(path, '.reading'))).toEqual([]);
  });

  test.each<[string, (claim: string) => unknown]>([
    ['a pipe', (claim) => execFileSync('mkfifo', [join(claim, 'een.json')])],
    ['a link', (claim) => symlink('/etc/hostname', join(claim, 'een.json'))],
    ['a file that cannot be moved', (claim) => writeFile(join(claim, 'een.json'), '{')],
  ])('is not kept waiting by %s in the place of one that was left half-way', async (name, make) => {
    const path = await newFolder();
    const claim = join(path, '.reading', 'somebody');
    await mkdir(claim, { recursive: true });
    await make(claim);
    // In the place of the folder that it would go to.
    if (name === 'a file that cannot be moved') await symlink('/etc/hostname', join(path, 'rejected'));
    const { room } = await watchFolder({ path });
    await put(path, 'goed.json', ninjs('a', 'Brug open'), 60);
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => done(path)).toEqual(['goed.json']);
    expect(await readdir(claim)).toHaveLength(1);
  });

  test('that is put back after it was rejected does not have its explanation read as news', async () => {
    const { room, path } = await watchFolder();
    await put(path, 'een.json.problem.json', '{"type":"refused"}', 60);
    await put(path, 'een.json', ninjs('a', 'Brug open'), 60);
    expect(await room.titles('regio', 1)).toEqual(['Brug open']);
    await eventually(() => left(path)).toEqual(['een.json.problem.json']);
    expect(existsSync(join(path, 'rejected'))).toBe(false);
  });

  test('is not waited for by one that is stopped', async () => {
    const { path, folder } = await watchFolder();
    await folder.close();
    await put(path, 'een.json', ninjs('a', 'Brug open'), 60);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS * 3));
    expect(await left(path)).toEqual(['een.json']);
  });
});

test('several processes read each file once', async () => {
  const path = await newFolder();
  const { room } = await watchFolder({ path });
  await watchFolder({ path, room });
  await watchFolder({ path, room });
  const names = Array.from({ length: 40 }, (_, index) => `bericht-${String(index).padStart(2, '0')}.json`);
  for (const [index, name] of names.entries())
    await put(path, name, ninjs(`b${index}`, `Bericht ${index}`), 60);
  await eventually(() => done(path)).toEqual(names);
  expect((await room.log.head()).n).toBe(40);
  expect(await rejected(path)).toEqual([]);
  expect(room.logged()).not.toMatch(/"level":(40|50)/);
});

test('a process killed anywhere loses no file and publishes none twice', async () => {
  const dataDir = await temporaryFolder();
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const path = await newFolder();
  const names = Array.from({ length: 120 }, (_, index) => `bericht-${String(index).padStart(3, '0')}.json`);
  for (const [index, name] of names.entries())
    await put(path, name, ninjs(`b${index}`, `Bericht ${index}`), 60);
  await put(path, 'stuk.json', '{"uri": ', 60);

  for (const afterFiles of [3, 20, 55]) {
    const child = spawn(process.execPath, ['--import', 'tsx', READER, dataDir, path], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    while ((await done(path)).length < afterFiles && child.exitCode === null) await nextMs();
    child.kill('SIGKILL');
    await ended;
  }
  const room = await openWireNewsroom(dataDir);
  await watchFolder({ path, room });
  await eventually(() => done(path)).toEqual(names);
  await expect.poll(() => rejected(path)).toEqual(['stuk.json', 'stuk.json.problem.json']);
  await eventually(() => readdir(join(path, '.reading'))).toEqual([]);
  expect(await left(path)).toEqual([]);
  const entries = await room.log.read(0, 1000);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(120);
  expect(entries).toHaveLength(120);
}, 60_000);

const READER = fileURLToPath(new URL('read-folder-until-killed.ts', import.meta.url));

interface Watching {
  readonly room: WireNewsroom;
  readonly path: string;
  readonly folder: HotFolder;
  book: () => Promise<{ trouble?: string }>;
}

async function watchFolder(
  options: Partial<FolderSource> &
    Pick<HotFolderParts, 'settleMs' | 'patienceMs' | 'maxBytes'> & { room?: WireNewsroom } = {},
): Promise<Watching> {
  const {
    room: given,
    settleMs = SETTLE_MS,
    patienceMs = 0,
    maxBytes,
    path = await newFolder(),
    ...fields
  } = options;
  const room = given ?? (await openWireNewsroom());
  const source = sourceOf({ kind: 'folder', path, section: 'regio' });
  if (source.kind !== 'folder') throw new Error('it is a folder');
  const { deliveries, book } = room.receiving([source]);
  const folder = startHotFolder({
    source: { ...source, every: 0.2, ...fields },
    deliveries,
    book,
    log: room.log,
    logger: room.logger,
    settleMs,
    patienceMs,
    leaseMs: 1000,
    ...(maxBytes !== undefined && { maxBytes }),
  });
  onTestFinished(() => folder.close());
  return { room, path, folder, book: async () => (await book.list())[0] ?? {} };
}

async function newFolder(): Promise<string> {
  const path = await temporaryFolder();
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** As something that came so many seconds ago. */
async function put(folder: string, name: string, text: string, secondsAgo = 0): Promise<void> {
  const hidden = join(folder, '.putting');
  await writeFile(hidden, text);
  const time = Date.now() / 1000 - secondsAgo;
  await utimes(hidden, time, time);
  await rename(hidden, join(folder, name));
}

async function left(path: string): Promise<string[]> {
  const names = await readdir(path);
  return names.filter((name) => !['done', 'rejected', '.reading'].includes(name));
}

async function done(path: string): Promise<string[]> {
  const names = await readdir(join(path, 'done'), { recursive: true, withFileTypes: true }).catch(() => []);
  return names
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

async function rejected(path: string): Promise<string[]> {
  return (await readdir(join(path, 'rejected')).catch(() => [])).sort();
}

function ninjs(uri: string, headline: string, fields: Readonly<Record<string, string>> = {}): string {
  const body = 'De brug over het kanaal is sinds vanochtend weer open voor alle verkeer.';
  return JSON.stringify({
    uri,
    type: 'text',
    version: '1',
    pubstatus: 'usable',
    headline,
    body_text: body,
    ...fields,
  });
}

/** Machines that run all tests at once are slow. */
function eventually<T>(value: () => T) {
  return expect.poll(value, { timeout: 15_000 });
}

function nextMs(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
