import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { pageClock, type Label } from '../clock.ts';

/** Keeps a host's labels on the page's clock for as long as the host is on the page. */
export class LabelController implements ReactiveController {
  readonly #label: Label;
  #stop: (() => void) | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost, label: Label) {
    this.#label = label;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.hostUpdated();
  }

  /** What the labels show may have changed: planned anew. */
  hostUpdated(): void {
    if (this.#connected) this.#stop = pageClock().run(this.#label);
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#stop?.();
  }
}
