/** What partners must know of the built embed: its size, and the hash that its tag may carry. Read once, at the start. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ElementsManifest } from '../shared/elements-manifest.ts';
import type { BuiltFile } from '../shared/embed-snippets.ts';
import type { KeptEmbed } from './kept-embeds.ts';

export interface EmbedFacts extends BuiltFile {
  readonly version: string;
  /** Where the build made one. */
  readonly reserve?: BuiltFile;
  readonly manifest: ElementsManifest;
}

/**
 * @param folder dist/embed
 * @param kept what is served as this version: see kept-embeds.ts
 * @returns undefined when it has not been built
 */
export async function readEmbedFacts(
  folder: string,
  { version, folder: pinned }: KeptEmbed,
): Promise<EmbedFacts | undefined> {
  const script = await readBuiltFile(join(pinned, 'news-ticker.js'));
  const path = join(folder, 'custom-elements.json');
  if (!script || !existsSync(path)) return undefined;
  const reserve = await readBuiltFile(join(pinned, 'reserve.css'));
  const manifest = JSON.parse(await readFile(path, 'utf8')) as ElementsManifest;
  return { version, ...script, ...(reserve && { reserve }), manifest };
}

async function readBuiltFile(path: string): Promise<BuiltFile | undefined> {
  if (!existsSync(path)) return undefined;
  const bytes = await readFile(path);
  return {
    bytes: bytes.length,
    // As it is sent: the build made the same with all the effort there is.
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
}
