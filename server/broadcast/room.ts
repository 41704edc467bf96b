/**
 * The fan-out: who watches one section (or anything), and how a frame reaches all of them. A lone frame leaves at
 * once; frames that come within a few ms after it leave together, in one write per screen.
 *
 * Every frame has a number, every member knows the last one it has. So somebody who joins while frames wait is not
 * given what the answer to `subscribe` told already, and nobody who was there before misses one.
 */
import type { Standing } from './acts.ts';
import type { BroadcastMetrics } from './metrics.ts';
import type { Frame } from './frame.ts';
import type { Unread, Viewer } from './viewer.ts';

export interface RoomSettings {
  readonly holdMs: number;
  readonly turnMs: number;
  readonly unread: Unread;
}

interface Member extends Standing {
  readonly viewer: Viewer;
  /** The number of the last frame that this viewer has, or had in its answer. */
  has: number;
}

interface Batch {
  readonly frames: readonly Frame[];
  readonly bytes: Buffer;
  readonly last: number;
  /** Those who were in when it began. */
  readonly members: readonly Member[];
  next: number;
  readonly startedAt: number;
}

/** How many screens are served between two looks at the clock. */
const STRIDE = 256;

export class Room {
  readonly #members = new Map<Viewer, Member>();
  readonly #settings: RoomSettings;
  readonly #metrics: BroadcastMetrics;
  readonly #onLeave: (standing: Standing) => void;
  #last = 0;
  #held: Frame[] = [];
  #batch: Batch | undefined;
  #pause: NodeJS.Timeout | undefined;
  #nextTurn: NodeJS.Immediate | undefined;

  constructor(
    settings: RoomSettings,
    metrics: BroadcastMetrics,
    onLeave: (standing: Standing) => void = () => undefined,
  ) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#onLeave = onLeave;
  }

  get size(): number {
    return this.#members.size;
  }

  /** Everyone has everything that was sent. */
  get isIdle(): boolean {
    return !this.#batch && this.#held.length === 0;
  }

  viewers(): IterableIterator<Viewer> {
    return this.#members.keys();
  }

  /** Where a screen stands; undefined when it is not in. */
  standingOf(viewer: Viewer): Standing | undefined {
    return this.#members.get(viewer);
  }

  /** Also for one who is in already and was just answered anew: it stays what it was. */
  join(viewer: Viewer, joined = 0, since = joined): void {
    const member = this.#members.get(viewer);
    if (member) member.has = this.#last;
    else this.#members.set(viewer, { viewer, has: this.#last, joined, since, confirmed: 0 });
  }

  leave(viewer: Viewer): void {
    const member = this.#members.get(viewer);
    if (!member) return;
    // A batch under way may still come by.
    member.has = Infinity;
    this.#members.delete(viewer);
    this.#onLeave(member);
  }

  /** Gives the frames to all who are in now, in this order, after all that was sent before. */
  send(frames: readonly Frame[]): void {
    if (this.#members.size === 0) return;
    this.#held.push(...frames);
    this.#last += frames.length;
    if (!this.#batch && !this.#pause) this.#start();
  }

  /** Sends what is held without waiting, and ends what is under way in this turn. */
  flush(): void {
    clearImmediate(this.#nextTurn);
    if (this.#batch) this.#walk(this.#batch, Infinity);
    if (this.#held.length > 0) this.#start(Infinity);
  }

  close(): void {
    clearImmediate(this.#nextTurn);
    clearTimeout(this.#pause);
    this.#members.clear();
  }

  #start(turnMs = this.#settings.turnMs): void {
    const frames = this.#held;
    this.#held = [];
    const [first] = frames;
    if (!first) return;
    const bytes = frames.length === 1 ? first.bytes : Buffer.concat(frames.map((frame) => frame.bytes));
    const members = [...this.#members.values()];
    this.#batch = { frames, bytes, last: this.#last, members, next: 0, startedAt: performance.now() };
    this.#walk(this.#batch, turnMs);
  }

  /** Goes on through the members; in a very large room with a breath for other work now and then. */
  #walk(batch: Batch, turnMs: number): void {
    const until = performance.now() + turnMs;
    const { members } = batch;
    while (batch.next < members.length) {
      const end = Math.min(batch.next + STRIDE, members.length);
      for (const member of members.slice(batch.next, end)) this.#serve(member, batch);
      batch.next = end;
      if (end < members.length && performance.now() > until) {
        this.#nextTurn = setImmediate(() => this.#walk(batch, turnMs));
        return;
      }
    }
    this.#batch = undefined;
    this.#metrics.fannedOut((performance.now() - batch.startedAt) / 1000);
    this.#hold();
  }

  #serve(member: Member, { frames, bytes, last }: Batch): void {
    const missing = last - member.has;
    if (missing <= 0) return;
    member.has = last;
    if (missing >= frames.length) return member.viewer.give(frames, bytes, this.#settings.unread);
    const rest = frames.slice(-missing);
    member.viewer.give(rest, Buffer.concat(rest.map((frame) => frame.bytes)), this.#settings.unread);
  }

  #hold(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#start();
    }, this.#settings.holdMs);
  }
}
