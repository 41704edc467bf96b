/** Hides and brings back what is published; stops, times and publishes what waits. */
import { Refusal, type Appended, type Entry, type Waiting } from '../log/log.ts';
import type { Desk, NamedAct, Outcome } from './acts.ts';
import { contentAgain, contentOnRelease } from './contents.ts';
import { expectRevision, undisturbed, wasDone } from './undisturbed.ts';

/** Both: a next version that waits for its time must not bring back what is held. */
export function hold(desk: Desk, act: NamedAct): Promise<Outcome> {
  return undisturbed(desk.log, act, async (waiting) => {
    expectBefore(act, waiting, undefined);
    const stopped = waiting && (await retime(desk, waiting, act, undefined));
    if (stopped && act.ifRevision !== undefined) return stopped;
    const newest = await desk.log.find(act.id);
    if (newest?.kind === 'dispatch') return setStatus(desk, act, newest, 'withheld');
    if (stopped) return stopped;
    throw notThere(act.id, newest);
  });
}

export function release(desk: Desk, act: NamedAct): Promise<Outcome> {
  return undisturbed(desk.log, act, async (waiting) => {
    if (waiting) {
      expectRevision(act, waiting);
      const appended = await releaseWaiting(desk, waiting, { by: act.by, due: false });
      return { kind: 'published', appended };
    }
    const newest = await desk.log.find(act.id);
    if (newest?.kind !== 'dispatch') throw notThere(act.id, newest);
    if (act.ifRevision && !(await wasDone(desk.log, 'release', act))) expectRevision(act, waiting);
    return setStatus(desk, act, newest, 'usable');
  });
}

export function setEmbargo(desk: Desk, act: NamedAct & { readonly until: number | null }): Promise<Outcome> {
  return undisturbed(desk.log, act, async (waiting) => {
    const until = act.until ?? undefined;
    expectBefore(act, waiting, until);
    if (waiting) return retime(desk, waiting, act, until);
    throw notThere(act.id, await desk.log.find(act.id));
  });
}

/**
 * Publishes what waits, in the same step as it stops waiting. `due`: only from its time on, by the store's clock.
 * @throws {Refusal} `conflict` when a version at or above it has been published meanwhile
 */
export async function releaseWaiting(
  desk: Desk,
  waiting: Waiting,
  { by, due }: { readonly by: string; readonly due: boolean },
): Promise<Appended> {
  const { id, version, revision } = waiting;
  const newest = version === 'next' ? undefined : await desk.log.find(id);
  // The log would keep it as a late version, shown nowhere; nobody who waited for it wants that.
  if (version !== 'next' && newest?.kind === 'dispatch' && newest.version >= version) {
    throw passed(id, version, newest.version);
  }
  return desk.append({
    kind: 'dispatch',
    content: contentOnRelease(waiting, desk.log.now()),
    version,
    by,
    ...(newest && { ifVersion: newest.version }),
    waiting: { revision, due },
  });
}

/** Throws unless its author named what waits; or what waited before they said this, and this is what came of it. */
function expectBefore(act: NamedAct, waiting: Waiting | undefined, until: number | undefined): void {
  const done = waiting?.by === act.by && waiting.until === until && waiting.revision - 1 === act.ifRevision;
  if (!done) expectRevision(act, waiting);
}

async function retime(
  { log }: Desk,
  waiting: Waiting,
  { by }: NamedAct,
  until: number | undefined,
): Promise<Outcome> {
  const { content, version, source, revision } = waiting;
  if (waiting.until === until) return { kind: 'waiting', waiting, repeated: true, ack: 'memory' };
  const { repeated, ack, ...put } = await log.waiting.put({
    content,
    version,
    by,
    ...(source !== undefined && { source }),
    ...(until !== undefined && { until }),
    ifRevision: revision,
  });
  return { kind: 'waiting', waiting: put, repeated, ack };
}

async function setStatus(
  desk: Desk,
  { by, note, ifVersion }: NamedAct,
  { dispatch, n, epoch, version }: Entry & { readonly kind: 'dispatch' },
  status: 'usable' | 'withheld',
): Promise<Outcome> {
  const { id } = dispatch;
  if (dispatch.status === status) {
    // How far it had come is not known any more; less than this it cannot be.
    return { kind: 'published', appended: { id, version, n, epoch, ack: 'memory', repeated: true } };
  }
  const appended = await desk.append({
    kind: 'dispatch',
    content: contentAgain(dispatch, status, note),
    version: 'next',
    by,
    ifVersion: ifVersion ?? version,
  });
  return { kind: 'published', appended };
}

function notThere(id: string, newest: Entry | undefined): Refusal {
  if (newest?.kind === 'dispatch') {
    return new Refusal(
      'stale',
      `"${id}" does not wait: version ${newest.version} is published.`,
      newest.version,
    );
  }
  if (!newest) return new Refusal('unknown', `There is no dispatch "${id}".`);
  return new Refusal('withdrawn', `Dispatch "${id}" was withdrawn.`, newest.version);
}

function passed(id: string, version: number, newest: number): Refusal {
  const message = `Version ${version} of "${id}" can not be released: version ${newest} has been published meanwhile.`;
  return new Refusal('conflict', message, newest);
}
