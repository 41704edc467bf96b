/**
 * Lit, fit to stand on a page that is somebody else's: with a policy of its own name, and without a trace in the
 * page's globals. Lit is changed as text, so a Lit that reads otherwise stops the build instead of going unchanged.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';

type Rewrite = readonly [what: RegExp, by: string];

/** Lit's policy has a fixed name: two copies of it on a page whose policies are listed would stop each other. */
export function renameTrustedTypesPolicy(): Plugin {
  return {
    name: 'rename-trusted-types-policy',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    transform: (code, id) =>
      rewriteLit(code, id, {
        'lit-html.js': [[/createPolicy\((["'])lit-html\1/, 'createPolicy("news-ticker"']],
      }),
  };
}

/**
 * Every copy of Lit lists its version in the page's globals, and a host page whose own Lit is in development mode
 * warns of a second one; it takes hooks from there that are meant for the host's copy, and puts a symbol there for
 * decorators, which the embed has none of.
 */
export function leaveGlobalsAlone(): Plugin {
  return {
    name: 'embed-leave-globals-alone',
    transform: (code, id) =>
      rewriteLit(code, id, {
        'lit-html.js': [
          [
            /(,\w+=)\w+\.litHtmlPolyfillSupport;\w+\?\.\(.+?\),\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\(.+?\);/,
            '$1 0;',
          ],
        ],
        'lit-element.js': [
          [/,\w+\.litElementHydrateSupport\?\.\(\{.+?\}\)/, ''],
          [/const \w+=\w+\.litElementPolyfillSupport;\w+\?\.\(\{.+?\}\);/, ''],
          [/\(\w+\.litElementVersions\?\?=\[\]\)\.push\(.+?\);/, ''],
        ],
        'reactive-element.js': [
          [/,\w+=\w+\.reactiveElementPolyfillSupport/, ''],
          [
            /,\w+\?\.\(\{ReactiveElement:\w+\}\),\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\(.+?\);/,
            ';',
          ],
          [/Symbol\.metadata\?\?=.+?new WeakMap;/, ''],
          [
            /const (\w+)=this\[Symbol\.metadata\];if\(null!==\1\)\{.+?this\.elementProperties\.set\(.+?\)\}/,
            '',
          ],
        ],
      }),
  };
}

/**
 * Our templates are of HTML, and hold no value in a `<style>`, a `<textarea>` and the like, nor one for an element itself;
 * no value of theirs is a list, a directive, for a property, or in a comment.
 */
export function leaveOutUnused(): Plugin {
  return {
    name: 'embed-leave-out-unused',
    transform: (code, id) =>
      rewriteLit(code, id, {
        'lit-html.js': [
          // Of SVG and of MathML.
          [/\b[23]===i\b/g, '!1'],
          [/\by\.test\(.+?\)(?=&&|\))/g, '!1'],
          [/\b6===r\.type\b/, '!1'],
          [/(?<=if\(i===E\))return i;let h=.+?\),i(?=\})/, 'return i;return i'],
          [/d\(t\)\?this\.k\(t\):/, ''],
          [/(?<=\})k\(t\)\{.+?i\.length=e\)\}/, ''],
          [/"\."===e\[1\]\?I:/, ''],
          // In a comment.
          [/else\{let t=-1;.+?o\.length-1\}/, ''],
        ],
      }),
  };
}

/** Lit's own `css` looks into what is put into it, and says at length what may be: as many bytes as a language. */
export function ownCssTag(): Plugin {
  return {
    name: 'embed-own-css-tag',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('/css-tag.js')) return null;
      if (importer?.includes('/@lit/')) return this.resolve(join(process.cwd(), 'client/css-tag.ts'));
      // Ours passes on names that nothing here takes: of the module itself not a line is left.
      const theirs = await this.resolve(source, importer, { skipSelf: true });
      return theirs && { ...theirs, moduleSideEffects: false };
    },
  };
}

function rewriteLit(code: string, id: string, rewrites: Readonly<Record<string, readonly Rewrite[]>>) {
  const file = /\/node_modules\/(?:lit-html|lit-element|@lit\/reactive-element)\/([a-z-]+\.js)$/.exec(
    id,
  )?.[1];
  const ofFile = rewrites[file ?? ''];
  if (!ofFile) return null;
  let rewritten = code;
  for (const [what, by] of ofFile) {
    if (rewritten.search(what) < 0) throw new Error(`${id}: Lit no longer reads as ${String(what)}`);
    rewritten = rewritten.replace(what, by);
  }
  return { code: rewritten, map: null };
}
