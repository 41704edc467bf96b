import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** So far outside the screen something is near enough to be got ready. */
const MARGIN = '400px';

/** Knows whether a host has come near the screen; once near, it stays so. */
export class NearnessController implements ReactiveController {
  near = false;
  readonly #host: ReactiveControllerHost & Element;
  #observer: IntersectionObserver | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.near) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        // One for each time that it came and went since the last call.
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.near = true;
        this.hostDisconnected();
        this.#host.requestUpdate();
      },
      { rootMargin: MARGIN },
    );
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}
