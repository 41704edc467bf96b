/**
 * One build for four places: `server` (Node), `pages` (what our own pages load, hashed, with a manifest), `embed` (one
 * classic script that any page on any origin can include) and `package` (for npm). `vite build --app` makes them all.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { embedPlugins } from './client/embed-build/plugins.ts';
import { DOORS } from './client/package-build/package-manifest.ts';
import { packagePlugins } from './client/package-build/plugins.ts';
import manifest from './package.json' with { type: 'json' };

/** Screens from 2022 on, TV sets among them. */
const OLDEST_SCREEN = 'chrome85';
/** Chrome 85 reads all of this but private names, which the embed's build takes out; lowered, `?.` would weigh more. */
const EMBED_SYNTAX = 'chrome91';

export default defineConfig({
  appType: 'custom',
  plugins: [...embedPlugins(), ...packagePlugins(), precompress()],
  define: { __VERSION__: JSON.stringify(manifest.version) },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
  environments: {
    client: {
      build: {
        outDir: 'dist/pages',
        target: OLDEST_SCREEN,
        manifest: true,
        rolldownOptions: {
          input: {
            portal: 'client/pages/portal.ts',
            desk: 'client/pages/desk.ts',
            api: 'client/pages/api.ts',
            configurator: 'client/pages/configurator.ts',
            wall: 'client/pages/wall.ts',
            'fresh-screen': 'client/pages/fresh-screen.ts',
            'new-wall': 'client/pages/new-wall.ts',
          },
        },
      },
    },
    embed: {
      consumer: 'client',
      build: {
        outDir: 'dist/embed',
        target: EMBED_SYNTAX,
        minify: true,
        copyPublicDir: false,
        lib: {
          entry: 'client/embed.ts',
          formats: ['iife'],
          name: 'NewsTicker',
          fileName: () => 'news-ticker.js',
        },
        // Constants are constants: what the minifier may not take for one, it cannot put where it is used.
        rolldownOptions: { output: { topLevelVar: false } },
      },
    },
    package: {
      consumer: 'client',
      build: {
        outDir: 'dist/package',
        target: EMBED_SYNTAX,
        minify: false,
        copyPublicDir: false,
        lib: { entry: Object.values(DOORS).map((door) => `${door}.ts`), formats: ['es'] },
        rolldownOptions: {
          external: /^lit($|\/)/,
          output: { preserveModules: true, preserveModulesRoot: '.', entryFileNames: '[name].js' },
        },
      },
    },
    server: {
      consumer: 'server',
      build: {
        outDir: 'dist/server',
        target: 'node20',
        minify: false,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: {
            main: 'server/main.ts',
            'manage-keys': 'server/manage-keys.ts',
            'show-wire': 'server/show-wire.ts',
            // A thread starts from a file of its own.
            'wire-worker': 'server/wire/wire-worker.ts',
          },
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
          plugins: [copyLuaScript()],
        },
      },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Most of them drive a browser or a store, which take a core of their own.
    maxWorkers: '50%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

/** The append script is read at run time, beside the code that runs it. */
function copyLuaScript(): Plugin {
  return {
    name: 'copy-lua-script',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'append.lua',
        source: readFileSync('server/log/append.lua', 'utf8'),
      });
    },
  };
}

/** What browsers load lies beside its .br and .gz, made once with all the effort that a server could not afford. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client' || name === 'embed',
    // After every other plugin, when the bytes on the disk are the ones that will be served.
    writeBundle: {
      order: 'post',
      handler({ dir = '' }, bundle) {
        for (const fileName of Object.keys(bundle)) {
          if (!/\.(js|css|svg|json|map)$/.test(fileName)) continue;
          const file = join(dir, fileName);
          const bytes = readFileSync(file);
          const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
          writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
        }
      },
    },
  };
}
