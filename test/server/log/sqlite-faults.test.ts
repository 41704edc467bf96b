import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CorruptStore, StoreAway } from '../../../server/log/log.ts';
import type { Log } from '../../../server/log/log.ts';
import { loadSqlite } from '../../../server/log/sqlite-driver.ts';
import type { SqliteDatabase } from '../../../server/log/sqlite-driver.ts';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { Collector } from './collector.ts';
import { numbersTo, publish, readWhole, withdraw } from './proposals.ts';

const logger = pino({ level: 'silent' });
let dir: string;
let file: string;
const open = () => openSqliteLog({ file, logger });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ticker-sqlite-'));
  file = join(dir, 'ticker.db');
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('a process that is killed', () => {
  it('has every acknowledged entry on disk, whenever it is killed', { timeout: 60_000 }, async () => {
    const acknowledged = new Map<number, string>();
    for (let run = 0; run < 5; run += 1) {
      const script = fileURLToPath(new URL('append-until-killed.ts', import.meta.url));
      const child = spawn(process.execPath, ['--import', 'tsx', script, dir, String(run)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const killAfter = 20 + Math.floor(Math.random() * 400);
      let said = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        const [n, id] = line.split(' ');
        acknowledged.set(Number(n), id ?? '');
        said += 1;
        if (said === 1) await expect(open()).rejects.toThrow(`DATA_DIR ${dir} is in use`);
        if (said === killAfter) child.kill('SIGKILL');
      }
      if (child.signalCode === null) await once(child, 'exit');
      expect(said).toBeGreaterThanOrEqual(killAfter);

      const log = await open();
      const held = new Map((await readWhole(log)).map(({ n, id }) => [n, id]));
      for (const [n, id] of acknowledged) expect(held.get(n)).toBe(id);
      await log.close();
    }
  });
});

describe('a disk that is full', () => {
  it('takes a group whole or not at all, and goes on when there is room', async () => {
    const openSqlite = await loadSqlite();
    let db: SqliteDatabase | undefined;
    const log = await openSqliteLog({
      file,
      logger,
      openSqlite: (name, options) => (db = openSqlite(name, options)),
    });
    await log.append(publish('voor'));
    const collector = new Collector(log, { ...(await log.head()), n: 0 });
    const pages = db?.prepare('PRAGMA page_count').get() as { page_count: number };
    db?.exec(`PRAGMA max_page_count = ${pages.page_count + 2}`);

    const group = await Promise.allSettled(numbersTo(50).map((i) => log.append(publish(`vol-${i}`))));
    for (const outcome of group) expect(outcome).toMatchObject({ status: 'rejected' });
    for (const outcome of group)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StoreAway);
    expect(log.health()).toMatchObject({
      writable: false,
      trouble: expect.stringContaining('full') as unknown,
    });
    expect((await log.head()).n).toBe(1);
    expect(await readWhole(log)).toHaveLength(1);

    db?.exec('PRAGMA max_page_count = 1000000');
    await expect.poll(() => log.health().writable, { timeout: 5_000 }).toBe(true);
    expect(await log.append(publish('vol-1'))).toMatchObject({ n: 2, repeated: false });
    await collector.until(2);
    expect(collector.numbers).toEqual([1, 2]);
    await log.close();
    expect(await readWhole((await reopened()).log)).toHaveLength(2);
  });
});

