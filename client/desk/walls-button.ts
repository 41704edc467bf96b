import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { WALL_SILENT_MS, wallState, type Wall, type WallState } from '../../shared/wall.ts';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { DeskElement } from './desk-element.ts';

/**
 * The way to the walls, in the bar: quiet while all are well, red and in words as soon as one has been silent for a minute.
 * One that was closed is told without alarm.
 *
 * @fires desk-show-walls
 */
@customElement('desk-walls-button')
export class DeskWallsButton extends DeskElement {
  @property({ attribute: false }) walls: readonly Wall[] = [];
  #shown = '';

  constructor() {
    super();
    new LabelController(this, {
      tick: (now) => {
        if (this.#wordsAt(now) !== this.#shown) this.requestUpdate();
        const next = this.walls
          .map(({ contactAt }) => contactAt + WALL_SILENT_MS - now)
          .filter((ms) => ms > 0);
        return Math.min(...next);
      },
    });
  }

  override render() {
    const now = pageClock().now();
    const words = (this.#shown = this.#wordsAt(now));
    // Whoever does not see it turn red hears it.
    return html`<span role="status"
      ><button
        type="button"
        class="quiet-button ${this.#count('silent', now) > 0 ? 'letters-button' : ''}"
        aria-haspopup="dialog"
        @click=${() => {
          this.fire('desk-show-walls');
        }}
      >
        ${words}
      </button></span
    >`;
  }

  #wordsAt(now: number): string {
    const [silent, closed] = [this.#count('silent', now), this.#count('closed', now)];
    if (silent > 0) return silent === 1 ? '1 scherm zwijgt' : `${String(silent)} schermen zwijgen`;
    return closed > 0 ? `Schermen (${String(closed)} gesloten)` : 'Schermen';
  }

  #count(state: WallState, now: number): number {
    return this.walls.filter((wall) => wallState(wall, now) === state).length;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-walls-button': DeskWallsButton;
  }
}
