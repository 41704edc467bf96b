import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Keeps the screen awake while the host is on it. A browser takes the lock away from a page that is hidden: asked anew. */
export class WakeLockController implements ReactiveController {
  #lock: WakeLockSentinel | undefined;
  #asking = false;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    document.addEventListener('visibilitychange', this.#ask);
    this.#ask();
  }

  hostDisconnected(): void {
    this.#connected = false;
    document.removeEventListener('visibilitychange', this.#ask);
    void this.#lock?.release();
  }

  readonly #ask = (): void => {
    // Not where the page came without TLS, and not in every browser: the machine's own settings must do there.
    if (!this.#connected || this.#lock || this.#asking || document.hidden || !('wakeLock' in navigator))
      return;
    this.#asking = true;
    void navigator.wakeLock.request('screen').then(
      (lock) => {
        this.#asking = false;
        this.#lock = lock;
        lock.addEventListener('release', () => {
          this.#lock = undefined;
          this.#ask();
        });
        if (!this.#connected) void lock.release();
      },
      () => {
        // An empty battery, or a policy. The next time that the page is seen it is asked again.
        this.#asking = false;
      },
    );
  };
}
