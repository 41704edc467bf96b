/**
 * One partner's line: everything in the log's order, one at a time, so that nothing is overtaken by a retry of what
 * came before it. What waits is not held here: the line is a position in the log, and the text is read there each time
 * that it is tried, so that none is sent once it was withdrawn.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Cursor } from '../../shared/board.ts';
import type { DeadLetter } from '../../shared/desk.ts';
import { StoreAway, type Entry, type Log } from '../log/log.ts';
import { deliver, type Outcome } from './deliver.ts';
import { toEvent, type WebhookEvent } from './event.ts';
import type { HookSetting } from './hooks.ts';
import { dropLetter, listLetters, saveLetter } from './letters.ts';
import { readPlace, savePlace, type Place } from './place.ts';
import type { WebhookSettings } from './settings.ts';

export interface HookLineParts {
  readonly log: Pick<Log, 'read' | 'entriesOf' | 'now' | 'notes'>;
  /** How far this process knows the log. */
  readonly head: () => Cursor;
  readonly dispatcher: Dispatcher;
  readonly settings: WebhookSettings;
  readonly logger: Logger;
  /** Something changed among the dead letters. */
  readonly onLetters: () => void;
}

const STORE_AWAY_MS = 1000;
/** Nothing to do; a wake ends it. */
const IDLE_MS = 60_000;
/** What was not for this partner is noted only now and then: it costs little to go through it again. */
const SAVE_EVERY = 1000;

type Failing = NonNullable<Place['failing']>;

export class HookLine {
  readonly #hook: HookSetting;
  readonly #parts: HookLineParts;
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  readonly #ended: Promise<void>;
  #wake = new AbortController();
  /** By the process's own clock. */
  #nextTryAt = 0;

  /** Begins at once, and goes on until it is stopped. */
  constructor(hook: HookSetting, parts: HookLineParts) {
    this.#hook = hook;
    this.#parts = parts;
    this.#ended = this.#run();
  }

  /** There may be something to do: an entry in the log, or a dead letter that is to be tried again. */
  wake(): void {
    this.#wake.abort();
  }

  /** What is under way may end within so long, then it is cut off; whoever goes on tries it again. */
  async stop(withinMs: number): Promise<void> {
    this.#stop.abort();
    const cut = setTimeout(() => {
      this.#cut.abort();
    }, withinMs);
    await this.#ended;
    clearTimeout(cut);
  }

