/**
 * Takes the place of Lit's module of this name in the embed: as much of it as styles need into which nothing is put.
 * An element's styles are made once, however many of it a page has.
 */
export { CSSResult, supportsAdoptingStyleSheets, unsafeCSS } from '@lit/reactive-element/css-tag.js';

/** Safari before 16.4 adopts none. */
const adopts = 'adoptedStyleSheets' in document;

export function css([text = '']: readonly string[]): string {
  return text;
}

export function getCompatibleStyle(text: string): CSSStyleSheet | string {
  if (!adopts) return text;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

export function adoptStyles(root: ShadowRoot, styles: readonly (CSSStyleSheet | string)[]): void {
  if (adopts) root.adoptedStyleSheets = styles as CSSStyleSheet[];
  else
    for (const text of styles) {
      const style = document.createElement('style');
      style.textContent = text as string;
      root.append(style);
    }
}
