import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { submission, temporaryFolder } from '../http/running-app.ts';
import { runServerProcess, startServerProcess } from '../http/server-process.ts';
import { keyIn, keysCommand, makeNamedKey } from './named-key.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** It promises a second; two processes on a busy machine may take another. */
const RUNNING_SERVER = { timeout: 8000 };

let dataDir: string;
beforeEach(async () => {
  dataDir = await temporaryFolder();
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('npm run keys', { timeout: 60_000 }, () => {
  it('makes a key that a running server takes, shows it once, and revokes it', async () => {
    const server = await startServerProcess({ DATA_DIR: dataDir });
    const made = await run(
      'add',
      'regio-redactie',
      '--scope',
      'publish',
      '--section',
      'regio',
      '--scope',
      'desk',
    );
    expect([made.code, made.stderr]).toEqual([0, '']);
    const key = keyIn(made.stdout);
    expect(key).toMatch(/^nt_[0-9a-f]{8}_[\w-]{32}$/);
    await vi.waitFor(async () => {
      expect((await publish(server.url, key, { section: 'regio' })).status).toBe(201);
    }, RUNNING_SERVER);
    expect((await publish(server.url, key, { section: 'sport' })).status).toBe(403);

    const listed = (await run('list')).stdout;
    expect(listed).toMatch(/^regio-redactie +publish, desk +regio +made \d{4}-\d\d-\d\d$/m);
    expect(listed).toMatch(/^desk +publish, wire, desk, audit +all +generated, in .*desk\.key$/m);
    expect(listed).not.toContain(key.slice(12));

    const revoked = await run('revoke', 'regio-redactie');
    expect([revoked.code, revoked.stdout]).toEqual([
      0,
      'The key regio-redactie is revoked. A running server knows within a second.\n',
    ]);
    await vi.waitFor(async () => {
      expect((await publish(server.url, key, { section: 'regio' })).status).toBe(401);
    }, RUNNING_SERVER);
    await server.stop('SIGTERM');
  });

  it('says what is wrong in one sentence, and ends with 1', async () => {
    const { code, stdout, stderr } = await run('add', 'redactie', '--scope', 'alles');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      '--scope must be publish, wire, desk or audit; it is alles. "npm run keys" shows how it is used.\n',
    );
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('writers at the same time all count', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const made = await Promise.all(names.map((name) => run('add', name, '--scope', 'audit')));
    expect(made.map(({ code }) => code)).toEqual(names.map(() => 0));
    const listed = (await run('list')).stdout;
    for (const name of names) expect(listed).toMatch(new RegExp(`^${name} +audit`, 'm'));
    expect(await readdir(dataDir)).toEqual(['keys.json']);
  });

  it('a server refuses to start on a damaged file, in one sentence that names it, and leaves it as it is', async () => {
    const path = join(dataDir, 'keys.json');
    await writeFile(path, '{"keys": [{"name"');
    const { code, stdout, stderr } = await runServerProcess({ DATA_DIR: dataDir });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`The key file ${path} is damaged: it is not JSON.\n`);
    expect((await run('add', 'a', '--scope', 'desk')).stderr).toBe(stderr);
    expect(await readFile(path, 'utf8')).toBe('{"keys": [{"name"');
  });

  it('first prints a desk key where nobody has one, and none once somebody has', async () => {
    await makeNamedKey(dataDir, 'redactie', '--scope', 'desk');
    const server = await startServerProcess({ DATA_DIR: dataDir });
    expect(server.stdout()).not.toMatch(/^Desk key/m);
    await server.stop('SIGTERM');
    expect(await readdir(dataDir)).not.toContain('desk.key');
  });
});

describe('the command', () => {
  const add = (...args: string[]) => keysCommand(dataDir, 'add', ...args);

  it.each([
    [
      ['', '--scope', 'desk'],
      'The name must be 1 to 60 letters, digits, dots, hyphens or underscores; it is "".',
    ],
    [['een naam', '--scope', 'desk'], 'it is "een naam".'],
    [['desk', '--scope', 'desk'], 'desk is the name of the generated key; take another name.'],
    [['a', 'b', '--scope', 'desk'], 'There is one name at a time; b is too much.'],
    [['a'], '--scope must be publish, wire, desk or audit; it is not given.'],
    [['a', '--scope', 'desk', '--section', 'weer'], '--section must be buitenland, binnenland, regio'],
    [['a', '--rights', 'desk'], "Unknown option '--rights'"],
  ])('add %j is refused', async (args, why) => {
    await expect(add(...args)).rejects.toThrow(why);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('refuses a name that is there, and leaves its key alone', async () => {
    await makeNamedKey(dataDir, 'a', '--scope', 'desk');
    const before = await readFile(join(dataDir, 'keys.json'), 'utf8');
    await expect(add('a', '--scope', 'audit')).rejects.toThrow('There is a key a already');
    expect(await readFile(join(dataDir, 'keys.json'), 'utf8')).toBe(before);
  });

  it.each(['revoke', 'replace'])('%s of a name that is not there names those that are', async (command) => {
    await makeNamedKey(dataDir, 'a', '--scope', 'desk');
    const sentence = `There is no key "b"; keys.json has a (${join(dataDir, 'keys.json')}).`;
    await expect(keysCommand(dataDir, command, 'b')).rejects.toThrow(sentence);
  });

  it('replaces a key and keeps what it opens', async () => {
    const first = await makeNamedKey(dataDir, 'a', '--scope', 'wire', '--section', 'sport');
    const shown = await keysCommand(dataDir, 'replace', 'a');
    expect(keyIn(shown)).not.toBe(first);
    expect(await keysCommand(dataDir, 'list')).toMatch(/^a +wire +sport /m);
  });

  it('without anything says how it is used, and is a script of package.json', async () => {
    expect(await keysCommand(dataDir)).toContain('npm run keys -- add <name> --scope <scope>');
    expect(manifest.scripts.keys).toBe('node server/tool.js manage-keys');
  });

  it('waits for another writer, and names the lock that one left behind', { timeout: 20_000 }, async () => {
    const lock = join(dataDir, 'keys.json.lock');
    await writeFile(lock, '');
    await expect(makeNamedKey(dataDir, 'a', '--scope', 'desk')).rejects.toThrow(
      `${lock} says that another process is changing the keys; if none is, remove it.`,
    );
    const waiting = makeNamedKey(dataDir, 'a', '--scope', 'desk');
    await rm(lock);
    expect(await waiting).toMatch(/^nt_/);
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o777).toBe(0o600);
  });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As `npm run keys -- …` runs it. */
function run(...args: readonly string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir };
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env };
    execFile(
      process.execPath,
      ['server/tool.js', 'manage-keys', ...args],
      options,
      (error, stdout, stderr) => {
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
          stdout,
          stderr,
        });
      },
    );
  });
}

function publish(url: string, key: string, fields: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/api/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(submission(fields)),
  });
}
