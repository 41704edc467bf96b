/** Says in one sentence why a proposal contradicts the log. */
import { Refusal } from './log.ts';
import type { RefusalReason } from './log.ts';
import type { Draft } from './draft.ts';

export function refuse(reason: RefusalReason, draft: Draft, newest?: number): Refusal {
  return new Refusal(reason, sentence(reason, draft, newest), newest);
}

/** The same for what waits, or would. */
export function refuseWaiting(reason: 'stale' | 'withdrawn', id: string, newest?: number): Refusal {
  const stale = `Another revision of "${id}" waits by now, or none does.`;
  return new Refusal(reason, reason === 'stale' ? stale : wasWithdrawn(id), newest);
}

function sentence(reason: RefusalReason, draft: Draft, newest?: number): string {
  const { id, version, ifVersion, waiting } = draft;
  if (reason === 'unknown') return `There is no dispatch "${id}".`;
  if (reason === 'withdrawn') return wasWithdrawn(id);
  if (reason === 'early') return `"${id}" waits, and its time has not come.`;
  if (reason === 'conflict')
    return `Version ${version} of "${id}" stands with other content; the newest is ${newest}.`;
  if (ifVersion !== undefined && ifVersion !== newest)
    return `Version ${ifVersion} of "${id}" is not the newest; that is ${newest ?? 'none'}.`;
  if (waiting) return `Revision ${waiting.revision} of "${id}" does not wait any more.`;
  return `Version ${version} of "${id}" is not above ${newest}, as of which it was withdrawn.`;
}

function wasWithdrawn(id: string): string {
  return `Dispatch "${id}" was withdrawn or discarded; only an explicit restore publishes it again.`;
}
