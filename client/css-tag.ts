/**
 * Takes the place of Lit's module of this name in the embed: as much of it as styles need into which nothing is put.
 * One sheet for each text, however many tickers a page has.
 */
export { CSSResult, supportsAdoptingStyleSheets, unsafeCSS } from '@lit/reactive-element/css-tag.js';

const sheets = new Map<string, CSSStyleSheet>();

export function css([text = '']: readonly string[]): string {
  return text;
}

export function getCompatibleStyle(text: string): string {
  return text;
}

export function adoptStyles(root: ShadowRoot, texts: readonly string[]): void {
  if ('adoptedStyleSheets' in root) {
    root.adoptedStyleSheets = texts.map(sheetOf);
    return;
  }
  // Safari before 16.4.
  for (const text of texts) {
    const style = document.createElement('style');
    style.textContent = text;
    (root as ShadowRoot).append(style);
  }
}

function sheetOf(text: string): CSSStyleSheet {
  let sheet = sheets.get(text);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  return sheet;
}
