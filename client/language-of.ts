/** The language that an element stands in, across the roots of other elements. */
export function languageOf(element: HTMLElement): string {
  const root = element.getRootNode();
  return (
    // Its own property: an element of ours draws itself before it reflects that in the attribute. Of those around it
    // the attribute: a form with a field of that name has the field as its property.
    element.lang ||
    element.parentElement?.closest('[lang]')?.getAttribute('lang') ||
    (root instanceof ShadowRoot ? languageOf(root.host as HTMLElement) : 'nl')
  );
}
