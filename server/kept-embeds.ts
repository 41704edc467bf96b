/**
 * The embed by its versions. An address such as /embed/1.4.2/ stands in pages of others, often with a hash of what is
 * there, so an update of ours must not take it away: what a start serves it also keeps, in the data folder.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';

export interface KeptEmbed {
  readonly version: string;
  readonly folder: string;
}

interface KeptEmbedsParts {
  /** The build's own embed. */
  readonly folder: string;
  readonly version: string;
  readonly dataDir: string;
  readonly logger: Logger;
}

const VERSION = /^\d+\.\d+\.\d+[\w.+-]*$/;

/** What partners name with a hash. */
const PINNED = ['news-ticker.js', 'reserve.css'];

/**
 * Keeps this version, and names all that are kept. A version is what was first served as it: a build that differs from
 * that without a number of its own is to be had by the floating address alone.
 */
export async function keepEmbeds({
  folder,
  version,
  dataDir,
  logger,
}: KeptEmbedsParts): Promise<readonly [KeptEmbed, ...KeptEmbed[]]> {
  const kept = join(dataDir, 'embed');
  const own = join(kept, version);
  try {
    if (!existsSync(own)) await copyWhole(folder, own);
    else if (!(await isSame(folder, own)))
      logger.warn(
        `the embed is not what was served before as version ${version}: /embed/${version}/ stays as it was, /embed/v1/ has the new one; give the new one another version`,
      );
  } catch (error) {
    logger.warn({ err: error }, `version ${version} of the embed is not kept for after the next update`);
  }
  const names = await readdir(kept).catch(() => []); // Nothing was ever kept.
  const others = names
    .filter((name) => VERSION.test(name) && name !== version)
    .map((name) => ({ version: name, folder: join(kept, name) }));
  return [{ version, folder: existsSync(own) ? own : folder }, ...others];
}

/** Half a copy, after a crash, must not pass for a version. */
async function copyWhole(from: string, to: string): Promise<void> {
  const making = join(dirname(to), `.${randomUUID()}`);
  await cp(from, making, { recursive: true });
  await rename(making, to);
}

async function isSame(one: string, other: string): Promise<boolean> {
  const same = PINNED.map(async (name) => {
    const [ours, theirs] = await Promise.all([one, other].map((folder) => bytesOf(join(folder, name))));
    return ours !== undefined && theirs !== undefined ? ours.equals(theirs) : ours === theirs;
  });
  return (await Promise.all(same)).every(Boolean);
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  return existsSync(path) ? await readFile(path) : undefined;
}
