/** The built files that every page of ours loads, under the hashed names that the build gave them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PageAssets {
  /** Paths from the root of the origin. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** The build's entries, as the manifest names them: what readers' pages load, the newsroom's, and the reference of the API. */
const ENTRIES = {
  portal: 'client/pages/portal.ts',
  desk: 'client/pages/desk.ts',
  api: 'client/pages/api.ts',
  configurator: 'client/pages/configurator.ts',
  wall: 'client/pages/wall.ts',
  'fresh-screen': 'client/pages/fresh-screen.ts',
  'new-wall': 'client/pages/new-wall.ts',
} as const;
export type BuiltPage = keyof typeof ENTRIES;

/** Reads the build's manifest in `folder` (dist/pages). Not built yet: the pages stand there without style. */
export async function readPageAssets(folder: string, page: BuiltPage = 'portal'): Promise<PageAssets> {
  const path = join(folder, '.vite', 'manifest.json');
  if (!existsSync(path)) return { styles: [], scripts: [] };
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
  const entry = isRecord(manifest) ? manifest[ENTRIES[page]] : undefined;
  if (!isRecord(entry)) throw new Error(`${path} does not name ${ENTRIES[page]}; build the pages again.`);
  return { styles: [...new Set(stylesOf(manifest, entry))], scripts: toPaths([entry.file]) };
}

/** Also what two pages share, which the build puts in a part of its own. */
function stylesOf(manifest: unknown, entry: Record<string, unknown>): string[] {
  const names = Array.isArray(entry.imports) ? entry.imports.map(String) : [];
  const shared = names.map((name) => (isRecord(manifest) ? manifest[name] : undefined)).filter(isRecord);
  return [...shared.flatMap((part) => stylesOf(manifest, part)), ...toPaths(entry.css)];
}

function toPaths(files: unknown): string[] {
  if (!Array.isArray(files)) return [];
  return files.filter((file) => typeof file === 'string').map((file) => `/${file}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
