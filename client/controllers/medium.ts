import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Knows whether a media query holds, and tells when that changes. */
export class MediumController implements ReactiveController {
  readonly #query: MediaQueryList;
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost, query: string, changed: () => void) {
    this.#query = matchMedia(query);
    this.#changed = changed;
    host.addController(this);
  }

  get matches(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener('change', this.#changed);
  }
}
