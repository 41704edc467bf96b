import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Knows whether somebody is reading a list: the mouse over it, focus or selected text in it, or scrolled. */
export class HoldController implements ReactiveController {
  held = false;
  readonly #list: () => HTMLElement | null | undefined;
  readonly #changed: () => void;
  #hovered = false;
  #watched: HTMLElement | undefined;

  /** `changed` is called whenever `held` has changed. */
  constructor(host: ReactiveControllerHost, list: () => HTMLElement | null | undefined, changed: () => void) {
    this.#list = list;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('selectionchange', this.#look);
  }

  hostDisconnected(): void {
    document.removeEventListener('selectionchange', this.#look);
    this.#hovered = this.held = false;
  }

  hostUpdated(): void {
    const list = this.#list() ?? undefined;
    if (!list || list === this.#watched) return;
    this.#watched = list;
    // A finger leaves no pointer behind; only a mouse rests.
    list.addEventListener('pointerenter', (event) => {
      this.#hovered = event.pointerType === 'mouse';
      this.#look();
    });
    list.addEventListener('pointerleave', () => {
      this.#hovered = false;
      this.#look();
    });
    list.addEventListener('focusin', this.#look);
    // Whether focus stays within is known only after it has moved.
    list.addEventListener('focusout', () => {
      setTimeout(this.#look);
    });
    list.addEventListener('scroll', this.#look, { passive: true });
  }

  readonly #look = (): void => {
    const list = this.#watched;
    if (!list) return;
    const held = this.#hovered || list.matches(':focus-within') || list.scrollTop > 0 || hasSelection(list);
    if (held === this.held) return;
    this.held = held;
    this.#changed();
  };
}

function hasSelection(list: HTMLElement): boolean {
  // Chromium keeps the selection within a shadow tree to that tree.
  const root = list.getRootNode() as ShadowRoot & { getSelection?: () => Selection | null };
  const selection = root.getSelection ? root.getSelection() : getSelection();
  return selection?.type === 'Range' && list.contains(selection.anchorNode);
}
