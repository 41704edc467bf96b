/** Says in one sentence why a proposal contradicts the log. */
import { Refusal } from './log.ts';
import type { RefusalReason } from './log.ts';
import type { Draft } from './draft.ts';

export function refuse(reason: RefusalReason, draft: Draft, newest?: number): Refusal {
  return new Refusal(reason, sentence(reason, draft, newest), newest);
}

function sentence(reason: RefusalReason, { id, version, ifVersion }: Draft, newest?: number): string {
  if (reason === 'unknown') return `There is no dispatch "${id}".`;
  if (reason === 'withdrawn') return `Dispatch "${id}" was withdrawn and cannot be published again.`;
  if (reason === 'stale')
    return `Version ${ifVersion} of "${id}" is not the newest; that is ${newest ?? 'none'}.`;
  return `Version ${version} of "${id}" stands with other content; the newest is ${newest}.`;
}
