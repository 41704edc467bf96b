/**
 * A wall's bells: tones made on the spot, nothing to download. A browser lets a page sound only after somebody touched
 * it, or where it was told to; a wall that may not sound must say so, as nobody hears that it is silent.
 */

/** `unasked`: no bell is wanted yet. `blocked`: until somebody presses a key or clicks. */
export type BellState = 'unasked' | 'blocked' | 'ready';

/** Per urgency, in Hz one after the other: the more urgent, the more there are. */
const TONES: Readonly<Record<number, readonly number[]>> = { 1: [880, 660, 880, 660], 2: [880, 660] };
const ROUTINE_TONES = [660];
const TONE_SECONDS = 0.45;
const LOUDNESS = 0.25;
/** However much comes at once, one bell. */
const APART = 4_000;
/** An idle context costs the machine an audio thread, for weeks. */
const SLEEP_AFTER = 3_000;
/** A context that may sound begins at once; one that may not never answers. */
const ALLOWED_WITHIN = 1_000;

export class Bells {
  state: BellState = 'unasked';
  readonly #changed: () => void;
  #context: AudioContext | undefined;
  #asking = false;
  #rangAt = -Infinity;
  #sleep: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called whenever `state` has changed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Finds out whether it may sound. Called again after a click or a key, it may. */
  async enable(): Promise<void> {
    if (this.state === 'ready' || this.#asking || typeof AudioContext === 'undefined') return;
    this.#asking = true;
    this.#context ??= new AudioContext();
    const context = this.#context;
    const patience = new Promise((resolve) => setTimeout(resolve, ALLOWED_WITHIN));
    await Promise.race([context.resume().catch(() => undefined), patience]);
    this.#asking = false;
    if (context !== this.#context) return;
    const allowed = context.state === 'running';
    this.#set(allowed ? 'ready' : 'blocked');
    if (allowed) this.#rest();
  }

  ring(urgency: number): void {
    const context = this.#context;
    if (this.state !== 'ready' || !context || Date.now() - this.#rangAt < APART) return;
    this.#rangAt = Date.now();
    clearTimeout(this.#sleep);
    void context.resume().then(
      () => {
        (TONES[urgency] ?? ROUTINE_TONES).forEach((frequency, at) => {
          strike(context, frequency, context.currentTime + at * TONE_SECONDS);
        });
        this.#rest();
      },
      () => {
        this.#set('blocked');
      },
    );
  }

  /** Lets go of the machine's sound. */
  close(): void {
    clearTimeout(this.#sleep);
    void this.#context?.close().catch(() => undefined); // It is of no use to anybody any more.
    this.#context = undefined;
    this.#set('unasked');
  }

  #rest(): void {
    const context = this.#context;
    clearTimeout(this.#sleep);
    this.#sleep = setTimeout(() => {
      void context?.suspend().catch(() => undefined); // Then it stays awake, and sounds all the same.
    }, SLEEP_AFTER);
  }

  #set(state: BellState): void {
    if (state === this.state) return;
    this.state = state;
    this.#changed();
  }
}

/** One stroke, as of a bell: at once there, slowly gone. */
function strike(context: AudioContext, frequency: number, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = frequency;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(LOUDNESS, at + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_SECONDS);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_SECONDS);
}