  async #run(): Promise<void> {
    const { logger } = this.#parts;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#goOn();
      } catch (error) {
        // Of a store that is away the log itself has said it.
        if (!(error instanceof StoreAway))
          logger.error({ err: error, hook: this.#hook.name }, 'a webhook failed');
        await this.#pause(STORE_AWAY_MS * (0.5 + Math.random()));
      }
    }
  }

  /** @throws {StoreAway} */
  async #goOn(): Promise<void> {
    const { signal } = this.#stop;
    let place = await this.#firstPlace();
    while (!signal.aborted) {
      const wake = (this.#wake = new AbortController());
      await this.#tryLettersAgain(place);
      while (!signal.aborted && !wake.signal.aborted) {
        const next = await this.#step(place);
        if (!next) break;
        place = next;
      }
      await this.#pause(this.#waitMs(), wake.signal);
    }
  }

  /** A partner who is new is told of what comes; what stands already they fetch as boards. */
  async #firstPlace(): Promise<Place> {
    const { log, head } = this.#parts;
    const kept = await readPlace(log.notes, this.#hook.name);
    return kept ?? (await this.#save({ ...head(), failures: 0 }));
  }

  /** One entry further; undefined when there is nothing to be done now. */
  async #step(place: Place): Promise<Place | undefined> {
    const { log, head } = this.#parts;
    const end = head();
    if (performance.now() < this.#nextTryAt) return undefined;
    if (place.epoch !== end.epoch) return this.#stepOver(place, end);
    if (place.n >= end.n) return undefined;
    const [entry] = await log.read(place.n, 1);
    // Another history already: the boards will say so in a moment.
    if (entry?.epoch !== place.epoch) return undefined;

    const event = await this.#eventOf(entry);
    if (event) return this.#tell(place, event, event.dispatch ?? event.gone);
    const next = { epoch: place.epoch, n: entry.n, failures: place.failures };
    return entry.n % SAVE_EVERY === 0 ? this.#save(next) : next;
  }

  /** The log has another history: positions and references of the old one mean nothing any more. */
  async #stepOver(place: Place, { epoch, n }: Cursor): Promise<Place | undefined> {
    const { notes } = this.#parts.log;
    const next = await this.#tell(place, { event: 'reset', epoch, n, at: this.#parts.log.now() });
    if (next && next.epoch === epoch) {
      for (const { n: old } of await listLetters(notes, this.#hook.name)) {
        await dropLetter(notes, this.#hook.name, old);
      }
      this.#parts.onLetters();
    }
    return next;
  }

  /** Tries it; `about` names the dispatch, should this have to be given up. Undefined: it was cut off. */
  async #tell(
    place: Place,
    event: WebhookEvent,
    about?: { readonly id: string; readonly version: number },
  ): Promise<Place | undefined> {
    const { log, settings, logger, onLetters } = this.#parts;
    const outcome = await this.#deliver(event);
    const done = { epoch: event.epoch, n: event.n };
    if (outcome.ok) return this.#save({ ...done, failures: 0 });
    if (this.#cut.signal.aborted) return undefined;

    const failures = place.failures + 1;
    this.#nextTryAt = performance.now() + Math.random() * longestWaitMs(failures, settings);
    const failing = failed(place.failing, outcome, log.now());
    const { name: hook } = this.#hook;
    if (!place.failing)
      logger.warn({ hook, n: event.n, error: outcome.error }, 'a webhook fails; it will be tried again');
    if (!isHopeless(failing, log.now(), settings)) return this.#save({ ...place, failures, failing });

    logger.error({ hook, n: event.n, error: outcome.error }, 'a webhook was given up');
    const { attempts, error } = failing;
    if (about) {
      const { id, version } = about;
      const letter = { ...done, id, version, attempts, error, at: log.now(), again: false };
      await saveLetter(log.notes, hook, letter);
      onLetters();
    }
    return this.#save({ ...done, failures });
  }

  /** What the desk asked for once more, unless a newer version has been on its way since: that must not be overtaken. */
  async #tryLettersAgain(place: Place): Promise<void> {
    const { log, onLetters } = this.#parts;
    const { name: hook } = this.#hook;
    for (const letter of await listLetters(log.notes, hook)) {
      if (!letter.again || letter.epoch !== place.epoch) continue;
      const entries = await log.entriesOf(letter.id);
      const entry = entries.find(({ n }) => n === letter.n);
      const isOld = entries.some(({ n, late }) => !late && n > letter.n && n <= place.n);
      const event = entry && !isOld ? this.#toEvent(entry, entries) : undefined;
      const outcome = event ? await this.#deliver(event) : ({ ok: true } as const);
      if (outcome.ok) await dropLetter(log.notes, hook, letter.n);
      else if (this.#cut.signal.aborted) return;
      else await saveLetter(log.notes, hook, triedAgain(letter, outcome.error));
      onLetters();
    }
  }

  async #eventOf(entry: Entry): Promise<WebhookEvent | undefined> {
    return this.#toEvent(entry, await this.#parts.log.entriesOf(entry.id));
  }

  #toEvent(entry: Entry, ofId: readonly Entry[]): WebhookEvent | undefined {
    return toEvent(
      this.#hook,
      entry,
      ofId.filter(({ n }) => n < entry.n),
    );
  }

  #deliver(event: WebhookEvent): Promise<Outcome> {
    const { dispatcher, settings } = this.#parts;
    const delivery = { id: `${event.epoch}-${event.n}`, body: JSON.stringify(event) };
    const { timeoutMs } = settings;
    return deliver(this.#hook, delivery, { dispatcher, timeoutMs, signal: this.#cut.signal });
  }

  async #save(place: Place): Promise<Place> {
    await savePlace(this.#parts.log.notes, this.#hook.name, place);
    return place;
  }

  #waitMs(): number {
    const left = this.#nextTryAt - performance.now();
    return left > 0 ? left : IDLE_MS;
  }

  async #pause(ms: number, wake?: AbortSignal): Promise<void> {
    const signals = [this.#stop.signal, ...(wake ? [wake] : [])];
    await delay(ms, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined); // it was ended
  }
}

/** Full jitter is drawn from this: doubling, up to a ceiling. */
function longestWaitMs(failures: number, { firstWaitMs, longestWaitMs: ceiling }: WebhookSettings): number {
  return Math.min(ceiling, firstWaitMs * 2 ** Math.min(failures - 1, 30));
}

function failed(
  before: Failing | undefined,
  { refused, error }: { readonly refused: boolean; readonly error: string },
  now: number,
): Failing {
  const { since, attempts, refusals } = before ?? { since: now, attempts: 0, refusals: 0 };
  return { since, attempts: attempts + 1, refusals: refusals + (refused ? 1 : 0), error };
}

function isHopeless({ since, refusals }: Failing, now: number, settings: WebhookSettings): boolean {
  return refusals >= settings.refusals || now - since >= settings.giveUpMs;
}

function triedAgain(letter: DeadLetter, error: string): DeadLetter {
  return { ...letter, attempts: letter.attempts + 1, error, again: false };
}
