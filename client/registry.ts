/**
 * What a page has only one of: the clock, the announcer, one link per server. However often the script is
 * included, later copies find what the first one put here. The number is that of the interface between copies:
 * one that speaks another keeps to itself instead of breaking.
 */
const INTERFACE = 5;

/** The page's one `name`, made by whichever copy of the script asks first. */
export function onPage<T>(name: string, create: () => T): T {
  const key = Symbol.for(`news-ticker/${INTERFACE}/${name}`);
  const page = globalThis as unknown as Record<symbol, T | undefined>;
  return (page[key] ??= create());
}
