/** The language that an element stands in. */
export function languageOf(element: Element): string {
  return element.closest('[lang]')?.getAttribute('lang') ?? 'nl';
}
