import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A fault that is put into the source on its way into the build. */
export interface Mutation {
  /** Below client/. */
  readonly file: string;
  readonly changes: readonly { readonly from: string; readonly to: string }[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Only the embed, into a folder of its own. */
const BUILD = `
  import { createBuilder } from 'vite';
  const [folder, mutation] = process.argv.slice(1);
  const { file, changes } = JSON.parse(mutation);
  const mutate = {
    name: 'mutate',
    // A leak may weigh more than partners are sent.
    configResolved({ plugins }) {
      delete plugins.find(({ name }) => name === 'embed-weigh')?.generateBundle;
    },
    transform: {
      order: 'pre',
      handler(code, id) {
        if (!file || !id.endsWith('/client/' + file)) return null;
        for (const { from, to } of changes) {
          if (!code.includes(from)) throw new Error(file + ' no longer says: ' + from);
          code = code.replace(from, () => to);
        }
        return { code, map: null };
      },
    },
  };
  const config = { configFile: 'vite.config.ts', logLevel: 'error', plugins: [mutate] };
  const { environments, build } = await createBuilder(config);
  environments.embed.config.build.outDir = folder;
  await build(environments.embed);
`;

/** Only the script of walls, as the pages' build makes it. */
const BUILD_WALL = `
  import { createBuilder } from 'vite';
  const { environments, build } = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error' });
  const options = environments.client.config.build;
  options.outDir = process.argv[1];
  options.rolldownOptions.input = { wall: 'client/pages/wall.ts' };
  options.rolldownOptions.output = { entryFileNames: '[name].js' };
  await build(environments.client);
`;

let building: Promise<string> | undefined;
let buildingWall: Promise<string> | undefined;

/** The embed as partners get it, built from the source as it is now: the script's text. */
export function builtEmbed(): Promise<string> {
  building ??= build(BUILD, 'news-ticker.js');
  return building;
}

/** The embed with a fault in it. @throws when the source no longer has the place where it belongs */
export function mutatedEmbed(mutation: Mutation): Promise<string> {
  return build(BUILD, 'news-ticker.js', mutation);
}

/** The script of the wall's page, built from the source as it is now: its text. */
export function builtWall(): Promise<string> {
  buildingWall ??= build(BUILD_WALL, 'wall.js');
  return buildingWall;
}

async function build(steps: string, file: string, mutation?: Mutation): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embed-'));
  // A process of its own: the test runner's NODE_ENV would pull in the development builds of our libraries.
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  const said = [folder, JSON.stringify(mutation ?? {})];
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', steps, ...said], {
    cwd: ROOT,
    env,
  });
  const script = await readFile(join(folder, file), 'utf8');
  await rm(folder, { recursive: true });
  return script;
}
