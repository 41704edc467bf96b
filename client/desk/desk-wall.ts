import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { nextChange, relativeTime, shortTime } from '../../shared/relative-time.ts';
import { WALL_SILENT_MS, wallState, type Wall, type WallState } from '../../shared/wall.ts';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { DeskElement } from './desk-element.ts';
import { timeOf } from './time-of.ts';

export type WallDeed = 'identify' | 'reload' | 'sections' | 'forget';

const STATES: Readonly<Record<WallState, string>> = {
  connected: 'Verbonden',
  away: 'Niet verbonden',
  closed: 'Gesloten',
  silent: 'Zwijgt',
};

/**
 * One wall: what it shows, when it was last heard. It turns red by itself, in the second in which it has been silent
 * for a minute; not where somebody closed it.
 *
 * @fires desk-wall-deed - something is asked of it (detail: a `WallDeed`)
 */
@customElement('desk-wall')
export class DeskWall extends DeskElement {
  @property({ attribute: false }) wall!: Wall;
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  #shown = '';

  constructor() {
    super();
    new LabelController(this, {
      tick: (now) => {
        if (this.#wordsAt(now) !== this.#shown) this.requestUpdate();
        const silentIn = this.wall.contactAt + WALL_SILENT_MS - now;
        return Math.min(nextChange(this.wall.contactAt, now), silentIn > 0 ? silentIn : Infinity);
      },
    });
  }

  override render() {
    const { name, version, sections, contactAt, flippedAt, screens } = this.wall;
    const now = pageClock().now();
    const state = wallState(this.wall, now);
    this.#shown = this.#wordsAt(now);
    const since = state === 'closed' || state === 'silent' ? ` sinds ${shortTime(contactAt, now, 'nl')}` : '';
    const titles = sections.map((id) => this.sections.get(id) ?? id).join(', ');
    return html`<article class="screen ${state}" aria-label=${name}>
      <div class="screen-head">
        <h3>${name}</h3>
        <p class="screen-state">${STATES[state]}${since}</p>
        ${screens > 1 ? html`<p class="mark">${screens} schermen met deze naam</p>` : nothing}
      </div>
      <dl class="screen-facts">
        <div>
          <dt>Toont</dt>
          <dd>${titles || 'onbekend'}</dd>
        </div>
        <div>
          <dt>Laatste contact</dt>
          <dd>
            <time datetime=${new Date(contactAt).toISOString()}>${relativeTime(contactAt, now, 'nl')}</time>
          </dd>
        </div>
        <div>
          <dt>Tijden bijgewerkt</dt>
          <dd>${timeOf(flippedAt)}</dd>
        </div>
        <div>
          <dt>Versie</dt>
          <dd>${version}</dd>
        </div>
      </dl>
      <div class="screen-acts">
        ${
          screens > 0
            ? html`${this.#button('identify', 'Naam tonen')} ${this.#button('sections', 'Rubrieken…')}
              ${this.#button('reload', 'Herladen')}`
            : this.#button('forget', 'Vergeten')
        }
      </div>
    </article>`;
  }

  #wordsAt(now: number): string {
    return `${wallState(this.wall, now)} ${relativeTime(this.wall.contactAt, now, 'nl')}`;
  }

  #button(deed: WallDeed, words: string) {
    return html`<button
      type="button"
      data-deed=${deed}
      aria-label=${`${words.replace('…', '')}: ${this.wall.name}`}
      @click=${() => {
        this.fire('desk-wall-deed', deed);
      }}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-wall': DeskWall;
  }
}
