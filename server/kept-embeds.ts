/**
 * The embed by its versions. An address such as /embed/1.4.2/ stands in pages of others, often with a hash of what is
 * there, so an update of ours must not take it away: what a start serves it also keeps, in the data folder.
 */
import { randomUUID } from 'node:crypto';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Keeps this version, and names those of before. */
export async function keepEmbeds({
  folder,
  version,
  dataDir,
  logger,
}: KeptEmbedsParts): Promise<readonly KeptEmbed[]> {
  const kept = join(dataDir, 'embed');
  try {
    // Half a copy, after a crash, must not pass for a version.
    const making = join(kept, `.${randomUUID()}`);
    await cp(folder, making, { recursive: true });
    await rm(join(kept, version), { recursive: true, force: true });
    await rename(making, join(kept, version));
  } catch (error) {
    logger.warn({ err: error }, `version ${version} of the embed is not kept for after the next update`);
  }
  const names = await readdir(kept).catch(() => []); // Nothing was ever kept.
  return names
    .filter((name) => VERSION.test(name) && name !== version)
    .map((name) => ({ version: name, folder: join(kept, name) }));
}
