/** What came to a wall while it hung there, and when: that is news. What it found on its boards, or had before, is not. */
import type { Card } from '../../shared/card.ts';
import { takesOver } from './takeover.ts';

const MINUTE = 60_000;
/** A dispatch that just came is marked this long. */
const FRESH_FOR = 2 * MINUTE;
/** What a wall gets to hear of after that is no longer news: the list has it. What left the boards is remembered as long. */
const NEWS_FOR = 10 * MINUTE;

interface Had {
  readonly urgency: number;
  /** The first that was seen here. */
  readonly version: number;
  /** Since when. */
  readonly at: number;
  /** When it was last on a board. */
  readonly lastAt: number;
}

export class Arrivals {
  readonly #had = new Map<string, Had>();

  /**
   * Takes in what stands on the boards now, and answers what of it is news: new here, or only now so urgent that it takes
   * over. As long as the boards come in (`starting`) nothing is.
   */
  take(cards: readonly Card[], now: number, starting: boolean): Card[] {
    const news = starting ? [] : cards.filter((card) => this.#isNews(card, now));
    for (const { id, urgency, version } of cards) {
      const had = this.#had.get(id);
      const at = had?.at ?? (starting ? -Infinity : now);
      this.#had.set(id, { urgency, version: had?.version ?? version, at, lastAt: now });
    }
    for (const [id, { lastAt }] of this.#had) if (now - lastAt > NEWS_FOR) this.#had.delete(id);
    return news;
  }

  /** Whether it came a moment ago. */
  isFresh({ id }: Card, now: number): boolean {
    return now - (this.#had.get(id)?.at ?? -Infinity) < FRESH_FOR;
  }

  /** Whether an earlier version of it was on screen here. */
  wasOther({ id, version }: Card): boolean {
    return (this.#had.get(id)?.version ?? version) < version;
  }

  #isNews(card: Card, now: number): boolean {
    if (now - card.updatedAt >= NEWS_FOR) return false;
    const had = this.#had.get(card.id);
    return !had || (takesOver(card) && !takesOver(had));
  }
}
