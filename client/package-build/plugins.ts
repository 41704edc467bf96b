/**
 * The npm package in dist/package, whole: the modules one by one, so that whoever bundles them takes only what is
 * used; their types; and what frameworks and editors know of the elements, made from the elements' manifest.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Plugin } from 'vite';
import { elementsOf, type ElementsManifest } from '../../shared/elements-manifest.ts';
import { describeElements } from '../embed-build/elements-manifest.ts';
import { leanModules } from '../embed-build/plugins.ts';
import { declarationsOf } from './declarations.ts';
import { vsCodeData, webTypes } from './editor-data.ts';
import { elementTypes, reactTypes, svelteTypes, vueTypes } from './element-types.ts';
import {
  DOORS,
  FRAMEWORKS,
  MANIFEST_FILE,
  VS_CODE_FILE,
  WEB_TYPES_FILE,
  packageManifest,
} from './package-manifest.ts';
import project from '../../package.json' with { type: 'json' };

const CLASSES = DOORS['.'];
const TYPES = 'element-types';

/** All that the package has beside its modules. */
export function packagePlugins(): Plugin[] {
  return [
    ...leanModules('package'),
    {
      name: 'npm-package',
      apply: 'build',
      applyToEnvironment: ({ name }) => name === 'package',
      generateBundle() {
        for (const [fileName, source] of packageFiles()) this.emitFile({ type: 'asset', fileName, source });
      },
      async writeBundle({ dir = '' }) {
        await pack(dir);
      },
    },
  ];
}

/** The package as `npm install` takes it, beside the embed: partners have it from the newsroom's own server. */
async function pack(folder: string): Promise<void> {
  const embed = join(dirname(folder), 'embed');
  await mkdir(embed, { recursive: true });
  const command = ['pack', folder, '--pack-destination', embed, '--ignore-scripts', '--json'];
  const { stdout } = await promisify(execFile)('npm', command, { shell: process.platform === 'win32' });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed) await rename(join(embed, packed.filename), join(embed, 'news-ticker.tgz'));
}

function packageFiles(): Map<string, string> {
  const manifest = describeElements();
  const elements = elementsOf(manifest);
  const doors = Object.values(DOORS).map((door) => `${door}.ts`);
  const [types, classes] = [`./${TYPES}.js`, `./${CLASSES}.js`];
  const files = declarationsOf(doors);
  // Whoever imports a class gets its tag and its events with it.
  files.set(
    `${CLASSES}.d.ts`,
    `${files.get(`${CLASSES}.d.ts`) ?? ''}export type * from '../../${TYPES}.js';\n`,
  );
  files.set(`${TYPES}.d.ts`, elementTypes(elements, classes));
  files.set('react.d.ts', reactTypes(elements, types, classes));
  files.set('vue.d.ts', vueTypes(elements, types, classes));
  files.set('svelte.d.ts', svelteTypes(elements, types, classes));
  // Types alone; but who imports them for their effect on the compiler must not fail when it runs.
  for (const framework of Object.keys(FRAMEWORKS)) files.set(`${framework}.js`, 'export {};\n');
  files.set(MANIFEST_FILE, json(inJavaScript(manifest)));
  files.set(VS_CODE_FILE, json(vsCodeData(elements)));
  files.set(WEB_TYPES_FILE, json(webTypes(elements, project.name, project.version)));
  files.set('package.json', json(packageManifest()));
  files.set('README.md', readFileSync('client/package/README.md', 'utf8'));
  files.set('LICENSE', readFileSync('LICENSE', 'utf8'));
  return files;
}

/** The modules as the package has them. */
function inJavaScript(manifest: ElementsManifest): ElementsManifest {
  const renamed = JSON.stringify(manifest).replace(/("(?:path|module)":"[^"]+)\.ts"/g, '$1.js"');
  return JSON.parse(renamed) as ElementsManifest;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
