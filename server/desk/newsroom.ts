/**
 * Everything that people and wires do to the news, in one place: the API, the desk, agencies and the clock all come
 * through here, so that an act means the same whoever does it.
 */
import type { Logger } from 'pino';
import type { HistoryItem } from '../../shared/desk.ts';
import type { Submission } from '../../shared/dispatch.ts';
import type { Log, Waiting } from '../log/log.ts';
import type { Desk, NamedAct, Outcome, SubmitAct } from './acts.ts';
import { historyOf } from './history.ts';
import { hold, release, setEmbargo } from './hold-and-release.ts';
import { meteredAppend, type AppendMetrics } from './metered-append.ts';
import { startEmbargoClock } from './schedule.ts';
import { submit } from './submit.ts';
import { takeAway } from './take-away.ts';

export interface Newsroom {
  /**
   * Publishes, updates, corrects, refiles; or lets it wait, when it is under embargo or for the desk. A status of
   * `canceled` is a withdrawal. `submission` has passed the gate (see readSubmission).
   * @throws {Refusal | StoreAway}
   */
  submit(submission: Submission, act: SubmitAct): Promise<Outcome>;
  /** Takes it away everywhere: what is published is withdrawn, what waits is discarded. The note is the reason. */
  withdraw(act: NamedAct): Promise<Outcome>;
  /** Hides what is published; what waits loses its time and waits for the desk. */
  hold(act: NamedAct): Promise<Outcome>;
  /** Publishes now what waits or is held. */
  release(act: NamedAct): Promise<Outcome>;
  /** Sets another time for what waits; null: none, it waits for the desk. */
  embargo(act: NamedAct & { readonly until: number | null }): Promise<Outcome>;
  waiting(): Promise<readonly Waiting[]>;
  /** Tells soon after what waits has changed, in any process. */
  onWaiting(listener: () => void): () => void;
  /** The audit trail of an id, oldest first; empty when nobody knows it. */
  history(id: string): Promise<readonly HistoryItem[]>;
  close(): Promise<void>;
}

interface NewsroomParts {
  readonly log: Log;
  readonly logger: Logger;
  readonly metrics?: AppendMetrics;
}

/** Opens the newsroom: from now on, what waits for its time is published at it. */
export function createNewsroom({ log, logger, metrics }: NewsroomParts): Newsroom {
  const desk: Desk = { log, append: meteredAppend(log, metrics) };
  const clock = startEmbargoClock(desk, logger);
  return {
    submit: (submission, act) => submit(desk, submission, act),
    withdraw: (act) => takeAway(desk, act),
    hold: (act) => hold(desk, act),
    release: (act) => release(desk, act),
    embargo: (act) => setEmbargo(desk, act),
    waiting: () => log.waiting.list(),
    onWaiting: (listener) =>
      log.waiting.onChange(() => {
        listener();
      }),
    history: (id) => historyOf(log, id),
    close: () => clock.close(),
  };
}
