/**
 * A list that is one stop of the Tab key: arrows, j and k, Home and End move within it, and what had the focus last
 * has it again. When what had it goes away, its neighbour takes it, so that the focus is never lost.
 */

/** Moves the focus among `items` as the key says; true when it did. */
export function rove(event: KeyboardEvent, items: readonly HTMLElement[]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || items.length === 0) return false;
  const at = items.findIndex((item) => item.matches(':focus, :focus-within'));
  const to = target(event.key, at, items.length);
  if (to === undefined) return false;
  event.preventDefault();
  event.stopPropagation();
  items[to]?.focus();
  return true;
}

function target(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return Math.min(at + 1, count - 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
