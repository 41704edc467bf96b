/**
 * The key of a newsroom that set none: generated once, kept in the data folder for its owner's eyes only, so
 * that a restart, and a second process on the same folder, has the same key.
 */
import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';

/** The name of whoever has it. */
export const DESK = 'desk';
const OWNER_ONLY = 0o600;

export function deskKeyPath(dataDir: string): string {
  return join(dataDir, 'desk.key');
}

/** The kept key, or a new one. @throws {ConfigError} when it cannot be kept, or the file holds no key */
export async function loadDeskKey(dataDir: string): Promise<string> {
  const kept = await readDeskKey(dataDir);
  if (kept !== undefined) return kept;
  await prepareDataDir(dataDir);
  const path = deskKeyPath(dataDir);
  await keepKey(path, randomBytes(24).toString('base64url'));
  // Read again, as another process may have been first.
  const key = await readDeskKey(dataDir);
  if (key === undefined) throw new Error(`${path} was written and is not there`);
  return key;
}

/** The kept key, if there is one. @throws {ConfigError} when the file cannot be read, or holds no key */
export async function readDeskKey(dataDir: string): Promise<string | undefined> {
  const path = deskKeyPath(dataDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ConfigError(`The desk key ${path} cannot be read: ${String(error)}.`, { cause: error });
  }
  const key = text.trim();
  if (!/^\S{16,200}$/.test(key)) {
    throw new ConfigError(
      `The desk key ${path} must be 16 to 200 characters on one line; remove it to get a new one.`,
    );
  }
  await chmod(path, OWNER_ONLY);
  return key;
}

/** Ends the kept key, wherever it is in use. */
export async function removeDeskKey(dataDir: string): Promise<void> {
  await rm(deskKeyPath(dataDir), { force: true });
}

/** Whole or not at all: written beside, synced, then linked; whoever links first wins. */
async function keepKey(path: string, key: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(`${key}\n`);
    await file.sync();
    await link(draft, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } finally {
    await file.close();
    await unlink(draft);
  }
}
