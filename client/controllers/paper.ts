import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Knows whether the page is being printed. Told before it is laid out on paper: that the medium has changed, a page hears
 * only when it has been printed as it was.
 */
export class PaperController implements ReactiveController {
  readonly #changed: () => void;
  printing = false;

  /** `changed` is to put on the page at once what belongs on paper, and takes it off again. */
  constructor(host: ReactiveControllerHost, changed: () => void) {
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this);
    addEventListener('afterprint', this);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this);
    removeEventListener('afterprint', this);
  }

  handleEvent({ type }: Event): void {
    this.printing = type === 'beforeprint';
    this.#changed();
  }
}
