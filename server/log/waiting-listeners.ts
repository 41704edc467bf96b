/** Those in this process who want to know when what waits has changed. */
import type { Logger } from 'pino';

type Listener = (change: { readonly nextDue: number | undefined }) => void;

export class WaitingListeners {
  readonly #listeners = new Set<{ readonly call: Listener }>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get size(): number {
    return this.#listeners.size;
  }

  add(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(nextDue: () => number | undefined): void {
    for (const { call } of [...this.#listeners]) {
      try {
        call({ nextDue: nextDue() });
      } catch (error) {
        // One listener's defect must not keep the others from their time.
        this.#logger.error({ err: error }, 'A listener of the waiting room threw.');
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
