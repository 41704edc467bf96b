/**
 * A ticker's rows, made again only when they read differently: of another version, for a reader who has seen something
 * else, in another style, or at another time. To make one takes formatters and an address, twenty times for each
 * dispatch that comes; what holds is handed out once more, and whoever draws it sees that it is the same.
 */
import { html, type TemplateResult } from 'lit';
import type { Card } from '../../shared/card.ts';
import { nextChange, untilTomorrow } from '../../shared/relative-time.ts';
import { dispatchRow, type RowStyle, type Seen } from './dispatch-row.ts';

interface Made {
  /** What it was made for, beside the card. */
  readonly of: string;
  /** When it reads differently, ms since the epoch. */
  readonly until: number;
  readonly template: TemplateResult;
}

export class RowTemplates {
  /** When the first that was asked for since `start` reads differently, ms since the epoch; at midnight all times do. */
  until = Infinity;
  #made = new WeakMap<Card, Made>();
  /** By their words. */
  readonly #lines = new Map<string, TemplateResult>();
  #midnight = 0;
  #now = 0;

  /** Whether something reads differently by now; also when the clock was set back. */
  isOver(now: number): boolean {
    return now >= this.until || now < this.#now;
  }

  /** The rows asked for from here on are for this moment (ms since the epoch). */
  start(now: number): void {
    if (now < this.#now) {
      this.#made = new WeakMap();
      this.#midnight = 0;
    }
    if (now >= this.#midnight) this.#midnight = now + untilTomorrow(now);
    this.#now = now;
    this.until = this.#midnight;
  }

  /** The row of what left: words alone. */
  line(words: string): TemplateResult {
    const line = this.#lines.get(words) ?? html`<p part="text" class="text">${words}</p>`;
    this.#lines.set(words, line);
    return line;
  }

  of(card: Card, seen: Seen, style: RowStyle): TemplateResult {
    const now = this.#now;
    const of = JSON.stringify([style, seen]);
    let made = this.#made.get(card);
    if (made?.of !== of || now >= made.until) {
      const changes = style.timestamps === 'absolute' ? Infinity : nextChange(card.publishedAt, now);
      made = {
        of,
        until: Math.min(this.#midnight, now + changes),
        template: dispatchRow(card, seen, style, now),
      };
      this.#made.set(card, made);
    }
    this.until = Math.min(this.until, made.until);
    return made.template;
  }
}
