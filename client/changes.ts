/** What happened to the dispatches of a ticker between one moment and the next, in words for whoever listens. */
import type { Card, Signal } from '../shared/card.ts';

/**
 * How a dispatch leaves. `hold`: hidden for now, it may return. `move`: to a section that the ticker does not show.
 * Of what only fell off the end nobody need be told.
 */
export type Fate = 'withdrawal' | 'hold' | 'move';

/** `refile`: a new version of which nobody need be told. */
export type ChangeKind = 'new' | Signal | 'refile' | Fate;

export interface Change {
  readonly kind: ChangeKind;
  /** As it is now, or was before it went. */
  readonly card: Card;
}

/**
 * First what came or has another version, then what went. `wasSeen`: one that moves may leave the one section before it
 * comes to the other, and is no news then. `fateOf`: what became of one that went, as far as is known.
 */
export function changesBetween(
  before: readonly Card[],
  after: readonly Card[],
  wasSeen: (id: string) => boolean,
  fateOf: (id: string) => Fate | undefined,
): Change[] {
  const versions = new Map(before.map(({ id, version }) => [id, version]));
  const stay = new Set(after.map(({ id }) => id));
  const changes: Change[] = [];
  for (const card of after) {
    const old = versions.get(card.id);
    if (old === undefined && !wasSeen(card.id)) changes.push({ kind: 'new', card });
    else if (old !== card.version) changes.push({ kind: card.signal ?? 'refile', card });
  }
  for (const card of before) {
    const kind = stay.has(card.id) ? undefined : fateOf(card.id);
    if (kind) changes.push({ kind, card });
  }
  return changes;
}
