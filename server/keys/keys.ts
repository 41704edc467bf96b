/**
 * Who has a key, and what it opens: the named keys of `keys.json`, those of PUBLISH_KEYS and the generated desk key.
 * The last two open everything. Both files are looked at three times a second, so that a key that is revoked, by
 * whichever process, ends within that second. (Watching them would be quicker, and does not work on every file system.)
 */
import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Holder } from '../../shared/desk.ts';
import { DESK, deskKeyPath, loadDeskKey, readDeskKey } from './desk-key.ts';
import { keyFilePath, readKeyFile, type KeyRecord } from './key-file.ts';
import { createNamedKeys } from './named-keys.ts';
import { createPlainKeys, type PublishKey } from './plain-keys.ts';

const LOOK_EVERY_MS = 300;

export interface Keys {
  /** Who has this key; undefined when nobody has. */
  holder(key: string): Promise<Holder | undefined>;
  /** Who has a key by this name, and a secret to sign sessions with that changes when the key does. */
  named(name: string): { readonly holder: Holder; readonly secret: Buffer } | undefined;
  /** Calls the listener with the name of a key that was revoked or replaced, until stopped. */
  onRevoked(listener: (name: string) => void): () => void;
  close(): Promise<void>;
}

interface KeyParts {
  /** PUBLISH_KEYS. */
  readonly publishKeys: readonly PublishKey[];
  readonly dataDir: string;
  readonly logger: Logger;
}

/**
 * Opens the keys. Where nobody has one, a desk key is generated; `deskKey` is that key while it lasts.
 * @throws {ConfigError} when a file of keys cannot be read, or holds none
 */
export async function openKeys({
  publishKeys,
  dataDir,
  logger,
}: KeyParts): Promise<Keys & { readonly deskKey?: string }> {
  const listeners = new Set<(name: string) => void>();
  const plain = createPlainKeys();
  const named = createNamedKeys();
  let seen = '';
  let trouble = '';

  async function readFiles(): Promise<{ records: readonly KeyRecord[]; deskKey: string | undefined }> {
    const records = await readKeyFile(dataDir);
    // Whoever sets keys has no use for a generated one.
    if (publishKeys.length > 0) return { records, deskKey: undefined };
    return { records, deskKey: await readDeskKey(dataDir) };
  }

  function take({ records, deskKey }: Awaited<ReturnType<typeof readFiles>>): void {
    const set = deskKey === undefined ? publishKeys : [{ name: DESK, key: deskKey }];
    const [taken, free] = split(records, ({ name }) => set.some((one) => one.name === name));
    for (const { name } of taken) {
      logger.warn(
        `keys.json: ${name} is a key of PUBLISH_KEYS or the desk key already; this one opens nothing.`,
      );
    }
    const revoked = [...plain.replace(set), ...named.replace(free)];
    for (const name of revoked) for (const listener of [...listeners]) listener(name);
  }

  async function look(): Promise<void> {
    try {
      const now = await marksOf(dataDir);
      if (now === seen) return;
      take(await readFiles());
      seen = now;
      trouble = '';
    } catch (error) {
      // Keys that were right stay right: a file that somebody damaged must not stop the newsroom.
      const message = error instanceof Error ? error.message : String(error);
      if (message !== trouble) logger.error(`${message} The keys stay as they were.`);
      trouble = message;
    }
  }

  seen = await marksOf(dataDir);
  let found = await readFiles();
  if (publishKeys.length === 0 && found.records.length === 0 && found.deskKey === undefined) {
    found = { ...found, deskKey: await loadDeskKey(dataDir) };
  }
  take(found);
  let looking = Promise.resolve();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    looking = look().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    ...(found.deskKey !== undefined && { deskKey: found.deskKey }),
    holder: async (key) => plain.holder(key) ?? (await named.holder(key)),
    named: (name) => plain.named(name) ?? named.named(name),
    onRevoked(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Changes whenever one of the files does. */
async function marksOf(dataDir: string): Promise<string> {
  const marks = [keyFilePath(dataDir), deskKeyPath(dataDir)].map(async (path) => {
    try {
      const { ino, size, mtimeNs } = await stat(path, { bigint: true });
      return [ino, size, mtimeNs].join(':');
    } catch (error) {
      // Not there, or out of reach; reading it will tell.
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  });
  return (await Promise.all(marks)).join(' ');
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
