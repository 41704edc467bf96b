/**
 * The desk's line to the newsroom: Server-Sent Events. The browser would come back by itself, but at a fixed pace
 * and never after a refusal; so it is done here, at moments of chance, and a line that falls silent is let go.
 */

export interface LineListener {
  /** One message; `data` is its JSON, not checked. */
  message(name: string, data: unknown): void;
  /** Connected and heard of; or not any more. */
  live(live: boolean): void;
  /** It was refused or lost: time to see whether we are still signed in. */
  lost(): void;
}

const MESSAGES = ['hello', 'waiting', 'act', 'receipt', 'letters', 'walls', 'pulse', 'signed-out'] as const;
/** A pulse comes every 5 s. */
const SILENT_AFTER = 12_000;
const FIRST_JITTER = 1_000;
const LONGEST_JITTER = 20_000;

export class Line {
  readonly #listener: LineListener;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #open = false;

  constructor(listener: LineListener) {
    this.#listener = listener;
    addEventListener('online', () => {
      if (this.#open && !this.#source) this.#connect();
    });
    addEventListener('offline', () => {
      if (this.#source) this.#lose();
    });
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#attempts = 0;
    this.#connect();
  }

  close(): void {
    this.#open = false;
    this.#drop();
  }

  #connect(): void {
    this.#drop();
    const source = new EventSource('/api/desk/events');
    this.#source = source;
    for (const name of MESSAGES) {
      source.addEventListener(name, (event) => {
        this.#heard(name, event);
      });
    }
    source.addEventListener('error', () => {
      if (source === this.#source) this.#lose();
    });
    this.#watch();
  }

  #heard(name: string, event: Event): void {
    this.#attempts = 0;
    this.#watch();
    this.#listener.live(true);
    if (event instanceof MessageEvent) this.#listener.message(name, JSON.parse(String(event.data)));
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lose();
    }, SILENT_AFTER);
  }

  /** Full jitter in a window that doubles: after a restart the whole newsroom comes back at once. */
  #lose(): void {
    this.#drop();
    this.#listener.live(false);
    this.#listener.lost();
    if (!this.#open) return;
    const window = Math.min(FIRST_JITTER * 2 ** this.#attempts, LONGEST_JITTER);
    this.#attempts += 1;
    this.#timer = setTimeout(
      () => {
        this.#connect();
      },
      200 + Math.random() * window,
    );
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }
}
