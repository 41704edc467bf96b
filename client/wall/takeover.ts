/**
 * What takes over a wall: flashes and bulletins, one after the other, each for as long as it takes to read. Whatever
 * happens to one while it waits or is shown happens there too: corrected in its place, gone when it is withdrawn.
 */
import type { Card } from '../../shared/card.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';

export interface Takeovers {
  readonly shown: Card | undefined;
  /** The most urgent first; those of the same urgency as they came. */
  readonly waiting: readonly Card[];
}

export const NO_TAKEOVER: Takeovers = { shown: undefined, waiting: [] };

/** Flash and bulletin. */
const TAKES_OVER = 2;
/** In a night of nights the list tells the rest. */
const MOST_WAITING = 6;
/** Seen from across a room: to look up and find it, and then slowly. */
const LOOK_UP = 8_000;
const PER_CHARACTER = 60;
const LONGEST = 45_000;

/** Whether a dispatch that just came (or just became this urgent) interrupts what is on screen. */
export function takesOver({ urgency }: Pick<Card, 'urgency'>): boolean {
  return urgency <= TAKES_OVER;
}

/** Shows it, or lets it wait for its turn. */
export function addTakeover({ shown, waiting }: Takeovers, card: Card): Takeovers {
  if (!shown) return { shown: card, waiting };
  const queue = [...waiting, card].sort((a, b) => a.urgency - b.urgency);
  return { shown, waiting: queue.slice(0, MOST_WAITING) };
}

/** The turn of the next one, or of none. */
export function nextTakeover({ waiting: [shown, ...waiting] }: Takeovers): Takeovers {
  return { shown, waiting };
}

/** As the boards have it now (`cards`: all that stands on them): the same object when nothing differs. */
export function reviseTakeovers(takeovers: Takeovers, cards: readonly Card[]): Takeovers {
  const standing = withoutSuperseded(cards);
  const revise = (card: Card) => standing.find((now) => now.id === card.id && takesOver(now));
  const shown = takeovers.shown && revise(takeovers.shown);
  const waiting = takeovers.waiting.map(revise).filter((card) => card !== undefined);
  if (takeovers.shown && !shown) return nextTakeover({ shown, waiting });
  const same = shown === takeovers.shown && waiting.every((card, at) => card === takeovers.waiting[at]);
  return same && waiting.length === takeovers.waiting.length ? takeovers : { shown, waiting };
}

/** How long it stays, ms. */
export function dwellOf({ title, lead, dateline }: Card): number {
  const characters = title.length + lead.length + (dateline?.raw.length ?? 0);
  return Math.min(LOOK_UP + characters * PER_CHARACTER, LONGEST);
}
