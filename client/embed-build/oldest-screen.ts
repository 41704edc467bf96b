/**
 * Styles go to screens as they are written here, as part of a script or as files of their own: what the oldest screen
 * does not know stops the build, as nobody would see it here.
 */
import { Features, transform } from 'lightningcss';
import type { Plugin } from 'vite';

/** As vite.config.ts has it; in the figures of Lightning CSS. */
const OLDEST_SCREEN = { chrome: 85 << 16 };
/** These are put in for it in no case: colours of forms, and names by which other browsers know a property. */
const NEVER = Features.LightDark | Features.VendorPrefixes | Features.FontFamilySystemUi;
const ALL = 0x7fffffff;

/** What Lightning CSS leaves as it is, or would read here. A list of selectors is dropped with one that is not known. */
const NEWER = [
  /:(?:is|where|has)\(|,[^{}]*:focus-visible|:focus-visible[^{}]*,|color-mix\(|\d[dls]v[a-z]+\b/,
  /^@(?:layer|container|scope|starting-style)\b/,
  /^(?:inset(?:-[a-z-]+)?|(?:padding|margin|border)-(?:block|inline)(?:-(?:color|style|width))?)\s*:/,
  /^(?:aspect-ratio|accent-color|translate|rotate|scale)\s*:/,
];
const BRANCHES = /@supports[^{}]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g;

/** @throws at what the oldest screen does not know of this style sheet, by its name */
export function refuseNewerStyles(name: string, styles: string): void {
  const refuse = (what: string) => {
    throw new Error(`${name}: Chrome 85 does not know ${what}`);
  };
  // What a screen is asked about first is known to those that have it.
  const asked = styles.replace(/\/\*.*?\*\//gs, '').replace(BRANCHES, '');
  if (print(asked, ALL) !== print(asked, ALL & ~Features.Nesting)) refuse('rules within rules');
  for (const piece of asked.match(/[^{};]+[{};]/g) ?? []) {
    const part = piece.slice(0, -1).trim();
    const rule = piece.endsWith('{') ? ruleOf(part) : `a { ${part} }`;
    // One by one, as what stands together would be joined.
    if (NEWER.some((one) => one.test(part)) || print(rule, ALL) !== print(rule, NEVER)) refuse(part);
  }
}

/** For the oldest screen, but for these features. */
function print(styles: string, exclude: number): string {
  const code = Buffer.from(styles);
  return transform({ filename: '', code, targets: OLDEST_SCREEN, exclude }).code.toString();
}

function ruleOf(prelude: string): string {
  if (prelude.startsWith('@keyframes')) return '';
  return prelude.startsWith('@') ? `${prelude} { a { top: 0 } }` : `${prelude} { top: 0 }`;
}

/** Of every build for a browser that has elements in it. */
export function stylesOfElements(): Plugin {
  return {
    name: 'refuse-newer-styles',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    transform(code, id) {
      if (!/\/client\/elements\/[a-z-]+\.ts$/.test(id)) return null;
      for (const [, styles = ''] of code.matchAll(/css`([^`]*)`/g)) refuseNewerStyles(id, styles);
      return null;
    },
  };
}
