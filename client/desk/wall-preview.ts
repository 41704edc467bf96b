import { html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Card } from '../../shared/dispatch.ts';
import { pageClock } from '../clock.ts';
import { WallScreen } from '../elements/wall-screen.ts';
import { Arrivals } from '../wall/arrivals.ts';
import { NO_TAKEOVER, takesOver } from '../wall/takeover.ts';
import { DeskElement } from './desk-element.ts';

/** The screen that it is drawn for, in CSS pixels; see desk.css. */
const SCREEN_WIDTH = 1_920;

customElements.define('desk-wall-screen', WallScreen);

/**
 * What walls of its section will show of a dispatch: drawn by what draws them, as large as they are, and then made
 * smaller as a whole. What it is to them (news, a correction of what they have) is decided as they decide it.
 */
@customElement('desk-wall-preview')
export class DeskWallPreview extends DeskElement {
  @property({ attribute: false }) card!: Card;
  /** What its section has now. */
  @property({ attribute: false }) others: readonly Card[] = [];
  /** What its section is called. */
  @property() section = '';
  readonly #frame = new ResizeObserver(() => {
    this.#fit();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#frame.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frame.disconnect();
  }

  override render() {
    const { title, section } = this.card;
    const { cards, arrivals, takes } = this.#onWalls();
    // It is a picture: nobody is to hear it with every key.
    return html`<div
        class="wall-frame"
        role="img"
        aria-label=${takes ? `Het hele scherm: ${title}` : `Een scherm met in de lijst: ${title}`}
      >
        <desk-wall-screen
          .inert=${true}
          aria-hidden="true"
          .sections=${section}
          .titles=${{ [section]: this.section }}
          .clock=${'minutes'}
          .status=${'live'}
          .ready=${true}
          .arrivals=${arrivals}
          .cards=${cards}
          .takeovers=${takes ? { shown: this.card, waiting: [] } : NO_TAKEOVER}
        ></desk-wall-screen>
      </div>
      <p class="quiet under">
        ${
          takes
            ? 'Neemt het hele scherm over, zolang het lezen duurt.'
            : 'Komt in de lijst; een nieuwe flits of een nieuw bulletin neemt het hele scherm over.'
        }
      </p>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#fit();
  }

  #onWalls() {
    const now = pageClock().now();
    const others = this.others.filter(({ section }) => section === this.card.section);
    const arrivals = new Arrivals();
    arrivals.take(others, now, true);
    // A next version stays where the one before it stands.
    const before = others.find(({ id }) => id === this.card.id);
    const card = before ? { ...this.card, publishedAt: before.publishedAt } : this.card;
    const cards = [card, ...others.filter((other) => other !== before)];
    cards.sort((a, b) => b.publishedAt - a.publishedAt);
    const takes = arrivals.take(cards, now, false).some(takesOver);
    return { cards, arrivals, takes };
  }

  #fit(): void {
    const screen = this.querySelector<HTMLElement>('desk-wall-screen');
    const width = screen?.parentElement?.clientWidth ?? 0;
    if (screen && width > 0) screen.style.transform = `scale(${String(width / SCREEN_WIDTH)})`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-wall-preview': DeskWallPreview;
    'desk-wall-screen': WallScreen;
  }
}
