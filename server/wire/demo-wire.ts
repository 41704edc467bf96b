/**
 * The demo wire: an agency that never sleeps, for a ticker that has no other. It keeps no state of its own: what
 * it said last is read back from the log, so a second start goes on where the first one stopped, and two processes
 * that play at once say each thing once.
 *
 * A first board is published with times of its own, from a few seconds to two days ago; after a pause, as much of
 * it as fits in the pause. From then on a dispatch comes now and then, and what follows it in its time.
 */
import type { Logger } from 'pino';
import { read, SubmissionSchema } from '../../shared/dispatch.ts';
import { Refusal, type Entry, type Log, type Proposal } from '../log/log.ts';
import type { Section } from '../sections.ts';
import { toContent } from '../submission.ts';
import { STORIES } from './demo-dispatches.ts';
import { demoId, tellStory, type Step, type Story } from './demo-story.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How old the dispatches of a first board are, oldest first; odd seconds, so that their labels flip apart. */
export const FIRST_BOARD_AGES: readonly number[] = [
  ...[51.2, 47.1, 31.4, 29.3, 26.2, 25.1, 22.3, 19.6, 17.2, 15.4, 13.1, 11.7, 9.6, 8.2, 7.3].map(
    (h) => h * HOUR,
  ),
  ...[371, 314, 263, 222, 187, 152, 124, 106, 83, 66, 52, 41, 33, 24, 17, 11].map(
    (m) => m * MINUTE + 7 * SECOND,
  ),
  ...[376, 203, 98, 24].map((s) => s * SECOND),
];

const FIRST_PAUSE = 11 * SECOND;
const SHORTEST_PAUSE = 20;
const LONGEST_PAUSE = 60;
/** What should have followed while nobody played comes late, one by one, rather than at once. */
const LATE_FOLLOW_UPS = { from: 18 * SECOND, every: 27 * SECOND };
const TROUBLE_PAUSE = 5 * SECOND;

export interface DemoWireParts {
  readonly log: Log;
  readonly sections: readonly Section[];
  readonly logger: Logger;
}

/** Fills the board and goes on until the returned function is called. A log that is away is tried again later. */
export async function startDemoWire({ log, sections, logger }: DemoWireParts): Promise<() => void> {
  const stories = STORIES.filter((story) => sections.some(({ id }) => id === story.section));
  if (stories.length === 0) {
    logger.warn('the demo wire has nothing for the configured sections and stays silent');
    return () => undefined;
  }
  const wire = new DemoWire(log, stories, logger);
  await wire.begin();
  return () => wire.stop();
}

interface Due {
  readonly at: number;
  readonly id: string;
  readonly step: Step;
}

