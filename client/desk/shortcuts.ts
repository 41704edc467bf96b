/** What a key means, wherever on the desk it is pressed. In a field only those with Ctrl or Alt mean anything. */
import { PANES, type Pane } from './panes.ts';

export type Shortcut =
  | { readonly kind: 'publish' }
  | { readonly kind: 'back' }
  | { readonly kind: 'pane'; readonly pane: Pane }
  | { readonly kind: 'single'; readonly key: string };

/** `singles`: whether the keys without Ctrl or Alt are switched on. */
export function shortcutOf(event: KeyboardEvent, singles: boolean): Shortcut | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined;
  const withControl = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter' && withControl) return { kind: 'publish' };
  if (event.key === 'Escape') return { kind: 'back' };
  if (withControl) return undefined;
  const alone = singles && !event.altKey && !isField(event.composedPath()[0]);
  // By its place on the keyboard: with Alt, some make another character of a digit.
  const pane = PANES[Number(/^(?:Digit|Numpad)([123])$/.exec(event.code)?.[1] ?? 0) - 1]?.[0];
  if (pane && (event.altKey || alone)) return { kind: 'pane', pane };
  return alone ? { kind: 'single', key: event.key } : undefined;
}

function isField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
