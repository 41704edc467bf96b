import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What a finger or a pen does when it lets go comes after it, and is meant for what it was on. */
const AFTER_PRESS = 1_000;

/**
 * Knows whether somebody is reading: the mouse over what is read, a finger or a pen on it, focus in it, selected text in
 * the host or over it, or one of them scrolled.
 */
export class HoldController implements ReactiveController {
  held = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: () => Iterable<HTMLElement>;
  readonly #changed: () => void;
  #pointed = false;
  #letGo: ReturnType<typeof setTimeout> | undefined;
  #watched: readonly HTMLElement[] = [];

  /** `parts`: what is read, the same elements always; `changed` is called whenever `held` has changed. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    parts: () => Iterable<HTMLElement>,
    changed: () => void,
  ) {
    this.#host = host;
    this.#parts = parts;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('selectionchange', this.#look);
  }

  hostDisconnected(): void {
    document.removeEventListener('selectionchange', this.#look);
    clearTimeout(this.#letGo);
    this.#pointed = this.held = false;
  }

  hostUpdated(): void {
    if (this.#watched.length > 0) return;
    this.#watched = [...this.#parts()];
    this.#host.addEventListener('scroll', this.#look, { passive: true });
    for (const part of this.#watched) {
      // A finger enters when it comes down, and leaves when it lets go or the page takes it to scroll.
      part.addEventListener('pointerenter', () => {
        this.#point(true, 0);
      });
      part.addEventListener('pointerleave', ({ pointerType }) => {
        this.#point(false, pointerType === 'mouse' ? 0 : AFTER_PRESS);
      });
      part.addEventListener('focusin', this.#look);
      // Whether focus stays within is known only after it has moved.
      part.addEventListener('focusout', () => {
        setTimeout(this.#look);
      });
      part.addEventListener('scroll', this.#look, { passive: true });
    }
  }

  #point(pointed: boolean, afterMs: number): void {
    clearTimeout(this.#letGo);
    const point = () => {
      this.#pointed = pointed;
      this.#look();
    };
    if (afterMs > 0) this.#letGo = setTimeout(point, afterMs);
    else point();
  }

  readonly #look = (): void => {
    const held =
      this.#pointed ||
      this.#watched.some((part) => part.matches(':focus-within')) ||
      [this.#host, ...this.#watched].some(({ scrollTop }) => scrollTop > 0) ||
      isSelected(this.#host);
    if (held === this.held) return;
    this.held = held;
    this.#changed();
  };
}

/** Whether selected text begins or ends in the host, or goes over it: what begins at the heading goes on into the rows. */
function isSelected(host: HTMLElement): boolean {
  const selection = getSelection();
  if (!selection) return false;
  // What stays within a shadow tree looks empty from outside.
  if (!selection.isCollapsed && selection.containsNode(host, true)) return true;
  const root = host.shadowRoot as ShadowRoot & { getSelection?: () => Selection | null };
  // Before there were composed ranges, Chromium told a shadow tree of its own selection, and Firefox told everybody.
  const told = root.getSelection?.() ?? selection;
  const [range] = selection.getComposedRanges
    ? // Safari 17 takes the roots themselves, what is newer an object that names them: this is both.
      selection.getComposedRanges(Object.assign(root, { shadowRoots: [root] }))
    : told.rangeCount > 0
      ? [told.getRangeAt(0)]
      : [];
  return (
    !!range && !range.collapsed && (root.contains(range.startContainer) || root.contains(range.endContainer))
  );
}