class DemoWire {
  readonly #log: Log;
  readonly #stories: readonly Story[];
  readonly #logger: Logger;
  /** The place in the sequence of what comes next; unknown until the log was read. */
  #place: number | undefined;
  #nextAt = 0;
  /** What is still to follow, soonest first. */
  #due: Due[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(log: Log, stories: readonly Story[], logger: Logger) {
    this.#log = log;
    this.#stories = stories;
    this.#logger = logger;
  }

  async begin(): Promise<void> {
    try {
      await this.#pickUp();
    } catch (error) {
      this.#logger.warn({ err: error }, 'the demo wire could not begin and tries again');
      this.#nextAt = this.#log.now() + TROUBLE_PAUSE;
    }
    this.#sleep();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Finds where the sequence stands, makes the board look alive, and looks up what is still to follow. */
  async #pickUp(): Promise<void> {
    let place = await firstUnsaid(this.#log);
    const last = place > 0 ? await this.#log.find(demoId(place - 1)) : undefined;
    const silentSince = last ? publishedAtOf(last) : -Infinity;
    const now = this.#log.now();
    for (const age of FIRST_BOARD_AGES) {
      if (now - age <= silentSince || this.#stopped) continue;
      const { id, steps } = tellStory(this.#stories, place);
      await this.#append(id, steps[0], now - age);
      place += 1;
    }
    await this.#planFollowUps(place);
    this.#place = place;
    this.#nextAt = this.#log.now() + FIRST_PAUSE;
  }

  async #planFollowUps(end: number): Promise<void> {
    const due: Due[] = [];
    let late = this.#log.now() + LATE_FOLLOW_UPS.from;
    for (let place = Math.max(0, end - this.#stories.length); place < end; place += 1) {
      const { id, steps } = tellStory(this.#stories, place);
      if (steps.length === 1) continue;
      const entry = await this.#log.find(id);
      if (entry?.kind !== 'dispatch') continue;
      for (const step of steps.slice(entry.version)) {
        const planned = entry.dispatch.publishedAt + step.afterSeconds * SECOND;
        due.push({ at: Math.max(planned, late), id, step });
        if (planned < late) late += LATE_FOLLOW_UPS.every;
      }
    }
    this.#due = due.sort((a, b) => a.at - b.at);
  }

  #sleep(): void {
    if (this.#stopped) return;
    const until = Math.min(this.#nextAt, this.#due[0]?.at ?? Infinity);
    this.#timer = setTimeout(() => void this.#wake(), Math.max(0, until - this.#log.now()));
  }

  async #wake(): Promise<void> {
    if (this.#place === undefined) return this.begin();
    try {
      await this.#playDue();
      if (this.#nextAt <= this.#log.now()) await this.#playNext(this.#place);
    } catch (error) {
      // The place has not moved: the same is said again, and counts once.
      this.#logger.warn({ err: error }, 'the demo wire could not publish and tries again');
      this.#nextAt = Math.max(this.#nextAt, this.#log.now() + TROUBLE_PAUSE);
      this.#due = this.#due.map((due) => ({ ...due, at: Math.max(due.at, this.#nextAt) }));
    }
    this.#sleep();
  }

  async #playDue(): Promise<void> {
    for (let due = this.#due[0]; due && due.at <= this.#log.now() && !this.#stopped; due = this.#due[0]) {
      await this.#append(due.id, due.step);
      this.#due.shift();
    }
  }

  async #playNext(place: number): Promise<void> {
    if (this.#stopped) return;
    const { id, steps } = tellStory(this.#stories, place);
    const [first, ...later] = steps;
    await this.#append(id, first);
    const now = this.#log.now();
    const due = later.map((step) => ({ at: now + step.afterSeconds * SECOND, id, step }));
    this.#due = [...this.#due, ...due].sort((a, b) => a.at - b.at);
    this.#place = place + 1;
    this.#nextAt = now + pauseAfter(place);
  }

  /** Through the same gate as everybody. What the log refuses has been said by another process, or was taken away. */
  async #append(id: string, step: Step, publishedAt?: number): Promise<void> {
    try {
      await this.#log.append(toProposal(id, step, publishedAt));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#logger.debug({ id, reason: error.reason }, 'the log refused what the demo wire said');
    }
  }
}

function toProposal(id: string, step: Step, publishedAt?: number): Proposal {
  if ('withdraw' in step) return { kind: 'withdrawal', id, reason: step.withdraw, by: 'demo' };
  const at = publishedAt === undefined ? {} : { publishedAt: Math.round(publishedAt) };
  const reading = read(SubmissionSchema, { ...step.submission, ...at });
  if (!reading.ok) {
    throw new Error(`Demo story ${id} does not pass the gate: ${JSON.stringify(reading.problems)}`);
  }
  return { kind: 'dispatch', content: toContent(reading.value, { id }), version: step.version, by: 'demo' };
}

function publishedAtOf(entry: Entry): number {
  return entry.kind === 'dispatch' ? entry.dispatch.publishedAt : entry.at;
}

/** From 20 to 60 s, uneven, and the same at every start. */
function pauseAfter(place: number): number {
  return (SHORTEST_PAUSE + ((place * 23) % (LONGEST_PAUSE - SHORTEST_PAUSE + 1))) * SECOND;
}

/** The sequence has no holes, so the end of it is found by doubling and halving. */
async function firstUnsaid(log: Log): Promise<number> {
  const isSaid = async (place: number) => (await log.find(demoId(place))) !== undefined;
  let beyond = 1;
  while (await isSaid(beyond - 1)) beyond *= 2;
  let [low, high] = [Math.floor(beyond / 2), beyond - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isSaid(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
