/** The language that an element stands in, across the roots of other elements. */
export function languageOf(element: HTMLElement): string {
  // The property: an element of ours draws itself before it reflects that in the attribute.
  if (element.lang) return element.lang;
  const root = element.getRootNode();
  const parent = element.parentElement ?? (root instanceof ShadowRoot ? (root.host as HTMLElement) : null);
  return parent ? languageOf(parent) : 'nl';
}
