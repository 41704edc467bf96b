/** Takes a dispatch away: out of the log and from every screen, or unpublished out of the waiting room. */
import { Refusal } from '../log/log.ts';
import type { Desk, NamedAct, Outcome } from './acts.ts';
import { expectRevision, undisturbed, wasDone } from './undisturbed.ts';

interface TakeAway extends NamedAct {
  /** Leave word also of an id that nobody has seen: wires send a kill before what it kills. */
  readonly unseen?: boolean;
}

/** Everything of the id; only what waits, where its revision is named. */
export function takeAway(desk: Desk, act: TakeAway): Promise<Outcome> {
  return act.ifRevision ? discard(desk, act) : withdraw(desk, act);
}

/** What is published is withdrawn, and what waits goes with it. */
function withdraw(desk: Desk, act: TakeAway): Promise<Outcome> {
  const { log } = desk;
  const { id, by, note, ifVersion } = act;
  return undisturbed<Outcome>(log, act, async (waiting) => {
    expectRevision(act, waiting);
    const newest = await log.find(id);
    const comesBack = newest?.kind === 'withdrawal' && waiting !== undefined;
    if (newest && !comesBack) {
      const reason = note === undefined ? {} : { reason: note };
      const condition = ifVersion === undefined ? {} : { ifVersion };
      const appended = await desk.append({ kind: 'withdrawal', id, by, ...reason, ...condition });
      return { kind: 'published', appended };
    }
    if (ifVersion !== undefined && newest?.version !== ifVersion)
      throw notTheNewest(id, ifVersion, newest?.version);
    if (waiting) return takeOut(desk, { ...act, ifRevision: waiting.revision });
    const acts = act.unseen ? [] : await log.waiting.acts(id);
    if (!act.unseen && acts.at(-1)?.act !== 'discard')
      throw new Refusal('unknown', `There is no dispatch "${id}".`);
    return takeOut(desk, act);
  });
}

/** What is published under the id stays. */
function discard(desk: Desk, act: NamedAct): Promise<Outcome> {
  return undisturbed<Outcome>(desk.log, act, async (waiting) => {
    if (!waiting && (await wasDone(desk.log, 'discard', act)))
      return { kind: 'discarded', id: act.id, repeated: true };
    expectRevision(act, waiting);
    return takeOut(desk, act);
  });
}

async function takeOut({ log }: Desk, { id, by, note, ifRevision }: NamedAct): Promise<Outcome> {
  const took = await log.waiting.discard({
    id,
    by,
    ...(note !== undefined && { reason: note }),
    ...(ifRevision !== undefined && { ifRevision }),
  });
  return { kind: 'discarded', id, repeated: !took };
}

export function notTheNewest(id: string, asked: number, newest: number | undefined): Refusal {
  return new Refusal(
    'stale',
    `Version ${asked} of "${id}" is not the newest; that is ${newest ?? 'none'}.`,
    newest,
  );
}
