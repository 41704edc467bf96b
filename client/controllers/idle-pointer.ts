import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a pointer stays in sight after it moved. */
const IN_SIGHT = 3_000;

/** Hides the pointer while nobody moves it: it would stand on the screen for weeks. */
export class IdlePointerController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('pointermove', this.#moved, { passive: true });
    this.#moved();
  }

  hostDisconnected(): void {
    document.removeEventListener('pointermove', this.#moved);
    clearTimeout(this.#timer);
  }

  readonly #moved = (): void => {
    this.#host.style.cursor = '';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#host.style.cursor = 'none';
    }, IN_SIGHT);
  };
}
