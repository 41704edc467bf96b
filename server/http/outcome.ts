/** What became of an editorial act, as an answer; and how to say again what may or may not have arrived. */
import type { Response } from 'express';
import type { Outcome } from '../desk/acts.ts';
import { StoreAway } from '../log/log.ts';
import { etagOf } from './if-match.ts';
import { storeAway } from './problems.ts';

const SAY_AGAIN = 'Say the same again in a moment, with the same id and version: it counts once.';

/** @param created the status when this very request published something */
export function answerOutcome(response: Response, outcome: Outcome, created: 200 | 201 = 200): void {
  response.set('Cache-Control', 'no-store');
  if (outcome.kind === 'discarded') {
    response.json({ id: outcome.id, discarded: true });
    return;
  }
  if (outcome.kind === 'waiting') {
    const { id, version, revision, until } = outcome.waiting;
    response.status(202).location(`/api/waiting/${encodeURIComponent(id)}`);
    const known = { ...(version !== 'next' && { version }), ...(until !== undefined && { until }) };
    response.json({ id, revision, ...known, ack: outcome.ack });
    return;
  }
  const { id, version, n, epoch, ack, repeated } = outcome.appended;
  response
    .status(repeated ? 200 : created)
    .set({ Location: `/api/dispatches/${encodeURIComponent(id)}`, ETag: etagOf(version) })
    .json({ id, version, n, epoch, ack });
}

/** With the id and version in hand, saying it again is a repeat, whether or not it had arrived. */
export async function orSayAgain(
  outcome: Promise<Outcome>,
  { id, version }: { readonly id: string; readonly version?: number | 'next' },
): Promise<Outcome> {
  try {
    return await outcome;
  } catch (error) {
    if (!(error instanceof StoreAway)) throw error;
    throw storeAway(SAY_AGAIN, { id, ...(typeof version === 'number' && { version }) });
  }
}
