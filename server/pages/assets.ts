/** The built files that every page of ours loads, under the hashed names that the build gave them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PageAssets {
  /** Paths from the root of the origin. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** The build's entries, as the manifest names them: what readers' pages load, the desk, the reference of the API, and walls. */
const ENTRIES = {
  portal: 'client/pages/portal.ts',
  desk: 'client/pages/desk.ts',
  api: 'client/pages/api.ts',
  wall: 'client/pages/wall.ts',
} as const;

/** Reads the build's manifest in `folder` (dist/pages). Not built yet: the pages stand there without style. */
export async function readPageAssets(
  folder: string,
  page: keyof typeof ENTRIES = 'portal',
): Promise<PageAssets> {
  const path = join(folder, '.vite', 'manifest.json');
  if (!existsSync(path)) return { styles: [], scripts: [] };
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
  const entry = isRecord(manifest) ? manifest[ENTRIES[page]] : undefined;
  if (!isRecord(entry)) throw new Error(`${path} does not name ${ENTRIES[page]}; build the pages again.`);
  const { file, css } = entry;
  return { styles: toPaths(css), scripts: toPaths([file]) };
}

function toPaths(files: unknown): string[] {
  if (!Array.isArray(files)) return [];
  return files.filter((file) => typeof file === 'string').map((file) => `/${file}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
