/**
 * What was taken off the boards: held, and withdrawn. A board names what is gone without a word of its text, as every
 * reader may see it; that of what is held is asked for here. From then on the line tells.
 */
import * as v from 'valibot';
import type { Dispatch } from '../../shared/dispatch.ts';
import { ask } from './api.ts';
import type { ActMessage, Found } from './room.ts';

/** One that is held has its text still; of one that was withdrawn there is only the id. */
export interface Away {
  readonly id: string;
  readonly version: number;
  readonly held?: Dispatch;
}

const GoneSchema = v.object({ gone: v.array(v.object({ id: v.string(), version: v.number() })) });
/** How many of each section are looked up, and how many withdrawn ones are named. */
const MOST_OF_SECTION = 8;
const MOST_WITHDRAWN = 8;

interface AwayParts {
  readonly sections: readonly string[];
  readonly find: (id: string) => Promise<Found>;
  readonly changed: () => void;
}

export class AwayList {
  /** Newest first. */
  items: readonly Away[] = [];
  readonly #parts: AwayParts;

  constructor(parts: AwayParts) {
    this.#parts = parts;
  }

  /** Reads it all anew: at the start, and after a time in which nobody told. */
  async read(): Promise<void> {
    const lists = await Promise.all(this.#parts.sections.map((section) => this.#ofSection(section)));
    await Promise.all(lists.flat().map(({ id, version }) => this.#look(id, version)));
  }

  acted({ id, version, kind }: ActMessage): void {
    if (kind === 'withdrawal') this.#put(id, { id, version });
    else void this.#look(id, version);
  }

  clear(): void {
    this.items = [];
  }

  async #ofSection(section: string) {
    const answer = await ask('GET', `/api/sections/${section}`, GoneSchema);
    return answer.kind === 'done' ? answer.value.gone.slice(-MOST_OF_SECTION) : [];
  }

  async #look(id: string, version: number): Promise<void> {
    const found = await this.#parts.find(id);
    if (found.kind === 'withdrawn') this.#put(id, { id, version });
    if (found.kind !== 'there') return;
    const { dispatch } = found;
    const isHeld = dispatch.status === 'withheld';
    this.#put(id, isHeld ? { id, version: dispatch.version, held: dispatch } : undefined);
  }

  #put(id: string, away: Away | undefined): void {
    const others = this.items.filter((other) => other.id !== id);
    if (!away && others.length === this.items.length) return;
    const all = away ? [away, ...others] : others;
    const withdrawn = all.filter(({ held }) => !held).slice(0, MOST_WITHDRAWN);
    this.items = all.filter((one) => one.held ?? withdrawn.includes(one));
    this.#parts.changed();
  }
}
