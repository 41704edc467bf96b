import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Only the embed, into a folder of its own. */
const BUILD = `
  import { createBuilder } from 'vite';
  const { environments, build } = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error' });
  environments.embed.config.build.outDir = process.argv[1];
  await build(environments.embed);
`;

let building: Promise<string> | undefined;

/** The embed as partners get it, built from the source as it is now: the script's text. */
export function builtEmbed(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embed-'));
  // A process of its own: the test runner's NODE_ENV would pull in the development builds of our libraries.
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', BUILD, folder], {
    cwd: ROOT,
    env,
  });
  const script = await readFile(join(folder, 'news-ticker.js'), 'utf8');
  await rm(folder, { recursive: true });
  return script;
}
