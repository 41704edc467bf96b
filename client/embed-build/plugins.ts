/**
 * What makes the embed small enough for anybody's page: templates and styles without their indentation, private
 * names that cost nothing, and a build that fails when the whole outgrows its bound.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';
import { elementsManifest } from './elements-manifest.ts';
import { leaveGlobalsAlone, leaveOutUnused, ownCssTag, renameTrustedTypesPolicy } from './lit-for-guests.ts';
import { stylesOfElements } from './oldest-screen.ts';
import { partnerFiles } from './partner-files.ts';
import { wallBytes } from './wall-bytes.ts';

/** The most that the embed may weigh, gzipped, in bytes. */
export const EMBED_LIMIT = 21_000;

/** The most that all scripts of the wall's page may weigh beyond the embed, gzipped, in bytes. */
export const WALL_LIMIT = 8_000;

/** All that is done to the embed and to nothing else; but for the policy's name and the styles, which our own pages share. */
export function embedPlugins(): Plugin[] {
  const ofEmbed = [
    leaveGlobalsAlone(),
    leaveOutUnused(),
    ownCssTag(),
    tightenTemplates(),
    plainPrivates({ letters: true }),
    weigh(),
    elementsManifest(),
    partnerFiles(),
  ];
  return [
    renameTrustedTypesPolicy(),
    stylesOfElements(),
    ...ofEmbed.map((plugin) => inBuildOf('embed', plugin)),
  ];
}

/** Made small as the embed is, for those who build a page of their own with the package, and with a Lit of their own. */
export function leanModules(environment: string): Plugin[] {
  return [tightenTemplates(), plainPrivates({ letters: false })].map((plugin) =>
    inBuildOf(environment, plugin),
  );
}

function inBuildOf(environment: string, plugin: Plugin): Plugin {
  return { ...plugin, apply: 'build', applyToEnvironment: ({ name }) => name === environment };
}

function tightenTemplates(): Plugin {
  return {
    name: 'embed-tighten-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/client\/elements\/[a-z-]+\.ts$/.test(id)) return null;
      const tightened = code
        .replace(/css`[^`]*`/g, (style) =>
          style
            .replace(/\/\*.*?\*\//gs, '')
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};,]) ?/g, '$1')
            .replace(/: /g, ':')
            .replace(/([ :(])0\./g, '$1.')
            .replace(/;\}/g, '}'),
        )
        // Only line breaks are insignificant in our templates: a space that counts stands within a line.
        .replace(/(>)\s*\n\s*|\s*\n\s*(<\/?[a-z])/g, '$1$2')
        .replace(/\}\s*\n\s*\$\{/g, '}${')
        .replace(/(["}]|<\/[a-z]+\d?)\s*\n\s*>/g, '$1>')
        .replace(/\s*\n\s*([@?]?[a-z-]+=["$])/g, ' $1');
      return { code: tightened, map: null };
    },
  };
}

/**
 * For the oldest screens the compiler turns every private name into a WeakMap of its own, which costs the embed a
 * tenth of its weight. The type checker has guarded them by then; here they become plain names, the same few in every
 * module, which compress best: no class of ours extends one of another module of ours. `letters`: single ones, where
 * the Lit that comes with them is known: its classes, which ours extend, are minified too.
 */
function plainPrivates({ letters }: { readonly letters: boolean }): Plugin {
  let free: readonly string[] = [];
  return {
    name: 'embed-plain-privates',
    enforce: 'pre',
    async buildStart() {
      if (!letters) return;
      const lit = await Promise.all(EXTENDED.map((name) => this.resolve(name)));
      const code = lit.map((module) => readFileSync(module?.id ?? '', 'utf8')).join('');
      free = Array.from(LETTERS).filter((letter) => !new RegExp(`\\.${letter}\\b`).test(code));
    },
    transform(code, id) {
      if (!/\/client\/.*\.ts$/.test(id)) return null;
      const names: SyntaxNode[] = [];
      visit(this.parse(code, { lang: 'ts' }), (node) => {
        if (node.type === 'PrivateIdentifier') names.push(node);
      });
      const nameOf = ({ start, end }: SyntaxNode) => code.slice(start, end);
      const distinct = [...new Set(names.map(nameOf))];
      const shortName = (node: SyntaxNode) => {
        const at = distinct.indexOf(nameOf(node));
        return free[at] ?? `$${(at - free.length).toString(36)}`;
      };
      return { code: replaceAll(code, names, shortName), map: null };
    },
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const EXTENDED = ['@lit/reactive-element', 'lit-element/lit-element.js'];

function weigh(): Plugin {
  return {
    name: 'embed-weigh',
    enforce: 'post',
    generateBundle(_options, bundle: Rollup.OutputBundle) {
      const script = bundle['news-ticker.js'];
      if (script?.type !== 'chunk') throw new Error('the embed is one script, news-ticker.js');
      const bytes = gzipSync(script.code, { level: 9 }).length;
      if (bytes > EMBED_LIMIT) {
        throw new Error(
          `the embed weighs ${String(bytes)} bytes gzipped; at most ${String(EMBED_LIMIT)} are allowed`,
        );
      }
      weighWall(bytes, (text) => {
        this.info(text);
      });
      this.info(`news-ticker.js: ${String(bytes)} of ${String(EMBED_LIMIT)} bytes gzipped`);
    },
  };
}

/** The pages are built before the embed. */
function weighWall(embedBytes: number, tell: (text: string) => void): void {
  const bytes = wallBytes('dist/pages');
  if (bytes === undefined) return;
  const beyond = `${String(bytes - embedBytes)} of ${String(WALL_LIMIT)} bytes gzipped beyond the embed`;
  if (bytes - embedBytes > WALL_LIMIT) throw new Error(`the wall's page weighs too much: ${beyond}`);
  tell(`wall: ${beyond}`);
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The code with these nodes rewritten, from the end so that positions hold. */
function replaceAll(
  code: string,
  nodes: readonly SyntaxNode[],
  rewrite: (node: SyntaxNode) => string,
): string {
  return [...nodes]
    .sort((a, b) => b.start - a.start)
    .reduce((text, node) => text.slice(0, node.start) + rewrite(node) + text.slice(node.end), code);
}

function visit(value: unknown, look: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && 'start' in value) look(value as SyntaxNode);
  for (const child of Object.values(value)) visit(child, look);
}
