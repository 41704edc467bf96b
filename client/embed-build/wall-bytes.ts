import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ENTRY = 'client/pages/wall.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

/** What all scripts of the wall's page weigh, gzipped, in bytes; undefined while the pages are not built in `folder` (dist/pages). */
export function wallBytes(folder: string): number | undefined {
  const path = join(folder, '.vite', 'manifest.json');
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Chunk>>;
  const names = new Set(ENTRY in manifest ? [ENTRY] : []);
  let bytes = 0;
  // A set that grows is walked to its new end.
  for (const name of names) {
    const { file = '', imports = [] } = manifest[name] ?? {};
    for (const next of imports) names.add(next);
    bytes += gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  }
  return bytes;
}
