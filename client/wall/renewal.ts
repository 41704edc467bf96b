/**
 * A wall runs for weeks, and so does its code, unless it is loaded anew when the server has another build of it. All
 * walls hear of one at once; each picks a moment of its own, at most once an hour, and only while the server is well: a
 * page that asks for itself in vain is a screen that says so until somebody comes with a ladder.
 */

export interface RenewalParts {
  /** The build that this page is of. */
  readonly build: string;
  /** Whether something is shown now that must not be cut off. */
  readonly isBusy: () => boolean;
  readonly reload: () => void;
}

const APART = 3_600_000;
/** Walls of one newsroom spread over this. */
const WINDOW = 600_000;
/** Another look, when the moment did not suit. */
const RETRY = 60_000;
const ANSWER_WITHIN = 10_000;

export class Renewal {
  readonly #parts: RenewalParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = false;

  constructor(parts: RenewalParts) {
    this.#parts = parts;
  }

  /** The server runs this build of the pages. */
  heard(build: string): void {
    if (this.#asked) return;
    if (build === '' || build === this.#parts.build) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setTimeout(this.#try, untilAllowed() + Math.random() * WINDOW);
  }

  /** Somebody asks for it: as soon as the server is well. */
  now(): void {
    this.#asked = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#try);
  }

  readonly #try = (): void => {
    void this.#reload();
  };

  async #reload(): Promise<void> {
    if (this.#parts.isBusy() || !(await isServerWell())) {
      this.#timer = setTimeout(this.#try, RETRY * (0.5 + Math.random()));
      return;
    }
    // The one thing that a page may leave behind for itself without storing anything.
    history.replaceState({ renewedAt: Date.now() }, '');
    this.#parts.reload();
  }
}

/** Ms until an hour has passed since this page was last renewed. */
function untilAllowed(): number {
  const state: unknown = history.state;
  const renewedAt = typeof state === 'object' && state !== null && 'renewedAt' in state ? state.renewedAt : 0;
  // Where the machine's clock was set back meanwhile, an hour from now.
  const passed = Math.max(Date.now() - Number(renewedAt), 0);
  return Math.max(APART - passed, 0);
}

async function isServerWell(): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, ANSWER_WITHIN);
  try {
    return (await fetch('/readyz', { cache: 'no-store', signal: abort.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
