/**
 * An act looks at what waits under its id, and then does something that is only right if that has not changed. When
 * it has (another editor, another process, the embargo's own clock), the store refuses, and the act looks again;
 * unless its author had named what they saw: then it is theirs to look again.
 */
import { Refusal, type Log, type Waiting } from '../log/log.ts';

interface Named {
  readonly id: string;
  readonly ifVersion?: number | undefined;
  readonly ifRevision?: number | undefined;
}

/** More often than this in a row, and something other than chance disturbs it. */
const ATTEMPTS = 5;

export async function undisturbed<T>(
  log: Log,
  named: Named,
  act: (waiting: Waiting | undefined) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const waiting = await log.waiting.find(named.id);
    try {
      return await act(waiting);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'stale') throw error;
      if (attempt < ATTEMPTS && !concerns(named, error)) continue;
      throw await withRevision(log, named.id, error);
    }
  }
}

/** Throws unless what waits is what the author of the act named. */
export function expectRevision({ id, ifRevision }: Named, waiting: Waiting | undefined): void {
  if (ifRevision === undefined || ifRevision === (waiting?.revision ?? 0)) return;
  throw new Refusal('stale', staleRevision(id, ifRevision, waiting?.revision), undefined, waiting?.revision);
}

/** Whether this very revision ended so already: whoever got no answer says it again. */
export async function wasDone(
  log: Log,
  done: 'release' | 'discard',
  { id, ifRevision }: Named,
): Promise<boolean> {
  const acts = await log.waiting.acts(id);
  return acts.some(({ act, revision }) => act === done && revision === ifRevision);
}

function concerns({ ifVersion, ifRevision }: Named, { newest }: Refusal): boolean {
  return ifRevision !== undefined || (ifVersion !== undefined && newest !== ifVersion);
}

async function withRevision(log: Log, id: string, refusal: Refusal): Promise<Refusal> {
  if (refusal.revision !== undefined) return refusal;
  const { reason, message, newest } = refusal;
  return new Refusal(reason, message, newest, (await log.waiting.find(id))?.revision);
}

function staleRevision(id: string, asked: number, waits: number | undefined): string {
  if (waits === undefined) return `Revision ${asked} of "${id}" does not wait any more.`;
  if (asked === 0) return `Something waits under "${id}" already: revision ${waits}.`;
  return `Revision ${asked} of "${id}" is not the one that waits; that is ${waits}.`;
}
