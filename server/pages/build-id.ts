import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names what is built in `folder` (dist/pages): another one after every build in which a page's script or style is
 * another, whatever the version says. Nothing built: `source`.
 */
export async function readBuildId(folder: string): Promise<string> {
  try {
    const manifest = await readFile(join(folder, '.vite', 'manifest.json'));
    return createHash('sha256').update(manifest).digest('base64url').slice(0, 12);
  } catch {
    return 'source'; // That the pages are not built is said where they are served.
  }
}
