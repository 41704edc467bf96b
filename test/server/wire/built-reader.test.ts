/** The reader's thread as production starts it: from the build, where it is a file beside the others. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBuilder } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Within node_modules, so that the build finds its packages and leaves dist/ alone. */
const FOLDER = `${ROOT}node_modules/.cache/test-built-reader`;

describe('the wire reader that was built', () => {
  beforeAll(async () => {
    const environments = { server: { build: { outDir: FOLDER, emptyOutDir: true } } };
    const builder = await createBuilder({ root: ROOT, logLevel: 'error', environments });
    const server = builder.environments['server'];
    if (!server) throw new Error('vite.config.ts has no server');
    await builder.build(server);
  });
  afterAll(() => {
    rmSync(FOLDER, { recursive: true, force: true });
  });

  it('reads in a thread of its own', async () => {
    const file = `${ROOT}test/server/wire/fixtures/anp-1.xml`;
    const { stdout } = await promisify(execFile)(process.execPath, [`${FOLDER}/show-wire.js`, file]);
    expect(stdout).toContain('NewsML 1.2, 1 item');
  });
});
