import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { WALL_SILENT_MS, wallState, type Wall } from '../../shared/wall.ts';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { DeskElement } from './desk-element.ts';

/**
 * The way to the walls, in the bar: quiet while all are well, red and in words as soon as one has been silent for a minute.
 *
 * @fires desk-show-walls
 */
@customElement('desk-walls-button')
export class DeskWallsButton extends DeskElement {
  @property({ attribute: false }) walls: readonly Wall[] = [];
  #silent = 0;

  constructor() {
    super();
    new LabelController(this, {
      tick: (now) => {
        if (this.#silentAt(now) !== this.#silent) this.requestUpdate();
        const next = this.walls
          .map(({ contactAt }) => contactAt + WALL_SILENT_MS - now)
          .filter((ms) => ms > 0);
        return Math.min(...next);
      },
    });
  }

  override render() {
    const silent = (this.#silent = this.#silentAt(pageClock().now()));
    const words =
      silent === 0 ? 'Schermen' : silent === 1 ? '1 scherm zwijgt' : `${String(silent)} schermen zwijgen`;
    // Whoever does not see it turn red hears it.
    return html`<span role="status"
      ><button
        type="button"
        class="quiet-button ${silent > 0 ? 'letters-button' : ''}"
        aria-haspopup="dialog"
        @click=${() => {
          this.fire('desk-show-walls');
        }}
      >
        ${words}
      </button></span
    >`;
  }

  #silentAt(now: number): number {
    return this.walls.filter((wall) => wallState(wall, now) === 'silent').length;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-walls-button': DeskWallsButton;
  }
}
