/**
 * What a partner is told of an entry of the log. The text is that of the log at this moment: of an entry that was
 * redacted in the meantime nothing is told, as the withdrawal that did so comes after it.
 */
import * as v from 'valibot';
import type { Cursor, Gone } from '../../shared/board.ts';
import { DispatchSchema, type Dispatch } from '../../shared/dispatch.ts';
import type { Entry } from '../log/log.ts';
import type { HookSetting } from './hooks.ts';

/** `move`: to a section that is not for this partner. `reset`: the log has another history; fetch the boards anew. */
export const EVENTS = [
  'publish',
  'update',
  'correct',
  'refile',
  'release',
  'restore',
  'hold',
  'withdraw',
  'move',
  'reset',
] as const;

/** The body of a delivery: a dispatch as it now is, or that it is gone; of a reset neither. */
export const WebhookEventSchema = v.object({
  event: v.picklist(EVENTS),
  epoch: v.string(),
  n: v.number(),
  /** When it happened. */
  at: v.number(),
  dispatch: v.optional(DispatchSchema),
  gone: v.optional(v.object({ id: v.string(), version: v.number() })),
});
export interface WebhookEvent extends Cursor {
  readonly event: (typeof EVENTS)[number];
  readonly at: number;
  readonly dispatch?: Dispatch;
  readonly gone?: Gone;
}

/** Undefined when there is nothing to tell this partner. `earlier`: the entries of the same id before it. */
export function toEvent(
  { sections }: Pick<HookSetting, 'sections'>,
  entry: Entry,
  earlier: readonly Entry[],
): WebhookEvent | undefined {
  if (entry.late || entry.kind === 'redacted') return undefined;
  const { epoch, n, at, id, version } = entry;
  const isTheirs = (one: Entry) => sections === undefined || sections.includes(one.section);
  const shown = earlier.filter((one) => !one.late);
  const before = shown.at(-1);
  const isUsable = entry.kind === 'dispatch' && entry.dispatch.status === 'usable';

  if (isUsable && isTheirs(entry)) {
    return { event: publication(entry, before), epoch, n, at, dispatch: entry.dispatch };
  }
  // Of what they never had they must not even learn that it was there.
  if (!shown.some((one) => isTheirs(one) && statusOf(one) === 'usable')) return undefined;
  const gone = { id, version };
  if (entry.kind === 'withdrawal' || entry.dispatch.status === 'canceled') {
    return { event: 'withdraw', epoch, n, at, gone };
  }
  // Elsewhere already: they were told when it moved.
  if (before === undefined || !isTheirs(before)) return undefined;
  return { event: isUsable ? 'move' : 'hold', epoch, n, at, gone };
}

function publication(entry: Entry & { kind: 'dispatch' }, before: Entry | undefined): WebhookEvent['event'] {
  if (before === undefined) return 'publish';
  const status = statusOf(before);
  if (status === 'canceled') return 'restore';
  if (status === 'withheld') return 'release';
  const { signal } = entry.dispatch;
  if (signal === undefined) return 'refile';
  return signal === 'correction' ? 'correct' : 'update';
}

function statusOf(entry: Entry): 'usable' | 'withheld' | 'canceled' {
  if (entry.kind === 'withdrawal') return 'canceled';
  return entry.kind === 'redacted' ? entry.status : entry.dispatch.status;
}