describe('a damaged file', () => {
  const fill = async () => {
    const { log } = await reopened();
    await Promise.all(
      numbersTo(200).map((i) => log.append(publish(`id-${i}`, { lead: `Tekst nummer ${i} einde.` }))),
    );
    await log.append(withdraw('id-3'));
    await log.close();
  };
  const refusalToOpen = async (): Promise<string> => {
    const before = readFileSync(file);
    const error: unknown = await open().then(
      (log) => log.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CorruptStore);
    expect(readFileSync(file).equals(before)).toBe(true);
    const { message } = error as CorruptStore;
    expect(message).toContain('ticker.db');
    expect(message).toContain(dir);
    return message;
  };
  const rescued = () => readdirSync(dir).filter((name) => name.includes('.rescued-'));
  const rescuedLines = () => {
    const lines = readFileSync(join(dir, rescued()[0] ?? ''), 'utf8')
      .trimEnd()
      .split('\n');
    return lines.map(
      (line) => JSON.parse(line) as { n: number; id: string; content: string | null; damaged?: boolean },
    );
  };

  it('that was changed by hand is told by its chain, and everything readable is saved', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.write('Verhaal', bytes.indexOf('Tekst nummer 150 einde.'));
    writeFileSync(file, bytes);

    const message = await refusalToOpen();
    expect(message).toContain('entry 150 is not what was published');
    expect(message).toContain(`201 entries could be read and are saved in ${rescued()[0]}`);
    expect(rescuedLines().find(({ n }) => n === 150)).toMatchObject({ damaged: true });
    expect(rescuedLines().find(({ n }) => n === 151)).not.toHaveProperty('damaged');
  });

  it('with a broken page is refused, and what stands on the others is saved', async () => {
    await fill();
    const bytes = readFileSync(file);
    const page = Math.floor(bytes.indexOf('Tekst nummer 100 einde.') / 4096);
    bytes.fill(0x5a, page * 4096, (page + 1) * 4096);
    writeFileSync(file, bytes);

    await refusalToOpen();
    const numbers = rescuedLines().map(({ n }) => n);
    expect(numbers).not.toContain(100);
    expect(numbers).toContain(1);
    expect(numbers).toContain(201);
    expect(numbers.length).toBeGreaterThan(150);
  });

  it('that lost its end is refused', async () => {
    await fill();
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    await refusalToOpen();
  });

  it('that lost its head is refused, and says that nothing could be read', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.fill(0, 0, 100);
    writeFileSync(file, bytes);
    expect(await refusalToOpen()).toContain('no entry could be read');
  });

  it('saves no text of a withdrawn dispatch, even where the damage brought it back', async () => {
    await fill();
    // As an old page would, written back by a failing disk.
    const db = (await loadSqlite())(file);
    db.exec(`UPDATE entries SET content = '{"lead":"teruggekeerd"}' WHERE id = 'id-3' AND kind = 'dispatch'`);
    db.close();
    await refusalToOpen();
    expect(rescuedLines().find(({ n }) => n === 3)).toMatchObject({ content: null });
    expect(readFileSync(join(dir, rescued()[0] ?? ''), 'utf8')).not.toContain('teruggekeerd');
  });

  it('is rescued once, however often the server is started on it', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.write('Verhaal', bytes.indexOf('Tekst nummer 150 einde.'));
    writeFileSync(file, bytes);
    await refusalToOpen();
    await refusalToOpen();
    expect(rescued()).toHaveLength(1);
  });

  it('that lacks an entry is refused', async () => {
    await fill();
    const db = (await loadSqlite())(file);
    db.exec('DELETE FROM entries WHERE n = 50');
    db.close();
    expect(await refusalToOpen()).toContain('1 of its 201 entries are missing');
  });

  it('of something else is refused and left alone', async () => {
    const db = (await loadSqlite())(file);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    expect(await refusalToOpen()).toContain('database of something else');
    expect(rescued()).toEqual([]);
  });

  it('of another layout is refused, and says what to do', async () => {
    await fill();
    const db = (await loadSqlite())(file);
    db.exec('PRAGMA user_version = 1');
    db.close();
    const message = await refusalToOpen();
    expect(message).toContain('has layout 1, and this version of the ticker knows layout 3');
    expect(message).toContain('choose another DATA_DIR');
  });

  it('saves the text of what was restored after a withdrawal, and none from before it', async () => {
    const { log } = await reopened();
    await log.append(publish('a', { lead: 'Wat weg moest.' }));
    await log.append(withdraw('a'));
    await log.append(publish('a', { lead: 'Wat terugkwam.', restore: true }));
    await log.append(publish('b', { lead: 'Tekst nummer 150 einde.' }));
    await log.close();
    const bytes = readFileSync(file);
    bytes.write('Verhaal', bytes.indexOf('Tekst nummer 150 einde.'));
    writeFileSync(file, bytes);
    await refusalToOpen();
    expect(rescuedLines().map(({ content }) => content?.includes('Wat terugkwam.') ?? null)).toEqual([
      ...[null, false, true, false],
    ]);
  });

  it('copied while whole opens as the log it was', async () => {
    await fill();
    const copy = join(dir, `copy-of-${basename(file)}`);
    copyFileSync(file, copy);
    const log = await openSqliteLog({ file: copy, logger });
    expect((await log.head()).n).toBe(201);
    await log.close();
  });
});

async function reopened(): Promise<{ log: Log }> {
  return { log: await open() };
}
