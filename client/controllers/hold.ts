import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Knows whether somebody is reading: the mouse over what is read, focus or selected text in it, or scrolled. */
export class HoldController implements ReactiveController {
  held = false;
  readonly #parts: () => Iterable<HTMLElement>;
  readonly #changed: () => void;
  #hovered = false;
  #watched: readonly HTMLElement[] = [];

  /** `parts`: what is read, the same elements always; `changed` is called whenever `held` has changed. */
  constructor(host: ReactiveControllerHost, parts: () => Iterable<HTMLElement>, changed: () => void) {
    this.#parts = parts;
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
    if (this.#watched.length > 0) return;
    this.#watched = [...this.#parts()];
    for (const part of this.#watched) {
      // A finger leaves no pointer behind; only a mouse rests.
      part.addEventListener('pointerenter', (event) => {
        this.#hovered = event.pointerType === 'mouse';
        this.#look();
      });
      part.addEventListener('pointerleave', () => {
        this.#hovered = false;
        this.#look();
      });
      part.addEventListener('focusin', this.#look);
      // Whether focus stays within is known only after it has moved.
      part.addEventListener('focusout', () => {
        setTimeout(this.#look);
      });
      part.addEventListener('scroll', this.#look, { passive: true });
    }
  }

  readonly #look = (): void => {
    const held = this.#hovered || this.#watched.some(isRead);
    if (held === this.held) return;
    this.held = held;
    this.#changed();
  };
}

function isRead(part: HTMLElement): boolean {
  return part.matches(':focus-within') || part.scrollTop > 0 || hasSelection(part);
}

function hasSelection(part: HTMLElement): boolean {
  // Chromium keeps the selection within a shadow tree to that tree.
  const root = part.getRootNode() as ShadowRoot & { getSelection?: () => Selection | null };
  const selection = root.getSelection ? root.getSelection() : getSelection();
  return selection?.type === 'Range' && part.contains(selection.anchorNode);
}
