/** The package.json of the package: which doors it has, and what stands behind each. */
import project from '../../package.json' with { type: 'json' };

/** The modules that can be imported, by the name after the package's own. */
export const DOORS = {
  '.': 'client/package/elements',
  './define': 'client/package/define',
  './client': 'client/ticker-client',
} as const;
/** Types for frameworks. */
export const FRAMEWORKS = { react: '>=19', vue: '>=3.5', svelte: '>=5' } as const;

export const MANIFEST_FILE = 'custom-elements.json';
export const VS_CODE_FILE = 'vscode.html-custom-data.json';
export const WEB_TYPES_FILE = 'web-types.json';

export function packageManifest(): object {
  const { name, version, description, license, engines, dependencies } = project;
  const modules = [
    ...Object.entries(DOORS),
    ...Object.keys(FRAMEWORKS).map((id) => [`./${id}`, id] as const),
  ];
  return {
    name,
    version,
    description,
    license,
    keywords: [
      'news',
      'ticker',
      'live',
      'web-components',
      'custom-elements',
      'lit',
      'react',
      'vue',
      'svelte',
    ],
    type: 'module',
    engines,
    sideEffects: [`./${DOORS['./define']}.js`],
    exports: {
      ...Object.fromEntries(
        modules.map(([door, file]) => [door, { types: `./${file}.d.ts`, default: `./${file}.js` }]),
      ),
      ...Object.fromEntries(
        [MANIFEST_FILE, VS_CODE_FILE, WEB_TYPES_FILE, 'package.json'].map((file) => [
          `./${file}`,
          `./${file}`,
        ]),
      ),
    },
    types: `./${DOORS['.']}.d.ts`,
    customElements: MANIFEST_FILE,
    'web-types': WEB_TYPES_FILE,
    dependencies: { lit: dependencies.lit },
    peerDependencies: FRAMEWORKS,
    peerDependenciesMeta: Object.fromEntries(Object.keys(FRAMEWORKS).map((id) => [id, { optional: true }])),
  };
}
