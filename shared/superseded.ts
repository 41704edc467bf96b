/**
 * A dispatch that names another in `replaces` stands in its place wherever dispatches are listed; the other keeps its
 * place in the log and its own page. Decided anew for each list, from what stands in it: when the one that replaces is
 * withdrawn, the one before it stands again, as nobody took that away. Who wants both gone withdraws both.
 */

/** As much of a dispatch as this needs. */
export interface Replacing {
  readonly id: string;
  readonly replaces?: string | undefined;
  readonly publishedAt: number;
}

/** The cards without those that another of them replaces, also by way of a third; the same list when there are none. */
export function withoutSuperseded<T extends Replacing>(cards: readonly T[]): readonly T[] {
  const replacers = new Map<string, T[]>();
  for (const card of cards) {
    if (card.replaces === undefined || card.replaces === card.id) continue;
    replacers.set(card.replaces, [...(replacers.get(card.replaces) ?? []), card]);
  }
  if (replacers.size === 0) return cards;
  const standing = cards.filter((card) => !isSuperseded(card, replacers));
  return standing.length === cards.length ? cards : standing;
}

/** Dispatches that replace each other in a circle are an error of somebody's: then the newest of them stands. */
function isSuperseded<T extends Replacing>(card: T, replacers: Replacers<T>): boolean {
  return [...replacersOf(card, replacers)].some(
    (other) => !replacersOf(other, replacers).has(card) || isNewer(other, card),
  );
}

/** All that replace it, also by way of others. */
function replacersOf<T extends Replacing>({ id }: T, replacers: Replacers<T>): ReadonlySet<T> {
  const found = new Set(replacers.get(id));
  // A set that grows is walked to its new end.
  for (const card of found) for (const next of replacers.get(card.id) ?? []) found.add(next);
  return found;
}

function isNewer(a: Replacing, b: Replacing): boolean {
  return a.publishedAt !== b.publishedAt ? a.publishedAt > b.publishedAt : a.id > b.id;
}

type Replacers<T> = ReadonlyMap<string, readonly T[]>;
