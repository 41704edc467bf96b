import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A fault that is put into the source on its way into the build. */
export interface Mutation {
  /** From the project's root, such as client/link.ts. */
  readonly file: string;
  readonly changes: readonly { readonly from: string; readonly to: string }[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Of vite.config.ts, one environment: the embed, or of the pages only the wall's script. */
const BUILD = `
  import { createBuilder } from 'vite';
  const [folder, name, said] = process.argv.slice(1);
  const mutate = {
    name: 'mutate',
    // A leak may weigh more than partners are sent, and be made of what of Lit they are not.
    configResolved({ plugins }) {
      delete plugins.find(({ name }) => name === 'embed-weigh')?.generateBundle;
      if (said !== '[]') delete plugins.find(({ name }) => name === 'embed-leave-out-unused')?.transform;
    },
    transform: {
      order: 'pre',
      handler(code, id) {
        const { file, changes } = JSON.parse(said).find(({ file }) => id.endsWith('/' + file)) ?? {};
        for (const { from, to } of changes ?? []) {
          if (!code.includes(from)) throw new Error(file + ' no longer says: ' + from);
          code = code.replace(from, () => to);
        }
        return changes ? { code, map: null } : null;
      },
    },
  };
  const config = { configFile: 'vite.config.ts', logLevel: 'error', plugins: [mutate] };
  const { environments, build } = await createBuilder(config);
  const options = environments[name].config.build;
  options.outDir = folder;
  if (name === 'client') {
    options.rolldownOptions.input = { wall: 'client/pages/wall.ts' };
    options.rolldownOptions.output = { entryFileNames: '[name].js' };
  }
  await build(environments[name]);
`;

let building: Promise<string> | undefined;
let buildingWall: Promise<string> | undefined;

/** The embed as partners get it, built from the source as it is now: the script's text. */
export function builtEmbed(): Promise<string> {
  building ??= mutatedEmbed();
  return building;
}

/** The embed with these faults in it. @throws when the source no longer has the place where one belongs */
export function mutatedEmbed(...mutations: Mutation[]): Promise<string> {
  return buildApart(BUILD, 'news-ticker.js', 'embed', JSON.stringify(mutations));
}

/** The script of the wall's page, built from the source as it is now: its text. */
export function builtWall(): Promise<string> {
  buildingWall ??= mutatedWall();
  return buildingWall;
}

/** The same with these faults in it. @throws when the source no longer has the place where one belongs */
export function mutatedWall(...mutations: Mutation[]): Promise<string> {
  return buildApart(BUILD, 'wall.js', 'client', JSON.stringify(mutations));
}

/** Runs these steps, which get a folder and what else is `said`; the text of the file that they leave there. */
export async function buildApart(steps: string, file: string, ...said: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embed-'));
  // A process of its own: the test runner's NODE_ENV would pull in the development builds of our libraries.
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', steps, folder, ...said], {
    cwd: ROOT,
    env,
  });
  const script = await readFile(join(folder, file), 'utf8');
  await rm(folder, { recursive: true });
  return script;
}
