/**
 * `keys.json` in the data folder: the named keys, as hashes. It is replaced whole and by one writer at a time, so that
 * a reader never sees half of it and two that change it at once both count.
 */
import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { SCOPES } from '../../shared/desk.ts';
import { ConfigError } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { KeyHashSchema } from './key-hash.ts';

const FILE = 'keys.json';
const OWNER_ONLY = 0o600;
/** A change takes milliseconds; whoever waits longer waits for a process that was cut off. */
const LOCKED_FOR_MS = 5000;

const KeyRecordSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,60}$/)),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1)),
  /** The sections it is bound to; absent: none. */
  sections: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  /** ms since the epoch. */
  createdAt: v.number(),
  scrypt: KeyHashSchema,
});
export type KeyRecord = Readonly<v.InferOutput<typeof KeyRecordSchema>>;

const KeyFileSchema = v.strictObject({
  keys: v.pipe(
    v.array(KeyRecordSchema),
    v.check((keys) => isEachOnce(keys.map(({ name }) => name)), 'must have each name once'),
    v.check((keys) => isEachOnce(keys.map(({ id }) => id)), 'must have each id once'),
  ),
});

export function keyFilePath(dataDir: string): string {
  return join(dataDir, FILE);
}

/** The named keys; none when there is no file. @throws {ConfigError} naming the file, when it cannot be read */
export async function readKeyFile(dataDir: string): Promise<readonly KeyRecord[]> {
  const path = keyFilePath(dataDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw new ConfigError(`The key file ${path} cannot be read: ${String(error)}.`, { cause: error });
  }
  return parseKeyFile(text, path);
}

/** Puts other keys in the place of those that are there, and answers them. @throws {ConfigError} when that cannot be done */
export async function changeKeyFile(
  dataDir: string,
  change: (keys: readonly KeyRecord[]) => readonly KeyRecord[],
): Promise<readonly KeyRecord[]> {
  await prepareDataDir(dataDir);
  const path = keyFilePath(dataDir);
  const unlock = await lock(`${path}.lock`);
  try {
    const keys = change(await readKeyFile(dataDir));
    await replace(path, `${JSON.stringify({ keys }, null, 2)}\n`, dataDir);
    return keys;
  } finally {
    await unlock();
  }
}

function parseKeyFile(text: string, path: string): readonly KeyRecord[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // What the parser says quotes the text, and hashes are nobody's business either.
    throw new ConfigError(`The key file ${path} is damaged: it is not JSON.`, { cause });
  }
  const { success, output, issues } = v.safeParse(KeyFileSchema, value);
  if (success) return output.keys;
  const [{ message }] = issues;
  throw new ConfigError(
    `The key file ${path} is damaged: at ${v.getDotPath(issues[0]) ?? 'the top'}, ${message}.`,
  );
}

/** Written beside it, synced, then put in its place. */
async function replace(path: string, text: string, dataDir: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await giveToOwner(draft, dataDir);
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined); // Closed already, most times.
    await rm(draft, { force: true });
    throw error;
  }
}

/** Keys made as root must be readable by the server, which runs as the owner of the folder. */
async function giveToOwner(draft: string, dataDir: string): Promise<void> {
  const [{ uid, gid }, made] = await Promise.all([stat(dataDir), stat(draft)]);
  if (made.uid === 0 && uid !== 0) await chown(draft, uid, gid);
}

/** One writer at a time. What a cut-off one left behind is not taken over: two could take it at once. */
async function lock(path: string): Promise<() => Promise<void>> {
  const until = Date.now() + LOCKED_FOR_MS;
  for (;;) {
    try {
      const file = await open(path, 'wx', OWNER_ONLY);
      await file.close();
      return () => unlink(path);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) {
        throw new ConfigError(`The key file cannot be changed: ${String(error)}.`, { cause: error });
      }
    }
    if (Date.now() > until) {
      throw new ConfigError(`${path} says that another process is changing the keys; if none is, remove it.`);
    }
    await sleep(5 + Math.random() * 20);
  }
}

function isEachOnce(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
